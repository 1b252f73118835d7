import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Attempt, Instance } from '../../src/engine/instance.ts'
import { createArchiver } from '../../src/server/archive.ts'
import { createHistory } from '../../src/server/history.ts'
import { openStore, type SqliteStore } from '../../src/server/store.ts'
import { broken, days, fine, hours, minutes, morning, pipelineOf, toy } from '../engine/toy.ts'
import { hourlyChain } from './chain.ts'
import { changesOf, sampleAttempt, sampleInstance } from './samples.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pipewright-archive-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const instance = (componentId: string, k: number, change: Partial<Instance> = {}): Instance =>
  sampleInstance('p', componentId, k, change, 'Load')
const attempt = (instanceId: string, number: number): Attempt =>
  sampleAttempt(instanceId, number, { queuedAt: morning + number })

const save = (store: SqliteStore, one: Instance) => {
  const { id, pipelineId } = one.plan
  const attempts = new Map(one.head ? [[id, { pipelineId, instanceId: id, attempt: one.head }]] : [])
  store.save(changesOf({ instances: new Map([[id, one]]), attempts }))
}

/** All instances that are old enough, by moves of so many. */
const archiveAll = (store: SqliteStore, before: number, most = 5): number => {
  let [moved, move] = [0, store.archive.move(before, most)]
  for (;;) {
    moved += move.moved
    if (!move.next) return moved
    move = store.archive.move(before, most, move.next)
  }
}

/** All that anybody can ask of a store. */
async function seen(store: SqliteStore) {
  const history = createHistory(store)
  const instances = [...store.instances('p')]
  const some = {
    statuses: ['FINISHED', 'RUNNING'] as const,
    scheduledFrom: morning + hours(1),
    startedTo: morning + 50,
  }
  return {
    instances,
    some: [...store.instances('p', some)],
    live: [...store.live()].map(one => one.plan.id).sort(),
    one: instances.map(one => store.instance('p', one.plan.id)),
    attempts: instances.map(one => store.attempts('p', one.plan.id)),
    allAttempts: [...store.allAttempts('p')],
    dependents: [0, 1, 2, 3, 4, 5].map(k => store.dependents('p', `@Machine_${k}`).map(one => one.plan.id)),
    // Of two that ended at the same time either may be the last.
    stats: store.stats('p').map(one => ({ ...one, last: one.last?.at })),
    latest: store.latestStart('p', 'Load'),
    runs: await history.ListRuns({ pipelineId: 'p' }),
    failed: await history.ListRuns({ statuses: ['FAILED'], limit: 2, offset: 1 }),
    rows: await history.ListInstances({ pipelineId: 'p', limit: 4, offset: 2 }),
    finished: await history.ListInstances({ statuses: ['FINISHED'], componentIds: ['Load', 'Copy'] }),
    rowAttempts: await history.ListAttempts({ pipelineId: 'p' }),
    runAttempts: await history.ListAttempts({ pipelineId: 'p', scheduledStart: morning + hours(2) }),
  }
}

