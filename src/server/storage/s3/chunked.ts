import { createHash } from 'node:crypto'
import type { ChunkSigner } from '../../sigv4.ts'
import { S3Fault } from '../faults.ts'

/** How the pieces of an `aws-chunked` body are framed, by what `x-amz-content-sha256` says. */
const framings: Readonly<Record<string, Framing>> = {
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD': { signed: true, trailer: false },
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER': { signed: true, trailer: true },
  'STREAMING-UNSIGNED-PAYLOAD-TRAILER': { signed: false, trailer: true },
}

export interface Framing {
  readonly signed: boolean
  readonly trailer: boolean
}

export const framingOf = (payload: string): Framing | undefined => framings[payload]

const longestLine = 8 * 1024

/**
 * The bytes inside an `aws-chunked` body: pieces of `size;chunk-signature=…`, CRLF, bytes, CRLF, up to an empty one,
 * then trailing headers. `trailers` is filled as they are read. Nothing is gathered: a piece passes on as it arrives.
 * Fails with SignatureDoesNotMatch or IncompleteBody.
 */
export async function* unchunk(
  source: AsyncIterable<Buffer>,
  framing: Framing,
  signer: ChunkSigner,
  trailers: Map<string, string>,
): AsyncGenerator<Buffer> {
  const input = reader(source)
  for (;;) {
    const { size, signature } = frame(await input.line())
    const hash = createHash('sha256')
    for await (const piece of input.bytes(size)) {
      if (framing.signed) hash.update(piece)
      yield piece
    }
    if (framing.signed && !signer.chunk(signature, hash.digest('hex'))) throw badPiece()
    if (size === 0) break
    if ((await input.line()) !== '') throw new S3Fault('IncompleteBody', 'A piece is longer than it says.')
  }
  await readTrailers(input, framing, signer, trailers)
}

async function readTrailers(input: Reader, framing: Framing, signer: ChunkSigner, trailers: Map<string, string>) {
  let signature = ''
  for (;;) {
    const line = await input.lineOrEnd()
    if (!line) break
    const at = line.indexOf(':')
    const name = line.slice(0, Math.max(at, 0)).trim().toLowerCase()
    const value = line.slice(at + 1).trim()
    if (!name) throw new S3Fault('MalformedTrailerError')
    if (name === 'x-amz-trailer-signature') signature = value
    else trailers.set(name, value)
  }
  if (!framing.signed || !framing.trailer) return
  const text = [...trailers].map(([name, value]) => `${name}:${value}\n`).join('')
  if (!signer.trailer(signature, createHash('sha256').update(text).digest('hex'))) throw badPiece()
}

function frame(line: string): { readonly size: number; readonly signature: string } {
  const [, size, signature] = /^([\da-f]{1,13})(?:;chunk-signature=([\da-f]{64}))?$/i.exec(line) ?? []
  if (size === undefined) throw new S3Fault('IncompleteBody', 'A piece does not begin with its size.')
  return { size: Number.parseInt(size, 16), signature: signature ?? '' }
}

interface Reader {
  line(): Promise<string>
  /** Undefined when the body is over. */
  lineOrEnd(): Promise<string | undefined>
  bytes(count: number): AsyncGenerator<Buffer>
}

function reader(source: AsyncIterable<Buffer>): Reader {
  const chunks = source[Symbol.asyncIterator]()
  let rest: Buffer = Buffer.alloc(0)
  const more = async () => {
    const { value, done } = await chunks.next()
    if (done) return false
    rest = rest.length > 0 ? Buffer.concat([rest, value]) : value
    return true
  }
  const lineOrEnd = async () => {
    for (;;) {
      const at = rest.indexOf('\r\n')
      if (at > longestLine || (at < 0 && rest.length > longestLine))
        throw new S3Fault('IncompleteBody', 'A line between the pieces is too long.')
      if (at >= 0) {
        const line = rest.subarray(0, at).toString('latin1')
        rest = rest.subarray(at + 2)
        return line
      }
      if (!(await more())) return undefined
    }
  }
  return {
    lineOrEnd,
    async line() {
      const line = await lineOrEnd()
      if (line === undefined) throw new S3Fault('IncompleteBody')
      return line
    },
    async *bytes(count) {
      for (let left = count; left > 0; ) {
        if (rest.length === 0 && !(await more())) throw new S3Fault('IncompleteBody')
        const piece = rest.subarray(0, left)
        rest = rest.subarray(piece.length)
        left -= piece.length
        if (piece.length > 0) yield piece
      }
    },
  }
}

const badPiece = () => new S3Fault('SignatureDoesNotMatch', 'The signature of a piece of the body does not match.')
