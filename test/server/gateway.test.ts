import { createHmac, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Standing, standGateway } from './gateway-harness.ts'
import { type Asked, ask, raw, send, sign } from './gateway-signing.ts'

let standing: Standing
let url: string
const Bucket = 'raw'

beforeAll(async () => {
  standing = await standGateway()
  url = standing.gateway.url
  await standing.s3().send(new CreateBucketCommand({ Bucket }))
})
afterAll(async () => {
  expect(standing.complaints).toEqual([])
  await standing.stop()
})

const signed = (asked: Asked) => ask(url, standing.keys, asked)
const stored = async (key: string) => (await signed({ path: `/${Bucket}/${key}` })).body

describe('who may ask', () => {
  it('no browser, whatever it says and however well it signs', async () => {
    for (const header of [
      { origin: url },
      { origin: 'null' },
      { 'sec-fetch-site': 'none' },
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' },
      { 'sec-fetch-dest': 'document' },
    ]) {
      const answer = await signed({ headers: header })
      expect(answer).toMatchObject({ status: 403, body: expect.stringContaining('not for browsers') })
    }
  })

  it('no one who came by another name, as pages do that bend DNS', async () => {
    const port = new URL(url).port
    for (const host of [
      'evil.test',
      `evil.test:${port}`,
      '127.0.0.1:1',
      'localhost.evil.test',
      `bucket.localhost:${port}`,
      '',
    ])
      expect(await send(url, { headers: { host } })).toMatchObject({ status: 403 })
    for (const host of [`LOCALHOST:${port}`, '127.0.0.1'])
      expect((await send(url, { headers: { host } })).body).toContain('AccessDenied')
    expect(await raw(url, 'GET / HTTP/1.0\r\n\r\n')).toContain('403')
    expect(
      await raw(url, `GET / HTTP/1.1\r\nHost: localhost:${port}\r\nHost: evil.test\r\nConnection: close\r\n\r\n`),
    ).toMatch(/^HTTP\/1\.1 40[03]/)
  })

  it('no one who takes it for a proxy', async () => {
    const host = new URL(url).host
    expect(await raw(url, `GET http://evil.test/ HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 400/,
    )
  })

  it('only from this machine', () => {
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  })
})

describe('which service is meant', () => {
  it('the signature says, and one that is not here is named in its own protocol', async () => {
    const query = await signed({
      method: 'POST',
      service: 'sns',
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      body: 'Action=ListTopics&Version=2010-03-31',
    })
    expect(query).toMatchObject({ status: 400, headers: { 'content-type': 'text/xml' } })
    expect(query.body).toContain('<Code>InvalidAction</Code><Message>This gateway serves Data Pipeline and S3')
    const json = await signed({ method: 'POST', service: '<dynamodb>', headers: { 'x-amz-target': 'X.Y' }, body: '{}' })
    expect(JSON.parse(json.body)).toMatchObject({
      __type: 'UnknownOperationException',
      message: expect.stringContaining('<dynamodb>'),
    })
    expect((await signed({ service: 'constructor' })).status).toBe(400)
  })

  it('the operation says, where a client of old took the first word of the address for it', async () => {
    const headers = { 'x-amz-target': 'DataPipeline.Juggle', 'content-type': 'application/x-amz-json-1.1' }
    const told = async (service: string) => (await signed({ method: 'POST', service, headers, body: '{}' })).body
    for (const service of ['127', 'localhost', 'datapipeline'])
      expect(await told(service)).toContain('DataPipeline.Juggle is no operation')
    expect(await told('lambda')).toContain('signed for \\"lambda\\"')
    expect((await signed({ service: '127' })).status).toBe(400)
  })

  it('without a signature, is guessed from the headers to be understood', async () => {
    expect((await send(url, {})).body).toContain('<Code>AccessDenied</Code>')
    const json = await send(url, {
      method: 'POST',
      headers: { 'x-amz-target': 'DataPipeline.ListPipelines' },
      body: '{}',
    })
    expect(JSON.parse(json.body).__type).toBe('MissingAuthenticationTokenException')
  })
})

describe('an address signed in the older way', () => {
  const inAMinute = () => Math.floor(Date.now() / 1000) + 60

  /** As `aws s3 presign` of AWS CLI 1 and boto3 make it. */
  function presign(path: string, expires = inAMinute(), marks = '') {
    const text = ['GET', '', '', expires, `/${Bucket}/${path}${marks && `?${decodeURIComponent(marks)}`}`].join('\n')
    const signature = createHmac('sha1', standing.keys.secretAccessKey).update(text).digest('base64')
    const query = { AWSAccessKeyId: standing.keys.accessKeyId, Signature: signature, Expires: `${expires}` }
    return `/${Bucket}/${path}?${marks && `${marks}&`}${new URLSearchParams(query)}`
  }

  it('reads until it expires', async () => {
    await standing.s3().send(new PutObjectCommand({ Bucket, Key: 'old way', Body: 'still works' }))
    expect(await send(url, { path: presign('old%20way') })).toMatchObject({ status: 200, body: 'still works' })
    const typed = await send(url, { path: presign('old%20way', inAMinute(), 'response-content-type=text%2Fcsv') })
    expect(typed.headers['content-type']).toBe('text/csv')
    const late = await send(url, { path: presign('old%20way', inAMinute() - 120) })
    expect(late).toMatchObject({ status: 403, body: expect.stringContaining('expired') })
  })

  it('is worth nothing when it was changed', async () => {
    const path = presign('old%20way')
    for (const other of [
      path.replace('old', 'odd'),
      path.replace('PWLOCAL', 'PWOTHER'),
      path.replace(/Expires=\d+/, `Expires=${inAMinute() + 5}`),
      `${path}&response-content-type=text%2Fhtml`,
    ])
      expect((await send(url, { path: other })).status).toBe(403)
    expect((await send(url, { path, method: 'DELETE' })).status).toBe(403)
  })
})

describe('a body', () => {
  const put = (asked: Asked) => signed({ method: 'PUT', ...asked })

  it('must be the one that was signed', async () => {
    const lie = await put({ path: `/${Bucket}/lie`, body: 'one', payload: '0'.repeat(64) })
    expect(lie).toMatchObject({ status: 400, body: expect.stringContaining('XAmzContentSHA256Mismatch') })
    expect(await stored('lie')).toContain('NoSuchKey')
  })

  it('may be unsigned where the client says so, and nothing else may be said', async () => {
    expect((await put({ path: `/${Bucket}/free`, body: 'free', payload: 'UNSIGNED-PAYLOAD' })).status).toBe(200)
    expect(await stored('free')).toBe('free')
    expect((await put({ path: `/${Bucket}/odd`, body: 'x', payload: 'STREAMING-SOMETHING' })).status).toBe(400)
  })

  it('needs a length', async () => {
    const { headers } = sign(url, standing.keys, {
      method: 'PUT',
      path: `/${Bucket}/endless`,
      payload: 'UNSIGNED-PAYLOAD',
    })
    const answer = await send(url, {
      method: 'PUT',
      path: `/${Bucket}/endless`,
      headers: { ...headers, 'transfer-encoding': 'chunked' },
      body: 'x',
    })
    expect(answer).toMatchObject({ status: 411, body: expect.stringContaining('MissingContentLength') })
  })

  it('larger than an object may be is refused before it is sent', async () => {
    const path = `/${Bucket}/huge`
    const asked = { method: 'PUT', path, payload: 'UNSIGNED-PAYLOAD', headers: { 'content-length': `${6 * 2 ** 30}` } }
    const { headers } = sign(url, standing.keys, asked)
    const lines = Object.entries({ ...headers, expect: '100-continue' }).map(([name, value]) => `${name}: ${value}`)
    const answer = await raw(url, `PUT ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
    expect(answer).toMatch(/^HTTP\/1\.1 400/)
    expect(answer).toContain('EntityTooLarge')
    expect(answer.toLowerCase()).toContain('connection: close')
  })

  it('that is waited for is asked for only when it is wanted', async () => {
    const path = `/${Bucket}/polite`
    const { headers } = sign(url, standing.keys, {
      method: 'PUT',
      path,
      body: 'please',
      headers: { 'content-length': '6' },
    })
    const lines = Object.entries({ ...headers, expect: '100-continue' }).map(([name, value]) => `${name}: ${value}`)
    const head = `PUT ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`
    expect(await raw(url, head, seen => seen.includes('\r\n\r\n'))).toBe('HTTP/1.1 100 Continue\r\n\r\n')
    expect(await raw(url, `${head}please`, seen => seen.includes('etag'))).toMatch(/100 Continue\r\n\r\nHTTP\/1\.1 200/)
    expect(await stored('polite')).toBe('please')
    const refused = await raw(url, head.replace(/Signature=..../, 'Signature=dead'))
    expect(refused).toMatch(/^HTTP\/1\.1 403/)
  })

  it('that breaks off leaves nothing behind, and no one is troubled', async () => {
    const path = `/${Bucket}/broken-off`
    const { headers } = sign(url, standing.keys, {
      method: 'PUT',
      path,
      payload: 'UNSIGNED-PAYLOAD',
      headers: { 'content-length': '1000000' },
    })
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    socket.write(`PUT ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${'x'.repeat(5000)}`)
    await new Promise(resolve => setTimeout(resolve, 50))
    socket.destroy()
    await once(socket, 'close')
    expect(await stored('broken-off')).toContain('NoSuchKey')
  })

  it('that is refused midway is still answered, and the connection lives on', async () => {
    const client = standing.s3()
    const Body = randomBytes(3_000_000)
    const Key = 'midway'
    const call = client.send(
      new PutObjectCommand({ Bucket, Key, Body, ContentMD5: Buffer.alloc(16).toString('base64') }),
    )
    await expect(call).rejects.toMatchObject({ name: 'BadDigest' })
    await client.send(new PutObjectCommand({ Bucket, Key, Body }))
    const back = await client.send(new GetObjectCommand({ Bucket, Key }))
    expect(Buffer.from((await back.Body?.transformToByteArray()) ?? []).equals(Body)).toBe(true)
  })
})

describe('a body in signed pieces', () => {
  const streaming = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD'
  const pieces = ['first piece, ', 'second piece', '']

  /** `spoil` may change a piece's signature on its way. */
  function put(
    key: string,
    options: { trailer?: string; spoil?: (signature: string, index: number) => string; length?: number } = {},
  ) {
    const { trailer, spoil = signature => signature, length = pieces.join('').length } = options
    const path = `/${Bucket}/${key}`
    const asked: Asked = {
      method: 'PUT',
      path,
      payload: trailer === undefined ? streaming : `${streaming}-TRAILER`,
      headers: {
        'content-encoding': 'aws-chunked',
        'x-amz-decoded-content-length': `${length}`,
        ...(trailer !== undefined && { 'x-amz-trailer': 'x-amz-checksum-crc32' }),
      },
    }
    const { headers, chunk, trailer: signTrailer } = sign(url, standing.keys, asked)
    const framed = pieces.map((piece, index) => {
      const size = Buffer.byteLength(piece).toString(16)
      const end = piece === '' && trailer !== undefined ? '' : '\r\n'
      return `${size};chunk-signature=${spoil(chunk(piece), index)}\r\n${piece}${end}`
    })
    const line = `x-amz-checksum-crc32:${trailer}`
    const last =
      trailer === undefined ? '' : `${line}\r\nx-amz-trailer-signature:${spoil(signTrailer(`${line}\n`), 9)}\r\n\r\n`
    return send(url, { method: 'PUT', path, headers, body: framed.join('') + last })
  }
  const spoiled = (which: number) => (signature: string, index: number) =>
    index === which ? signature.replace(/^./, first => (first === '0' ? '1' : '0')) : signature

  it('is stored without its frame', async () => {
    expect(await put('chunks')).toMatchObject({ status: 200, body: '' })
    expect(await stored('chunks')).toBe('first piece, second piece')
    expect((await signed({ method: 'HEAD', path: `/${Bucket}/chunks` })).headers['content-encoding']).toBeUndefined()
  })

  it('is refused when a piece is not signed as it should be', async () => {
    for (const which of [0, 1, 2])
      expect(await put('spoiled', { spoil: spoiled(which) })).toMatchObject({
        status: 403,
        body: expect.stringContaining('SignatureDoesNotMatch'),
      })
    expect(await stored('spoiled')).toContain('NoSuchKey')
  })

  it('may carry its checksum behind it, signed as well', async () => {
    expect(await put('trailed', { trailer: 'OnvDPA==' })).toMatchObject({ status: 200 })
    expect(await stored('trailed')).toBe('first piece, second piece')
    expect(await put('trailed', { trailer: 'AAAAAA==' })).toMatchObject({
      status: 400,
      body: expect.stringContaining('BadDigest'),
    })
    expect(await put('trailed', { trailer: 'OnvDPA==', spoil: spoiled(9) })).toMatchObject({ status: 403 })
  })

  it('must be as long as it was announced', async () => {
    for (const length of [10, 1000])
      expect(await put('long', { length })).toMatchObject({
        status: 400,
        body: expect.stringContaining('IncompleteBody'),
      })
  })

  it('must be framed', async () => {
    const path = `/${Bucket}/unframed`
    for (const body of ['no frame at all', `${'f'.repeat(9000)}`, '5\r\nshort', 'zz;chunk-signature=00\r\n']) {
      const headers = { 'x-amz-decoded-content-length': '5', 'x-amz-trailer': 'x-amz-checksum-crc32' }
      const answer = await signed({ method: 'PUT', path, body, headers, payload: 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' })
      expect(answer).toMatchObject({ status: 400, body: expect.stringContaining('IncompleteBody') })
    }
  })

  it('must bring the trailer that it announced', async () => {
    const headers = { 'x-amz-decoded-content-length': '5', 'x-amz-trailer': 'x-amz-checksum-crc32' }
    const path = `/${Bucket}/no-trailer`
    const body = '5\r\nhello\r\n0\r\n\r\n'
    const answer = await signed({ method: 'PUT', path, body, headers, payload: 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' })
    expect(answer).toMatchObject({ status: 400, body: expect.stringContaining('MalformedTrailerError') })
  })
})

describe('an answer', () => {
  it('to HEAD has no body, also when it is a failure', async () => {
    const answer = await signed({ method: 'HEAD', path: `/${Bucket}/nothing` })
    expect(answer).toMatchObject({ status: 404, body: '' })
  })

  it('to a failure is XML that names the request', async () => {
    const answer = await signed({ path: `/${Bucket}/a&b<c>` })
    expect(answer.headers['content-type']).toBe('application/xml')
    expect(answer.body).toContain(`<RequestId>${answer.headers['x-amz-request-id']}</RequestId>`)
    expect(answer.body).toContain('<Key>a&amp;b&lt;c&gt;</Key>')
  })

  it('to a subresource that is not known is never the object', async () => {
    await standing.s3().send(new PutObjectCommand({ Bucket, Key: 'secret', Body: 'the bytes' }))
    for (const query of ['acl=', 'torrent=', 'no-such-thing=', 'versionId=null', 'uploads=', 'select-type=2']) {
      const answer = await signed({ path: `/${Bucket}/secret?${query}` })
      expect(answer).toMatchObject({ status: 501, body: expect.stringContaining('NotImplemented') })
    }
  })

  it('to a method or path that makes no sense is a refusal', async () => {
    expect((await signed({ method: 'PATCH', path: `/${Bucket}/x` })).status).toBe(501)
    expect((await signed({ method: 'POST', path: `/${Bucket}/x` })).status).toBe(501)
    expect((await signed({ method: 'OPTIONS', path: `/${Bucket}/x` })).status).toBe(405)
    expect((await signed({ path: '//x' })).status).toBe(400)
    expect((await signed({ path: `/${Bucket}/%zz` })).status).toBe(400)
  })

  it('to XML that is none, or no such document, says so', async () => {
    for (const body of [
      'x',
      '<Delete></Delete>',
      '<Delete><Object></Object></Delete>',
      '<Delete><Object><Key>a</Key></Delete>',
      '<!DOCTYPE x [<!ENTITY a "b">]><Delete><Object><Key>&a;</Key></Object></Delete>',
      '<Delete><Object><Key>&nope;</Key></Object></Delete>',
      '<a>'.repeat(50),
    ]) {
      const answer = await signed({ method: 'POST', path: `/${Bucket}?delete=`, body })
      expect(answer).toMatchObject({ status: 400, body: expect.stringContaining('MalformedXML') })
    }
  })

  it('never holds a header that the client could not read', async () => {
    const answer = await signed({ path: `/${Bucket}/secret?response-content-type=a%0D%0Ab` })
    expect(answer.status).toBe(400)
  })
})

it('closes when asked, also while someone is connected', async () => {
  const other = await standGateway()
  const idle = connect(Number(new URL(other.gateway.url).port), '127.0.0.1')
  await once(idle, 'connect')
  idle.write('GET / HTT')
  const closed = once(idle, 'close')
  await other.gateway.close(50)
  await closed
  await expect(send(other.gateway.url, {})).rejects.toThrow()
  await expect(other.stop()).rejects.toThrow()
})
