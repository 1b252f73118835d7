import type { ChecksumName } from '../checksums.ts'
import { S3Fault } from '../faults.ts'
import type { Incoming, ObjectRecord, Place } from '../records.ts'
import { attributesOf, checkHeaders, checksumHeaders, objectHeaders } from './attributes.ts'
import { checksumNamed, incomingOf, textOf } from './body.ts'
import { checkBucket } from './buckets.ts'
import { isoTime, quoted, type S3Answer, type S3Call, unquoted } from './call.ts'
import { failed, partCount, partOf, rangeOf, readConditions, writeGuard } from './conditions.ts'
import { childText, document, element, parseXml } from './xml.ts'

export async function putObject(call: S3Call): Promise<S3Answer> {
  checkHeaders(call)
  const object = await call.storage.objects.put(call, incomingOf(call), attributesOf(call), writeGuard(call))
  return { headers: { etag: quoted(object.etag), ...checksumHeaders(object.checksum) } }
}

export async function getObject(call: S3Call): Promise<S3Answer> {
  const object = find(call, call)
  const answer = describe(call, object)
  if (answer.status === 304) return answer
  const [start, end] = answer.range
  return { ...answer, body: call.storage.objects.read(object, start, end) }
}

export async function headObject(call: S3Call): Promise<S3Answer> {
  return describe(call, find(call, call))
}

/** What an object is known by, as far as it is asked for. Of its parts only their number is kept. */
export async function getObjectAttributes(call: S3Call): Promise<S3Answer> {
  const object = find(call, call)
  const { headers } = describe(call, object)
  const asked = new Set((call.header('x-amz-object-attributes') ?? '').split(',').map(name => name.trim()))
  if (![...asked].every(name => attributeNames.includes(name)))
    throw new S3Fault('InvalidArgument', `x-amz-object-attributes names some of ${attributeNames.join(', ')}.`)
  const { checksum, etag, size } = object
  const parts = partCount(object)
  const told = {
    ETag: element('ETag', etag),
    Checksum:
      checksum &&
      element('Checksum', [
        element(`Checksum${checksum.name}`, checksum.value.replace(/-\d+$/, '')),
        element('ChecksumType', checksum.type),
      ]),
    ObjectParts: parts === undefined ? undefined : element('ObjectParts', [element('PartsCount', parts)]),
    StorageClass: element('StorageClass', 'STANDARD'),
    ObjectSize: element('ObjectSize', size),
  }
  return {
    headers: { 'last-modified': headers['last-modified'] ?? '' },
    body: document(
      'GetObjectAttributesResponse',
      Object.entries(told).map(([name, value]) => (asked.has(name) ? value : undefined)),
    ),
  }
}

const attributeNames: readonly string[] = ['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize']

export async function deleteObject(call: S3Call): Promise<S3Answer> {
  const guard = writeGuard(call)
  const [refused] = await call.storage.objects.remove(call.bucket, [{ key: call.key, ...(guard && { guard }) }])
  if (refused) throw refused
  return { status: 204 }
}

/** Up to a thousand keys at once; each is told as deleted, also one that was not there. */
export async function deleteObjects(call: S3Call): Promise<S3Answer> {
  const request = parseXml(await textOf(call))
  const named = request.children.filter(child => child.name === 'Object')
  if (request.name !== 'Delete' || named.length === 0 || named.length > 1000) throw new S3Fault('MalformedXML')
  const keys = named.map(object => {
    const key = childText(object, 'Key')
    if (!key) throw new S3Fault('MalformedXML')
    if (!['', 'null', undefined].includes(childText(object, 'VersionId')))
      throw new S3Fault('NotImplemented', 'This store keeps no versions.')
    const etag = childText(object, 'ETag')
    if (etag === undefined) return { key }
    const guard = (current: ObjectRecord | undefined) => {
      if (current && etag !== '*' && unquoted(etag) !== current.etag) throw failed('If-Match')
    }
    return { key, guard }
  })
  const refused = await call.storage.objects.remove(call.bucket, keys)
  const quiet = childText(request, 'Quiet')?.trim() === 'true'
  const told = keys.map(({ key }, index) => {
    const fault = refused[index]
    if (fault)
      return element('Error', [element('Key', key), element('Code', fault.code), element('Message', fault.message)])
    return quiet ? undefined : element('Deleted', [element('Key', key)])
  })
  return { body: document('DeleteResult', told) }
}

