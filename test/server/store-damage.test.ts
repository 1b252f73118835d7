import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { statusOf } from '../../src/engine/instance.ts'
import type { RunStore } from '../../src/engine/ports.ts'
import { openStore, type SqliteStore } from '../../src/server/store.ts'
import { define, fine, minutes, pipelineOf, statuses, testClock, to, toy } from '../engine/toy.ts'

const folder = mkdtempSync(join(tmpdir(), 'pipewright-damage-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let count = 0
const fresh = () => join(folder, `${++count}.db`)

const two = define({
  Default: {
    scheduleType: 'ondemand',
    role: 'r',
    resourceRole: 'rr',
    failureAndRerunMode: 'cascade',
    maximumRetries: '0',
  },
  Machine: { type: 'Ec2Resource', terminateAfter: '10 hours', instanceType: 'm1.small' },
  First: { type: 'ShellCommandActivity', command: 'a', runsOn: to('Machine') },
  Second: { type: 'ShellCommandActivity', command: 'b', runsOn: to('Machine'), dependsOn: to('First') },
  Beside: { type: 'ShellCommandActivity', command: 'c', runsOn: to('Machine') },
})

/** Two pipelines whose first steps run, on a clock that stands still, in a file that no engine holds any more. */
async function halfway() {
  const path = fresh()
  const clock = testClock()
  const store = openStore(path)
  const one = await toy({
    clock,
    store,
    script: work => (work.object.type === 'Ec2Resource' ? fine : { ...fine, after: minutes(5) }),
  })
  const [hurt, whole] = [await pipelineOf(one, two, 'hurt'), await pipelineOf(one, two, 'whole')]
  for (const id of [hurt, whole]) await one.engine.runOnce(id)
  await one.pass(minutes(1))
  await one.engine.stop()
  store.close()
  return { path, clock, hurt, whole }
}

function spoil(path: string, sql: string, ...args: string[]) {
  const db = new DatabaseSync(path)
  expect(db.prepare(sql).run(...args).changes).toBeGreaterThan(0)
  db.close()
}

/** Takes the file up again and lets all that can come to an end. */
async function goOn({ path, clock }: Awaited<ReturnType<typeof halfway>>) {
  const store = openStore(path)
  const one = await toy({ clock, store, script: () => fine })
  await one.pass(minutes(30))
  return { one, store }
}

const after = (ended: string) => ({
  'Beside_2026-03-01T00:00:00': 'FINISHED',
  'First_2026-03-01T00:00:00': ended,
  'Machine_2026-03-01T00:00:00': 'FINISHED',
  'Second_2026-03-01T00:00:00': ended === 'FINISHED' ? 'FINISHED' : 'CASCADE_FAILED',
})

it.each(['state', 'plan'])(
  'an instance whose %s cannot be read is FAILED, what depends on it cascades, a notice says so, all else goes on',
  async column => {
    const half = await halfway()
    spoil(half.path, `UPDATE instance SET ${column} = '{"phase' WHERE pipeline = ? AND component = 'First'`, half.hurt)
    const { one, store } = await goOn(half)
    expect(statuses(one, half.whole)).toEqual(after('FINISHED'))
    expect(statuses(one, half.hurt)).toEqual(after('FAILED'))
    const first = store.instance(half.hurt, '@First_2026-03-01T00:00:00')
    expect(first?.trouble?.errorId).toBe('DamagedRow')
    expect(store.notices(half.hurt, 9)).toMatchObject([
      {
        kind: 'engine',
        subject: '@First_2026-03-01T00:00:00 could not be read',
        instanceId: '@First_2026-03-01T00:00:00',
      },
    ])
    await one.engine.studio.SetStatus({
      pipelineId: half.hurt,
      objectIds: ['@First_2026-03-01T00:00:00'],
      status: 'RERUN',
    })
    await one.pass(minutes(30))
    expect(statuses(one, half.hurt), 'a rerun mends it').toEqual(after('FINISHED'))
    await one.engine.stop()
    store.close()
  },
)

it('an instance that was over stays what it was when its row is damaged, and is told of once', async () => {
  const half = await halfway()
  const { one, store } = await goOn(half)
  await one.engine.stop()
  store.close()
  spoil(half.path, `UPDATE instance SET state = 'x' WHERE pipeline = ? AND component = 'First'`, half.hurt)
  const again = openStore(half.path)
  for (let look = 0; look < 2; look += 1)
    expect([...again.instances(half.hurt)].map(statusOf)).toEqual(Array.from({ length: 4 }, () => 'FINISHED'))
  expect(again.notices(half.hurt, 9)).toHaveLength(1)
  again.close()
})

it('a pipeline whose record cannot be read is INACTIVE and goes on after its last instances', async () => {
  const path = fresh()
  const clock = testClock()
  const definition = define({
    Default: { scheduleType: 'cron', role: 'r', resourceRole: 'rr', schedule: to('Every') },
    Every: { type: 'Schedule', period: '15 minutes', startAt: 'FIRST_ACTIVATION_DATE_TIME' },
    Machine: { type: 'Ec2Resource', terminateAfter: '1 hour', instanceType: 'm1.small' },
    Step: { type: 'ShellCommandActivity', command: 'a', runsOn: to('Machine') },
  })
  const store = openStore(path)
  const one = await toy({ clock, store })
  const id = await pipelineOf(one, definition)
  await one.engine.service.ActivatePipeline({ pipelineId: id })
  await one.pass(minutes(50))
  await one.engine.stop()
  store.close()
  spoil(path, 'UPDATE pipeline SET record = substr(record, 5) WHERE id = ?', id)

  const again = openStore(path)
  const other = await toy({ clock, store: again })
  expect(other.store.pipeline(id)).toMatchObject({ name: 'demo', state: 'INACTIVE', active: 2 })
  expect(again.notices(id, 9)[0]?.message).toMatch(/It is INACTIVE and has lost its description and tags/)
  await other.engine.service.ActivatePipeline({ pipelineId: id })
  await other.pass(minutes(40))
  const starts = [...again.instances(id, { componentIds: ['Step'] })].map(one => one.plan.scheduledStart)
  expect(starts).toEqual(starts.map((_, at) => (starts[0] ?? 0) + at * minutes(15)))
  expect(starts.length).toBeGreaterThan(5)
  await other.engine.stop()
  again.close()
})

it('a version whose definition cannot be read fails what runs by it, and nothing else', async () => {
  const half = await halfway()
  spoil(half.path, "UPDATE version SET definition = '[' WHERE pipeline = ?", half.hurt)
  const { one, store } = await goOn(half)
  expect(statuses(one, half.whole)).toEqual(after('FINISHED'))
  expect(statuses(one, half.hurt)).toMatchObject({ 'First_2026-03-01T00:00:00': 'FAILED' })
  expect(store.notices(half.hurt, 9).at(-1)?.subject).toMatch(/^Version \d of a definition could not be read/)
  await one.engine.stop()
  store.close()
})

it('a write-ahead log that is torn anywhere gives the last whole transaction, from which a run ends as ever', async () => {
  const path = fresh()
  const store = openStore(path)
  /** What stood in the store after each save, and the length of its log then. */
  const told: { readonly length: number; readonly picture: string }[] = []
  let id = ''
  const recorded: RunStore = {
    ...store,
    save(changes) {
      store.save(changes)
      told.push({ length: statSync(`${path}-wal`).size, picture: pictureOf(store, id) })
    },
  }
  const clock = testClock()
  const one = await toy({ clock, store: recorded, script: () => ({ ...fine, after: minutes(1) }) })
  id = await pipelineOf(one, two)
  told.splice(0, told.length, { length: statSync(`${path}-wal`).size, picture: pictureOf(store, id) })
  await one.engine.runOnce(id)
  await one.pass(minutes(10))
  const whole = statSync(`${path}-wal`).size
  const log = readFileSync(`${path}-wal`)
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: told[0]?.length ?? 0, max: whole }),
      fc.constantFrom('cut', 'garbled', 'zeros'),
      async (at, how) => {
        const torn = fresh()
        copyFileSync(path, torn)
        writeFileSync(`${torn}-wal`, log)
        if (how === 'cut') truncateSync(`${torn}-wal`, at)
        else
          writeFileSync(
            `${torn}-wal`,
            Buffer.concat([log.subarray(0, at), Buffer.alloc(whole - at, how === 'zeros' ? 0 : 0xa5)]),
          )
        const opened = openStore(torn)
        const lastWhole = told.findLast(one => one.length <= at)
        expect(pictureOf(opened, id)).toBe(lastWhole?.picture)
        const again = await toy({ clock: testClock(), store: opened, script: () => fine })
        if ([...opened.instances(id)].length === 0) await again.engine.runOnce(id)
        await again.pass(minutes(60))
        expect(statuses(again, id)).toEqual(after('FINISHED'))
        await again.engine.stop()
        opened.close()
      },
    ),
    { numRuns: 40 },
  )
  await one.engine.stop()
  store.close()
})

