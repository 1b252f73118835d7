import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Instance } from '../../src/engine/instance.ts'
import { memoryStore } from '../../src/engine/memory-store.ts'
import type { PipelineRecord, RunStore } from '../../src/engine/ports.ts'
import { schema } from '../../src/server/schema.sql.ts'
import { openStore, type SqliteStore } from '../../src/server/store.ts'
import { morning } from '../engine/toy.ts'
import { changesOf, sampleAttempt, sampleInstance } from './samples.ts'

let folder: string
let opened: SqliteStore[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pipewright-'))
})
afterEach(() => {
  for (const store of opened.splice(0)) store.close()
  rmSync(folder, { recursive: true, force: true })
})

const file = () => join(folder, 'engine.db')
const open = (): SqliteStore => {
  const store = openStore(file())
  opened.push(store)
  return store
}
const closed = () => {
  for (const store of opened) store.close()
  opened = []
}

const record = (id: string, change: Partial<PipelineRecord> = {}): PipelineRecord => ({
  id,
  name: `Pipeline ${id}`,
  uniqueId: id,
  tags: [{ key: 'a', value: 'b' }],
  createdAt: morning,
  state: 'SCHEDULED',
  versions: 1,
  errored: false,
  cursors: { Load: morning },
  paused: ['Load'],
  ...change,
})

const saved = (store: RunStore, ...all: readonly Instance[]) =>
  store.save(changesOf({ instances: new Map(all.map(one => [`${one.plan.pipelineId}|${one.plan.id}`, one])) }))

