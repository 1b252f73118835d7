import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketAclCommand,
  GetBucketLocationCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListMultipartUploadsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  NoSuchKey,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { failureOf, type Standing, standGateway } from './gateway-harness.ts'

/** What the JavaScript SDK finds of S3 here, object by object. */

let standing: Standing
let client: S3Client
const Bucket = 'shelf'
const helloEtag = '"5eb63bbbe01eeed093cb22bb8f5acdc3"'
const MiB = 2 ** 20

beforeAll(async () => {
  standing = await standGateway()
  client = standing.s3()
  await client.send(new CreateBucketCommand({ Bucket }))
  await put('greetings/hello.txt', 'hello world', { ContentType: 'text/plain', Metadata: { tone: 'Friendly' } })
})
afterAll(async () => {
  expect(standing.complaints).toEqual([])
  await standing.stop()
})

const put = (Key: string, Body: Buffer | Readable | string, more: Partial<PutObjectCommandInput> = {}) =>
  client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }))
const get = (Key: string, more = {}) => client.send(new GetObjectCommand({ Bucket, Key, ...more }))
const head = (Key: string, more = {}) => client.send(new HeadObjectCommand({ Bucket, Key, ...more }))
const bytes = async (Key: string, more = {}) =>
  Buffer.from((await (await get(Key, more)).Body?.transformToByteArray()) ?? [])
const text = async (Key: string, more = {}) => (await bytes(Key, more)).toString()

describe('buckets', () => {
  it('are made, seen, listed and located', async () => {
    await client.send(new CreateBucketCommand({ Bucket: 'second' }))
    const { Buckets = [] } = await client.send(new ListBucketsCommand({}))
    expect(Buckets.map(bucket => bucket.Name)).toEqual(['second', Bucket])
    expect(Buckets[0]?.CreationDate?.getTime()).toBeGreaterThan(Date.now() - 60_000)
    expect(await client.send(new HeadBucketCommand({ Bucket }))).toMatchObject({ BucketRegion: 'us-east-1' })
    expect((await client.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint).toBeUndefined()
  })

  it('may be made twice by their owner in the first region, and not in another', async () => {
    await client.send(new CreateBucketCommand({ Bucket }))
    const away = { Bucket: 'far-away', CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' as const } }
    await client.send(new CreateBucketCommand(away))
    expect(await failureOf(client.send(new CreateBucketCommand(away)))).toEqual({
      name: 'BucketAlreadyOwnedByYou',
      status: 409,
    })
    const { LocationConstraint } = await client.send(new GetBucketLocationCommand({ Bucket: 'far-away' }))
    expect(LocationConstraint).toBe('eu-west-1')
  })

  it('go only when they are empty, whatever was being uploaded into them', async () => {
    const Bucket = 'short-lived'
    await client.send(new CreateBucketCommand({ Bucket }))
    await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }))
    expect(await failureOf(client.send(new DeleteBucketCommand({ Bucket })))).toEqual({
      name: 'BucketNotEmpty',
      status: 409,
    })
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'k' }))
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'k' }))
    await client.send(new UploadPartCommand({ Bucket, Key: 'k', UploadId, PartNumber: 1, Body: 'x' }))
    await client.send(new DeleteBucketCommand({ Bucket }))
    expect(await failureOf(client.send(new HeadBucketCommand({ Bucket })))).toMatchObject({ status: 404 })
  })

  it('have names that S3 would take', async () => {
    for (const Bucket of ['UpperCase', 'a_b', 'ab', 'dots..twice', '127.0.0.1'])
      expect(await failureOf(client.send(new CreateBucketCommand({ Bucket })))).toMatchObject({ status: 400 })
  })

  it('are missed by name', async () => {
    const call = client.send(new ListObjectsV2Command({ Bucket: 'never-made' }))
    expect(await failureOf(call)).toEqual({ name: 'NoSuchBucket', status: 404 })
  })
})

