import { randomBytes } from 'node:crypto'
import {
  type ChecksumAlgorithm,
  type ChecksumType,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { failureOf, type Standing, standGateway } from './gateway-harness.ts'

/** Conditions on copies, parts, completions and deletions, and every checksum that an upload in parts may have. */

let standing: Standing
let client: S3Client
const Bucket = 'terms'
const failed = { name: 'PreconditionFailed', status: 412 }

beforeAll(async () => {
  standing = await standGateway()
  client = standing.s3()
  await client.send(new CreateBucketCommand({ Bucket }))
})
afterAll(async () => {
  expect(standing.complaints).toEqual([])
  await standing.stop()
})

const put = async (Key: string, Body: string) =>
  (await client.send(new PutObjectCommand({ Bucket, Key, Body }))).ETag ?? ''
const read = async (Key: string) => (await client.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString()
const begin = async (
  Key: string,
  more: { ChecksumAlgorithm?: ChecksumAlgorithm; ChecksumType?: ChecksumType } = {},
) => {
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }))
  return { Bucket, Key, UploadId }
}

describe('a condition', () => {
  it('on the source of a copy is kept, of each kind', async () => {
    const ETag = await put('source', 'text')
    const copy = { Bucket, Key: 'target', CopySource: `${Bucket}/source` }
    const past = new Date('2020-01-01')
    const future = new Date('2100-01-01')
    for (const condition of [
      { CopySourceIfMatch: '"other"' },
      { CopySourceIfNoneMatch: ETag },
      { CopySourceIfUnmodifiedSince: past },
      { CopySourceIfModifiedSince: future },
    ])
      expect(await failureOf(client.send(new CopyObjectCommand({ ...copy, ...condition })))).toEqual(failed)
    const kept = { CopySourceIfMatch: ETag, CopySourceIfUnmodifiedSince: past }
    await client.send(new CopyObjectCommand({ ...copy, ...kept }))
    expect(await read('target')).toBe('text')
  })

  it('on the target of a copy is kept', async () => {
    await put('from', 'new')
    const ETag = await put('onto', 'old')
    const copy = { Bucket, Key: 'onto', CopySource: `${Bucket}/from` }
    expect(await failureOf(client.send(new CopyObjectCommand({ ...copy, IfNoneMatch: '*' })))).toEqual(failed)
    expect(await failureOf(client.send(new CopyObjectCommand({ ...copy, IfMatch: '"other"' })))).toEqual(failed)
    expect(await read('onto')).toBe('old')
    await client.send(new CopyObjectCommand({ ...copy, IfMatch: ETag }))
    expect(await read('onto')).toBe('new')
  })

  it('on the source of a part is kept', async () => {
    const ETag = await put('piece', 'text')
    const upload = { ...(await begin('pieced')), PartNumber: 1, CopySource: `${Bucket}/piece` }
    for (const condition of [{ CopySourceIfMatch: '"other"' }, { CopySourceIfNoneMatch: ETag }])
      expect(await failureOf(client.send(new UploadPartCopyCommand({ ...upload, ...condition })))).toEqual(failed)
    await client.send(new UploadPartCopyCommand({ ...upload, CopySourceIfMatch: ETag }))
  })

  it('on the end of an upload is kept, and the upload can still be ended', async () => {
    await put('taken', 'first')
    const upload = await begin('taken')
    const { ETag } = await client.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: 'second' }))
    const end = { ...upload, MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] } }
    const call = client.send(new CompleteMultipartUploadCommand({ ...end, IfNoneMatch: '*' }))
    expect(await failureOf(call)).toEqual(failed)
    expect(await read('taken')).toBe('first')
    await client.send(new CompleteMultipartUploadCommand(end))
    expect(await read('taken')).toBe('second')
  })

  it('on a deletion is kept', async () => {
    const IfMatch = await put('dear', 'text')
    const call = client.send(new DeleteObjectCommand({ Bucket, Key: 'dear', IfMatch: '"other"' }))
    expect(await failureOf(call)).toEqual(failed)
    expect(await read('dear')).toBe('text')
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'dear', IfMatch }))
    expect(await failureOf(client.send(new HeadObjectCommand({ Bucket, Key: 'dear' })))).toMatchObject({ status: 404 })
  })
})