const pictureOf = (store: SqliteStore, id: string): string =>
  JSON.stringify([store.pipeline(id), ...[...store.instances(id)].map(one => [one, store.attempts(id, one.plan.id)])])

it('a database that was emptied is refused once a server has served from it', () => {
  const home = mkdtempSync(join(folder, 'home-'))
  const path = join(home, 'pipewright.db')
  writeFileSync(path, '')
  openStore(path).close()
  writeFileSync(join(home, 'studio-token'), 'token')
  openStore(path).close()
  writeFileSync(path, '')
  expect(() => openStore(path)).toThrow(/it is empty, and once was not.*Restore it from a copy/s)
})

it('a database with garbled pages is refused in a sentence and left as it is, or works with what can be read', async () => {
  const { path, hurt, whole } = await halfway()
  const good = readFileSync(path)
  let refused = 0
  let stuck = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }),
      async flips => {
        const bytes = Buffer.from(good)
        for (const [at, byte] of flips) bytes[at] = byte
        const spoilt = fresh()
        writeFileSync(spoilt, bytes)
        let store: SqliteStore
        try {
          store = openStore(spoilt)
        } catch (error) {
          refused += 1
          expect((error as Error).message).toMatch(
            /cannot be read \(.*Restore it from a copy|written by a newer Pipewright/s,
          )
          expect(existsSync(spoilt)).toBe(true)
          return
        }
        // What cannot be read may break; it must neither end the process nor stop what is written from then on.
        const one = await toy({ clock: testClock(), store, script: () => fine, trouble: () => {} })
        await one.pass(minutes(30))
        await one.engine.service.CreatePipeline({ name: 'new', uniqueId: 'new' }).catch((error: Error) => {
          stuck += 1
          expect(error.message).toMatch(/malformed/)
        })
        for (const id of [hurt, whole])
          for (const status of Object.values(statuses(one, id))) expect(status).toBeTruthy()
        await one.engine.stop()
        store.close()
      },
    ),
    { numRuns: 150 },
  )
  expect(refused).toBeGreaterThan(0)
  expect(stuck, 'databases that can be read but not written').toBeLessThan(8)
}, 120_000)
