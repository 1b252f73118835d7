import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Definition } from '../../src/core/definition/model.ts'
import { toWire } from '../../src/core/formats/wire.ts'
import { createEngine } from '../../src/engine/engine.ts'
import { memoryStore } from '../../src/engine/memory-store.ts'
import type { Executor, HandsFactory, OpenHands, RunStore } from '../../src/engine/ports.ts'
import { scaledClock } from '../../src/server/clock.ts'
import { openStore } from '../../src/server/store.ts'
import type { Figure } from './runner.ts'

const activities = 1990
const rounds = 3
/** Rows that one life of an activity writes at least: created, queued, running, finished. */
const transitionsOfALife = 4

/**
 * Lives of no-op activities, in groups that fan out and in, through the whole engine: in memory and with the durable
 * store, against a bare loop that writes as many rows to SQLite in as few transactions as it likes (full sync).
 */
export async function* figures(): AsyncGenerator<Figure> {
  const memory: number[] = []
  const durable: number[] = []
  const bound: number[] = []
  for (let round = 0; round < rounds; round++) {
    memory.push(await livesPerSecond(memoryStore()))
    durable.push(await withFolder(folder => livesPerSecond(openStore(join(folder, 'engine.db')))))
    bound.push(await withFolder(async folder => bareLoop(join(folder, 'bare.db'))))
  }
  const [inMemory, onDisk, bare] = [memory, durable, bound].map(median) as [number, number, number]
  const figure = (name: string, value: number, unit: string, against: number): Figure => ({
    name,
    value: Math.round(value),
    unit,
    against: `bare group commit, ${Math.round(against)} ${unit}`,
    ratio: Math.round((value / against) * 1000) / 1000,
  })
  yield figure('no-op activities in memory', inMemory, 'lives/s', bare)
  yield figure('no-op activities, durable', onDisk, 'lives/s', bare)
  yield figure('transitions in memory', inMemory * transitionsOfALife, 'transitions/s', bare * transitionsOfALife)
  yield figure('transitions, durable', onDisk * transitionsOfALife, 'transitions/s', bare * transitionsOfALife)
}

async function livesPerSecond(store: RunStore & { close?: () => void }): Promise<number> {
  const problems: unknown[] = []
  let worked = 0
  const idle: Executor = {
    name: 'idle',
    types: ['ShellCommandActivity'],
    async run() {
      worked += 1
      return { status: 'FINISHED' }
    },
  }
  const engine = createEngine({
    clock: scaledClock(1),
    store,
    hands: noHands,
    executors: [idle],
    random: Math.random,
    defer: setImmediate,
    settings: { concurrency: 1024 },
    trouble: (what, error) => problems.push(what, error),
  })
  await engine.start()
  const { pipelineId } = await engine.service.CreatePipeline({ name: 'bench', uniqueId: 'bench' })
  const definition = groupsOfTen()
  await engine.service.PutPipelineDefinition({ pipelineId, ...toWire(definition) })
  const begun = performance.now()
  await engine.runOnce(pipelineId)
  // The store is asked only near the end: reading all that is live would be a good part of what is measured.
  const over = () => {
    if (worked < activities) return false
    for (const _ of store.live()) return false
    return true
  }
  while (!over()) await new Promise(wake => setTimeout(wake, 2))
  const seconds = (performance.now() - begun) / 1000
  await engine.stop()
  const ended = [...store.instances(pipelineId, { statuses: ['FINISHED'] })].length
  store.close?.()
  if (ended < activities || problems.length)
    throw new Error(`Only ${ended} of ${activities} finished. ${problems.join(' ')}`)
  return activities / seconds
}

/** As many durable rows as the lives need, one transaction for each status of 398 lives. */
function bareLoop(path: string): number {
  const db = new DatabaseSync(path)
  db.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL')
  db.exec(
    'CREATE TABLE instance (id TEXT PRIMARY KEY, status TEXT, state TEXT); CREATE TABLE attempt (id TEXT PRIMARY KEY, status TEXT)',
  )
  const insert = db.prepare('INSERT INTO instance VALUES (?, ?, ?)')
  const update = db.prepare('UPDATE instance SET status = ?, state = ? WHERE id = ?')
  const attempt = db.prepare('INSERT OR REPLACE INTO attempt VALUES (?, ?)')
  const state = JSON.stringify({ phase: 'running', attempts: 1, needs: ['a', 'b'], at: 1_790_000_000_000 })
  const begun = performance.now()
  for (let from = 0; from < activities; from += 398)
    for (const status of ['WAITING_ON_DEPENDENCIES', 'WAITING_FOR_RUNNER', 'RUNNING', 'FINISHED']) {
      db.exec('BEGIN IMMEDIATE')
      for (let n = from; n < from + 398; n++) {
        if (status === 'WAITING_ON_DEPENDENCIES') insert.run(`@Step${n}`, status, state)
        else {
          update.run(status, state, `@Step${n}`)
          attempt.run(`@Step${n}_Attempt=1`, status)
        }
      }
      db.exec('COMMIT')
    }
  const seconds = (performance.now() - begun) / 1000
  db.close()
  return activities / seconds
}

/** Hands for work that needs none. */
const noHands: HandsFactory = {
  open: async () => ({ close: async () => ({}) }) as unknown as OpenHands,
  sweep: async () => {},
}

/** Groups of ten: one first, eight after it, one after these. */
function groupsOfTen(): Definition {
  const step = (n: number, after: readonly number[]) => ({
    id: `Step${n}`,
    name: `Step${n}`,
    fields: [
      { key: 'type', stringValue: 'ShellCommandActivity' },
      { key: 'command', stringValue: 'true' },
      { key: 'runsOn', refValue: 'Box' },
      ...after.map(other => ({ key: 'dependsOn', refValue: `Step${other}` })),
    ],
  })
  const objects = Array.from({ length: activities }, (_, n) => {
    const [group, place] = [Math.floor(n / 10) * 10, n % 10]
    return step(n, place === 0 ? [] : place < 9 ? [group] : Array.from({ length: 8 }, (_, k) => group + 1 + k))
  })
  const text = (key: string, stringValue: string) => ({ key, stringValue })
  const roles = [text('role', 'service'), text('resourceRole', 'machine')]
  const shared = [
    { id: 'Default', name: 'Default', fields: [text('scheduleType', 'ondemand'), ...roles] },
    { id: 'Box', name: 'Box', fields: [text('type', 'Ec2Resource')] },
  ]
  return { objects: [...shared, ...objects], parameters: [], values: [] }
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
