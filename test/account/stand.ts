import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { askedBy, bodyOf, keyIn, readRecording } from './recording.ts'
import { fillAccount } from './resources.ts'

/** The key of a user who may do nothing. */
export const refusedKey = 'AKIDREFUSED'

/**
 * An account of AWS for tests: moto's server where `PIPEWRIGHT_MOTO` says its address, filled through the SDK; else
 * the answers that `record.ts` kept of the same, byte for byte, for machines without Python.
 */
export async function standAccount(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const moto = process.env.PIPEWRIGHT_MOTO
  if (moto) {
    await fetch(new URL('/moto-api/reset', moto), { method: 'POST' })
    await fillAccount(moto)
    return { url: moto, stop: async () => {} }
  }
  const recording = readRecording()
  const server = createServer(async (request, response) => {
    const asked = askedBy(request, await bodyOf(request))
    const refused = keyIn(request) === refusedKey
    const answer = recording.find(one => one.asked === asked && one.refused === refused)
    if (answer) response.writeHead(answer.status, { 'content-type': answer.type }).end(answer.body)
    else response.writeHead(500).end(`Nothing was recorded of ${asked}.`)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
