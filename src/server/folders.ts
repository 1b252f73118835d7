import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, realpath, stat } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as WebStream } from 'node:stream/web'
import type { ObjectStore } from '../engine/ports.ts'

const atOnce = 4

/**
 * Copies one object, or all below a prefix, into a folder; gives how many. Fails where a key would leave the folder or
 * would have to be both a file and a folder, and when `signal` is aborted.
 */
export async function downloadPrefix(
  storage: ObjectStore,
  uri: string,
  folder: string,
  signal: AbortSignal,
): Promise<number> {
  await mkdir(folder, { recursive: true })
  const single = uri.endsWith('/') ? undefined : await storage.head(uri)
  if (single) {
    await fetchObject(storage, uri, within(folder, uri.slice(uri.lastIndexOf('/') + 1)), signal)
    return 1
  }
  const prefix = uri.endsWith('/') ? uri : `${uri}/`
  return inParallel(storage.list(prefix), signal, async object => {
    const name = object.uri.slice(prefix.length)
    // A key that ends in a slash is how consoles make an empty folder.
    if (name === '' || name.endsWith('/')) await mkdir(within(folder, name), { recursive: true })
    else await fetchObject(storage, object.uri, within(folder, name), signal)
    return name !== '' && !name.endsWith('/')
  })
}

/**
 * Copies all files of a folder below a prefix, those behind symbolic links too; gives how many. `leftOut` hears of what
 * is no file, and of links that lead nowhere or in a circle. Fails where a name is no text, for then no key can be made of it.
 */
export async function uploadFolder(
  storage: ObjectStore,
  folder: string,
  uri: string,
  signal: AbortSignal,
  leftOut: (name: string) => void = () => {},
): Promise<number> {
  const prefix = uri.endsWith('/') ? uri : `${uri}/`
  const nameOf = (path: string) => relative(folder, path).split(sep).join('/')
  return inParallel(
    filesIn(folder, [], path => leftOut(nameOf(path))),
    signal,
    async file => {
      await storage.put(prefix + nameOf(file), Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>)
      return true
    },
  )
}

/** The files below a folder. `above`: the folders that it lies in, for links may lead round in a circle. */
async function* filesIn(
  folder: string,
  above: readonly string[],
  leftOut: (path: string) => void,
): AsyncGenerator<string> {
  const here = await realpath(folder)
  if (above.includes(here)) return leftOut(folder)
  for (const bytes of await readdir(folder, { encoding: 'buffer' })) {
    const name = bytes.toString()
    if (!Buffer.from(name).equals(bytes))
      throw new Error(
        `The name of ${name} in a folder of outputs is not UTF-8, so it cannot be a key of S3. Rename it.`,
      )
    const path = join(folder, name)
    const found = await stat(path).catch(() => undefined)
    if (found?.isDirectory()) yield* filesIn(path, [...above, here], leftOut)
    else if (found?.isFile()) yield path
    else leftOut(path)
  }
}

async function fetchObject(storage: ObjectStore, uri: string, file: string, signal: AbortSignal) {
  const body = await storage.get(uri)
  if (!body) throw new Error(`${uri} was removed while it was being copied.`)
  try {
    await mkdir(dirname(file), { recursive: true })
    await pipeline(Readable.fromWeb(body as WebStream<Uint8Array>), createWriteStream(file), { signal })
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (code === 'ENAMETOOLONG') throw new Error(`A part of ${uri} is too long for the name of a file here.`)
    if (!clashes.has(code)) throw error
    throw new Error(`${uri} lies beside keys that go on behind a "/", and a file cannot be a folder too. Rename one.`)
  }
}

/** What the system says where a path would have to be both a file and a folder. */
const clashes: ReadonlySet<string> = new Set(['EISDIR', 'ENOTDIR', 'EEXIST'])

/** The path of a key below a folder. Keys may hold `..`; paths of ours may not. */
function within(folder: string, key: string): string {
  const path = resolve(folder, ...key.split('/').filter(part => part !== ''))
  if (path === resolve(folder) || path.startsWith(resolve(folder) + sep)) return path
  throw new Error(`The key ${key} would be written outside of the staging folder. Rename the object.`)
}

/** Does something for each item, a few at a time; gives for how many it counted. */
async function inParallel<T>(
  items: AsyncIterable<T> | Iterable<T>,
  signal: AbortSignal,
  act: (item: T) => Promise<boolean>,
): Promise<number> {
  let count = 0
  const running = new Set<Promise<void>>()
  let failure: unknown
  for await (const item of items) {
    signal.throwIfAborted()
    const task = act(item)
      .then(counts => {
        if (counts) count++
      })
      .catch(error => {
        failure ??= error
      })
      .finally(() => running.delete(task))
    running.add(task)
    if (running.size >= atOnce) await Promise.race(running)
    if (failure) break
  }
  await Promise.all(running)
  if (failure) throw failure
  return count
}
