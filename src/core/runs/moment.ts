import { familyOf, isRunnable, slotOf } from '../catalog/index.ts'
import type { Definition, PipelineObject } from '../definition/model.ts'
import { bareId, type ParameterValues, resolveParameters } from '../definition/parameters.ts'
import { hasNode, servedBy } from '../definition/paths.ts'
import { objectById, typeOf } from '../definition/query.ts'
import { scopeOf } from '../definition/scope.ts'
import { evaluateTemplate } from '../expression/evaluate.ts'
import { dateTime, EvaluationError, parseDateTime, string, type Value } from '../expression/value.ts'
import { instanceOf } from './instance-id.ts'
import { type Interval, intervalAt, intervalContaining, nextInterval, readSchedule, scheduleOf } from './schedule.ts'

/**
 * The run for which one asks what an expression would come to: the first of a schedule, the next one due, the one whose
 * interval holds the present, or the one whose interval holds a time (UTC milliseconds).
 */
export type Moment = 'first' | 'next' | 'now' | number

/** Reads a moment as an address writes it: a word, or a time as the service writes it. */
export function momentNamed(text: string | undefined): Moment | undefined {
  if (text === 'first' || text === 'next' || text === 'now') return text
  const full = text !== undefined && /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text) ? `${text}:00` : text
  return full === undefined ? undefined : parseDateTime(full)
}

/** When a run would be scheduled, or why that cannot be said. */
export type Scheduled = Pick<Interval, 'start' | 'end'> | { readonly problem: string }

/**
 * The interval of the run of an object at a moment, by its own schedule. Without a schedule, and on demand, start and
 * end are the moment itself: then a run begins when somebody activates the pipeline.
 */
export function scheduledAt(
  definition: Definition,
  object: PipelineObject,
  values: ParameterValues,
  moment: Moment,
  now: number,
): Scheduled {
  const { schedule, scheduleType } = scheduleOf(definition, object, values)
  const asked = typeof moment === 'number' ? moment : now
  if (!schedule || scheduleType === 'ondemand') return { start: asked, end: asked }
  const read = readSchedule(definition, schedule, values, now)
  if ('problem' in read) return read
  const interval =
    moment === 'first'
      ? intervalAt(read, scheduleType, 0)
      : moment === 'next'
        ? nextInterval(read, scheduleType, now)
        : intervalContaining(read, scheduleType, asked)
  if (interval) return interval
  const what =
    moment === 'next' ? 'has no run after now' : moment === 'first' ? 'has no run' : 'has no run at that time'
  return { problem: `The schedule ${schedule.id} ${what}.` }
}

/** What a text comes to at a moment: its values, or why they cannot be known before a run. */
export type Foreseen =
  | { readonly values: readonly string[]; readonly start: number; readonly node?: string }
  | { readonly problem: string; readonly unknowable: boolean }

/** Where a text stands, and the moment it is asked for. */
export interface Asked {
  readonly definition: Definition
  readonly object: PipelineObject
  readonly moment: Moment
  /** UTC milliseconds. */
  readonly now: number
  readonly pipelineId?: string
}

/** Evaluates the text of a field as a run at the moment would, as far as it can be known before. */
export function foresee(asked: Asked, text: string): Foreseen {
  const { definition, object, moment, now, pipelineId } = asked
  const { values } = resolveParameters(definition)
  const [node] = hasNode(definition, object) ? servedBy(definition, object) : []
  let unknowable = false
  const runtime = (id: string, field: string): Value | undefined => {
    const owner = objectById(definition, id)
    const slot = owner && slotOf(typeOf(definition, owner), field)
    if (!owner || !(field.startsWith('@') || slot?.runtime)) return undefined
    if (field === '@pipelineId' && pipelineId !== undefined) return string(pipelineId)
    if (field === '@scheduledStartTime' || field === '@scheduledEndTime') {
      const at = scheduledAt(definition, timed(definition, owner), values, moment, now)
      if ('problem' in at) throw new EvaluationError(at.problem)
      return dateTime(field === '@scheduledStartTime' ? at.start : at.end)
    }
    if (field === '@id' && !isRunnable(familyOf(typeOf(definition, owner) ?? ''))) return undefined
    if (field === '@id') {
      const at = scheduledAt(definition, timed(definition, owner), values, moment, now)
      if ('problem' in at) throw new EvaluationError(at.problem)
      return string(instanceOf([id, ...(owner === object && node ? [node.id] : [])], at.start))
    }
    unknowable = true
    throw new EvaluationError(`${field} of ${id} is known only once it has run.`)
  }
  const result = evaluateTemplate(text, scopeOf({ definition, object, values, runtime, ...(node && { node }) }))
  if ('error' in result) return { problem: result.error, unknowable }
  const at = scheduledAt(definition, timed(definition, object), values, moment, now)
  const start = 'problem' in at ? (typeof moment === 'number' ? moment : now) : at.start
  const secrets = secretsOf(definition, values)
  const masked = result.values.map(value => secrets.reduce((text, secret) => text.replaceAll(secret, mask), value))
  return { values: masked, start, ...(node && { node: node.id }) }
}

const mask = '••••••'

/** Texts behind a star: of parameters and of fields, wherever an expression may have them from. */
function secretsOf(definition: Definition, values: ParameterValues): readonly string[] {
  const ids = [...definition.parameters, ...definition.values].filter(one => one.id.startsWith('*'))
  const fields = definition.objects.flatMap(object => object.fields.filter(field => field.key.startsWith('*')))
  const all = [...ids.flatMap(one => values.get(bareId(one.id)) ?? []), ...fields.map(field => field.stringValue ?? '')]
  return all.filter(text => text !== '' && !text.includes('#{'))
}

/** Whose schedule counts: actions and checks go by the object that they serve. */
function timed(definition: Definition, object: PipelineObject): PipelineObject {
  if (!hasNode(definition, object) || scheduleOf(definition, object).schedule) return object
  return servedBy(definition, object)[0] ?? object
}