describe('an object', () => {
  it('comes back as it was put, with all that was said of it', async () => {
    expect(await text('greetings/hello.txt')).toBe('hello world')
    expect(await head('greetings/hello.txt')).toMatchObject({
      ContentLength: 11,
      ContentType: 'text/plain',
      Metadata: { tone: 'Friendly' },
      ETag: helloEtag,
      AcceptRanges: 'bytes',
    })
  })

  it('keeps the headers that belong to it', async () => {
    const headers = {
      CacheControl: 'no-store',
      ContentDisposition: 'inline',
      ContentLanguage: 'de',
      ContentEncoding: 'gzip',
    }
    await put('headers', 'x', headers)
    expect(await head('headers')).toMatchObject(headers)
  })

  it('of unknown content is bytes', async () => {
    await put('untyped', Buffer.from('x'))
    expect((await head('untyped')).ContentType).toMatch(/octet-stream/)
  })

  it('put as a stream is stored without the framing it travelled in', async () => {
    const Body = Readable.from([Buffer.from('in two '), Buffer.from('pieces')])
    await put('streamed.txt', Body, { ContentLength: 13 })
    expect(await text('streamed.txt')).toBe('in two pieces')
    const { ContentEncoding, ContentLength } = await head('streamed.txt')
    expect({ ContentEncoding, ContentLength }).toEqual({ ContentEncoding: undefined, ContentLength: 13 })
  })

  it('may be empty, and its key may end in a slash', async () => {
    await put('folder/', '')
    expect((await head('folder/')).ContentLength).toBe(0)
    expect(await text('folder/')).toBe('')
  })

  it('may have a name that is also the beginning of others', async () => {
    await put('twin', 'one')
    await put('twin/below', 'two')
    expect([await text('twin'), await text('twin/below')]).toEqual(['one', 'two'])
  })

  it.each([
    'odd/a b+c&d=é?#%.txt',
    'odd/@Copy_2026-11-22T21:00:00_Attempt=1/stdout.gz',
    'odd/../up',
    'odd//twice',
    './odd/.',
    'odd/日本語/🚀',
    'odd/\'quotes"<tag>',
    'odd/line\nfeed',
    'odd/back\\slash',
    'odd/nul\u0000inside',
  ])('may be called %j', async key => {
    await put(key, `I am ${key}`)
    expect(await text(key)).toBe(`I am ${key}`)
  })

  it('has a key of at most 1,024 bytes', async () => {
    await put('k'.repeat(1024), 'x')
    expect(await failureOf(put('k'.repeat(1025), 'x'))).toEqual({ name: 'KeyTooLongError', status: 400 })
    expect(await failureOf(put('é'.repeat(513), 'x'))).toEqual({ name: 'KeyTooLongError', status: 400 })
  })

  it('that is not there is told apart from a bucket that is not', async () => {
    await expect(get('nowhere')).rejects.toBeInstanceOf(NoSuchKey)
    expect(await failureOf(head('nowhere'))).toEqual({ name: 'NotFound', status: 404 })
  })

  it('is deleted as often as one likes', async () => {
    await put('brief', 'x')
    for (let i = 0; i < 2; i++) await client.send(new DeleteObjectCommand({ Bucket, Key: 'brief' }))
    expect(await failureOf(head('brief'))).toMatchObject({ status: 404 })
  })

  it('has no tags', async () => {
    expect((await client.send(new GetObjectTaggingCommand({ Bucket, Key: 'greetings/hello.txt' }))).TagSet).toEqual([])
  })
})

describe('a range', () => {
  it.each([
    ['bytes=0-4', 'hello', 'bytes 0-4/11'],
    ['bytes=6-', 'world', 'bytes 6-10/11'],
    ['bytes=-5', 'world', 'bytes 6-10/11'],
    ['bytes=0-500', 'hello world', 'bytes 0-10/11'],
    ['bytes=-500', 'hello world', 'bytes 0-10/11'],
  ])('%s gives %s', async (Range, expected, ContentRange) => {
    const answer = await get('greetings/hello.txt', { Range })
    expect(answer).toMatchObject({ ContentRange, ContentLength: expected.length })
    expect(answer.$metadata.httpStatusCode).toBe(206)
    expect(await answer.Body?.transformToString()).toBe(expected)
  })

  it('beyond the end is refused', async () => {
    expect(await failureOf(get('greetings/hello.txt', { Range: 'bytes=11-' }))).toEqual({
      name: 'InvalidRange',
      status: 416,
    })
  })

  it('that cannot be read is the whole', async () => {
    for (const Range of ['bytes=5-2', 'lines=1-2', 'bytes=0-1,4-5'])
      expect(await text('greetings/hello.txt', { Range })).toBe('hello world')
  })
})

