import { createHash, randomBytes } from 'node:crypto'
import type { Blobs, Extent } from './blobs.ts'
import { type ChecksumName, checksums } from './checksums.ts'
import type { Database } from './database.ts'
import { S3Fault } from './faults.ts'
import { discard, keptChecksum, replaceObject, takeIn } from './objects.ts'
import type { Attributes, ChecksumType, Guard, Incoming, ObjectRecord, Place, StoredChecksum } from './records.ts'
import { checkBucket, checkPlace } from './rows.ts'

/** Uploads in parts: kept apart from objects until they are completed, then they are one without being copied. */
export interface Uploads {
  create(place: Place, attributes: Attributes, checksum: UploadChecksum | undefined): Promise<Upload>
  /** Fails with NoSuchUpload. */
  get(place: Place, id: string): Upload
  putPart(place: Place, id: string, number: number, incoming: Incoming): Promise<Part>
  /** In the order of their numbers, from after `after` on. */
  parts(place: Place, id: string, after: number, limit: number): readonly Part[]
  /** Fails with InvalidPart, InvalidPartOrder, EntityTooSmall, or what `guard` and `check` throw. */
  complete(place: Place, id: string, named: readonly NamedPart[], guards: CompletionGuards): Promise<ObjectRecord>
  abort(place: Place, id: string): Promise<void>
  /** All uploads under way in a bucket, by key and then by start. */
  list(bucket: string, prefix: string): readonly Upload[]
}

export interface Upload extends Place {
  readonly id: string
  readonly started: number
  readonly attributes: Attributes
  readonly checksum?: UploadChecksum
}

export interface UploadChecksum {
  readonly name: ChecksumName
  readonly type: ChecksumType
}

interface Part extends Extent {
  readonly number: number
  readonly etag: string
  readonly modified: number
  readonly checksum?: StoredChecksum
}

export interface NamedPart {
  readonly number: number
  readonly etag: string
  readonly checksums: ReadonlyMap<ChecksumName, string>
}

interface CompletionGuards {
  /** Looks at the object that would be replaced. */
  readonly guard?: Guard
  /** Looks at the object that would arise. */
  readonly check?: (object: ObjectRecord) => void
}

const smallestPart = 5 * 2 ** 20

interface UploadRow {
  readonly bucket: string
  readonly key: Uint8Array
  readonly id: string
  readonly started: number
  readonly attributes: string
  readonly checksum: string | null
}

interface PartRow extends Omit<Part, 'checksum'> {
  readonly checksum: string | null
}

export function createUploads(db: Database, blobs: Blobs, now: () => number): Uploads {
  const get = ({ bucket, key }: Place, id: string): Upload => {
    checkBucket(db, bucket)
    const row = db.row<UploadRow>('SELECT * FROM upload WHERE id = ?', id)
    const upload = row && uploadOf(row)
    if (upload?.bucket !== bucket || upload.key !== key) throw new S3Fault('NoSuchUpload', undefined, { UploadId: id })
    return upload
  }
  const parts = (id: string, after = 0, limit = 10_000) =>
    db
      .rows<PartRow>('SELECT * FROM part WHERE upload = ? AND number > ? ORDER BY number LIMIT ?', id, after, limit)
      .map(partOf)
  const remove = (id: string) => db.run('DELETE FROM upload WHERE id = ?', id)

  return {
    get,
    parts: (place, id, after, limit) => parts(get(place, id).id, after, limit),

    async create(place, attributes, checksum) {
      checkPlace(db, place)
      const id = randomBytes(24).toString('base64url')
      const upload: Upload = {
        bucket: place.bucket,
        key: place.key,
        id,
        started: now(),
        attributes,
        ...(checksum && { checksum }),
      }
      await db.commit(() => {
        checkPlace(db, place)
        db.run(
          'INSERT INTO upload (bucket, key, id, started, attributes, checksum) VALUES (?, ?, ?, ?, ?, ?)',
          place.bucket,
          Buffer.from(place.key),
          id,
          upload.started,
          JSON.stringify(attributes),
          checksum ? JSON.stringify(checksum) : null,
        )
      })
      return upload
    },

    async putPart(place, id, number, incoming) {
      get(place, id)
      const written = await takeIn(blobs, incoming)
      const { blob, size } = written
      const etag = written.md5.toString('hex')
      const part: Part = { number, blob, size, etag, modified: now(), ...keptChecksum(written, incoming) }
      try {
        const old = await db.commit(() => {
          get(place, id)
          const before = db.row<PartRow>('SELECT * FROM part WHERE upload = ? AND number = ?', id, number)
          db.run(
            `INSERT OR REPLACE INTO part (upload, number, blob, size, etag, modified, checksum)
             VALUES (?, ?, ?, ?, ?, ?, ?)`,
            ...[id, number, blob, size, etag, part.modified, part.checksum ? JSON.stringify(part.checksum) : null],
          )
          return before
        })
        if (old) await discard(blobs, [old])
      } catch (error) {
        await discard(blobs, [part])
        throw error
      }
      return part
    },

    async complete(place, id, named, { guard, check }) {
      const upload = get(place, id)
      const all = parts(id)
      const chosen = choose(all, named)
      const { attributes } = upload
      const object: ObjectRecord = {
        bucket: upload.bucket,
        key: upload.key,
        size: chosen.reduce((sum, part) => sum + part.size, 0),
        etag: `${digestOf(
          'md5',
          chosen.map(part => Buffer.from(part.etag, 'hex')),
        ).toString('hex')}-${chosen.length}`,
        modified: now(),
        attributes,
        ...wholeChecksum(upload, chosen),
        extents: chosen.map(({ blob, size }) => ({ blob, size })),
      }
      check?.(object)
      await replaceObject(db, blobs, object, guard, () => {
        get(place, id)
        // Asked again inside the transaction: a part may have been replaced since.
        const left = parts(id)
        if (JSON.stringify(choose(left, named)) !== JSON.stringify(chosen)) throw new S3Fault('InvalidPart')
        remove(id)
        return left.filter(part => !chosen.some(other => other.blob === part.blob))
      })
      return object
    },

    async abort(place, id) {
      const gone = await db.commit(() => {
        const left = parts(get(place, id).id)
        remove(id)
        return left
      })
      await discard(blobs, gone)
    },

    list(bucket, prefix) {
      checkBucket(db, bucket)
      const rows = db.rows<UploadRow>('SELECT * FROM upload WHERE bucket = ? ORDER BY key, started, id', bucket)
      return rows.map(uploadOf).filter(upload => upload.key.startsWith(prefix))
    },
  }
}

