import type { Zone } from '../state/zone.ts'
import { formatTime, zoneName } from './time.ts'

interface TimeInputProps {
  readonly label: string
  /** UTC milliseconds. */
  readonly value: number | undefined
  readonly zone: Zone
  readonly onChange: (time: number | undefined) => void
}

/** A date and time to the minute, in the zone that the page is in; the zone stands beside it. */
export const TimeInput = ({ label, value, zone, onChange }: TimeInputProps) => (
  <label className="pw-status">
    <span className="pw-note">{label}</span>
    <input
      type="datetime-local"
      className="pw-entry"
      value={value === undefined ? '' : formatTime(value, zone).replace(' ', 'T')}
      onChange={event => onChange(readTime(event.target.value, zone))}
    />
    <span className="pw-note">{zoneName(zone, value ?? 0)}</span>
  </label>
)

/** What such a field holds, as UTC milliseconds; undefined while it is not whole. */
export function readTime(text: string, zone: Zone): number | undefined {
  const time = Date.parse(zone === 'utc' ? `${text}Z` : text)
  return Number.isNaN(time) ? undefined : time
}
