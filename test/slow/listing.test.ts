import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateBucketCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import { expect, it } from 'vitest'
import { s3Client, startStudio } from '../../e2e/studio.ts'
import { crowd } from '../server/crowd.ts'
import { grouped, sizeOf, tell } from './dice.ts'
import { sampleOf, witnessed } from './memory.ts'

const keys = sizeOf('KEYS', 100_000)
const Bucket = 'crowded'

it('a bucket of many keys is listed in memory that does not grow with it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pipewright-listing-'))
  const witness = join(folder, 'memory')
  const studio = await startStudio({ dataDir: join(folder, 'data'), env: witnessed(witness) })
  const client = s3Client(studio)
  const list = async (Delimiter?: string) => {
    let [seen, most] = [0, 0]
    let ContinuationToken: string | undefined
    do {
      const page = await client.send(new ListObjectsV2Command({ Bucket, Delimiter, ContinuationToken }))
      seen += (page.Contents?.length ?? 0) + (page.CommonPrefixes?.length ?? 0)
      ContinuationToken = page.NextContinuationToken
      most = Math.max(most, residentOf(studio.pid))
    } while (ContinuationToken)
    return { seen, most }
  }
  try {
    await client.send(new CreateBucketCommand({ Bucket }))
    // The first pages warm the server up, and are all that there is.
    await crowd(studio.ready.dataDir, Bucket, keys / 10)
    for (const delimiter of [undefined, '/']) await list(delimiter)
    const few = await sampleOf(studio.pid, witness, 0)
    const little = await list()
    await crowd(studio.ready.dataDir, Bucket, keys)
    const all = await list()
    const folded = await list('/')
    const many = await sampleOf(studio.pid, witness, 0)
    expect([all.seen, folded.seen]).toEqual([keys, keys])
    tell(
      'listing',
      `${grouped(keys)} keys: at most ${all.most.toFixed(0)} MB in all, with a delimiter ${folded.most.toFixed(0)}; ` +
        `a tenth of them ${little.most.toFixed(0)}. After a collection ${few.heap.toFixed(1)} and ${many.heap.toFixed(1)} MB of heap`,
    )
    expect(many.heap - few.heap, 'MB of heap that stay').toBeLessThan(5)
    expect(Math.max(all.most, folded.most) - little.most, 'MB at the most beyond a tenth of the keys').toBeLessThan(40)
  } finally {
    client.destroy()
    await studio.close()
    rmSync(folder, { recursive: true, force: true })
  }
})

/** MB of memory that a process has now. */
const residentOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1000
