import type { Ready } from '../../e2e/studio.ts'
import type { AttemptRow, InstanceRow } from '../../src/core/runs/instance.ts'
import { ask, pause } from './server.ts'

/** What a server shows of the runs of some pipelines. */
export interface Seen {
  readonly instances: readonly InstanceRow[]
  readonly attempts: readonly AttemptRow[]
}

export const over = new Set(['FINISHED', 'FAILED', 'CASCADE_FAILED', 'CANCELED', 'TIMEDOUT', 'SKIPPED'])

export async function look(ready: Ready, ids: readonly string[]): Promise<Seen> {
  const parts = await Promise.all(
    ids.map(async pipelineId => ({
      ...(await ask<{ attempts: AttemptRow[] }>(ready, 'ListAttempts', { pipelineId })),
      ...(await ask<{ instances: InstanceRow[] }>(ready, 'ListInstances', { pipelineId })),
    })),
  )
  return { instances: parts.flatMap(one => one.instances), attempts: parts.flatMap(one => one.attempts) }
}

export const nameOf = (one: { readonly pipelineId: string; readonly id: string }): string =>
  `${one.pipelineId}|${one.id}`

/** Waits until everything is over but what waits for something that failed and does not cascade; `due`: runs made by then. */
export async function settled(ready: Ready, ids: readonly string[], due: number): Promise<Seen> {
  const end = Date.now() + 10 * 60_000
  let before = ''
  for (;;) {
    const now = await look(ready, ids)
    const picture = JSON.stringify(now)
    const still = picture === before
    before = picture
    const made = new Set(now.instances.map(one => `${one.pipelineId} ${one.scheduledStart}`)).size
    // What waits for something that failed and does not cascade waits for ever.
    const moving = now.instances.filter(one => !over.has(one.status) && one.status !== 'WAITING_ON_DEPENDENCIES')
    const machines = moving.filter(one => one.family === 'resource')
    if (made === due && moving.length === machines.length && still) return now
    if (Date.now() > end) throw new Error(`Not over after 10 minutes: ${moving.map(nameOf).join(', ')}`)
    await pause(500)
  }
}

/** By pipeline, run and object, how it ended and how each attempt did. */
export function resultOf(ids: readonly string[], { instances, attempts }: Seen): ReadonlyMap<string, string> {
  const byInstance = Map.groupBy(attempts, one => `${one.pipelineId}|${one.instanceId}`)
  const result = new Map<string, string>()
  for (const [number, pipelineId] of ids.entries()) {
    const own = instances.filter(one => one.pipelineId === pipelineId)
    const starts = [...new Set(own.map(one => one.scheduledStart))].sort((a, b) => a - b)
    for (const one of own) {
      const tries = (byInstance.get(nameOf(one)) ?? []).map(attempt => `${attempt.status} ${attempt.errorId ?? ''}`)
      result.set(
        `${number} ${starts.indexOf(one.scheduledStart)} ${one.id.slice(1, -20)}`,
        `${one.status}: ${tries.join(', ')}`,
      )
    }
  }
  return new Map([...result].sort(([a], [b]) => (a < b ? -1 : 1)))
}
