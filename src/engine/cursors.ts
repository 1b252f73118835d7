import { intervalContaining } from '../core/runs/schedule.ts'
import type { PipelineRecord } from './ports.ts'
import type { Component, Roster } from './roster.ts'
import { nextOf } from './scheduler.ts'

/** Where the making of instances goes on, by component: the earliest scheduled start of the next one, UTC milliseconds. */
export function cursorsFrom(
  record: PipelineRecord,
  roster: Roster,
  from: number | undefined,
  now: number,
): Record<string, number> {
  const cursors: Record<string, number> = { ...record.cursors }
  for (const component of roster.components.values()) {
    const cursor = cursorOf(record, component, from, now)
    if (cursor !== undefined) cursors[component.id] = cursor
  }
  for (const component of roster.components.values()) {
    const begins = component.family === 'resource' && (from !== undefined || record.cursors[component.id] === undefined)
    const cursor = cursors[component.id]
    if (!begins || cursor === undefined) continue
    cursors[component.id] = Math.min(cursor, neededFrom(roster, component, cursors) ?? cursor)
  }
  return cursors
}

/**
 * Where a component goes on, `undefined` for the beginning. One that ran goes on where it was, so that missed intervals
 * are made up for; a start time skips what lies before it; one that is new to a running pipeline begins with what is
 * due next.
 */
export function cursorOf(
  record: PipelineRecord,
  component: Component,
  from: number | undefined,
  now: number,
): number | undefined {
  const known = record.cursors[component.id]
  if (from !== undefined) return Math.max(known ?? from, from)
  if (record.active === undefined || known !== undefined) return known
  let next = nextOf(component, undefined)
  if (component.timetable && next && next.at < now) next = nextOf(component, now - (next.at - next.span.start))
  return next?.span.start
}

/** Start of the interval of a machine in which the first of the tasks that are still to come runs on it. */
function neededFrom(
  roster: Roster,
  { id, timetable }: Component,
  cursors: Readonly<Record<string, number>>,
): number | undefined {
  const starts = [...roster.components.values()].flatMap(task => {
    const next = task.on === id ? nextOf(task, cursors[task.id]) : undefined
    const interval = next && timetable && intervalContaining(timetable.schedule, timetable.type, next.span.start)
    return interval ? [interval.start] : []
  })
  return starts.length === 0 ? undefined : starts.reduce((a, b) => Math.min(a, b))
}
