import { printPeriod } from '../../core/runs/period.ts'
import { instancesOf, type ObjectPreview } from '../../core/runs/preview.ts'
import type { Group } from './groups.ts'

/** When objects run, as a headline. */
export function rhythmOf({ timetable, type, problem }: ObjectPreview): string {
  if (type === 'ondemand') return 'On demand'
  if (!timetable) return problem?.field === 'schedule' ? 'No schedule' : 'Not known'
  const words = printPeriod(timetable.period)
  return `Every ${timetable.period.count === 1 ? words.slice(2) : words}`
}

/** What of their interval they run for, in words: the difference that people trip over. */
export function momentOf({ timetable, type, moment, problem }: ObjectPreview): string {
  if (type === 'ondemand') return 'Runs once each time somebody activates the pipeline.'
  if (!timetable) return problem?.problem ?? ''
  const period = printPeriod(timetable.period)
  if (moment === 'start')
    return 'Comes into being at the start of each interval, cron or timeseries, and is started when work needs it.'
  return type === 'cron'
    ? 'Runs at the start of each interval (cron): the first run comes with the start of the schedule.'
    : `Runs at the end of each interval (timeseries): the first run comes ${period} after the start of the schedule.`
}

/** How it ends. */
export function endOf(one: ObjectPreview): string {
  const total = instancesOf(one)
  if (total === undefined) return ''
  if (total === Number.POSITIVE_INFINITY) return 'Never ends.'
  if (total === 0) return 'Holds no instance at all: it ends before its first interval does.'
  const many = `${total.toLocaleString('en-US')} ${total === 1 ? 'instance' : 'instances'} in all`
  return one.timetable?.occurrences === total ? `Ends after ${many}.` : `Ends with endDateTime: ${many}.`
}

/** What it means that an object waits for, or runs on, something with another schedule. */
export function apartWords({
  apart,
}: Group): readonly { readonly of: string; readonly id: string; readonly text: string }[] {
  return apart.map(({ of, id, flow, type, period, ratio }) => {
    const every = `every ${printPeriod(period).replace(/^1 /, '')}`
    const about = Math.max(2, Math.round(1 / ratio)).toLocaleString('en-US')
    const text =
      flow === 'on'
        ? ratio > 1.001
          ? `runs on ${id} (${every}): about ${Math.round(ratio).toLocaleString('en-US')} of its runs share one machine.`
          : ratio < 0.999
            ? `runs on ${id} (${every}): each run takes the machine of the interval in which its own begins.`
            : `runs on ${id}, which keeps to another schedule of the same period.`
        : ratio < 0.999
          ? `waits for about ${about} runs of ${id} (${every}) in each interval.`
          : ratio > 1.001
            ? `waits for one run of ${id} (${every}), as several runs of it do.`
            : `waits for ${id}, which runs ${type === 'cron' ? 'at the start' : 'at the end'} of its intervals.`
    return { of, id, text }
  })
}