function choose(all: readonly Part[], named: readonly NamedPart[]): readonly Part[] {
  const byNumber = new Map(all.map(part => [part.number, part]))
  const chosen = named.map(({ number, etag, checksums: sums }, index) => {
    if (index > 0 && number <= (named[index - 1]?.number ?? 0)) throw new S3Fault('InvalidPartOrder')
    const part = byNumber.get(number)
    const told = part?.checksum && sums.get(part.checksum.name)
    if (part?.etag !== etag || (told !== undefined && told !== part.checksum?.value))
      throw new S3Fault('InvalidPart', undefined, { PartNumber: `${number}`, ETag: etag })
    return part
  })
  const small = chosen.slice(0, -1).find(part => part.size < smallestPart)
  if (!small) return chosen
  throw new S3Fault('EntityTooSmall', undefined, {
    PartNumber: `${small.number}`,
    ProposedSize: `${small.size}`,
    MinSizeAllowed: `${smallestPart}`,
  })
}

function wholeChecksum({ checksum }: Upload, parts: readonly Part[]): { readonly checksum?: StoredChecksum } {
  if (!checksum) return {}
  const { name, type } = checksum
  const sums = parts.flatMap(part => (part.checksum?.name === name ? [Buffer.from(part.checksum.value, 'base64')] : []))
  if (sums.length !== parts.length) return {}
  const { join, start } = checksums[name]
  if (type === 'COMPOSITE') {
    const digest = start()
    for (const sum of sums) digest.update(sum)
    return { checksum: { name, type, value: `${digest.digest().toString('base64')}-${parts.length}` } }
  }
  if (!join) return {}
  const [first, ...others] = sums
  if (!first) return {}
  const whole = others.reduce<Buffer>((sum, next, index) => join(sum, next, parts[index + 1]?.size ?? 0), first)
  return { checksum: { name, type, value: whole.toString('base64') } }
}

function uploadOf({ key, attributes, checksum, ...row }: UploadRow): Upload {
  return {
    ...row,
    key: Buffer.from(key).toString(),
    attributes: JSON.parse(attributes) as Attributes,
    ...(checksum !== null && { checksum: JSON.parse(checksum) as UploadChecksum }),
  }
}

function partOf({ checksum, number, blob, size, etag, modified }: PartRow): Part {
  const kept = checksum !== null && { checksum: JSON.parse(checksum) as StoredChecksum }
  return { number, blob, size, etag, modified, ...kept }
}

function digestOf(name: string, pieces: readonly Buffer[]): Buffer {
  const hash = createHash(name)
  for (const piece of pieces) hash.update(piece)
  return hash.digest()
}
