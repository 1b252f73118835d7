import { promisify } from 'node:util'
import { constants, gunzip, gzip, gzipSync } from 'node:zlib'
import { letGo } from '../let-go.ts'
import { blockBytes, type LogIndex, numberBlocks } from './blocks.ts'

const level = constants.Z_BEST_SPEED
/** Room for the whole of a member or a block, at the end of which alone it is flushed: else it is put together from pieces. */
const inOnePiece = { chunkSize: blockBytes + 4_096, flush: constants.Z_FINISH }

const compress = (bytes: Buffer) => promisify(gzip)(bytes, { level, ...inOnePiece })
const expand = promisify(gunzip)

/** Compressions under way at a time; they run on threads of their own. */
const inFlight = 6

export interface Packing {
  /** One ordinary .gz of many members, to be read once. Each is gone when the next one is asked for. */
  readonly bytes: AsyncIterable<Uint8Array>
  /** Where each block lies in it; complete once `bytes` has been read to its end. */
  readonly index: () => LogIndex
}

/**
 * Packs the blocks of a log as gzip members, in constant memory, however large it is. `done`: what becomes of a block
 * that is packed.
 */
export function pack(blocks: AsyncIterable<Buffer<ArrayBuffer>>, done: (block: Buffer<ArrayBuffer>) => void): Packing {
  const numbered = numberBlocks()
  async function* packed() {
    const queue: { bytes: Buffer<ArrayBuffer>; member: Promise<Buffer<ArrayBuffer>> }[] = []
    async function* oldest(most: number) {
      while (queue.length > most) {
        const { bytes, member: packing } = queue.shift() as (typeof queue)[number]
        const member = await packing
        numbered.add(bytes, member.length)
        done(bytes)
        yield member
        letGo(member)
      }
    }
    for await (const bytes of blocks) {
      queue.push({ bytes, member: compress(bytes) })
      yield* oldest(inFlight)
    }
    yield* oldest(0)
    // An empty log is still a file that gunzip can read.
    if (numbered.end() === 0) yield await compress(Buffer.alloc(0))
  }
  return { bytes: packed(), index: numbered.index }
}

/** A log of less than a block as one member, packed at once. */
export const packShort = (bytes: Buffer): Buffer => gzipSync(bytes, { level })

/** The uncompressed bytes of one member. */
export const unpack = (member: Uint8Array): Promise<Buffer<ArrayBuffer>> => expand(member, inOnePiece)
