import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { Blobs, Extent, Written } from './blobs.ts'
import type { Database } from './database.ts'
import { S3Fault } from './faults.ts'
import { type ListPage, type ListQuery, listObjects } from './listing.ts'
import type { Attributes, Guard, Incoming, ObjectRecord, Place, StoredChecksum } from './records.ts'
import { checkBucket, checkPlace, deleteObject, getObject, writeObject } from './rows.ts'

export interface Objects {
  get(place: Place): ObjectRecord | undefined
  /** Bytes `start` up to and without `end`. They stay what they are even if the object is replaced meanwhile. */
  read(object: ObjectRecord, start?: number, end?: number): Readable
  /** Writes whole or not at all. Fails with NoSuchBucket, KeyTooLongError, or what `guard` or the body's check throws. */
  put(place: Place, incoming: Incoming, attributes: Attributes, guard?: Guard): Promise<ObjectRecord>
  /** Removes each key that its guard lets go; gives for each what the guard threw, if it did. */
  remove(bucket: string, keys: readonly RemovedKey[]): Promise<(S3Fault | undefined)[]>
  list(query: ListQuery): ListPage
}

interface RemovedKey {
  readonly key: string
  readonly guard?: Guard
}

export function createObjects(db: Database, blobs: Blobs, now: () => number): Objects {
  return {
    get: place => getObject(db, place),
    read: ({ bytes, extents, size }, start = 0, end = size) =>
      bytes ? Readable.from(start < end ? [bytes.subarray(start, end)] : []) : blobs.read(extents, start, end),

    async put({ bucket, key }, incoming, attributes, guard) {
      const place = { bucket, key }
      checkPlace(db, place)
      guard?.(getObject(db, place))
      const { bytes } = incoming
      const about = { ...place, modified: now(), attributes }
      const object = bytes ? smallObject(about, bytes) : largeObject(about, await takeIn(blobs, incoming), incoming)
      try {
        await replaceObject(db, blobs, object, guard)
      } catch (error) {
        await discard(blobs, object.extents)
        throw error
      }
      return object
    },

    async remove(bucket, keys) {
      checkBucket(db, bucket)
      const gone: Extent[] = []
      const answers = await db.commit(() =>
        keys.map(({ key, guard }) => {
          const current = getObject(db, { bucket, key })
          const refused = refusal(guard, current)
          if (!current || refused) return refused
          deleteObject(db, current)
          gone.push(...current.extents)
          return undefined
        }),
      )
      await discard(blobs, gone)
      return answers
    },

    list(query) {
      checkBucket(db, query.bucket)
      return listObjects(db, query)
    },
  }
}

type About = Pick<ObjectRecord, 'bucket' | 'key' | 'modified' | 'attributes'>

const smallObject = (about: About, bytes: Uint8Array): ObjectRecord => ({
  ...about,
  size: bytes.length,
  etag: createHash('md5').update(bytes).digest('hex'),
  extents: [],
  bytes,
})

const largeObject = (about: About, written: Written, incoming: Incoming): ObjectRecord => ({
  ...about,
  size: written.size,
  etag: written.md5.toString('hex'),
  ...keptChecksum(written, incoming),
  extents: [{ blob: written.blob, size: written.size }],
})

/**
 * Puts the row in place of the old one and then deletes the old bytes. `within` runs in the same transaction and gives
 * extents that go as well.
 */
export async function replaceObject(
  db: Database,
  blobs: Blobs,
  object: ObjectRecord,
  guard: Guard | undefined,
  within: () => readonly Extent[] = () => [],
): Promise<void> {
  const gone = await db.commit(() => {
    checkPlace(db, object)
    const current = getObject(db, object)
    guard?.(current)
    const others = within()
    writeObject(db, object)
    return [...(current?.extents ?? []), ...others]
  })
  await discard(blobs, gone)
}

/** Writes bytes down and has them checked; what is refused leaves nothing behind. */
export async function takeIn(blobs: Blobs, incoming: Incoming): Promise<Written> {
  const written = await blobs.write(incoming.chunks, incoming.digests)
  try {
    incoming.check?.(written)
  } catch (error) {
    await discard(blobs, [written])
    throw error
  }
  return written
}

export function keptChecksum(written: Written, { keep }: Incoming): { readonly checksum?: StoredChecksum } {
  const value = keep && written.digests.get(keep)
  return value ? { checksum: { name: keep, value: value.toString('base64'), type: 'FULL_OBJECT' } } : {}
}

/** Deletes bytes that nothing refers to. What fails to go is swept at the next start. */
export async function discard(blobs: Blobs, extents: readonly Extent[]): Promise<void> {
  await blobs.remove(extents.map(extent => extent.blob)).catch(() => {})
}

function refusal(guard: Guard | undefined, current: ObjectRecord | undefined): S3Fault | undefined {
  try {
    guard?.(current)
    return undefined
  } catch (error) {
    if (error instanceof S3Fault) return error
    throw error
  }
}
