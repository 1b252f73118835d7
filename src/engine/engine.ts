import type { PipelineService } from '../api/operations.ts'
import type { ActivationPreview } from '../api/pipelines.ts'
import type { ChangeEvent, EngineTrouble, Notice } from '../api/workspace.ts'
import { act, type SendAlarm } from './actions.ts'
import { type AttemptWork, attemptWork } from './attempt-work.ts'
import { createBench } from './bench.ts'
import { heedSets } from './clock-set.ts'
import { ledgerOf } from './ledger.ts'
import { createPace } from './pace.ts'
import { type PartOptions, type PartPlan, previewPart } from './part-preview.ts'
import { pass } from './pass.ts'
import type { Clock, Executor, HandsFactory, RunStore } from './ports.ts'
import { type PreviewOptions, previewActivation } from './preview.ts'
import { type RunOnceOptions, runOnce } from './run-once.ts'
import { createRuntime } from './runtime.ts'
import type { Context } from './service/context.ts'
import { createService } from './service.ts'
import { type EngineSettings, settingsWith } from './settings.ts'

export interface EngineParts {
  readonly clock: Clock
  readonly store: RunStore
  readonly hands: HandsFactory
  readonly executors: readonly Executor[]
  /** Sends alarms beyond the notification centre; nothing does without it. */
  readonly sendAlarm?: SendAlarm
  /** Numbers in [0, 1), for ids. */
  readonly random: () => number
  readonly settings?: Partial<EngineSettings>
  /**
   * Runs the end of a turn later. All that happens until then is saved in one transaction, so that a server does best
   * with `setImmediate`; without it a turn ends with the microtask.
   */
  readonly defer?: (turn: () => void) => void
  /** Is told what went wrong on our side, and, without an error, that it is over. */
  readonly trouble?: (what: string, error: unknown) => void
}

export interface Engine {
  /** The 19 operations of AWS Data Pipeline. */
  readonly service: PipelineService
  /**
   * The same for the studio. Where AWS refuses to rerun, cancel or mark anything in a FINISHED pipeline, this takes it,
   * and the pipeline is FINISHED again afterwards.
   */
  readonly studio: PipelineService
  /**
   * Runs every runnable object once, whatever the schedules say, and freezes the definition as a version.
   * `scheduledStart` names the run. Fails with InvalidRequestException when the definition has errors, or when the
   * run named by `at` is still under way.
   */
  runOnce(pipelineId: string, options?: RunOnceOptions): Promise<{ readonly scheduledStart: number }>
  /** What ActivatePipeline would start and skip now, counted and not done. */
  preview(pipelineId: string, options: PreviewOptions): ActivationPreview
  /** What a run of a part would run, take as done and read. Nothing of it is done. */
  previewPart(pipelineId: string, options: PartOptions): PartPlan
  /** An attempt with what it was handed, evaluated. Fails with NotFound where there is none. */
  attemptWork(pipelineId: string, attemptId: string): AttemptWork
  /** Takes up what an earlier process left, and begins to make what is due. */
  start(): Promise<void>
  /** Stops in good order. Attempts that run are stopped, and taken up again under the same number at the next start. */
  stop(): Promise<void>
  /** Takes the machine of a resource's instance away while it is up, as when a spot instance is interrupted. */
  interrupt(pipelineId: string, instanceId: string, why: string): void
  /** Is told that settings are others now: what waits for a slot takes those that came free. */
  settingsChanged(): void
  /** Tells what changed, once a turn and pipeline; gives a way to stop listening. */
  onChange(listener: (event: ChangeEvent) => void): () => void
  /** Why nothing new is started at present, such as a full disk; undefined when all is well. */
  trouble(): EngineTrouble | undefined
  /** Enters a notice into the notification centre, at the engine's time. */
  notice(notice: Omit<Notice, 'id' | 'at'>): Promise<void>
}

/**
 * A Data Pipeline of our own: `createEngine({ clock, store, hands, executors, random })`, then `start()`. It decides
 * what runs when; the store remembers, the hands do. Nothing happens before it is saved, so that a crash at any moment
 * loses and doubles nothing.
 */
export function createEngine(parts: EngineParts): Engine {
  const { clock, store, hands, random } = parts
  const settings = settingsWith(parts.settings)
  const trouble = parts.trouble ?? (() => {})
  const sendAlarm = parts.sendAlarm ?? (async () => undefined)
  const pace = createPace(settings.instanceSpacing)
  const executors = new Map(parts.executors.flatMap(one => one.types.map(type => [type, one] as const)))
  const listeners = new Set<(event: ChangeEvent) => void>()
  const changed = (event: ChangeEvent) => {
    for (const listener of listeners) listener(event)
  }

  const runtime = createRuntime({
    ledger: ledgerOf(store),
    clock,
    store,
    defer: parts.defer ?? queueMicrotask,
    queue: instance => bench.queue(instance),
    perform(asked) {
      const { instance, effect } = asked
      const { pipelineId, id: instanceId } = instance.plan
      if (effect.do === 'offer') tasks.offer(effect.workerGroup)
      else if (effect.do === 'act')
        for (const action of effect.actions) {
          const { cause } = effect
          doAction({ id: `${pipelineId}|${instanceId}|${cause}|${action}`, pipelineId, instanceId, cause, action })
        }
      else bench.perform(asked)
    },
    rested: () => bench.pump(),
    pass: pipelineId => pass(runtime, pipelineId, pace),
    changed,
    trouble,
  })
  heedSets(clock, runtime)
  const bench = createBench({ runtime, hands, executors, settings, trouble })
  const context: Context = { runtime, ledger: runtime.ledger, store, clock, settings, random }
  const { service, studio, tasks } = createService(context)

  const doAction = (asked: Parameters<typeof act>[1]) => {
    act({ runtime, hands, executors, sendAlarm, trouble }, asked).catch(error =>
      trouble('An action broke on our side.', error),
    )
  }

  return {
    service,
    studio,
    runOnce: (pipelineId, options = {}) => runOnce(context, pipelineId, options),
    preview: (pipelineId, options) => previewActivation(context, pipelineId, options),
    attemptWork: (pipelineId, attemptId) => attemptWork(context, pipelineId, attemptId),
    previewPart: (pipelineId, options) => previewPart(context, pipelineId, options),
    async start() {
      const records = runtime.ledger.pipelines()
      const outstanding = store.outstanding()
      bench.recover(records.flatMap(({ id }) => runtime.ledger.live(id)))
      runtime.resume()
      for (const asked of outstanding) doAction(asked)
    },
    async stop() {
      runtime.flush()
      runtime.halt()
      tasks.stop()
      await bench.stop()
    },
    interrupt(pipelineId, instanceId, why) {
      const attempt = runtime.ledger.instance(pipelineId, instanceId)?.attempts
      if (attempt !== undefined) runtime.tell(pipelineId, instanceId, { type: 'interrupted', attempt, why })
    },
    settingsChanged: () => bench.pump(),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    trouble: () => runtime.trouble(),
    async notice(notice) {
      runtime.ledger.notice({ ...notice, at: clock.now() })
      await runtime.saved()
    },
  }
}
