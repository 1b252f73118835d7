import { printDateTime } from '../core/expression/value.ts'
import { instanceOf } from '../core/runs/instance-id.ts'
import { occurrence, occurrenceAt, periodMs } from '../core/runs/period.ts'
import { type Interval, intervalAt } from '../core/runs/schedule.ts'
import type { Need, Plan } from './instance.ts'
import type { Component, Roster, Timetable } from './roster.ts'

/** A stretch of time that an instance stands for, UTC milliseconds since 1970. */
export interface Span {
  readonly start: number
  readonly end: number
  /** When it may run. */
  readonly due: number
}

/** A need, and whose instance for which start it is: what is not made any more need not be waited for. */
export interface PlannedNeed extends Need {
  readonly componentId: string
  readonly start: number
}

/** An instance to be made. */
export interface Planned {
  readonly plan: Omit<Plan, 'needs'>
  readonly needs: readonly PlannedNeed[]
  /** Of a resource: ids of all instances that may run on it. */
  readonly serves: readonly string[]
}

/** Source: guide and CLI; the time keeps its seconds and is never rounded. */
export function instanceId(componentId: string, start: number): string {
  let ids = idsOfStart.get(start)
  if (!ids) {
    if (idsOfStart.size >= mostStarts) idsOfStart.clear()
    ids = { suffix: `_${printDateTime(start)}`, known: new Map() }
    idsOfStart.set(start, ids)
  }
  const known = ids.known.get(componentId)
  if (known !== undefined) return known
  const id = `@${componentId}${ids.suffix}`
  ids.known.set(componentId, id)
  return id
}

/**
 * Ids given lately. One id is asked for by its instance and by all that need it; that they share a string saves a
 * third of what a long history takes in memory.
 */
const idsOfStart = new Map<number, { readonly suffix: string; readonly known: Map<string, string> }>()
const mostStarts = 256

/** A precondition serves several objects, so that its instances carry the object's id as well. */
export const checkId = (checkId: string, ownerId: string, start: number): string =>
  instanceOf([checkId, ownerId], start)

/**
 * The next interval of a component at or after `cursor`, and the time when its instance comes into being. Resources
 * come into being at the start of their interval, everything else when it is due. Source: developer guide.
 */
export function nextOf(component: Component, cursor: number | undefined): Next | undefined {
  const known = latest.get(component)
  if (known && known.cursor === cursor) return known.next
  const next = reckonNext(component, cursor)
  latest.set(component, { cursor, next })
  return next
}

interface Next {
  readonly span: Interval
  readonly at: number
}

/** The answer given last for each component: while time goes by the same is asked again and again. */
const latest = new WeakMap<Component, { readonly cursor: number | undefined; readonly next: Next | undefined }>()

function reckonNext(component: Component, cursor: number | undefined): Next | undefined {
  const { timetable } = component
  if (!timetable) return undefined
  const { schedule, type } = timetable
  const k = cursor === undefined ? 0 : Math.max(0, occurrenceAt(schedule.start, schedule.period, cursor - 1) + 1)
  const span = intervalAt(schedule, type, k)
  return span && { span, at: component.family === 'resource' ? span.start : span.due }
}

/** The scheduled start of the next instance to be made after the cursors, of one component or of all. */
export function nextStart(
  roster: Roster,
  cursors: Readonly<Record<string, number>>,
  componentId?: string,
): number | undefined {
  const starts = [...roster.components.values()].flatMap(component =>
    componentId === undefined || component.id === componentId
      ? (nextOf(component, cursors[component.id])?.span.start ?? [])
      : [],
  )
  return starts.length === 0 ? undefined : starts.reduce((a, b) => Math.min(a, b))
}

/**
 * The instance of a component for an interval, with those of its preconditions. `once` says that all components have
 * exactly one instance with the same start, as on demand.
 */
