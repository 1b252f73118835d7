import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DataPipelineClient, ListPipelinesCommand } from '@aws-sdk/client-data-pipeline'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operationNames, operations, type PipelineService } from '../../src/api/operations.ts'
import { type Local, openLocal } from '../../src/server/local.ts'
import { throttled } from '../../src/server/throttle.ts'

/** A service that answers everything, and its clock. */
function rated() {
  let time = 0
  let on = true
  const all = Object.fromEntries(operationNames.map(name => [name, async () => ({})])) as unknown as PipelineService
  const service = throttled(
    all,
    () => on,
    () => time,
  )
  const call = (name: (typeof operationNames)[number]) =>
    (service[name] as (input: unknown) => Promise<unknown>)({}).then(
      () => true,
      (error: Error) => {
        expect([error.name, error.message]).toEqual(['ThrottlingException', 'Rate exceeded'])
        return false
      },
    )
  return { call, pass: (ms: number) => (time += ms), turn: (to: boolean) => (on = to) }
}

describe('Throttling', () => {
  it('lets a hundred calls of an operation come at once, then as many as its rate says', async () => {
    for (const name of operationNames) {
      const { rate } = operations[name]
      const { call, pass } = rated()
      const first = await Promise.all(Array.from({ length: 120 }, () => call(name)))
      expect(first.filter(Boolean)).toHaveLength(rate === undefined ? 120 : 100)
      pass(3_000)
      const later = await Promise.all(Array.from({ length: 60 }, () => call(name)))
      expect(later.filter(Boolean)).toHaveLength(rate === undefined ? 60 : 3 * rate)
    }
  })

  it('never lets more through than a burst and the rate allow, however calls come', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 2_000 }), { minLength: 100, maxLength: 400 }),
        async waits => {
          const { call, pass } = rated()
          let [passed, time] = [0, 0]
          for (const wait of waits) {
            pass(wait)
            time += wait
            if (await call('SetStatus')) passed += 1
            expect(passed).toBeLessThanOrEqual(100 + time / 1000)
          }
        },
      ),
      { numRuns: 30 },
    )
  })

  it('counts each operation by itself, and not at all while it is off', async () => {
    const { call, turn } = rated()
    for (let n = 0; n < 100; n++) await call('CreatePipeline')
    expect(await call('CreatePipeline')).toBe(false)
    expect(await call('ListPipelines')).toBe(true)
    turn(false)
    expect(await call('CreatePipeline')).toBe(true)
  })
})

describe('over the wire', () => {
  let dataDir = ''
  let local: Local
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'throttle-'))
    local = await openLocal({ dataDir, speed: 1 })
  })
  afterAll(async () => {
    await local.close()
    await rm(dataDir, { recursive: true, force: true })
  })

  it('a client of AWS meets ThrottlingException once it is switched on, and gets through by waiting', async () => {
    const { accessKeyId, secretAccessKey } = local.keys
    const settings = {
      endpoint: local.gateway,
      region: local.home.region(),
      credentials: { accessKeyId, secretAccessKey },
    }
    const hasty = new DataPipelineClient({ ...settings, maxAttempts: 1 })
    const ask = () =>
      hasty.send(new ListPipelinesCommand({})).then(
        () => 'fine',
        (error: Error) => error.name,
      )
    expect(await Promise.all(Array.from({ length: 130 }, ask))).not.toContain('ThrottlingException')
    await local.settings.save({ ...local.settings.now(), serviceRates: true })
    const answers = await Promise.all(Array.from({ length: 130 }, ask))
    expect(new Set(answers)).toEqual(new Set(['fine', 'ThrottlingException']))
    const patient = new DataPipelineClient({ ...settings, maxAttempts: 8 })
    await expect(patient.send(new ListPipelinesCommand({}))).resolves.toMatchObject({ hasMoreResults: false })
  })
})
