import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { claimOf, type Refusal, type RequestHead, type Signed, verify } from '../../src/server/sigv4.ts'

/** The worked examples of AWS's own documentation for S3: one key pair, one day, one bucket. */
const keys = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }
const day = Date.parse('2013-05-24T00:00:00Z')
const emptyHash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
const minutes = 60_000

const authorization = (signedHeaders: string, signature: string) =>
  `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=${signedHeaders},Signature=${signature}`

const getRange: RequestHead = {
  method: 'GET',
  path: '/test.txt',
  query: '',
  headers: [
    ['host', 'examplebucket.s3.amazonaws.com'],
    ['range', 'bytes=0-9'],
    ['x-amz-content-sha256', emptyHash],
    ['x-amz-date', '20130524T000000Z'],
    [
      'authorization',
      authorization(
        'host;range;x-amz-content-sha256;x-amz-date',
        'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
      ),
    ],
  ],
}

const putObject: RequestHead = {
  method: 'PUT',
  path: '/test%24file.text',
  query: '',
  headers: [
    ['date', 'Fri, 24 May 2013 00:00:00 GMT'],
    ['host', 'examplebucket.s3.amazonaws.com'],
    ['x-amz-content-sha256', '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072'],
    ['x-amz-date', '20130524T000000Z'],
    ['x-amz-storage-class', 'REDUCED_REDUNDANCY'],
    [
      'authorization',
      authorization(
        'date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class',
        '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
      ),
    ],
  ],
}

const listObjects: RequestHead = {
  method: 'GET',
  path: '/',
  query: 'max-keys=2&prefix=J',
  headers: [
    ['host', 'examplebucket.s3.amazonaws.com'],
    ['x-amz-content-sha256', emptyHash],
    ['x-amz-date', '20130524T000000Z'],
    [
      'authorization',
      authorization(
        'host;x-amz-content-sha256;x-amz-date',
        '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
      ),
    ],
  ],
}

const presigned: RequestHead = {
  method: 'GET',
  path: '/test.txt',
  query:
    'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
  headers: [['host', 'examplebucket.s3.amazonaws.com']],
}

