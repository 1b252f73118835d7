import { type ClockChange, clockChangeOn } from '../../core/runs/clock-changes.ts'
import { type Coming, firstAndNext, type ObjectPreview } from '../../core/runs/preview.ts'
import { Drawing } from '../ui/drawing.tsx'
import { formatAge } from '../ui/time.ts'
import { formatIn, offsetWords } from '../ui/zone-time.ts'

interface InstancesProps {
  readonly one: ObjectPreview
  readonly zone: string
  readonly now: number
}

/** The first ten and the next ten instances of an object, in UTC and in a zone side by side. */
export function Instances({ one, zone, now }: InstancesProps) {
  if (one.type === 'ondemand')
    return (
      <p className="pw-schedule-none">
        One instance on each activation, for the moment of it. The clock starts nothing.
      </p>
    )
  const { first, next } = firstAndNext(one, now)
  if (first.length === 0) return <p className="pw-schedule-none">{one.problem?.problem ?? 'It has no instance.'}</p>
  const same = first[0]?.k === next[0]?.k
  return (
    <table className="pw-schedule-table">
      <thead>
        <tr>
          <th>No.</th>
          <th>{one.moment === 'start' ? 'Comes into being' : 'Runs'} (UTC)</th>
          {zone !== 'UTC' && <th>In {zone.replaceAll('_', ' ')}</th>}
          <th>For the interval (UTC)</th>
        </tr>
      </thead>
      <Rows
        title={same ? 'The first ten, none of which is due yet' : 'The first ten'}
        coming={first}
        zone={zone}
        now={now}
      />
      {!same &&
        (next.length > 0 ? (
          <Rows title="The next ten" coming={next} zone={zone} now={now} />
        ) : (
          <tbody>
            <tr>
              <th colSpan={4} scope="rowgroup">
                No instance is left: the schedule is over.
              </th>
            </tr>
          </tbody>
        ))}
    </table>
  )
}

interface RowsProps {
  readonly title: string
  readonly coming: readonly Coming[]
  readonly zone: string
  readonly now: number
}

const Rows = ({ title, coming, zone, now }: RowsProps) => (
  <tbody>
    <tr>
      <th colSpan={4} scope="rowgroup">
        {coming.length === 10 ? title : title.replace('ten', coming.length === 1 ? 'one' : String(coming.length))}
      </th>
    </tr>
    {coming.map(({ k, at, start, end, last }) => {
      const change = zone === 'UTC' ? undefined : clockChangeOn(at, zone)
      return (
        <tr key={k} data-past={at <= now} data-change={change !== undefined}>
          <td className="pw-number">{(k + 1).toLocaleString('en-US')}</td>
          <td className="pw-number" title={formatAge(at, now)}>
            {formatIn(at, 'UTC')}
            {last && <span className="pw-schedule-tag">last</span>}
            {at <= now && <span className="pw-unseen"> due already</span>}
          </td>
          {zone !== 'UTC' && (
            <td className="pw-number">
              {formatIn(at, zone)} <small>{offsetWords(at, zone)}</small>
              {change && <ChangeMark change={change} />}
            </td>
          )}
          <td className="pw-number pw-quiet">
            {formatIn(start, 'UTC').slice(9)} to {formatIn(end, 'UTC').slice(9)}
          </td>
        </tr>
      )
    })}
  </tbody>
)

/** That clocks are set on that day: an icon and a word, never colour alone. */
function ChangeMark({ change: { by } }: { readonly change: ClockChange }) {
  const minutes = Math.abs(by) / 60_000
  const much = minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`
  const way = by > 0 ? 'forward' : 'back'
  return (
    <span
      className="pw-schedule-change"
      title={`On this day the clocks there go ${way} by ${much}. The run keeps its time in UTC.`}
    >
      <Drawing box={16} size={12} stroke={1.6}>
        <circle cx="8" cy="8" r="6" />
        <path d="M8 4.5V8l2.5 1.5" />
      </Drawing>
      clock {by > 0 ? '+' : '−'}
      {much}
    </span>
  )
}
