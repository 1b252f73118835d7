import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import type { Definition } from '../../src/core/definition/model.ts'
import type { VirtualClock } from '../../src/engine/clock.ts'
import { isOver, statusOf } from '../../src/engine/instance.ts'
import { memoryStore } from '../../src/engine/memory-store.ts'
import type { RunStore } from '../../src/engine/ports.ts'
import { openStore } from '../../src/server/store.ts'
import { broken, days, define, fine, minutes, morning, type Play, pipelineOf, testClock, to, toy } from './toy.ts'

/** A store of a process that dies before or after its n-th save, and from then on writes nothing. */
function mortal(
  inner: RunStore,
  diesAt: number,
): { readonly store: RunStore; readonly alive: () => boolean; readonly saves: () => number } {
  let saves = 0
  let dead = false
  const store: RunStore = {
    ...inner,
    save(changes) {
      if (dead) throw new Error('This process is dead.')
      saves += 1
      // Odd moments lie before a save, even ones right after it.
      if (2 * saves - 1 === diesAt) dead = true
      if (!dead) inner.save(changes)
      if (2 * saves === diesAt) dead = true
      if (dead) throw new Error('The process died.')
    },
  }
  return { store, alive: () => !dead, saves: () => saves }
}

/** A clock that wakes nobody in a dead process. */
const heardBy = (clock: VirtualClock, alive: () => boolean): VirtualClock => ({
  ...clock,
  at: (time, wake) => clock.at(time, () => alive() && wake()),
  after: (ms, wake) => clock.after(ms, () => alive() && wake()),
})

/** Plays a definition to its end, dying at each of these moments and starting again. */
async function survive(
  definition: Definition,
  play: (attemptId: string) => Play,
  deaths: readonly number[],
  open: () => RunStore,
  reopen: (store: RunStore) => RunStore,
) {
  const clock = testClock()
  let inner = open()
  const starts: string[][] = []
  const first = await toy({ clock, store: inner })
  const id = await pipelineOf(first, definition)
  await first.engine.stop()
  let saves = 0
  for (const [life, diesAt] of [...deaths, Number.POSITIVE_INFINITY].entries()) {
    const { store, alive, saves: count } = mortal(inner, diesAt)
    const { engine, started } = await toy({
      clock: heardBy(clock, alive),
      store,
      alive,
      script: work => play(work.attemptId),
      seed: life + 1,
    })
    // The first life may die before it has begun anything: whoever asked sees that, and asks again.
    const begun = [...inner.instances(id)].length > 0
    if (!begun) engine.runOnce(id, { at: morning }).catch(() => undefined)
    await clock.advanceTo(clock.now() + 1)
    for (let step = 0; step < 2_000 && alive(); step += 1) {
      const next = clock.next()
      if (next === undefined || next > morning + days(30)) break
      await clock.advanceTo(next)
    }
    starts.push(started)
    saves += count()
    if (alive()) await engine.stop()
    inner = reopen(inner)
  }
  return { id, store: inner, starts, saves }
}

/** What must hold whatever happened. */
function check(store: RunStore, id: string, starts: readonly (readonly string[])[]) {
  const instances = [...store.instances(id)]
  for (const instance of instances) {
    const attempts = store.attempts(id, instance.plan.id)
    expect(
      attempts.map(one => one.number),
      `attempts of ${instance.plan.id}`,
    ).toEqual(attempts.map((_, i) => i + 1))
    expect(attempts.length).toBe(instance.attempts)
    for (const attempt of attempts) expect(['FINISHED', 'FAILED', 'CANCELED']).toContain(attempt.status)
    for (const need of instance.plan.needs) {
      const other = store.instance(id, need.id)
      if (attempts.length > 0 && other?.actualEnd !== undefined)
        expect(attempts[0]?.queuedAt ?? 0, `${instance.plan.id} after ${need.id}`).toBeGreaterThanOrEqual(
          other.actualEnd,
        )
    }
  }
  for (const life of starts) {
    const tasks = life.filter(one => !one.includes('Check'))
    expect(new Set(tasks).size, 'one life starts an attempt once').toBe(tasks.length)
  }
  const known = new Set(instances.flatMap(one => store.attempts(id, one.plan.id).map(attempt => attempt.id)))
  for (const one of starts.flat()) expect(known, `${one} is on record`).toContain(one)
}

