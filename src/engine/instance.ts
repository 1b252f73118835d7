import type { Family } from '../core/catalog/schema.ts'
import type { Field } from '../core/definition/model.ts'
import type { AttemptRow, InstanceRow, Status } from '../core/runs/instance.ts'

/**
 * What an instance goes through. Finer than the service's statuses: the machine needs the difference between a task
 * that waits for a try and one that waits for its next, the wire does not.
 */
export type Phase =
  | 'made'
  | 'blocked'
  | 'queued'
  | 'handedOut'
  | 'running'
  | 'polling'
  | 'backingOff'
  | 'stopping'
  | 'creating'
  | 'up'
  | 'closing'
  | Ending

export type Ending = 'finished' | 'failed' | 'cascadeFailed' | 'canceled' | 'timedOut' | 'skipped'

/** An instance that must be FINISHED first: ordered before, read, written by, or a check of its own. */
export interface Need {
  readonly id: string
  readonly as: 'after' | 'in' | 'producer' | 'when'
}

/** How hard to try and how long to wait, in milliseconds. */
export interface Policy {
  readonly maximumRetries: number
  readonly retryDelay: number
  readonly progressTimeout: number
  readonly attemptTimeout?: number
  readonly lateAfter?: number
  readonly preconditionTimeout?: number
  readonly initTimeout?: number
  readonly terminateAfter?: number
  /** `failureAndRerunMode`, read on the consumer. */
  readonly cascade: boolean
  /** `actionOnResourceFailure` is not `retrynone`. */
  readonly requeue: boolean
  /** `actionOnTaskFailure` is `terminate`. */
  readonly endOnTaskFailure: boolean
}

export interface Actions {
  readonly success: readonly string[]
  readonly fail: readonly string[]
  readonly late: readonly string[]
}

/** What is known of an instance when it is made, and never changes. Times are UTC milliseconds since 1970. */
export interface Plan {
  readonly pipelineId: string
  readonly id: string
  readonly componentId: string
  readonly name: string
  readonly type: string
  readonly family: Family
  readonly version: number
  readonly scheduledStart: number
  readonly scheduledEnd: number
  readonly dueAt: number
  readonly needs: readonly Need[]
  /** The instance that a precondition's instance checks for. */
  readonly owner?: string
  /** The resource's instance that runs it. */
  readonly resource?: string
  /** Set when workers poll for it; this machine runs it otherwise. */
  readonly workerGroup?: string
  readonly policy: Policy
  readonly actions: Actions
  /** Made by an activation on demand or by hand, not by a schedule. */
  readonly once?: true
  /** Of a run of a part: nothing of it runs, it stands as done. */
  readonly taken?: Taken
}

/** The run whose outputs stand for those of an instance that is taken as done, if any does. Times are UTC milliseconds. */
export interface Taken {
  readonly from?: {
    readonly start: number
    readonly end: number
    readonly actualStart?: number
    readonly actualEnd?: number
  }
}

export interface Trouble {
  readonly errorId: string
  readonly errorMessage: string
  readonly errorStackTrace?: string
}

export interface Attempt {
  readonly id: string
  readonly number: number
  readonly status: Status
  readonly queuedAt: number
  readonly actualStart?: number
  readonly actualEnd?: number
  readonly hostname?: string
  readonly trouble?: Trouble
  readonly logLocation?: string
  readonly rehearsed?: string
  /** Opaque name under which a worker holds the task. */
  readonly taskId?: string
  readonly handedAt?: number
  readonly reportedAt?: number
  /** What the worker reported, newest value of each key. */
  readonly fields?: readonly Field[]
  /** Of a precondition: how often it was evaluated, and when last. */
  readonly checks?: number
  readonly lastCheck?: number
  /** Of a precondition: why it was not true when it was evaluated last. */
  readonly lastReason?: string
  /** Milliseconds by which the clock was set since it began. */
  readonly slip?: number
}

export interface Instance {
  readonly plan: Plan
  readonly phase: Phase
  readonly due: boolean
  /** Held by PAUSE. */
  readonly held: boolean
  readonly unmet: readonly string[]
  /** Attempt numbers given so far; never reused. */
  readonly attempts: number
  /** Tries used of the present budget; a rerun starts a fresh one. */
  readonly tries: number
  readonly head?: Attempt
  readonly retryAt?: number
  /** Milliseconds by which the clock was set since it began. */
  readonly slip?: number
  /** Reruns do not count against maxActiveInstances. */
  readonly rerun: boolean
  readonly lateTold: boolean
  /** Of a task: its resource is up. */
  readonly resourceUp: boolean
  /** Of a resource: someone is ready to run on it. */
  readonly wanted: boolean
  /** Of a resource: instances that may still need it. */
  readonly serves: readonly string[]
  /** What the instance becomes once its attempt has really stopped. */
  readonly stopAs?: { readonly ending: 'canceled' | 'retry' | 'failed'; readonly trouble?: Trouble }
  readonly actualStart?: number
  readonly actualEnd?: number
  readonly trouble?: Trouble
  readonly cascadeFailedOn?: string
  readonly cancellationReason?: string
  readonly rehearsed?: string
  readonly updatedAt: number
}

