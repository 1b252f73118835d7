import { DataPipelineClient } from '@aws-sdk/client-data-pipeline'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEngine, type Engine } from '../../src/engine/engine.ts'
import { memoryStore } from '../../src/engine/memory-store.ts'
import { scaledClock } from '../../src/server/clock.ts'
import { seeded, testClock, toyHands } from '../engine/toy.ts'
import { clientConfig, type Standing, standGateway } from '../server/gateway-harness.ts'
import { accountWorld, suitsAnAccount } from './account.ts'
import { machine, onMachines, shell, to } from './definitions.ts'
import { sections } from './sections.ts'
import { stageOn } from './stage.ts'

/** Stories told to somebody's account: here to one of ours, on the wall's clock. */

let engine: Engine
let standing: Standing
let client: DataPipelineClient
const world = () => accountWorld(client, { patience: 20_000, holds: 20_000 })

beforeAll(async () => {
  engine = createEngine({
    clock: scaledClock(1),
    store: memoryStore(),
    hands: toyHands(testClock()),
    executors: [],
    random: seeded(7),
  })
  await engine.start()
  standing = await standGateway(engine.service)
  client = new DataPipelineClient({ ...clientConfig(standing.gateway, standing.keys), maxAttempts: 1 })
})
afterAll(async () => {
  client.destroy()
  await engine.stop()
  await standing.stop()
})

describe('an account', () => {
  const sample = sections.filter(one => ['cascade', 'rerun', 'query'].includes(one.title))
  for (const { title, cases } of sample)
    for (const one of cases.filter(one => suitsAnAccount(one) && !/resource|listed/.test(one.title)))
      it(`is told ${title}: ${one.title}`, async () => {
        const account = world()
        await one.tell(stageOn(account, false)).finally(() => account.close())
      })

  it('is left as it was found', async () => {
    expect((await engine.service.ListPipelines({})).pipelineIdList).toEqual([])
  })

  it('never starts machines', async () => {
    const account = world()
    const stage = stageOn(account, false)
    const pipeline = await stage.given(onMachines({ Machine: machine(), First: shell({ runsOn: to('Machine') }) }))
    await expect(pipeline.activate()).rejects.toThrow('It would start Ec2Resource.')
    await pipeline.isIn('PENDING')
    await account.close()
  })
})
