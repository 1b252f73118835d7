import type { InputOf, OutputOf } from '../../api/operations.ts'
import { limits } from '../../core/catalog/limits.ts'
import type { Field } from '../../core/definition/model.ts'
import { parseDateTime, printDateTime } from '../../core/expression/value.ts'
import { type Status, statuses } from '../../core/runs/instance.ts'
import { type Attempt, type Instance, statusOf } from '../instance.ts'
import type { InstanceFilter, PipelineRecord } from '../ports.ts'
import { type Context, invalid } from './context.ts'
import { componentStatus } from './describe.ts'

type Query = InputOf<'QueryObjects'>

interface Condition {
  readonly field: string
  readonly type: 'EQ' | 'REF_EQ' | 'LE' | 'GE' | 'BETWEEN'
  readonly values: readonly string[]
}

interface Row {
  readonly id: string
  readonly fields: readonly Field[]
}

const times = ['@scheduledStartTime', '@scheduledEndTime', '@actualStartTime', '@actualEndTime']
const known = ['name', '@sphere', 'parent', '@componentParent', '@instanceParent', '@status', ...times]

/**
 * Ids of the objects that meet all selectors, a page at a time, by scheduled start and then id. Several values of EQ
 * mean any of them, and times compare as text, both ends included. Source: API reference, QueryObjects; the AWS CLI.
 */
export function queryObjects(context: Context, record: PipelineRecord, input: Query): OutputOf<'QueryObjects'> {
  const conditions = conditionsOf(input)
  const limit = Math.min(input.limit ?? limits.queryPage.value, limits.queryPage.value)
  if (limit < 1) throw invalid('The limit must be at least 1.')
  const ids: string[] = []
  let hasMoreResults = false
  let passed = !input.marker
  for (const row of rows(context, record, input.sphere.toUpperCase(), conditions, input.marker ?? undefined)) {
    if (!passed) passed = row.id === input.marker
    else if (conditions.every(condition => meets(row, condition))) {
      if (ids.length === limit) {
        hasMoreResults = true
        break
      }
      ids.push(row.id)
    }
  }
  if (!passed) throw invalid(`The marker ${input.marker} is unknown; begin again without one.`)
  const last = ids.at(-1)
  return { ids, hasMoreResults, ...(hasMoreResults && last !== undefined && { marker: last }) }
}

function conditionsOf({ query }: Query): readonly Condition[] {
  const selectors = query?.selectors ?? []
  if (selectors.length > limits.selectors.value)
    throw invalid(`A query has at most ${limits.selectors.value} selectors; this one has ${selectors.length}.`)
  return selectors.map(({ fieldName, operator }) => {
    if (fieldName === undefined || operator === undefined)
      throw invalid('A selector needs a fieldName and an operator.')
    const { type = 'EQ', values } = operator
    if (!known.includes(fieldName))
      throw invalid(`'${fieldName}' cannot be asked for; choose one of ${known.join(', ')}.`)
    const isTime = times.includes(fieldName)
    if ((type === 'LE' || type === 'GE' || type === 'BETWEEN') && !isTime)
      throw invalid(`${type} is for times; '${fieldName}' is none.`)
    const count = values?.length ?? 0
    if (type === 'BETWEEN' ? count !== 2 : count === 0)
      throw invalid(`${type} on '${fieldName}' takes ${type === 'BETWEEN' ? 'two values' : 'a value'}, not ${count}.`)
    const spelled = fieldName === '@status' ? (values ?? []).map(one => spelling(one.toUpperCase())) : (values ?? [])
    return { field: fieldName, type, values: spelled }
  })
}

/** The service says CANCELED, some clients ask for CANCELLED. */
const spelling = (status: string): string => (status === 'CANCELLED' ? 'CANCELED' : status)

function meets({ fields }: Row, { field, type, values }: Condition): boolean {
  const [first = '', second = ''] = values
  return fields.some(({ key, stringValue, refValue }) => {
    if (key !== field) return false
    const value = stringValue ?? refValue ?? ''
    switch (type) {
      case 'EQ':
        return values.includes(value)
      case 'REF_EQ':
        return refValue !== undefined && values.includes(refValue)
      case 'LE':
        return value <= first
      case 'GE':
        return value >= first
      default:
        return value >= first && value <= second
    }
  })
}