const endings: ReadonlySet<Phase> = new Set<Ending>([
  'finished',
  'failed',
  'cascadeFailed',
  'canceled',
  'timedOut',
  'skipped',
])

export const isOver = (instance: Instance): boolean => endings.has(instance.phase)

const shown: Readonly<Record<Phase, Status>> = {
  made: 'WAITING_ON_DEPENDENCIES',
  blocked: 'WAITING_ON_DEPENDENCIES',
  queued: 'WAITING_FOR_RUNNER',
  handedOut: 'WAITING_FOR_RUNNER',
  running: 'RUNNING',
  polling: 'RUNNING',
  backingOff: 'WAITING_FOR_RUNNER',
  stopping: 'RUNNING',
  creating: 'CREATING',
  up: 'RUNNING',
  closing: 'SHUTTING_DOWN',
  finished: 'FINISHED',
  failed: 'FAILED',
  cascadeFailed: 'CASCADE_FAILED',
  canceled: 'CANCELED',
  timedOut: 'TIMEDOUT',
  skipped: 'SKIPPED',
}

/** The service's word for where an instance stands. */
export function statusOf(instance: Instance): Status {
  const { phase, held, plan } = instance
  if (phase === 'blocked' && held) return 'PAUSED'
  if (plan.family === 'resource' && (phase === 'backingOff' || phase === 'stopping')) return 'CREATING'
  return shown[phase]
}

/** Why a deactivation cancels: what it took back is made anew when the pipeline goes on. */
export const takenBack = 'The pipeline was deactivated.'

export const isTakenBack = ({ phase, cancellationReason }: Instance): boolean =>
  phase === 'canceled' && cancellationReason === takenBack

export const attemptId = (instanceId: string, number: number): string => `${instanceId}_Attempt=${number}`

export const triesLeft = (instance: Instance): number =>
  Math.max(0, instance.plan.policy.maximumRetries + 1 - instance.tries)

/** A new instance before anything has happened to it. `attempts` were numbered already, by an earlier one of its id. */
export const newInstance = (plan: Plan, serves: readonly string[], at: number, attempts = 0): Instance => ({
  plan,
  phase: 'made',
  due: plan.dueAt <= at,
  held: false,
  unmet: [],
  attempts,
  tries: 0,
  rerun: false,
  lateTold: false,
  resourceUp: false,
  wanted: false,
  serves,
  updatedAt: at,
})

/** An instance that stands as done from the moment it is made. */
export const takenInstance = (fresh: Instance, at: number): Instance => ({
  ...fresh,
  phase: 'finished',
  due: true,
  actualEnd: at,
})

/** The row that the mirror keeps of an instance. */
export function rowOf(instance: Instance): InstanceRow {
  const { plan, head, trouble } = instance
  return {
    pipelineId: plan.pipelineId,
    id: plan.id,
    componentId: plan.componentId,
    name: plan.name,
    type: plan.type,
    family: plan.family,
    status: statusOf(instance),
    scheduledStart: plan.scheduledStart,
    scheduledEnd: plan.scheduledEnd,
    attemptCount: instance.attempts,
    triesLeft: triesLeft(instance),
    waitingOn: instance.phase === 'blocked' ? instance.unmet : [],
    version: plan.version,
    updatedAt: instance.updatedAt,
    ...(instance.actualStart !== undefined && { actualStart: instance.actualStart }),
    ...(instance.actualEnd !== undefined && { actualEnd: instance.actualEnd }),
    ...(head && { headAttempt: head.id }),
    ...(instance.cascadeFailedOn !== undefined && { cascadeFailedOn: instance.cascadeFailedOn }),
    ...(trouble && { errorId: trouble.errorId, errorMessage: trouble.errorMessage }),
    ...(plan.resource !== undefined && { resourceInstance: plan.resource }),
    ...(instance.rehearsed !== undefined && { rehearsed: instance.rehearsed }),
    ...(plan.taken && { taken: plan.taken.from?.start ?? 0 }),
  }
}

/** The row that the mirror keeps of an attempt. */
export function attemptRowOf(plan: Pick<Plan, 'pipelineId' | 'id'>, attempt: Attempt): AttemptRow {
  const { trouble } = attempt
  return {
    pipelineId: plan.pipelineId,
    instanceId: plan.id,
    id: attempt.id,
    number: attempt.number,
    status: attempt.status,
    queuedAt: attempt.queuedAt,
    ...(attempt.actualStart !== undefined && { actualStart: attempt.actualStart }),
    ...(attempt.actualEnd !== undefined && { actualEnd: attempt.actualEnd }),
    ...(attempt.hostname !== undefined && { hostname: attempt.hostname }),
    ...(trouble && { errorId: trouble.errorId, errorMessage: trouble.errorMessage }),
    ...(trouble?.errorStackTrace !== undefined && { errorStackTrace: trouble.errorStackTrace }),
    ...(attempt.logLocation !== undefined && { logLocation: attempt.logLocation }),
    ...(attempt.rehearsed !== undefined && { rehearsed: attempt.rehearsed }),
  }
}
