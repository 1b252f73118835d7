import { slotOf } from '../core/catalog/index.ts'
import type { Definition, Field, PipelineObject } from '../core/definition/model.ts'
import { effectiveFields, effectiveValues, objectById, typeOf } from '../core/definition/query.ts'
import { evaluateField, evaluateFields, type Surroundings } from '../core/definition/scope.ts'
import type { Instance } from './instance.ts'
import { fieldsOfTry } from './last-try.ts'
import type { Ledger } from './ledger.ts'
import type { EvaluatedObject, Work } from './ports.ts'
import { surroundingsOf } from './surroundings.ts'

/** What an executor is handed, or why it cannot be worked out. */
export type Prepared =
  | { readonly work: Work; readonly logUri: string | undefined }
  | { readonly errorId: string; readonly errorMessage: string }

/** Flows that lead to something the work needs to know; order and schedules are the engine's own business. */
const followed: ReadonlySet<string | undefined> = new Set(['in', 'out', 'on', 'uses', undefined])

/** The work of an instance's newest attempt, with every expression evaluated. `action`: of an action it asked for. */
export function prepare(ledger: Ledger, instance: Instance, action?: string): Prepared {
  const { plan, head } = instance
  const here = surroundingsOf(ledger, instance, action)
  if (!here)
    return {
      errorId: 'MissingObject',
      errorMessage: `${action ?? plan.componentId} is not in version ${plan.version} of the definition.`,
    }
  const whole = evaluated(here)
  if ('errorId' in whole) return whole
  const object = { ...whole, fields: action === undefined ? fieldsOfTry(instance, head, whole.fields) : whole.fields }
  const node = here.node
  const objects = new Map<string, EvaluatedObject>()
  for (const id of reachable(here, node?.id)) {
    const target = objectById(here.definition, id)
    const { node: _, ...rest } = here
    const one = target && evaluated({ ...rest, object: target })
    if (!one) continue
    if ('errorId' in one) {
      // What it does not refer to itself may lie outside of what is known here, such as the outputs of its node.
      if (id === node?.id || here.object.fields.some(field => field.refValue === id)) return one
      continue
    }
    objects.set(id, one)
  }
  return {
    work: {
      pipelineId: plan.pipelineId,
      instanceId: plan.id,
      attemptId: action === undefined ? (head?.id ?? plan.id) : `${plan.id}_Action=${action}`,
      attempt: head?.number ?? 0,
      scheduledStart: plan.scheduledStart,
      scheduledEnd: plan.scheduledEnd,
      object: node
        ? { ...object, fields: [...object.fields.filter(f => f.key !== 'node'), { key: 'node', refValue: node.id }] }
        : object,
      objects,
    },
    logUri: logUriOf(here),
  }
}

/** What is the same for all works of an object in a definition, which never changes; worked out when first needed. */
interface Groundwork {
  /** Of objects without expressions. */
  readonly constants: Map<PipelineObject, EvaluatedObject>
  readonly logUris: Map<PipelineObject, string | undefined>
  /** By the object, then the id of its node. */
  readonly reach: Map<PipelineObject, Map<string | undefined, readonly string[]>>
}

const groundworks = new WeakMap<Definition, Groundwork>()

function groundworkOf(definition: Definition): Groundwork {
  const known = groundworks.get(definition)
  if (known) return known
  const fresh: Groundwork = { constants: new Map(), logUris: new Map(), reach: new Map() }
  groundworks.set(definition, fresh)
  return fresh
}

const fixed = (fields: readonly Field[]): boolean => fields.every(one => !one.stringValue?.includes('#{'))

function evaluated(here: Surroundings): EvaluatedObject | { readonly errorId: string; readonly errorMessage: string } {
  const { definition, object } = here
  const { constants } = groundworkOf(definition)
  const known = constants.get(object)
  if (known) return known
  const { fields, problems } = evaluateFields(here)
  const [problem] = problems
  if (problem)
    return {
      errorId: 'ExpressionError',
      errorMessage: `${object.id}.${problem.field} cannot be evaluated: ${problem.error}`,
    }
  const result = { id: object.id, type: typeOf(definition, object) ?? '', fields }
  if (fixed(effectiveFields(definition, object))) constants.set(object, result)
  return result
}

function logUriOf(here: Surroundings): string | undefined {
  const { definition, object } = here
  const { logUris } = groundworkOf(definition)
  if (logUris.has(object)) return logUris.get(object)
  const log = evaluateField(here, 'pipelineLogUri')
  const uri = 'error' in log ? undefined : log.fields[0]?.stringValue
  if (fixed(effectiveValues(definition, object, 'pipelineLogUri'))) logUris.set(object, uri)
  return uri
}

/** Ids of all objects that the work may ask for: what it refers to, and what those do. */
function reachable({ definition, object }: Surroundings, node: string | undefined): readonly string[] {
  const { reach } = groundworkOf(definition)
  const own = reach.get(object) ?? new Map<string | undefined, readonly string[]>()
  reach.set(object, own)
  const known = own.get(node)
  if (known) return known
  const ids = new Set<string>(node === undefined ? [] : [node])
  const queue = [object.id, ...ids]
  for (let at = 0; at < queue.length; at += 1) {
    const one = objectById(definition, queue[at] ?? '')
    if (!one) continue
    const type = typeOf(definition, one)
    for (const field of effectiveFields(definition, one).filter(field => leads(type, field))) {
      const id = field.refValue
      if (id === undefined || id === object.id || ids.has(id)) continue
      ids.add(id)
      queue.push(id)
    }
  }
  const all = [...ids]
  own.set(node, all)
  return all
}

const leads = (type: string | undefined, field: Field): boolean =>
  field.refValue !== undefined && field.key !== 'parent' && followed.has(slotOf(type, field.key)?.flow)
