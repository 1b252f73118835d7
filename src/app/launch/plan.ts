import { catalog } from '../../core/catalog/index.ts'
import type { Definition } from '../../core/definition/model.ts'
import type { ParameterValues } from '../../core/definition/parameters.ts'
import { typeOf } from '../../core/definition/query.ts'
import { nextInterval, readSchedule, type ScheduleType, scheduleOf } from '../../core/runs/schedule.ts'

/** What an activation sets going for objects that share a schedule. Times are UTC milliseconds. */
export interface SchedulePlan {
  readonly schedule: string
  readonly type: ScheduleType
  readonly objects: number
  readonly next: readonly number[]
  /** Its start is that of the first activation, which is still to come. */
  readonly startsThen?: true
  readonly problem?: string
}

/** When a definition would run next, schedule by schedule. What is due already, the engine counts: it knows what ran. */
export function activationPlan(
  definition: Definition,
  values: ParameterValues,
  now: number,
  firstActivation?: number,
): readonly SchedulePlan[] {
  const groups = new Map<string, { type: ScheduleType; id: string | undefined; objects: number }>()
  for (const object of definition.objects) {
    const family = catalog.get(typeOf(definition, object) ?? '')?.family
    if (family !== 'activity' && family !== 'dataNode' && family !== 'resource') continue
    const { schedule, scheduleType } = scheduleOf(definition, object, values)
    const key = `${scheduleType} ${schedule?.id ?? ''}`
    const group = groups.get(key) ?? { type: scheduleType, id: schedule?.id, objects: 0 }
    group.objects += 1
    groups.set(key, group)
  }
  return [...groups.values()].map(({ type, id, objects }): SchedulePlan => {
    const base = { schedule: id ?? 'none', type, objects, next: [] }
    const object = definition.objects.find(one => one.id === id)
    if (type === 'ondemand') return base
    if (!object) return { ...base, problem: 'These objects have no schedule.' }
    const schedule = readSchedule(definition, object, values, firstActivation ?? now)
    if ('problem' in schedule) return { ...base, problem: schedule.problem }
    if ('problem' in readSchedule(definition, object, values, firstActivation)) return { ...base, startsThen: true }
    const next: number[] = []
    for (let at = now; next.length < 3; ) {
      const interval = nextInterval(schedule, type, at)
      if (!interval) break
      next.push(interval.due)
      at = interval.due
    }
    return { ...base, next }
  })
}
