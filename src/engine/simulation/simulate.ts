import type { Notice } from '../../api/workspace.ts'
import type { CostReport } from '../../core/cost/report.ts'
import type { Definition } from '../../core/definition/model.ts'
import { type GivenValues, resolveParameters } from '../../core/definition/parameters.ts'
import { toWire } from '../../core/formats/wire.ts'
import type { AttemptRow, InstanceRow, Status } from '../../core/runs/instance.ts'
import { countStatuses, type StatusCounts } from '../../core/runs/summary.ts'
import { drawsOf } from '../../core/scenario/random.ts'
import { noScenario, type Rule, type Scenario } from '../../core/scenario/scenario.ts'
import { standIns } from '../../core/scenario/stand-ins.ts'
import { virtualClock } from '../clock.ts'
import { createEngine } from '../engine.ts'
import { attemptRowOf, rowOf } from '../instance.ts'
import { noChanges } from '../ledger.ts'
import { memoryStore } from '../memory-store.ts'
import type { Changes, RunStore } from '../ports.ts'
import { rosterOf } from '../roster.ts'
import { withValues } from '../run-once.ts'
import type { EngineSettings } from '../settings.ts'
import { actorOf, idleHands, simulated } from './actor.ts'
import { costOf } from './cost.ts'
import { type Failure, failuresOf } from './failures.ts'
import { scriptOf } from './script.ts'
import { hireWorkers } from './workers.ts'

export interface SimulationOptions {
  /** The pipeline that it stands for, so that alarms name it and the places of its logs; else one of its own. */
  readonly pipelineId?: string
  /** The pipeline is activated at `from`, and looked at just before `to`. UTC milliseconds. */
  readonly from: number
  readonly to: number
  /** Values of parameters. */
  readonly values?: GivenValues
  readonly scenario?: Scenario
  /** Another seed means other luck; the scenario's, else 1. */
  readonly seed?: number
  /** Is told how far the simulated time has come. */
  readonly onProgress?: (now: number) => void
  /** Lets promises go on; `setImmediate` is the quickest where there is one. */
  readonly breathe?: () => Promise<void>
  readonly settings?: Partial<EngineSettings>
  /** Where a machine is that names no region: its prices count. */
  readonly region?: string
}

/** What came of it, at `to`. All rows are marked `rehearsed`. */
export interface Simulation {
  readonly from: number
  readonly to: number
  readonly seed: number
  /** With the values that it ran with. */
  readonly definition: Definition
  /** Of the pipeline. */
  readonly state: Status
  readonly counts: StatusCounts
  readonly instanceCount: number
  readonly attemptCount: number
  /** By scheduled start, then id; may be gone through again and again. */
  readonly instances: Iterable<InstanceRow>
  readonly attempts: Iterable<AttemptRow>
  /** Oldest first. */
  readonly notices: readonly Notice[]
  readonly cost: CostReport
  /** The first of them, oldest first. */
  readonly failures: readonly Failure[]
  readonly failureCount: number
  /** Rules of the scenario, counted from 0, that no attempt was of. */
  readonly idleRules: readonly number[]
}

/** Pieces that the time of a simulation is cut into, to tell how far it is. */
const slices = 400
/** More objects than any definition has. */
const anyNumber = 1_000_000

/**
 * Lets the engine run a definition from `from` up to `to` on a virtual clock, with outcomes from a scenario instead of
 * work, and stand-ins for secret parameters without a value. The same definition, times, scenario and seed give the same result. Fails with an Error that says why when the
 * definition cannot be activated.
 */