describe('an upload in parts', () => {
  const parts = [randomBytes(5 * 2 ** 20), randomBytes(1000)]

  it.each([
    ['CRC32', 'COMPOSITE'],
    ['CRC32', 'FULL_OBJECT'],
    ['CRC32C', 'COMPOSITE'],
    ['CRC32C', 'FULL_OBJECT'],
    ['CRC64NVME', 'FULL_OBJECT'],
    ['SHA1', 'COMPOSITE'],
    ['SHA256', 'COMPOSITE'],
  ] as const)(
    'has a %s checksum of the type %s, told by what it is read with',
    async (ChecksumAlgorithm, ChecksumType) => {
      const Key = `${ChecksumAlgorithm}/${ChecksumType}`
      const upload = await begin(Key, { ChecksumAlgorithm, ChecksumType })
      const name = `Checksum${ChecksumAlgorithm}` as const
      const Parts = []
      for (const [i, Body] of parts.entries()) {
        const sent = await client.send(new UploadPartCommand({ ...upload, PartNumber: i + 1, Body, ChecksumAlgorithm }))
        Parts.push({ PartNumber: i + 1, ETag: sent.ETag, [name]: sent[name] })
      }
      const done = await client.send(
        new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts }, ChecksumType }),
      )
      const told = await client.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }))
      expect(done).toMatchObject({ [name]: told[name], ChecksumType })
      expect(told.ChecksumType).toBe(ChecksumType)
      const got = await client.send(new GetObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }))
      expect(Buffer.from((await got.Body?.transformToByteArray()) ?? [])).toEqual(Buffer.concat(parts))
      if (ChecksumType === 'COMPOSITE') return expect(told[name]).toMatch(/-2$/)
      const whole = { Bucket, Key: 'whole', Body: Buffer.concat(parts), ChecksumAlgorithm }
      expect((await client.send(new PutObjectCommand(whole)))[name]).toBe(told[name])
    },
  )

  it.each([
    ['SHA1', 'FULL_OBJECT'],
    ['SHA256', 'FULL_OBJECT'],
    ['CRC64NVME', 'COMPOSITE'],
  ] as const)('cannot have a %s checksum of the type %s', async (ChecksumAlgorithm, ChecksumType) => {
    const call = begin('never', { ChecksumAlgorithm, ChecksumType })
    expect(await failureOf(call)).toEqual({ name: 'InvalidRequest', status: 400 })
  })

  it('is refused when a part is said to have another checksum', async () => {
    const ChecksumAlgorithm = 'SHA256'
    const upload = await begin('misread', { ChecksumAlgorithm })
    const Body = 'read otherwise'
    const { ETag } = await client.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body, ChecksumAlgorithm }))
    const Parts = [{ PartNumber: 1, ETag, ChecksumSHA256: Buffer.alloc(32).toString('base64') }]
    const call = client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }))
    expect((await failureOf(call)).status).toBe(400)
  })
  it('is read part by part, and tells how many there are', async () => {
    const upload = await begin('by-part', { ChecksumAlgorithm: 'CRC32' })
    const Parts = []
    for (const [i, Body] of parts.entries()) {
      const number = { PartNumber: i + 1, Body, ChecksumAlgorithm: 'CRC32' as const }
      const { ETag, ChecksumCRC32 } = await client.send(new UploadPartCommand({ ...upload, ...number }))
      Parts.push({ PartNumber: i + 1, ETag, ChecksumCRC32 })
    }
    const done = await client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }))
    const place = { Bucket, Key: 'by-part' }
    for (const [i, bytes] of parts.entries()) {
      const got = await client.send(new GetObjectCommand({ ...place, PartNumber: i + 1 }))
      expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(bytes)).toBe(true)
      expect([got.PartsCount, got.ContentLength]).toEqual([2, bytes.length])
    }
    const last = await client.send(new HeadObjectCommand({ ...place, PartNumber: 2 }))
    expect(last).toMatchObject({ PartsCount: 2, ContentLength: 1000, ContentRange: `bytes 5242880-5243879/5243880` })
    const beyond = client.send(new GetObjectCommand({ ...place, PartNumber: 3 }))
    expect(await failureOf(beyond)).toEqual({ name: 'InvalidPartNumber', status: 416 })
    const both = client.send(new GetObjectCommand({ ...place, PartNumber: 1, Range: 'bytes=0-1' }))
    expect(await failureOf(both)).toEqual({ name: 'InvalidRequest', status: 400 })

    const ObjectAttributes = ['ETag', 'Checksum', 'ObjectParts', 'ObjectSize'] as const
    const told = await client.send(
      new GetObjectAttributesCommand({ ...place, ObjectAttributes: [...ObjectAttributes] }),
    )
    expect(told).toMatchObject({
      ETag: done.ETag?.replaceAll('"', ''),
      Checksum: { ChecksumCRC32: done.ChecksumCRC32?.replace('-2', ''), ChecksumType: 'COMPOSITE' },
      ObjectParts: { TotalPartsCount: 2 },
      ObjectSize: 5_243_880,
    })
    expect(told.StorageClass).toBeUndefined()
  })

  it('is not what an object was that was put at once: that is its own only part', async () => {
    await put('at-once', 'hello')
    const got = await client.send(new GetObjectCommand({ Bucket, Key: 'at-once', PartNumber: 1 }))
    expect([await got.Body?.transformToString(), got.PartsCount]).toEqual(['hello', undefined])
    const second = client.send(new GetObjectCommand({ Bucket, Key: 'at-once', PartNumber: 2 }))
    expect((await failureOf(second)).status).toBe(416)
    const attributes = { Bucket, Key: 'at-once', ObjectAttributes: ['ObjectParts' as const, 'StorageClass' as const] }
    const told = await client.send(new GetObjectAttributesCommand(attributes))
    expect([told.ObjectParts, told.StorageClass]).toEqual([undefined, 'STANDARD'])
  })
})