describe('the store', () => {
  it('gives back after a restart what it was given', () => {
    const first = open()
    const done = sampleInstance('p', 'Load', 1, {
      phase: 'failed',
      actualStart: morning + 1,
      actualEnd: morning + 2,
      trouble: { errorId: 'E', errorMessage: 'no' },
      unmet: [],
    })
    const tried = sampleAttempt(done.plan.id, 1, {
      hostname: 'h',
      trouble: { errorId: 'E', errorMessage: 'no', errorStackTrace: 'here' },
      logLocation: 's3://b/',
      taskId: 't',
      fields: [{ key: 'k', stringValue: 'v' }],
      checks: 3,
      lastCheck: morning,
    })
    const definition = {
      objects: [{ id: 'A', name: 'A', fields: [{ key: 'x', refValue: 'B' }] }],
      parameters: [],
      values: [],
    }
    first.save(
      changesOf({
        pipelines: new Map([['p', record('p')]]),
        versions: [{ pipelineId: 'p', version: 1, createdAt: 5, source: 'put', definition }],
        instances: new Map([['k', done]]),
        attempts: new Map([['k', { pipelineId: 'p', instanceId: done.plan.id, attempt: tried }]]),
        asked: [{ id: 'o', pipelineId: 'p', instanceId: done.plan.id, cause: 'fail', action: 'Cry' }],
        notices: [{ at: 7, kind: 'alarm', subject: 's', message: 'm', pipelineId: 'p' }],
      }),
    )
    closed()
    const again = open()
    expect(again.pipelines()).toEqual([record('p')])
    expect(again.version('p', 1)?.definition).toEqual(definition)
    expect(again.instance('p', done.plan.id)).toEqual(done)
    expect(again.attempts('p', done.plan.id)).toEqual([tried])
    expect([...again.allAttempts('p')]).toEqual([{ instanceId: done.plan.id, attempt: tried }])
    expect(again.outstanding()).toHaveLength(1)
    expect(again.notices('p', 5)).toEqual([
      { id: 1, at: 7, kind: 'alarm', subject: 's', message: 'm', pipelineId: 'p' },
    ])
    expect([...again.live()]).toEqual([])
    expect(again.dependents('p', '@Machine_1')).toEqual([done])
    expect(again.dependents('p', '@Other_1')).toEqual([done])
  })

  it('keeps a save whole or not at all', () => {
    const store = open()
    const broken = changesOf({
      pipelines: new Map([['p', record('p')]]),
      notices: [{ at: 1, kind: 'alarm', subject: 's', message: undefined as unknown as string }],
    })
    expect(() => store.save(broken)).toThrow()
    expect(store.pipelines()).toEqual([])
    saved(store, sampleInstance('p', 'Load', 1))
    expect([...store.live()]).toHaveLength(1)
  })

  it('remembers that a pipeline was erased, and nothing else of it', () => {
    const store = open()
    store.save(changesOf({ pipelines: new Map([['p', record('p')]]) }))
    saved(store, sampleInstance('p', 'Load', 1))
    store.keepDraft({ pipelineId: 'p', text: '{}', pins: {}, revision: 0, updatedAt: 1 })
    store.save(changesOf({ erased: ['p'] }))
    expect([store.pipeline('p'), store.wasErased('p'), store.wasErased('q'), store.draft('p')]).toEqual([
      undefined,
      true,
      false,
      undefined,
    ])
    expect([...store.instances('p')]).toEqual([])
    expect(store.dependents('p', '@Machine_1')).toEqual([])
  })

  it('keeps a draft only over the one that it was made from', () => {
    const store = open()
    const draft = { pipelineId: 'p', text: '{}', pins: { A: { x: 1, y: 2 } }, revision: 0, updatedAt: 1 }
    expect(store.keepDraft(draft)).toEqual({ ...draft, revision: 1 })
    expect(store.keepDraft({ ...draft, text: 'late' })).toBeUndefined()
    expect(store.keepDraft({ ...draft, text: 'next', revision: 1 })).toMatchObject({ text: 'next', revision: 2 })
    expect(store.draft('p')).toMatchObject({ text: 'next', pins: draft.pins })
  })

  it('refuses a file of a newer version, and one that is damaged, with the reason', () => {
    open()
    closed()
    const db = new DatabaseSync(file())
    db.exec('PRAGMA user_version=99')
    db.close()
    expect(() => openStore(file())).toThrow(/newer Pipewright/)
    const bad = join(folder, 'bad.db')
    writeFileSync(bad, Buffer.alloc(10_000, 'x'))
    expect(() => openStore(bad)).toThrow(/bad\.db cannot be read/)
    expect(readdirSync(folder)).toContain('bad.db')
  })

  it('reads every state of an instance back as it was', () => {
    const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
    const time = fc.integer({ min: morning, max: morning + 1e9 })
    const some = fc.record({
      phase: fc.constantFrom('made', 'blocked', 'queued', 'running', 'backingOff', 'stopping', 'finished', 'canceled'),
      due: fc.boolean(),
      held: fc.boolean(),
      unmet: fc.array(fc.string(), { maxLength: 2 }),
      attempts: fc.nat(3),
      tries: fc.nat(3),
      rerun: fc.boolean(),
      lateTold: fc.boolean(),
      resourceUp: fc.boolean(),
      wanted: fc.boolean(),
      serves: fc.array(fc.string(), { maxLength: 2 }),
      retryAt: maybe(time),
      actualStart: maybe(time),
      actualEnd: maybe(time),
      cascadeFailedOn: maybe(fc.string()),
      cancellationReason: maybe(fc.string()),
      rehearsed: maybe(fc.string()),
      trouble: maybe(fc.record({ errorId: fc.string(), errorMessage: fc.string(), errorStackTrace: fc.string() })),
      stopAs: maybe(fc.record({ ending: fc.constantFrom('canceled' as const, 'retry' as const) })),
      head: maybe(fc.nat(3).map(number => sampleAttempt('@Load_1', number, { hostname: 'h', actualStart: morning }))),
    })
    fc.assert(
      fc.property(some, change => {
        const store = openStore(':memory:')
        const whole = sampleInstance('p', 'Load', 1, change as Partial<Instance>)
        saved(store, sampleInstance('p', 'Load', 1))
        saved(store, whole)
        expect(store.instance('p', whole.plan.id)).toEqual(whole)
        store.close()
      }),
      { numRuns: 60 },
    )
  })

  it('reads instances that an earlier version wrote, and goes on with them', () => {
    const old = new DatabaseSync(file())
    for (const step of schema.slice(0, 2)) old.exec(step)
    old.exec('PRAGMA user_version=2')
    const { plan, ...state } = sampleInstance('p', 'Load', 1, {
      phase: 'running',
      attempts: 1,
      head: sampleAttempt('@Load_1', 1),
    })
    old
      .prepare(
        `INSERT INTO instance (pipeline, id, component, name, type, family, status, scheduled_start, scheduled_end,
           attempts, tries_left, head_attempt, version, updated, live, plan, state)
         VALUES ('p', ?, 'Load', '', '', 'activity', 'RUNNING', ?, 0, 1, 2, '@Load_1_Attempt=1', 1, ?, 1, ?, ?)`,
      )
      .run(plan.id, plan.scheduledStart, morning, JSON.stringify(plan), JSON.stringify(state))
    old.close()
    const store = open()
    const [known] = store.live()
    expect(known).toEqual({ plan, ...state })
    if (known) saved(store, { ...known, phase: 'finished' })
    expect(store.instance('p', plan.id)).toMatchObject({ plan, phase: 'finished', head: { number: 1 } })
    expect(store.database.rows('SELECT status FROM run_count WHERE n > 0')).toEqual([{ status: 'FINISHED' }])
  })

  it('answers as the one in memory does, whatever it is given', () => {
    const ids = fc.constantFrom('Load', 'Copy', 'Train')
    const phases = fc.constantFrom(
      'blocked' as const,
      'running' as const,
      'finished' as const,
      'failed' as const,
      'skipped' as const,
    )
    const step = fc.oneof(
      { weight: 6, arbitrary: fc.record({ put: fc.tuple(ids, fc.nat(5)), phase: phases, at: fc.nat(100) }) },
      { weight: 1, arbitrary: fc.record({ drop: fc.tuple(ids, fc.nat(5)) }) },
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40, size: 'max' }), steps => {
        const pair: readonly RunStore[] = [openStore(':memory:'), memoryStore()]
        for (const one of steps) {
          for (const store of pair) {
            if ('drop' in one)
              store.save(changesOf({ dropped: [{ pipelineId: 'p', id: `@${one.drop[0]}_${one.drop[1]}` }] }))
            else {
              const [id, k] = one.put
              const known = store.instance('p', `@${id}_${k}`)
              const ends = one.phase === 'finished' || one.phase === 'failed'
              saved(store, {
                ...(known ?? sampleInstance('p', id, k)),
                phase: one.phase,
                ...(ends && { actualStart: morning + one.at, actualEnd: morning + one.at * 1000 + steps.indexOf(one) }),
              })
            }
          }
        }
        const [left, right] = pair
        const sorted = (stats: ReturnType<RunStore['stats']> | undefined) =>
          [...(stats ?? [])]
            .sort((a, b) => (a.componentId < b.componentId ? -1 : 1))
            .map(one => ({ ...one, active: [...one.active].sort(), last: one.last?.at }))
        expect([...(left?.instances('p') ?? [])]).toEqual([...(right?.instances('p') ?? [])])
        const some = {
          statuses: ['FINISHED', 'RUNNING'] as const,
          scheduledFrom: morning + 3_600_000,
          startedTo: morning + 50,
        }
        expect([...(left?.instances('p', some) ?? [])]).toEqual([...(right?.instances('p', some) ?? [])])
        expect(sorted(left?.stats('p'))).toEqual(sorted(right?.stats('p')))
        expect(
          left
            ?.dependents('p', '@Machine_1')
            .map(one => one.plan.id)
            .sort(),
        ).toEqual(
          right
            ?.dependents('p', '@Machine_1')
            .map(one => one.plan.id)
            .sort(),
        )
        const { database, close } = left as SqliteStore
        // Runs are counted as they change, and come to what a count of all would.
        const counted = database.rows(
          'SELECT scheduled_start, activity, status, n FROM run_count WHERE n <> 0 ORDER BY 1, 2, 3',
        )
        expect(counted).toEqual(
          database.rows(`SELECT scheduled_start, family = 'activity' AS activity, status, count(*) AS n
            FROM instance GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`),
        )
        close()
      }),
      { numRuns: 60 },
    )
  })
})
