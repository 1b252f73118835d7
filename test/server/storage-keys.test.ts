import { readdir } from 'node:fs/promises'
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { failureOf, type Standing, standGateway } from './gateway-harness.ts'
import { ask, send } from './gateway-signing.ts'

/** Laws of keys and of writers: any key is only a name, and a read sees one write. */

let standing: Standing
let client: S3Client
const Bucket = 'laws'

beforeAll(async () => {
  standing = await standGateway()
  client = standing.s3()
  for (const name of [Bucket, 'other']) await client.send(new CreateBucketCommand({ Bucket: name }))
  await client.send(new PutObjectCommand({ Bucket: 'other', Key: 'secret', Body: 'not for laws' }))
})
afterAll(async () => {
  expect(standing.complaints).toEqual([])
  await standing.stop()
})

const put = (Key: string, Body: string | Buffer) => client.send(new PutObjectCommand({ Bucket, Key, Body }))
const read = async (Key: string) =>
  (await (await client.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString()) ?? ''
const listed = async (Prefix?: string) => {
  const page = await client.send(new ListObjectsV2Command({ Bucket, Prefix, EncodingType: 'url' }))
  return (page.Contents ?? []).map(({ Key = '' }) => decodeURIComponent(Key))
}

/** Characters that paths, queries, XML and shells each read in their own way, and any other. */
const awkward = fc.constantFrom(
  ...'/.%+ ?#&=\\"\'<>;:@~*!$(),[]{}|^`éÅ日🚀\u0001\u0008\u000b\u001b\t\n\r\u007f\u0085\u2028\uffff',
)
const anyKey = fc
  .array(
    fc.oneof(
      awkward,
      fc.constantFrom('..', '../', '//', '%2e', '%2F', '%00', 'a', 'z'),
      fc.string({ unit: 'grapheme' }),
    ),
    {
      minLength: 1,
      maxLength: 12,
    },
  )
  .map(parts => parts.join(''))
  .filter(key => key !== '' && key.isWellFormed() && Buffer.byteLength(key) <= 1024)

it('any key is kept, listed, copied, addressed and deleted as what it is, and touches no other', async () => {
  await fc.assert(
    fc.asyncProperty(anyKey, async key => {
      await put(key, key)
      expect(await read(key)).toBe(key)
      expect(await listed()).toEqual([key])
      const CopySource = `${Bucket}/${key.split('/').map(encodeURIComponent).join('/')}`
      await client.send(new CopyObjectCommand({ Bucket, Key: 'the copy', CopySource }))
      expect(await read('the copy')).toBe(key)
      const address = await getSignedUrl(client, new GetObjectCommand({ Bucket, Key: key }))
      const { url } = standing.gateway
      expect((await send(url, { path: address.slice(url.length) })).status).toBe(200)
      const Objects = [...new Set([key, 'the copy'])].map(Key => ({ Key }))
      const { Deleted, Errors } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }))
      expect([Deleted?.length, Errors]).toEqual([Objects.length, undefined])
      expect(await listed()).toEqual([])
    }),
    { numRuns: 60 },
  )
  const page = await client.send(new ListObjectsV2Command({ Bucket: 'other' }))
  expect(page.Contents?.map(({ Key }) => Key)).toEqual(['secret'])
  expect((await readdir(standing.folder)).filter(name => !/^(blobs|storage\.db(-\w+)?|.*key.*)$/.test(name))).toEqual(
    [],
  )
}, 60_000)

it('no way of writing dots and slashes leads out of the bucket', async () => {
  const { url } = standing.gateway
  for (const way of [
    '../other/secret',
    '..%2fother%2fsecret',
    '%2e%2e/other/secret',
    './../other/secret',
    '/other/secret',
  ]) {
    const path = `/${Bucket}/${way}`
    const answer = await ask(url, standing.keys, { path })
    expect([way, answer.status, answer.body.includes('not for laws')]).toEqual([way, 404, false])
  }
})

it('readers among many writers each see one whole write', async () => {
  const Key = 'contended'
  const size = 200_000
  const letters = 'abcdefgh'
  const whole = (letter: string, round: number) => Buffer.from(`${letter}${round % 10}`.repeat(size / 2 + round))
  await put(Key, whole('a', 0))
  let writing = true
  const writers = [...letters].map(async letter => {
    for (let round = 0; round < 12; round++) await put(Key, whole(letter, round))
  })
  const seen = new Set<string>()
  const readers = Array.from({ length: 4 }, async () => {
    while (writing) {
      const text = await read(Key)
      const mark = text.slice(0, 2)
      const rounds = (text.length - size) / 2
      if (text !== mark.repeat(text.length / 2) || rounds % 10 !== Number(mark[1])) throw new Error(`Torn: ${mark}`)
      seen.add(`${mark}${rounds}`)
    }
  })
  await Promise.all(writers)
  writing = false
  await Promise.all(readers)
  expect(seen.size).toBeGreaterThan(5)
}, 60_000)

it('keys are deleted a thousand at a time and no more', async () => {
  const Objects = Array.from({ length: 1001 }, (_, i) => ({ Key: `gone/${i}` }))
  const all = client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }))
  expect(await failureOf(all)).toEqual({ name: 'MalformedXML', status: 400 })
  const most = { Objects: Objects.slice(1) }
  expect((await client.send(new DeleteObjectsCommand({ Bucket, Delete: most }))).Deleted).toHaveLength(1000)
})
