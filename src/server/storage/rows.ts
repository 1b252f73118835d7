import type { Extent } from './blobs.ts'
import type { Database } from './database.ts'
import { S3Fault } from './faults.ts'
import type { Attributes, ObjectRecord, Place, StoredChecksum } from './records.ts'

/** Rows of the database and the objects they stand for. */

export interface ObjectRow {
  readonly bucket: string
  readonly key: Uint8Array
  readonly extents: string
  readonly size: number
  readonly etag: string
  readonly modified: number
  readonly attributes: string
  readonly checksum: string | null
}

export function getObject(db: Database, { bucket, key }: Place): ObjectRecord | undefined {
  const at = [bucket, Buffer.from(key)] as const
  const row = db.row<ObjectRow>('SELECT * FROM object WHERE bucket = ? AND key = ?', ...at)
  if (row?.extents !== '[]') return row && fromRow(row)
  const small = db.row<{ readonly bytes: Uint8Array }>('SELECT bytes FROM small WHERE bucket = ? AND key = ?', ...at)
  return { ...fromRow(row), ...small }
}

/** Only inside a transaction, like `deleteObject`. */
export function writeObject(db: Database, object: ObjectRecord): void {
  const { bytes } = object
  if (bytes) db.run('INSERT OR REPLACE INTO small VALUES (?, ?, ?)', object.bucket, Buffer.from(object.key), bytes)
  else dropSmall(db, object)
  db.run(
    `INSERT OR REPLACE INTO object (bucket, key, extents, size, etag, modified, attributes, checksum)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    object.bucket,
    Buffer.from(object.key),
    JSON.stringify(object.extents),
    object.size,
    object.etag,
    object.modified,
    JSON.stringify(object.attributes),
    object.checksum ? JSON.stringify(object.checksum) : null,
  )
}

export function deleteObject(db: Database, { bucket, key }: Place): void {
  db.run('DELETE FROM object WHERE bucket = ? AND key = ?', bucket, Buffer.from(key))
  dropSmall(db, { bucket, key })
}

const dropSmall = (db: Database, { bucket, key }: Place) =>
  db.run('DELETE FROM small WHERE bucket = ? AND key = ?', bucket, Buffer.from(key))

export function fromRow(row: ObjectRow): ObjectRecord {
  return {
    bucket: row.bucket,
    key: Buffer.from(row.key).toString(),
    size: row.size,
    etag: row.etag,
    modified: row.modified,
    attributes: JSON.parse(row.attributes) as Attributes,
    ...(row.checksum !== null && { checksum: JSON.parse(row.checksum) as StoredChecksum }),
    extents: JSON.parse(row.extents) as Extent[],
  }
}

/** Fails with NoSuchBucket. */
export function checkBucket(db: Database, name: string): void {
  if (db.row('SELECT 1 FROM bucket WHERE name = ?', name) === undefined)
    throw new S3Fault('NoSuchBucket', `There is no bucket ${name}.`, { BucketName: name })
}

const longestKey = 1024

/** Fails with NoSuchBucket or KeyTooLongError. */
export function checkPlace(db: Database, { bucket, key }: Place): void {
  checkBucket(db, bucket)
  const length = Buffer.byteLength(key)
  if (length > longestKey)
    throw new S3Fault('KeyTooLongError', undefined, { Size: `${length}`, MaxSizeAllowed: `${longestKey}` })
}
