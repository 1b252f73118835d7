import { isTakenBack } from './instance.ts'
import type { Ledger } from './ledger.ts'
import type { Pace } from './pace.ts'
import type { PipelineRecord } from './ports.ts'
import type { Component, Roster } from './roster.ts'
import type { Runtime } from './runtime.ts'
import { instanceId, nextOf, type Planned, planned } from './scheduler.ts'

/**
 * What a pipeline has to do when nothing else happens: make the instances that are due, as far as maxActiveInstances
 * lets it, and notice that it is over.
 */
export function pass(runtime: Runtime, pipelineId: string, pace: Pace): void {
  const record = runtime.ledger.pipeline(pipelineId)
  if (!record) return
  if (record.state === 'DEACTIVATING') deactivated(runtime, record)
  if (record.state !== 'SCHEDULED' || record.active === undefined) return
  const roster = runtime.ledger.roster(pipelineId, record.active)
  if (!roster || roster.components.size === 0) return
  const rest = quiet.get(record.cursors)
  if (rest && rest.roster === roster && runtime.now() < rest.until) {
    runtime.wakePipeline(pipelineId, rest.until)
    return
  }
  const { cursors, due, wake, more, held } = roll(roster, record, runtime, pace)
  if (due.length > 0) {
    runtime.ledger.setPipeline({ ...record, cursors: { ...record.cursors, ...cursors } })
    runtime.make(due)
  }
  if (wake !== undefined) runtime.wakePipeline(pipelineId, wake)
  if (wake !== undefined && !held) quiet.set(record.cursors, { roster, until: wake })
  if (due.length === 0 && !more && runtime.ledger.live(pipelineId).length === 0)
    runtime.ledger.setPipeline({ ...record, state: 'FINISHED', finishedAt: runtime.now() })
}

/** Cursors after which nothing is due before a time, so that what ends until then need not be followed by a look. */
const quiet = new WeakMap<PipelineRecord['cursors'], { readonly roster: Roster; readonly until: number }>()

function deactivated(runtime: Runtime, record: PipelineRecord) {
  if (runtime.ledger.live(record.id).length > 0) return
  runtime.ledger.setPipeline({ ...record, state: 'INACTIVE', lastDeactivated: runtime.now() })
}

/**
 * Instances due by now, cursors that moved, when to look again, whether any are still to come, and whether any were
 * due by now, made or held back by maxActiveInstances.
 */
function roll(roster: Roster, record: PipelineRecord, runtime: Runtime, pace: Pace) {
  const now = runtime.now()
  // Most passes find nothing due: what only those need that do is worked out when one does.
  let active: ReadonlyMap<string, number> | undefined
  const cursors: Record<string, number> = {}
  const cursorOf = (id: string) => cursors[id] ?? record.cursors[id]
  const due: Planned[] = []
  let wake: number | undefined
  let more = false
  for (const component of roster.components.values()) {
    let next = nextOf(component, cursorOf(component.id))
    if (next && next.at <= now) active ??= activeCounts(runtime, record.id)
    let free = component.maxActive - (active?.get(component.id) ?? 0)
    for (; next && next.at <= now && free > 0; next = nextOf(component, cursorOf(component.id))) {
      const allowed = pace.next(record.id, component.id)
      if (allowed > now) {
        wake = wake === undefined ? allowed : Math.min(wake, allowed)
        break
      }
      cursors[component.id] = next.span.start + 1
      if (isThere(runtime.ledger, record.id, component, next.span.start)) continue
      due.push(...planned(roster, record.id, component, next.span, false))
      free -= 1
      pace.made(record.id, component.id, now)
    }
    if (!next) continue
    more = true
    if (next.at > now) wake = wake === undefined ? next.at : Math.min(wake, next.at)
  }
  return { cursors, due, wake, more, held: active !== undefined }
}

/** Its instance was made before a deactivation. One that was taken back then is made anew, any other stands. */
export function isThere(ledger: Ledger, pipelineId: string, { id: componentId }: Component, start: number): boolean {
  const id = instanceId(componentId, start)
  const known = ledger.madeFor({ pipelineId, id, componentId, scheduledStart: start })
  return known !== undefined && !isTakenBack(known)
}

/** Live instances of each component that count against maxActiveInstances; reruns do not, nor do runs by hand. */
function activeCounts(runtime: Runtime, pipelineId: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { plan, rerun } of runtime.ledger.live(pipelineId))
    if (!rerun && !plan.once) counts.set(plan.componentId, (counts.get(plan.componentId) ?? 0) + 1)
  return counts
}
