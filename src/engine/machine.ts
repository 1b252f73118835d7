import type { Effect, RunEvent, Step } from './events.ts'
import type { Instance } from './instance.ts'
import { failAttempt, nextAttempt, settle, stay, withHead, without } from './moves.ts'
import { stopped } from './task.ts'

/** How resources live: they start when the first task is ready for them and end with the last. */

export function advanceMachine(now: Instance, at: number): Step {
  if (now.phase !== 'blocked' || now.held) return stay(now)
  if (now.due && now.serves.length === 0) return settle(now, 'finished', at)
  return now.wanted ? create(now, at) : stay(now)
}

export function create(now: Instance, at: number): Step {
  const next = nextAttempt(now, 'CREATING', at)
  const begun = withHead(next, { actualStart: at })
  return [{ ...begun, phase: 'creating', actualStart: now.actualStart ?? at }, [{ do: 'run', attempt: next.attempts }]]
}

export function machine(now: Instance, event: RunEvent): Step {
  switch (event.type) {
    case 'wanted':
      return wanted(now, event)

    case 'expected':
      return now.serves.includes(event.by) ? stay(now) : [{ ...now, serves: [...now.serves, event.by] }, []]

    case 'servedSettled': {
      const place = now.serves.indexOf(event.id)
      if (place < 0) return stay(now)
      const next = { ...now, serves: now.serves.toSpliced(place, 1) }
      const { phase, plan } = now
      if (phase === 'up' && (next.serves.length === 0 || (event.failed && plan.policy.endOnTaskFailure)))
        return close(next)
      if (phase === 'blocked') return advanceMachine(next, event.at)
      if (phase !== 'backingOff' || next.serves.length > 0) return [next, []]
      // Under retrynone its failure is what they were given up for.
      return plan.policy.requeue
        ? settle(next, 'finished', event.at)
        : settle(next, 'failed', event.at, next.trouble ? { trouble: next.trouble } : {})
    }

    case 'ended':
      return event.attempt === now.attempts ? created(now, event) : stay(now)

    case 'closed':
      return closed(now, event)

    case 'interrupted': {
      if (now.phase !== 'up' || event.attempt !== now.attempts) return stay(now)
      const trouble = { errorId: 'ResourceInterrupted', errorMessage: event.why }
      return again(failAttempt(now, trouble, event.at), `Its resource ${now.plan.id} was interrupted.`)
    }

    default:
      return stay(now)
  }
}

/** A task is ready to run on it. A resource that has finished starts anew; one that failed says so. */
function wanted(now: Instance, event: RunEvent & { readonly type: 'wanted' }): Step {
  const { phase } = now
  const serving: Instance = {
    ...now,
    wanted: true,
    serves: now.serves.includes(event.by) ? now.serves : [...now.serves, event.by],
  }
  if (phase === 'blocked') return advanceMachine(serving, event.at)
  if (phase === 'up') return [serving, [{ do: 'tell', to: [event.by], what: { type: 'resourceUp', id: now.plan.id } }]]
  if (phase === 'finished') return create({ ...without(serving, 'actualStart', 'actualEnd'), tries: 0 }, event.at)
  if (
    phase === 'failed' ||
    phase === 'timedOut' ||
    phase === 'canceled' ||
    phase === 'cascadeFailed' ||
    phase === 'skipped'
  )
    return [
      now,
      [
        {
          do: 'tell',
          to: [event.by],
          what: {
            type: 'resourceLost',
            id: now.plan.id,
            again: false,
            why: `Its resource ${now.plan.id} did not come up.`,
          },
        },
      ],
    ]
  return [serving, []]
}

function created(before: Instance, event: RunEvent & { readonly type: 'ended' }): Step {
  const { outcome, logLocation, at } = event
  if (before.phase !== 'creating' && before.phase !== 'stopping') return stay(before)
  const seen = outcome.rehearsed === undefined ? {} : { rehearsed: outcome.rehearsed }
  const now = { ...withHead(before, { ...(logLocation && { logLocation }), ...seen }), ...seen }
  if (before.phase === 'stopping') return again(stopped(now, at))
  if (outcome.status === 'FAILED') {
    const { errorId, errorMessage } = outcome
    return again(failAttempt(now, { errorId, errorMessage }, at))
  }
  const up: Instance = { ...withHead(now, { status: 'RUNNING' }), phase: 'up' }
  if (up.serves.length === 0) return close(up)
  return [up, [{ do: 'tell', to: 'dependents', what: { type: 'resourceUp', id: up.plan.id } }]]
}

/** While it will be tried again, tasks wait for it, or are given up under `retrynone`. */
function again([next, effects]: Step, why = `Its resource ${next.plan.id} failed to start.`): Step {
  if (next.phase !== 'backingOff') return [next, effects]
  const { policy, id } = next.plan
  return [
    next,
    [...effects, { do: 'tell', to: 'dependents', what: { type: 'resourceLost', id, again: policy.requeue, why } }],
  ]
}

export const close = (now: Instance): Step => [
  { ...now, phase: 'closing', wanted: false },
  [{ do: 'release', attempt: now.attempts }],
]

function closed(now: Instance, event: RunEvent & { readonly type: 'closed' }): Step {
  if (now.phase !== 'closing' || event.attempt !== now.attempts) return stay(now)
  const { serves, plan } = now
  const [over, effects] = settle(now, 'finished', event.at)
  if (plan.policy.endOnTaskFailure && serves.length > 0) {
    const why = `Its resource ${plan.id} was ended after a task failed.`
    return [
      over,
      [...effects, { do: 'tell', to: serves, what: { type: 'resourceLost', id: plan.id, again: false, why } }],
    ]
  }
  // Someone may have become ready for it while it shut down, or be expected still.
  const [by] = serves
  const again: readonly Effect[] =
    now.wanted && by !== undefined ? [{ do: 'tell', to: [plan.id], what: { type: 'wanted', by } }] : []
  return [{ ...over, serves }, [...effects, ...again]]
}
