import { offsetOf, wallOf } from '../../core/expression/calendar.ts'
import { formatTime } from './time.ts'

/** Times in any zone of the world, by its IANA name; beside `time.ts`, which knows UTC and the browser's zone. */

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const

/** `Thu 2026-11-26 02:00`, with seconds where there are some. */
export function formatIn(time: number, zone: string): string {
  const wall = wallOf(time, zone)
  const text = formatTime(wall, 'utc', wall % 60_000 === 0 ? 'minute' : 'second')
  return `${weekdays[new Date(wall).getUTCDay()]} ${text}`
}

/** `UTC+1`, `UTC-3:30`: how far a zone's clock is from UTC at a time. */
export function offsetWords(time: number, zone: string): string {
  const minutes = Math.round(offsetOf(time, zone) / 60_000)
  if (minutes === 0) return 'UTC'
  const rest = Math.abs(minutes) % 60
  const hours = Math.floor(Math.abs(minutes) / 60)
  return `UTC${minutes < 0 ? '-' : '+'}${hours}${rest ? `:${String(rest).padStart(2, '0')}` : ''}`
}
