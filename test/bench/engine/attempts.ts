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

/** Real attempts beside the spawn rates of `sh -c` and of `bash`, which runs our commands, by turns; medians. */
export async function attemptFigures(folder: string): Promise<readonly Figure[]> {
  const script = join(folder, 'true.sh')
  writeFileSync(script, 'true')
  const rates: { ours: number; sh: number; bash: number }[] = []
  for (let round = 0; round < rounds; round++)
    rates.push({
      ours: await shellAttempts(join(folder, String(round)), commands),
      sh: await spawns('sh', ['-c', 'true'], commands),
      bash: await spawns('bash', [script], commands),
    })
  const median = (of: 'ours' | 'sh' | 'bash') => rates.map(rate => rate[of]).toSorted((a, b) => a - b)[rounds >> 1] ?? 1
  return (['sh', 'bash'] as const).map(program => ({
    name: 'real shell attempts, folders, logs and rows and all',
    value: Math.round(median('ours')),
    unit: 'attempts/s',
    against: `${program === 'sh' ? 'sh -c true' : 'bash FILE'} spawned, ${slots} at a time, ${Math.round(median(program))}/s; wanted: a half`,
    ratio: Number((median('ours') / median(program)).toFixed(3)),
  }))
}

const rounds = 5
const commands = 300

/**
 * Real `true` commands, with their folders, logs and rows, in groups of ten: attempts per second, from the start of the
 * first to the end of the last as the history has them. What a server does once (a machine takes a second to come up, an
 * AWS CLI is asked for its version) is over by then.
 */
export async function shellAttempts(folder: string, activities: number): Promise<number> {
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
  await finished(await activate(groupsOfTen(10, 1)))
  const pipelineId = await activate(groupsOfTen(activities, 1))
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
