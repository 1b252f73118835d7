import { createWriteStream, existsSync, rmSync } from 'node:fs'
import { copyFile, link, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { databaseName } from '../store.ts'
import { dropTwice, pastOf } from '../store-past.ts'
import { type Entry, fileEntry, textEntry, writeTar } from './tar.ts'

/** What a backup says of itself, as its first entry. */
export interface Manifest {
  readonly pipewright: 'backup'
  readonly format: 1
  /** ISO time. */
  readonly createdAt: string
  readonly withKeys: boolean
  /** What is not in it, a sentence each. */
  readonly leftOut: readonly string[]
}

export const manifestName = 'pipewright-backup.json'

export interface BackupReport extends Manifest {
  readonly files: number
  readonly bytes: number
}

interface BackupOptions {
  /** Takes along what clients and pages identify themselves with, so that the copy answers to the same. */
  readonly withKeys: boolean
  readonly onProgress?: (files: number, name: string) => void
}

/** Files that identify this directory. */
const keyFiles = ['gateway-keys.json', 'studio-token'] as const
/** Names of folders that an unfinished backup leaves begin so. */
const workspace = '.backup-'

/**
 * Writes all that a data directory keeps into one file, as it stands at one moment, while a server may go on working
 * with it. What runs then is taken up again by whoever is started on the copy. Fails with an Error that says why, and
 * leaves no half file.
 */
export async function backup(dataDir: string, file: string, options: BackupOptions): Promise<BackupReport> {
  if (!existsSync(join(dataDir, 'pipewright.db')))
    throw new Error(`${dataDir} is no data directory of Pipewright: it holds no pipewright.db.`)
  await removeLeft(dataDir)
  // Backups that overlap do not write into one another.
  const part = `${file}.part-${process.pid}`
  const folder = await mkdtemp(join(dataDir, `${workspace}${process.pid}-`)).catch(
    unwritable(dataDir, 'A backup is gathered there: make it writable, or make room.'),
  )
  try {
    await writeFile(part, '', { mode: 0o600 }).catch(
      unwritable(file, 'Name another file, in a folder that is there and has room.'),
    )
    // First what was decided, then the objects: so that there is no log or output that the copy knows of and lacks.
    snapshotRuns(dataDir, folder)
    await snapshotStorage(dataDir, folder)
    const leftOut = await omissions(dataDir, options.withKeys)
    const manifest: Manifest = {
      pipewright: 'backup',
      format: 1,
      createdAt: new Date().toISOString(),
      withKeys: options.withKeys,
      leftOut,
    }
    let [files, bytes] = [0, 0]
    const entries = async function* (): AsyncGenerator<Entry> {
      yield textEntry(manifestName, `${JSON.stringify(manifest, null, 2)}\n`)
      for await (const { name, path } of filesOf(dataDir, folder, options.withKeys)) {
        const entry = await fileEntry(name, path)
        // What an attempt or the settings had may go meanwhile; what was copied for this backup may not.
        if (!entry && path.startsWith(folder + sep)) throw new Error(`${path} went while the backup was written.`)
        if (!entry) continue
        files += 1
        bytes += entry.size
        options.onProgress?.(files, name)
        yield entry
      }
    }
    await writeTar(entries(), createWriteStream(part, { mode: 0o600 }))
    await rename(part, file)
    return { ...manifest, files, bytes }
  } finally {
    await rm(folder, { recursive: true, force: true })
    await rm(part, { force: true })
  }
}

/** Folders of backups whose process is gone. */
async function removeLeft(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) {
    if (!name.startsWith(workspace)) continue
    const maker = Number(/^\d+/.exec(name.slice(workspace.length))?.[0])
    if (!isRunning(maker)) await rm(join(dataDir, name), { recursive: true, force: true })
  }
}

