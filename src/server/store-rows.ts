import type { SQLInputValue } from 'node:sqlite'
import type { Notice } from '../api/workspace.ts'
import type { Family } from '../core/catalog/schema.ts'
import { type AttemptRow, type InstanceRow, type Status, settled } from '../core/runs/instance.ts'
import { type Attempt, attemptRowOf } from '../engine/instance.ts'
import { parsed } from './store-text.ts'

/** Rows of the database that people see, and what they stand for. */

export interface StoredInstance {
  readonly pipeline: string
  readonly id: string
  readonly component: string
  readonly name: string
  readonly type: string
  readonly family: string
  readonly status: string
  readonly scheduled_start: number
  readonly scheduled_end: number
  readonly actual_start: number | null
  readonly actual_end: number | null
  readonly attempts: number
  readonly tries_left: number
  readonly head_attempt: string | null
  readonly waiting_on: string | null
  readonly cascade_failed_on: string | null
  readonly error_id: string | null
  readonly error_message: string | null
  readonly resource: string | null
  readonly version: number
  readonly rehearsed: string | null
  readonly taken: number | null
  readonly updated: number
}

export interface StoredAttempt {
  readonly pipeline: string
  readonly instance: string
  readonly number: number
  readonly id: string
  readonly status: string
  readonly queued: number
  readonly actual_start: number | null
  readonly actual_end: number | null
  readonly hostname: string | null
  readonly error_id: string | null
  readonly error_message: string | null
  readonly error_stack: string | null
  readonly log_location: string | null
  readonly rehearsed: string | null
  readonly more: string | null
}

export interface StoredNotice {
  readonly id: number
  readonly at: number
  readonly pipeline: string | null
  readonly instance: string | null
  readonly kind: string
  readonly subject: string
  readonly message: string
  readonly sent_to: string | null
}

/** Columns of an instance that people see and that are fixed when it is made. */
export const fixedColumns = [
  'pipeline',
  'id',
  'component',
  'name',
  'type',
  'family',
  'scheduled_start',
  'scheduled_end',
  'resource',
  'version',
  'taken',
] as const satisfies readonly (keyof StoredInstance)[]

/** Those that people see and that change. */
export const changingColumns = [
  'status',
  'actual_start',
  'actual_end',
  'attempts',
  'tries_left',
  'head_attempt',
  'waiting_on',
  'cascade_failed_on',
  'error_id',
  'error_message',
  'rehearsed',
  'updated',
] as const satisfies readonly (keyof StoredInstance)[]

/** The columns of an instance in the mirror. */
export const instanceColumns = [...fixedColumns, ...changingColumns] as const

/** The columns of an attempt in the mirror, in the order of `attemptRowValues`. */
export const attemptRowColumns = [
  'pipeline',
  'instance',
  'number',
  'id',
  'status',
  'queued',
  'actual_start',
  'actual_end',
  'hostname',
  'error_id',
  'error_message',
  'error_stack',
  'log_location',
  'rehearsed',
] as const satisfies readonly (keyof StoredAttempt)[]

/** The same and what the engine goes on from. */
export const attemptColumns = [...attemptRowColumns, 'more'] as const

export function attemptValues(pipelineId: string, instanceId: string, attempt: Attempt): readonly SQLInputValue[] {
  const { taskId, handedAt, reportedAt, fields, checks, lastCheck, lastReason } = attempt
  const more = taskId ?? handedAt ?? reportedAt ?? fields ?? checks ?? lastCheck ?? lastReason
  return [
    ...attemptRowValues(attemptRowOf({ pipelineId, id: instanceId }, attempt)),
    more === undefined ? null : JSON.stringify({ taskId, handedAt, reportedAt, fields, checks, lastCheck, lastReason }),
  ]
}

export const attemptRowValues = (row: AttemptRow): readonly SQLInputValue[] => [
  row.pipelineId,
  row.instanceId,
  row.number,
  row.id,
  row.status,
  row.queuedAt,
  row.actualStart ?? null,
  row.actualEnd ?? null,
  row.hostname ?? null,
  row.errorId ?? null,
  row.errorMessage ?? null,
  row.errorStackTrace ?? null,
  row.logLocation ?? null,
  row.rehearsed ?? null,
]

