/**
 * Plays one rehearsal in a process of its own, so that neither a month's work nor its memory is the server's. It gets
 * its job as a message, writes a database, tells how far it is, and ends with its server.
 */
import { setPriority } from 'node:os'
import { simulate } from '../../engine/simulation/simulate.ts'
import { figuresOf } from './figures.ts'
import type { Job, Word } from './job.ts'
import { writeSimulation } from './write.ts'

/** Shortest time between two words about progress, milliseconds. */
const pace = 100

process.on('disconnect', () => process.exit(1))
process.once('message', (job: Job) => {
  play(job)
    .catch((error: unknown) => say({ says: 'failed', why: error instanceof Error ? error.message : String(error) }))
    .finally(() => process.disconnect())
})

const say = (word: Word) => process.send?.(word)

async function play({ pipelineId, pipelineName, definition, limits, file, ...asked }: Job) {
  // Others who ask the server for something come first.
  setPriority(5)
  const begun = performance.now()
  let told = begun
  const simulation = await simulate(definition, {
    ...asked,
    pipelineId,
    settings: { limits: () => limits },
    onProgress(at) {
      if (performance.now() - told < pace) return
      told = performance.now()
      say({ says: 'reached', at })
    },
    breathe: () => new Promise(resolve => setImmediate(resolve)),
  })
  say({ says: 'writing' })
  const [first] = simulation.instances
  const version = first?.version ?? 1
  const record = {
    id: pipelineId,
    name: pipelineName,
    uniqueId: 'rehearsal',
    tags: [],
    createdAt: asked.from,
    state: simulation.state,
    latest: version,
    active: version,
    versions: version,
    errored: false,
    firstActivation: asked.from,
    lastActivated: asked.from,
    cursors: {},
    paused: [],
  }
  const size = writeSimulation(file, record, simulation)
  say({ says: 'done', ...figuresOf(simulation, asked.scenario, performance.now() - begun, size) })
}
