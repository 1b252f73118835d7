import type { Database } from './database.ts'
import type { ObjectRecord } from './records.ts'
import { fromRow, type ObjectRow } from './rows.ts'

export interface ListQuery {
  readonly bucket: string
  readonly prefix: string
  /** Keys that go on after the prefix up to this are told as one common prefix. */
  readonly delimiter?: string
  /** Only what comes after this key or common prefix. */
  readonly after?: string
  /** Where an earlier page ended: its `next`. */
  readonly from?: Uint8Array
  readonly limit: number
}

export interface ListPage {
  readonly objects: readonly ObjectRecord[]
  readonly prefixes: readonly string[]
  /** Where the next page begins; absent on the last one. */
  readonly next?: Uint8Array
}

/** Objects in the order of their keys' bytes. A common prefix costs one look-up, however much lies under it. */
export function listObjects(db: Database, query: ListQuery): ListPage {
  const { bucket, prefix, delimiter, after, limit } = query
  const objects: ObjectRecord[] = []
  const prefixes: string[] = []
  const start = Buffer.from(prefix)
  const end = successor(start)
  let cursor = latest(start, after === undefined ? undefined : following(after), query.from)
  if (limit === 0) return { objects, prefixes }

  // Of what lies under a common prefix only the first key is read; where none shows, ever more are read at once.
  let most = delimiter ? 1 : limit + 1
  for (;;) {
    const count = Math.min(limit - objects.length - prefixes.length + 1, most)
    const rows = rowsFrom(db, bucket, cursor, end, count)
    let jumped = false
    for (const row of rows) {
      if (objects.length + prefixes.length === limit) return { objects, prefixes, next: cursor }
      const object = fromRow(row)
      const folder = commonPrefix(object.key, prefix, delimiter)
      if (folder === undefined) {
        objects.push(object)
        cursor = following(object.key)
        continue
      }
      if (after === undefined || Buffer.compare(Buffer.from(folder), Buffer.from(after)) > 0) prefixes.push(folder)
      cursor = successor(Buffer.from(folder)) ?? cursor
      jumped = true
      break
    }
    if (!jumped && rows.length < count) return { objects, prefixes }
    most = jumped ? 1 : most * 2
  }
}

function rowsFrom(db: Database, bucket: string, from: Uint8Array, end: Uint8Array | undefined, count: number) {
  const columns = 'bucket, key, extents, size, etag, modified, attributes, checksum'
  const where = `bucket = ? AND key >= ?${end ? ' AND key < ?' : ''}`
  return db.rows<ObjectRow>(
    `SELECT ${columns} FROM object WHERE ${where} ORDER BY key LIMIT ?`,
    ...(end ? [bucket, from, end, count] : [bucket, from, count]),
  )
}

function commonPrefix(key: string, prefix: string, delimiter: string | undefined): string | undefined {
  if (!delimiter) return undefined
  const at = key.indexOf(delimiter, prefix.length)
  return at < 0 ? undefined : key.slice(0, at + delimiter.length)
}

/** First key after this one. */
const following = (key: string) => Buffer.concat([Buffer.from(key), Buffer.of(0)])

/** First bytes after all that begin with these. UTF-8 never holds 0xff, so the last byte can always grow. */
function successor(bytes: Buffer): Buffer | undefined {
  if (bytes.length === 0) return undefined
  const result = Buffer.from(bytes)
  result[result.length - 1] = (result.at(-1) ?? 0) + 1
  return result
}

function latest(first: Buffer, ...others: readonly (Uint8Array | undefined)[]): Uint8Array {
  return others.reduce<Uint8Array>((max, next) => (next && Buffer.compare(next, max) > 0 ? next : max), first)
}
