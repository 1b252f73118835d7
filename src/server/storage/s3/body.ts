import { createHash } from 'node:crypto'
import type { Written } from '../blobs.ts'
import { type ChecksumName, checksumHeader, checksumNames, checksums } from '../checksums.ts'
import { S3Fault } from '../faults.ts'
import type { Incoming } from '../records.ts'
import type { S3Call } from './call.ts'
import { type Framing, framingOf, unchunk } from './chunked.ts'

const largestBody = 5 * 2 ** 30
const largestDocument = 2 * 2 ** 20

/**
 * The body of a request without its framing, with all that the client says of it to be checked: length, MD5, signed
 * SHA-256, checksum in a header or a trailer. `kept` is the checksum to keep if the client sends none. `about` says what
 * a checksum in the headers is of: this body, or something whole that the body only completes.
 */
export function incomingOf(call: S3Call, kept?: ChecksumName, about: 'body' | 'whole' = 'body'): Incoming {
  const { payload, chunks: signer } = call.signed
  const framing = framingOf(payload)
  const signedHash = /^[\da-f]{64}$/.test(payload) ? payload : undefined
  if (!framing && !signedHash && payload !== 'UNSIGNED-PAYLOAD')
    throw new S3Fault('InvalidArgument', `${payload} is no value of x-amz-content-sha256 that is understood here.`)
  const length = lengthOf(call, framing)
  const md5 = md5Of(call)
  const sent = about === 'body' ? sentChecksum(call) : undefined
  const trailing = framing?.trailer ? trailingChecksum(call) : undefined
  const keep = sent?.name ?? trailing ?? kept
  const trailers = new Map<string, string>()
  const source = framing ? unchunk(call.request.body, framing, signer, trailers) : call.request.body
  return {
    chunks: measured(source, length),
    digests: [...new Set([...(keep ? [keep] : []), ...(signedHash ? ['SHA256' as const] : [])])],
    ...(keep && { keep }),
    check(written) {
      if (signedHash && written.digests.get('SHA256')?.toString('hex') !== signedHash)
        throw new S3Fault('XAmzContentSHA256Mismatch')
      if (md5 && !written.md5.equals(md5))
        throw new S3Fault('BadDigest', 'The body does not have the MD5 that was sent.')
      if (sent) compare(written, sent.name, sent.value)
      if (!trailing) return
      const told = trailers.get(checksumHeader(trailing))
      if (told === undefined) throw new S3Fault('MalformedTrailerError')
      compare(written, trailing, checksumBytes(trailing, told))
    },
  }
}

/** A small body as text, after the same checks. Fails with MalformedXML when it is too long to be what was asked for. */
export async function textOf(call: S3Call, about: 'body' | 'whole' = 'body'): Promise<string> {
  const { chunks, digests, check } = incomingOf(call, undefined, about)
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.length
    if (size > largestDocument) throw new S3Fault('MalformedXML', 'The document is larger than 2 MiB.')
    pieces.push(chunk)
  }
  const body = Buffer.concat(pieces)
  const digestOf = (name: ChecksumName) => {
    const digest = checksums[name].start()
    digest.update(body)
    return digest.digest()
  }
  check?.({
    blob: '',
    size,
    md5: createHash('md5').update(body).digest(),
    digests: new Map(digests.map(name => [name, digestOf(name)])),
  })
  return body.toString()
}

/** The checksum that a header names, `x-amz-checksum-crc32: …`; at most one is allowed. */
function sentChecksum(call: S3Call): { readonly name: ChecksumName; readonly value: Buffer } | undefined {
  const sent = Object.entries(call.headersUnder('x-amz-checksum-')).filter(([name]) => !saysNoValue.has(name))
  if (sent.length > 1) throw new S3Fault('InvalidRequest', 'Send one checksum at most.')
  const [only] = sent
  if (!only) return undefined
  const name = checksumNamed(only[0])
  return { name, value: checksumBytes(name, only[1]) }
}

/** `x-amz-checksum-algorithm` and such, which name no value. */
const saysNoValue = new Set(['algorithm', 'mode', 'type'])

/** Fails with NotImplemented for a checksum that is not one of the five. */
export function checksumNamed(text: string): ChecksumName {
  const name = checksumNames.find(other => other === text.toUpperCase())
  if (!name)
    throw new S3Fault(
      'NotImplemented',
      `The checksum ${text} is not known here; known are ${checksumNames.join(', ')}.`,
    )
  return name
}

function trailingChecksum(call: S3Call): ChecksumName | undefined {
  const names = (call.header('x-amz-trailer') ?? '').split(',').map(name => name.trim().toLowerCase())
  const name = names.find(other => other.startsWith('x-amz-checksum-'))
  return name === undefined ? undefined : checksumNamed(name.slice('x-amz-checksum-'.length))
}

function checksumBytes(name: ChecksumName, text: string): Buffer {
  const value = Buffer.from(text, 'base64')
  if (value.length === checksums[name].bytes) return value
  throw new S3Fault('InvalidRequest', `The value of ${checksumHeader(name)} is not the base64 form of a checksum.`)
}

function compare(written: Written, name: ChecksumName, sent: Buffer): void {
  if (!written.digests.get(name)?.equals(sent))
    throw new S3Fault('BadDigest', `The body does not have the ${name} that was sent.`)
}

function md5Of(call: S3Call): Buffer | undefined {
  const text = call.header('content-md5')
  if (text === undefined) return undefined
  const md5 = Buffer.from(text, 'base64')
  if (md5.length !== 16) throw new S3Fault('InvalidDigest')
  return md5
}

function lengthOf(call: S3Call, framing: Framing | undefined): number {
  const text = call.header(framing ? 'x-amz-decoded-content-length' : 'content-length')
  if (text === undefined) throw new S3Fault('MissingContentLength')
  const length = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(length))
    throw new S3Fault('InvalidArgument', 'A length must be a number.')
  if (length > largestBody)
    throw new S3Fault('EntityTooLarge', undefined, { ProposedSize: text, MaxSizeAllowed: `${largestBody}` })
  return length
}

async function* measured(source: AsyncIterable<Buffer>, length: number): AsyncGenerator<Buffer> {
  let size = 0
  for await (const chunk of source) {
    size += chunk.length
    if (size > length) break
    yield chunk
  }
  if (size !== length)
    throw new S3Fault('IncompleteBody', `The body has ${size > length ? 'more' : 'fewer'} bytes than announced.`)
}