describe('a condition', () => {
  const Key = 'greetings/hello.txt'
  const past = new Date('2020-01-01')
  const future = new Date('2100-01-01')

  it.each([
    [{ IfNoneMatch: helloEtag }, 304],
    [{ IfModifiedSince: future }, 304],
    [{ IfMatch: '"other"' }, 412],
    [{ IfUnmodifiedSince: past }, 412],
    // An ETag decides before a date does.
    [{ IfMatch: helloEtag, IfUnmodifiedSince: past }, 200],
    [{ IfNoneMatch: '"other"', IfModifiedSince: future }, 200],
  ])('of a read, %j, answers %i', async (condition, status) => {
    const { httpStatusCode } = (await head(Key, condition).catch(error => error)).$metadata
    expect(httpStatusCode).toBe(status)
    const answer = await get(Key, condition).catch(error => error)
    expect(answer.$metadata.httpStatusCode).toBe(status)
  })

  it('keeps a write from replacing what is there, or what has changed', async () => {
    await put('guarded', 'first', { IfNoneMatch: '*' })
    expect(await failureOf(put('guarded', 'second', { IfNoneMatch: '*' }))).toMatchObject({ status: 412 })
    expect(await failureOf(put('guarded', 'second', { IfMatch: '"other"' }))).toMatchObject({ status: 412 })
    expect(await failureOf(put('nothing-here', 'x', { IfMatch: '"other"' }))).toMatchObject({ status: 404 })
    expect(await text('guarded')).toBe('first')
    const { ETag = '' } = await head('guarded')
    await put('guarded', 'second', { IfMatch: ETag })
    expect(await text('guarded')).toBe('second')
  })

  it('lets exactly one of many writers be the first', async () => {
    const tries = Array.from({ length: 12 }, (_, i) => put('race', `writer ${i}`, { IfNoneMatch: '*' }))
    const results = await Promise.allSettled(tries)
    const winners = results.flatMap((result, i) => (result.status === 'fulfilled' ? [`writer ${i}`] : []))
    expect(winners).toHaveLength(1)
    expect([await text('race')]).toEqual(winners)
  })
})

describe('a list', () => {
  const keys = Array.from({ length: 25 }, (_, i) => `list/${i % 5}/file-${String(i).padStart(3, '0')}`).sort()
  beforeAll(() => Promise.all(keys.map(key => put(key, 'x'))).then(() => {}))
  const list = (more = {}) => client.send(new ListObjectsV2Command({ Bucket, Prefix: 'list/', ...more }))

  it('gives keys in order, with what one needs to know of each', async () => {
    const { Contents = [], KeyCount, IsTruncated } = await list()
    expect(Contents.map(object => object.Key)).toEqual(keys)
    expect({ KeyCount, IsTruncated }).toEqual({ KeyCount: 25, IsTruncated: false })
    expect(Contents[0]).toMatchObject({ Size: 1, StorageClass: 'STANDARD', ETag: '"9dd4e461268c8034f5c8564e155c67a6"' })
  })

  it('gathers what lies below a delimiter', async () => {
    const { CommonPrefixes = [], Contents = [], KeyCount } = await list({ Delimiter: '/' })
    expect(CommonPrefixes.map(({ Prefix }) => Prefix)).toEqual(['0', '1', '2', '3', '4'].map(i => `list/${i}/`))
    expect([Contents.length, KeyCount]).toEqual([0, 5])
  })

  it('goes on page by page, with keys and with prefixes', async () => {
    for (const more of [{ MaxKeys: 10 }, { MaxKeys: 2, Delimiter: '/' }]) {
      const seen: (string | undefined)[] = []
      const sizes: number[] = []
      let ContinuationToken: string | undefined
      do {
        const page = await list({ ...more, ContinuationToken })
        seen.push(
          ...(page.Contents ?? []).map(({ Key }) => Key),
          ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix),
        )
        sizes.push(page.KeyCount ?? -1)
        ContinuationToken = page.NextContinuationToken
      } while (ContinuationToken)
      expect(seen).toEqual(more.Delimiter ? ['list/0/', 'list/1/', 'list/2/', 'list/3/', 'list/4/'] : keys)
      expect(sizes).toEqual(more.Delimiter ? [2, 2, 1] : [10, 10, 5])
    }
  })

  it('begins after a key', async () => {
    expect((await list({ StartAfter: 'list/3' })).Contents).toHaveLength(10)
    expect((await list({ StartAfter: keys[23] })).Contents?.map(({ Key }) => Key)).toEqual([keys[24]])
  })

  it('may be asked for nothing', async () => {
    expect(await list({ MaxKeys: 0 })).toMatchObject({ KeyCount: 0, IsTruncated: false })
  })

  it('can say any key, encoded or not', async () => {
    for (const EncodingType of ['url', undefined] as const) {
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'odd/', EncodingType }))
      const names = Contents.map(({ Key = '' }) => (EncodingType ? decodeURIComponent(Key) : Key))
      expect(names).toContain('odd/a b+c&d=é?#%.txt')
      expect(names).toContain('odd/日本語/🚀')
    }
  })

  it('has an older form, which goes on from a marker', async () => {
    const first = await client.send(new ListObjectsCommand({ Bucket, Prefix: 'list/', Delimiter: '/', MaxKeys: 3 }))
    expect(first).toMatchObject({ IsTruncated: true, NextMarker: 'list/2/' })
    const rest = await client.send(
      new ListObjectsCommand({ Bucket, Prefix: 'list/', Delimiter: '/', Marker: first.NextMarker }),
    )
    expect(rest.CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(['list/3/', 'list/4/'])
    expect((await client.send(new ListObjectsCommand({ Bucket, Prefix: 'list/' }))).Contents).toHaveLength(25)
  })

  it('of keys to delete answers for each', async () => {
    await Promise.all(['del/1', 'del/2'].map(key => put(key, 'x')))
    const Objects = ['del/1', 'del/2', 'del/never'].map(Key => ({ Key }))
    const told = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }))
    expect(told.Deleted?.map(({ Key }) => Key)).toEqual(['del/1', 'del/2', 'del/never'])
    const quiet = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }))
    expect(quiet.Deleted).toBeUndefined()
    expect((await list({ Prefix: 'del/' })).KeyCount).toBe(0)
  })
})

