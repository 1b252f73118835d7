import { catalog, familyOf, isRunnable, slotOf } from '../core/catalog/index.ts'
import type { Family, Flow } from '../core/catalog/schema.ts'
import type { Definition, PipelineObject } from '../core/definition/model.ts'
import type { ParameterValues } from '../core/definition/parameters.ts'
import { effectiveFields, objectById, typeOf } from '../core/definition/query.ts'
import { evaluateField } from '../core/definition/scope.ts'
import { parsePeriod, periodMs } from '../core/runs/period.ts'
import { readSchedule, type Schedule, type ScheduleType, scheduleOf, scheduleTypeNamed } from '../core/runs/schedule.ts'
import type { Actions, Policy } from './instance.ts'

/** When a component runs; without a timetable it runs only when somebody says so. */
export interface Timetable {
  readonly schedule: Schedule
  readonly type: ScheduleType
}

/** One runnable object of a definition, and what the engine needs to know of it. */
export interface Component {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly family: Family
  readonly timetable?: Timetable
  readonly maxActive: number
  /** Ids of components: what it waits for, reads, is written by, checks first, and runs on. */
  readonly after: readonly string[]
  readonly reads: readonly string[]
  readonly writers: readonly string[]
  readonly checks: readonly string[]
  readonly on?: string
  readonly workerGroup?: string
  /** A precondition that the referring object's runner evaluates, not the service. */
  readonly checkedByRunner: boolean
  readonly policy: Policy
  readonly actions: Actions
}

/** Who takes part in a version of a definition. */
export interface Roster {
  readonly definition: Definition
  readonly values: ParameterValues
  readonly version: number
  readonly onDemand: boolean
  /** Concurrent executions of an on-demand pipeline. */
  readonly maxRuns: number
  readonly components: ReadonlyMap<string, Component>
  /** Why a schedule cannot be counted with: `<object>: <sentence>`. */
  readonly problems: readonly string[]
}

const minute = 60_000

/**
 * Reads a definition for running. What a value does not say, or says unreadably, takes the service's default.
 * `firstActivation` anchors schedules that start at FIRST_ACTIVATION_DATE_TIME. Source: developer guide; where it is
 * silent, the reading is ours: 2 retries, 10 minutes between tries, 1 minute between checks, 5 active instances.
 */
export function rosterOf(
  definition: Definition,
  values: ParameterValues,
  version: number,
  firstActivation?: number,
): Roster {
  const problems: string[] = []
  const base = objectById(definition, 'Default')
  const read = (object: PipelineObject, key: string) => firstText(definition, values, object, key)
  const onDemand = base !== undefined && scheduleTypeNamed(read(base, 'scheduleType')) === 'ondemand'

  const writers = new Map<string, string[]>()
  const runnable = definition.objects.flatMap(object => {
    const type = typeOf(definition, object)
    const family = type === undefined ? undefined : familyOf(type)
    return type !== undefined && family !== undefined && isRunnable(family)
      ? [{ object, type, family, targets: targetsOf(definition, object, type) }]
      : []
  })
  for (const { object, targets } of runnable)
    for (const target of targets.get('out') ?? []) writers.set(target, [...(writers.get(target) ?? []), object.id])

  let only: { readonly schedule: PipelineObject | undefined } | undefined
  const timetables = new Map<string, Timetable | undefined>()
  const timetableOf = (object: PipelineObject): Timetable | undefined => {
    const { schedule: own, scheduleType: type } = scheduleOf(definition, object, values)
    if (!own) only ??= { schedule: theOnlySchedule(definition) }
    const schedule = own ?? only?.schedule
    if (onDemand || !schedule || type === 'ondemand') return undefined
    const key = `${schedule.id}|${type}`
    if (!timetables.has(key)) {
      const result = readSchedule(definition, schedule, values, firstActivation)
      if ('problem' in result) problems.push(`${schedule.id}: ${result.problem}`)
      timetables.set(key, 'problem' in result ? undefined : { schedule: result, type })
    }
    return timetables.get(key)
  }

  const components = new Map<string, Component>()
  for (const { object, type, family, targets } of runnable) {
    if (components.has(object.id)) continue
    const to = (flow: Flow) => targets.get(flow) ?? []
    const timetable = family === 'precondition' ? undefined : timetableOf(object)
    const on = family === 'resource' ? undefined : to('on')[0]
    const workerGroup = family === 'resource' || on !== undefined ? undefined : read(object, 'workerGroup')
    const cap = Number(read(object, 'maxActiveInstances') ?? (onDemand ? 1 : 5))
    components.set(object.id, {
      id: object.id,
      name: object.name,
      type,
      family,
      maxActive: Number.isInteger(cap) && cap > 0 ? cap : 5,
      after: to('after'),
      reads: family === 'activity' ? to('in') : [],
      writers: family === 'dataNode' ? [...new Set(writers.get(object.id))] : [],
      checks: to('when'),
      checkedByRunner: catalog.get(type)?.evaluatedBy === 'runner',
      policy: policyOf(family, key => read(object, key), onDemand),
      actions: {
        success: named(object, 'onSuccess'),
        fail: named(object, 'onFail'),
        late: named(object, 'onLateAction'),
      },
      ...(timetable && { timetable }),
      ...(on !== undefined && { on }),
      ...(workerGroup !== undefined && workerGroup !== '' && { workerGroup }),
    })
  }
  const cap = Number((base && read(base, 'maxActiveInstances')) ?? 1)
  return {
    definition,
    values,
    version,
    onDemand,
    maxRuns: Number.isInteger(cap) && cap > 0 ? cap : 1,
    components,
    problems,
  }

  function named(object: PipelineObject, key: string): readonly string[] {
    return effectiveFields(definition, object).flatMap(field =>
      field.key === key && field.refValue !== undefined && objectById(definition, field.refValue)
        ? [field.refValue]
        : [],
    )
  }
}

