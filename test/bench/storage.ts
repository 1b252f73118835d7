import { randomBytes } from 'node:crypto'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startGateway } from '../../src/server/gateway.ts'
import { loadKeys } from '../../src/server/keys.ts'
import { createStorage } from '../../src/server/storage/storage.ts'
import { noPipelines } from '../server/gateway-harness.ts'
import { sign } from '../server/gateway-signing.ts'
import type { Figure } from './runner.ts'

const rounds = 5
const bigMiB = 64
const small = { count: 300, bytes: 1024, lanes: 10 }

/**
 * The S3 endpoint, signature, SHA-256 of the body, MD5 and a write to the disk before it answers, against a plain file
 * written and flushed, or read, in the same process and run.
 */
export async function* figures(): AsyncGenerator<Figure> {
  const folder = await mkdtemp(join(tmpdir(), 'pipewright-bench-'))
  const storage = await createStorage(folder)
  const keys = await loadKeys(folder)
  const gateway = await startGateway({ port: 0, keys, service: noPipelines, storage })
  const agent = new Agent({ keepAlive: true, maxSockets: small.lanes })
  await storage.buckets.create('bench', 'us-east-1')
  const big = randomBytes(bigMiB * 2 ** 20)
  const little = randomBytes(small.bytes)

  const put = (key: string, body: Buffer) => {
    const path = `/bench/${key}`
    const { headers } = sign(gateway.url, keys, { method: 'PUT', path, body })
    return exchange(gateway.url + path, 'PUT', { ...headers, 'content-length': `${body.length}` }, agent, body)
  }
  const get = (key: string) => {
    const path = `/bench/${key}`
    return exchange(gateway.url + path, 'GET', sign(gateway.url, keys, { path }).headers, agent)
  }
  const plainWrite = async (name: string, body: Buffer) => {
    const handle = await open(join(folder, name), 'w')
    await handle.writeFile(body)
    await handle.datasync()
    await handle.close()
  }
  const plainRead = async (name: string) => {
    const handle = await open(join(folder, name), 'r')
    for await (const chunk of handle.createReadStream({ highWaterMark: 2 ** 18 })) void chunk
  }
  const many = (one: (name: string, body: Buffer) => Promise<unknown>) => async () => {
    let next = 0
    const lane = async () => {
      while (next < small.count) await one(`small-${next++}`, little)
    }
    await Promise.all(Array.from({ length: small.lanes }, lane))
  }

  const tasks = [
    [
      `storage: put ${bigMiB} MiB`,
      'MiB/s',
      bigMiB,
      () => put('big', big),
      () => plainWrite('big', big),
      'file written and flushed',
    ],
    [`storage: get ${bigMiB} MiB`, 'MiB/s', bigMiB, () => get('big'), () => plainRead('big'), 'file read'],
    [
      `storage: put ${small.count} of 1 KiB, ${small.lanes} at a time`,
      'objects/s',
      small.count,
      many(put),
      many(plainWrite),
      'files written and flushed',
    ],
  ] as const
  for (const [name, unit, amount, ours, plain, peer] of tasks) {
    const times = { ours: [] as number[], plain: [] as number[] }
    for (let round = 0; round < rounds; round++) {
      times.ours.push(await seconds(ours))
      times.plain.push(await seconds(plain))
    }
    const value = amount / median(times.ours)
    const against = amount / median(times.plain)
    yield {
      name,
      value: Math.round(value),
      unit,
      against: `${peer}: ${Math.round(against)} ${unit}`,
      ratio: Number((value / against).toFixed(3)),
    }
  }
  agent.destroy()
  await gateway.close()
  storage.close()
  await rm(folder, { recursive: true, force: true })
}

function exchange(
  url: string,
  method: string,
  headers: Readonly<Record<string, string>>,
  agent: Agent,
  body?: Buffer,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers, agent }, response => {
      response.resume()
      response.on('end', () =>
        response.statusCode === 200
          ? resolve()
          : reject(new Error(`${method} ${url} answered ${response.statusCode}.`)),
      )
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

async function seconds(task: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await task()
  return (performance.now() - begun) / 1000
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
