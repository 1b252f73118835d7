import { join } from 'node:path'
import { openStore } from '../../../src/server/store.ts'
import type { Figure } from '../runner.ts'
import { idle, startEngine } from './lives.ts'
import { groupsOfTen } from './pipelines.ts'

const activities = 100
const intervals = 1_000

/** What 100,000 instances that are not over take of the heap: all are made, and no slot runs any of them. */
export async function liveBytes(folder: string): Promise<Figure> {
  const store = openStore(join(folder, 'live.db'))
  const { engine, activate } = await startEngine({ store, executors: [idle()], concurrency: 0 })
  const before = heap()
  const pipelineId = await activate(groupsOfTen(activities, intervals))
  await new Promise(done => setTimeout(done, 100))
  let live = 0
  for (const _ of store.instances(pipelineId)) live += 1
  const bytes = (heap() - before) / live
  await engine.stop()
  store.close()
  return {
    name: `memory of ${live} live instances`,
    value: Math.round(bytes),
    unit: 'bytes each',
    against: '4096 bytes each',
    ratio: Number((bytes / 4096).toFixed(3)),
  }
}

function heap(): number {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}
