import { useState } from 'react'
import { type AttemptRow, type InstanceRow, settled } from '../../core/runs/instance.ts'
import { askForPart } from '../state/part-wish.ts'
import { useRunPlace } from '../state/run-place.ts'
import type { Zone } from '../state/zone.ts'
import { ObjectName } from '../ui/object-name.tsx'
import { StatusIcon, StatusMark } from '../ui/status.tsx'
import { formatDuration, formatTime, zoneName } from '../ui/time.ts'
import { AttemptDeeds } from './attempt-deeds.tsx'
import { Fields } from './fields.tsx'
import { type LogView, LogViewer } from './log-viewer.tsx'
import { canBeMarked, cancel, type Intent, markFinished, rerun, rerunFrom } from './run-actions.tsx'
import { TakenNote } from './taken.tsx'
import { Why } from './why.tsx'
import { timeOf, tookOf } from './words.ts'

export interface PanelView extends LogView {
  readonly attempt?: string | undefined
  readonly panel?: string | undefined
}

interface InstancePanelProps extends PanelView {
  readonly instance: InstanceRow
  readonly attempts: readonly AttemptRow[]
  /** Instances of the run that depend on it. */
  readonly dependents: readonly InstanceRow[]
  readonly now: number
  readonly zone: Zone
  readonly nameOf: (instanceId: string) => string
  readonly onView: (view: PanelView & { readonly instance?: string }) => void
  readonly onIntent: (intent: Intent) => void
  readonly onClose: () => void
}

const logOf: Readonly<Record<string, string>> = { stderr: 'StdError', stdout: 'StdOutput', activityLog: 'Activity' }

/** One object of a run: what became of it and why on the left, its logs and fields on the right. */
export function InstancePanel(props: InstancePanelProps) {
  const { instance, attempts, dependents, now, zone, nameOf, onView, onIntent, onClose, panel } = props
  const attempt = attempts.find(one => one.id === props.attempt) ?? attempts.at(-1)
  const over = settled(instance.status)
  const isRehearsal = useRunPlace().rehearsalId !== undefined
  const explains = instance.status !== 'FINISHED' && instance.status !== 'RUNNING'
  return (
    <section className="pw-instance" data-waits={!over} aria-label={`${instance.name}, selected`}>
      <div className="pw-instance-facts" data-scroll>
        <header>
          <h2 className="pw-cut" title={instance.id}>
            <ObjectName name={instance.name} family={instance.family} />
          </h2>
          <button type="button" className="pw-btn" aria-label="Close" title="Close (Escape)" onClick={onClose}>
            ×
          </button>
        </header>
        <div className="pw-instance-state">
          <StatusMark status={instance.status} rehearsed={instance.rehearsed} strong />
          <span className="pw-quiet">{instance.type}</span>
        </div>
        {!isRehearsal && (
          <div className="pw-instance-actions">
            {over && (
              <button type="button" className="pw-btn" onClick={() => onIntent(rerun(instance))}>
                Rerun
              </button>
            )}
            {over && (instance.family === 'activity' || instance.family === 'dataNode') && (
              <button
                type="button"
                className="pw-btn"
                title="A new run of this object alone, up to it or from it on, with the outputs of this run"
                onClick={() =>
                  askForPart({
                    pipelineId: instance.pipelineId,
                    kind: 'only',
                    objectId: instance.componentId,
                    outputsOf: instance.scheduledStart,
                  })
                }
              >
                Run a part…
              </button>
            )}
            {over && dependents.length > 0 && (
              <button type="button" className="pw-btn" onClick={() => onIntent(rerunFrom(instance, dependents))}>
                Rerun from here
              </button>
            )}
            {!over && (
              <button
                type="button"
                className="pw-btn"
                onClick={() => onIntent(cancel([instance], `Cancel ${instance.name}?`))}
              >
                Cancel
              </button>
            )}
            {canBeMarked(instance) && (
              <button type="button" className="pw-btn" onClick={() => onIntent(markFinished(instance))}>
                Mark finished
              </button>
            )}
          </div>
        )}
        {instance.taken !== undefined && (
          <TakenNote from={instance.taken} pipelineId={instance.pipelineId} zone={zone} />
        )}
        {instance.rehearsed !== undefined && !isRehearsal && (
          <p className="pw-instance-note">Rehearsed, not run: {instance.rehearsed}</p>
        )}
        {explains && (
          <Why
            instance={instance}
            nameOf={nameOf}
            onSelect={id => onView({ instance: id, attempt: undefined, log: undefined, line: undefined })}
            onEvidence={(source, line) =>
              onView({ panel: undefined, log: logOf[source], line: line === undefined ? undefined : `${line + 1}` })
            }
          />
        )}
        <Attempts
          attempts={attempts}
          chosen={attempt?.id}
          now={now}
          zone={zone}
          onChoose={id => onView({ attempt: id, log: undefined, line: undefined })}
        />
        {attempt && !isRehearsal && <AttemptDeeds instance={instance} attempt={attempt} />}
        <Times instance={instance} attempt={attempt} now={now} zone={zone} />
      </div>
      <div className="pw-instance-side">
        <div className="pw-tabs" role="tablist" aria-label="About this object">
          <SideTab
            name="Logs"
            here={panel !== 'fields' && panel !== 'error'}
            onOpen={() => onView({ panel: undefined })}
          />
          {attempt?.errorMessage !== undefined && (
            <SideTab name="Error text" here={panel === 'error'} onOpen={() => onView({ panel: 'error' })} />
          )}
          <SideTab name="Fields" here={panel === 'fields'} onOpen={() => onView({ panel: 'fields' })} />
        </div>
        <div className="pw-instance-content">
          {panel === 'fields' ? (
            <Fields
              pipelineId={instance.pipelineId}
              objectId={attempt?.id ?? instance.id}
              onRef={id => onView({ instance: id, attempt: undefined, log: undefined, line: undefined })}
            />
          ) : panel === 'error' && attempt ? (
            <ErrorText attempt={attempt} />
          ) : attempt ? (
            <LogViewer
              key={attempt.id}
              pipelineId={instance.pipelineId}
              attemptId={attempt.id}
              failed={attempt.status === 'FAILED' || attempt.status === 'TIMEDOUT'}
              log={props.log}
              line={props.line}
              // The address names all that it takes to come back to these lines.
              onView={view => onView({ ...view, instance: instance.id, attempt: attempt.id })}
            />
          ) : (
            <div className="pw-log-none">
              <b>No logs.</b>{' '}
              {over
                ? 'It ended without an attempt, so nothing ran that could have written any.'
                : 'No attempt has been made yet.'}
            </div>
          )}
        </div>
      </div>
    </section>
  )
}

