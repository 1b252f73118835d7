import { occurrenceAt } from './period.ts'
import { type Interval, intervalAt, type Schedule, type ScheduleType } from './schedule.ts'

/** How many intervals a schedule has in all; Infinity where nothing ends it, 0 on demand. */
export function totalOf({ start, period, occurrences, end }: Schedule, type: ScheduleType): number {
  if (type === 'ondemand') return 0
  const byCount = occurrences ?? Number.POSITIVE_INFINITY
  if (end === undefined) return byCount
  // Cron keeps intervals that start before the end, timeseries those that are over by then.
  const byEnd = type === 'cron' ? occurrenceAt(start, period, end - 1) + 1 : occurrenceAt(start, period, end)
  return Math.max(0, Math.min(byCount, byEnd))
}

/** What a component has its instance for: those of machines come into being when their interval starts. */
export type Moment = 'due' | 'start'

/** How many intervals are due, or have started, by a time, this included. */
export function countBy(schedule: Schedule, type: ScheduleType, time: number, moment: Moment = 'due'): number {
  const begun = occurrenceAt(schedule.start, schedule.period, time) + 1
  const counted = moment === 'due' && type === 'timeseries' ? begun - 1 : begun
  return Math.max(0, Math.min(counted, totalOf(schedule, type)))
}

/** Up to `most` intervals from number `from` on, the first being 0. */
export function intervalsFrom(schedule: Schedule, type: ScheduleType, from: number, most: number): readonly Interval[] {
  const found: Interval[] = []
  for (let k = Math.max(0, from); found.length < most; k += 1) {
    const interval = intervalAt(schedule, type, k)
    if (!interval) break
    found.push(interval)
  }
  return found
}
