import { catalog } from '../catalog/index.ts'
import type { Family, Flow } from '../catalog/schema.ts'
import type { Definition, PipelineObject } from '../definition/model.ts'
import type { ParameterValues } from '../definition/parameters.ts'
import { effectiveFields, objectById, typeOf } from '../definition/query.ts'
import { countBy, intervalsFrom, type Moment, totalOf } from './counts.ts'
import { type Period, periodMs } from './period.ts'
import {
  type Interval,
  readSchedule,
  type Schedule,
  type ScheduleProblem,
  type ScheduleType,
  scheduleOf,
} from './schedule.ts'

/** An instance that will be. */
export interface Coming extends Interval {
  /** When it comes into being: when it is due, of a machine when its interval starts. UTC milliseconds. */
  readonly at: number
  /** Whether the schedule ends with it. */
  readonly last: boolean
}

/** Something an object waits for or runs on that counts time in another way. */
export interface Apart {
  readonly id: string
  readonly flow: Flow
  readonly type: ScheduleType
  readonly period: Period
  /** Its period over the object's own: above 1 where it is coarser. */
  readonly ratio: number
}

/** When one object runs. */
export interface ObjectPreview {
  readonly id: string
  readonly name: string
  readonly family: Family
  /** Id of its schedule. */
  readonly schedule?: string
  readonly type: ScheduleType
  /** What it runs by; none on demand, or where the schedule cannot be counted with. */
  readonly timetable?: Schedule
  readonly problem?: ScheduleProblem
  readonly moment: Moment
  readonly apart: readonly Apart[]
}

export interface PreviewOptions {
  readonly values: ParameterValues
  /** When the pipeline is taken to be activated first, UTC milliseconds. */
  readonly activation: number
}

/** Families that have instances by a schedule of their own; preconditions are checked for whoever names them. */
const scheduled: ReadonlySet<Family> = new Set<Family>(['activity', 'dataNode', 'resource'])

/** When each object of a definition runs that runs by itself, in the definition's order. Source: developer guide. */
export function previewSchedules(definition: Definition, options: PreviewOptions): readonly ObjectPreview[] {
  const read = new Map<string, Schedule | ScheduleProblem>()
  const timetableOf = (schedule: PipelineObject) => {
    const known = read.get(schedule.id)
    if (known) return known
    const result = readSchedule(definition, schedule, options.values, options.activation)
    read.set(schedule.id, result)
    return result
  }
  const all = definition.objects.flatMap((object): ObjectPreview[] => {
    const family = catalog.get(typeOf(definition, object) ?? '')?.family
    if (!family || !scheduled.has(family)) return []
    const { schedule, scheduleType: type } = scheduleOf(definition, object, options.values)
    const base = {
      id: object.id,
      name: object.name,
      family,
      type,
      moment: family === 'resource' ? ('start' as const) : ('due' as const),
      apart: [],
      ...(schedule && { schedule: schedule.id }),
    }
    if (type === 'ondemand') return [base]
    if (!schedule) return [{ ...base, problem: { field: 'schedule', problem: 'It has no schedule; give it one.' } }]
    const timetable = timetableOf(schedule)
    return ['problem' in timetable ? { ...base, problem: timetable } : { ...base, timetable }]
  })
  const byId = new Map(all.map(one => [one.id, one]))
  return all.map(one => {
    const object = objectById(definition, one.id)
    const apart = object && one.timetable ? apartFrom(definition, object, one, byId) : []
    return apart.length === 0 ? one : { ...one, apart }
  })
}

const waited: ReadonlySet<Flow> = new Set<Flow>(['in', 'after', 'on'])

function apartFrom(
  definition: Definition,
  object: PipelineObject,
  own: ObjectPreview,
  byId: ReadonlyMap<string, ObjectPreview>,
): readonly Apart[] {
  const slots = catalog.get(typeOf(definition, object) ?? '')?.slots ?? {}
  const found = new Map<string, Apart>()
  for (const { key, refValue } of effectiveFields(definition, object)) {
    const flow = slots[key]?.flow
    const other = refValue === undefined ? undefined : byId.get(refValue)
    if (!flow || !waited.has(flow) || !other?.timetable || !own.timetable) continue
    if (other.schedule === own.schedule && (other.type === own.type || flow === 'on')) continue
    const ratio = periodMs(other.timetable.period) / periodMs(own.timetable.period)
    found.set(other.id, { id: other.id, flow, type: other.type, period: other.timetable.period, ratio })
  }
  return [...found.values()]
}

/** Instances of an object from number `from` on, the first being 0. */
export function comingFrom({ timetable, type, moment }: ObjectPreview, from: number, most: number): readonly Coming[] {
  if (!timetable) return []
  const total = totalOf(timetable, type)
  return intervalsFrom(timetable, type, from, most).map(interval => ({
    ...interval,
    at: interval[moment],
    last: interval.k === total - 1,
  }))
}

/** The first instances of an object, and those that come next after a time; none of both on demand. */
export function firstAndNext(one: ObjectPreview, after: number, most = 10) {
  return { first: comingFrom(one, 0, most), next: comingFrom(one, dueBy(one, after), most) }
}

/** How many instances of an object are due by a time, this included. */
export const dueBy = ({ timetable, type, moment }: ObjectPreview, time: number): number =>
  timetable ? countBy(timetable, type, time, moment) : 0

/** How many instances an object has in all; Infinity where nothing ends its schedule, undefined where none is known. */
export const instancesOf = ({ timetable, type }: ObjectPreview): number | undefined =>
  timetable && totalOf(timetable, type)
