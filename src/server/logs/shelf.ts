import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { access, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { ReadableStream as WebStream } from 'node:stream/web'
import { createGunzip } from 'node:zlib'
import type { ObjectStore } from '../../engine/ports.ts'
import { letGo } from '../let-go.ts'
import { type Block, cutIntoBlocks, type LogIndex, type LogSource, numberBlocks } from './blocks.ts'
import { fileBlocks } from './file-blocks.ts'
import { type Packing, pack, packShort, unpack } from './pack.ts'

export interface Shelf {
  /** Packs a raw file and puts it at `uri`, whole or not at all. */
  put(rawFile: string, uri: string): Promise<void>
  /** Packs a raw file into another file, for a pipeline that names no place for its logs. */
  keep(rawFile: string, file: string): Promise<void>
  /** A finished log of the store, or undefined where there is no such object. */
  open(uri: string): Promise<LogSource | undefined>
  openKept(file: string): Promise<LogSource | undefined>
  /** The index of a finished log, if it is known without reading more than a little. */
  peek(uri: string): Promise<LogIndex | undefined>
}

/** What an index was made of; another object under the same address makes it void. */
interface Shelved {
  readonly uri: string
  readonly size: number
  readonly modified: number
  readonly index: LogIndex
  /** Whether it indexes a copy packed anew in the data directory, not the object itself. */
  readonly copy: boolean
}

const mostRemembered = 200

/**
 * Finished logs: blocked gzip in the object store, with their indexes in the data directory. A log that something else
 * wrote (a plain file, a .gz of one member) is packed anew into the data directory when it is first opened.
 */
export function openShelf(storage: ObjectStore, dataDir: string): Shelf {
  const remembered = new Map<string, Shelved>()
  const underWay = new Map<string, Promise<LogSource | undefined>>()
  const stem = (uri: string) => join(dataDir, 'log-index', createHash('sha256').update(uri).digest('hex').slice(0, 32))

  const remember = (shelved: Shelved) => {
    remembered.delete(shelved.uri)
    remembered.set(shelved.uri, shelved)
    for (const oldest of remembered.keys()) if (remembered.size > mostRemembered) remembered.delete(oldest)
    return shelved
  }

  const shelve = async (uri: string, index: LogIndex, copy: boolean) => {
    const head = await storage.head(uri)
    if (!head) return
    const shelved: Shelved = { uri, size: head.size, modified: head.modified, index, copy }
    await replace(`${stem(uri)}.json`, writeIndex(shelved))
    remember(shelved)
  }

  const find = async (uri: string): Promise<Shelved | undefined> => {
    const head = await storage.head(uri)
    if (!head) return undefined
    const fits = (shelved: Shelved | undefined) => shelved?.size === head.size && shelved.modified === head.modified
    const known = remembered.get(uri)
    const shelved = fits(known) ? known : readIndex(await readFile(`${stem(uri)}.json`, 'utf8').catch(() => ''))
    return shelved && fits(shelved) ? remember(shelved) : undefined
  }

  /** A log of the store, whoever wrote it, that is read faster than an index of it. */
  const openSmall = async (uri: string): Promise<LogSource | undefined> => {
    const { size } = (await storage.head(uri)) ?? { size: Number.POSITIVE_INFINITY }
    const body = size <= 2 * short ? await storage.get(uri, { start: 0, end: size }) : undefined
    return body && whole(plain(Readable.from([await bytesOf(body, size)])))
  }

  const openAnew = async (uri: string): Promise<LogSource | undefined> => {
    const body = await storage.get(uri)
    if (!body) return undefined
    const file = `${stem(uri)}.gz`
    const index = await packInto(
      file,
      pack(cutIntoBlocks(plain(Readable.fromWeb(body as WebStream<Uint8Array>))), () => {}),
    )
    await shelve(uri, index, true)
    return { index, read: block => readStretch(file, block) }
  }

  return {
    async put(rawFile, uri) {
      if (statSync(rawFile).size <= short) return storage.put(uri, packShort(readFileSync(rawFile)), 'application/gzip')
      const { bytes, index } = pack(fileBlocks(rawFile), letGo)
      await storage.put(uri, WebStream.from(bytes) as ReadableStream<Uint8Array>, 'application/gzip')
      await shelve(uri, index(), false)
      await rm(`${stem(uri)}.gz`, { force: true })
    },

    async keep(rawFile, file) {
      if (statSync(rawFile).size <= short) return keepShort(rawFile, file)
      const index = await packInto(file, pack(fileBlocks(rawFile), letGo))
      await replace(`${file}.json`, writeIndex({ uri: '', size: 0, modified: 0, index, copy: true }))
    },

    async openKept(file) {
      const shelved = readIndex(await readFile(`${file}.json`, 'utf8').catch(() => ''))
      return shelved ? { index: shelved.index, read: block => readStretch(file, block) } : openShort(file)
    },

    async open(uri) {
      const small = await openSmall(uri)
      if (small) return small
      const shelved = await find(uri)
      const file = `${stem(uri)}.gz`
      if (shelved && !shelved.copy) return { index: shelved.index, read: block => readRange(storage, uri, block) }
      if (shelved && (await exists(file))) return { index: shelved.index, read: block => readStretch(file, block) }
      const already = underWay.get(uri)
      if (already) return already
      const opening = openAnew(uri).finally(() => underWay.delete(uri))
      underWay.set(uri, opening)
      return opening
    },

    peek: async uri => ((await openSmall(uri)) ?? (await find(uri)))?.index,
  }
}

/** The text of a log that may be gzip, of one member or of many. What can be read of a torn one is given. */
async function* plain(source: Readable): AsyncGenerator<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]()
  const first = await chunks.next()
  if (first.done) return
  const all = async function* () {
    yield first.value as Uint8Array
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value as Uint8Array
  }
  const isGzip = first.value[0] === 0x1f && first.value[1] === 0x8b
  if (!isGzip) {
    yield* all()
    return
  }
  try {
    yield* Readable.from(all()).pipe(createGunzip()) as AsyncIterable<Uint8Array>
  } catch (error) {
    yield Buffer.from(`\n[The compressed log ends early or is damaged here: ${(error as Error).message}]\n`)
  }
}

