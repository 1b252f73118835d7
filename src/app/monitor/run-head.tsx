import Button from '@cloudscape-design/components/button'
import { Link } from '@tanstack/react-router'
import type { RunRow } from '../../api/runs.ts'
import { type InstanceRow, settled } from '../../core/runs/instance.ts'
import { originsOfFailure } from '../../core/runs/reach.ts'
import { useRunPlace, useRunRoute } from '../state/run-place.ts'
import type { Zone } from '../state/zone.ts'
import { formatUsd } from '../ui/money.ts'
import { CountsMark, StatusIcon, StatusMark } from '../ui/status.tsx'
import { formatAge, formatDuration, formatTime, formatTimeWithZone } from '../ui/time.ts'
import { cancel, type Intent, rerunFailed } from './run-actions.tsx'
import type { RunData } from './run-data.ts'
import { RunVersion } from './run-version.tsx'
import { timeOf, tookOf } from './words.ts'

interface RunHeadProps {
  readonly pipelineId: string
  readonly scheduledStart: number
  readonly data: RunData
  readonly now: number
  readonly zone: Zone
  readonly onIntent: (intent: Intent) => void
}

/** What a run came to, in two lines, and what one can do with it. */
export function RunHead({ pipelineId, scheduledStart, data, now, zone, onIntent }: RunHeadProps) {
  const { run, summary, instances, older, newer } = data
  const isRehearsal = useRunPlace().rehearsalId !== undefined
  const took = tookOf(summary.startedAt, summary.endedAt, now)
  const origins = originsOfFailure(instances)
  const cascaded = instances.filter(one => one.status === 'CASCADE_FAILED')
  const open = instances.filter(one => !settled(one.status))
  const end = run?.scheduledEnd ?? instances[0]?.scheduledEnd
  return (
    <header className="pw-run-head">
      <div className="pw-run-title">
        <StatusIcon status={summary.status} size={26} />
        <h1>
          Run of{' '}
          <span className="pw-number">
            {formatTimeWithZone(scheduledStart, zone, scheduledStart % 60_000 === 0 ? 'minute' : 'second')}
          </span>
        </h1>
        <StatusMark status={summary.status} strong />
        <span className="pw-run-step">
          <Neighbour run={older} pipelineId={pipelineId} label="Older" arrow="←" zone={zone} />
          <Neighbour run={newer} pipelineId={pipelineId} label="Newer" arrow="→" zone={zone} />
        </span>
        <span className="pw-run-buttons">
          {open.length > 0 && !isRehearsal && (
            <Button onClick={() => onIntent(cancel(open, 'Cancel what is left of this run?'))}>Cancel the run</Button>
          )}
          {origins.length > 0 && !isRehearsal && (
            <Button variant="primary" iconName="refresh" onClick={() => onIntent(rerunFailed(origins, cascaded))}>
              Rerun from failed step
            </Button>
          )}
        </span>
      </div>
      <dl className="pw-run-facts">
        <Fact name="Interval">
          {formatTime(scheduledStart, zone)}
          {end !== undefined && end !== scheduledStart && ` – ${timeOf(end, scheduledStart, zone).slice(0, -3)}`}
        </Fact>
        <Fact name="Started">{summary.startedAt === undefined ? 'not yet' : formatAge(summary.startedAt, now)}</Fact>
        <Fact name="Duration">
          {took === undefined ? '–' : `${formatDuration(took)}${summary.endedAt === undefined ? ' so far' : ''}`}
        </Fact>
        <Fact name="Activities">
          <CountsMark counts={summary.counts} />
        </Fact>
        <Fact name="Cost accrued">
          {run?.cost === undefined ? (
            <span className="pw-quiet">not computed</span>
          ) : (
            <span
              title={`${run.cost.basis}${run.cost.unknown.length > 0 ? `. Not known and not in the sum: ${run.cost.unknown.join(', ')}` : ''}`}
            >
              {formatUsd(run.cost.usd)}
              {run.cost.unknown.length > 0 && ' + unknown'}
            </span>
          )}
        </Fact>
        <Fact name="Version">
          <RunVersion
            pipelineId={pipelineId}
            version={data.version}
            failed={origins.length > 0}
            lastGood={data.lastGood}
            zone={zone}
          />
        </Fact>
        <TakenFact instances={instances} pipelineId={pipelineId} zone={zone} />
        {summary.rehearsed > 0 && !isRehearsal && (
          <Fact name="Rehearsed">
            {summary.rehearsed} of {instances.length} objects
          </Fact>
        )}
        <Parameters run={run} before={older} />
      </dl>
    </header>
  )
}

interface TakenFactProps {
  readonly instances: readonly InstanceRow[]
  readonly pipelineId: string
  readonly zone: Zone
}

/** Of a run of a part, how much of it was taken as done, and from which run. */
function TakenFact({ instances, pipelineId, zone }: TakenFactProps) {
  const routeOf = useRunRoute()
  const taken = instances.flatMap(one => one.taken ?? [])
  if (taken.length === 0) return null
  const from = taken.reduce((newest, one) => Math.max(newest, one))
  return (
    <Fact name="Taken as done">
      {taken.length} of {instances.length} objects
      {from > 0 && (
        <>
          , from{' '}
          <Link className="pw-link" {...routeOf(pipelineId, from)}>
            the run of {formatTime(from, zone, 'second')}
          </Link>
        </>
      )}
    </Fact>
  )
}

const Fact = ({ name, children }: { readonly name: string; readonly children: React.ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd className="pw-number">{children}</dd>
  </div>
)

interface NeighbourProps {
  readonly run: RunRow | undefined
  readonly pipelineId: string
  readonly label: string
  readonly arrow: string
  readonly zone: Zone
}

function Neighbour({ run, pipelineId, label, arrow, zone }: NeighbourProps) {
  const routeOf = useRunRoute()
  return run ? (
    <Link
      className="pw-btn pw-run-neighbour"
      {...routeOf(pipelineId, run.scheduledStart)}
      aria-label={`${label} run`}
      title={`${label} run: ${formatTimeWithZone(run.scheduledStart, zone)}, ${run.status}`}
    >
      {arrow}
    </Link>
  ) : (
    <span className="pw-btn pw-run-neighbour" aria-hidden="true" style={{ opacity: 0.4 }}>
      {arrow}
    </span>
  )
}

/** Parameter values, those first that the run before did not have. */
function Parameters({ run, before }: { readonly run: RunRow | undefined; readonly before: RunRow | undefined }) {
  const all = Object.entries(run?.parameters ?? {})
  if (all.length === 0) return null
  const changed = (id: string, value: string) => before !== undefined && before.parameters[id] !== value
  const sorted = all.toSorted(([a, x], [b, y]) => Number(changed(b, y)) - Number(changed(a, x)))
  return (
    <div className="pw-run-parameters">
      <dt>Parameters</dt>
      <dd>
        {sorted.map(([id, value]) => (
          <span
            key={id}
            className="pw-run-parameter pw-mono"
            data-changed={changed(id, value)}
            title={`${id} = ${id.startsWith('*') ? '•••' : value}${changed(id, value) ? `\nThe run before had ${id.startsWith('*') ? 'another value' : (before?.parameters[id] ?? 'none')}` : ''}`}
          >
            {id}={id.startsWith('*') ? '•••' : value}
          </span>
        ))}
      </dd>
    </div>
  )
}
