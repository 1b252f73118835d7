import { ListObjectsV2Command, type ListObjectsV2CommandInput, type S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { crowd, keyIn } from './crowd.ts'
import { type Standing, standGateway } from './gateway-harness.ts'

/** A bucket of 100,000 keys, as the JavaScript SDK pages through it. */

let standing: Standing
let client: S3Client
const Bucket = 'crowded'
const count = 100_000

beforeAll(async () => {
  standing = await standGateway()
  client = standing.s3()
  await standing.storage.buckets.create(Bucket, 'us-east-1')
  await crowd(standing.folder, Bucket, count)
})
afterAll(async () => {
  expect(standing.complaints).toEqual([])
  await standing.stop()
})

it.each([{}, { Delimiter: '/' }])(
  'is listed to its end within seconds, with %j',
  async more => {
    const seconds = await timed(async () => {
      let seen = 0
      for await (const name of names(more)) {
        const expected = more.Delimiter ? keyIn(seen).replace('part', '') : keyIn(seen)
        if (name !== expected) throw new Error(`${name} came where ${expected} was due.`)
        seen++
      }
      expect(seen).toBe(count)
    })
    expect(seconds).toBeLessThan(40)
  },
  90_000,
)

it('tells what lies under one prefix of all without going through the others', async () => {
  const seconds = await timed(async () => {
    for (let i = 0; i < 20; i++) {
      const Prefix = keyIn(count - 1 - i * 4000).slice(0, 10)
      const { KeyCount } = await client.send(new ListObjectsV2Command({ Bucket, Prefix }))
      expect(KeyCount).toBe(1)
    }
  })
  expect(seconds).toBeLessThan(5)
})

async function* names(more: Partial<ListObjectsV2CommandInput>): AsyncGenerator<string> {
  let ContinuationToken: string | undefined
  do {
    const page = await client.send(new ListObjectsV2Command({ Bucket, ...more, ContinuationToken }))
    for (const { Key = '' } of page.Contents ?? []) yield Key
    for (const { Prefix = '' } of page.CommonPrefixes ?? []) yield Prefix
    ContinuationToken = page.NextContinuationToken
  } while (ContinuationToken)
}

async function timed(work: () => Promise<void>): Promise<number> {
  const begun = performance.now()
  await work()
  return (performance.now() - begun) / 1000
}
