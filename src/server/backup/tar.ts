import { open } from 'node:fs/promises'
import type { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'

/** Archives as `tar` knows them (ustar, with pax headers for long names), so that any machine can look into a backup. */

export interface Entry {
  /** With slashes, never absolute. */
  readonly name: string
  readonly size: number
  readonly bytes: AsyncIterable<Uint8Array>
}

const block = 512
const chunkSize = 1 << 18

/** A file as an entry: as many bytes as it has now, however it grows meanwhile. Undefined where it is gone. */
export async function fileEntry(name: string, path: string): Promise<Entry | undefined> {
  const handle = await open(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (!handle) return undefined
  const { size } = await handle.stat()
  return {
    name,
    size,
    bytes: (async function* () {
      try {
        for (let at = 0; at < size; ) {
          const { bytesRead, buffer } = await handle.read(
            Buffer.alloc(Math.min(chunkSize, size - at)),
            0,
            Math.min(chunkSize, size - at),
            at,
          )
          if (bytesRead === 0) throw new Error(`${path} became shorter while it was read.`)
          at += bytesRead
          yield buffer.subarray(0, bytesRead)
        }
      } finally {
        await handle.close()
      }
    })(),
  }
}

export const textEntry = (name: string, text: string): Entry => {
  const bytes = Buffer.from(text)
  return {
    name,
    size: bytes.length,
    bytes: (async function* () {
      yield bytes
    })(),
  }
}

/** Writes entries as a gzipped tar. */
export async function writeTar(entries: AsyncIterable<Entry>, to: Writable): Promise<void> {
  async function* pieces() {
    for await (const { name, size, bytes } of entries) {
      if (Buffer.byteLength(name) > 100) yield* pax(name)
      yield header(name, size, '0')
      yield* bytes
      yield Buffer.alloc(padding(size))
    }
    yield Buffer.alloc(2 * block)
  }
  await pipeline(pieces, createGzip({ level: 1 }), to)
}

function* pax(name: string): Generator<Buffer> {
  const body = ` path=${name}\n`
  let length = Buffer.byteLength(body) + 1
  while (String(length).length + Buffer.byteLength(body) !== length)
    length = String(length).length + Buffer.byteLength(body)
  const record = Buffer.from(`${length}${body}`)
  yield header('long-name', record.length, 'x')
  yield record
  yield Buffer.alloc(padding(record.length))
}

const padding = (size: number): number => (block - (size % block)) % block

function header(name: string, size: number, type: '0' | 'x'): Buffer {
  const head = Buffer.alloc(block)
  head.write(name.slice(0, 100), 0)
  head.write('0000600\0', 100)
  head.write('0000000\0', 108)
  head.write('0000000\0', 116)
  head.write(sizeField(size), 124, 'latin1')
  head.write('00000000000\0', 136)
  head.write('        ', 148)
  head.write(type, 156)
  head.write('ustar\0', 257)
  head.write('00', 263)
  const sum = head.reduce((all, byte) => all + byte, 0)
  head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return head
}

/** Octal, or binary with the first bit set from 8 GiB on. */
function sizeField(size: number): string {
  if (size < 8 ** 11) return `${size.toString(8).padStart(11, '0')}\0`
  const bytes = Buffer.alloc(12)
  bytes.writeBigUInt64BE(BigInt(size), 4)
  bytes[0] = 0x80
  return bytes.toString('latin1')
}

/**
 * Reads a gzipped tar, entry after entry; each entry's bytes must be read before the next is asked for. Fails with an
 * Error when it is none, or is cut off.
 */
export async function* readTar(from: Readable): AsyncGenerator<Entry> {
  const source = from.pipe(createGunzip())
  from.on('error', error => source.destroy(error))
  const take = takerOf(source[Symbol.asyncIterator]() as AsyncIterator<Buffer>)
  let longName: string | undefined
  for (;;) {
    const head = await take.exactly(block)
    if (head.every(byte => byte === 0)) return
    const size = sizeOf(head)
    const type = String.fromCharCode(head[156] ?? 0)
    if (type === 'x') {
      longName = /\d+ path=(.*)\n/.exec((await take.exactly(size)).toString())?.[1]
      await take.exactly(padding(size))
      continue
    }
    const name = longName ?? head.subarray(0, 100).toString().replace(/\0.*$/s, '')
    longName = undefined
    let left = size
    yield {
      name,
      size,
      bytes: (async function* () {
        while (left > 0) {
          const piece = await take.atMost(left)
          left -= piece.length
          yield piece
        }
      })(),
    }
    while (left > 0) left -= (await take.atMost(left)).length
    await take.exactly(padding(size))
  }
}

const sizeOf = (head: Buffer): number =>
  (head[124] ?? 0) & 0x80
    ? Number(head.readBigUInt64BE(128))
    : Number.parseInt(head.subarray(124, 136).toString().replace(/\0.*$/s, '').trim() || '0', 8)

function takerOf(source: AsyncIterator<Buffer>) {
  let rest: Buffer = Buffer.alloc(0)
  const atMost = async (size: number): Promise<Buffer> => {
    if (rest.length === 0) {
      const next = await source.next()
      if (next.done) throw new Error('The archive is cut off.')
      rest = next.value
    }
    const piece = rest.subarray(0, size)
    rest = rest.subarray(piece.length)
    return piece
  }
  return {
    atMost,
    async exactly(size: number): Promise<Buffer> {
      const pieces: Buffer[] = []
      for (let left = size; left > 0; ) {
        const piece = await atMost(left)
        pieces.push(piece)
        left -= piece.length
      }
      return Buffer.concat(pieces)
    },
  }
}
