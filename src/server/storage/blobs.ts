import { createHash, randomBytes } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { letGo } from '../let-go.ts'
import { type ChecksumName, checksums } from './checksums.ts'

/** Bytes in files with random names: nothing a client says ever becomes part of a path. */
export interface Blobs {
  /** Writes a new blob; resolves when it is on disk. A body that throws leaves nothing behind. */
  write(body: AsyncIterable<Uint8Array>, digests: readonly ChecksumName[]): Promise<Written>
  /** Bytes `start` up to and without `end` of the extents, which stay readable until the stream is over. */
  read(extents: readonly Extent[], start: number, end: number): Readable
  /** Deletes them, once nobody reads them any more. */
  remove(names: readonly string[]): Promise<void>
  /** Whether there is any. */
  any(): Promise<boolean>
  /** Deletes every blob that `known` does not have. Only for before the first write. */
  sweep(known: ReadonlySet<string>): Promise<number>
}

/** An object is its extents one after another: one for a plain put, one a part for an upload in parts. */
export interface Extent {
  readonly blob: string
  readonly size: number
}

export interface Written extends Extent {
  readonly md5: Buffer
  readonly digests: ReadonlyMap<ChecksumName, Buffer>
}

const writeSize = 1 << 20
const readSize = 1 << 18

/** `durable`: wait for the disk before a blob counts, so that not even a power failure loses it. */
export function openBlobs(folder: string, durable: boolean): Blobs {
  const pathOf = (blob: string) => join(folder, blob.slice(0, 2), blob)
  const readers = new Map<string, number>()
  const doomed = new Set<string>()
  const folders = new Map<string, Promise<unknown>>()

  const unlink = (blob: string) => rm(pathOf(blob), { force: true })
  const hold = (blobs: readonly string[]) => {
    for (const blob of blobs) readers.set(blob, (readers.get(blob) ?? 0) + 1)
    return async () => {
      for (const blob of blobs) {
        const left = (readers.get(blob) ?? 1) - 1
        if (left > 0) readers.set(blob, left)
        else {
          readers.delete(blob)
          if (doomed.delete(blob)) await unlink(blob)
        }
      }
    }
  }

  return {
    async write(body, digests) {
      const blob = randomBytes(16).toString('hex')
      const home = blob.slice(0, 2)
      const made = folders.get(home) ?? mkdir(join(folder, home), { recursive: true, mode: 0o700 })
      folders.set(home, made)
      await made
      const handle = await open(pathOf(blob), 'wx', 0o600)
      try {
        const written = { blob, ...(await pour(body, handle, digests)) }
        if (durable) await handle.datasync()
        await handle.close()
        return written
      } catch (error) {
        await handle.close()
        await unlink(blob)
        throw error
      }
    },

    read(extents, start, end) {
      const release = hold(extents.map(extent => extent.blob))
      return readable(slices(extents, start, end), pathOf, release)
    },

    async remove(names) {
      for (const blob of names) if (readers.has(blob)) doomed.add(blob)
      await Promise.all(names.filter(blob => !doomed.has(blob)).map(unlink))
    },

    async any() {
      for (const home of await readdir(folder)) if ((await readdir(join(folder, home))).length > 0) return true
      return false
    },

    async sweep(known) {
      let removed = 0
      for (const home of await readdir(folder))
        for (const blob of await readdir(join(folder, home)))
          if (!known.has(blob)) {
            await rm(join(folder, home, blob), { force: true })
            removed++
          }
      return removed
    },
  }
}

/**
 * Takes digests of a chunk while the one before is on its way to the disk; holds at most two writes in memory. A chunk
 * is not looked at any more once the next one is asked for.
 */
async function pour(body: AsyncIterable<Uint8Array>, handle: FileHandle, names: readonly ChecksumName[]) {
  const md5 = createHash('md5')
  const running = names.map(name => [name, checksums[name].start()] as const)
  let size = 0
  let filling = Buffer.allocUnsafeSlow(writeSize)
  let filled = 0
  let other: Buffer<ArrayBuffer> | undefined
  let writing: Promise<unknown> = Promise.resolve()
  const flush = async () => {
    await writing
    const [full, next] = [filling, other ?? Buffer.allocUnsafeSlow(writeSize)]
    writing = writeAll(handle, full.subarray(0, filled))
    // Seen again at the next await; this only keeps a failure meanwhile from counting as unhandled.
    writing.catch(() => {})
    filling = next
    other = full
    filled = 0
  }
  try {
    for await (const chunk of body) {
      md5.update(chunk)
      for (const [, digest] of running) digest.update(chunk)
      size += chunk.length
      for (let at = 0; at < chunk.length; ) {
        const some = chunk.subarray(at, at + writeSize - filled)
        filling.set(some, filled)
        filled += some.length
        at += some.length
        if (filled === writeSize) await flush()
      }
    }
    await writing
    await writeAll(handle, filling.subarray(0, filled))
  } finally {
    await writing.catch(() => {})
    letGo(filling)
    if (other) letGo(other)
  }
  return { size, md5: md5.digest(), digests: new Map(running.map(([name, digest]) => [name, digest.digest()])) }
}

/** A short write is allowed by the system and rare. */
async function writeAll(handle: FileHandle, bytes: Buffer): Promise<void> {
  for (let rest = bytes; rest.length > 0; ) rest = rest.subarray((await handle.write(rest)).bytesWritten)
}

interface Slice {
  readonly blob: string
  readonly start: number
  readonly end: number
}

function slices(extents: readonly Extent[], start: number, end: number): Slice[] {
  const result: Slice[] = []
  let offset = 0
  for (const { blob, size } of extents) {
    const slice = { blob, start: Math.max(start - offset, 0), end: Math.min(end - offset, size) }
    if (slice.start < slice.end) result.push(slice)
    offset += size
  }
  return result
}

function readable(pieces: Slice[], pathOf: (blob: string) => string, release: () => Promise<void>): Readable {
  let handle: FileHandle | undefined
  let piece: Slice | undefined
  let at = 0
  const next = async (): Promise<Buffer | null> => {
    if (!piece || !handle) {
      piece = pieces.shift()
      if (!piece) return null
      at = piece.start
      handle = await open(pathOf(piece.blob), 'r')
    }
    const length = Math.min(readSize, piece.end - at)
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(length), 0, length, at)
    if (bytesRead === 0) throw new Error(`The stored bytes of ${piece.blob} end too early.`)
    at += bytesRead
    if (at === piece.end) {
      await handle.close()
      handle = undefined
    }
    return buffer.subarray(0, bytesRead)
  }
  let busy: Promise<unknown> = Promise.resolve()
  return new Readable({
    highWaterMark: readSize,
    read() {
      busy = next().then(
        chunk => this.push(chunk),
        error => this.destroy(error),
      )
    },
    destroy(error, done) {
      const close = async () => {
        await busy
        await handle?.close()
        await release()
      }
      close().then(
        () => done(error),
        failure => done(error ?? failure),
      )
    },
  })
}
