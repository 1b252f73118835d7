import { type ChecksumName, checksumHeader, checksumNames, checksums } from '../checksums.ts'
import { S3Fault } from '../faults.ts'
import type { ObjectRecord, StoredChecksum } from '../records.ts'
import type { NamedPart, Upload, UploadChecksum } from '../uploads.ts'
import { attributesOf, checkHeaders, checksumHeaders } from './attributes.ts'
import { checksumNamed, incomingOf, textOf } from './body.ts'
import { comesAfter, limitOf, nameText, ownerElement } from './buckets.ts'
import { isoTime, quoted, type S3Answer, type S3Call, unquoted } from './call.ts'
import { rangeOf, writeGuard } from './conditions.ts'
import { copyResult, copySource, withBytes } from './objects.ts'
import { childText, document, type Element, element, parseXml } from './xml.ts'

const mostParts = 10_000

export async function createUpload(call: S3Call): Promise<S3Answer> {
  checkHeaders(call)
  const checksum = uploadChecksum(call)
  const upload = await call.storage.uploads.create(call, attributesOf(call), checksum)
  return {
    headers: checksum ? { 'x-amz-checksum-algorithm': checksum.name, 'x-amz-checksum-type': checksum.type } : {},
    body: document('InitiateMultipartUploadResult', [
      element('Bucket', call.bucket),
      element('Key', call.key),
      element('UploadId', upload.id),
    ]),
  }
}

export async function uploadPart(call: S3Call): Promise<S3Answer> {
  const { uploads } = call.storage
  const { id, number, upload } = named(call)
  const part = await uploads.putPart(call, id, number, incomingOf(call, upload.checksum?.name))
  return { headers: { etag: quoted(part.etag), ...valueHeader(part.checksum) } }
}

export async function uploadPartCopy(call: S3Call): Promise<S3Answer> {
  const { id, number, upload } = named(call)
  const source = copySource(call)
  const asked = call.header('x-amz-copy-source-range')
  const range = rangeOf(asked, source.size)
  if (asked !== undefined && !range)
    throw new S3Fault('InvalidArgument', 'x-amz-copy-source-range reads bytes=first-last.')
  const part = await withBytes(call, source, upload.checksum?.name, range, bytes =>
    call.storage.uploads.putPart(call, id, number, bytes),
  )
  return {
    body: document(
      'CopyPartResult',
      copyResult(part).filter(child => child?.name !== 'ChecksumType'),
    ),
  }
}

export async function listParts(call: S3Call): Promise<S3Answer> {
  const { uploads } = call.storage
  const { id, upload } = namedUpload(call)
  const limit = limitOf(call, 'max-parts', 1000)
  const marker = limitOf(call, 'part-number-marker', mostParts, 0)
  const parts = uploads.parts(call, id, marker, limit + 1)
  const page = parts.slice(0, limit)
  return {
    body: document('ListPartsResult', [
      element('Bucket', call.bucket),
      element('Key', nameText(call)(call.key)),
      element('UploadId', id),
      ownerElement('Initiator'),
      ownerElement('Owner'),
      element('StorageClass', 'STANDARD'),
      element('PartNumberMarker', marker),
      element('NextPartNumberMarker', parts.length > limit ? page.at(-1)?.number : undefined),
      element('MaxParts', limit),
      element('IsTruncated', parts.length > limit),
      ...checksumElements(upload.checksum),
      ...page.map(({ number, modified, etag, size, checksum }) =>
        element('Part', [
          element('PartNumber', number),
          element('LastModified', isoTime(modified)),
          element('ETag', quoted(etag)),
          element('Size', size),
          checksum && element(`Checksum${checksum.name}`, checksum.value),
        ]),
      ),
    ]),
  }
}

export async function completeUpload(call: S3Call): Promise<S3Answer> {
  const { id } = namedUpload(call)
  // A checksum in the headers is that of the whole object here, not of this body.
  const request = parseXml(await textOf(call, 'whole'))
  const parts = request.children.filter(child => child.name === 'Part').map(namedPart)
  if (request.name !== 'CompleteMultipartUpload' || parts.length === 0 || parts.length > mostParts)
    throw new S3Fault('MalformedXML')
  const guard = writeGuard(call)
  const check = (object: ObjectRecord) => checkWhole(call, object)
  const object = await call.storage.uploads.complete(call, id, parts, { check, ...(guard && { guard }) })
  const { checksum } = object
  return {
    body: document('CompleteMultipartUploadResult', [
      element('Location', `http://${call.header('host') ?? 'localhost'}${call.request.path}`),
      element('Bucket', call.bucket),
      element('Key', call.key),
      element('ETag', quoted(object.etag)),
      checksum && element(`Checksum${checksum.name}`, checksum.value),
      checksum && element('ChecksumType', checksum.type),
    ]),
  }
}

export async function abortUpload(call: S3Call): Promise<S3Answer> {
  await call.storage.uploads.abort(call, namedUpload(call).id)
  return { status: 204 }
}

