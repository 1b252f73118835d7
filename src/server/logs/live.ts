import { type FileHandle, open } from 'node:fs/promises'
import { type Block, blockBytes, blockLength, type LogSource, numberBlocks } from './blocks.ts'

/** How long one look may scan what is new, milliseconds of the wall clock; the next look goes on from there. */
const scanBudget = 150
const mostKnown = 64

interface Known {
  readonly inode: number
  readonly numbered: ReturnType<typeof numberBlocks>
}

/**
 * Opens logs that are still being written. Each look scans only what was added since the last one, so following a
 * log costs what it grows; a log that grows faster than it is scanned shows its newest lines some looks later.
 */
export function liveLogs() {
  const known = new Map<string, Known>()
  return {
    /** The log as it is now, or undefined where there is no such file. */
    async open(path: string): Promise<LogSource | undefined> {
      const file = await open(path).catch(() => undefined)
      if (!file) {
        known.delete(path)
        return undefined
      }
      try {
        const { ino, size } = await file.stat()
        const before = known.get(path)
        const now =
          before?.inode === ino && before.numbered.end() <= size ? before : { inode: ino, numbered: numberBlocks() }
        known.delete(path)
        known.set(path, now)
        for (const oldest of known.keys()) if (known.size > mostKnown) known.delete(oldest)
        const tail = await scan(file, size, now.numbered)
        return { index: now.numbered.index(tail), read: block => readFile(path, block) }
      } finally {
        await file.close()
      }
    },
  }
}

/** Numbers the whole blocks of what is new; gives what is left over, unless the budget ended before it. */
async function scan(file: FileHandle, size: number, numbered: ReturnType<typeof numberBlocks>): Promise<Buffer> {
  const until = performance.now() + scanBudget
  const buffer = Buffer.allocUnsafe(blockBytes)
  while (size - numbered.end() >= blockBytes) {
    if (performance.now() > until) return Buffer.alloc(0)
    const { bytesRead } = await file.read(buffer, 0, blockBytes, numbered.end())
    if (bytesRead < blockBytes) return Buffer.alloc(0)
    const length = blockLength(buffer)
    numbered.add(buffer.subarray(0, length), length)
  }
  const { bytesRead } = await file.read(buffer, 0, size - numbered.end(), numbered.end())
  return buffer.subarray(0, bytesRead)
}

async function readFile(path: string, block: Block): Promise<Buffer> {
  const file = await open(path)
  try {
    const bytes = Buffer.alloc(block.length)
    const { bytesRead } = await file.read(bytes, 0, block.length, block.at)
    return bytes.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
