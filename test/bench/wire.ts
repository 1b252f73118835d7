import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startGateway } from '../../src/server/gateway.ts'
import { loadKeys } from '../../src/server/keys.ts'
import { createStorage } from '../../src/server/storage/storage.ts'
import { toy } from '../engine/toy.ts'
import { sign } from '../server/gateway-signing.ts'
import type { Figure } from './runner.ts'

const rounds = 5
const roundMs = 1000
const connections = 16
const pipelines = 50

interface Sent {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/**
 * Operations a second of the wire endpoint, with signature, checks and the embedded engine, against a bare `node:http`
 * server that takes the same bytes and sends the same bytes back. Client and server share the process.
 */
export async function* figures(): AsyncGenerator<Figure> {
  const folder = await mkdtemp(join(tmpdir(), 'pipewright-bench-'))
  const { engine } = await toy()
  const storage = await createStorage(folder)
  const keys = await loadKeys(folder)
  const gateway = await startGateway({ port: 0, keys, service: engine.service, storage })
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  for (let i = 0; i < pipelines; i++)
    await engine.service.CreatePipeline({ name: `bench ${i}`, uniqueId: `bench ${i}` })
  const { pipelineIdList } = await engine.service.ListPipelines({})

  const asked = (operation: string, input: unknown): Sent => {
    const body = JSON.stringify(input)
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `DataPipeline.${operation}` }
    const signed = sign(gateway.url, keys, { method: 'POST', service: 'datapipeline', body, headers })
    return { url: gateway.url, headers: { ...signed.headers, 'content-length': `${Buffer.byteLength(body)}` }, body }
  }
  const operations = {
    ListPipelines: asked('ListPipelines', {}),
    DescribePipelines: asked('DescribePipelines', { pipelineIds: pipelineIdList.slice(0, 25).map(({ id }) => id) }),
    CreatePipeline: asked('CreatePipeline', { name: 'again', uniqueId: 'again' }),
  }
  for (const [name, sent] of Object.entries(operations)) {
    const answer = await post(sent, agent)
    const echo = await startEcho(answer)
    const plain = { ...sent, url: echo.url, headers: { ...sent.headers, host: new URL(echo.url).host } }
    const ours: number[] = []
    const theirs: number[] = []
    for (let round = 0; round < rounds; round++) {
      ours.push(await rate(sent, agent))
      theirs.push(await rate(plain, agent))
    }
    const value = median(ours)
    yield {
      name: `wire: ${name}, ${answer.length} bytes back`,
      value: Math.round(value),
      unit: 'operations/s',
      against: `bare node:http, same bytes: ${Math.round(median(theirs))}/s`,
      ratio: Number((value / median(theirs)).toFixed(3)),
    }
    await echo.close()
  }
  agent.destroy()
  await gateway.close()
  await engine.stop()
  storage.close()
  await rm(folder, { recursive: true, force: true })
}

async function startEcho(answer: string) {
  const server = createServer((incoming, response) => {
    incoming.resume().on('end', () => response.setHeader('content-type', 'application/x-amz-json-1.1').end(answer))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const close = () =>
    new Promise<void>(resolve => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close }
}

async function rate(sent: Sent, agent: Agent): Promise<number> {
  const begun = performance.now()
  const end = begun + roundMs
  let count = 0
  const line = async () => {
    while (performance.now() < end) {
      await post(sent, agent)
      count++
    }
  }
  await Promise.all(Array.from({ length: connections }, line))
  return (count * 1000) / (performance.now() - begun)
}

function post({ url, headers, body }: Sent, agent: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: 'POST', headers, agent }, response => {
      const chunks: Buffer[] = []
      response.on('data', chunk => chunks.push(chunk))
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString()
        if (response.statusCode === 200) resolve(text)
        else reject(new Error(`Answered ${response.statusCode}: ${text}`))
      })
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