/** A process of somebody else cannot be asked, and is there. */
function isRunning(id: number): boolean {
  try {
    return id > 0 && process.kill(id, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

const unwritable = (path: string, what: string) => (error: Error) => {
  throw new Error(`${path} cannot be written (${error.message}). ${what}`, { cause: error })
}

/** One moment of a database, while others write to it. */
function snapshot(from: string, to: string) {
  const db = new DatabaseSync(from, { readOnly: true })
  try {
    db.exec(`PRAGMA busy_timeout=10000; VACUUM INTO '${to.replaceAll("'", "''")}'`)
  } finally {
    db.close()
  }
}

/** How often something is read again because it changed meanwhile. */
const mostTries = 5

/** What the engine remembers and its archive, between which rows move meanwhile. */
function snapshotRuns(dataDir: string, folder: string) {
  const [here, far] = [databaseName(dataDir), pastOf(databaseName(dataDir))]
  const [copy, farCopy] = [databaseName(folder), pastOf(databaseName(folder))]
  for (let tries = 1; ; tries += 1) {
    const before = returnsOf(far)
    snapshot(here, copy)
    // What was archived since is in both copies; what is at hand counts.
    if (!existsSync(far)) return
    snapshot(far, farCopy)
    if (returnsOf(farCopy) === (before ?? 0)) break
    // What came back from the archive in between is in neither.
    if (tries === mostTries) throw new Error('Archived runs were being run again all the while. Try again later.')
    rmSync(copy)
    rmSync(farCopy)
  }
  dropTwice(copy, farCopy)
}

function returnsOf(file: string): number | undefined {
  if (!existsSync(file)) return undefined
  const db = new DatabaseSync(file, { readOnly: true })
  try {
    return (db.prepare('SELECT n FROM returns').get() as { n: number } | undefined)?.n
  } finally {
    db.close()
  }
}

const blobsOf = `SELECT json_extract(extent.value, '$.blob') AS blob FROM object, json_each(object.extents) AS extent
  UNION SELECT blob FROM part`

/** The store's names, and every one of its blobs held by a link, so that none can go before it is read. */
async function snapshotStorage(dataDir: string, folder: string) {
  const copy = join(folder, 'storage.db')
  if (!existsSync(join(dataDir, 'storage.db'))) return
  for (let tries = 1; ; tries += 1) {
    await rm(copy, { force: true })
    snapshot(join(dataDir, 'storage.db'), copy)
    const missing = await linkBlobs(copy, dataDir, folder)
    if (missing.length === 0) return
    if (tries === mostTries) {
      // Objects that were deleted while their names were copied are deleted in the copy as well.
      forget(copy, missing)
      return
    }
  }
}

async function linkBlobs(copy: string, dataDir: string, folder: string): Promise<readonly string[]> {
  const db = new DatabaseSync(copy, { readOnly: true })
  const blobs = (db.prepare(blobsOf).all() as { blob: string }[]).map(row => row.blob)
  db.close()
  const missing: string[] = []
  for (const blob of blobs) {
    const [from, to] = [dataDir, folder].map(home => join(home, 'blobs', blob.slice(0, 2), blob)) as [string, string]
    if (existsSync(to)) continue
    await mkdir(dirname(to), { recursive: true })
    const held = await link(from, to)
      .catch(() => copyFile(from, to))
      .then(
        () => true,
        () => false,
      )
    if (!held) missing.push(blob)
  }
  return missing
}

function forget(copy: string, blobs: readonly string[]) {
  const db = new DatabaseSync(copy)
  const [objects, parts] = [
    db.prepare(`DELETE FROM object WHERE EXISTS
      (SELECT 1 FROM json_each(object.extents) AS extent WHERE json_extract(extent.value, '$.blob') = ?)`),
    db.prepare('DELETE FROM upload WHERE id IN (SELECT upload FROM part WHERE blob = ?)'),
  ]
  for (const blob of blobs) {
    objects.run(blob)
    parts.run(blob)
  }
  db.close()
}

interface Found {
  readonly name: string
  readonly path: string
}

async function* filesOf(dataDir: string, folder: string, withKeys: boolean): AsyncGenerator<Found> {
  yield* below(folder, folder)
  for (const name of ['settings.json', ...(withKeys ? keyFiles : [])]) yield { name, path: join(dataDir, name) }
  // What a running attempt works with is its own: on the copy it begins anew.
  for await (const one of below(join(dataDir, 'attempts'), dataDir))
    if (/^attempts\/[^/]+\/(attempt\.json|kept\/.+|[^/]+\.kept)$/.test(one.name)) yield one
  for await (const one of below(join(dataDir, 'rehearsals'), dataDir))
    if (existsSync(join(dirname(one.path), 'rehearsal.json'))) yield one
  for (const name of await idleDatabases(dataDir)) yield* below(join(dataDir, 'databases', name), dataDir)
}

async function* below(home: string, root: string): AsyncGenerator<Found> {
  if (!existsSync(home)) return
  for (const entry of await readdir(home, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    yield { name: relative(root, path).split(sep).join('/'), path }
  }
}

/** Embedded databases that nobody has open: only those can be copied as files. */
async function idleDatabases(dataDir: string): Promise<readonly string[]> {
  const all = await databases(dataDir)
  return all.filter(({ open }) => !open).map(one => one.name)
}

async function databases(dataDir: string) {
  const home = join(dataDir, 'databases')
  if (!existsSync(home)) return []
  const names = (await readdir(home, { withFileTypes: true })).filter(one => one.isDirectory()).map(one => one.name)
  return names.map(name => ({ name, open: existsSync(join(home, `${name}.pid`)) }))
}

async function omissions(dataDir: string, withKeys: boolean): Promise<readonly string[]> {
  const open = (await databases(dataDir)).filter(one => one.open).map(one => one.name)
  return [
    ...(withKeys
      ? []
      : ['The keys of clients and pages: a server on the copy makes its own. Take them along with --keys.']),
    ...(open.length > 0
      ? [`Embedded databases that are in use (${open.join(', ')}): back up again 20 seconds after the last query.`]
      : []),
  ]
}
