import Button from '@cloudscape-design/components/button'
import { useQuery } from '@tanstack/react-query'
import type { Status } from '../../core/runs/instance.ts'
import { previewQuery, type Values } from '../activation/data.ts'
import { startsWhat } from '../activation/words.ts'
import { useService } from '../data/service.ts'
import type { Zone } from '../state/zone.ts'
import { formatAge, formatTime, formatTimeWithZone, zoneName } from '../ui/time.ts'
import { tell, tellTrouble } from '../ui/toasts.tsx'
import type { SchedulePlan } from './plan.ts'

interface ActivationCardProps {
  readonly pipelineId: string
  readonly plan: readonly SchedulePlan[]
  readonly state: Status | undefined
  readonly onDemand: boolean
  readonly values: Values
  readonly zone: Zone
  readonly now: number
  readonly disabled: boolean
  readonly command: string
  readonly onActivate: () => void
}

/** Activation: the schedules it sets going, and what of them is due already. A dialog asks before anything starts. */
export function ActivationCard({
  pipelineId,
  plan,
  state,
  onDemand,
  values,
  zone,
  now,
  disabled,
  command,
  onActivate,
}: ActivationCardProps) {
  const { data: preview } = useQuery(
    previewQuery(useService(), { pipelineId, values: values as Record<string, string | string[]> }),
  )
  const active = state === 'SCHEDULED' || state === 'ACTIVATING'
  return (
    <section className="pw-panel">
      <header>
        <h2>{onDemand ? 'Activate (on demand)' : active ? 'Activate again on schedule' : 'Activate on schedule'}</h2>
      </header>
      <div className="pw-panel-body">
        {plan.map(one => (
          <PlanRow key={`${one.type} ${one.schedule}`} plan={one} zone={zone} now={now} />
        ))}
        {preview && !disabled && (
          <div className={preview.fault ? 'pw-warn' : 'pw-note'} data-kind={preview.fault ? 'error' : undefined}>
            {preview.fault ?? startsWhat(preview, time => formatTimeWithZone(time, zone))}
            {preview.onDemand &&
              ` Up to ${preview.mostRuns ?? 1} may be under way at a time: maxActiveInstances on Default, 1 to 5.`}
          </div>
        )}
        {active && (
          <span className="pw-quiet">
            It is active already: this definition and these values count for new runs only.
          </span>
        )}
        <div className="pw-launch-go">
          <Button disabled={disabled} onClick={onActivate}>
            {onDemand ? 'Activate once…' : 'Activate on schedule…'}
          </Button>
          <span className="pw-note">Asks first. Saves this definition as the active version.</span>
        </div>
        <div>
          <div className="pw-row" style={{ justifyContent: 'space-between', marginBottom: 4 }}>
            <span className="pw-note">The same with the AWS CLI, against whatever your shell points it at</span>
            <button
              type="button"
              className="pw-btn"
              onClick={() =>
                void navigator.clipboard
                  .writeText(command)
                  .then(() => tell('Copied the command'), tellTrouble('Nothing copied'))
              }
            >
              Copy
            </button>
          </div>
          <pre className="pw-cli">{command}</pre>
        </div>
      </div>
    </section>
  )
}

interface PlanRowProps {
  readonly plan: SchedulePlan
  readonly zone: Zone
  readonly now: number
}

const typeWords = {
  cron: 'runs at the start of each interval',
  timeseries: 'runs at the end of each interval',
  ondemand: 'runs once each time it is activated',
} as const

function PlanRow({ plan, zone, now }: PlanRowProps) {
  const { schedule, type, objects, next, problem, startsThen } = plan
  return (
    <div>
      <b>{type === 'ondemand' ? 'On demand' : schedule}</b>{' '}
      <span className="pw-quiet">
        {objects} {objects === 1 ? 'object' : 'objects'}, {typeWords[type]}
      </span>
      {problem !== undefined && <div className="pw-param-problem">{problem}</div>}
      {next.length > 0 && (
        <div className="pw-number">
          Next: {next.map(time => formatTime(time, zone)).join(', ')} {zoneName(zone, now)}{' '}
          <span className="pw-quiet">({formatAge(next[0] ?? now, now)})</span>
        </div>
      )}
      {type !== 'ondemand' && !startsThen && problem === undefined && next.length === 0 && (
        <div className="pw-quiet">No further interval: the schedule is over.</div>
      )}
    </div>
  )
}