const result = (store: RunStore, id: string) =>
  Object.fromEntries([...store.instances(id)].map(one => [one.plan.id, `${statusOf(one)} ${one.attempts}`]))

/** A little of everything: a machine, a check that takes three looks, data, a try that fails, one that always does. */
const everything = define({
  Default: {
    scheduleType: 'ondemand',
    failureAndRerunMode: 'cascade',
    role: 'r',
    resourceRole: 'rr',
    maximumRetries: '1',
    retryDelay: '2 minutes',
  },
  Machine: { type: 'Ec2Resource', terminateAfter: '20 days', instanceType: 'm1.small' },
  CheckIt: { type: 'S3KeyExists', s3Key: 's3://bucket/key', role: 'r' },
  Raw: { type: 'S3DataNode', directoryPath: 's3://bucket/raw/', precondition: to('CheckIt') },
  Load: {
    type: 'ShellCommandActivity',
    command: 'load',
    runsOn: to('Machine'),
    input: to('Raw'),
    output: to('Clean'),
    onSuccess: to('Cheer'),
  },
  Clean: { type: 'S3DataNode', directoryPath: 's3://bucket/clean/' },
  Flaky: { type: 'ShellCommandActivity', command: 'flaky', runsOn: to('Machine'), input: to('Clean') },
  Doomed: {
    type: 'ShellCommandActivity',
    command: 'doomed',
    runsOn: to('Machine'),
    dependsOn: to('Load'),
    onFail: to('Cry'),
  },
  Sad: { type: 'ShellCommandActivity', command: 'sad', runsOn: to('Machine'), dependsOn: [to('Doomed'), to('Flaky')] },
  Last: { type: 'ShellCommandActivity', command: 'last', runsOn: to('Machine'), dependsOn: to('Flaky') },
  Cheer: {
    type: 'SnsAlarm',
    topicArn: 'arn:aws:sns:us-east-1:1:t',
    subject: 'done',
    message: '#{node.@id}',
    role: 'r',
  },
  Cry: {
    type: 'SnsAlarm',
    topicArn: 'arn:aws:sns:us-east-1:1:t',
    subject: 'failed',
    message: '#{node.errorMessage}',
    role: 'r',
  },
})

const looks = () => {
  let count = 0
  return (attemptId: string): Play => {
    if (attemptId.includes('CheckIt')) {
      count += 1
      return count < 3 ? { status: 'FALSE' } : fine
    }
    if (attemptId.includes('Doomed') || attemptId.endsWith('Flaky_2026-03-01T00:00:00_Attempt=1'))
      return { ...broken, after: minutes(1) }
    return { ...fine, after: minutes(3) }
  }
}

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

const stores: readonly (readonly [string, () => RunStore, (store: RunStore) => RunStore])[] = [
  ['memory', memoryStore, store => store],
  [
    'SQLite',
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'pipewright-'))
      folders.push(folder)
      return openStore(join(folder, 'engine.db'))
    },
    // As another process would: nothing but the file is left.
    () => openStore(join(folders.at(-1) ?? '', 'engine.db')),
  ],
]