export async function listUploads(call: S3Call): Promise<S3Answer> {
  const { bucket, query, storage } = call
  const text = nameText(call)
  const prefix = query.get('prefix') ?? ''
  const delimiter = query.get('delimiter') ?? ''
  const keyMarker = query.get('key-marker') ?? ''
  const idMarker = query.get('upload-id-marker') ?? ''
  const limit = limitOf(call, 'max-uploads', 1000)
  const all = storage.uploads.list(bucket, prefix)
  const seen = all.findIndex(upload => upload.id === idMarker)
  const rest = seen >= 0 ? all.slice(seen + 1) : all.filter(({ key }) => comesAfter(key, keyMarker))
  const page: Upload[] = []
  const folders = new Set<string>()
  let last: Upload | undefined
  let more = false
  for (const upload of rest) {
    const at = delimiter ? upload.key.indexOf(delimiter, prefix.length) : -1
    const folder = at < 0 ? undefined : upload.key.slice(0, at + delimiter.length)
    const told = folder !== undefined && folders.has(folder)
    more = !told && page.length + folders.size === limit
    if (more) break
    if (folder === undefined) page.push(upload)
    else folders.add(folder)
    last = upload
  }
  return {
    body: document('ListMultipartUploadsResult', [
      element('Bucket', bucket),
      element('KeyMarker', text(keyMarker)),
      element('UploadIdMarker', idMarker),
      element('NextKeyMarker', more ? text(last?.key) : undefined),
      element('NextUploadIdMarker', more ? last?.id : undefined),
      element('Prefix', text(prefix)),
      element('Delimiter', text(query.get('delimiter'))),
      element('EncodingType', query.get('encoding-type')),
      element('MaxUploads', limit),
      element('IsTruncated', more),
      ...page.map(({ key, id, started, checksum }) =>
        element('Upload', [
          element('Key', text(key)),
          element('UploadId', id),
          ownerElement('Initiator'),
          ownerElement('Owner'),
          element('StorageClass', 'STANDARD'),
          element('Initiated', isoTime(started)),
          ...checksumElements(checksum),
        ]),
      ),
      ...[...folders].map(folder => element('CommonPrefixes', [element('Prefix', text(folder))])),
    ]),
  }
}

function namedUpload(call: S3Call): { readonly id: string; readonly upload: Upload } {
  const id = call.query.get('uploadId') ?? ''
  return { id, upload: call.storage.uploads.get(call, id) }
}

function named(call: S3Call) {
  const number = Number(call.query.get('partNumber'))
  if (!Number.isInteger(number) || number < 1 || number > mostParts)
    throw new S3Fault('InvalidArgument', `A part's number is a whole number from 1 to ${mostParts}.`)
  return { ...namedUpload(call), number }
}

function namedPart(part: Element): NamedPart {
  const number = Number(childText(part, 'PartNumber') ?? Number.NaN)
  const etag = childText(part, 'ETag')
  if (!Number.isInteger(number) || etag === undefined) throw new S3Fault('MalformedXML')
  const sums = checksumNames.flatMap((name): [ChecksumName, string][] => {
    const value = childText(part, `Checksum${name}`)
    return value === undefined ? [] : [[name, value]]
  })
  return { number, etag: unquoted(etag), checksums: new Map(sums) }
}

/** A checksum of the whole can be joined from those of the parts only where it is a cyclic one. */
function uploadChecksum(call: S3Call): UploadChecksum | undefined {
  const algorithm = call.header('x-amz-checksum-algorithm')
  if (algorithm === undefined) return undefined
  const name = checksumNamed(algorithm)
  const type = call.header('x-amz-checksum-type')?.toUpperCase() ?? (name === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE')
  const possible =
    type === 'FULL_OBJECT' ? checksums[name].join !== undefined : type === 'COMPOSITE' && name !== 'CRC64NVME'
  if (!possible) throw new S3Fault('InvalidRequest', `A ${name} of an upload in parts cannot be of the type ${type}.`)
  return { name, type: type === 'FULL_OBJECT' ? type : 'COMPOSITE' }
}

/** What the client says of the whole when it completes an upload: its size, its checksum, or the latter's kind. */
function checkWhole(call: S3Call, { size, checksum }: ObjectRecord): void {
  const told = call.header('x-amz-mp-object-size')
  if (told !== undefined && told !== `${size}`)
    throw new S3Fault('InvalidRequest', `The parts have ${size} bytes together, not ${told}.`)
  const type = call.header('x-amz-checksum-type')?.toUpperCase()
  if (type !== undefined && checksum && type !== checksum.type)
    throw new S3Fault('InvalidRequest', `The upload was begun with the checksum type ${checksum.type}.`)
  const sent = checksum && call.header(checksumHeader(checksum.name))
  if (sent !== undefined && sent !== checksum?.value)
    throw new S3Fault('BadDigest', `The upload does not have the ${checksum?.name} that was sent.`)
}

function valueHeader(checksum: StoredChecksum | undefined): Record<string, string> {
  const { 'x-amz-checksum-type': _, ...value } = checksumHeaders(checksum)
  return value
}

const checksumElements = (checksum: UploadChecksum | undefined) =>
  checksum ? [element('ChecksumAlgorithm', checksum.name), element('ChecksumType', checksum.type)] : []
