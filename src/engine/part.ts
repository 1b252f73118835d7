import { Fault } from '../api/faults.ts'
import type { RunPart } from '../api/runs.ts'
import { type Instance, isOver, type Taken } from './instance.ts'
import type { Ledger } from './ledger.ts'
import type { Component, Roster } from './roster.ts'
import { instanceId, onceAt, type Planned, planned } from './scheduler.ts'

/** What a run of a part really runs, and what it takes as done, by component. */
export interface Part {
  readonly runs: ReadonlySet<string>
  readonly taken: ReadonlySet<string>
}

/**
 * Which components a part is made of. What really runs brings along its machines and the data nodes that it writes.
 * Everything it builds on is taken as done; but inputs that nothing writes are looked at as ever, unless the outputs
 * of another run stand for them (`replaced`). Fails with InvalidRequestException where the object is none that runs.
 */
export function partOf(roster: Roster, { kind, objectId }: RunPart, replaced: boolean): Part {
  const centre = roster.components.get(objectId)
  if (!centre || (centre.family !== 'activity' && centre.family !== 'dataNode'))
    throw new Fault(
      'InvalidRequestException',
      `${objectId} is no activity or data node of this definition, so that no part of it can be run.`,
    )
  const before = (id: string) => prerequisites(roster, id)
  const core = new Set([
    objectId,
    ...(kind === 'until' ? reachable(objectId, before) : []),
    ...(kind === 'from' ? reachable(objectId, id => dependents(roster, id)) : []),
  ])
  const all = [...roster.components.values()]
  for (const { id, family, writers } of all)
    if (family === 'dataNode' && writers.some(writer => core.has(writer))) core.add(id)
  if (!replaced)
    for (const id of [...core])
      for (const input of roster.components.get(id)?.reads ?? [])
        if (roster.components.get(input)?.writers.length === 0) core.add(input)
  const taken = new Set([...core].flatMap(id => [...reachable(id, before)]).filter(id => !core.has(id)))
  const machines = all.filter(one => all.some(user => core.has(user.id) && user.on === one.id)).map(one => one.id)
  return { runs: new Set([...core, ...machines]), taken }
}

const prerequisites = (roster: Roster, id: string): readonly string[] => {
  const one = roster.components.get(id)
  return one
    ? [...one.after, ...one.reads, ...one.writers].filter(other => {
        const family = roster.components.get(other)?.family
        return family === 'activity' || family === 'dataNode'
      })
    : []
}

const dependents = (roster: Roster, id: string): readonly string[] =>
  [...roster.components.keys()].filter(other => prerequisites(roster, other).includes(id))

function reachable(from: string, next: (id: string) => readonly string[]): ReadonlySet<string> {
  const found = new Set<string>()
  const open = [from]
  for (let at = open.pop(); at !== undefined; at = open.pop())
    for (const id of next(at))
      if (!found.has(id)) {
        found.add(id)
        open.push(id)
      }
  return found
}

/** The instances of a part, all with the same start; those taken as done carry the run that stands for them. */
export function partAt(
  roster: Roster,
  pipelineId: string,
  start: number,
  { runs, taken }: Part,
  takenOf: (component: Component) => Taken,
): readonly Planned[] {
  const made = new Set([...runs, ...taken].map(id => instanceId(id, start)))
  return [...roster.components.values()].flatMap((component): readonly Planned[] => {
    if (component.family === 'precondition') return []
    const whole = () => planned(roster, pipelineId, component, onceAt(component, start), true)
    if (runs.has(component.id))
      return whole().map(one => ({
        ...one,
        needs: one.needs.filter(need => need.as === 'when' || made.has(need.id)),
        serves: one.serves.filter(id => made.has(id) && !taken.has(componentOf(roster, id, start))),
      }))
    if (!taken.has(component.id)) return []
    const last = whole().at(-1)
    if (!last) return []
    const { resource: _, workerGroup: __, ...plan } = last.plan
    const needs = last.needs.filter(need => made.has(need.id))
    return [{ plan: { ...plan, taken: takenOf(component) }, needs, serves: [] }]
  })
}

const componentOf = (roster: Roster, id: string, start: number): string =>
  [...roster.components.keys()].find(component => instanceId(component, start) === id) ?? ''

/** What stands for a component that is taken as done: its instance of another run, or whatever stood for that. */
export function takenFrom(ledger: Ledger, pipelineId: string, outputsOf: number | undefined) {
  return ({ id }: Component): Taken => {
    const other = outputsOf === undefined ? undefined : ledger.instance(pipelineId, instanceId(id, outputsOf))
    if (!other) return {}
    return other.plan.taken ?? { from: origin(other) }
  }
}

const origin = ({ plan, actualStart, actualEnd }: Instance): NonNullable<Taken['from']> => ({
  start: plan.scheduledStart,
  end: plan.scheduledEnd,
  ...(actualStart !== undefined && { actualStart }),
  ...(actualEnd !== undefined && { actualEnd }),
})

/** Fails with InvalidRequestException where a pipeline has no run of that time, or it is under way. */
export function checkOutputsOf(
  ledger: Ledger,
  pipelineId: string,
  roster: Roster,
  outputsOf: number | undefined,
): void {
  if (outputsOf === undefined) return
  const own = [...roster.components.keys()].flatMap(id => ledger.instance(pipelineId, instanceId(id, outputsOf)) ?? [])
  if (own.length === 0)
    throw new Fault(
      'InvalidRequestException',
      `There is no run of ${new Date(outputsOf).toISOString()} whose outputs could be taken.`,
    )
  const live = own.find(one => !isOver(one))
  if (live)
    throw new Fault(
      'InvalidRequestException',
      `The run whose outputs are to be taken is still under way: ${live.plan.id}.`,
    )
}