export function attemptOf(row: StoredAttempt): Attempt {
  const { pipelineId: _, instanceId: __, queuedAt, errorId, errorMessage, errorStackTrace, ...rest } = attemptRow(row)
  // Without what cannot be read an attempt is still one.
  const more = moreOf(row)
  return {
    ...rest,
    queuedAt,
    ...(errorId !== undefined && {
      trouble: {
        errorId,
        errorMessage: errorMessage ?? '',
        ...(errorStackTrace !== undefined && { errorStackTrace }),
      },
    }),
    ...more,
  }
}

function moreOf({ more }: StoredAttempt): Partial<Attempt> {
  const text = more === null ? { value: {} } : parsed(more)
  return 'value' in text ? text.value : {}
}

/** The mirror's row of an attempt, with what a precondition that is asked again found last. */
export const attemptSeen = (row: StoredAttempt): AttemptRow => ({
  ...attemptRow(row),
  ...given('lastReason', moreOf(row).lastReason ?? null),
})

/** What says which instance a row is of, and when it was to run. */
export const identityOf = (
  row: Pick<
    StoredInstance,
    'pipeline' | 'id' | 'component' | 'name' | 'type' | 'family' | 'version' | 'scheduled_start' | 'scheduled_end'
  >,
) => ({
  pipelineId: row.pipeline,
  id: row.id,
  componentId: row.component,
  name: row.name,
  type: row.type,
  family: row.family as Family,
  version: row.version,
  scheduledStart: row.scheduled_start,
  scheduledEnd: row.scheduled_end,
})

/** The mirror's row of an instance. */
export const instanceRow = (row: StoredInstance): InstanceRow => ({
  ...identityOf(row),
  status: row.status as Status,
  attemptCount: row.attempts,
  triesLeft: row.tries_left,
  waitingOn: waitingOn(row.waiting_on),
  updatedAt: row.updated,
  ...given('actualStart', row.actual_start),
  ...given('actualEnd', row.actual_end),
  ...given('headAttempt', row.head_attempt),
  ...given('cascadeFailedOn', row.cascade_failed_on),
  ...given('errorId', row.error_id),
  ...given('errorMessage', row.error_message),
  ...given('resourceInstance', row.resource),
  ...given('rehearsed', row.rehearsed),
  ...given('taken', row.taken),
})

function waitingOn(text: string | null): readonly string[] {
  const list = text === null ? { value: [] } : parsed(text)
  return 'value' in list && Array.isArray(list.value) ? list.value : []
}

/** The mirror's row of an attempt. */
export const attemptRow = (row: StoredAttempt): AttemptRow => ({
  pipelineId: row.pipeline,
  instanceId: row.instance,
  id: row.id,
  number: row.number,
  status: row.status as Status,
  queuedAt: row.queued,
  ...given('actualStart', row.actual_start),
  ...given('actualEnd', row.actual_end),
  ...given('hostname', row.hostname),
  ...given('errorId', row.error_id),
  ...given('errorMessage', row.error_message),
  ...given('errorStackTrace', row.error_stack),
  ...given('logLocation', row.log_location),
  ...given('rehearsed', row.rehearsed),
})

export const noticeOf = (row: StoredNotice): Notice => ({
  id: row.id,
  at: row.at,
  kind: row.kind as Notice['kind'],
  subject: row.subject,
  message: row.message,
  ...given('pipelineId', row.pipeline),
  ...given('instanceId', row.instance),
  ...given('sentTo', row.sent_to),
})

/** A condition that a status is one of these, in a form that the index of what is over serves; and its arguments. */
export function statusIn(statuses: readonly Status[]): { readonly text: string; readonly args: readonly Status[] } {
  const parts = [
    { live: 0, own: statuses.filter(settled) },
    { live: 1, own: statuses.filter(status => !settled(status)) },
  ].filter(({ own }) => own.length > 0)
  const texts = parts.map(({ live, own }) => `(live = ${live} AND status IN (${own.map(() => '?').join(', ')}))`)
  return { text: texts.length > 0 ? `(${texts.join(' OR ')})` : '0', args: parts.flatMap(({ own }) => own) }
}

/** A key of an object where the column holds something. */
export const given = <K extends string, V>(key: K, value: V | null): { readonly [P in K]?: V } =>
  value === null ? {} : ({ [key]: value } as { readonly [P in K]: V })
