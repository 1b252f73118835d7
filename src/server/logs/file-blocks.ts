import { open } from 'node:fs/promises'
import { blockBytes, blockLength } from './blocks.ts'

/** The blocks of a file as it is long when this begins, each in memory of its own; the next one is read meanwhile. */
export async function* fileBlocks(path: string): AsyncGenerator<Buffer<ArrayBuffer>> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const read = async (at: number) => {
      const length = Math.min(blockBytes, size - at)
      const { buffer, bytesRead } = await file.read(Buffer.allocUnsafeSlow(length), 0, length, at)
      return buffer.subarray(0, bytesRead)
    }
    let at = 0
    for (let next: Promise<Buffer<ArrayBuffer>> | undefined = read(at); next; ) {
      const bytes: Buffer<ArrayBuffer> = await next
      const block = at + bytes.length < size ? bytes.subarray(0, blockLength(bytes)) : bytes
      at += block.length
      next = block.length > 0 && at < size ? read(at) : undefined
      // Seen again when its turn comes; this only keeps a failure until then from counting as unhandled.
      next?.catch(() => {})
      if (block.length > 0) yield block
    }
  } finally {
    await file.close()
  }
}