describe('a copy', () => {
  it('has the bytes and, unless told otherwise, the rest', async () => {
    await client.send(new CopyObjectCommand({ Bucket, Key: 'copy/same', CopySource: `${Bucket}/greetings/hello.txt` }))
    expect(await text('copy/same')).toBe('hello world')
    expect(await head('copy/same')).toMatchObject({ Metadata: { tone: 'Friendly' }, ContentType: 'text/plain' })
    await client.send(
      new CopyObjectCommand({
        Bucket,
        Key: 'copy/other',
        CopySource: `/${Bucket}/greetings/hello.txt`,
        MetadataDirective: 'REPLACE',
        Metadata: { tone: 'Dry' },
        ContentType: 'text/csv',
      }),
    )
    expect(await head('copy/other')).toMatchObject({
      Metadata: { tone: 'Dry' },
      ContentType: 'text/csv',
      ETag: helloEtag,
    })
  })

  it('of a key that must be encoded finds it', async () => {
    const key = 'odd/a b+c&d=é?#%.txt'
    await put(key, 'odd one')
    const CopySource = `${Bucket}/${key.split('/').map(encodeURIComponent).join('/')}`
    await client.send(new CopyObjectCommand({ Bucket, Key: 'copy/odd', CopySource }))
    expect(await text('copy/odd')).toBe('odd one')
  })

  it('onto itself must change something', async () => {
    const CopySource = `${Bucket}/greetings/hello.txt`
    const onto = { Bucket, Key: 'copy/self', CopySource: `${Bucket}/copy/self` }
    await client.send(new CopyObjectCommand({ ...onto, CopySource }))
    expect(await failureOf(client.send(new CopyObjectCommand(onto)))).toMatchObject({ status: 400 })
    await client.send(new CopyObjectCommand({ ...onto, MetadataDirective: 'REPLACE', Metadata: { now: 'this' } }))
    expect(await head('copy/self')).toMatchObject({ Metadata: { now: 'this' }, ContentLength: 11 })
  })

  it('keeps to the conditions on its source', async () => {
    const copy = { Bucket, Key: 'copy/not', CopySource: `${Bucket}/greetings/hello.txt`, CopySourceIfMatch: '"other"' }
    expect(await failureOf(client.send(new CopyObjectCommand(copy)))).toMatchObject({ status: 412 })
    const gone = { Bucket, Key: 'copy/not', CopySource: `${Bucket}/nowhere` }
    expect(await failureOf(client.send(new CopyObjectCommand(gone)))).toEqual({ name: 'NoSuchKey', status: 404 })
  })
})