/** A log of one block, held in memory; undefined where it is longer than that. */
async function whole(source: AsyncIterable<Uint8Array>): Promise<LogSource | undefined> {
  const [first = Buffer.alloc(0), second] = await take(cutIntoBlocks(source), 2)
  if (second) return undefined
  const numbered = numberBlocks()
  if (first.length > 0) numbered.add(first, first.length)
  return { index: numbered.index(), read: async () => Buffer.from(first) }
}

async function take<T>(source: AsyncIterable<T>, most: number): Promise<readonly T[]> {
  const taken: T[] = []
  for await (const one of source) if (taken.push(one) === most) break
  return taken
}

/**
 * Most logs are short. One at once takes less time than to wait for a thread a dozen times, above all on a busy machine;
 * its index follows from it, so that none is written.
 */
function keepShort(rawFile: string, file: string) {
  mkdirSync(dirname(file), { recursive: true })
  const half = `${file}.${process.pid}.part`
  writeFileSync(half, packShort(readFileSync(rawFile)))
  renameSync(half, file)
}

/** Bytes up to which a log is short. */
const short = 1 << 16

async function openShort(file: string): Promise<LogSource | undefined> {
  // A long one without an index was not packed to its end.
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? Number.POSITIVE_INFINITY
  return size > 2 * short ? undefined : whole(plain(Readable.from([await readFile(file)])))
}

async function packInto(file: string, { bytes, index }: Packing): Promise<LogIndex> {
  await mkdir(dirname(file), { recursive: true })
  const half = `${file}.${process.pid}.part`
  await writeFile(half, bytes)
  await rename(half, file)
  return index()
}

async function replace(file: string, text: string) {
  await mkdir(dirname(file), { recursive: true })
  const half = `${file}.${process.pid}.part`
  await writeFile(half, text)
  await rename(half, file)
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )

async function readStretch(path: string, { at, length }: Block): Promise<Buffer<ArrayBuffer>> {
  const file = await open(path)
  try {
    const member = Buffer.allocUnsafeSlow(length)
    await file.read(member, 0, length, at)
    return await unpack(member).finally(() => letGo(member))
  } finally {
    await file.close()
  }
}

async function readRange(storage: ObjectStore, uri: string, { at, length }: Block): Promise<Buffer<ArrayBuffer>> {
  const body = await storage.get(uri, { start: at, end: at + length })
  if (!body) return Buffer.alloc(0)
  const member = await bytesOf(body, length)
  return unpack(member).finally(() => letGo(member))
}

/** The bytes of a stream that is so long. */
async function bytesOf(body: ReadableStream<Uint8Array>, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafeSlow(length)
  let at = 0
  for await (const piece of body) {
    bytes.set(piece, at)
    at += piece.length
    letGo(piece)
  }
  return bytes.subarray(0, at)
}

/** Numbers only, four a block: some 30 bytes of index a mebibyte of log. */
function writeIndex({ uri, size, modified, index, copy }: Shelved): string {
  const blocks = index.blocks.map(b => [b.at, b.length, b.line, b.cut ? 1 : 0])
  return JSON.stringify({ version: 1, uri, size, modified, copy, bytes: index.size, lines: index.lines, blocks })
}

function readIndex(text: string): Shelved | undefined {
  try {
    const { version, uri, size, modified, copy, bytes, lines, blocks } = JSON.parse(text)
    if (version !== 1) return undefined
    const read = (blocks as number[][]).map(([at = 0, length = 0, line = 0, cut]) => ({
      at,
      length,
      line,
      cut: cut === 1,
    }))
    return { uri, size, modified, copy, index: { size: bytes, lines, blocks: read } }
  } catch {
    return undefined
  }
}
