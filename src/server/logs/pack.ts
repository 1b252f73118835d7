import { promisify } from 'node:util'
import { constants, gunzip, gzip, gzipSync } from 'node:zlib'
import { cutIntoBlocks, type LogIndex, numberBlocks } from './blocks.ts'

const compress = promisify(gzip)
const expand = promisify(gunzip)

/** Compressions under way at a time; they run on threads of their own. */
const inFlight = 6

export interface Packing {
  /** One ordinary .gz of many members, to be read once. */
  readonly bytes: AsyncIterable<Uint8Array>
  /** Where each block lies in it; complete once `bytes` has been read to its end. */
  readonly index: () => LogIndex
}

/** Packs a log as gzip members of about 1 MiB that end at newlines, in constant memory. */
export function pack(source: AsyncIterable<Uint8Array>): Packing {
  const numbered = numberBlocks()
  async function* packed() {
    const queue: { bytes: Buffer; member: Promise<Buffer> }[] = []
    const next = async () => {
      const first = queue.shift()
      if (!first) return Buffer.alloc(0)
      const member = await first.member
      numbered.add(first.bytes, member.length)
      return member
    }
    for await (const bytes of cutIntoBlocks(source)) {
      queue.push({ bytes, member: compress(bytes, { level: constants.Z_BEST_SPEED }) })
      if (queue.length >= inFlight) yield await next()
    }
    while (queue.length > 0) yield await next()
    // An empty log is still a file that gunzip can read.
    if (numbered.end() === 0) yield await compress(Buffer.alloc(0))
  }
  return { bytes: packed(), index: numbered.index }
}

/** A log of less than a block as one member, packed at once. */
export const packShort = (bytes: Buffer): Buffer => gzipSync(bytes, { level: constants.Z_BEST_SPEED })

/** The uncompressed bytes of one member. */
export const unpack = (member: Uint8Array): Promise<Buffer> => expand(member)
