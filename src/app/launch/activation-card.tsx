import Button from '@cloudscape-design/components/button'
import { useState } from 'react'
import type { Status } from '../../core/runs/instance.ts'
import type { Zone } from '../state/zone.ts'
import { formatUsd } from '../ui/money.ts'
import { formatAge, formatTime, zoneName } from '../ui/time.ts'
import { tell, tellTrouble } from '../ui/toasts.tsx'
import type { SchedulePlan } from './plan.ts'

interface ActivationCardProps {
  readonly plan: readonly SchedulePlan[]
  readonly state: Status | undefined
  readonly onDemand: boolean
  readonly zone: Zone
  readonly now: number
  readonly disabled: boolean
  readonly pending: boolean
  readonly likely: number | undefined
  readonly command: string
  readonly onActivate: () => void
}

/** Activation, with what it would start told first and confirmed when that is a lot. */
export function ActivationCard({
  plan,
  state,
  onDemand,
  zone,
  now,
  disabled,
  pending,
  likely,
  command,
  onActivate,
}: ActivationCardProps) {
  const past = plan.reduce((most, one) => Math.max(most, one.past), 0)
  const [sure, setSure] = useState(false)
  const active = state === 'SCHEDULED' || state === 'ACTIVATING'
  const manyPast = past > 1 && !active
  return (
    <section className="pw-panel">
      <header>
        <h2>{onDemand ? 'Activate (on demand)' : active ? 'Activate again on schedule' : 'Activate on schedule'}</h2>
      </header>
      <div className="pw-panel-body">
        {plan.map(one => (
          <PlanRow key={`${one.type} ${one.schedule}`} plan={one} zone={zone} now={now} active={active} />
        ))}
        {active && (
          <span className="pw-quiet">
            It is active already: this definition and these values count for new runs only.
          </span>
        )}
        {manyPast && (
          <label className="pw-warn">
            <input type="checkbox" checked={sure} onChange={event => setSure(event.target.checked)} />{' '}
            <b>
              This starts about {past.toLocaleString('en-US')} past {past === 1 ? 'interval' : 'intervals'} at once
            </b>
            {likely !== undefined && `, likely about ${formatUsd(likely * past)} in all`}. That is what I want.
          </label>
        )}
        <div className="pw-launch-go">
          <Button disabled={disabled || (manyPast && !sure)} loading={pending} onClick={onActivate}>
            {onDemand ? 'Activate once' : 'Activate on schedule'}
          </Button>
          <span className="pw-note">Saves this definition as the active version first.</span>
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
  readonly active: boolean
}

const typeWords = {
  cron: 'runs at the start of each interval',
  timeseries: 'runs at the end of each interval',
  ondemand: 'runs once each time it is activated',
} as const

function PlanRow({ plan, zone, now, active }: PlanRowProps) {
  const { schedule, type, objects, past, pastAtLeast, next, problem } = plan
  return (
    <div>
      <b>{type === 'ondemand' ? 'On demand' : schedule}</b>{' '}
      <span className="pw-quiet">
        {objects} {objects === 1 ? 'object' : 'objects'}, {typeWords[type]}
      </span>
      {problem !== undefined && <div className="pw-param-problem">{problem}</div>}
      {past > 0 && !active && (
        <div>
          {pastAtLeast ? 'More than ' : ''}
          {past.toLocaleString('en-US')} {past === 1 ? 'interval is' : 'intervals are'} due already and would run at
          once.
        </div>
      )}
      {next.length > 0 && (
        <div className="pw-number">
          Next: {next.map(time => formatTime(time, zone)).join(', ')} {zoneName(zone, now)}{' '}
          <span className="pw-quiet">({formatAge(next[0] ?? now, now)})</span>
        </div>
      )}
      {type !== 'ondemand' && problem === undefined && next.length === 0 && (
        <div className="pw-quiet">No further interval: the schedule is over.</div>
      )}
    </div>
  )
}