export async function simulate(definition: Definition, options: SimulationOptions): Promise<Simulation> {
  const { from, to, scenario = noScenario, settings } = options
  const seed = options.seed ?? scenario.seed ?? 1
  const valued = withValues(definition, options.values ?? {})
  const whole = withValues(valued, standIns(valued, 'missing'))
  const clock = virtualClock(from, options.breathe)
  const store = memoryStore()
  if (options.pipelineId !== undefined) store.save(withPipeline(options.pipelineId, from))
  const met = new Set<Rule>()
  const script = scriptOf(scenario, seed, met)
  const broken: unknown[] = []
  const engine = createEngine({
    clock,
    store,
    hands: idleHands(clock),
    executors: [actorOf({ clock, store, script, interrupt: (...who) => engine.interrupt(...who) })],
    random: drawsOf(seed, 'ids'),
    settings: { concurrency: anyNumber, mostObjects: anyNumber, refuseOldStarts: false, ...settings },
    trouble: (what, error) => broken.push(new Error(what, { cause: error })),
  })
  await engine.start()

  const { pipelineId } = await engine.service.CreatePipeline(own)
  const verdict = await engine.service.PutPipelineDefinition({ pipelineId, ...toWire(whole) })
  const [wrong] = verdict.validationErrors
  if (wrong) throw new Error(`The definition has errors and cannot run: ${wrong.id}: ${wrong.errors?.[0]}`)
  const dismiss = hireWorkers({
    service: engine.service,
    clock,
    store,
    script,
    groups: workerGroupsOf(whole),
    trouble: error => broken.push(error),
  })
  await engine.service.ActivatePipeline({ pipelineId, startTimestamp: from / 1000 })

  for (let slice = 1; slice <= slices && broken.length === 0; slice += 1) {
    // What falls on `to` itself belongs to the time after.
    await clock.advanceTo(Math.floor(from + ((to - from) * slice) / slices) - 1)
    options.onProgress?.(clock.now())
  }
  const [trouble] = broken
  if (trouble !== undefined) throw trouble
  const result = resultOf(store, pipelineId, whole, to, options.region)
  dismiss()
  await engine.stop()
  const idleRules = scenario.rules.flatMap((rule, index) => (met.has(rule) ? [] : [index]))
  return { from, to, seed, ...result, idleRules }
}

const own = { name: 'simulation', uniqueId: 'simulation' }

/** A store's first pipeline, as CreatePipeline makes one. */
const withPipeline = (id: string, createdAt: number): Changes => ({
  ...noChanges(),
  pipelines: new Map([
    [id, { ...own, id, tags: [], createdAt, state: 'PENDING', versions: 0, errored: false, cursors: {}, paused: [] }],
  ]),
})

/** Names of the worker groups whose workers a definition counts on. */
function workerGroupsOf(definition: Definition): ReadonlySet<string> {
  const { components } = rosterOf(definition, resolveParameters(definition).values, 1)
  return new Set([...components.values()].flatMap(one => one.workerGroup ?? []))
}

function resultOf(store: RunStore, pipelineId: string, definition: Definition, now: number, region?: string) {
  const all = [...store.instances(pipelineId)]
  const instances: Iterable<InstanceRow> = {
    *[Symbol.iterator]() {
      for (const one of all) yield { ...rowOf(one), rehearsed: simulated }
    },
  }
  const attemptsOf = (instanceId: string): readonly AttemptRow[] =>
    store
      .attempts(pipelineId, instanceId)
      .map(one => ({ ...attemptRowOf({ pipelineId, id: instanceId }, one), rehearsed: simulated }))
  const attempts: Iterable<AttemptRow> = {
    *[Symbol.iterator]() {
      for (const { plan } of all) yield* attemptsOf(plan.id)
    },
  }
  return {
    definition,
    state: store.pipeline(pipelineId)?.state ?? ('PENDING' as const),
    counts: countStatuses(statuses(instances)),
    instanceCount: all.length,
    attemptCount: all.reduce((sum, one) => sum + one.attempts, 0),
    instances,
    attempts,
    notices: store.notices(pipelineId, Number.POSITIVE_INFINITY).toReversed(),
    cost: costOf(definition, instances, attemptsOf, now, region),
    ...failuresOf(instances, attemptsOf),
  }
}

function* statuses(rows: Iterable<InstanceRow>): Generator<Status> {
  for (const { status } of rows) yield status
}