const SideTab = ({
  name,
  here,
  onOpen,
}: {
  readonly name: string
  readonly here: boolean
  readonly onOpen: () => void
}) => (
  <button type="button" role="tab" aria-selected={here} className="pw-tab" onClick={onOpen}>
    {name}
  </button>
)

interface AttemptsProps {
  readonly attempts: readonly AttemptRow[]
  readonly chosen: string | undefined
  readonly now: number
  readonly zone: Zone
  readonly onChoose: (id: string) => void
}

function Attempts({ attempts, chosen, now, zone, onChoose }: AttemptsProps) {
  const [all, setAll] = useState(false)
  const shown = all ? attempts : attempts.slice(-6)
  if (attempts.length === 0) return null
  return (
    <div className="pw-attempts">
      <h3>{attempts.length === 1 ? 'Attempt' : `${attempts.length} attempts`}</h3>
      {shown.map(one => {
        const took = tookOf(one.actualStart, one.actualEnd, now)
        return (
          <button
            key={one.id}
            type="button"
            className="pw-attempt"
            aria-pressed={one.id === chosen}
            title={one.id}
            onClick={() => onChoose(one.id)}
          >
            <StatusIcon status={one.status} size={14} />
            <b>{one.number}</b>
            <span className="pw-cut">
              <span className="pw-unseen">{one.status}</span>
              {formatTime(one.actualStart ?? one.queuedAt, zone, 'second')}
            </span>
            <span className="pw-quiet">{took === undefined ? one.status : formatDuration(took)}</span>
          </button>
        )
      })}
      {shown.length < attempts.length && (
        <button type="button" className="pw-plain pw-link" onClick={() => setAll(true)}>
          Show all {attempts.length}
        </button>
      )}
    </div>
  )
}

interface TimesProps {
  readonly instance: InstanceRow
  readonly attempt: AttemptRow | undefined
  readonly now: number
  readonly zone: Zone
}

function Times({ instance, attempt, now, zone }: TimesProps) {
  const { scheduledStart, scheduledEnd, actualStart, actualEnd } = instance
  const took = tookOf(actualStart, actualEnd, now)
  const rows: readonly (readonly [string, string])[] = [
    ['Scheduled', `${formatTime(scheduledStart, zone)} – ${timeOf(scheduledEnd, scheduledStart, zone)}`],
    ...(actualStart === undefined ? [] : ([['Started', formatTime(actualStart, zone, 'second')]] as const)),
    ...(actualEnd === undefined ? [] : ([['Ended', timeOf(actualEnd, actualStart ?? 0, zone)]] as const)),
    ...(took === undefined ? [] : ([['Took', formatDuration(took)]] as const)),
    ['Tries left', `${instance.triesLeft}`],
    ...(instance.resourceInstance === undefined ? [] : ([['Runs on', instance.resourceInstance]] as const)),
    ...(attempt?.hostname === undefined ? [] : ([['Host', attempt.hostname]] as const)),
    ...(attempt?.logLocation === undefined ? [] : ([['Logs in', attempt.logLocation]] as const)),
    ['Version', `${instance.version}`],
    ['Id', instance.id],
  ]
  return (
    <dl className="pw-instance-times">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="pw-number">{value}</dd>
        </div>
      ))}
      <div>
        <dt>Times in</dt>
        <dd>{zoneName(zone, scheduledStart)}</dd>
      </div>
    </dl>
  )
}

const ErrorText = ({ attempt }: { readonly attempt: AttemptRow }) => (
  <div className="pw-fields" data-scroll>
    {attempt.errorId !== undefined && <h4>{attempt.errorId}</h4>}
    <pre className="pw-mono">{attempt.errorMessage}</pre>
    {attempt.errorStackTrace !== undefined && (
      <>
        <h4>Stack trace</h4>
        <pre className="pw-mono">{attempt.errorStackTrace}</pre>
      </>
    )}
  </div>
)
