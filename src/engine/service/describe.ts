import type { Field, PipelineObject } from '../../core/definition/model.ts'
import { objectById } from '../../core/definition/query.ts'
import { evaluateFields, type Surroundings, suitingFields } from '../../core/definition/scope.ts'
import { printDateTime } from '../../core/expression/value.ts'
import type { Attempt, Instance } from '../instance.ts'
import { fieldsOfTry } from '../last-try.ts'
import type { ComponentStats, PipelineRecord } from '../ports.ts'
import { factsOf, factsOfAttempt, fieldOf, lookingBack, surroundingsOf } from '../surroundings.ts'
import type { Context } from './context.ts'
import { componentHealth, nextRun } from './pipelines.ts'

/** Objects as DescribeObjects shows them, sphere by sphere. Source: API samples and the CLI's tests. */

const text = (key: string, stringValue: string | undefined): readonly Field[] =>
  stringValue === undefined ? [] : [{ key, stringValue }]
const ref = (key: string, refValue: string | undefined): readonly Field[] =>
  refValue === undefined ? [] : [{ key, refValue }]
const time = (key: string, at: number | undefined): readonly Field[] =>
  text(key, at === undefined ? undefined : printDateTime(at))

/** A component: its own fields, `parent` made explicit, and what the service says of it. Nothing is inherited here. */
export function describeComponent(
  context: Context,
  record: PipelineRecord,
  object: PipelineObject,
  stats: ComponentStats | undefined,
  errors: readonly string[],
): PipelineObject {
  const health = stats && componentHealth(stats)
  const parented = object.id === 'Default' || object.fields.some(field => field.key === 'parent')
  return {
    id: object.id,
    name: object.name,
    fields: [
      ...object.fields,
      ...(parented ? [] : ref('parent', 'Default')),
      ...text('@sphere', 'COMPONENT'),
      ...text('@version', record.latest === undefined ? undefined : String(record.latest)),
      ...text('@status', componentStatus(context, record, object.id)),
      ...text('@pipelineId', record.id),
      ...errors.flatMap(error => text('@error', error)),
      ...(stats?.active ?? []).flatMap(id => ref('@activeInstances', id)),
      ...time('@latestRunTime', stats?.latestRun),
      ...time('@latestCompletedRunTime', stats?.latestCompleted),
      ...time('@nextRunTime', nextRun(context, record, object.id)),
      ...time('@lastDeactivatedTime', record.lastDeactivated),
      ...(object.fields.some(field => field.key === 'startAt')
        ? time('@firstActivationTime', record.firstActivation)
        : []),
      ...text('@healthStatus', health?.status),
      ...text('@healthStatusFromInstanceId', health?.instanceId),
      ...time('@healthStatusUpdatedTime', health?.at),
    ],
  }
}

/** The service's word for a component; one that was put and not activated yet is PENDING. */
export function componentStatus({ ledger }: Pick<Context, 'ledger'>, record: PipelineRecord, id: string): string {
  if (record.paused.includes(id)) return 'PAUSED'
  const active = record.active === undefined ? undefined : ledger.version(record.id, record.active)?.definition
  if (!active || !objectById(active, id)) return 'PENDING'
  return record.state === 'INACTIVE' || record.state === 'DEACTIVATING' ? 'INACTIVE' : 'SCHEDULED'
}

