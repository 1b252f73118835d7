import { Fault } from '../api/faults.ts'
import type { WorkspaceCalls } from '../api/workspace.ts'
import type { ObjectStore } from '../engine/ports.ts'

/** One level of the store under `s3://bucket/prefix/`; `s3://` lists the buckets. */
export async function listLevel(storage: ObjectStore, uri: string): Promise<WorkspaceCalls['ListStorage']['out']> {
  if (!uri.startsWith('s3://'))
    throw new Fault('InvalidRequestException', `${uri} is no address of the store: those begin with s3://.`)
  const prefixes = new Set<string>()
  const objects: { uri: string; size: number; modified: number }[] = []
  for await (const object of storage.list(uri)) {
    const rest = object.uri.slice(uri.length)
    const slash = rest.indexOf('/')
    if (slash >= 0) prefixes.add(uri + rest.slice(0, slash + 1))
    else objects.push(object)
  }
  return { prefixes: [...prefixes], objects }
}

/** The beginning of an object as text; a .gz is unpacked. `limit` in bytes, 256 KiB unless told. */
export async function readObject(
  storage: ObjectStore,
  uri: string,
  limit = 256 * 1024,
): Promise<WorkspaceCalls['ReadObject']['out']> {
  const head = await storage.head(uri)
  const body = head && (await storage.get(uri))
  if (!body) throw new Fault('NotFound', `There is no object ${uri}.`)
  const plain = uri.endsWith('.gz')
    ? body.pipeThrough(new DecompressionStream('gzip') as TransformStream<Uint8Array, Uint8Array>)
    : body
  const parts: Uint8Array[] = []
  let size = 0
  let truncated = false
  for await (const part of plain) {
    parts.push(part)
    size += part.length
    if (size > limit) {
      truncated = true
      break
    }
  }
  return { text: Buffer.concat(parts).subarray(0, limit).toString('utf8'), size: head.size, truncated }
}
