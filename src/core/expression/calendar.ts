import { type DateTime, dateTime, EvaluationError } from './value.ts'

/** Calendar arithmetic: wall clocks of zones, and periods such as `15 minutes`. */

export const units = ['minute', 'hour', 'day', 'week', 'month', 'year'] as const
export type Unit = (typeof units)[number]

export interface Period {
  readonly count: number
  readonly unit: Unit
}

const minute = 60_000
const fixed = { minute, hour: 60 * minute, day: 1440 * minute, week: 10080 * minute } as const

/**
 * Reads `N unit`: a whole number from 1, and minute, hour, day, week, month or year, singular or plural, in any case.
 * Undefined for anything else. Source: developer guide, periods.
 */
export function parsePeriod(text: string): Period | undefined {
  const [, count, unit] = /^\s*([1-9]\d*)\s+(minute|hour|day|week|month|year)s?\s*$/i.exec(text) ?? []
  const word = units.find(one => one === unit?.toLowerCase())
  return word && count !== undefined && Number.isSafeInteger(Number(count))
    ? { count: Number(count), unit: word }
    : undefined
}

/** Moves a wall clock (or a UTC time) by `count` units; months and years clamp to the last day of a shorter month. */
export function shift(ms: number, unit: Unit, count: number): number {
  if (unit !== 'month' && unit !== 'year') return ms + count * fixed[unit]
  const date = new Date(ms)
  const day = date.getUTCDate()
  date.setUTCDate(1)
  date.setUTCMonth(date.getUTCMonth() + count * (unit === 'year' ? 12 : 1))
  date.setUTCDate(Math.min(day, daysIn(date.getUTCFullYear(), date.getUTCMonth())))
  return date.getTime()
}

/**
 * Moves a time as its zone's wall clock shows it. Minutes and hours are lengths of time and count the instant; days
 * and more keep the hour of the day over a change to summer time.
 */
export function plus(time: DateTime, unit: Unit, count: number): DateTime {
  if (unit === 'minute' || unit === 'hour') return dateTime(time.ms + count * fixed[unit], time.zone)
  return onWall(time, wall => shift(wall, unit, count))
}

/** Applies a change to the wall clock of a time's zone. */
export const onWall = (time: DateTime, change: (wall: number) => number): DateTime =>
  dateTime(instantOf(change(wallOf(time.ms, time.zone)), time.zone), time.zone)

/** What a clock on a wall in the zone shows, written as if it were UTC milliseconds. */
export function wallOf(ms: number, zone: string): number {
  return ms + offsetOf(ms, zone)
}

/** The instant at which a wall clock in the zone shows this; in a gap the clock has already gone forward. */
export function instantOf(wall: number, zone: string): number {
  const first = wall - offsetOf(wall, zone)
  const second = wall - offsetOf(first, zone)
  return wallOf(second, zone) === wall ? second : Math.max(first, second)
}

/** How far the zone's clock is ahead of UTC at an instant, in milliseconds. Throws EvaluationError for an unknown zone. */
export function offsetOf(ms: number, zone: string): number {
  if (zone === 'UTC') return 0
  const parts = new Map<string, number>()
  for (const part of clockOf(zone).formatToParts(dateTime(ms).ms)) parts.set(part.type, Number(part.value))
  const at = (key: string) => parts.get(key) ?? 0
  const shown = new Date(0)
  shown.setUTCFullYear(at('year'), at('month') - 1, at('day'))
  shown.setUTCHours(at('hour'), at('minute'), at('second'))
  return shown.getTime() - Math.floor(ms / 1000) * 1000
}

const clocks = new Map<string, Intl.DateTimeFormat>()

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone)
  if (known) return known
  const numeric = 'numeric' as const
  try {
    const clock = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: numeric,
      month: numeric,
      day: numeric,
      hour: numeric,
      minute: numeric,
      second: numeric,
    })
    clocks.set(zone, clock)
    return clock
  } catch {
    throw new EvaluationError(`There is no time zone '${zone}'; write one such as 'America/New_York' or 'UTC'.`)
  }
}

const daysIn = (year: number, month: number): number => {
  const date = new Date(0)
  date.setUTCFullYear(year, month + 1, 0)
  return date.getUTCDate()
}
