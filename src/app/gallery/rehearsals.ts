import type { RehearsalResult, RehearsedObject } from '../../api/rehearsals.ts'
import type { StatusCounts } from '../../core/runs/summary.ts'
import type { Side } from '../rehearse/comparison.tsx'
import { runCost } from './answers.ts'
import { attempts, failedRun, instances, now, parts, pipelineId, pipelineName, runs } from './fixtures.ts'

/** Two rehearsals of the same month: as it went, and with a step that always fails from the middle of it on. */

const broken = 'Features'
const middle = runs[60]?.scheduledStart ?? 0
const minute = 60_000

const countsOf = (statuses: Iterable<string>): StatusCounts => {
  const counts: Record<string, number> = {}
  for (const status of statuses) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

function sideOf(id: string, name: string, scenario: string, fails: boolean): Side {
  const behind = new Set<string>([broken])
  for (const part of parts) if (part.after.some(one => behind.has(one))) behind.add(part.id)
  const played = instances.map(one => {
    const hit = fails && behind.has(one.componentId) && one.scheduledStart >= middle
    return hit
      ? { ...one, status: one.componentId === broken ? ('FAILED' as const) : ('CASCADE_FAILED' as const) }
      : one
  })
  const objects = parts.map((part): RehearsedObject => {
    const own = played.filter(one => one.componentId === part.id)
    return {
      id: part.id,
      name: part.name,
      type: part.type,
      family: part.family,
      counts: countsOf(own.map(one => one.status)),
      attempts: own.reduce((sum, one) => sum + one.attemptCount, 0),
      ...(part.takes > 0 && { median: part.takes * minute, longest: part.takes * minute * 1.35, waited: minute }),
    }
  })
  const failed = played.filter(one => one.status === 'FAILED')
  const result: RehearsalResult = {
    objects,
    cost: runCost,
    failures: failed.slice(0, 8).map(one => ({
      instanceId: one.id,
      scheduledStart: one.scheduledStart,
      status: one.status,
      attempts: one.attemptCount,
      errorId: 'ActivityFailed:ExitCode',
      message: one.errorMessage ?? 'No space left on device',
      cascaded: parts.filter(part => behind.has(part.id)).length - 1,
      waiting: 0,
    })),
    expectations: [{ object: 'Load', scheduledStart: failedRun, status: 'CASCADE_FAILED' }],
    unsaid: 12,
  }
  const byRun = [...Map.groupBy(played, one => one.scheduledStart).values()]
  const runCounts = countsOf(byRun.map(all => (all.some(one => one.status === 'FAILED') ? 'FAILED' : 'FINISHED')))
  return {
    result,
    rehearsal: {
      id,
      pipelineId,
      pipelineName,
      name,
      from: runs.at(-1)?.scheduledStart ?? 0,
      to: now,
      seed: 7,
      scenario,
      createdAt: now - 20 * minute,
      state: 'done',
      reached: now,
      figures: {
        tookMs: 2140,
        runs: runs.length,
        runCounts,
        instances: played.length,
        attempts: attempts.length,
        counts: countsOf(played.map(one => one.status)),
        failures: failed.length,
        notices: failed.length,
        usd: fails ? 61.4 : 92.18,
        unknownPrices: 1,
        size: 1_480_000,
      },
    },
  }
}

export const rehearsals: readonly Side[] = [
  sideOf('rh-0002', 'The disk fills', `{ "rules": [ { "object": "${broken}", "outcome": "fail" } ] }`, true),
  sideOf('rh-0001', 'As it goes', '{ "rules": [] }', false),
]
