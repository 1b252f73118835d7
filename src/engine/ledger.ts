import type { Notice } from '../api/workspace.ts'
import { resolveParameters } from '../core/definition/parameters.ts'
import { type Attempt, type Instance, isOver, type Plan } from './instance.ts'
import type { Changes, Outstanding, PipelineRecord, RunStore, VersionRecord } from './ports.ts'
import { type Roster, rosterOf } from './roster.ts'

/**
 * What the engine works on: pipelines and instances that are not over, in memory, with what changed since the store
 * last saw them. Anything else is read from the store.
 */
export interface Ledger {
  pipelines(): readonly PipelineRecord[]
  pipeline(id: string): PipelineRecord | undefined
  setPipeline(record: PipelineRecord): void
  addVersion(version: VersionRecord): void
  version(pipelineId: string, version: number): VersionRecord | undefined
  roster(pipelineId: string, version: number): Roster | undefined
  instance(pipelineId: string, id: string): Instance | undefined
  /** The instance that was made for an interval before. Cheap for one later than all that its component has had. */
  madeFor(interval: Pick<Plan, 'pipelineId' | 'id' | 'componentId' | 'scheduledStart'>): Instance | undefined
  setInstance(instance: Instance): void
  drop(instance: Instance): void
  erase(pipelineId: string): void
  /** Instances of a pipeline that are not over. */
  live(pipelineId: string): readonly Instance[]
  /** Instances that need this one or run on it: those not over, or all of them. */
  dependents(pipelineId: string, id: string, which: 'live' | 'all'): readonly Instance[]
  ask(one: Outstanding): void
  done(id: string): void
  notice(notice: Omit<Notice, 'id'>): void
  /** What the store has not seen yet; undefined where there is nothing. */
  changes(): Changes | undefined
  /** The store has seen it. */
  settle(): void
}

export const keyOf = (pipelineId: string, id: string): string => `${pipelineId}|${id}`

