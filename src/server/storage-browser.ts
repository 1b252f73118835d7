import { Fault } from '../api/faults.ts'
import type { WorkspaceCalls } from '../api/workspace.ts'
import type { ObjectStore } from '../engine/ports.ts'
import type { Storage } from './storage/storage.ts'

/** One level of the store under `s3://bucket/prefix`; `s3://` gives the buckets. */
export async function listLevel(s3: Storage, uri: string): Promise<WorkspaceCalls['ListStorage']['out']> {
  const match = /^s3:\/\/(?:([^/]+)\/(.*))?$/s.exec(uri)
  if (!match)
    throw new Fault(
      'InvalidRequestException',
      `${uri} is no place in the store: those read s3:// or s3://bucket/prefix.`,
    )
  const [, bucket, prefix = ''] = match
  if (bucket === undefined) return { prefixes: s3.buckets.list().map(({ name }) => `s3://${name}/`), objects: [] }
  if (!s3.buckets.get(bucket)) throw new Fault('NotFound', `There is no bucket ${bucket}.`)
  const prefixes: string[] = []
  const objects: { uri: string; size: number; modified: number }[] = []
  for (let from: Uint8Array | undefined; ; ) {
    const page = s3.objects.list({ bucket, prefix, delimiter: '/', limit: pageSize, ...(from && { from }) })
    prefixes.push(...page.prefixes.map(key => `s3://${bucket}/${key}`))
    for (const { key, size, modified } of page.objects) objects.push({ uri: `s3://${bucket}/${key}`, size, modified })
    if (!page.next) return { prefixes, objects }
    from = page.next
  }
}

const pageSize = 1000

/** The beginning of an object as text; a .gz is unpacked. `limit` in bytes, 256 KiB unless told. */
export async function readObject(
  storage: ObjectStore,
  uri: string,
  limit = 256 * 1024,
): Promise<WorkspaceCalls['ReadObject']['out']> {
  const head = await storage.head(uri)
  const plain = head && (await (uri.endsWith('.gz') ? storage.unpacked(uri) : storage.get(uri)))
  if (!plain) throw new Fault('NotFound', `There is no object ${uri}.`)
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
