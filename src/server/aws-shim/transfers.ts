import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as WebStream } from 'node:stream/web'
import { exitCodes, Refusal } from './refusal.ts'
import type { S3Client, S3Path } from './s3-client.ts'

/** One side of a transfer. */
export type Side = { readonly kind: 's3'; readonly path: S3Path } | { readonly kind: 'local'; readonly path: string }

/** Something to be moved: its place, and its path relative to what was asked for. */
export interface Item {
  readonly side: Side
  readonly name: string
  readonly size: number
  readonly modified: Date
}

export const show = (side: Side): string =>
  side.kind === 's3' ? `s3://${side.path.bucket}/${side.path.key}` : shownPath(side.path)

/** As the AWS CLI prints local paths: relative to where it runs, a file there with `./`. */
const shownPath = (path: string) => `${relative(process.cwd(), dirname(resolve(path))) || '.'}${sep}${basename(path)}`

/** Everything below one side, by name. A local folder that is missing is an error, an empty prefix is not. */
export async function* itemsBelow(client: S3Client, side: Side): AsyncGenerator<Item> {
  if (side.kind === 's3') {
    const { bucket, key } = side.path
    const prefix = key === '' || key.endsWith('/') ? key : `${key}/`
    for await (const { objects } of client.list({ bucket, key: prefix }))
      for (const { key, size, modified } of objects)
        if (!key.endsWith('/') || size > 0)
          yield { side: { kind: 's3', path: { bucket, key } }, name: key.slice(prefix.length), size, modified }
    return
  }
  const entries = await readdir(side.path, { recursive: true, withFileTypes: true }).catch(() => {
    throw new Refusal(`The user-provided path ${side.path} does not exist.`, exitCodes.general)
  })
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name)
    const { size, mtime } = await stat(path).catch(() => ({ size: 0, mtime: new Date(0) }))
    if (entry.isFile() || (entry.isSymbolicLink() && (await isFile(path))))
      yield {
        side: { kind: 'local', path },
        name: relative(side.path, path).split(sep).join('/'),
        size,
        modified: mtime,
      }
  }
}

const isFile = (path: string) =>
  stat(path).then(
    s => s.isFile(),
    () => false,
  )

/** The side that an item of this name has below another side. */
export function sideBelow(side: Side, name: string): Side {
  if (side.kind === 's3') {
    const { bucket, key } = side.path
    return { kind: 's3', path: { bucket, key: `${key === '' || key.endsWith('/') ? key : `${key}/`}${name}` } }
  }
  const path = resolve(side.path, ...name.split('/'))
  if (path !== resolve(side.path) && !path.startsWith(resolve(side.path) + sep))
    throw new Refusal(`The key ${name} would be written outside of ${side.path}.`, exitCodes.failed)
  return { kind: 'local', path: join(side.path, ...name.split('/')) }
}

/** Where a single item goes: a folder or a prefix keeps its name. */
export async function sideForOne(to: Side, name: string): Promise<Side> {
  if (to.kind === 's3') return to.path.key === '' || to.path.key.endsWith('/') ? sideBelow(to, name) : to
  const folder =
    to.path.endsWith('/') ||
    (await stat(to.path).then(
      s => s.isDirectory(),
      () => false,
    ))
  return folder ? { kind: 'local', path: join(to.path, basename(name)) } : to
}

/** Moves the bytes of one item; gives the word for it. */
export async function transfer(client: S3Client, from: Side, to: Side, contentType?: string): Promise<string> {
  if (from.kind === 's3' && to.kind === 's3') {
    await client.copy(from.path, to.path)
    return 'copy'
  }
  if (from.kind === 's3' && to.kind === 'local') {
    const response = await client.get(from.path)
    await mkdir(dirname(to.path), { recursive: true })
    const half = `${to.path}.${process.pid}.part`
    try {
      const body = response.body ? Readable.fromWeb(response.body as WebStream<Uint8Array>) : Readable.from([])
      await pipeline(body, createWriteStream(half))
      await rename(half, to.path)
    } finally {
      await rm(half, { force: true })
    }
    // So that a later sync sees what is unchanged.
    const modified = new Date(response.headers.get('last-modified') ?? Date.now())
    await utimes(to.path, modified, modified)
    return 'download'
  }
  if (from.kind === 'local' && to.kind === 's3') {
    await client.put(to.path, createReadStream(from.path, { highWaterMark: 1 << 20 }), contentType ?? typeOf(from.path))
    return 'upload'
  }
  throw new Refusal('One of the two paths must begin with s3://.', exitCodes.usage)
}

export async function removeItem(client: S3Client, side: Side): Promise<void> {
  if (side.kind === 's3') await client.remove(side.path)
  else await rm(side.path)
}

const types: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  css: 'text/css',
  gz: 'application/gzip',
  html: 'text/html',
  js: 'text/javascript',
  json: 'application/json',
  pdf: 'application/pdf',
  png: 'image/png',
  py: 'text/x-python',
  sh: 'application/x-sh',
  tsv: 'text/tab-separated-values',
  txt: 'text/plain',
  xml: 'text/xml',
  zip: 'application/zip',
}

const typeOf = (path: string) => types[path.slice(path.lastIndexOf('.') + 1).toLowerCase()]
