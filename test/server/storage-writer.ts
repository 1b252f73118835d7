import { createHash, randomBytes } from 'node:crypto'
import { plain } from '../../src/server/storage/records.ts'
import { createStorage } from '../../src/server/storage/storage.ts'

/** Writes objects until it is killed, and says on a line of its own which are safe: `key md5`. For storage-crash.test.ts. */
const storage = await createStorage(process.argv[2] ?? '')
await storage.buckets.create('b', 'us-east-1')

async function* pieces(data: Buffer) {
  for (let at = 0; at < data.length; at += 65_536) yield data.subarray(at, at + 65_536)
}

async function lane(number: number) {
  for (let i = 0; ; i++) {
    const key = `lane-${number}/${i % 7}`
    const data = randomBytes(1 + ((i * 40_503) % 400_000))
    await storage.objects.put({ bucket: 'b', key }, { chunks: pieces(data), digests: [] }, plain)
    process.stdout.write(`${key} ${createHash('md5').update(data).digest('hex')}\n`)
  }
}

await Promise.all([1, 2, 3].map(lane))