export function planned(
  roster: Roster,
  pipelineId: string,
  component: Component,
  span: Span,
  once: boolean,
): readonly Planned[] {
  const needs = needsOf(roster, component, span, once)
  const base = planOf(roster, pipelineId, component, span, once)
  const checks = component.checks.flatMap((id): Planned[] => {
    const check = roster.components.get(id)
    if (check?.family !== 'precondition') return []
    const { resource: _, workerGroup: __, ...rest } = planOf(roster, pipelineId, check, span, once)
    const own = checkId(id, component.id, span.start)
    return [
      {
        plan: {
          ...rest,
          id: own,
          name: own,
          owner: base.id,
          ...(check.checkedByRunner && component.workerGroup !== undefined && { workerGroup: component.workerGroup }),
          ...(check.checkedByRunner && base.resource !== undefined && { resource: base.resource }),
        },
        needs,
        serves: [],
      },
    ]
  })
  const whens = checks.map(
    ({ plan }): PlannedNeed => ({ id: plan.id, as: 'when', componentId: plan.componentId, start: span.start }),
  )
  return [...checks, { plan: base, needs: [...needs, ...whens], serves: servesOf(roster, component, span, once) }]
}

function planOf(
  roster: Roster,
  pipelineId: string,
  component: Component,
  span: Span,
  once: boolean,
): Omit<Plan, 'needs'> {
  const id = instanceId(component.id, span.start)
  const machine = component.on === undefined ? undefined : roster.components.get(component.on)
  const shared = machine && matching(component, machine, span, once)[0]
  const { lateAfter: _, ...unhurried } = component.policy
  return {
    pipelineId,
    id,
    componentId: component.id,
    name: id,
    type: component.type,
    family: component.family,
    version: roster.version,
    scheduledStart: span.start,
    scheduledEnd: span.end,
    dueAt: component.family === 'resource' ? span.start : span.due,
    policy: once ? unhurried : component.policy,
    actions: component.actions,
    ...(once && { once }),
    ...(machine && shared !== undefined && { resource: instanceId(machine.id, shared) }),
    ...(component.workerGroup !== undefined && { workerGroup: component.workerGroup }),
  }
}

function needsOf(roster: Roster, component: Component, span: Span, once: boolean): readonly PlannedNeed[] {
  const needs = new Map<string, PlannedNeed>()
  const add = (ids: readonly string[], as: Need['as']) => {
    for (const target of ids) {
      const producer = roster.components.get(target)
      if (!producer || producer.family === 'precondition') continue
      for (const start of matching(component, producer, span, once)) {
        const id = instanceId(target, start)
        if (!needs.has(id)) needs.set(id, { id, as, componentId: target, start })
      }
    }
  }
  add(component.after, 'after')
  add(component.reads, 'in')
  add(component.writers, 'producer')
  return [...needs.values()]
}

function servesOf(roster: Roster, component: Component, span: Span, once: boolean): readonly string[] {
  if (component.family !== 'resource') return []
  return [...roster.components.values()]
    .filter(one => one.on === component.id)
    .flatMap(one => {
      if (once) return [instanceId(one.id, span.start)]
      return one.timetable
        ? startsWithin(one.timetable, span.start, span.end).map(start => instanceId(one.id, start))
        : []
    })
}

/**
 * Scheduled starts of the producer's instances that an instance of the consumer goes with: of a finer producer all
 * that start within its interval, of any other, and of a resource, the one whose interval contains its start.
 * Source: developer guide, mixed periods ("roll-ups"); the matching is our reading.
 */
function matching(consumer: Component, producer: Component, span: Span, once: boolean): readonly number[] {
  if (once) return [span.start]
  if (!producer.timetable || !consumer.timetable) return []
  const { schedule, type } = producer.timetable
  const finer = periodMs(schedule.period) < periodMs(consumer.timetable.schedule.period)
  if (finer && producer.family !== 'resource') return startsWithin(producer.timetable, span.start, span.end)
  const containing = intervalAt(schedule, type, occurrenceAt(schedule.start, schedule.period, span.start))
  return containing ? [containing.start] : []
}

/** Starts of intervals in [from, to), as far as the schedule goes. */
function startsWithin({ schedule, type }: Timetable, from: number, to: number): readonly number[] {
  const starts: number[] = []
  for (let k = Math.max(0, occurrenceAt(schedule.start, schedule.period, from - 1) + 1); ; k += 1) {
    const interval = intervalAt(schedule, type, k)
    if (!interval || interval.start >= to) return starts
    starts.push(interval.start)
  }
}

/** The interval of a component for one run by hand that starts at `at`: as long as its period, or a moment. */
export function onceAt({ timetable }: Component, at: number): Span {
  const end = timetable ? occurrence(at, timetable.schedule.period, 1) : at
  return { start: at, end, due: at }
}
