import { type FileHandle, open } from 'node:fs/promises'
import { letGo } from '../let-go.ts'
import {
  type Block,
  blockBytes,
  blockLength,
  type LogSource,
  noTail,
  numberBlocks,
  type Tail,
  tailOf,
} from './blocks.ts'

/** How long one look waits for what is new to be numbered, milliseconds of the wall clock; numbering goes on after it. */
const usualWait = 150
const mostKnown = 64

interface Known {
  readonly inode: number
  readonly numbered: ReturnType<typeof numberBlocks>
  /** What follows the whole blocks, as far as it was there when they were last numbered to their end. */
  tail: Tail
  /** Numbering that is under way; one at a time, however many look. */
  busy?: Promise<void> | undefined
}

/**
 * Opens logs that are still being written. Each look numbers only what was added since the last one, so following a
 * log costs what it grows; of a log that grows faster than it is numbered a look shows what is numbered by then.
 */
export function liveLogs() {
  const known = new Map<string, Known>()
  return {
    /** The log as it is now, or undefined where there is no such file. `wait`: for the newest lines, milliseconds. */
    async open(path: string, wait = usualWait): Promise<LogSource | undefined> {
      const file = await open(path).catch(() => undefined)
      if (!file) {
        known.delete(path)
        return undefined
      }
      const { ino, size } = await file.stat()
      const before = known.get(path)
      const fits = before?.inode === ino && before.numbered.end() + before.tail.length <= size
      const now: Known = fits ? before : { inode: ino, numbered: numberBlocks(), tail: noTail }
      known.delete(path)
      known.set(path, now)
      for (const oldest of known.keys()) if (known.size > mostKnown) known.delete(oldest)
      // By a name of its own: it may end while this look closes its file.
      let numbering = now.busy
      if (numbering) await file.close()
      else {
        numbering = number(file, size, now).finally(async () => {
          now.busy = undefined
          await file.close()
        })
        now.busy = numbering
      }
      const done = await Promise.race([numbering.then(() => true), late(wait)])
      return { index: now.numbered.index(done ? now.tail : undefined), read: block => readFile(path, block) }
    },
  }
}

/** Numbers the whole blocks up to this size, and keeps what is left over. */
async function number(file: FileHandle, size: number, known: Known): Promise<void> {
  const { numbered } = known
  const buffer = Buffer.allocUnsafeSlow(blockBytes)
  while (size - numbered.end() >= blockBytes) {
    const { bytesRead } = await file.read(buffer, 0, blockBytes, numbered.end())
    if (bytesRead < blockBytes) break
    const length = blockLength(buffer)
    numbered.add(buffer.subarray(0, length), length)
  }
  const rest = Math.min(blockBytes, size - numbered.end())
  const { bytesRead } = await file.read(buffer, 0, rest, numbered.end())
  known.tail = tailOf(buffer.subarray(0, bytesRead))
  letGo(buffer)
}

const late = (ms: number) => new Promise<false>(done => setTimeout(done, ms, false).unref())

async function readFile(path: string, block: Block): Promise<Buffer<ArrayBuffer>> {
  const file = await open(path)
  try {
    const bytes = Buffer.allocUnsafeSlow(block.length)
    const { bytesRead } = await file.read(bytes, 0, block.length, block.at)
    return bytes.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
