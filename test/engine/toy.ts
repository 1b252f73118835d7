import type { Definition, Field } from '../../src/core/definition/model.ts'
import { type VirtualClock, virtualClock } from '../../src/engine/clock.ts'
import { createEngine, type Engine } from '../../src/engine/engine.ts'
import { statusOf } from '../../src/engine/instance.ts'
import { memoryStore } from '../../src/engine/memory-store.ts'
import type { Executor, HandsFactory, ObjectStore, OpenHands, Outcome, RunStore, Work } from '../../src/engine/ports.ts'
import type { EngineSettings } from '../../src/engine/settings.ts'

/** 2026-03-01T00:00:00Z, where the clocks of these tests begin. */
export const morning = Date.UTC(2026, 2, 1)
export const minutes = (count: number): number => count * 60_000
export const hours = (count: number): number => count * 3_600_000
export const days = (count: number): number => count * 86_400_000

/** A clock for tests, on that morning. */
export const testClock = (): VirtualClock => virtualClock(morning, () => new Promise(resolve => setImmediate(resolve)))

/** What a script says an attempt does: ends at once, or after so many milliseconds. */
export type Play = Outcome & { readonly after?: number }
export type Script = (work: Work) => Play

export const fine: Play = { status: 'FINISHED' }
export const broken: Play = { status: 'FAILED', errorId: 'ExitCode1', errorMessage: 'The command ended with 1.' }

export interface Toy {
  readonly engine: Engine
  readonly clock: VirtualClock
  readonly store: RunStore
  /** `<attempt id>` of everything that was started, in order. */
  readonly started: string[]
  readonly notices: string[]
  readonly works: Work[]
  /** Lets the clock go on. */
  pass(ms: number): Promise<void>
}

export interface ToyOptions {
  readonly script?: Script
  readonly store?: RunStore
  readonly clock?: VirtualClock
  readonly settings?: Partial<EngineSettings>
  readonly seed?: number
  /** Whether the process still lives; work of a dead one never ends. */
  readonly alive?: () => boolean
  /** Is told what goes wrong on the engine's side; without it a test fails over it. */
  readonly trouble?: (what: string) => void
}

/** An engine on a virtual clock, whose work is a script. */
export async function toy(options: ToyOptions = {}): Promise<Toy> {
  const clock = options.clock ?? testClock()
  const store = options.store ?? memoryStore()
  const started: string[] = []
  const notices: string[] = []
  const works: Work[] = []
  const script = options.script ?? (() => fine)
  const executor: Executor = {
    name: 'script',
    types: [
      'ShellCommandActivity',
      'ShellCommandPrecondition',
      'CopyActivity',
      'SqlActivity',
      'Ec2Resource',
      'S3KeyExists',
      'Exists',
      'EmrCluster',
      'EmrActivity',
    ],
    run(work, _, signal) {
      if (options.alive?.() === false) return new Promise(() => {})
      started.push(work.attemptId)
      works.push(work)
      const { after = 0, ...outcome } = script(work)
      if (after === 0) return Promise.resolve(outcome)
      return new Promise(resolve => {
        const cancel = clock.at(clock.now() + after, () => resolve(outcome))
        signal.addEventListener('abort', () => {
          cancel()
          resolve({ status: 'FAILED', errorId: 'Stopped', errorMessage: 'It was stopped.' })
        })
      })
    },
  }
  const engine = createEngine({
    clock,
    store,
    hands: toyHands(clock, notice => notices.push(notice)),
    executors: [executor],
    random: seeded(options.seed ?? 1),
    settings: options.settings ?? {},
    trouble(what, error) {
      if (options.alive?.() === false) return
      if (options.trouble) return options.trouble(what)
      throw new Error(what, { cause: error })
    },
  })
  await engine.start()
  return { engine, clock, store, started, notices, works, pass: ms => clock.advanceTo(clock.now() + ms) }
}

/** Numbers that come out the same each time. */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

const nowhere: ObjectStore = {
  head: async () => undefined,
  get: async () => undefined,
  unpacked: async () => undefined,
  put: async () => {},
  remove: async () => {},
  async *list() {},
}

/** Hands that touch nothing. */
export const toyHands = (clock: VirtualClock, notify: (subject: string) => void = () => {}): HandsFactory => ({
  async open(work) {
    const hands: OpenHands = {
      clock,
      storage: nowhere,
      workDir: '/nowhere',
      folder: async name => `/nowhere/${name}`,
      log: () => {},
      command: async () => ({ exitCode: 0 }),
      stderrTail: async () => '',
      database: async () => {
        throw new Error('There is no database here.')
      },
      download: async () => 0,
      upload: async () => 0,
      readText: async () => '',
      notify: async notice => notify(notice.subject),
      has: async () => false,
      close: async () => ({ logLocation: `s3://logs/${work.attemptId}/` }),
    }
    return hands
  },
  sweep: async () => {},
})

type Written = string | { readonly ref: string } | readonly (string | { readonly ref: string })[]

/** A definition from ids and fields, as the CLI's file has it. */
export function define(
  objects: Readonly<Record<string, Readonly<Record<string, Written>>>>,
  values: Readonly<Record<string, string>> = {},
): Definition {
  return {
    objects: Object.entries(objects).map(([id, fields]) => ({
      id,
      name: id,
      fields: Object.entries(fields).flatMap(([key, value]) => fieldsOf(key, value)),
    })),
    parameters: [],
    values: Object.entries(values).map(([id, stringValue]) => ({ id, stringValue })),
  }
}

const fieldsOf = (key: string, value: Written): readonly Field[] =>
  (Array.isArray(value) ? value : [value]).map(one =>
    typeof one === 'string' ? { key, stringValue: one } : { key, refValue: (one as { ref: string }).ref },
  )

export const to = (ref: string): { readonly ref: string } => ({ ref })

/** The wire shape of a definition, for the service. */
export const wire = (pipelineId: string, definition: Definition) => ({
  pipelineId,
  pipelineObjects: definition.objects.map(object => ({ ...object, fields: [...object.fields] })),
  parameterObjects: definition.parameters.map(one => ({ ...one, attributes: [...one.attributes] })),
  parameterValues: [...definition.values],
})

/** A new pipeline with this definition. */
export async function pipelineOf(
  { engine }: Pick<Toy, 'engine'>,
  definition: Definition,
  name = 'demo',
): Promise<string> {
  const { pipelineId } = await engine.service.CreatePipeline({ name, uniqueId: name })
  const verdict = await engine.service.PutPipelineDefinition(wire(pipelineId, definition))
  if (verdict.errored) throw new Error(`This test's definition has errors: ${JSON.stringify(verdict.validationErrors)}`)
  return pipelineId
}

/** Status of every instance, by id without the `@`, of one start or of all. */
export function statuses({ store }: Pick<Toy, 'store'>, pipelineId: string): Record<string, string> {
  return Object.fromEntries([...store.instances(pipelineId)].map(one => [one.plan.id.slice(1), statusOf(one)]))
}