describe('an upload in parts', () => {
  const big = randomBytes(12 * MiB)
  const md5 = (data: Buffer) => createHash('md5').update(data).digest('hex')
  const begin = async (Key: string, more = {}) => {
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }))
    return { Bucket, Key, UploadId }
  }
  type Begun = Awaited<ReturnType<typeof begin>>
  const part = async (upload: Begun, PartNumber: number, Body: Buffer, more = {}) => {
    const { ETag } = await client.send(new UploadPartCommand({ ...upload, PartNumber, Body, ...more }))
    return { PartNumber, ETag }
  }
  const complete = (upload: Begun, Parts: { PartNumber: number; ETag: string | undefined }[], more = {}) =>
    client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts }, ...more }))

  it('by the SDK gives the same bytes', async () => {
    const Body = Readable.from([big.subarray(0, 7e6), big.subarray(7e6)])
    await new Upload({ client, params: { Bucket, Key: 'big', Body }, partSize: 5 * MiB, queueSize: 3 }).done()
    expect(md5(await bytes('big'))).toBe(md5(big))
    const Range = `bytes=${5 * MiB - 3}-${5 * MiB + 2}`
    expect(await bytes('big', { Range })).toEqual(big.subarray(5 * MiB - 3, 5 * MiB + 3))
  })

  it('lists its parts, and has an ETag that counts them', async () => {
    const upload = await begin('by-hand', { ContentType: 'app/x', Metadata: { a: 'b' } })
    const parts = [await part(upload, 1, big.subarray(0, 5 * MiB)), await part(upload, 3, big.subarray(5 * MiB))]
    const { Parts = [] } = await client.send(new ListPartsCommand(upload))
    expect(Parts.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
      [1, 5 * MiB],
      [3, 7 * MiB],
    ])
    const page = await client.send(new ListPartsCommand({ ...upload, MaxParts: 1 }))
    expect(page).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '1' })
    const md5s = Buffer.concat(parts.map(({ ETag = '' }) => Buffer.from(ETag.slice(1, -1), 'hex')))
    expect((await complete(upload, parts)).ETag).toBe(`"${md5(md5s)}-2"`)
    expect(await head('by-hand')).toMatchObject({ ContentType: 'app/x', Metadata: { a: 'b' }, ContentLength: 12 * MiB })
    expect(md5(await bytes('by-hand'))).toBe(md5(big))
  })

  it('is known until it is aborted, and then no more', async () => {
    const upload = await begin('abandoned/one')
    await part(upload, 1, Buffer.from('x'))
    const under = async () =>
      (await client.send(new ListMultipartUploadsCommand({ Bucket, Prefix: 'abandoned/' }))).Uploads?.map(
        ({ Key }) => Key,
      )
    expect(await under()).toEqual(['abandoned/one'])
    await client.send(new AbortMultipartUploadCommand(upload))
    expect(await under()).toBeUndefined()
    expect(await failureOf(part(upload, 2, Buffer.from('x')))).toEqual({ name: 'NoSuchUpload', status: 404 })
  })

  it('tells of many under way a page at a time', async () => {
    await Promise.all(['many/a', 'many/b', 'many/c/1', 'many/c/2', 'many/d'].map(key => begin(key)))
    const seen: (string | undefined)[] = []
    let markers = {}
    for (;;) {
      const page = await client.send(
        new ListMultipartUploadsCommand({ Bucket, Prefix: 'many/', Delimiter: '/', MaxUploads: 2, ...markers }),
      )
      seen.push(
        ...(page.Uploads ?? []).map(({ Key }) => Key),
        ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix),
      )
      if (!page.IsTruncated) break
      markers = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker }
    }
    expect(seen.sort()).toEqual(['many/a', 'many/b', 'many/c/', 'many/d'])
  })

  it('takes parts from objects that are there', async () => {
    const upload = await begin('pieced')
    const source = { ...upload, CopySource: `${Bucket}/big` }
    const range = { CopySourceRange: `bytes=0-${5 * MiB - 1}` }
    const one = await client.send(new UploadPartCopyCommand({ ...source, PartNumber: 1, ...range }))
    const two = await client.send(
      new UploadPartCopyCommand({ ...upload, PartNumber: 2, CopySource: `${Bucket}/greetings/hello.txt` }),
    )
    await complete(upload, [
      { PartNumber: 1, ETag: one.CopyPartResult?.ETag },
      { PartNumber: 2, ETag: two.CopyPartResult?.ETag },
    ])
    expect(await bytes('pieced')).toEqual(Buffer.concat([big.subarray(0, 5 * MiB), Buffer.from('hello world')]))
  })

  it('is refused when its parts are not what they are said to be, and can still be completed', async () => {
    const upload = await begin('careful')
    const first = await part(upload, 1, Buffer.from('small'))
    const second = await part(upload, 2, Buffer.from('last'))
    expect(await failureOf(complete(upload, [first, second]))).toEqual({ name: 'EntityTooSmall', status: 400 })
    expect(await failureOf(complete(upload, [second, first]))).toEqual({ name: 'InvalidPartOrder', status: 400 })
    expect(await failureOf(complete(upload, [{ ...first, ETag: '"0"' }]))).toEqual({ name: 'InvalidPart', status: 400 })
    expect(await failureOf(complete(upload, [{ PartNumber: 7, ETag: '"0"' }]))).toEqual({
      name: 'InvalidPart',
      status: 400,
    })
    await complete(upload, [second])
    expect(await text('careful')).toBe('last')
  })
})

