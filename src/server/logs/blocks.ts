/**
 * A log is read by blocks: about a mebibyte of whole lines each, so that any page of a log of any size costs one block.
 * A packed log has a gzip member per block, a raw one a stretch of the file.
 */

export const blockBytes = 1 << 20

export interface Block {
  /** Where its bytes lie in the stored form, and how many they are there. */
  readonly at: number
  readonly length: number
  /** Number, from 0, of the first line that begins in it (or, if none does, of the next line to begin). */
  readonly line: number
  /** Whether it begins amid a line, because that line is longer than a block. */
  readonly cut: boolean
}

export interface LogIndex {
  /** Bytes, uncompressed. */
  readonly size: number
  readonly lines: number
  readonly blocks: readonly Block[]
}

/** A log that can be read block by block. */
export interface LogSource {
  readonly index: LogIndex
  /** Uncompressed bytes of one block, in memory that the caller alone holds. */
  read(block: Block): Promise<Buffer<ArrayBuffer>>
}

export const newline = 10

export function countNewlines(bytes: Buffer, end = bytes.length): number {
  let count = 0
  for (let at = bytes.indexOf(newline); at !== -1 && at < end; at = bytes.indexOf(newline, at + 1)) count++
  return count
}

/** Length of the first block of these bytes: up to the last newline within a block's size, else a whole block. */
export function blockLength(bytes: Buffer): number {
  const last = bytes.lastIndexOf(newline, blockBytes - 1)
  return last === -1 ? Math.min(bytes.length, blockBytes) : last + 1
}

/** Cuts a stream of bytes into blocks, the last one of what is left. */
export async function* cutIntoBlocks(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer<ArrayBuffer>> {
  let held: Uint8Array[] = []
  let size = 0
  for await (const chunk of source) {
    held.push(chunk)
    size += chunk.length
    if (size < blockBytes) continue
    let rest: Buffer<ArrayBuffer> = Buffer.concat(held, size)
    while (rest.length >= blockBytes) {
      const length = blockLength(rest)
      yield rest.subarray(0, length)
      rest = rest.subarray(length)
    }
    held = rest.length > 0 ? [rest] : []
    size = rest.length
  }
  if (size > 0) yield Buffer.concat(held, size)
}

/** What follows the last whole block of a log that is still being written. */
export interface Tail {
  readonly length: number
  readonly newlines: number
  /** Whether its last line has no end yet. */
  readonly open: boolean
}

export const noTail: Tail = { length: 0, newlines: 0, open: false }

export const tailOf = (bytes: Buffer): Tail => ({
  length: bytes.length,
  newlines: countNewlines(bytes),
  open: bytes.length > 0 && bytes.at(-1) !== newline,
})

/** Numbers blocks as they come. */
export function numberBlocks() {
  const blocks: Block[] = []
  let at = 0
  let size = 0
  let newlines = 0
  let cut = false
  const block = (length: number): Block => ({ at, length, line: newlines + (cut ? 1 : 0), cut })
  return {
    add(bytes: Buffer, length: number): void {
      blocks.push(block(length))
      at += length
      size += bytes.length
      newlines += countNewlines(bytes)
      cut = bytes.at(-1) !== newline
    },
    /** Of the blocks added, and of a `tail` that is no whole block yet. A last line without a newline is a line too. */
    index(tail: Tail = noTail): LogIndex {
      if (tail.length === 0) return { size, lines: newlines + (cut ? 1 : 0), blocks: [...blocks] }
      const lines = newlines + tail.newlines + (tail.open ? 1 : 0)
      return { size: size + tail.length, lines, blocks: [...blocks, block(tail.length)] }
    },
    /** Bytes numbered so far, in the stored form. */
    end: () => at,
  }
}
