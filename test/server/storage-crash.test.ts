import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { loadKeys } from '../../src/server/keys.ts'
import { createStorage } from '../../src/server/storage/storage.ts'
import { sign } from './gateway-signing.ts'

/** What only a process of its own can show: how it dies, and how much memory it takes. */

let folder: string
let child: ChildProcess | undefined

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pipewright-crash-'))
})
afterEach(async () => {
  child?.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

function start(script: string) {
  const path = fileURLToPath(new URL(script, import.meta.url))
  const started = spawn(process.execPath, [path, folder], { stdio: ['pipe', 'pipe', 'inherit'] })
  child = started
  return { started, lines: createInterface({ input: started.stdout }) }
}

it('killed at any moment, it has every object that it said was safe, and no half ones', async () => {
  const safe = new Map<string, string>()
  for (const lifetime of [40, 90]) {
    const { started, lines } = start('storage-writer.ts')
    let told = 0
    lines.on('line', line => {
      const [key = '', md5 = ''] = line.split(' ')
      safe.set(key, md5)
      told++
      if (told === lifetime) started.kill('SIGKILL')
    })
    await once(lines, 'close')
  }
  expect(safe.size).toBe(21)

  const storage = await createStorage(folder)
  const { objects } = storage.objects.list({ bucket: 'b', prefix: '', limit: 1000 })
  let newer = 0
  for (const object of objects) {
    const data = await buffer(storage.objects.read(object))
    const md5 = createHash('md5').update(data).digest('hex')
    expect(md5).toBe(object.etag)
    if (md5 !== safe.get(object.key)) newer++
  }
  expect(objects.map(object => object.key)).toEqual([...safe.keys()].sort())
  // Each of the three writers may have written one more that it had no time to speak of.
  expect(newer).toBeLessThanOrEqual(3)
  const files = await readdir(join(folder, 'blobs'), { recursive: true, withFileTypes: true })
  expect(files.filter(entry => entry.isFile())).toHaveLength(objects.length)
  storage.close()
})

it('takes and gives a large object in little memory', async () => {
  const size = 256 * 2 ** 20
  const { started, lines } = start('storage-gateway.ts')
  const answers = lines[Symbol.asyncIterator]()
  const url: string = (await answers.next()).value ?? ''
  const memory = async () => {
    started.stdin.write('\n')
    return Number((await answers.next()).value) / 1024
  }
  const keys = await loadKeys(folder)
  const piece = Buffer.alloc(2 ** 20, 'x')
  const before = await memory()
  const call = (method: string, body?: Readable) => {
    const length = body ? { 'content-length': `${size}` } : {}
    const asked = { method, path: '/b/large', payload: 'UNSIGNED-PAYLOAD', headers: length }
    const outgoing = request(`${url}/b/large`, { method, headers: sign(url, keys, asked).headers })
    const answer = once(outgoing, 'response').then(([response]) => response as Readable & { statusCode: number })
    return Promise.all([answer, body ? pipeline(body, outgoing) : outgoing.end()]).then(([response]) => response)
  }
  const put = await call('PUT', Readable.from(Array.from({ length: 256 }, () => piece)))
  expect(put.statusCode).toBe(200)
  let received = 0
  for await (const chunk of await call('GET')) received += chunk.length
  expect(received).toBe(size)
  expect((await memory()) - before).toBeLessThan(96)
})
