import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { executors } from '../../../src/engine/executors/index.ts'
import { scaledClock } from '../../../src/server/clock.ts'
import { createHands } from '../../../src/server/hands.ts'
import { createObjectStore } from '../../../src/server/storage/object-store.ts'
import { createStorage } from '../../../src/server/storage/storage.ts'
import { openStore } from '../../../src/server/store.ts'
import type { Figure } from '../runner.ts'
import { startEngine } from './lives.ts'
import { groupsOfTen } from './pipelines.ts'

/** Activities that a server works on at a time, as usual. */
const slots = 4

/**
 * Real attempts, their logs kept beside the data or put into the store, beside the spawn rates of `sh -c` and of `bash`,
 * which runs our commands, by turns; medians.
 */
export async function attemptFigures(folder: string): Promise<readonly Figure[]> {
  const script = join(folder, 'true.sh')
  writeFileSync(script, 'true')
  const rates: { kept: number; stored: number; sh: number; bash: number }[] = []
  for (let round = 0; round < rounds; round++)
    rates.push({
      kept: await shellAttempts(join(folder, String(round)), commands),
      stored: await shellAttempts(join(folder, `${round} stored`), commands, 's3://bench/logs'),
      sh: await spawns('sh', ['-c', 'true'], commands),
      bash: await spawns('bash', [script], commands),
    })
  const median = (of: 'kept' | 'stored' | 'sh' | 'bash') =>
    rates.map(rate => rate[of]).toSorted((a, b) => a - b)[rounds >> 1] ?? 1
  return (['kept', 'stored'] as const).flatMap(logs =>
    (['sh', 'bash'] as const).map(program => ({
      name: `real shell attempts, folders, rows and logs ${logs === 'kept' ? 'kept' : 'put into the store'}`,
      value: Math.round(median(logs)),
      unit: 'attempts/s',
      against: `${program === 'sh' ? 'sh -c true' : 'bash FILE'} spawned, ${slots} at a time, ${Math.round(median(program))}/s; wanted: a half`,
      ratio: Number((median(logs) / median(program)).toFixed(3)),
    })),
  )
}

const rounds = 5
const commands = 300

/**
 * Real `true` commands, with their folders, logs and rows, in groups of ten: attempts per second, from the start of the
 * first to the end of the last as the history has them. What a server does once (a machine takes a second to come up, an
 * AWS CLI is asked for its version) is over by then.
 */
export async function shellAttempts(folder: string, activities: number, logs?: string): Promise<number> {
  mkdirSync(folder, { recursive: true })
  const storage = await createStorage(folder)
  const hands = createHands({
    dataDir: folder,
    storage: createObjectStore(storage, () => 'us-east-1'),
    clock: scaledClock(1),
    awsEnvironment: () => ({}),
    notify: async () => {},
  })
  const store = openStore(join(folder, 'attempts.db'))
  const { engine, activate, finished } = await startEngine({ store, executors, hands, concurrency: slots })
  await finished(await activate(groupsOfTen(10, 1, logs)))
  const pipelineId = await activate(groupsOfTen(activities, 1, logs))
  await finished(pipelineId)
  const steps = [...store.allAttempts(pipelineId)].filter(one => one.instanceId.startsWith('@Step'))
  const begun = Math.min(...steps.map(({ attempt }) => attempt.actualStart ?? Number.NaN))
  const ended = Math.max(...steps.map(({ attempt }) => attempt.actualEnd ?? Number.NaN))
  await engine.stop()
  await hands.close()
  store.close()
  await storage.close()
  return steps.length / ((ended - begun) / 1000)
}

/** What the machine itself spawns with as many at a time: processes per second. */
export async function spawns(program: string, args: readonly string[], count: number): Promise<number> {
  const one = () =>
    new Promise<void>((done, fail) => {
      const child = spawn(program, [...args], { stdio: 'ignore', detached: true })
      child.once('error', fail)
      child.once('exit', () => done())
    })
  let left = count
  const begun = performance.now()
  await Promise.all(
    Array.from({ length: slots }, async () => {
      while (left-- > 0) await one()
    }),
  )
  return count / ((performance.now() - begun) / 1000)
}
