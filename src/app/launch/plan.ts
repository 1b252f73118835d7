import { catalog } from '../../core/catalog/index.ts'
import type { Definition } from '../../core/definition/model.ts'
import type { ParameterValues } from '../../core/definition/parameters.ts'
import { typeOf } from '../../core/definition/query.ts'
import {
  intervalsBetween,
  nextInterval,
  readSchedule,
  type ScheduleType,
  scheduleOf,
} from '../../core/runs/schedule.ts'

/** What activation would start for objects that share a schedule. Times are UTC milliseconds. */
export interface SchedulePlan {
  readonly schedule: string
  readonly type: ScheduleType
  readonly objects: number
  /** Intervals that are due already: they start at once, one after another. */
  readonly past: number
  /** Set when there are more past intervals than were counted. */
  readonly pastAtLeast: boolean
  readonly next: readonly number[]
  readonly problem?: string
}

const mostCounted = 20_000

/** What ActivatePipeline would start now, schedule by schedule. */
export function activationPlan(definition: Definition, values: ParameterValues, now: number): readonly SchedulePlan[] {
  const groups = new Map<string, { type: ScheduleType; id: string | undefined; objects: number }>()
  for (const object of definition.objects) {
    const family = catalog.get(typeOf(definition, object) ?? '')?.family
    if (family !== 'activity' && family !== 'dataNode' && family !== 'resource') continue
    const { schedule, scheduleType } = scheduleOf(definition, object)
    const key = `${scheduleType} ${schedule?.id ?? ''}`
    const group = groups.get(key) ?? { type: scheduleType, id: schedule?.id, objects: 0 }
    group.objects += 1
    groups.set(key, group)
  }
  return [...groups.values()].map(({ type, id, objects }): SchedulePlan => {
    const base = { schedule: id ?? 'none', type, objects, past: 0, pastAtLeast: false, next: [] }
    const object = definition.objects.find(one => one.id === id)
    if (type === 'ondemand') return base
    if (!object) return { ...base, problem: 'These objects have no schedule.' }
    const schedule = readSchedule(definition, object, values, now)
    if ('problem' in schedule) return { ...base, problem: schedule.problem }
    let past = 0
    for (const _ of intervalsBetween(schedule, type, schedule.start, now + 1)) {
      past += 1
      if (past >= mostCounted) break
    }
    const next: number[] = []
    for (let at = now; next.length < 3; ) {
      const interval = nextInterval(schedule, type, at)
      if (!interval) break
      next.push(interval.due)
      at = interval.due
    }
    return { ...base, past, pastAtLeast: past >= mostCounted, next }
  })
}