export function ledgerOf(store: RunStore): Ledger {
  const pipelines = new Map(store.pipelines().map(one => [one.id, one]))
  const homes = new Map<string, Map<string, Instance>>()
  /** By pipeline and instance, who needs it. */
  const neededBy = new Map<string, Map<string, Set<string>>>()
  /** By pipeline and component, the latest scheduled start of an instance, as far as it was asked for. */
  const latest = new Map<string, Map<string, number>>()
  const rosters = new Map<string, Roster>()
  let pending = noChanges()
  const droppedKeys = new Set<string>()

  const homeOf = (id: string) => {
    const home = homes.get(id) ?? new Map<string, Instance>()
    homes.set(id, home)
    return home
  }
  const needsOf = (id: string) => {
    const needs = neededBy.get(id) ?? new Map<string, Set<string>>()
    neededBy.set(id, needs)
    return needs
  }
  const remember = (instance: Instance) => {
    const home = homeOf(instance.plan.pipelineId)
    const known = home.get(instance.plan.id)
    home.set(instance.plan.id, instance)
    const { plan } = instance
    if (known?.plan === plan) return
    if (known) disconnect(known)
    const starts = latest.get(plan.pipelineId)
    const last = starts?.get(plan.componentId)
    if (last !== undefined && plan.scheduledStart > last) starts?.set(plan.componentId, plan.scheduledStart)
    for (const need of plan.needs) connect(need.id, plan)
    if (plan.resource !== undefined) connect(plan.resource, plan)
  }
  const connect = (target: string, { pipelineId, id }: Plan) => {
    const needs = needsOf(pipelineId)
    const set = needs.get(target)
    if (set) set.add(id)
    else needs.set(target, new Set([id]))
  }
  const disconnect = ({ plan }: Instance) => {
    const needs = needsOf(plan.pipelineId)
    const from = (target: string) => {
      const set = needs.get(target)
      set?.delete(plan.id)
      if (set?.size === 0) needs.delete(target)
    }
    for (const need of plan.needs) from(need.id)
    if (plan.resource !== undefined) from(plan.resource)
  }
  const forget = (instance: Instance) => {
    disconnect(instance)
    homes.get(instance.plan.pipelineId)?.delete(instance.plan.id)
  }

  for (const instance of store.live()) remember(instance)

  const keepAttempt = (plan: Plan, attempt: Attempt) => {
    const before = pending.attempts.get(plan)
    if (before && before.attempt.number !== attempt.number) pending.attempts.set(before.attempt, before)
    pending.attempts.set(plan, { pipelineId: plan.pipelineId, instanceId: plan.id, attempt })
  }

  const read = (pipelineId: string, id: string) =>
    homes.get(pipelineId)?.get(id) ??
    (droppedKeys.size > 0 && droppedKeys.has(keyOf(pipelineId, id)) ? undefined : store.instance(pipelineId, id))

  const version = (pipelineId: string, number: number) =>
    pending.versions.find(one => one.pipelineId === pipelineId && one.version === number) ??
    store.version(pipelineId, number)

  return {
    pipelines: () => [...pipelines.values()],
    pipeline: id => pipelines.get(id),
    setPipeline(record) {
      pipelines.set(record.id, record)
      pending.pipelines.set(record.id, record)
    },
    addVersion(one) {
      pending.versions.push(one)
    },
    version,
    roster(pipelineId, number) {
      const anchor = pipelines.get(pipelineId)?.firstActivation
      const key = `${pipelineId}|${number}|${anchor ?? ''}`
      const known = rosters.get(key)
      if (known) return known
      const frozen = version(pipelineId, number)
      if (!frozen) return undefined
      const roster = rosterOf(frozen.definition, resolveParameters(frozen.definition).values, number, anchor)
      if (rosters.size >= mostRosters) rosters.delete(rosters.keys().next().value ?? '')
      rosters.set(key, roster)
      return roster
    },
    instance: read,
    madeFor({ pipelineId, id, componentId, scheduledStart }) {
      const starts = latest.get(pipelineId) ?? new Map<string, number>()
      latest.set(pipelineId, starts)
      const last = starts.get(componentId) ?? store.latestStart(pipelineId, componentId)
      starts.set(componentId, last)
      return homes.get(pipelineId)?.get(id) ?? (scheduledStart > last ? undefined : read(pipelineId, id))
    },
    setInstance(instance) {
      const { pipelineId, id } = instance.plan
      const known = homes.get(pipelineId)?.get(id)
      remember(instance)
      pending.instances.set(instance.plan, instance)
      // An attempt that is the same as before is in the store or on its way there.
      if (instance.head && instance.head !== known?.head) keepAttempt(instance.plan, instance.head)
    },
    drop(instance) {
      const { pipelineId, id } = instance.plan
      forget(instance)
      pending.instances.delete(instance.plan)
      pending.dropped.push({ pipelineId, id })
      droppedKeys.add(keyOf(pipelineId, id))
    },
    erase(pipelineId) {
      for (const instance of [...(homes.get(pipelineId)?.values() ?? [])]) forget(instance)
      homes.delete(pipelineId)
      neededBy.delete(pipelineId)
      latest.delete(pipelineId)
      pipelines.delete(pipelineId)
      pending.pipelines.delete(pipelineId)
      for (const plan of pending.instances.keys()) if (plan.pipelineId === pipelineId) pending.instances.delete(plan)
      for (const [key, one] of pending.attempts) if (one.pipelineId === pipelineId) pending.attempts.delete(key)
      pending.erased.push(pipelineId)
    },
    live: pipelineId => [...(homes.get(pipelineId)?.values() ?? [])].filter(one => !isOver(one)),
    dependents(pipelineId, id, which) {
      const near = neededBy.get(pipelineId)?.get(id)
      const ids = which === 'live' ? near : new Set([...(near ?? []), ...store.dependents(pipelineId, id).map(idOf)])
      const found: Instance[] = []
      for (const one of ids ?? []) {
        const instance = read(pipelineId, one)
        if (instance) found.push(instance)
      }
      return found
    },
    ask(one) {
      pending.asked.push(one)
    },
    done(id) {
      pending.done.push(id)
    },
    notice(one) {
      pending.notices.push(one)
    },
    changes() {
      const { pipelines, instances, versions, asked, done, notices, erased, dropped } = pending
      const lists = [versions, asked, done, notices, erased, dropped]
      return pipelines.size + instances.size === 0 && lists.every(list => list.length === 0) ? undefined : pending
    },
    settle() {
      for (const instance of pending.instances.values()) if (isOver(instance)) forget(instance)
      pending = noChanges()
      droppedKeys.clear()
    },
  }
}

const idOf = ({ plan }: Instance): string => plan.id

/** Definitions read for running that are kept at hand. */
const mostRosters = 100

/** Nothing to save. */
export const noChanges = () => ({
  pipelines: new Map<string, PipelineRecord>(),
  versions: [] as VersionRecord[],
  instances: new Map<Plan, Instance>(),
  /** The newest of each plan; one that was followed by another within the turn is under itself. */
  attempts: new Map<
    Plan | Attempt,
    { readonly pipelineId: string; readonly instanceId: string; readonly attempt: Attempt }
  >(),
  asked: [] as Outstanding[],
  done: [] as string[],
  notices: [] as Omit<Notice, 'id'>[],
  erased: [] as string[],
  dropped: [] as { readonly pipelineId: string; readonly id: string }[],
})