/** By flow, the ids that its fields lead to, as the type's slots say; nothing points to itself. */
function targetsOf(definition: Definition, object: PipelineObject, type: string): ReadonlyMap<Flow, readonly string[]> {
  const targets = new Map<Flow, string[]>()
  for (const { key, refValue } of effectiveFields(definition, object)) {
    if (refValue === undefined || refValue === object.id) continue
    const flow = slotOf(type, key)?.flow
    if (flow === undefined || !objectById(definition, refValue)) continue
    const known = targets.get(flow)
    if (!known) targets.set(flow, [refValue])
    else if (!known.includes(refValue)) known.push(refValue)
  }
  return targets
}

function firstText(definition: Definition, values: ParameterValues, object: PipelineObject, key: string) {
  const result = evaluateField({ definition, object, values }, key)
  return 'error' in result ? undefined : result.fields[0]?.stringValue
}

/** An object without a schedule of its own follows the pipeline's, where there is but one. */
function theOnlySchedule(definition: Definition): PipelineObject | undefined {
  const all = definition.objects.filter(object => familyOf(typeOf(definition, object) ?? '') === 'schedule')
  return all.length === 1 ? all[0] : undefined
}

function policyOf(family: Family, read: (key: string) => string | undefined, onDemand: boolean): Policy {
  const ms = (key: string): number | undefined => {
    const text = read(key)
    if (text === undefined) return undefined
    // A bare number is of hours: what terminateAfter meant before it was a period.
    const period = parsePeriod(/^\s*\d+\s*$/.test(text) ? `${text} hours` : text)
    return period && periodMs(period)
  }
  const optional = (key: string, as: string) => {
    const value = ms(key)
    return value === undefined ? {} : { [as]: value }
  }
  const retries = Number(read('maximumRetries') ?? 2)
  return {
    maximumRetries: Number.isInteger(retries) && retries >= 0 ? retries : 2,
    retryDelay: ms('retryDelay') ?? (family === 'precondition' ? minute : 10 * minute),
    progressTimeout: ms('reportProgressTimeout') ?? 15 * minute,
    cascade: read('failureAndRerunMode')?.toLowerCase() === 'cascade',
    requeue: read('actionOnResourceFailure')?.toLowerCase() !== 'retrynone',
    endOnTaskFailure: read('actionOnTaskFailure')?.toLowerCase() === 'terminate',
    ...(family === 'resource' ? optional('initTimeout', 'initTimeout') : optional('attemptTimeout', 'attemptTimeout')),
    ...(family === 'resource' && optional('terminateAfter', 'terminateAfter')),
    ...(family === 'precondition' && optional('preconditionTimeout', 'preconditionTimeout')),
    ...(!onDemand && optional('lateAfterTimeout', 'lateAfter')),
  }
}
