import { type Instance, isOver } from './instance.ts'
import { keyOf } from './ledger.ts'
import type { Executor, HandsFactory, OpenHands, Outcome, Work } from './ports.ts'
import type { Asked, Runtime } from './runtime.ts'
import type { EngineSettings } from './settings.ts'
import { prepare } from './work.ts'

/** Where this machine works on attempts. */
export interface Bench {
  /** An attempt waits for a slot here. */
  queue(instance: Instance): void
  perform(asked: Asked): void
  /** Starts what waits for a free slot. */
  pump(): void
  /** After a start: ends what an earlier process left behind, and takes its attempts up again. */
  recover(instances: readonly Instance[]): void
  /** Stops the attempts without saying so: they are taken up again at the next start. */
  stop(): Promise<void>
}

export interface BenchParts {
  readonly runtime: Runtime
  readonly hands: HandsFactory
  readonly executors: ReadonlyMap<string, Executor>
  readonly settings: EngineSettings
  readonly trouble: (what: string, error: unknown) => void
}

interface Ended {
  readonly outcome: Outcome
  readonly logLocation?: string
}

export function createBench({ runtime, hands, executors, settings, trouble }: BenchParts): Bench {
  const { ledger } = runtime
  const running = new Map<string, { readonly controller: AbortController; readonly over: Promise<void> }>()
  const taken = new Map<string, Instance>()
  /** What waits for a free slot, in the order in which it came. */
  const ready = new Map<string, Instance>()
  /** Goes on where it was: a long queue is not walked from its beginning for each slot that comes free. */
  let order = ready.entries()
  let stopped = false

  function queue(instance: Instance) {
    if (instance.plan.family !== 'activity') return tellStarted(instance)
    const key = slotOf(instance)
    if (!ready.has(key)) ready.set(key, instance)
    fill()
  }

  const tellStarted = ({ plan, attempts }: Instance) =>
    runtime.tell(plan.pipelineId, plan.id, { type: 'started', attempt: attempts, hostname: settings.hostname })

  function pump() {
    if (ready.size > 0 && taken.size >= settings.concurrency) freeSlots()
    fill()
  }

  /** Frees the slots of attempts that were given up before they began. */
  function freeSlots() {
    for (const [key, { plan, attempts }] of taken) {
      const now = ledger.instance(plan.pipelineId, plan.id)
      if (!running.has(key) && (!now || isOver(now) || now.attempts !== attempts || now.phase === 'backingOff'))
        taken.delete(key)
    }
  }

  function fill() {
    if (stopped) return
    while (taken.size < settings.concurrency && ready.size > 0) {
      const next = order.next()
      if (next.done) {
        order = ready.entries()
        continue
      }
      const [key, instance] = next.value
      ready.delete(key)
      const now = ledger.instance(instance.plan.pipelineId, instance.plan.id)
      if (now?.phase !== 'queued' || now.attempts !== instance.attempts) continue
      taken.set(key, instance)
      tellStarted(instance)
    }
  }

  /** `after`: what must be out of the way before it may begin. */
  function run(instance: Instance, after?: Promise<void>) {
    const key = slotOf(instance)
    if (running.has(key) || stopped) return
    const { pipelineId, id, family } = instance.plan
    if (family === 'activity') taken.set(key, instance)
    const controller = new AbortController()
    const over = attempt(instance, controller.signal, after).then(ended => {
      running.delete(key)
      taken.delete(key)
      if (stopped) return
      runtime.tell(pipelineId, id, { type: 'ended', attempt: instance.attempts, ...ended })
      pump()
    })
    running.set(key, { controller, over })
  }

  async function attempt(instance: Instance, signal: AbortSignal, after?: Promise<void>): Promise<Ended> {
    await after
    if (after && signal.aborted) return { outcome: lost }
    const prepared = prepare(ledger, instance)
    if ('errorId' in prepared) return { outcome: { status: 'FAILED', ...prepared } }
    const executor = executors.get(instance.plan.type)
    if (!executor) {
      if (instance.plan.family === 'resource') return { outcome: { status: 'FINISHED' } }
      const errorMessage = `Nothing here can run a ${instance.plan.type}.`
      return { outcome: { status: 'FAILED', errorId: 'NoExecutor', errorMessage } }
    }
    try {
      const open = await openHands(prepared.work, prepared.logUri, signal)
      const outcome = signal.aborted ? lost : await executor.run(prepared.work, open, signal).catch(broke)
      // At its next start the engine goes on with it, and with its logs where they lie.
      if (stopped && isAtWork(ledger.instance(instance.plan.pipelineId, instance.plan.id))) return { outcome: lost }
      const { logLocation } = await open.close(signal.aborted ? stoppedAs(instance) : outcome)
      return { outcome, ...(logLocation !== undefined && { logLocation }) }
    } catch (error) {
      return { outcome: broke(error) }
    }
  }

  /** What an attempt that was told to stop says of its end: it may have taken too long, or somebody canceled it. */
  function stoppedAs({ plan, attempts }: Instance): Parameters<OpenHands['close']>[0] {
    const now = ledger.instance(plan.pipelineId, plan.id)
    const { stopAs, cancellationReason: reason } = now?.attempts === attempts ? now : {}
    return stopAs?.trouble ? { status: 'FAILED', ...stopAs.trouble } : { status: 'CANCELED', ...(reason && { reason }) }
  }

  /** Where there is no room for what an attempt needs at its start, it waits until there is. */
  async function openHands(work: Work, logUri: string | undefined, signal: AbortSignal): Promise<OpenHands> {
    for (;;) {
      try {
        const open = await hands.open(work, logUri)
        runtime.hampered('folders')
        return open
      } catch (error) {
        if (!full.has((error as NodeJS.ErrnoException).code ?? '') || signal.aborted) throw error
        runtime.hampered('folders', error)
        await runtime.pause(roomAfter)
      }
    }
  }

  /** An executor must not throw; if one does, the attempt says so, and so does the log of the engine. */
  function broke(error: unknown): Outcome {
    trouble('An attempt broke on our side.', error)
    const stack = error instanceof Error ? error.stack : undefined
    return {
      status: 'FAILED',
      errorId: 'InternalError',
      errorMessage: error instanceof Error ? error.message : String(error),
      ...(stack !== undefined && { errorStackTrace: stack }),
    }
  }

  function perform({ instance, effect }: Asked) {
    if (stopped) return
    const { pipelineId, id } = instance.plan
    switch (effect.do) {
      case 'run':
        return run(instance)
      case 'stop': {
        const known = running.get(slotOf(instance))
        if (known) known.controller.abort()
        else runtime.tell(pipelineId, id, { type: 'ended', attempt: effect.attempt, outcome: lost })
        return
      }
      case 'release':
        running.get(slotOf(instance))?.controller.abort()
        return runtime.tell(pipelineId, id, { type: 'closed', attempt: effect.attempt })
      default:
        return
    }
  }

  return {
    queue,
    perform,
    pump,
    recover(instances) {
      const here = instances.filter(one => one.plan.workerGroup === undefined)
      const begun = here.filter(one => one.phase === 'running' || one.phase === 'creating' || one.phase === 'stopping')
      // Ending what an earlier process left may take its grace: only the attempts that it belongs to wait for that.
      const swept = hands
        .sweep(begun.flatMap(one => one.head?.id ?? []))
        .catch(error => trouble('What an earlier process left behind could not be ended.', error))
      for (const instance of here) {
        const { plan, phase, attempts } = instance
        if (isAtWork(instance)) run(instance, swept)
        else if (phase === 'stopping')
          void swept.then(() =>
            runtime.tell(plan.pipelineId, plan.id, { type: 'ended', attempt: attempts, outcome: lost }),
          )
        else if (phase === 'closing') runtime.tell(plan.pipelineId, plan.id, { type: 'closed', attempt: attempts })
        else if (phase === 'queued' && plan.resource !== undefined && !instance.resourceUp)
          runtime.tell(plan.pipelineId, plan.resource, { type: 'wanted', by: plan.id })
        else if (phase === 'queued') queue(instance)
      }
    },
    async stop() {
      stopped = true
      ready.clear()
      const all = [...running.values()]
      for (const { controller } of all) controller.abort()
      await Promise.allSettled(all.map(one => one.over))
    },
  }
}

const isAtWork = (now: Instance | undefined): boolean => now?.phase === 'running' || now?.phase === 'creating'

/** What the system says where a disk or a quota is full. */
const full: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT'])
/** Wait before room is looked for again, milliseconds of the engine's clock. */
const roomAfter = 1_000

const slotOf = ({ plan, attempts }: Instance): string => `${keyOf(plan.pipelineId, plan.id)}|${attempts}`

const lost: Outcome = { status: 'FAILED', errorId: 'Stopped', errorMessage: 'The attempt was stopped.' }
