import { checksumHeader } from '../checksums.ts'
import { S3Fault } from '../faults.ts'
import type { Attributes, ObjectRecord, StoredChecksum } from '../records.ts'
import { httpTime, quoted, type S3Call } from './call.ts'

/** Headers that are kept with an object and given back with it, besides its type. */
const keptHeaders = ['cache-control', 'content-disposition', 'content-encoding', 'content-language', 'expires']
const largestMetadata = 2048
/** What the value of a header cannot hold. */
const unsayable = /[^\t\x20-\x7e\x80-\xff]/

/**
 * Headers with a meaning that this store does not have, and the values for which the meaning makes no difference here.
 * Anything else is refused rather than dropped silently.
 */
const understood: Readonly<Record<string, readonly string[]>> = {
  'x-amz-acl': ['private', 'bucket-owner-full-control'],
  'x-amz-server-side-encryption': ['AES256', 'aws:kms'],
  'x-amz-server-side-encryption-customer-algorithm': [],
  'x-amz-copy-source-server-side-encryption-customer-algorithm': [],
  'x-amz-storage-class': [
    'STANDARD',
    'STANDARD_IA',
    'ONEZONE_IA',
    'INTELLIGENT_TIERING',
    'REDUCED_REDUNDANCY',
    'GLACIER_IR',
  ],
  'x-amz-tagging': [''],
  'x-amz-tagging-directive': ['COPY'],
  'x-amz-website-redirect-location': [],
  'x-amz-object-lock-mode': [],
  'x-amz-object-lock-legal-hold': ['OFF'],
  'x-amz-object-lock-retain-until-date': [],
  'x-amz-bucket-object-lock-enabled': ['false'],
  'x-amz-write-offset-bytes': [],
}

/** Fails with NotImplemented where a header asks for what is not done here. */
export function checkHeaders(call: S3Call): void {
  for (const [name, values] of Object.entries(understood)) {
    const value = call.header(name)
    if (value !== undefined && !values.includes(value))
      throw new S3Fault('NotImplemented', `This store does not do what ${name}: ${value} asks for.`, { Header: name })
  }
  if (Object.keys(call.headersUnder('x-amz-grant-')).length > 0)
    throw new S3Fault('NotImplemented', 'This store has one owner and grants nothing.', { Header: 'x-amz-grant-*' })
}

/** What the client says of the object it writes. Fails when that is too much. */
export function attributesOf(call: S3Call): Attributes {
  const meta = call.headersUnder('x-amz-meta-')
  for (const [name, value] of Object.entries(meta))
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || unsayable.test(value))
      throw new S3Fault('InvalidArgument', `The metadata ${name} has characters that no header may have.`)
  const size = Object.entries(meta).reduce((sum, [name, value]) => sum + name.length + value.length, 0)
  if (size > largestMetadata)
    throw new S3Fault('MetadataTooLarge', undefined, { Size: `${size}`, MaxSizeAllowed: `${largestMetadata}` })
  const headers = Object.fromEntries(
    keptHeaders.flatMap(name => {
      const value = name === 'content-encoding' ? encodingOf(call) : call.header(name)
      return value ? [[name, value]] : []
    }),
  )
  const contentType = call.header('content-type')
  return { headers, meta, ...(contentType && { contentType }) }
}

/** `aws-chunked` is how the body travels, not what it is. */
function encodingOf(call: S3Call): string | undefined {
  const encodings = (call.header('content-encoding') ?? '').split(',').map(encoding => encoding.trim())
  return encodings.filter(encoding => encoding !== '' && encoding !== 'aws-chunked').join(',')
}

/** Headers that GET and HEAD give for an object, and those that a signed query may put in their place. */
export function objectHeaders(call: S3Call, object: ObjectRecord): Record<string, string> {
  const { attributes, etag, modified } = object
  const meta = Object.entries(attributes.meta).map(([name, value]) => [`x-amz-meta-${name}`, value] as const)
  const headers: Record<string, string> = {
    'accept-ranges': 'bytes',
    'content-type': attributes.contentType ?? 'binary/octet-stream',
    etag: quoted(etag),
    'last-modified': httpTime(modified),
    ...attributes.headers,
    ...Object.fromEntries(meta),
  }
  for (const name of ['content-type', ...keptHeaders]) {
    const instead = call.query.get(`response-${name}`)
    if (instead === undefined) continue
    if (unsayable.test(instead)) throw new S3Fault('InvalidArgument', `response-${name} is no header value.`)
    headers[name] = instead
  }
  return headers
}

export function checksumHeaders(checksum: StoredChecksum | undefined): Record<string, string> {
  if (!checksum) return {}
  return { [checksumHeader(checksum.name)]: checksum.value, 'x-amz-checksum-type': checksum.type }
}
