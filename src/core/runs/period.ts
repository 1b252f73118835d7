import { type Period, parsePeriod, shift, type Unit } from '../expression/calendar.ts'

export { type Period, parsePeriod }

/**
 * The start of interval `k`, always counted from the first so that a month's end does not drift: from 31 January
 * monthly comes 28 February, then 31 March. UTC milliseconds. Source: developer guide, Schedule.
 */
export const occurrence = (start: number, period: Period, k: number): number =>
  shift(start, period.unit, k * period.count)

/** How long a period is: exactly up to weeks, on average for months and years. Milliseconds. */
export const periodMs = ({ count, unit }: Period): number => count * lengths[unit]

/** The greatest k whose occurrence is at or before `time`; below 0 before the start. */
export function occurrenceAt(start: number, period: Period, time: number): number {
  let k = Math.floor((time - start) / periodMs(period))
  while (occurrence(start, period, k) > time) k -= 1
  while (occurrence(start, period, k + 1) <= time) k += 1
  return k
}

/** A period in its usual form, such as `1 day` or `15 minutes`. */
export const printPeriod = ({ count, unit }: Period): string => `${count} ${unit}${count === 1 ? '' : 's'}`

const minute = 60_000
const year = 365.2425 * 1440 * minute
const lengths: Readonly<Record<Unit, number>> = {
  minute,
  hour: 60 * minute,
  day: 1440 * minute,
  week: 10_080 * minute,
  month: year / 12,
  year,
}
