import { existsSync, statSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { openBlobs } from './blobs.ts'
import { type Buckets, createBuckets } from './buckets.ts'
import { type Database, damagedStore, openDatabase } from './database.ts'
import { createObjects, type Objects } from './objects.ts'
import { createUploads, type Uploads } from './uploads.ts'

/** The object store of a data directory: names in `storage.db`, bytes in `blobs/`. One process at a time may hold it. */
export interface Storage {
  readonly buckets: Buckets
  readonly objects: Objects
  readonly uploads: Uploads
  close(): void
}

export interface StorageOptions {
  /** False leaves it to the system when bytes reach the disk: a killed process loses nothing, a power failure may. */
  readonly durable?: boolean
  readonly now?: () => number
}

/**
 * Opens the store, makes it where there is none, and deletes bytes that a killed process left half-written. Fails with a
 * sentence for people when its names are damaged or gone, and then deletes nothing.
 */
export async function createStorage(dataDir: string, options: StorageOptions = {}): Promise<Storage> {
  const { durable = true, now = Date.now } = options
  const folder = join(dataDir, 'blobs')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(dataDir, 'storage.db')
  const blobs = openBlobs(folder, durable)
  // Swept by names that are lost, every byte would be. Small objects had theirs in it: a server once served from it.
  const emptied = existsSync(path) && existsSync(join(dataDir, 'studio-token'))
  if (isEmpty(path) && (emptied || (await blobs.any()))) throw damagedStore(path, 'it is empty, and once was not')
  const db = openDatabase(path)
  await blobs.sweep(known(db))
  return {
    buckets: createBuckets(db, blobs, now),
    objects: createObjects(db, blobs, now),
    uploads: createUploads(db, blobs, now),
    close: db.close,
  }
}

/** Whether a database holds nothing, in its log neither. */
const isEmpty = (path: string): boolean =>
  [path, `${path}-wal`].every(file => (statSync(file, { throwIfNoEntry: false })?.size ?? 0) === 0)

function known(db: Database): ReadonlySet<string> {
  const sql = `SELECT json_extract(extent.value, '$.blob') AS blob FROM object, json_each(object.extents) AS extent
               UNION ALL SELECT blob FROM part`
  return new Set(db.rows<{ blob: string }>(sql).map(row => row.blob))
}
