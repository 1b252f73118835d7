import type { Draft } from '../api/versions.ts'
import type { Notice } from '../api/workspace.ts'
import { type Attempt, type Instance, isOver, statusOf } from './instance.ts'
import type {
  Changes,
  ComponentStats,
  InstanceFilter,
  Outstanding,
  PipelineRecord,
  RunStore,
  VersionRecord,
} from './ports.ts'

/** A store that forgets when the process ends: for simulations and tests. */
export function memoryStore(): RunStore {
  const pipelines = new Map<string, PipelineRecord>()
  const erased = new Set<string>()
  const versions = new Map<string, VersionRecord>()
  const homes = new Map<string, Home>()
  const outstanding = new Map<string, Outstanding>()
  const drafts = new Map<string, Draft>()
  /** Oldest first. */
  let notices: Notice[] = []
  let noticeCount = 0

  const homeOf = (id: string): Home => {
    const home = homes.get(id) ?? { instances: new Map(), latest: new Map(), earlier: new Map(), neededBy: undefined }
    homes.set(id, home)
    return home
  }

  const addNotice = (notice: Omit<Notice, 'id'>): Notice => {
    noticeCount += 1
    const kept = { ...notice, id: noticeCount }
    notices.push(kept)
    return kept
  }

  function save(changes: Changes) {
    for (const [id, record] of changes.pipelines) pipelines.set(id, record)
    for (const version of changes.versions) versions.set(`${version.pipelineId}|${version.version}`, version)
    for (const { pipelineId, id } of changes.dropped) {
      const home = homes.get(pipelineId)
      const known = home?.instances.get(id)
      if (home && known) disconnect(home, known)
      home?.instances.delete(id)
      home?.earlier.delete(id)
    }
    for (const instance of changes.instances.values()) {
      const home = homeOf(instance.plan.pipelineId)
      const known = home.instances.get(instance.plan.id)
      home.instances.set(instance.plan.id, instance)
      if (known?.head && known.head.number !== instance.head?.number) putEarlier(home, instance.plan.id, known.head)
      if (known?.plan === instance.plan) continue
      const { componentId, scheduledStart } = instance.plan
      home.latest.set(componentId, Math.max(scheduledStart, home.latest.get(componentId) ?? scheduledStart))
      if (known) disconnect(home, known)
      connect(home, instance)
    }
    for (const { pipelineId, instanceId, attempt } of changes.attempts.values()) {
      const home = homeOf(pipelineId)
      // The newest attempt is kept with its instance.
      if (home.instances.get(instanceId)?.head?.number !== attempt.number) putEarlier(home, instanceId, attempt)
    }
    for (const one of changes.asked) outstanding.set(one.id, one)
    for (const id of changes.done) outstanding.delete(id)
    for (const notice of changes.notices) addNotice(notice)
    for (const id of changes.erased) erase(id)
  }

  function erase(id: string) {
    pipelines.delete(id)
    homes.delete(id)
    drafts.delete(id)
    erased.add(id)
    for (const [key, version] of versions) if (version.pipelineId === id) versions.delete(key)
    for (const [key, one] of outstanding) if (one.pipelineId === id) outstanding.delete(key)
    notices = notices.filter(notice => notice.pipelineId !== id)
  }

  return {
    pipelines: () => [...pipelines.values()],
    pipeline: id => pipelines.get(id),
    wasErased: id => erased.has(id),
    version: (pipelineId, version) => versions.get(`${pipelineId}|${version}`),
    instance: (pipelineId, id) => homes.get(pipelineId)?.instances.get(id),
    latestStart: (pipelineId, componentId) =>
      homes.get(pipelineId)?.latest.get(componentId) ?? Number.NEGATIVE_INFINITY,
    *live() {
      for (const home of homes.values()) for (const one of home.instances.values()) if (!isOver(one)) yield one
    },
    dependents(pipelineId, id) {
      const home = homes.get(pipelineId)
      if (!home) return []
      if (!home.neededBy) {
        home.neededBy = new Map()
        for (const instance of home.instances.values()) connect(home, instance)
      }
      return [...new Set(home.neededBy.get(id))].flatMap(key => home.instances.get(key) ?? [])
    },
    *instances(pipelineId, filter = {}) {
      const all = [...(homes.get(pipelineId)?.instances.values() ?? [])].filter(one => fits(one, filter))
      yield* all.sort(byStart)
    },
    stats: pipelineId => statsOf([...(homes.get(pipelineId)?.instances.values() ?? [])]),
    attempts: (pipelineId, instanceId) => attemptsOf(homes.get(pipelineId), instanceId),
    *allAttempts(pipelineId) {
      const home = homes.get(pipelineId)
      for (const { plan } of [...(home?.instances.values() ?? [])].sort(byStart))
        for (const attempt of attemptsOf(home, plan.id)) yield { instanceId: plan.id, attempt }
    },
    outstanding: () => [...outstanding.values()],
    save,
    draft: id => drafts.get(id),
    keepDraft(draft) {
      if ((drafts.get(draft.pipelineId)?.revision ?? 0) !== draft.revision) return undefined
      const kept = { ...draft, revision: draft.revision + 1 }
      drafts.set(draft.pipelineId, kept)
      return kept
    },
    notices: (pipelineId, limit) =>
      notices
        .filter(one => pipelineId === undefined || one.pipelineId === pipelineId)
        .toReversed()
        .slice(0, limit),
    addNotice,
  }
}

