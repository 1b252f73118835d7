import type { RehearsalFigures, RehearsalResult, RehearsedFailure, RehearsedObject } from '../../api/rehearsals.ts'
import { type InstanceRow, type Status, settled } from '../../core/runs/instance.ts'
import { objectNames } from '../../core/runs/labels.ts'
import { dependencyOrder } from '../../core/runs/order.ts'
import { countStatuses, worstStatus } from '../../core/runs/summary.ts'
import { expectationsFrom } from '../../core/scenario/expect.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'
import type { Simulation } from '../../engine/simulation/simulate.ts'

/** Rules without effect that are named. */
const mostIdle = 5

/** What a simulation came to, in figures that a list shows, and object by object. */
export function figuresOf(
  simulation: Simulation,
  { rules }: Scenario,
  tookMs: number,
  size: number,
): { readonly figures: RehearsalFigures; readonly result: RehearsalResult } {
  const { expectations, left } = expectationsFrom(simulation.instances)
  const runs = runStatuses(simulation.instances)
  const { cost } = simulation
  return {
    figures: {
      tookMs: Math.round(tookMs),
      runs: runs.length,
      runCounts: countStatuses(runs),
      instances: simulation.instanceCount,
      attempts: simulation.attemptCount,
      counts: simulation.counts,
      failures: simulation.failureCount,
      notices: simulation.notices.length,
      usd: cost.likely,
      unknownPrices: cost.lines.filter(line => line.usd === undefined).length,
      size,
    },
    result: {
      objects: objectsOf(simulation),
      cost,
      failures: simulation.failures.map(failureOf),
      idleRules: {
        count: simulation.idleRules.length,
        first: simulation.idleRules.slice(0, mostIdle).map(rule => ({ rule, object: rules[rule]?.object ?? '' })),
      },
      expectations,
      unsaid: left,
    },
  }
}

/** The worst status of each run's activities, or of all that it has where it has none. */
function runStatuses(instances: Iterable<InstanceRow>): readonly Status[] {
  const runs = new Map<number, { activities?: Status | undefined; all?: Status | undefined }>()
  for (const { scheduledStart, family, status } of instances) {
    const run = runs.get(scheduledStart) ?? {}
    runs.set(scheduledStart, run)
    run.all = worstStatus(run.all ? [run.all, status] : [status])
    if (family === 'activity') run.activities = worstStatus(run.activities ? [run.activities, status] : [status])
  }
  return [...runs.values()].flatMap(({ activities, all }) => activities ?? all ?? [])
}

function objectsOf({ definition, instances }: Simulation): readonly RehearsedObject[] {
  const names = objectNames(definition)
  const own = new Map<string, Tally>()
  for (const one of instances) {
    const known: Tally = own.get(one.componentId) ?? { first: one, of: new Map(), took: [], waited: [], attempts: 0 }
    own.set(one.componentId, known)
    known.of.set(one.status, (known.of.get(one.status) ?? 0) + 1)
    known.attempts += one.attemptCount
    if (one.actualStart === undefined) continue
    // A machine comes into being with its interval, everything else is due at its end or its start.
    known.waited.push(Math.max(0, one.actualStart - one.scheduledStart))
    if (one.actualEnd !== undefined && settled(one.status)) known.took.push(one.actualEnd - one.actualStart)
  }
  return dependencyOrder(definition).flatMap((id): readonly RehearsedObject[] => {
    const one = own.get(id)
    if (!one) return []
    const took = Float64Array.from(one.took).sort()
    const waited = Float64Array.from(one.waited).sort()
    const [median, longest, wait] = [middle(took), took.at(-1), middle(waited)]
    return [
      {
        id,
        name: names.get(id) ?? id,
        type: one.first.type,
        family: one.first.family,
        counts: Object.fromEntries(one.of),
        attempts: one.attempts,
        ...(median !== undefined && { median }),
        ...(longest !== undefined && { longest }),
        ...(wait !== undefined && { waited: wait }),
      },
    ]
  })
}

interface Tally {
  readonly first: InstanceRow
  readonly of: Map<Status, number>
  readonly took: number[]
  readonly waited: number[]
  attempts: number
}

const middle = (sorted: Float64Array): number | undefined => sorted[Math.floor(sorted.length / 2)]

const failureOf = ({ instance, attempts, cascaded, waiting }: Simulation['failures'][number]): RehearsedFailure => {
  const errorId = attempts.at(-1)?.errorId ?? instance.errorId
  const message = attempts.at(-1)?.errorMessage ?? instance.errorMessage
  return {
    instanceId: instance.id,
    scheduledStart: instance.scheduledStart,
    status: instance.status,
    attempts: attempts.length,
    cascaded: cascaded.length,
    waiting: waiting.length,
    ...(errorId !== undefined && { errorId }),
    ...(message !== undefined && { message }),
  }
}
