import { type AttemptRow, type InstanceRow, type Status, settled, type Tone, toneOf } from './instance.ts'

/** How a stretch of an instance's life looks, the worst last: where several share a pixel the greatest is shown. */
export const looks = [
  'idle',
  'skipped',
  'success',
  'waiting',
  'queued',
  'creating',
  'stopping',
  'running',
  'backoff',
  'stopped',
  'cascade',
  'error',
] as const
export type Look = (typeof looks)[number]

const byTone: Readonly<Record<Tone, Look>> = {
  idle: 'idle',
  skipped: 'skipped',
  success: 'success',
  waiting: 'waiting',
  queued: 'queued',
  starting: 'creating',
  running: 'running',
  stopped: 'stopped',
  cascade: 'cascade',
  error: 'error',
}

export const lookOf = (status: Status): Look => (status === 'SHUTTING_DOWN' ? 'stopping' : byTone[toneOf[status]])

/** A stretch of a life. One that has not ended ends at Infinity. */
export interface Segment {
  readonly look: Look
  readonly start: number
  readonly end: number
  /** The attempt it belongs to; a back-off belongs to the attempt it waits for, if that exists. */
  readonly attempt?: AttemptRow
}

export interface LifeContext {
  /** When the instance began to wait; without it waiting is left out. */
  readonly origin?: number
  /** When the last thing that ran on this resource ended. */
  readonly lastUse?: number
}

/** The life of an instance in order: waiting, queued or creating, running, back-off, shutting down, verdict. */
export function lifeOf(
  instance: InstanceRow,
  attempts: readonly AttemptRow[],
  context: LifeContext = {},
): readonly Segment[] {
  const segments: Segment[] = []
  let at = Number.NEGATIVE_INFINITY
  /** Never reaches back before what came earlier; an empty stretch is kept only if it is a verdict. */
  const add = (look: Look, start: number, end: number, attempt?: AttemptRow, verdict = false) => {
    const from = Math.max(start, at)
    const to = Math.max(from, end)
    if (from === Number.POSITIVE_INFINITY || (to === from && !verdict)) return
    segments.push({ look, start: from, end: to, ...(attempt && { attempt }) })
    at = to
  }
  const tries = attempts.toSorted((a, b) => a.number - b.number)
  const first = tries[0]?.queuedAt ?? instance.actualStart ?? instance.actualEnd
  if (context.origin !== undefined && (first !== undefined || !settled(instance.status)))
    add(
      first === undefined || tries.length === 0 ? untilFirst(instance) : 'waiting',
      context.origin,
      first ?? Number.POSITIVE_INFINITY,
    )

  for (const [i, attempt] of tries.entries()) {
    const before = tries[i - 1]
    if (before) add(restAfter(before), at, attempt.queuedAt, attempt)
    for (const part of partsOf(instance, attempt, context)) add(part.look, part.start, part.end, attempt, part.verdict)
  }
  const rest = tries.length > 0 ? afterAttempts(instance, tries.at(-1), at) : withoutAttempts(instance, context)
  for (const part of rest) add(part.look, part.start, part.end, undefined, part.verdict)
  return segments
}

/** Between two attempts: a back-off after a failure, else a rest until somebody asked for another. */
const restAfter = ({ status }: AttemptRow): Look => (status === 'FAILED' || status === 'TIMEDOUT' ? 'backoff' : 'idle')

interface Part {
  readonly look: Look
  readonly start: number
  readonly end: number
  readonly verdict: boolean
}

const never = Number.POSITIVE_INFINITY
const part = (look: Look, start: number, end: number, verdict = false): Part => ({ look, start, end, verdict })

/** What an instance shows before anything happened to it: what it is still doing now, else that it waited. */
const untilFirst = (instance: InstanceRow): Look =>
  instance.actualStart === undefined && !settled(instance.status) ? lookOf(instance.status) : 'waiting'

function* partsOf(instance: InstanceRow, attempt: AttemptRow, { lastUse }: LifeContext): Generator<Part> {
  const over = settled(attempt.status)
  const began = attempt.actualStart
  const ended = attempt.actualEnd ?? (over ? (instance.actualEnd ?? began ?? attempt.queuedAt) : never)
  yield part(instance.family === 'resource' ? 'creating' : 'queued', attempt.queuedAt, began ?? ended)
  if (began === undefined) {
    if (over) yield part(lookOf(attempt.status), ended, ended, true)
    return
  }
  const closing = ended === never && (attempt.status === 'SHUTTING_DOWN' || instance.status === 'SHUTTING_DOWN')
  if (!closing) return yield part(over ? lookOf(attempt.status) : 'running', began, ended, true)
  const from = Math.max(began, lastUse ?? began)
  yield part('running', began, from)
  yield part('stopping', from, never)
}

function* afterAttempts(instance: InstanceRow, last: AttemptRow | undefined, at: number): Generator<Part> {
  if (!last || at === never) return
  const ended = instance.actualEnd ?? at
  const same = lookOf(last.status) === lookOf(instance.status)
  if (!settled(instance.status))
    yield part(instance.status === 'WAITING_FOR_RUNNER' ? 'backoff' : lookOf(instance.status), at, never)
  else if (same && instance.family === 'resource') yield part('stopping', at, ended)
  else if (!same) yield part(lookOf(instance.status), Math.max(at, ended), Math.max(at, ended), true)
}

function* withoutAttempts(instance: InstanceRow, { origin }: LifeContext): Generator<Part> {
  const over = settled(instance.status)
  const began = instance.actualStart ?? (over ? (instance.actualEnd ?? origin ?? instance.scheduledStart) : undefined)
  if (began === undefined) return
  yield part(lookOf(instance.status), began, instance.actualEnd ?? (over ? began : never), true)
}