describe('the archive', () => {
  it('is not seen by anybody: whatever is written and archived in between, all answers stay the same', async () => {
    const step = fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({
          put: fc.tuple(fc.constantFrom('Load', 'Copy', 'Train'), fc.nat(5)),
          phase: fc.constantFrom('blocked', 'running', 'finished', 'failed', 'skipped'),
          at: fc.nat(100),
          held: fc.boolean(),
        }),
      },
      { weight: 2, arbitrary: fc.record({ before: fc.nat(7), most: fc.integer({ min: 1, max: 4 }) }) },
    )
    let moved = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40, size: 'max' }), async steps => {
        const pair = [openStore(':memory:'), openStore(':memory:')] as const
        const held = [new Map<string, Instance>(), new Map<string, Instance>()] as const
        for (const [n, one] of steps.entries())
          for (const [side, store] of pair.entries()) {
            if ('before' in one) {
              if (side === 1) moved += archiveAll(store, morning + hours(one.before), one.most)
              continue
            }
            const [id, k] = one.put
            const key = `@${id}_${k}`
            // Whoever read it before may write it after it was archived.
            const known = (one.held ? held[side]?.get(key) : undefined) ?? store.instance('p', key)
            const over = one.phase === 'finished' || one.phase === 'failed'
            const number = (known?.attempts ?? 0) + 1
            const next = {
              ...(known ?? instance(id, k)),
              phase: one.phase as Instance['phase'],
              ...(over && {
                attempts: number,
                head: attempt(key, number),
                actualStart: morning + one.at,
                actualEnd: morning + one.at * 1_000 + n,
              }),
            }
            save(store, next)
            held[side]?.set(key, next)
          }
        const [plain, archived] = pair
        expect(await seen(archived)).toEqual(await seen(plain))
        const counted = 'SELECT * FROM run_count WHERE n <> 0'
        expect(archived.database.rows(counted)).toEqual(plain.database.rows(counted))
        for (const store of pair) store.close()
      }),
      { numRuns: 60 },
    )
    expect(moved).toBeGreaterThan(100)
  })

  it('answers clients of the service as before, and an archived instance is run again when it is asked for', async () => {
    const store = openStore(join(folder, 'engine.db'))
    let works = false
    const one = await toy({
      store,
      script: work => (work.object.id === 'Second' && !works ? broken : { ...fine, after: minutes(1) }),
    })
    const history = createHistory(store)
    const pipelineId = await pipelineOf(one, hourlyChain(60, '#{@scheduledStartTime}'))
    const { service } = one.engine
    await service.ActivatePipeline({ pipelineId })
    await one.pass(days(2))
    const told = async () => {
      const { instances } = await history.ListInstances({ pipelineId })
      const ids = instances.map(row => row.id).sort()
      const objects = []
      for (let at = 0; at < ids.length; at += 50)
        objects.push(
          await service.DescribeObjects({ pipelineId, objectIds: ids.slice(at, at + 50), evaluateExpressions: true }),
        )
      const { attempts } = await history.ListAttempts({ pipelineId })
      const sphere = (name: string) =>
        service.QueryObjects({ pipelineId, sphere: name, query: { selectors: [] }, limit: 90 })
      return {
        instances,
        objects,
        attempts,
        attempt: await service.DescribeObjects({
          pipelineId,
          objectIds: [attempts[0]?.id ?? ''],
          evaluateExpressions: true,
        }),
        spheres: [await sphere('INSTANCE'), await sphere('ATTEMPT'), await sphere('COMPONENT')],
        component: await service.DescribeObjects({ pipelineId, objectIds: ['First', 'Second', 'Machine'] }),
        described: await service.DescribePipelines({ pipelineIds: [pipelineId] }),
        summaries: await history.ListPipelineSummaries({}),
        runs: await history.ListRuns({ pipelineId }),
        failed: await history.ListRuns({ pipelineId, statuses: ['FAILED'], limit: 3, offset: 4 }),
      }
    }
    const before = await told()
    const moved = archiveAll(store, morning + days(1), 20)
    expect(moved).toBe(24 * 4)
    expect(store.archive.count()).toBe(moved)
    expect(store.database.row('SELECT count(*) AS n FROM instance')).toEqual({ n: before.instances.length - moved })
    expect(await told()).toEqual(before)

    works = true
    const first = new Date(morning).toISOString().slice(0, 19)
    const id = `@Second_${first}`
    await service.SetStatus({ pipelineId, objectIds: [id], status: 'RERUN' })
    await one.pass(hours(1))
    const after = await history.ListInstances({ pipelineId, scheduledStart: morning })
    expect(after.instances.map(row => [row.componentId, row.status]).sort()).toEqual([
      ['First', 'FINISHED'],
      ['Machine', 'FINISHED'],
      ['Second', 'FINISHED'],
      ['Third', 'FINISHED'],
    ])
    const { attempts } = await history.ListAttempts({ pipelineId, instanceId: id })
    expect(attempts.map(row => [row.number, row.status])).toEqual([
      [1, 'FAILED'],
      [2, 'FINISHED'],
    ])
    const { total } = await history.ListInstances({ pipelineId })
    expect(total).toBeGreaterThanOrEqual(before.instances.length)
    expect((await history.ListRuns({ pipelineId, statuses: ['FINISHED'], to: morning })).total).toBe(1)

    // A pipeline that is deleted leaves nothing in the archive.
    await service.DeletePipeline({ pipelineId })
    await one.pass(minutes(1))
    expect(store.archive.count()).toBe(0)
    await one.engine.stop()
    store.close()
  })

  it('leaves alone what is not over, and what changed lately', () => {
    const store = openStore(join(folder, 'engine.db'))
    for (const k of [0, 1, 2, 3, 4, 5]) {
      const over: Partial<Instance> = { phase: 'failed', actualEnd: morning + k }
      const change = { 0: { phase: 'running' as const }, 1: { ...over, updatedAt: morning + days(9) } }[k] ?? over
      save(store, instance('Load', k, change))
    }
    expect(archiveAll(store, morning + hours(5))).toBe(3)
    expect(store.database.rows('SELECT id FROM instance ORDER BY id')).toEqual(
      ['@Load_0', '@Load_1', '@Load_5'].map(id => ({ id })),
    )
    store.close()
  })
})

