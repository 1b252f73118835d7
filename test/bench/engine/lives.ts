import type { Definition } from '../../../src/core/definition/model.ts'
import { toWire } from '../../../src/core/formats/wire.ts'
import { createEngine, type Engine } from '../../../src/engine/engine.ts'
import type { Executor, HandsFactory, OpenHands, RunStore, Work } from '../../../src/engine/ports.ts'
import { scaledClock } from '../../../src/server/clock.ts'

/** An engine on the wall's clock that does what the server's does, with whatever works. */
export interface BenchEngine {
  readonly engine: Engine
  /** Puts and activates a definition. */
  activate(definition: Definition): Promise<string>
  /** Resolves once a pipeline is FINISHED; fails when anything in it did not. */
  finished(pipelineId: string): Promise<void>
}

export interface BenchParts {
  readonly store: RunStore
  readonly executors: readonly Executor[]
  readonly hands?: HandsFactory
  readonly concurrency: number
}

export async function startEngine({
  store,
  executors,
  hands = noHands,
  concurrency,
}: BenchParts): Promise<BenchEngine> {
  const problems: unknown[] = []
  const engine = createEngine({
    clock: scaledClock(1),
    store,
    hands,
    executors,
    random: Math.random,
    defer: setImmediate,
    settings: { concurrency, refuseOldStarts: false },
    trouble: (what, error) => problems.push(what, error),
  })
  await engine.start()
  let count = 0
  return {
    engine,
    async activate(definition) {
      count += 1
      const { pipelineId } = await engine.service.CreatePipeline({ name: 'bench', uniqueId: `bench ${count}` })
      const { errored } = await engine.service.PutPipelineDefinition({ pipelineId, ...toWire(definition) })
      if (errored) throw new Error('The definition of the benchmark has errors.')
      await engine.service.ActivatePipeline({ pipelineId })
      return pipelineId
    },
    async finished(pipelineId) {
      const over = () => problems.length > 0 || store.pipeline(pipelineId)?.state === 'FINISHED'
      await new Promise<void>(done => {
        const look = () => {
          if (over()) done()
        }
        engine.onChange(({ what }) => what === 'pipelines' && look())
        look()
      })
      if (problems.length > 0) throw new Error(problems.join(' '))
      for (const _ of store.instances(pipelineId, { statuses: ['FAILED', 'CASCADE_FAILED', 'CANCELED'] }))
        throw new Error('Something in the pipeline of the benchmark did not finish.')
    },
  }
}

/** Does nothing, at once. */
export const idle = (seen: (work: Work) => void = () => {}): Executor => ({
  name: 'idle',
  types: ['ShellCommandActivity'],
  async run(work) {
    seen(work)
    return { status: 'FINISHED' }
  },
})

/** Hands for work that needs none. */
const noHands: HandsFactory = {
  open: async () => ({ close: async () => ({}) }) as unknown as OpenHands,
  sweep: async () => {},
}
