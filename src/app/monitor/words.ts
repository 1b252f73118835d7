import type { InstanceRow } from '../../core/runs/instance.ts'
import { type Look, looks } from '../../core/runs/life.ts'
import type { Timeline } from '../../core/runs/timeline.ts'
import type { Zone } from '../state/zone.ts'
import { formatDuration, formatTime, zoneName } from '../ui/time.ts'

const stretchWords: Readonly<Record<Look, string>> = {
  idle: 'At rest',
  skipped: 'Skipped',
  success: 'Ran well',
  waiting: 'Waited for dependencies',
  queued: 'Waited for a runner',
  creating: 'Machine being created',
  stopping: 'Machine shutting down',
  running: 'Running',
  backoff: 'Waited to try again',
  stopped: 'Was stopped',
  cascade: 'Failed because something before it did',
  error: 'Failed',
}

/** What a bar's texture means: the status in the service's word, where there is one. */
export const legendWords: readonly (readonly [Look, string])[] = [
  ['waiting', 'WAITING_ON_DEPENDENCIES'],
  ['queued', 'WAITING_FOR_RUNNER'],
  ['creating', 'CREATING'],
  ['running', 'RUNNING'],
  ['success', 'FINISHED'],
  ['error', 'FAILED'],
  ['backoff', 'waits to try again'],
  ['cascade', 'CASCADE_FAILED'],
  ['stopped', 'CANCELED'],
  ['stopping', 'SHUTTING_DOWN'],
]

export interface BarWords {
  readonly title: string
  readonly stretch: string
  readonly when: string
  readonly message?: string
}

/** A bar of the timeline in words: for the tooltip, and for people who hear it. */
export function describeBar(timeline: Timeline, bar: number, now: number, zone: Zone): BarWords | undefined {
  const instance = timeline.instances[timeline.instance[bar] ?? -1]
  const look = looks[timeline.look[bar] ?? 0]
  if (!instance || !look) return undefined
  const attempt = timeline.attempts[timeline.attempt[bar] ?? -1]
  const start = timeline.start[bar] ?? 0
  const open = timeline.end[bar] === Number.POSITIVE_INFINITY
  const end = open ? Math.max(now, start) : (timeline.end[bar] ?? start)
  const times =
    end === start
      ? formatTime(start, zone, 'second')
      : `${formatTime(start, zone, 'second')} – ${open ? 'now' : timeOf(end, start, zone)}`
  const message = look === 'error' ? (attempt?.errorMessage ?? instance.errorMessage) : undefined
  return {
    title: instance.name,
    stretch: `${instance.taken === undefined ? '' : 'Taken as done, not run. '}${attempt ? `Attempt ${attempt.number}: ` : ''}${stretchWords[look]}${end > start ? `, ${formatDuration(end - start)}` : ''}`,
    when: `${times} ${zoneName(zone, start)}`,
    ...(message !== undefined && { message: gistOf(message) }),
  }
}

/** The time of day, with its date only where that differs from another time's. */
export function timeOf(time: number, beside: number, zone: Zone): string {
  const text = formatTime(time, zone, 'second')
  return text.slice(0, 10) === formatTime(beside, zone, 'day') ? text.slice(11) : text
}

/** An instance in one sentence, for labels. */
export const describeInstance = (instance: InstanceRow, zone: Zone): string =>
  `${instance.name}, ${instance.status}, scheduled ${formatTime(instance.scheduledStart, zone)} ${zoneName(zone, instance.scheduledStart)}`

/** How long an instance or run took so far; undefined before it began. */
export const tookOf = (start: number | undefined, end: number | undefined, now: number): number | undefined =>
  start === undefined ? undefined : Math.max(0, (end ?? now) - start)

/** The line of an error that says most: of a traceback the exception, which stands last. */
export const gistOf = (message: string): string => message.trimEnd().split('\n').at(-1)?.trim() ?? message