describe('a checksum', () => {
  // The cyclic ones as the catalogues of such checksums give them for these nine digits.
  it.each([
    ['CRC32', 'cbf43926'],
    ['CRC32C', 'e3069283'],
    ['CRC64NVME', 'ae8b14860a799888'],
    ['SHA1', createHash('sha1').update('123456789').digest('hex')],
    ['SHA256', createHash('sha256').update('123456789').digest('hex')],
  ] as const)('%s is kept and told', async (ChecksumAlgorithm, hex) => {
    await put(`checked/${ChecksumAlgorithm}`, '123456789', { ChecksumAlgorithm })
    const told = await head(`checked/${ChecksumAlgorithm}`, { ChecksumMode: 'ENABLED' })
    expect(told[`Checksum${ChecksumAlgorithm}`]).toBe(Buffer.from(hex, 'hex').toString('base64'))
    expect(await text(`checked/${ChecksumAlgorithm}`, { ChecksumMode: 'ENABLED' })).toBe('123456789')
  })

  it('that is wrong keeps the object out and the old one in', async () => {
    await put('safe', 'old')
    expect(await failureOf(put('safe', 'new', { ChecksumCRC32: 'AAAAAA==' }))).toEqual({
      name: 'BadDigest',
      status: 400,
    })
    const sum = { ChecksumSHA256: createHash('sha256').update('other').digest('base64') }
    expect(await failureOf(put('safe', 'new', sum))).toEqual({ name: 'BadDigest', status: 400 })
    const md5 = { ContentMD5: createHash('md5').update('other').digest('base64') }
    expect(await failureOf(put('safe', 'new', md5))).toEqual({ name: 'BadDigest', status: 400 })
    expect(await failureOf(put('safe', 'new', { ContentMD5: 'AAAA' }))).toEqual({ name: 'InvalidDigest', status: 400 })
    expect(await failureOf(put('safe', 'new', { ChecksumCRC32: 'AA==' }))).toEqual({
      name: 'InvalidRequest',
      status: 400,
    })
    expect(await text('safe')).toBe('old')
  })
})

