import type { Effect, RunEvent, Step } from './events.ts'
import { type Instance, isOver, type Plan } from './instance.ts'
import { advanceMachine, machine } from './machine.ts'
import { settle, stay, without } from './moves.ts'
import { advanceTask, task } from './task.ts'
import { carriedAlong, ring } from './timers.ts'

/**
 * Everything an instance can go through. Pure: no clock, no I/O; an event that does not fit gives back the very same
 * instance and asks for nothing.
 */
export function transition(now: Instance, event: RunEvent): Step {
  const [next, effects] = step(now, event)
  return next === now ? [now, effects] : [{ ...next, updatedAt: event.at }, effects]
}

function step(now: Instance, event: RunEvent): Step {
  switch (event.type) {
    case 'made':
      return now.phase === 'made' ? begin(now, event.unmet, event.failed, event.at) : stay(now)

    case 'tick': {
      const [next, effects] = ring(now, event.at)
      return next.phase === 'blocked' ? followedBy([next, effects], one => advance(one, event.at)) : [next, effects]
    }

    case 'clockSet':
      return [carriedAlong(now, event.by), []]

    case 'needSettled':
      return needSettled(now, event)

    case 'needReset': {
      const needed = now.plan.needs.some(need => need.id === event.id)
      return now.phase === 'blocked' && needed && !now.unmet.includes(event.id)
        ? [{ ...now, unmet: [...now.unmet, event.id] }, []]
        : stay(now)
    }

    case 'cancel':
      return cancel(now, event.reason, event.at)

    case 'rerun':
      return rerun(now, event)

    case 'markFinished': {
      const fits = isOver(now) ? now.phase !== 'finished' : canBeMarked(now)
      if (!fits) return stay(now)
      const [next, effects] = settle(now, 'finished', event.at)
      return [next, isOver(now) ? [...effects, { do: 'rerun', who: 'cascaded' }] : effects]
    }

    case 'hold':
      return now.phase === 'blocked' && !now.held ? [{ ...now, held: true }, []] : stay(now)

    case 'unhold':
      return now.held ? advance({ ...now, held: false }, event.at) : stay(now)

    default:
      return now.plan.family === 'resource' ? machine(now, event) : task(now, event)
  }
}

/** What has begun cannot be said to be done; a resource that tasks wait for least of all. */
const canBeMarked = ({ phase, plan, wanted }: Instance): boolean =>
  plan.family === 'resource'
    ? phase === 'blocked' && !wanted
    : phase === 'blocked' || phase === 'queued' || phase === 'polling' || phase === 'backingOff'

const advance = (now: Instance, at: number): Step =>
  now.plan.family === 'resource' ? advanceMachine(now, at) : advanceTask(now, at)

const lateAt = ({ scheduledStart, policy: { lateAfter = Number.POSITIVE_INFINITY } }: Plan): number =>
  scheduledStart + lateAfter

function followedBy([first, effects]: Step, then: (now: Instance) => Step): Step {
  const [next, more] = then(first)
  return [next, [...effects, ...more]]
}

function begin(now: Instance, unmet: readonly string[], failed: string | undefined, at: number): Step {
  const blocked: Instance = { ...now, phase: 'blocked', due: now.plan.dueAt <= at, unmet }
  const { family, policy } = now.plan
  if (failed !== undefined && policy.cascade && family !== 'precondition')
    return settle(blocked, 'cascadeFailed', at, { cascadeFailedOn: failed })
  return advance(blocked, at)
}

/**
 * A dependency is over. FINISHED counts as met, and SKIPPED too, or its consumers would wait for ever. A failure
 * fails a consumer that cascades; any other waits on. A precondition waits for what its owner decides.
 * Source: developer guide, cascading failures and reruns.
 */
function needSettled(now: Instance, event: RunEvent & { readonly type: 'needSettled' }): Step {
  if (now.phase !== 'blocked' || !now.unmet.includes(event.id)) return stay(now)
  if (event.status === 'FINISHED' || event.status === 'SKIPPED')
    return advance({ ...now, unmet: now.unmet.filter(id => id !== event.id) }, event.at)
  const { policy, family } = now.plan
  return policy.cascade && family !== 'precondition'
    ? settle(now, 'cascadeFailed', event.at, { cascadeFailedOn: event.id })
    : stay(now)
}

/** What waits is CANCELED at once; what runs is told to stop and is CANCELED when it has. */
function cancel(now: Instance, reason: string, at: number): Step {
  const why = { cancellationReason: reason }
  switch (now.phase) {
    case 'made':
    case 'blocked':
    case 'queued':
    case 'polling':
    case 'backingOff':
      return settle(now, 'canceled', at, why)
    case 'running':
    case 'handedOut':
    case 'creating':
      return [
        { ...now, ...why, phase: 'stopping', stopAs: { ending: 'canceled' } },
        now.plan.workerGroup === undefined ? [{ do: 'stop', attempt: now.attempts }] : [],
      ]
    case 'stopping':
      return now.stopAs?.ending === 'canceled' ? stay(now) : [{ ...now, ...why, stopAs: { ending: 'canceled' } }, []]
    case 'up':
    case 'closing': {
      const [next, effects] = settle(now, 'canceled', at, why)
      return [next, [...effects, { do: 'release', attempt: now.attempts }]]
    }
    default:
      return stay(now)
  }
}

/**
 * From the start, with a fresh budget of tries and attempt numbers that go on. Its preconditions and its resource are
 * rerun with it; consumers that failed with it are reset unless something that it depends on still stands in the way.
 * Source: developer guide, cascading failures and reruns.
 */
function rerun(now: Instance, event: RunEvent & { readonly type: 'rerun' }): Step {
  if (!isOver(now)) return stay(now)
  const { plan } = now
  const fresh: Instance = {
    ...without(
      now,
      'trouble',
      'cascadeFailedOn',
      'cancellationReason',
      'actualStart',
      'actualEnd',
      'retryAt',
      'slip',
      'stopAs',
      'rehearsed',
    ),
    tries: 0,
    rerun: true,
    held: event.held ?? false,
    // What is rerun after the moment had it behind itself, and would be ended at once by what ends the late.
    lateTold: now.lateTold || lateAt(plan) <= event.at,
    resourceUp: false,
    wanted: false,
    serves: [...new Set([...now.serves, ...(event.serves ?? [])])],
  }
  const checks = plan.needs.filter(need => need.as === 'when').map(need => need.id)
  const withIt = [
    ...checks.filter(id => event.unmet.includes(id)),
    ...(plan.resource === undefined ? [] : [plan.resource]),
  ]
  const reset: Effect[] = [{ do: 'tell', to: 'dependents', what: { type: 'needReset', id: plan.id } }]
  if (plan.resource !== undefined)
    reset.push({ do: 'tell', to: [plan.resource], what: { type: 'expected', by: plan.id } })
  if (plan.family === 'resource') {
    if (!event.alone) reset.push({ do: 'rerun', who: 'served' })
  } else if (withIt.length > 0) reset.push({ do: 'rerun', who: withIt })
  const [next, effects] = begin(fresh, event.unmet, event.failed, event.at)
  if (next.phase === 'cascadeFailed') return [next, effects]
  const clear = event.cascaded || !event.upset
  return [next, [...reset, ...(clear ? [{ do: 'rerun', who: 'cascaded' } as const] : []), ...effects]]
}
