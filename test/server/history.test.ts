import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createHistory, type History } from '../../src/server/history.ts'
import { openStore, type SqliteStore } from '../../src/server/store.ts'
import { broken, fine, hours, minutes, morning, pipelineOf, type Toy, toy } from '../engine/toy.ts'
import { hourlyChain } from './chain.ts'

let store: SqliteStore
let one: Toy
let history: History

beforeEach(async () => {
  store = openStore(':memory:')
  one = await toy({ store, script: work => (work.object.id === 'Second' ? broken : { ...fine, after: minutes(1) }) })
  history = createHistory(store)
})
afterEach(async () => {
  await one.engine.stop()
  store.close()
})

const definition = (occurrences: number) =>
  hourlyChain(occurrences, '#{myWord}', { myWord: 'hello', '*mySecret': 'hush' })

async function ran(occurrences = 3) {
  const id = await pipelineOf(one, definition(occurrences))
  await one.engine.service.ActivatePipeline({ pipelineId: id })
  await one.pass(hours(occurrences))
  return id
}

describe('the history', () => {
  it('sums up pipelines', async () => {
    const id = await ran()
    const idle = (await one.engine.service.CreatePipeline({ name: 'idle', uniqueId: 'idle', description: 'Not yet.' }))
      .pipelineId
    const { pipelines } = await history.ListPipelineSummaries({})
    expect(pipelines).toEqual([
      {
        id,
        name: 'demo',
        state: 'FINISHED',
        createdAt: morning,
        objects: 6,
        tags: [],
        runs: { FAILED: 3 },
        health: 'ERROR',
        scheduleType: 'cron',
        period: '1 hour',
        latestRun: morning + hours(2),
        latest: 1,
        active: 2,
        firstActivation: morning,
        healthInstance: `@Second_${new Date(morning + hours(2)).toISOString().slice(0, 19)}`,
      },
      {
        id: idle,
        name: 'idle',
        description: 'Not yet.',
        state: 'PENDING',
        createdAt: morning + hours(3),
        tags: [],
        runs: {},
      },
    ])
  })

  it('lists runs, newest first, with what they came to', async () => {
    const id = await ran()
    const { runs, total } = await history.ListRuns({ pipelineId: id })
    expect(total).toBe(3)
    expect(runs.map(run => run.scheduledStart)).toEqual([2, 1, 0].map(k => morning + hours(k)))
    expect(runs[2]).toEqual({
      pipelineId: id,
      pipelineName: 'demo',
      scheduledStart: morning,
      scheduledEnd: morning + hours(1),
      status: 'FAILED',
      startedAt: morning,
      endedAt: morning + minutes(2),
      version: 2,
      counts: { FINISHED: 1, FAILED: 1, CASCADE_FAILED: 1 },
      activities: 3,
      parameters: { myWord: 'hello', mySecret: '••••••••' },
    })
  })

  it('pages and filters with exact totals', async () => {
    const id = await ran()
    expect(await history.ListRuns({ pipelineId: id, statuses: ['FINISHED'] })).toEqual({ runs: [], total: 0 })
    const page = await history.ListRuns({ statuses: ['FAILED'], from: morning + 1, limit: 1, offset: 1 })
    expect([page.total, page.runs.map(run => run.scheduledStart)]).toEqual([2, [morning + hours(1)]])
    const failed = await history.ListInstances({ pipelineId: id, statuses: ['FAILED', 'CASCADE_FAILED'], limit: 4 })
    expect([failed.total, failed.instances.length]).toEqual([6, 4])
    const first = await history.ListInstances({ pipelineId: id, scheduledStart: morning })
    expect(first.instances.map(row => [row.componentId, row.status])).toEqual([
      ['First', 'FINISHED'],
      ['Machine', 'FINISHED'],
      ['Second', 'FAILED'],
      ['Third', 'CASCADE_FAILED'],
    ])
    expect(first.instances[3]).toMatchObject({
      cascadeFailedOn: first.instances[2]?.id,
      attemptCount: 0,
      resourceInstance: first.instances[1]?.id,
    })
    expect(
      (await history.ListInstances({ componentIds: ['First'], from: morning, to: morning + hours(1) })).total,
    ).toBe(2)
  })

  it('shows attempts with their errors and logs', async () => {
    const id = await ran(1)
    const { attempts } = await history.ListAttempts({ pipelineId: id, scheduledStart: morning })
    expect(attempts.map(row => [row.instanceId.split('_')[0], row.number, row.status])).toEqual([
      ['@First', 1, 'FINISHED'],
      ['@Machine', 1, 'FINISHED'],
      ['@Second', 1, 'FAILED'],
    ])
    expect(attempts[2]).toMatchObject({
      errorId: 'ExitCode1',
      errorMessage: 'The command ended with 1.',
      hostname: 'localhost',
    })
    expect(attempts[0]?.logLocation).toBe(`s3://logs/${attempts[0]?.id}/`)
    expect(
      (await history.ListAttempts({ pipelineId: id, instanceId: attempts[0]?.instanceId ?? '' })).attempts,
    ).toEqual([attempts[0]])
    expect((await history.ListAttempts({ pipelineId: id })).attempts).toEqual(attempts)
  })

  it('keeps every version', async () => {
    const id = await ran(1)
    const version = await history.GetVersion({ pipelineId: id, version: 2 })
    expect(version).toMatchObject({ version: 2, source: 'activation', createdAt: morning })
    expect(version.definition).toEqual(definition(1))
    await expect(history.GetVersion({ pipelineId: id, version: 9 })).rejects.toMatchObject({ name: 'NotFound' })
  })

  it('keeps drafts apart from one another', async () => {
    const id = await pipelineOf(one, definition(1))
    await expect(history.GetDraft({ pipelineId: id })).rejects.toMatchObject({ name: 'NotFound' })
    const kept = await history.SaveDraft({ pipelineId: id, text: 'one', pins: {}, revision: 0 })
    expect(kept.revision).toBe(1)
    await expect(history.SaveDraft({ pipelineId: id, text: 'two', pins: {}, revision: 0 })).rejects.toMatchObject({
      name: 'InvalidRequestException',
    })
    expect((await history.GetDraft({ pipelineId: id })).text).toBe('one')
  })

  it('counts runs right through reruns, deactivation and deletion', async () => {
    const id = await ran(2)
    const totals = async () => (await history.ListRuns({ pipelineId: id })).runs.map(run => run.counts)
    const before = await totals()
    const rows = store.database.rows<{ n: number }>('SELECT n FROM run_count')
    expect(rows.every(row => row.n >= 0)).toBe(true)
    expect(before).toEqual(Array(2).fill({ FINISHED: 1, FAILED: 1, CASCADE_FAILED: 1 }))
    await one.engine.service.DeletePipeline({ pipelineId: id })
    expect((await history.ListRuns({})).total).toBe(0)
    expect((await history.ListPipelineSummaries({})).pipelines).toEqual([])
  })
})