/** Writes the bytes anew, so that the copy has an ETag and a checksum of its own. */
export async function copyObject(call: S3Call): Promise<S3Answer> {
  checkHeaders(call)
  const source = copySource(call)
  const directive = call.header('x-amz-metadata-directive') ?? 'COPY'
  if (directive !== 'COPY' && directive !== 'REPLACE')
    throw new S3Fault('InvalidArgument', 'x-amz-metadata-directive is COPY or REPLACE.')
  if (directive === 'COPY' && source.bucket === call.bucket && source.key === call.key)
    throw new S3Fault('InvalidRequest', 'A copy of an object onto itself must change something, such as its metadata.')
  const named = call.header('x-amz-checksum-algorithm')
  const keep = named === undefined ? source.checksum?.name : checksumNamed(named)
  const attributes = directive === 'COPY' ? source.attributes : attributesOf(call)
  const guard = writeGuard(call)
  const copy = await withBytes(call, source, keep, undefined, bytes =>
    call.storage.objects.put(call, bytes, attributes, guard),
  )
  return { body: document('CopyObjectResult', copyResult(copy)) }
}

/** What a copy is told as: of an object, or of a part. */
export function copyResult({ modified, etag, checksum }: Pick<ObjectRecord, 'modified' | 'etag' | 'checksum'>) {
  return [
    element('LastModified', isoTime(modified)),
    element('ETag', quoted(etag)),
    checksum && element(`Checksum${checksum.name}`, checksum.value),
    checksum && element('ChecksumType', checksum.type),
  ]
}

/** The object that `x-amz-copy-source` names, if its conditions hold. */
export function copySource(call: S3Call): ObjectRecord {
  const [path = '', version] = (call.header('x-amz-copy-source') ?? '').split('?versionId=')
  if (version !== undefined && version !== 'null') throw new S3Fault('NotImplemented', 'This store keeps no versions.')
  const [, bucket, key] = /^\/?([^/]+)\/(.+)$/s.exec(decoded(path)) ?? []
  if (!bucket || !key) throw new S3Fault('InvalidArgument', 'x-amz-copy-source reads bucket/key.')
  const object = find(call, { bucket, key })
  if (readConditions(call, object, 'x-amz-copy-source-') !== 'met') throw failed('x-amz-copy-source-if-*')
  return object
}

/** Hands over the bytes of a source, all of them or a range, and lets go of them however that ends. */
export async function withBytes<T>(
  call: S3Call,
  source: ObjectRecord,
  keep: ChecksumName | undefined,
  range: readonly [start: number, end: number] | undefined,
  use: (bytes: Incoming) => Promise<T>,
): Promise<T> {
  const chunks = call.storage.objects.read(source, ...(range ?? []))
  try {
    return await use({ chunks, digests: keep ? [keep] : [], ...(keep && { keep }) })
  } finally {
    chunks.destroy()
  }
}

function find({ storage }: S3Call, { bucket, key }: Place): ObjectRecord {
  const object = storage.objects.get({ bucket, key })
  if (object) return object
  checkBucket(storage, bucket)
  throw new S3Fault('NoSuchKey', `There is no ${key} in the bucket ${bucket}.`, { Key: key })
}

function describe(call: S3Call, object: ObjectRecord) {
  const condition = readConditions(call, object)
  if (condition === 'failed') throw failed('If-Match')
  const headers = objectHeaders(call, object)
  const whole = [0, object.size] as const
  if (condition === 'notModified') {
    const { etag = '', 'last-modified': modified = '' } = headers
    return { status: 304, headers: { etag, 'last-modified': modified }, range: whole }
  }
  const range = wanted(call, object)
  const [start, end] = range ?? whole
  headers['content-length'] = `${end - start}`
  if (range && object.size > 0) headers['content-range'] = `bytes ${start}-${end - 1}/${object.size}`
  const parts = call.query.has('partNumber') ? partCount(object) : undefined
  if (parts !== undefined) headers['x-amz-mp-parts-count'] = `${parts}`
  if (range && end - start < object.size) return { status: 206, headers, range: [start, end] as const }
  if (call.header('x-amz-checksum-mode')?.toUpperCase() === 'ENABLED')
    Object.assign(headers, checksumHeaders(object.checksum))
  return { status: range && object.size > 0 ? 206 : 200, headers, range: [start, end] as const }
}

/** The bytes that a range or the number of a part asks for; undefined for all. */
function wanted(call: S3Call, object: ObjectRecord): readonly [start: number, end: number] | undefined {
  const range = call.header('range')
  const part = call.query.get('partNumber')
  if (part === undefined) return stillMeant(call, object) ? rangeOf(range, object.size) : undefined
  if (range !== undefined) throw new S3Fault('InvalidRequest', 'Ask for a range or for a part, not for both.')
  return partOf(object, part)
}

/** With If-Range the range is meant only for the object as the client knows it. */
function stillMeant(call: S3Call, object: ObjectRecord): boolean {
  const known = call.header('if-range')
  return known === undefined || unquoted(known) === object.etag
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new S3Fault('InvalidArgument', 'x-amz-copy-source cannot be decoded.')
  }
}
