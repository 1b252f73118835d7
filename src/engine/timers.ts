import type { Step } from './events.ts'
import { type Instance, isOver } from './instance.ts'
import { create } from './machine.ts'
import { failAttempt, settle } from './moves.ts'
import { enqueue, poll, stopped } from './task.ts'

/** Something that happens to an instance by the mere passing of time. All of it follows from the instance itself. */
interface Timer {
  readonly at: number
  /** Rings before others that are due: there is no use in going on. */
  readonly final?: boolean
  readonly ring: (now: Instance, at: number) => Step
}

const minute = 60_000
/** A worker that has taken a task acknowledges it in this time. Source: developer guide, task runner protocol. */
const acknowledgement = 2 * minute

/** Timers of an instance, soonest first. */
export function timersOf(now: Instance): readonly Timer[] {
  const timers: Timer[] = []
  if (isOver(now) || now.phase === 'made') return timers
  everyone(now, timers)
  if (now.plan.family === 'resource') machines(now, timers)
  else tasks(now, timers)
  return timers.length > 1 ? timers.sort((a, b) => a.at - b.at) : timers
}

/** When the instance next wants to be told that time went by. */
export const wakeAt = (now: Instance): number | undefined => timersOf(now)[0]?.at

/** Rings one timer that is due at `at`, if any is: a final one before the others, else the soonest. */
export function ring(now: Instance, at: number): Step {
  const due = timersOf(now).filter(timer => timer.at <= at)
  const timer = due.find(one => one.final) ?? due[0]
  return timer ? timer.ring(now, at) : [now, []]
}

/**
 * After the clock was set, what is to last a while lasts as long as it would have: only what is due by the schedule goes
 * by the new time.
 */
export function carriedAlong(now: Instance, by: number): Instance {
  const { head, retryAt } = now
  if (isOver(now) || (!head && retryAt === undefined)) return now
  return {
    ...now,
    slip: (now.slip ?? 0) + by,
    ...(retryAt !== undefined && { retryAt: retryAt + by }),
    ...(head && {
      head: {
        ...head,
        slip: (head.slip ?? 0) + by,
        ...(head.handedAt !== undefined && { handedAt: head.handedAt + by }),
        ...(head.reportedAt !== undefined && { reportedAt: head.reportedAt + by }),
      },
    }),
  }
}

const begunAt = ({ actualStart, slip = 0 }: Pick<Instance, 'actualStart' | 'slip'>): number | undefined =>
  actualStart === undefined ? undefined : actualStart + slip

function everyone(now: Instance, timers: Timer[]) {
  const { plan, phase } = now
  if (phase === 'blocked' && !now.due) timers.push({ at: plan.dueAt, ring: now => [{ ...now, due: true }, []] })
  if (plan.policy.lateAfter !== undefined && !now.lateTold)
    timers.push({
      at: plan.scheduledStart + plan.policy.lateAfter,
      ring: now => [
        { ...now, lateTold: true },
        plan.actions.late.length > 0 ? [{ do: 'act', cause: 'late', actions: plan.actions.late }] : [],
      ],
    })
}

function tasks(now: Instance, timers: Timer[]) {
  const { plan, phase, head, retryAt } = now
  const { policy } = plan
  const here = plan.workerGroup === undefined
  if (phase === 'backingOff') timers.push({ at: retryAt ?? now.updatedAt, ring: enqueue })
  if (phase === 'polling') timers.push({ at: retryAt ?? now.updatedAt, ring: poll })
  if (phase === 'handedOut')
    timers.push({
      at: (head?.handedAt ?? now.updatedAt) + acknowledgement,
      ring: now => [{ ...now, phase: 'queued' }, [{ do: 'offer', workerGroup: plan.workerGroup ?? '' }]],
    })
  const begun = head && begunAt(head)
  const first = begunAt(now)
  if (first !== undefined && policy.preconditionTimeout !== undefined && phase !== 'stopping')
    timers.push({
      at: first + policy.preconditionTimeout,
      final: true,
      ring: (now, at) =>
        giveUp(
          now,
          at,
          'failed',
          'PreconditionTimeout',
          ['The precondition did not become true in the time of preconditionTimeout.', now.head?.lastReason]
            .filter(Boolean)
            .join(' '),
        ),
    })
  if (begun !== undefined && policy.attemptTimeout !== undefined && phase === 'running')
    timers.push({
      at: begun + policy.attemptTimeout,
      ring: (now, at) => giveUp(now, at, 'retry', 'AttemptTimeout', 'The attempt took longer than attemptTimeout.'),
    })
  if (!here && phase === 'running')
    timers.push({
      at: (head?.reportedAt ?? now.updatedAt) + policy.progressTimeout,
      ring: (now, at) =>
        giveUp(
          now,
          at,
          'retry',
          'ProgressTimeout',
          'The worker did not report progress in the time of reportProgressTimeout.',
        ),
    })
  if (!here && phase === 'stopping')
    timers.push({ at: (head?.reportedAt ?? head?.handedAt ?? now.updatedAt) + policy.progressTimeout, ring: stopped })
}

function machines(now: Instance, timers: Timer[]) {
  const { phase, head, retryAt } = now
  const { initTimeout, terminateAfter } = now.plan.policy
  const begun = (head && begunAt(head)) ?? now.updatedAt
  if (phase === 'backingOff') timers.push({ at: retryAt ?? now.updatedAt, ring: create })
  if (phase === 'creating' && initTimeout !== undefined)
    timers.push({
      at: begun + initTimeout,
      ring: (now, at) =>
        giveUp(now, at, 'retry', 'InitTimeout', 'The resource did not start in the time of initTimeout.'),
    })
  if ((phase === 'creating' || phase === 'up') && terminateAfter !== undefined)
    timers.push({ at: begun + terminateAfter, final: true, ring: (now, at) => timeOut(now, at) })
}

/** Source: developer guide, Ec2Resource: after terminateAfter nothing is tried again. */
function timeOut(now: Instance, at: number): Step {
  const trouble = { errorId: 'ResourceTimeout', errorMessage: 'The resource was ended after terminateAfter.' }
  const [next, effects] = settle(now, 'timedOut', at, { trouble })
  return [next, [...effects, { do: now.phase === 'up' ? 'release' : 'stop', attempt: now.attempts }]]
}

/** What runs here is over only when its process is; a worker's task is over at once, and its late reports are refused. */
function giveUp(now: Instance, at: number, ending: 'retry' | 'failed', errorId: string, errorMessage: string): Step {
  const trouble = { errorId, errorMessage }
  const runsHere = now.plan.workerGroup === undefined && (now.phase === 'running' || now.phase === 'creating')
  if (runsHere)
    return [{ ...now, phase: 'stopping', stopAs: { ending, trouble } }, [{ do: 'stop', attempt: now.attempts }]]
  return ending === 'failed' ? settle(now, 'failed', at, { trouble }) : failAttempt(now, trouble, at)
}