describe.each(stores)('with its store in %s, the engine', (_, open, reopen) => {
  it('loses and doubles nothing, at whichever step it dies', async () => {
    const calm = await survive(everything, looks(), [], open, reopen)
    const expected = result(calm.store, calm.id)
    check(calm.store, calm.id, calm.starts)
    expect(expected).toMatchObject({
      '@Machine_2026-03-01T00:00:00': 'FINISHED 1',
      '@Flaky_2026-03-01T00:00:00': 'FINISHED 2',
      '@Doomed_2026-03-01T00:00:00': 'FAILED 2',
      '@Sad_2026-03-01T00:00:00': 'CASCADE_FAILED 0',
      '@Last_2026-03-01T00:00:00': 'FINISHED 1',
    })
    expect(calm.saves).toBeGreaterThan(15)
    for (let moment = 1; moment <= 2 * calm.saves; moment += 1) {
      const { store, id, starts } = await survive(everything, looks(), [moment], open, reopen)
      expect(result(store, id), `dying at moment ${moment}`).toEqual(expected)
      check(store, id, starts)
      expect(store.outstanding()).toEqual([])
    }
  })

  it('comes to the same end for any pipeline, however often it dies', async () => {
    await fc.assert(
      fc.asyncProperty(
        graphs,
        fc.array(fc.integer({ min: 1, max: 14 }), { maxLength: 12, size: 'max' }),
        async ({ definition, fails }, deaths) => {
          const play = (attemptId: string): Play => {
            const [, name = '', , attempt = '1'] = /^@(\w+?)_(.*)_Attempt=(\d+)$/.exec(attemptId) ?? []
            return { ...(Number(attempt) <= (fails[name] ?? 0) ? broken : fine), after: minutes(1 + (name.length % 3)) }
          }
          const calm = await survive(definition, play, [], open, reopen)
          const wild = await survive(definition, play, deaths, open, reopen)
          expect(result(wild.store, wild.id)).toEqual(result(calm.store, calm.id))
          check(wild.store, wild.id, wild.starts)
          for (const one of wild.store.instances(wild.id))
            expect(isOver(one) || statusOf(one) === 'WAITING_ON_DEPENDENCIES').toBe(true)
        },
      ),
      { numRuns: 25 },
    )
  })
})

/** Random pipelines: each activity may depend on earlier ones, write a node, run on a machine, and fail some times. */
const graphs = fc
  .record({
    cascade: fc.boolean(),
    retries: fc.integer({ min: 0, max: 2 }),
    nodes: fc.array(
      fc.record({
        after: fc.array(fc.nat(20), { maxLength: 3 }),
        reads: fc.option(fc.nat(20), { nil: undefined }),
        machine: fc.boolean(),
        fails: fc.integer({ min: 0, max: 3 }),
      }),
      { minLength: 1, maxLength: 14, size: 'max' },
    ),
  })
  .map(({ cascade, retries, nodes }) => {
    const objects: Record<string, Record<string, string | { ref: string } | { ref: string }[]>> = {
      Default: {
        scheduleType: 'ondemand',
        role: 'r',
        resourceRole: 'rr',
        maximumRetries: String(retries),
        retryDelay: '2 minutes',
        failureAndRerunMode: cascade ? 'cascade' : 'none',
        workerGroup: 'none',
      },
      Machine: { type: 'Ec2Resource', terminateAfter: '29 days', instanceType: 'm1.small' },
      Other: { type: 'Ec2Resource', terminateAfter: '29 days', instanceType: 'm1.small' },
    }
    const fails: Record<string, number> = {}
    nodes.forEach((node, i) => {
      const name = `A${i}`
      fails[name] = node.fails
      const after = [...new Set(node.after.map(n => n % (i + 1)).filter(n => n < i))].map(n => to(`A${n}`))
      const read = node.reads !== undefined && i > 0 ? to(`D${node.reads % i}`) : undefined
      objects[name] = {
        type: 'ShellCommandActivity',
        command: name,
        runsOn: to(node.machine ? 'Machine' : 'Other'),
        output: to(`D${i}`),
        ...(after.length > 0 && { dependsOn: after }),
        ...(read && { input: read }),
      }
      objects[`D${i}`] = { type: 'S3DataNode', directoryPath: `s3://bucket/${i}/` }
    })
    return { definition: define(objects), fails }
  })