const chunkedUpload: RequestHead = {
  method: 'PUT',
  path: '/examplebucket/chunkObject.txt',
  query: '',
  headers: [
    ['content-encoding', 'aws-chunked'],
    ['content-length', '66824'],
    ['host', 's3.amazonaws.com'],
    ['x-amz-content-sha256', 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD'],
    ['x-amz-date', '20130524T000000Z'],
    ['x-amz-decoded-content-length', '66560'],
    ['x-amz-storage-class', 'REDUCED_REDUNDANCY'],
    [
      'authorization',
      authorization(
        'content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class',
        '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
      ),
    ],
  ],
}

function check(head: RequestHead, now = day, bodySha256?: string): Signed | Refusal {
  const claim = claimOf(head)
  return 'refused' in claim ? claim : verify(head, claim, keys, now, bodySha256)
}

it.each([
  ['a read of a range', getRange],
  ['a write with a character to be encoded', putObject],
  ['a list with a query', listObjects],
  ['a presigned address', presigned],
  ['an upload in signed pieces', chunkedUpload],
])('accepts the example of the documentation: %s', (_, head) => {
  expect(check(head)).toMatchObject({ accessKeyId: keys.accessKeyId, region: 'us-east-1', service: 's3' })
})

it('follows the signatures of the pieces as the documentation lists them', () => {
  const signed = check(chunkedUpload) as Signed
  const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
  const pieces = [
    [Buffer.alloc(65_536, 'a'), 'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648'],
    [Buffer.alloc(1024, 'a'), '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497'],
    [Buffer.alloc(0), 'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9'],
  ] as const
  expect(pieces.map(([bytes, signature]) => signed.chunks.chunk(signature, hash(bytes)))).toEqual([true, true, true])
})

it('refuses pieces in another order', () => {
  const signed = check(chunkedUpload) as Signed
  const second = createHash('sha256').update(Buffer.alloc(1024, 'a')).digest('hex')
  expect(signed.chunks.chunk('0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497', second)).toBe(false)
})

it('refuses a request in which any one thing that is signed was changed', () => {
  const where = fc.constantFrom('method', 'path', 'query', 'range', 'host', 'x-amz-content-sha256', 'x-amz-date')
  const change = fc.tuple(where, fc.nat(), fc.constantFrom(...'aZ0/~-'))
  fc.assert(
    fc.property(change, ([place, at, mark]) => {
      const edit = (text: string) => {
        const index = text.length ? at % text.length : 0
        return text.slice(0, index) + mark + text.slice(index + 1)
      }
      const isPart = place === 'method' || place === 'path' || place === 'query'
      const headers = getRange.headers.map(([name, value]) => [name, name === place ? edit(value) : value] as const)
      const changed = isPart ? { ...getRange, [place]: edit(getRange[place]) } : { ...getRange, headers }
      fc.pre(JSON.stringify(changed) !== JSON.stringify(getRange))
      expect(check(changed)).toHaveProperty('refused')
    }),
    { numRuns: 300 },
  )
})

it('takes the hash of the body from the service where the service reads the body itself', () => {
  expect(check(getRange, day, emptyHash)).toHaveProperty('payload', emptyHash)
  expect(check(getRange, day, createHash('sha256').update('x').digest('hex'))).toHaveProperty('refused', 'mismatch')
})

it('allows clocks to differ by fifteen minutes and no more', () => {
  expect(check(getRange, day + 15 * minutes)).not.toHaveProperty('refused')
  expect(check(getRange, day - 15 * minutes)).not.toHaveProperty('refused')
  expect(check(getRange, day + 15 * minutes + 1)).toHaveProperty('refused', 'skewed')
  expect(check(getRange, day - 15 * minutes - 1)).toHaveProperty('refused', 'skewed')
})

it('takes a presigned address until it expires, and not long before it was signed', () => {
  expect(check(presigned, day + 86_400_000)).not.toHaveProperty('refused')
  expect(check(presigned, day + 86_400_001)).toHaveProperty('refused', 'expired')
  expect(check(presigned, day - 16 * minutes)).toHaveProperty('refused', 'notYetValid')
})

it('refuses an address that was made to last longer than a week', () => {
  expect(check({ ...presigned, query: presigned.query.replace('86400', '604801') })).toHaveProperty(
    'refused',
    'malformed',
  )
})

it('says who is not known, what is not signed, and what cannot be read', () => {
  const without = (name: string) => ({ ...getRange, headers: getRange.headers.filter(([other]) => other !== name) })
  const withAuthorization = (value: string): RequestHead => ({
    ...without('authorization'),
    headers: [...without('authorization').headers, ['authorization', value]],
  })
  const bare = { ...getRange, headers: [...getRange.headers, ['x-amz-copy-source', 'b/k'] as const] }
  const foreign = authorization('host', '0').replace('AKIAIOSFODNN7EXAMPLE', 'AKIDSOMEBODYELSE')
  expect(check(without('authorization'))).toHaveProperty('refused', 'missing')
  expect(check(withAuthorization(foreign))).toHaveProperty('refused', 'unknownKey')
  expect(check(withAuthorization('AWS AKIAIOSFODNN7EXAMPLE:abc='))).toHaveProperty('refused', 'malformed')
  expect(check(withAuthorization(authorization('host', '')))).toHaveProperty('refused', 'malformed')
  expect(check(withAuthorization(authorization('range', '00')))).toHaveProperty('refused', 'unsignedHeader')
  expect(check(bare)).toHaveProperty('refused', 'unsignedHeader')
})

it('never throws, whatever stands in the header', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 120 })
  fc.assert(
    fc.property(text, text, text, (value, path, query) => {
      const head: RequestHead = {
        method: 'GET',
        path,
        query,
        headers: [
          ['authorization', value],
          ['host', 'h'],
        ],
      }
      expect('refused' in check(head)).toBe(true)
    }),
    { numRuns: 100 },
  )
})