function* rows(
  context: Context,
  record: PipelineRecord,
  sphere: string,
  conditions: readonly Condition[],
  marker: string | undefined,
): Generator<Row> {
  const { ledger, store } = context
  switch (sphere) {
    case 'COMPONENT': {
      const definition = record.latest === undefined ? undefined : ledger.version(record.id, record.latest)?.definition
      const objects = [...(definition?.objects ?? [])].sort((a, b) => (a.id < b.id ? -1 : 1))
      for (const object of objects) {
        const parent = object.fields.find(field => field.key === 'parent')?.refValue ?? 'Default'
        yield {
          id: object.id,
          fields: [
            { key: 'name', stringValue: object.name },
            { key: '@sphere', stringValue: 'COMPONENT' },
            { key: '@status', stringValue: componentStatus(context, record, object.id) },
            ...(object.id === 'Default' ? [] : [{ key: 'parent', refValue: parent }]),
          ],
        }
      }
      return
    }
    case 'INSTANCE':
      for (const instance of store.instances(record.id, narrowed(conditions, marker))) yield instanceRow(instance)
      return
    case 'ATTEMPT':
      for (const { instanceId, attempt } of store.allAttempts(record.id)) {
        const instance = ledger.instance(record.id, instanceId)
        if (instance) yield attemptRow(instance, attempt)
      }
      return
    default:
      throw invalid(`There is no sphere '${sphere}'; ask for COMPONENT, INSTANCE or ATTEMPT.`)
  }
}

/** As much of the conditions as the store can decide by itself. */
function narrowed(conditions: readonly Condition[], marker: string | undefined): InstanceFilter {
  const filter: { -readonly [K in keyof InstanceFilter]: InstanceFilter[K] } = {}
  for (const { field, type, values } of conditions) {
    if (field === '@status' && type === 'EQ')
      filter.statuses = values.filter((value): value is Status => statuses.some(one => one === value))
    if (field === '@componentParent') filter.componentIds = values
  }
  // The page goes on at the instance that the marker names; those before it start no later.
  const from = marker === undefined ? undefined : parseDateTime(marker.slice(-19))
  if (from !== undefined) filter.scheduledFrom = from
  // The marker itself must be found even if it meets the conditions no more.
  if (marker !== undefined) return from === undefined ? {} : { scheduledFrom: from }
  return filter
}

const timed = (key: string, at: number | undefined): readonly Field[] =>
  at === undefined ? [] : [{ key, stringValue: printDateTime(at) }]

const instanceRow = (instance: Instance): Row => ({
  id: instance.plan.id,
  fields: [
    { key: 'name', stringValue: instance.plan.name },
    { key: '@sphere', stringValue: 'INSTANCE' },
    { key: '@status', stringValue: statusOf(instance) },
    { key: 'parent', refValue: instance.plan.componentId },
    { key: '@componentParent', refValue: instance.plan.componentId },
    ...timed('@scheduledStartTime', instance.plan.scheduledStart),
    ...timed('@scheduledEndTime', instance.plan.scheduledEnd),
    ...timed('@actualStartTime', instance.actualStart),
    ...timed('@actualEndTime', instance.actualEnd),
  ],
})

const attemptRow = ({ plan }: Instance, attempt: Attempt): Row => ({
  id: attempt.id,
  fields: [
    { key: 'name', stringValue: attempt.id },
    { key: '@sphere', stringValue: 'ATTEMPT' },
    { key: '@status', stringValue: attempt.status },
    { key: 'parent', refValue: plan.componentId },
    { key: '@componentParent', refValue: plan.componentId },
    { key: '@instanceParent', refValue: plan.id },
    ...timed('@scheduledStartTime', plan.scheduledStart),
    ...timed('@scheduledEndTime', plan.scheduledEnd),
    ...timed('@actualStartTime', attempt.actualStart),
    ...timed('@actualEndTime', attempt.actualEnd),
  ],
})
