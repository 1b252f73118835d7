import { Link } from '@tanstack/react-router'
import type { Rehearsal, RehearsalResult, RehearsedFailure, RehearsedObject } from '../../api/rehearsals.ts'
import type { Status } from '../../core/runs/instance.ts'
import { runRoute } from '../state/run-place.ts'
import { useZone } from '../state/zone.ts'
import { Empty } from '../ui/kit.tsx'
import { ObjectName } from '../ui/object-name.tsx'
import { CountsMark, StatusMark } from '../ui/status.tsx'
import { formatDuration, formatTime } from '../ui/time.ts'
import { CountsBar } from './counts-bar.tsx'
import { costWords } from './words.ts'

interface OverviewProps {
  readonly rehearsal: Rehearsal
  readonly result: RehearsalResult
}

const n = (value: number) => value.toLocaleString('en-US')

/** What a rehearsal came to: figures, object by object, and what failed first. */
export function Overview({ rehearsal, result }: OverviewProps) {
  const { figures } = rehearsal
  if (!figures) return null
  return (
    <div className="pw-overview">
      <dl className="pw-overview-figures">
        <Figure name="Runs" value={n(figures.runs)}>
          <CountsMark counts={figures.runCounts} />
        </Figure>
        <Figure name="Instances" value={n(figures.instances)}>
          <CountsMark counts={figures.counts} />
        </Figure>
        <Figure name="Attempts" value={n(figures.attempts)} />
        <Figure name="Failed by themselves" value={n(figures.failures)} />
        <Figure name="Alarms" value={n(figures.notices)} />
        <Figure name="Machines would cost" value={costWords(figures)}>
          {figures.unknownPrices > 0 && (
            <span className="pw-note">
              {figures.unknownPrices} {figures.unknownPrices === 1 ? 'line' : 'lines'} without a known price
            </span>
          )}
        </Figure>
      </dl>
      {result.failures.length > 0 && (
        <Failures rehearsal={rehearsal} failures={result.failures} total={figures.failures} />
      )}
      {result.idleRules && result.idleRules.count > 0 && figures.instances > 0 && <Idle {...result.idleRules} />}
      {figures.instances > 0 ? (
        <Objects objects={result.objects} />
      ) : (
        <Empty title="Nothing was due in this stretch of time">
          “Rehearse again…” tells when the schedule begins, and takes you there.
        </Empty>
      )}
    </div>
  )
}

/** What was said and never happened: mostly a name, an attempt or a time that was meant otherwise. */
const Idle = ({ count, first }: NonNullable<RehearsalResult['idleRules']>) => (
  <p className="pw-note">
    {count === 1 ? 'One rule of the scenario' : `${n(count)} rules of the scenario`} had no effect, since no attempt was
    of {count === 1 ? 'it' : 'them'}: {first.map(({ rule, object }) => `${object} (rule ${rule + 1})`).join(', ')}
    {count > first.length && ` and ${n(count - first.length)} more`}.
  </p>
)

interface FigureProps {
  readonly name: string
  readonly value: string
  readonly children?: React.ReactNode
}

const Figure = ({ name, value, children }: FigureProps) => (
  <div>
    <dt>{name}</dt>
    <dd>
      <b className="pw-number">{value}</b>
      {children}
    </dd>
  </div>
)

const Objects = ({ objects }: { readonly objects: readonly RehearsedObject[] }) => (
  <section className="pw-panel">
    <header>
      <h2>Object by object</h2>
      <span className="pw-note">in the order in which they need each other</span>
    </header>
    <div className="pw-kept-scroll" data-scroll>
      <table className="pw-kept">
        <thead>
          <tr>
            <th scope="col">Object</th>
            <th scope="col">Came to</th>
            <th scope="col">Instances</th>
            <th scope="col">Attempts</th>
            <th scope="col">Median</th>
            <th scope="col">Longest</th>
            <th scope="col" title="From its scheduled start to its first attempt, in the median">
              Began after
            </th>
          </tr>
        </thead>
        <tbody>
          {objects.map(one => (
            <tr key={one.id}>
              <th scope="row">
                <ObjectName name={one.name} family={one.family} title={`${one.id}, ${one.type}`} />
              </th>
              <td>
                <CountsBar counts={one.counts} />
              </td>
              <td className="pw-number">{n(Object.values(one.counts).reduce((sum, count) => sum + count, 0))}</td>
              <td className="pw-number">{n(one.attempts)}</td>
              <td className="pw-number">{one.median === undefined ? '–' : formatDuration(one.median)}</td>
              <td className="pw-number">{one.longest === undefined ? '–' : formatDuration(one.longest)}</td>
              <td className="pw-number">
                {one.waited === undefined ? '–' : one.waited < 1000 ? 'at once' : formatDuration(one.waited)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </section>
)

interface FailuresProps {
  readonly rehearsal: Rehearsal
  readonly failures: readonly RehearsedFailure[]
  readonly total: number
}

function Failures({ rehearsal, failures, total }: FailuresProps) {
  const zone = useZone()
  const shown = failures.slice(0, mostFailures)
  return (
    <section className="pw-panel">
      <header>
        <h2>What failed first</h2>
        {total > shown.length && (
          <span className="pw-note">
            the first {shown.length} of {n(total)}; Runs has them all
          </span>
        )}
      </header>
      <ul className="pw-failures">
        {shown.map(one => (
          <li key={one.instanceId}>
            <StatusMark status={one.status as Status} />
            <Link
              className="pw-link"
              {...runRoute({ rehearsalId: rehearsal.id }, rehearsal.pipelineId, one.scheduledStart)}
              search={{ instance: one.instanceId } as never}
            >
              {componentOf(one.instanceId)} of <span className="pw-number">{formatTime(one.scheduledStart, zone)}</span>
            </Link>
            <span className="pw-quiet">
              after {one.attempts} {one.attempts === 1 ? 'attempt' : 'attempts'}
              {one.cascaded > 0 && `, took ${one.cascaded} with it`}
              {one.waiting > 0 && `, ${one.waiting} wait for it`}
            </span>
            {one.message !== undefined && <span className="pw-cut pw-failure-message">{one.message}</span>}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Failures that the page shows; the run grid has them all. */
const mostFailures = 8

const componentOf = (instanceId: string): string => instanceId.replace(/^@/, '').replace(/_\d{4}-\d\d-\d\dT[\d:]+$/, '')
