import { ReadableStream as WebStream } from 'node:stream/web'
import type { ObjectStore, StoredObject } from '../../engine/ports.ts'
import { type ObjectRecord, type Place, plain } from './records.ts'
import type { Storage } from './storage.ts'
import { unpack } from './unpack.ts'

const pageSize = 1000
/** Up to here bytes go into the database, as most logs do. */
const smallBytes = 1 << 15

/** The store for whoever lives in the same process. A bucket that is missing is made by the first put. */
export function createObjectStore(storage: Storage, region: () => string = () => 'us-east-1'): ObjectStore {
  const { buckets, objects } = storage
  const find = (uri: string) => {
    const place = placeOf(uri)
    return place.key === '' ? undefined : objects.get(place)
  }
  return {
    async head(uri) {
      const object = find(uri)
      return object && storedObject(object)
    },

    async get(uri, range) {
      const object = find(uri)
      if (!object) return undefined
      const end = Math.min(range?.end ?? object.size, object.size)
      return WebStream.from(objects.read(object, Math.min(range?.start ?? 0, end), end)) as ReadableStream<Uint8Array>
    },

    async unpacked(uri) {
      const body = await this.get(uri)
      return body && unpack(body, uri)
    },

    async put(uri, body, contentType) {
      const place = placeOf(uri)
      if (place.key === '') throw new Error(`${uri} names a bucket and no object.`)
      if (!buckets.get(place.bucket)) await buckets.create(place.bucket, region())
      const attributes = contentType === undefined ? plain : { ...plain, contentType }
      const bytes = typeof body === 'string' ? Buffer.from(body) : body
      const small = bytes instanceof Uint8Array && bytes.length <= smallBytes ? { bytes } : {}
      await objects.put(place, { chunks: chunksOf(bytes), digests: [], ...small }, attributes)
    },

    async remove(uri) {
      const { bucket, key } = placeOf(uri)
      if (key !== '' && buckets.get(bucket)) await objects.remove(bucket, [{ key }])
    },

    async *list(uri) {
      if (uri === 's3://') {
        for (const { name } of buckets.list()) yield* this.list(`s3://${name}/`)
        return
      }
      const { bucket, key: prefix } = placeOf(uri)
      let from: Uint8Array | undefined
      while (buckets.get(bucket)) {
        const page = objects.list({ bucket, prefix, limit: pageSize, ...(from && { from }) })
        yield* page.objects.map(storedObject)
        if (!page.next) return
        from = page.next
      }
    },
  }
}

/** `s3://bucket/key` → its parts; the schemes that Hadoop uses are read as well. */
export function placeOf(uri: string): Place {
  const match = /^s3[an]?:\/\/([^/]+)\/?(.*)$/s.exec(uri)
  if (!match) throw new Error(`${uri} is not an address of the form s3://bucket/key.`)
  const [, bucket = '', key = ''] = match
  return { bucket, key }
}

function storedObject({ bucket, key, size, modified }: ObjectRecord): StoredObject {
  return { uri: `s3://${bucket}/${key}`, size, modified }
}

async function* chunksOf(body: Uint8Array | ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (body instanceof Uint8Array) yield body
  else yield* body
}