/** An instance: effective fields with references to instances, both ways, and what the service says of it. */
export function describeInstance(context: Context, instance: Instance, evaluate: boolean): PipelineObject {
  const { plan } = instance
  const here = surroundingsOf(evaluate ? lookingBack(context.ledger) : context.ledger, instance)
  const neighbours = [...plan.needs.map(need => need.id), ...(plan.resource === undefined ? [] : [plan.resource])]
  const dependents = context.ledger.dependents(plan.pipelineId, plan.id, 'all')
  const related = new Map<string, string[]>()
  const relate = (componentId: string, id: string) =>
    related.set(componentId, [...(related.get(componentId) ?? []), id])
  for (const id of neighbours) {
    const other = context.ledger.instance(plan.pipelineId, id)
    if (other) relate(other.plan.componentId, id)
  }
  for (const { plan: other } of dependents)
    if (other.needs.some(need => need.id === plan.id && need.as === 'producer')) relate(other.componentId, other.id)

  const own = definitionFields(here, evaluate).flatMap((field): readonly Field[] => {
    if (field.refValue === undefined) return [field]
    const ids = related.get(field.refValue)
    return ids ? ids.map(id => ({ key: field.key, refValue: id })) : [field]
  })
  const written = plan.needs.filter(need => need.as === 'producer').map(need => ({ key: 'input', refValue: need.id }))
  const mirrored = dependents.flatMap(({ plan: other }): readonly Field[] => {
    if (other.resource === plan.id) return [{ key: 'input', refValue: other.id }]
    return other.family === 'activity' && other.needs.some(need => need.id === plan.id && need.as === 'in')
      ? [{ key: 'output', refValue: other.id }]
      : []
  })
  return {
    id: plan.id,
    name: plan.name,
    fields: [
      ...own,
      ...written,
      ...mirrored,
      ...ref('parent', plan.componentId),
      ...ref('node', plan.owner),
      ...factsOf(instance).map(fieldOf),
    ],
  }
}

/** An attempt: every effective field, references to components as they are, and what the worker reported. */
export function describeAttempt(
  context: Context,
  instance: Instance,
  attempt: Attempt,
  evaluate: boolean,
): PipelineObject {
  const { plan } = instance
  const here = surroundingsOf(evaluate ? lookingBack(context.ledger) : context.ledger, instance)
  return {
    id: attempt.id,
    name: attempt.id,
    fields: [
      ...fieldsOfTry(instance, attempt, definitionFields(here, evaluate)),
      ...ref('parent', plan.componentId),
      ...ref('node', plan.owner),
      ...factsOfAttempt(instance, attempt).map(fieldOf),
      ...(attempt.fields ?? []),
    ],
  }
}

/** Effective fields of the object behind an instance; an expression that cannot be evaluated stays as it is written. */
function definitionFields(here: Surroundings | undefined, evaluate: boolean): readonly Field[] {
  if (!here) return []
  const written = suitingFields(here.definition, here.object)
  if (!evaluate) return written.filter(kept).map(({ key, stringValue, refValue }) => plain(key, stringValue, refValue))
  const { fields, problems } = evaluateFields(here)
  const failed = problems.flatMap(({ field, occurrence }) => written.filter(one => one.key === field)[occurrence] ?? [])
  return [...fields, ...failed.map(({ key, stringValue, refValue }) => plain(key, stringValue, refValue))].filter(kept)
}

const kept = ({ key }: Field): boolean => key !== 'parent'

const plain = (key: string, stringValue: string | undefined, refValue: string | undefined): Field => ({
  key,
  ...(stringValue !== undefined && { stringValue }),
  ...(refValue !== undefined && { refValue }),
})

/** A component with its expressions evaluated as far as that goes without a run. */
export function evaluatedComponent(here: Surroundings, described: PipelineObject): PipelineObject {
  const fields = described.fields.flatMap((field): readonly Field[] => {
    if (field.stringValue === undefined || !field.stringValue.includes('#{')) return [field]
    const object = { ...here.object, fields: [field] }
    const result = evaluateFields({
      ...here,
      object: { ...object, fields: [field, ...here.object.fields.filter(one => one.key !== field.key)] },
    })
    return result.problems.some(one => one.field === field.key)
      ? [field]
      : result.fields.filter(one => one.key === field.key)
  })
  return { ...described, fields }
}

export const objectOf = (context: Context, record: PipelineRecord, id: string): PipelineObject | undefined => {
  const definition =
    record.latest === undefined ? undefined : context.ledger.version(record.id, record.latest)?.definition
  return definition && objectById(definition, id)
}
