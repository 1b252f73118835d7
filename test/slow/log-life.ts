import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { scaledClock } from '../../src/server/clock.ts'
import { createHands } from '../../src/server/hands.ts'
import { createLogs } from '../../src/server/logs/logs.ts'
import { createObjectStore } from '../../src/server/storage/object-store.ts'
import { createStorage } from '../../src/server/storage/storage.ts'
import type { Held } from './log-memory.ts'

// A program of its own, run with --expose-gc: lives through logs of the sizes that it is given, MiB, one after the other,
// and prints what it held for each as one JSON line.

const block = 8
const folder = mkdtempSync(join(tmpdir(), 'pipewright-log-life-'))
const printed = join(folder, 'printed.txt')
writeFileSync(printed, linesOf(block << 20))
const buckets = await createStorage(folder, { durable: false })
const storage = createObjectStore(buckets)
const hands = createHands({
  dataDir: folder,
  storage,
  clock: scaledClock(1),
  awsEnvironment: () => ({}),
  notify: async () => {},
})
const logs = createLogs({ storage, dataDir: folder })

await live(32)
const before = await left()
for (const megabytes of process.argv.slice(2).map(Number)) {
  const peak = { rss: 0, heap: 0, buffers: 0 }
  const watch = setInterval(() => {
    const { rss, heapUsed, external } = process.memoryUsage()
    peak.rss = Math.max(peak.rss, rss - before.rss)
    peak.heap = Math.max(peak.heap, heapUsed - before.heapUsed)
    peak.buffers = Math.max(peak.buffers, external - before.external)
  }, 5)
  await live(megabytes)
  clearInterval(watch)
  const after = await left()
  const held: Held = {
    megabytes,
    rss: peak.rss / 1e6,
    heap: peak.heap / 1e6,
    buffers: peak.buffers / 1e6,
    left: (after.heapUsed + after.external - before.heapUsed - before.external) / 1e6,
  }
  console.log(JSON.stringify(held))
}
await hands.close()
buckets.close()
rmSync(folder, { recursive: true, force: true })
process.exit(0)

/** A log is printed while somebody reads along, packed into the store, and read and searched there. */
async function live(megabytes: number) {
  const pipelineId = 'df-LIFE'
  const instanceId = `@Print_${megabytes}`
  const attemptId = `${instanceId}_Attempt=1`
  const object = { id: 'Print', type: 'ShellCommandActivity', fields: [] }
  const spans = { attempt: 1, scheduledStart: 0, scheduledEnd: 0, objects: new Map() }
  const open = await hands.open({ pipelineId, instanceId, attemptId, object, ...spans }, 's3://logs')
  const script = `for n in {1..${megabytes / block}}; do cat '${printed}'; sleep 0.02; done`
  let over = false
  const command = open.command({ script, args: [], env: {} }, new AbortController().signal).finally(() => {
    over = true
  })
  while (!over) {
    const [out] = (await logs.list(pipelineId, attemptId)).logs
    if (out) await pages(out.uri, 1)
    await sleep(20)
  }
  await command
  const { logLocation } = await open.close({ status: 'FINISHED' })
  const uri = `${logLocation}StdOutput.gz`
  await pages(uri, 20)
  const { total } = await logs.search(pipelineId, attemptId, uri, { text: 'step=4711 ', caseSensitive: true })
  if (total !== megabytes / block) throw new Error(`Found ${total} lines in ${megabytes} MiB.`)
  await storage.remove(uri)

  async function pages(of: string, count: number) {
    for (let n = 0; n < count; n += 1) {
      const { totalLines } = await logs.read(pipelineId, attemptId, of, -200, 200)
      await logs.read(pipelineId, attemptId, of, Math.floor((totalLines * n) / count), 200)
    }
  }
}

/** What is held once the garbage is gone; buffers go a little later than what held them. */
async function left(): Promise<NodeJS.MemoryUsage> {
  for (let n = 0; n < 3; n += 1) {
    globalThis.gc?.()
    await sleep(100)
  }
  return process.memoryUsage()
}

function linesOf(bytes: number): Buffer {
  const lines = Buffer.alloc(bytes, '.\n')
  for (let at = 0, n = 0; ; n += 1) {
    const time = new Date(1_700_000_000_000 + n * 137).toISOString()
    const line = `${time} INFO worker-${n % 16} step=${n} loss=${((n * 7919) % 10_007) / 1e4} ${Math.sin(n)}\n`
    if (at + line.length > bytes) return lines
    at += lines.write(line, at)
  }
}