describe('a presigned address', () => {
  const sign = (command: GetObjectCommand | PutObjectCommand, expiresIn = 60) =>
    getSignedUrl(client, command, { expiresIn })
  const hello = { Bucket, Key: 'greetings/hello.txt' }

  it('reads', async () => {
    const answer = await fetch(await sign(new GetObjectCommand(hello)))
    expect([answer.status, await answer.text()]).toEqual([200, 'hello world'])
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('may name the headers of the answer', async () => {
    const overrides = { ResponseContentDisposition: 'attachment; filename=x', ResponseContentType: 'text/csv' }
    const answer = await fetch(await sign(new GetObjectCommand({ ...hello, ...overrides })))
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename=x')
    expect(answer.headers.get('content-type')).toBe('text/csv')
  })

  it('writes, with the metadata that was signed into it', async () => {
    const url = await sign(new PutObjectCommand({ Bucket, Key: 'presigned', Metadata: { by: 'Address' } }))
    expect((await fetch(url, { method: 'PUT', body: 'through the window' })).status).toBe(200)
    expect(await text('presigned')).toBe('through the window')
    expect((await head('presigned')).Metadata).toEqual({ by: 'Address' })
  })

  it('is worth nothing when anything in it was changed', async () => {
    const url = await sign(new GetObjectCommand(hello))
    for (const [from, to] of [
      [/Signature=..../, 'Signature=dead'],
      [/hello\.txt/, 'hello.tx%74%74'],
      [/Expires=60/, 'Expires=61'],
      [/$/, '&response-content-type=text%2Fhtml'],
    ] as const)
      expect((await fetch(url.replace(from, to))).status).toBe(403)
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(403)
    expect((await fetch(url, { headers: { 'x-amz-checksum-mode': 'ENABLED' } })).status).toBe(403)
  })

  it('expires', async () => {
    const signed = await getSignedUrl(client, new GetObjectCommand(hello), {
      expiresIn: 60,
      signingDate: new Date(Date.now() - 61_000),
    })
    const answer = await fetch(signed)
    expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining('<Code>AccessDenied</Code>')])
  })
})

describe('who is not believed', () => {
  it('is told why, as AWS tells it', async () => {
    const list = (config: Parameters<Standing['s3']>[0]) =>
      failureOf(standing.s3(config).send(new ListBucketsCommand({})))
    const { accessKeyId, secretAccessKey } = standing.keys
    expect(await list({ credentials: { accessKeyId, secretAccessKey: 'wrong' } })).toEqual({
      name: 'SignatureDoesNotMatch',
      status: 403,
    })
    expect(await list({ credentials: { accessKeyId: 'SOMEBODY', secretAccessKey } })).toEqual({
      name: 'InvalidAccessKeyId',
      status: 403,
    })
    expect(await list({ systemClockOffset: -3_600_000 })).toEqual({ name: 'RequestTimeTooSkewed', status: 403 })
  })

  it('gets nothing unsigned, from inside or outside the buckets', async () => {
    for (const path of [
      '/',
      `/${Bucket}`,
      `/${Bucket}/greetings/hello.txt`,
      `/${Bucket}/..%2f..%2f..%2fetc%2fpasswd`,
    ]) {
      const answer = await fetch(standing.gateway.url + path)
      expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining('AccessDenied')])
    }
  })
})

describe('what is not done here', () => {
  it('is said to be so, and never answered with something else', async () => {
    const notImplemented = { name: 'NotImplemented', status: 501 }
    expect(await failureOf(client.send(new GetBucketAclCommand({ Bucket })))).toEqual(notImplemented)
    const versioning = { Bucket, VersioningConfiguration: { Status: 'Enabled' as const } }
    expect(await failureOf(client.send(new PutBucketVersioningCommand(versioning)))).toEqual(notImplemented)
    expect((await client.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBeUndefined()
    expect(await failureOf(get('greetings/hello.txt', { VersionId: 'v1' }))).toEqual(notImplemented)
    expect(await failureOf(put('tagged', 'x', { Tagging: 'a=b' }))).toEqual(notImplemented)
    expect(await failureOf(put('public', 'x', { ACL: 'public-read' }))).toEqual(notImplemented)
    expect(await failureOf(put('cold', 'x', { StorageClass: 'DEEP_ARCHIVE' }))).toEqual(notImplemented)
  })
})

it('streams 64 MB both ways', async () => {
  const data = randomBytes(64e6)
  await put('sixty-four', data)
  const hash = createHash('md5')
  for await (const chunk of (await get('sixty-four')).Body as Readable) hash.update(chunk)
  expect(hash.digest('hex')).toBe(createHash('md5').update(data).digest('hex'))
})

it('takes three hundred small objects, ten at a time', async () => {
  for (let i = 0; i < 300; i += 10)
    await Promise.all(Array.from({ length: 10 }, (_, k) => put(`small/${i + k}`, 'x'.repeat(1024))))
  expect((await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'small/' }))).KeyCount).toBe(300)
})
