import { type Status, settled } from '../core/runs/instance.ts'
import type { Effect, Step } from './events.ts'
import { type Attempt, attemptId, type Ending, type Instance, statusOf, type Trouble } from './instance.ts'

/** The moves that the state machine is made of. Each gives the instance after it and what the world shall do. */

export const stay = (now: Instance): Step => [now, []]

type Passing =
  | 'trouble'
  | 'cascadeFailedOn'
  | 'cancellationReason'
  | 'actualStart'
  | 'actualEnd'
  | 'retryAt'
  | 'slip'
  | 'stopAs'
  | 'rehearsed'

/** The instance without some of what only holds for a while. */
export function without(now: Instance, ...keys: readonly Passing[]): Instance {
  if (!keys.some(key => now[key] !== undefined)) return now
  const rest: { -readonly [K in keyof Instance]: Instance[K] } = { ...now }
  for (const key of keys) delete rest[key]
  return rest
}

/** The newest attempt, changed; an attempt that is over stays as it is. */
export const withHead = (now: Instance, change: Partial<Attempt>): Instance =>
  now.head && !settled(now.head.status) ? { ...now, head: { ...now.head, ...change } } : now

const attemptEnding: Readonly<Record<Ending, Status>> = {
  finished: 'FINISHED',
  failed: 'FAILED',
  cascadeFailed: 'CANCELED',
  canceled: 'CANCELED',
  timedOut: 'FAILED',
  skipped: 'CANCELED',
}

const failures: ReadonlySet<Ending> = new Set<Ending>(['failed', 'cascadeFailed', 'canceled', 'timedOut'])

export interface Settling {
  readonly trouble?: Trouble
  readonly cascadeFailedOn?: string
  readonly cancellationReason?: string
}

/** One list for all that are over. */
const nobody: readonly string[] = []

/**
 * Over, and everyone who waits for it hears so. Its own preconditions are canceled when it failed or needs them no more.
 * Source: developer guide, cascading failures.
 */
export function settle(now: Instance, ending: Ending, at: number, why: Settling = {}): Step {
  const { plan } = now
  const ended = withHead(now, {
    status: attemptEnding[ending],
    actualEnd: at,
    ...(why.trouble && { trouble: why.trouble }),
  })
  const cleared = without(
    ended,
    'retryAt',
    'stopAs',
    ...(ending === 'finished' ? (['trouble', 'cascadeFailedOn', 'cancellationReason'] as const) : []),
  )
  const next: Instance = {
    ...cleared,
    ...why,
    phase: ending,
    held: false,
    unmet: nobody,
    serves: nobody,
    wanted: false,
    actualEnd: at,
  }
  const status = statusOf(next)
  const effects: Effect[] = [{ do: 'tell', to: 'dependents', what: { type: 'needSettled', id: plan.id, status } }]
  if (plan.resource !== undefined)
    effects.push({
      do: 'tell',
      to: [plan.resource],
      what: { type: 'servedSettled', id: plan.id, failed: ending === 'failed' && plan.family !== 'precondition' },
    })
  const failed = failures.has(ending)
  if (failed || now.unmet.length > 0) {
    // Said to be finished it asks for no condition that is still open either.
    const checks = plan.needs.flatMap(({ id, as }) => (as === 'when' && (failed || now.unmet.includes(id)) ? [id] : []))
    if (checks.length > 0)
      effects.push({ do: 'tell', to: checks, what: { type: 'cancel', reason: `${plan.id} is ${status}.` } })
  }
  if (failed && plan.family === 'resource')
    effects.push({
      do: 'tell',
      to: 'dependents',
      what: { type: 'resourceLost', id: plan.id, again: false, why: `Its resource ${plan.id} is ${status}.` },
    })
  effects.push(...told(now, ending))
  return [next, effects]
}

/** `onSuccess` at FINISHED; `onFail` when it gave up, not when a person canceled it. */
function told({ plan: { actions } }: Instance, ending: Ending): readonly Effect[] {
  if (ending === 'finished' && actions.success.length > 0)
    return [{ do: 'act', cause: 'success', actions: actions.success }]
  if (failures.has(ending) && ending !== 'canceled' && actions.fail.length > 0)
    return [{ do: 'act', cause: 'fail', actions: actions.fail }]
  return []
}

/** A new attempt, numbered on. */
export function nextAttempt(now: Instance, status: Status, at: number): Instance {
  const number = now.attempts + 1
  return {
    ...without(now, 'retryAt', 'stopAs'),
    attempts: number,
    tries: now.tries + 1,
    head: { id: attemptId(now.plan.id, number), number, status, queuedAt: at },
  }
}

/** The attempt failed: another try after the delay while there are tries left, else it is over. */
export function failAttempt(now: Instance, trouble: Trouble, at: number): Step {
  if (now.tries > now.plan.policy.maximumRetries) return settle(now, 'failed', at, { trouble })
  const failed = withHead(now, { status: 'FAILED', actualEnd: at, trouble })
  const retryAt = at + now.plan.policy.retryDelay
  return [{ ...without(failed, 'stopAs'), phase: 'backingOff', retryAt, trouble }, []]
}
