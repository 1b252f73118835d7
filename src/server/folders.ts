import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, stat } from 'node:fs/promises'
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

/** Copies all files of a folder below a prefix; gives how many. */
export async function uploadFolder(
  storage: ObjectStore,
  folder: string,
  uri: string,
  signal: AbortSignal,
): Promise<number> {
  const prefix = uri.endsWith('/') ? uri : `${uri}/`
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return inParallel(entries, signal, async entry => {
    const file = join(entry.parentPath, entry.name)
    if (!entry.isFile() && !(entry.isSymbolicLink() && (await isFile(file)))) return false
    const key = relative(folder, file).split(sep).join('/')
    await storage.put(prefix + key, Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>)
    return true
  })
}

const isFile = (path: string) =>
  stat(path).then(
    stats => stats.isFile(),
    () => false,
  )

async function fetchObject(storage: ObjectStore, uri: string, file: string, signal: AbortSignal) {
  const body = await storage.get(uri)
  if (!body) throw new Error(`${uri} was removed while it was being copied.`)
  await mkdir(dirname(file), { recursive: true })
  await pipeline(Readable.fromWeb(body as WebStream<Uint8Array>), createWriteStream(file), { signal })
}

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
