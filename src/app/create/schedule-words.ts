import { formatTime } from '../ui/time.ts'
import { everyWords, type ScheduleChoice } from './schedule-choice.ts'

/** A schedule in one sentence: `Every day from 2027-01-05 02:00 UTC, 10 times`. */
export function scheduleWords(schedule: ScheduleChoice | undefined): string {
  if (!schedule) return 'not said yet'
  if (schedule.kind === 'once') return 'once, each time it is activated'
  const { start, end } = schedule
  const moment = (time: number) => (Number.isNaN(time) ? '…' : `${formatTime(time, 'utc')} UTC`)
  const ending = !end
    ? ''
    : 'at' in end
      ? `, until ${moment(end.at)}`
      : end.occurrences === 1
        ? ', one time'
        : `, ${Number.isNaN(end.occurrences) ? '…' : end.occurrences} times`
  return `${everyWords(schedule).toLowerCase()} from ${start === undefined ? 'its activation' : moment(start)}${ending}`
}
