import { exitCodes, Refusal } from './refusal.ts'
import { type Call, send, type Target } from './sign.ts'

export interface S3Path {
  readonly bucket: string
  readonly key: string
}

export interface Listed {
  readonly key: string
  readonly size: number
  readonly modified: Date
}

/** Bytes of one part of an upload: what is held in memory at a time. */
const partSize = 16 << 20

export function readS3Path(text: string): S3Path | undefined {
  const match = /^s3:\/\/([^/]*)\/?([\s\S]*)$/.exec(text)
  return match ? { bucket: match[1] ?? '', key: match[2] ?? '' } : undefined
}

/** The S3 operations that the verbs need, path style. */
export function s3Client(target: Target) {
  const call = async (operation: string, request: Call): Promise<Response> => {
    const response = await send(target, request)
    if (response.ok) return response
    const text = await response.text()
    const code = element(text, 'Code') ?? String(response.status)
    const reason = element(text, 'Message') ?? response.statusText
    throw new Refusal(
      `An error occurred (${code}) when calling the ${operation} operation: ${reason}`,
      exitCodes.failed,
    )
  }
  const pathOf = ({ bucket, key }: S3Path) => `/${bucket}${key === '' ? '' : `/${key}`}`

  return {
    async buckets(): Promise<{ name: string; created: Date }[]> {
      const text = await (await call('ListBuckets', { method: 'GET', path: '/' })).text()
      return elements(text, 'Bucket').map(one => ({
        name: element(one, 'Name') ?? '',
        created: new Date(element(one, 'CreationDate') ?? 0),
      }))
    },

    /** Objects and, where `delimiter` is given, common prefixes, page by page. */
    async *list({ bucket, key }: S3Path, delimiter = ''): AsyncGenerator<{ objects: Listed[]; prefixes: string[] }> {
      for (let token: string | undefined, more = true; more; ) {
        const query = {
          'list-type': '2',
          prefix: key,
          'encoding-type': 'url',
          ...(delimiter && { delimiter }),
          ...(token && { 'continuation-token': token }),
        }
        const text = await (await call('ListObjectsV2', { method: 'GET', path: `/${bucket}`, query })).text()
        const plain = (name: string | undefined) => decodeURIComponent((name ?? '').replaceAll('+', ' '))
        yield {
          objects: elements(text, 'Contents').map(one => ({
            key: plain(element(one, 'Key')),
            size: Number(element(one, 'Size')),
            modified: new Date(element(one, 'LastModified') ?? 0),
          })),
          prefixes: elements(text, 'CommonPrefixes').map(one => plain(element(one, 'Prefix'))),
        }
        token = element(text, 'NextContinuationToken')
        more = element(text, 'IsTruncated') === 'true' && token !== undefined
      }
    },

    async head(path: S3Path): Promise<Listed | undefined> {
      const response = await send(target, { method: 'HEAD', path: pathOf(path) })
      if (response.status === 404) return undefined
      if (!response.ok)
        throw new Refusal(
          `An error occurred (${response.status}) when calling the HeadObject operation: ${response.statusText || 'refused'}`,
          exitCodes.failed,
        )
      return {
        key: path.key,
        size: Number(response.headers.get('content-length')),
        modified: new Date(response.headers.get('last-modified') ?? 0),
      }
    },

    get: (path: S3Path) => call('GetObject', { method: 'GET', path: pathOf(path) }),

    /** Puts a stream of unknown length: in one request when it fits into a part, else in parts. */
    async put(path: S3Path, chunks: AsyncIterable<Uint8Array>, contentType?: string) {
      const parts = inParts(chunks)
      const first = await parts.next()
      const second = first.done ? first : await parts.next()
      const headers = contentType ? { 'content-type': contentType } : {}
      if (second.done) {
        await call('PutObject', { method: 'PUT', path: pathOf(path), headers, body: first.value ?? new Uint8Array() })
        return
      }
      const begun = await call('CreateMultipartUpload', {
        method: 'POST',
        path: pathOf(path),
        query: { uploads: '' },
        headers,
      })
      const uploadId = element(await begun.text(), 'UploadId') ?? ''
      try {
        const tags: string[] = []
        const upload = async (body: Uint8Array) => {
          const query = { partNumber: String(tags.length + 1), uploadId }
          const done = await call('UploadPart', { method: 'PUT', path: pathOf(path), query, body })
          tags.push(done.headers.get('etag') ?? '')
        }
        await upload(first.value ?? new Uint8Array())
        await upload(second.value)
        for await (const part of parts) await upload(part)
        const listed = tags.map((tag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>${tag}</ETag></Part>`)
        const body = `<CompleteMultipartUpload>${listed.join('')}</CompleteMultipartUpload>`
        await call('CompleteMultipartUpload', { method: 'POST', path: pathOf(path), query: { uploadId }, body })
      } catch (error) {
        await send(target, { method: 'DELETE', path: pathOf(path), query: { uploadId } }).catch(() => undefined)
        throw error
      }
    },

    async copy(from: S3Path, to: S3Path) {
      const source = pathOf(from).split('/').map(encodeURIComponent).join('/')
      await call('CopyObject', { method: 'PUT', path: pathOf(to), headers: { 'x-amz-copy-source': source } })
    },

    async remove(path: S3Path) {
      await call('DeleteObject', { method: 'DELETE', path: pathOf(path) })
    },

    async makeBucket(bucket: string) {
      const place = target.region === 'us-east-1' ? '' : `<LocationConstraint>${target.region}</LocationConstraint>`
      const body = place && `<CreateBucketConfiguration>${place}</CreateBucketConfiguration>`
      await call('CreateBucket', { method: 'PUT', path: `/${bucket}`, ...(body && { body }) })
    },

    async removeBucket(bucket: string) {
      await call('DeleteBucket', { method: 'DELETE', path: `/${bucket}` })
    },
  }
}

export type S3Client = ReturnType<typeof s3Client>

async function* inParts(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, undefined> {
  let held: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    held.push(chunk)
    size += chunk.length
    if (size < partSize) continue
    yield Buffer.concat(held, size)
    held = []
    size = 0
  }
  if (size > 0) yield Buffer.concat(held, size)
  return undefined
}

/** The texts of S3's answers are flat enough to be read by pattern. */
const elements = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<${name}>([\\s\\S]*?)</${name}>`, 'g'))].map(match => match[1] ?? '')

function element(xml: string, name: string): string | undefined {
  return elements(xml, name)[0]?.replace(/&(lt|gt|quot|apos|amp|#\d+|#x[\da-f]+);/gi, (_, entity: string) => {
    if (entity.startsWith('#x')) return String.fromCodePoint(Number.parseInt(entity.slice(2), 16))
    if (entity.startsWith('#')) return String.fromCodePoint(Number(entity.slice(1)))
    return entities[entity.toLowerCase()] ?? ''
  })
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }
