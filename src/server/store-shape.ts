import type { Definition } from '../core/definition/model.ts'
import type { Instance } from '../engine/instance.ts'
import type { PipelineRecord } from '../engine/ports.ts'

/** Whether what was read is what was written, as far as its shape tells: a damaged text may still be JSON. */

type Known = Readonly<Record<string, unknown>>
type Shape = 'string' | 'number' | 'boolean' | 'object' | 'list'

const fits = (value: unknown, shape: Shape): boolean =>
  shape === 'list' ? Array.isArray(value) : typeof value === shape && value !== null

const has = (value: unknown, shapes: Readonly<Record<string, Shape>>): boolean => {
  if (typeof value !== 'object' || value === null) return false
  for (const key in shapes) if (!fits((value as Known)[key], shapes[key] as Shape)) return false
  return true
}

const planShape = {
  pipelineId: 'string',
  id: 'string',
  componentId: 'string',
  name: 'string',
  type: 'string',
  family: 'string',
  version: 'number',
  scheduledStart: 'number',
  scheduledEnd: 'number',
  dueAt: 'number',
  needs: 'list',
} as const
const policyShape = {
  maximumRetries: 'number',
  retryDelay: 'number',
  progressTimeout: 'number',
  cascade: 'boolean',
  requeue: 'boolean',
  endOnTaskFailure: 'boolean',
} as const
const actionsShape = { success: 'list', fail: 'list', late: 'list' } as const
const stateShape = {
  phase: 'string',
  due: 'boolean',
  held: 'boolean',
  unmet: 'list',
  attempts: 'number',
  tries: 'number',
  rerun: 'boolean',
  serves: 'list',
  updatedAt: 'number',
} as const
const headShape = { id: 'string', number: 'number', status: 'string', queuedAt: 'number' } as const

const phases: ReadonlySet<string> = new Set<Instance['phase']>([
  'made',
  'blocked',
  'queued',
  'handedOut',
  'running',
  'polling',
  'backingOff',
  'stopping',
  'creating',
  'up',
  'closing',
  'finished',
  'failed',
  'cascadeFailed',
  'canceled',
  'timedOut',
  'skipped',
])

const needShape = { id: 'string', as: 'string' } as const

export const isWholeInstance = (instance: Instance): boolean =>
  has(instance, stateShape) &&
  phases.has(instance.phase) &&
  (instance.head === undefined || has(instance.head, headShape)) &&
  has(instance.plan, planShape) &&
  has(instance.plan.policy, policyShape) &&
  has(instance.plan.actions, actionsShape) &&
  instance.plan.needs.every(need => has(need, needShape))

export const isWholeRecord = (value: unknown): value is PipelineRecord =>
  has(value, {
    id: 'string',
    name: 'string',
    uniqueId: 'string',
    tags: 'list',
    createdAt: 'number',
    state: 'string',
    versions: 'number',
    cursors: 'object',
    paused: 'list',
  })

export function isWholeDefinition(value: unknown): value is Definition {
  if (!has(value, { objects: 'list', parameters: 'list', values: 'list' })) return false
  const { objects, parameters } = value as Definition
  return (
    objects.every(one => has(one, { id: 'string', name: 'string', fields: 'list' })) &&
    objects.every(one => one.fields.every(field => has(field, { key: 'string' }))) &&
    parameters.every(one => has(one, { id: 'string', attributes: 'list' }))
  )
}
