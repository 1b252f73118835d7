import { join } from 'node:path'
import type { Executor } from '../../../src/engine/ports.ts'
import { openStore } from '../../../src/server/store.ts'
import type { Figure } from '../runner.ts'
import { startEngine } from './lives.ts'
import { chain } from './pipelines.ts'

const links = 90
const chains = 8

/**
 * From the moment an executor gives its outcome to the moment the dependent's executor is called, so that FINISHED and
 * the next RUNNING, both on disk, lie in between: eight chains at a time, each link of some milliseconds.
 */
export async function handOver(folder: string): Promise<readonly Figure[]> {
  const store = openStore(join(folder, 'hand-over.db'))
  const given = new Map<string, number>()
  const taken: number[] = []
  const working: Executor = {
    name: 'working',
    types: ['ShellCommandActivity'],
    async run({ pipelineId, object }) {
      const place = Number(object.id.slice(4))
      const before = given.get(`${pipelineId}|${place - 1}`)
      if (before !== undefined) taken.push(performance.now() - before)
      await new Promise(done => setTimeout(done, 1 + (place % 5)))
      given.set(`${pipelineId}|${place}`, performance.now())
      return { status: 'FINISHED' }
    },
  }
  const { engine, activate, finished } = await startEngine({ store, executors: [working], concurrency: chains })
  const pipelines = await Promise.all(Array.from({ length: chains }, () => activate(chain(links))))
  for (const pipelineId of pipelines) await finished(pipelineId)
  await engine.stop()
  store.close()
  const sorted = taken.toSorted((a, b) => a - b)
  const figure = (name: string, part: number): Figure => {
    const value = sorted[Math.floor(sorted.length * part)] ?? 0
    return {
      name: `FINISHED to the dependent's start, ${name} of ${sorted.length}, durable`,
      value: Number(value.toFixed(2)),
      unit: 'ms',
      against: '20 ms',
      ratio: Number((value / 20).toFixed(3)),
    }
  }
  return [figure('median', 0.5), figure('99th percentile', 0.99)]
}
