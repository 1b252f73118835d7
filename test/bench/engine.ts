import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryStore } from '../../src/engine/memory-store.ts'
import type { RunStore } from '../../src/engine/ports.ts'
import { openStore } from '../../src/server/store.ts'
import { attemptFigures } from './engine/attempts.ts'
import { bareLives } from './engine/bound.ts'
import { handOver } from './engine/hand-over.ts'
import { idle, startEngine } from './engine/lives.ts'
import { liveBytes } from './engine/memory.ts'
import { groupsOfTen } from './engine/pipelines.ts'
import type { Figure } from './runner.ts'

const activities = 100
const intervals = 100
const lives = activities * intervals
const rounds = 7
/** Statuses that a life goes through: waiting for what is before it, queued, running, finished. */
const transitionsOfALife = 4

/**
 * Lives of no-op activities through the whole engine, in memory and with the durable store, against the lower bound of
 * `bareLives`, by turns in one process. The first round of each is for warming up; medians of the others, by the wall
 * and by the processor's time, which a busy machine disturbs less. Then the time from FINISHED to the dependent's
 * start, real shell attempts, what 100,000 live instances take in memory, and a backfill of 10,000 instances.
 */
export async function* figures(): AsyncGenerator<Figure> {
  const memory: Pace[] = []
  const durable: Pace[] = []
  const bound: Pace[] = []
  for (let round = 0; round < rounds; round++) {
    memory.push(await engineLives(memoryStore()))
    durable.push(await withFolder(folder => engineLives(openStore(join(folder, 'engine.db')))))
    bound.push(await withFolder(folder => paced(() => bareLives(join(folder, 'bare.db'), lives))))
  }
  for (const by of ['wall', 'processor'] as const) {
    const [inMemory, onDisk, bare] = [memory, durable, bound].map(all => median(all.slice(1).map(pace => pace[by])))
    const figure = (name: string, value = 0, times = 1): Figure => ({
      name: by === 'wall' ? name : `${name}, by processor time`,
      value: Math.round(value * times),
      unit: times === 1 ? 'lives/s' : 'transitions/s',
      against: `bare group commit, ${Math.round((bare ?? 1) * times)}; wanted: a third`,
      ratio: Number((value / (bare ?? 1)).toFixed(3)),
    })
    yield figure('no-op activities in memory', inMemory)
    yield figure('no-op activities, durable', onDisk)
    yield figure('transitions, durable', onDisk, transitionsOfALife)
  }
  yield* await withFolder(handOver)
  yield* await withFolder(attemptFigures)
  yield await withFolder(liveBytes)
  const seconds = median(durable.slice(1).map(pace => lives / pace.wall))
  yield {
    name: `backfill of ${lives} instances and ${intervals} machines, from the activation to FINISHED, durable`,
    value: Number(seconds.toFixed(2)),
    unit: 's',
    against: `${Math.round((lives + intervals) / seconds)} instances/s; 10 s`,
    ratio: Number((seconds / 10).toFixed(3)),
  }
}

/** Lives per second. */
interface Pace {
  readonly wall: number
  readonly processor: number
}

async function paced(work: () => Promise<unknown>): Promise<Pace> {
  const [begun, before] = [performance.now(), process.cpuUsage()]
  await work()
  const { user, system } = process.cpuUsage(before)
  return { wall: lives / ((performance.now() - begun) / 1e3), processor: lives / ((user + system) / 1e6) }
}

async function engineLives(store: RunStore & { close?: () => void }): Promise<Pace> {
  let worked = 0
  const executors = [
    idle(() => {
      worked += 1
    }),
  ]
  const { engine, activate, finished } = await startEngine({ store, executors, concurrency: 1024 })
  const definition = groupsOfTen(activities, intervals)
  const pace = await paced(async () => finished(await activate(definition)))
  await engine.stop()
  store.close?.()
  if (worked !== lives) throw new Error(`${worked} of ${lives} activities ran.`)
  return pace
}

async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'pipewright-bench-'))
  try {
    return await use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
