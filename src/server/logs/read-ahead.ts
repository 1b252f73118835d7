import { open } from 'node:fs/promises'
import { blockBytes } from './blocks.ts'

/** Reads under way at a time, so that none waits behind the compressions that share its threads. */
const ahead = 4

/** The bytes of a file, as it is long when this begins, in pieces of about a block. */
export async function* readAhead(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const reads: Promise<Uint8Array>[] = []
    let at = 0
    const next = () => {
      if (at >= size) return
      const length = Math.min(blockBytes, size - at)
      const read = file.read(Buffer.allocUnsafeSlow(length), 0, length, at)
      const piece = read.then(({ buffer, bytesRead }) => buffer.subarray(0, bytesRead))
      // Seen again when its turn comes; this only keeps a failure until then from counting as unhandled.
      piece.catch(() => {})
      reads.push(piece)
      at += length
    }
    for (let count = 0; count < ahead; count += 1) next()
    for (let first = reads.shift(); first; first = reads.shift()) {
      const piece = await first
      next()
      yield piece
    }
  } finally {
    await file.close()
  }
}
