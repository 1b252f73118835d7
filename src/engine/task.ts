import type { Effect, RunEvent, Step } from './events.ts'
import { type Instance, isOver, type Trouble } from './instance.ts'
import { failAttempt, nextAttempt, settle, stay, withHead, without } from './moves.ts'

/** How activities, preconditions and data nodes live. */

/** Leaves WAITING_ON_DEPENDENCIES once it is due, nothing is unmet and nobody holds it. */
export function advanceTask(now: Instance, at: number): Step {
  if (now.phase !== 'blocked' || !now.due || now.held || now.unmet.length > 0) return stay(now)
  return now.plan.family === 'dataNode' ? settle(now, 'finished', at) : enqueue(now, at)
}

/** A new try waits for its runner; its resource starts in parallel. */
export function enqueue(now: Instance, at: number): Step {
  const next: Instance = { ...nextAttempt(now, 'WAITING_FOR_RUNNER', at), phase: 'queued' }
  const { resource } = now.plan
  return resource !== undefined && !now.resourceUp
    ? [next, [{ do: 'tell', to: [resource], what: { type: 'wanted', by: now.plan.id } }]]
    : [next, ready(next)]
}

const ready = ({ plan: { workerGroup }, attempts }: Instance): readonly Effect[] => [
  workerGroup === undefined ? { do: 'start', attempt: attempts } : { do: 'offer', workerGroup },
]

/** What happens to a task alone; what all instances share is in `transition.ts`. */
export function task(now: Instance, event: RunEvent): Step {
  const { phase, plan } = now
  switch (event.type) {
    case 'resourceUp':
      if (phase === 'queued' && !now.resourceUp) return [{ ...now, resourceUp: true }, ready(now)]
      return stay(now)

    case 'resourceLost':
      return lost(now, event)

    case 'started': {
      const runnable = phase === 'queued' && plan.workerGroup === undefined && event.attempt === now.attempts
      if (!runnable || (plan.resource !== undefined && !now.resourceUp)) return stay(now)
      return [run(now, event.at, event.hostname), [{ do: 'run', attempt: now.attempts }]]
    }

    case 'handedOut': {
      if (phase !== 'queued' || plan.workerGroup === undefined) return stay(now)
      const { taskId, hostname, at } = event
      return [{ ...withHead(now, { taskId, handedAt: at, ...(hostname && { hostname }) }), phase: 'handedOut' }, []]
    }

    case 'progressed': {
      if (phase === 'stopping') return stopped(now, event.at)
      if (phase !== 'handedOut' && phase !== 'running') return stay(now)
      const begun = phase === 'running' ? now : run(now, event.at, now.head?.hostname)
      const keys = new Set(event.fields.map(field => field.key))
      const fields = [...(now.head?.fields ?? []).filter(field => !keys.has(field.key)), ...event.fields]
      return [withHead(begun, { reportedAt: event.at, fields }), []]
    }

    case 'ended':
      return ended(now, event)

    default:
      return stay(now)
  }
}

function run(now: Instance, at: number, hostname: string | undefined): Instance {
  const start = now.head?.actualStart ?? at
  const begun = withHead(now, { status: 'RUNNING', actualStart: start, ...(hostname !== undefined && { hostname }) })
  return { ...begun, phase: 'running', actualStart: now.actualStart ?? at }
}

/**
 * Its resource is gone. Where that comes up again, what ran there is tried again on it; else what ran there or waited
 * for it is CANCELED. Source: developer guide, actionOnResourceFailure; cascading failures.
 */
function lost(now: Instance, event: RunEvent & { readonly type: 'resourceLost' }): Step {
  if (isOver(now)) return stay(now)
  const down: Instance = now.resourceUp ? { ...now, resourceUp: false } : now
  if (event.again) {
    if (now.phase !== 'running') return [down, []]
    const trouble = { errorId: 'ResourceLost', errorMessage: event.why }
    return [
      { ...down, phase: 'stopping', stopAs: { ending: 'retry', trouble } },
      [{ do: 'stop', attempt: now.attempts }],
    ]
  }
  const why = { cancellationReason: event.why }
  if (now.phase === 'queued' || now.phase === 'backingOff') return settle(down, 'canceled', event.at, why)
  if (now.phase === 'running')
    return [
      { ...down, ...why, phase: 'stopping', stopAs: { ending: 'canceled' } },
      [{ do: 'stop', attempt: now.attempts }],
    ]
  if (now.phase === 'blocked' && now.plan.policy.cascade) return settle(down, 'canceled', event.at, why)
  return stay(now)
}

/** The attempt that was told to stop has stopped. */
export function stopped(now: Instance, at: number): Step {
  const { ending, trouble = stoppedTrouble } = now.stopAs ?? { ending: 'canceled' as const }
  if (ending === 'retry') return failAttempt(now, trouble, at)
  return ending === 'failed' ? settle(now, 'failed', at, { trouble }) : settle(now, 'canceled', at)
}

const stoppedTrouble: Trouble = { errorId: 'Stopped', errorMessage: 'The attempt was stopped.' }

function ended(before: Instance, event: RunEvent & { readonly type: 'ended' }): Step {
  const { phase } = before
  if (event.attempt !== before.attempts) return stay(before)
  if (phase !== 'running' && phase !== 'stopping' && phase !== 'handedOut') return stay(before)
  const { outcome, logLocation, at } = event
  // A worker may report the end without having reported a beginning.
  const begun = phase === 'handedOut' ? run(before, at, before.head?.hostname) : before
  const now = {
    ...withHead(begun, { ...(logLocation && { logLocation }), ...rehearsal(outcome.rehearsed) }),
    ...rehearsal(outcome.rehearsed),
  }
  if (phase === 'stopping') return stopped(now, at)
  if (outcome.status === 'FINISHED') return settle(now, 'finished', at)
  if (outcome.status === 'FAILED') return failAttempt(now, troubleOf(outcome), at)
  if (now.plan.family !== 'precondition')
    return failAttempt(
      now,
      {
        errorId: 'ActivityFalse',
        errorMessage: outcome.errorMessage ?? 'The worker reported FALSE, which only a precondition can be.',
      },
      at,
    )
  const checked = withHead(now, {
    checks: (now.head?.checks ?? 0) + 1,
    lastCheck: at,
    ...(outcome.errorMessage !== undefined && { lastReason: outcome.errorMessage }),
  })
  return [{ ...checked, phase: 'polling', retryAt: at + now.plan.policy.retryDelay }, []]
}

/** Evaluates a precondition again, within the same attempt. */
export function poll(now: Instance): Step {
  const next = without(now, 'retryAt')
  if (now.plan.workerGroup === undefined) return [{ ...next, phase: 'running' }, [{ do: 'run', attempt: now.attempts }]]
  return [{ ...next, phase: 'queued' }, ready(next)]
}

const rehearsal = (rehearsed: string | undefined) => (rehearsed === undefined ? {} : { rehearsed })

const troubleOf = ({ errorId, errorMessage, errorStackTrace }: Trouble): Trouble => ({
  errorId,
  errorMessage,
  ...(errorStackTrace !== undefined && { errorStackTrace }),
})
