import { parseDateTime, printDateTime } from '../../core/expression/value.ts'
import type { Rule } from '../../core/scenario/scenario.ts'

type Scheduled = NonNullable<Rule['scheduled']>

interface ScheduledFieldProps {
  readonly value: Scheduled | undefined
  /** Where a time begins that one chooses to say, UTC milliseconds. */
  readonly start: number
  readonly onChange: (value: Scheduled | undefined) => void
}

const kinds = [
  ['any', 'any scheduled time'],
  ['at', 'scheduled at'],
  ['between', 'scheduled between'],
] as const

/** Scheduled starts that a rule is for: any, one, or a stretch without its end. */
export function ScheduledField({ value, start, onChange }: ScheduledFieldProps) {
  const kind = value === undefined ? 'any' : value.to === value.from + 1 ? 'at' : 'between'
  const from = value !== undefined && Number.isFinite(value.from) ? value.from : start
  const to = value !== undefined && Number.isFinite(value.to) && kind === 'between' ? value.to : from + day
  return (
    <span className="pw-length">
      <select
        className="pw-entry"
        aria-label="Scheduled times that it is for"
        value={kind}
        onChange={({ target }) =>
          onChange(
            target.value === 'any'
              ? undefined
              : target.value === 'at'
                ? { from, to: from + 1 }
                : { from, to: Math.max(to, from + day) },
          )
        }
      >
        {kinds.map(([id, words]) => (
          <option key={id} value={id}>
            {words}
          </option>
        ))}
      </select>
      {kind !== 'any' && (
        <>
          <TimeEntry
            label={kind === 'at' ? 'Scheduled start' : 'Scheduled from'}
            value={from}
            onChange={time => onChange({ from: time, to: kind === 'at' ? time + 1 : Math.max(to, time + 1000) })}
          />
          {kind === 'between' && (
            <>
              <span className="pw-quiet">and, without it,</span>
              <TimeEntry
                label="Scheduled before"
                value={to}
                onChange={time => time > from + 1 && onChange({ from, to: time })}
              />
            </>
          )}
          <span className="pw-quiet">UTC</span>
        </>
      )}
    </span>
  )
}

const day = 86_400_000

/** A time to the second, as the service writes it. */
const TimeEntry = ({
  label,
  value,
  onChange,
}: {
  readonly label: string
  readonly value: number
  readonly onChange: (time: number) => void
}) => (
  <input
    className="pw-entry"
    type="datetime-local"
    step={1}
    aria-label={`${label}, UTC`}
    value={printDateTime(value)}
    onChange={({ target }) => {
      // Browsers leave out seconds that are zero.
      const time = parseDateTime(target.value.length === 16 ? `${target.value}:00` : target.value)
      if (time !== undefined) onChange(time)
    }}
  />
)
