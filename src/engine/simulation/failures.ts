import { type AttemptRow, type InstanceRow, settled } from '../../core/runs/instance.ts'

/** An instance that failed by itself, and all that did not happen because of it. */
export interface Failure {
  readonly instance: InstanceRow
  readonly attempts: readonly AttemptRow[]
  /** Ids of instances that failed or were canceled with it, nearest first. */
  readonly cascaded: readonly string[]
  /** Ids of instances that still wait for it, or for one that failed with it. */
  readonly waiting: readonly string[]
}

/** Failures told in full. */
const most = 20

/** The first failures by the time they happened, and how many there are. */
export function failuresOf(
  instances: Iterable<InstanceRow>,
  attemptsOf: (instanceId: string) => readonly AttemptRow[],
): { readonly failures: readonly Failure[]; readonly failureCount: number } {
  const origins: InstanceRow[] = []
  const follows = new Map<string, string[]>()
  const waiters = new Map<string, string[]>()
  const add = (to: Map<string, string[]>, key: string, id: string) => {
    const list = to.get(key)
    if (list) list.push(id)
    else to.set(key, [id])
  }
  for (const one of instances) {
    if (one.status === 'FAILED' || one.status === 'TIMEDOUT') origins.push(one)
    if (one.cascadeFailedOn !== undefined) add(follows, one.cascadeFailedOn, one.id)
    else if (one.status === 'CANCELED' && one.resourceInstance !== undefined) add(follows, one.resourceInstance, one.id)
    if (!settled(one.status)) for (const id of one.waitingOn) add(waiters, id, one.id)
  }
  const first = origins.sort((a, b) => (a.actualEnd ?? 0) - (b.actualEnd ?? 0)).slice(0, most)
  return {
    failureCount: origins.length,
    failures: first.map(instance => {
      const chain = new Set([instance.id])
      for (const id of chain) for (const next of follows.get(id) ?? []) chain.add(next)
      const waiting = new Set([...chain].flatMap(id => waiters.get(id) ?? []))
      return {
        instance,
        attempts: attemptsOf(instance.id),
        cascaded: [...chain].slice(1),
        waiting: [...waiting],
      }
    }),
  }
}