describe('damage', () => {
  it('of the archive is told with its own name, and the rest can be used without it', () => {
    const path = join(folder, 'engine.db')
    const store = openStore(path)
    for (const k of [0, 1]) save(store, instance('Load', k, { phase: 'finished', actualEnd: morning }))
    archiveAll(store, morning + hours(1))
    store.close()
    const archive = join(folder, 'engine-history.db')
    writeFileSync(archive, 'no database at all, but quite as long as the head of one is, and then some more to read')
    expect(() => openStore(path)).toThrow(/engine-history\.db, the archive of runs .* move it away to go on/)
    rmSync(archive)
    const without = openStore(path)
    expect([...without.instances('p')].map(one => one.plan.id)).toEqual(['@Load_1'])
    without.close()
  })

  it('of a pipeline is made up for with what is in the archive, and a damaged instance there is still over', () => {
    const store = openStore(join(folder, 'engine.db'))
    const insert = "INSERT INTO pipeline (id, seq, name, unique_id, record) VALUES ('p', 1, 'Kept', 'p', '{ torn')"
    for (const k of [0, 1, 2]) save(store, instance('Load', k, { phase: 'finished', actualEnd: morning }))
    expect(archiveAll(store, morning + days(9))).toBe(3)
    store.database.run(insert)
    store.database.run("UPDATE past.instance SET state = '{ torn' WHERE id = '@Load_1'")
    // It goes on after the last instance that there was, and none is made twice.
    expect(store.pipeline('p')?.cursors).toEqual({ Load: morning + hours(2) + 1 })
    expect(store.instance('p', '@Load_1')).toMatchObject({ phase: 'finished', actualEnd: morning })
    expect(
      store
        .notices('p', 5)
        .map(one => one.subject)
        .sort(),
    ).toEqual(['@Load_1 could not be read', expect.stringContaining('Kept')])
    store.close()
  })
})

describe('a kill while rows move', () => {
  const path = () => join(folder, 'killed.db')
  const filled = () => {
    const store = openStore(path())
    for (let k = 0; k < 40; k++)
      save(
        store,
        instance('Load', k, { phase: 'finished', attempts: 1, head: attempt(`@Load_${k}`, 1), actualEnd: morning }),
      )
    return store
  }
  const mover = (way: string, writes: number) => {
    const script = new URL('archive-mover.ts', import.meta.url).pathname
    const args = [script, path(), way, `${writes}`, `${morning + days(9)}`]
    return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  }
  /** Everything, told once: what a kill leaves may be anywhere, but is one of a kind. */
  const whole = () => {
    const store = openStore(path())
    const attempts = [...store.allAttempts('p')]
    const found = [...store.instances('p')].map(one => one.plan.id)
    const dependents = [0, 7, 39].map(k => store.dependents('p', `@Machine_${k}`).length)
    const there = store.archive.count()
    // What is at hand and what is in the archive have nothing in common.
    const shared = store.database.hasPast()
      ? store.database.row<{ n: number }>(
          'SELECT count(*) AS n FROM main.instance JOIN past.instance AS far USING (pipeline, id)',
        )?.n
      : 0
    store.close()
    expect(found).toEqual(Array.from({ length: 40 }, (_, k) => `@Load_${k}`))
    expect(attempts.map(one => one.instanceId)).toEqual(found)
    expect(dependents).toEqual([1, 1, 1])
    expect(shared).toBe(0)
    return there
  }

  it('after any single write neither loses nor doubles a row, on the way there and back', async () => {
    const left: number[] = []
    for (const [way, writes] of [
      ['move', 1],
      ['move', 2],
      ['move', 3],
      ['back', 1],
      ['back', 2],
      ['back', 3],
      ['back', 4],
    ] as const) {
      for (const ending of ['', '-history'])
        for (const kind of ['', '-wal', '-shm']) rmSync(join(folder, `killed${ending}.db${kind}`), { force: true })
      const store = filled()
      if (way === 'back') archiveAll(store, morning + days(9))
      store.close()
      const child = mover(way, writes)
      const [, signal] = await once(child, 'exit')
      expect(signal).toBe('SIGKILL')
      left.push(whole())
    }
    expect(new Set(left).size).toBeGreaterThan(2)
  })

  it('at any moment neither loses nor doubles a row', async () => {
    filled().close()
    for (let kill = 0; kill < 6; kill++) {
      const child = mover('both', 0)
      await once(child.stdout, 'data')
      await new Promise(wake => setTimeout(wake, 20 + ((kill * 37) % 90)))
      child.kill('SIGKILL')
      await once(child, 'exit')
      whole()
    }
  })
})

describe('the archiver', () => {
  it('leaves the engine its turns between moves, tells what it moved, and stops where it is told to', async () => {
    const store = openStore(join(folder, 'engine.db'))
    for (let k = 0; k < 400; k++) save(store, instance('Load', k, { phase: 'finished', actualEnd: morning + k }))
    const archiver = createArchiver(
      store,
      { now: () => morning + days(100) },
      () => 0,
      () => {},
    )
    let [turns, done] = [0, false]
    const engine = async () => {
      while (!done) {
        save(store, instance('Live', 0, { phase: 'running', attempts: 1 }))
        turns += 1
        await new Promise(wake => setTimeout(wake, 1))
      }
    }
    const beside = engine()
    const [first, second] = await Promise.all([archiver.archive(90), archiver.archive(80)])
    done = true
    await beside
    expect([first.moved, second.moved, second.archived, second.more]).toEqual([240, 160, 400, false])
    // One for every move at least: 400 instances, 50 a move.
    expect(turns).toBeGreaterThan(8)
    await archiver.close()
    expect(await archiver.archive(1, 0)).toMatchObject({ moved: 0 })
    store.close()
  })
})
