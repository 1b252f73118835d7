import type { CostReport, WorkspaceCalls } from '../api/workspace.ts'
import { accrueCost } from '../core/cost/accrue.ts'
import { estimateCost } from '../core/cost/estimate.ts'
import { textReader } from '../core/cost/read-text.ts'
import type { Definition } from '../core/definition/model.ts'
import type { History } from './history.ts'

/** How many earlier runs an estimate looks at. */
const runsLookedAt = 20

/** Estimate for a definition, with the medians of the pipeline's earlier runs where there are some. */
export async function estimate(
  history: History,
  definition: Definition,
  { pipelineId, values }: WorkspaceCalls['EstimateCost']['in'],
): Promise<CostReport> {
  const medians = pipelineId ? await medianSeconds(history, pipelineId) : new Map()
  return estimateCost(definition, { readText: textReader(definition, values), history: medians })
}

/** What a run cost so far, with the definition and the values that it ran with. */
export async function accrued(
  history: History,
  pipelineId: string,
  scheduledStart: number,
  now: number,
): Promise<CostReport> {
  const [{ instances }, { attempts }] = await Promise.all([
    history.ListInstances({ pipelineId, scheduledStart }),
    history.ListAttempts({ pipelineId, scheduledStart }),
  ])
  const version = instances[0]?.version
  const definition = version === undefined ? undefined : (await history.GetVersion({ pipelineId, version })).definition
  const empty = { objects: [], parameters: [], values: [] }
  return accrueCost(definition ?? empty, instances, attempts, now, textReader(definition ?? empty))
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
