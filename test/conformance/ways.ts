import { DataPipelineClient } from '@aws-sdk/client-data-pipeline'
import type { RunStore } from '../../src/engine/ports.ts'
import { openStore } from '../../src/server/store.ts'
import { fine, testClock, toy } from '../engine/toy.ts'
import { clientConfig, standGateway } from '../server/gateway-harness.ts'
import { ask } from '../server/gateway-signing.ts'
import { eachOperation, serviceOver } from './sdk-service.ts'
import type { Facts } from './story.ts'
import { type World, watched } from './world.ts'

/** A way to reach a Data Pipeline: how to open a fresh one for a story, and how to end. */
export interface Way {
  readonly bare: boolean
  open(facts: Facts): Promise<World>
  end(): Promise<void>
}

/** The engine on a virtual clock, whose machines do what the story says. */
async function engineWorld({ machines, settings }: Facts, store?: RunStore): Promise<World> {
  const clock = testClock()
  const play = await toy({
    clock,
    ...(store && { store }),
    ...(settings && { settings }),
    script: ({ object, attempt }) => machines?.(object.id, attempt) ?? fine,
  })
  return {
    ...watched(play.engine.service),
    now: clock.now,
    pass: play.pass,
    alarms: () => play.store.notices(undefined, 100).toReversed(),
    patience: 0,
    close: () => play.engine.stop(),
  }
}

export const inMemory = async (): Promise<Way> => ({
  bare: false,
  open: facts => engineWorld(facts),
  end: async () => {},
})

/** Without a file: what a disk does to it, the tests of the store tell. */
export const inSqlite = async (): Promise<Way> => ({
  bare: false,
  async open(facts) {
    const store = openStore(':memory:')
    const world = await engineWorld(facts, store)
    return {
      ...world,
      async close() {
        await world.close()
        store.close()
      },
    }
  },
  end: async () => {},
})

/** The AWS SDK, signatures and HTTP between the story and the engine; one gateway for all stories. */
export async function overTheWire(): Promise<Way> {
  let world: World | undefined
  const present = (): World => {
    if (!world) throw new Error('No story is being told.')
    return world
  }
  const standing = await standGateway(
    eachOperation(name => (input: never, signal?: AbortSignal) => present().service[name](input, signal)),
  )
  const client = new DataPipelineClient({ ...clientConfig(standing.gateway, standing.keys), maxAttempts: 1 })
  const service = serviceOver(client)
  return {
    bare: true,
    async open(facts) {
      const inner = await engineWorld(facts)
      world = inner
      return {
        ...inner,
        service,
        send: ({ target, contentType = 'application/x-amz-json-1.1', body, service = 'datapipeline' }) =>
          ask(standing.gateway.url, standing.keys, {
            method: 'POST',
            service,
            headers: { 'content-type': contentType, ...(target !== undefined && { 'x-amz-target': target }) },
            body,
          }),
      }
    },
    async end() {
      client.destroy()
      await standing.stop()
      if (standing.complaints.length > 0) throw new Error(standing.complaints.join('\n'))
    },
  }
}
