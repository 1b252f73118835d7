import type { Family } from '../catalog/schema.ts'

/** The service's own words. Source: developer guide, status tables; CREATING from observed answers. */
export const statuses = [
  'PENDING',
  'VALIDATING',
  'ACTIVATING',
  'SCHEDULED',
  'DEACTIVATING',
  'INACTIVE',
  'PAUSED',
  'WAITING_ON_DEPENDENCIES',
  'WAITING_FOR_RUNNER',
  'CREATING',
  'RUNNING',
  'SHUTTING_DOWN',
  'FINISHED',
  'FAILED',
  'CASCADE_FAILED',
  'CANCELED',
  'TIMEDOUT',
  'SKIPPED',
  'DELETING',
] as const

export type Status = (typeof statuses)[number]

/** How a status looks, worst last: what a merged pixel or a run's summary shows is the greatest. */
export const tones = [
  'idle',
  'skipped',
  'success',
  'waiting',
  'queued',
  'starting',
  'running',
  'stopped',
  'cascade',
  'error',
] as const
export type Tone = (typeof tones)[number]

export const toneOf: Readonly<Record<Status, Tone>> = {
  PENDING: 'idle',
  VALIDATING: 'starting',
  ACTIVATING: 'starting',
  SCHEDULED: 'success',
  DEACTIVATING: 'stopped',
  INACTIVE: 'idle',
  PAUSED: 'idle',
  WAITING_ON_DEPENDENCIES: 'waiting',
  WAITING_FOR_RUNNER: 'queued',
  CREATING: 'starting',
  RUNNING: 'running',
  SHUTTING_DOWN: 'starting',
  FINISHED: 'success',
  FAILED: 'error',
  CASCADE_FAILED: 'cascade',
  CANCELED: 'stopped',
  TIMEDOUT: 'error',
  SKIPPED: 'skipped',
  DELETING: 'stopped',
}

const over: ReadonlySet<Status> = new Set(['FINISHED', 'FAILED', 'CASCADE_FAILED', 'CANCELED', 'TIMEDOUT', 'SKIPPED'])

/** Whether an instance or attempt in this status is over for good (unless it is rerun). */
export const settled = (status: Status): boolean => over.has(status)

/** One runnable component in one interval, as the mirror keeps it. Times are UTC milliseconds since 1970. */
export interface InstanceRow {
  readonly pipelineId: string
  readonly id: string
  readonly componentId: string
  readonly name: string
  readonly type: string
  readonly family: Family
  readonly status: Status
  readonly scheduledStart: number
  readonly scheduledEnd: number
  readonly actualStart?: number
  readonly actualEnd?: number
  readonly attemptCount: number
  readonly triesLeft: number
  readonly headAttempt?: string
  /** Ids of instances that it waits for. */
  readonly waitingOn: readonly string[]
  /** The instance whose failure cascaded here. */
  readonly cascadeFailedOn?: string
  readonly errorId?: string
  readonly errorMessage?: string
  /** The resource instance that runs it. */
  readonly resourceInstance?: string
  /** Version of the definition that it runs. */
  readonly version: number
  /** Why the life cycle was played and nothing really ran, if so. */
  readonly rehearsed?: string
  /** It did not run but was taken as done: the scheduled start of the run whose outputs stand for its own, 0 for none. */
  readonly taken?: number
  readonly updatedAt: number
}

export interface AttemptRow {
  readonly pipelineId: string
  readonly instanceId: string
  readonly id: string
  /** Counted from 1, never reused. */
  readonly number: number
  readonly status: Status
  readonly queuedAt: number
  readonly actualStart?: number
  readonly actualEnd?: number
  readonly hostname?: string
  readonly errorId?: string
  readonly errorMessage?: string
  readonly errorStackTrace?: string
  /** `s3://…/` prefix of its logs. */
  readonly logLocation?: string
  readonly rehearsed?: string
  /** Why a precondition that is still being asked was not true the last time. */
  readonly lastReason?: string
}
