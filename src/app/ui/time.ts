import type { Zone } from '../state/zone.ts'

type Grain = 'day' | 'minute' | 'second'

const grains: Readonly<Record<Grain, Intl.DateTimeFormatOptions>> = {
  day: { year: 'numeric', month: '2-digit', day: '2-digit' },
  minute: { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  second: {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  },
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** `2026-11-23 13:04`: UTC milliseconds in a zone, always with the date, never without its order. */
export function formatTime(time: number, zone: Zone, grain: Grain = 'minute'): string {
  const key = `${zone}/${grain}`
  let format = formats.get(key)
  if (!format) {
    // Swedish writes dates as ISO 8601 does.
    format = new Intl.DateTimeFormat('sv-SE', { ...grains[grain], ...(zone === 'utc' && { timeZone: 'UTC' }) })
    formats.set(key, format)
  }
  return format.format(time)
}

/** `UTC`, or the local zone's short name such as `GMT+2`. */
export function zoneName(zone: Zone, time: number): string {
  if (zone === 'utc') return 'UTC'
  const parts = new Intl.DateTimeFormat('en', { timeZoneName: 'short' }).formatToParts(time)
  return parts.find(part => part.type === 'timeZoneName')?.value ?? 'local'
}

/** `2026-11-23 13:04 UTC`, for titles and places where the zone is not told nearby. */
export const formatTimeWithZone = (time: number, zone: Zone, grain: Grain = 'minute'): string =>
  `${formatTime(time, zone, grain)} ${zoneName(zone, time)}`

const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
] as const

/** `1d 4h`, `3m 12s`, `0.4s`: the two greatest units of a duration in milliseconds. */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) return '–'
  if (ms < 0) return `-${formatDuration(-ms)}`
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)}s`
  const first = units.findIndex(([, size]) => ms >= size)
  const [name, size] = units[first] ?? ['s', 1000]
  const whole = Math.floor(ms / size)
  const next = units[first + 1]
  const rest = next ? Math.floor((ms % size) / next[1]) : 0
  return next && rest > 0 ? `${whole}${name} ${rest}${next[0]}` : `${whole}${name}`
}

/** `in 3m`, `2h ago`, `now`: a time seen from `now`, both in UTC milliseconds. */
export function formatAge(time: number, now: number): string {
  const distance = time - now
  if (Math.abs(distance) < 1000) return 'now'
  const words = formatDuration(Math.abs(distance)).split(' ')[0] ?? ''
  return distance > 0 ? `in ${words}` : `${words} ago`
}

/** `1.4 MB`: bytes in steps of 1,000. */
export function formatSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  const steps = ['kB', 'MB', 'GB', 'TB'] as const
  let value = bytes
  let at = -1
  while (value >= 999.5 && at < steps.length - 1) {
    value /= 1000
    at += 1
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${steps[at] ?? 'B'}`
}
