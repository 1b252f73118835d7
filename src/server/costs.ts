import { setImmediate as breath } from 'node:timers/promises'
import type { Money, RunRow } from '../api/runs.ts'
import type { WorkspaceCalls, WorkspaceService } from '../api/workspace.ts'
import { familyOf } from '../core/catalog/index.ts'
import { accrueCost } from '../core/cost/accrue.ts'
import type { BackfillCost } from '../core/cost/backfill.ts'
import { backfillCost } from '../core/cost/backfill.ts'
import { estimateCost } from '../core/cost/estimate.ts'
import { textReader } from '../core/cost/read-text.ts'
import type { CostReport } from '../core/cost/report.ts'
import type { Definition } from '../core/definition/model.ts'
import { resolveParameters } from '../core/definition/parameters.ts'
import { typeOf } from '../core/definition/query.ts'
import { backfillOf } from '../core/runs/backfill.ts'
import { settled } from '../core/runs/instance.ts'
import type { History } from './history.ts'
import { createRecent } from './recent.ts'

/** How many earlier runs an estimate looks at. */
const runsLookedAt = 20

/** Estimate for a definition, with the medians of the pipeline's earlier runs where there are some. */
export async function estimate(
  history: History,
  definition: Definition,
  { pipelineId, values }: WorkspaceCalls['EstimateCost']['in'],
  region: string,
): Promise<CostReport> {
  const medians = pipelineId ? await medianSeconds(history, pipelineId) : new Map()
  return estimateCost(definition, { readText: textReader(definition, values), history: medians, region })
}

/** What a backfill would take, with the medians of the pipeline's earlier runs where there are some. */
export async function estimateBackfill(
  history: History,
  definition: Definition,
  { pipelineId, values, at, since }: WorkspaceCalls['EstimateBackfill']['in'],
  now: number,
  region: string,
): Promise<BackfillCost> {
  const medians = pipelineId ? await medianSeconds(history, pipelineId) : new Map()
  const backfill = backfillOf(definition, {
    values: resolveParameters(definition, values).values,
    at: at ?? now,
    ...(since !== undefined && { since }),
  })
  return backfillCost(definition, backfill, { readText: textReader(definition, values), history: medians, region })
}

/** What a run cost so far, with the definition and the values that it ran with. */
export async function accrued(
  history: History,
  pipelineId: string,
  scheduledStart: number,
  now: number,
  region: string,
): Promise<CostReport> {
  const [{ instances }, { attempts }] = await Promise.all([
    history.ListInstances({ pipelineId, scheduledStart }),
    history.ListAttempts({ pipelineId, scheduledStart }),
  ])
  const version = instances[0]?.version
  const definition = version === undefined ? undefined : (await history.GetVersion({ pipelineId, version })).definition
  const empty = { objects: [], parameters: [], values: [] }
  return accrueCost(definition ?? empty, instances, attempts, now, textReader(definition ?? empty), region)
}

/**
 * Lists runs with what each cost so far; what is over is counted once, and remembered while somebody asks for it. Lets
 * others have their turn now and then: a long list that was never asked for takes some tenths of a second.
 */
export function runsWithCosts(history: History, now: () => number, region: () => string): WorkspaceService['ListRuns'] {
  const known = createRecent<Money>(remembered)
  const bases = createRecent<string>(remembered)
  const machines = createRecent<readonly string[]>(remembered)

  const machinesOf = async (pipelineId: string, version: number) => {
    const key = `${pipelineId} ${version}`
    const ids = machines.get(key) ?? (await resourceIds(history, pipelineId, version))
    machines.set(key, ids)
    return ids
  }

  const withCost = async (run: RunRow): Promise<RunRow> => {
    const { pipelineId, scheduledStart, version } = run
    // In one piece: a template would keep each of its pieces in memory.
    const key = JSON.stringify([pipelineId, scheduledStart, version, run.endedAt, region()])
    const before = known.get(key)
    if (before) return { ...run, cost: before }
    const componentIds = await machinesOf(pipelineId, version)
    if (componentIds.length === 0) return run
    const { instances } = await history.ListInstances({ pipelineId, scheduledStart, componentIds: [...componentIds] })
    const { definition } = await history.GetVersion({ pipelineId, version })
    const { likely, basis, lines } = accrueCost(definition, instances, [], now(), textReader(definition), region())
    const unknown = lines.flatMap(line => (line.usd === undefined ? [line.what] : []))
    const cost = { usd: likely, unknown, basis: bases.get(basis) ?? basis }
    bases.set(cost.basis, cost.basis)
    if (settled(run.status) && instances.every(i => settled(i.status))) known.set(key, cost)
    return { ...run, cost }
  }

  return async input => {
    const { runs, total } = await history.ListRuns(input)
    const all: RunRow[] = []
    for (const [at, run] of runs.entries()) {
      if (at % atATime === atATime - 1) await breath()
      all.push(await withCost(run))
    }
    return { runs: all, total }
  }
}

const atATime = 100

/** Pages that are open ask again within seconds; and there are more runs than any of them asks for. */
const remembered = { lasting: 5 * 60_000, most: 20_000 }

async function resourceIds(history: History, pipelineId: string, version: number): Promise<readonly string[]> {
  const { definition } = await history.GetVersion({ pipelineId, version })
  return definition.objects.filter(o => familyOf(typeOf(definition, o) ?? '') === 'resource').map(o => o.id)
}

async function medianSeconds(history: History, pipelineId: string) {
  const { runs } = await history.ListRuns({ pipelineId, statuses: ['FINISHED'], limit: runsLookedAt })
  const lengths = new Map<string, number[]>()
  for (const { scheduledStart } of runs) {
    const { instances } = await history.ListInstances({ pipelineId, scheduledStart, statuses: ['FINISHED'] })
    for (const { componentId, family, actualStart, actualEnd } of instances)
      if (family === 'activity' && actualStart !== undefined && actualEnd !== undefined)
        lengths.set(componentId, [...(lengths.get(componentId) ?? []), (actualEnd - actualStart) / 1000])
  }
  return new Map([...lengths].map(([id, all]) => [id, { seconds: median(all), runs: all.length }]))
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}