function statsOf(all: readonly Instance[]): readonly ComponentStats[] {
  const groups = Map.groupBy(all, one => one.plan.componentId)
  return [...groups].map(([componentId, own]) => {
    const finished = own.filter(one => one.phase === 'finished').map(one => one.plan.scheduledStart)
    const last = own
      .filter(one => one.actualEnd !== undefined && one.phase !== 'skipped' && isOver(one))
      .sort((a, b) => (b.actualEnd ?? 0) - (a.actualEnd ?? 0))[0]
    return {
      componentId,
      latestRun: own.reduce((latest, one) => Math.max(latest, one.plan.scheduledStart), 0),
      active: own.filter(one => !isOver(one)).map(one => one.plan.id),
      ...(finished.length > 0 && { latestCompleted: finished.reduce((a, b) => Math.max(a, b)) }),
      ...(last && { last: { instanceId: last.plan.id, status: statusOf(last), at: last.actualEnd ?? 0 } }),
    }
  })
}

interface Home {
  readonly instances: Map<string, Instance>
  /** By component, the latest scheduled start that it ever had. */
  readonly latest: Map<string, number>
  /** By instance, its attempts before the newest, by number. */
  readonly earlier: Map<string, Attempt[]>
  /** Ids of instances that need the one of the key; made when it is first asked for, which most runs never do. */
  neededBy: Map<string, string[]> | undefined
}

function putEarlier({ earlier }: Home, instanceId: string, attempt: Attempt) {
  const list = earlier.get(instanceId) ?? []
  list[attempt.number - 1] = attempt
  earlier.set(instanceId, list)
}

function attemptsOf(home: Home | undefined, instanceId: string): readonly Attempt[] {
  const head = home?.instances.get(instanceId)?.head
  const earlier = home?.earlier.get(instanceId)?.filter(one => one && one.number !== head?.number) ?? []
  return head ? [...earlier, head] : earlier
}

const targetsOf = ({ plan }: Instance): readonly string[] => {
  const ids = plan.needs.map(need => need.id)
  return plan.resource === undefined ? ids : [...ids, plan.resource]
}

function connect({ neededBy }: Home, instance: Instance) {
  if (!neededBy) return
  for (const id of targetsOf(instance)) {
    const known = neededBy.get(id)
    if (known) known.push(instance.plan.id)
    else neededBy.set(id, [instance.plan.id])
  }
}

function disconnect({ neededBy }: Home, instance: Instance) {
  if (!neededBy) return
  for (const id of targetsOf(instance)) {
    const rest = neededBy.get(id)?.filter(other => other !== instance.plan.id) ?? []
    if (rest.length > 0) neededBy.set(id, rest)
    else neededBy.delete(id)
  }
}

const byStart = (a: Instance, b: Instance): number =>
  a.plan.scheduledStart - b.plan.scheduledStart || (a.plan.id < b.plan.id ? -1 : 1)

function fits(one: Instance, filter: InstanceFilter): boolean {
  const { statuses, componentIds, scheduledFrom, scheduledTo, startedFrom, startedTo } = filter
  const start = one.actualStart
  return (
    (!statuses || statuses.includes(statusOf(one))) &&
    (!componentIds || componentIds.includes(one.plan.componentId)) &&
    (scheduledFrom === undefined || one.plan.scheduledStart >= scheduledFrom) &&
    (scheduledTo === undefined || one.plan.scheduledStart <= scheduledTo) &&
    (startedFrom === undefined || (start !== undefined && start >= startedFrom)) &&
    (startedTo === undefined || (start !== undefined && start <= startedTo))
  )
}
