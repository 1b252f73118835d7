import { encode } from '../../sigv4.ts'
import { S3Fault } from '../faults.ts'
import type { ObjectRecord } from '../records.ts'
import type { Storage } from '../storage.ts'
import { checkHeaders } from './attributes.ts'
import { textOf } from './body.ts'
import { isoTime, owner, quoted, type S3Answer, type S3Call } from './call.ts'
import { childText, document, element, parseXml } from './xml.ts'

/** In this region buckets have no location constraint, and making one's own bucket again is no error. */
const firstRegion = 'us-east-1'

export async function listBuckets(call: S3Call): Promise<S3Answer> {
  const prefix = call.query.get('prefix') ?? ''
  const after = tokenOf(call)?.toString() ?? ''
  const region = call.query.get('bucket-region')
  const limit = limitOf(call, 'max-buckets', 10_000)
  const all = call.storage.buckets
    .list()
    .filter(({ name, region: home }) => name.startsWith(prefix) && name > after && (!region || region === home))
  const page = all.slice(0, limit)
  const last = all.length > page.length ? page.at(-1) : undefined
  return {
    body: document('ListAllMyBucketsResult', [
      ownerElement('Owner'),
      element(
        'Buckets',
        page.map(({ name, region: home, created }) =>
          element('Bucket', [
            element('Name', name),
            element('CreationDate', isoTime(created)),
            element('BucketRegion', home),
          ]),
        ),
      ),
      element('ContinuationToken', last && Buffer.from(last.name).toString('base64url')),
      element('Prefix', call.query.get('prefix')),
    ]),
  }
}

export async function createBucket(call: S3Call): Promise<S3Answer> {
  checkHeaders(call)
  const name = call.bucket
  const wellFormed = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !name.includes('..') && !/^[\d.]+$/.test(name)
  if (!wellFormed) throw new S3Fault('InvalidBucketName', undefined, { BucketName: name })
  const region = (await locationConstraint(call)) ?? call.region
  const made = await call.storage.buckets.create(name, region)
  if (!made && region !== firstRegion) throw new S3Fault('BucketAlreadyOwnedByYou', undefined, { BucketName: name })
  return { headers: { location: `/${name}` } }
}

export async function headBucket(call: S3Call): Promise<S3Answer> {
  const { region } = checkBucket(call.storage, call.bucket)
  return { headers: { 'x-amz-bucket-region': region, 'x-amz-access-point-alias': 'false' } }
}

export async function deleteBucket(call: S3Call): Promise<S3Answer> {
  await call.storage.buckets.remove(call.bucket)
  return { status: 204 }
}

export async function getBucketLocation(call: S3Call): Promise<S3Answer> {
  const { region } = checkBucket(call.storage, call.bucket)
  return { body: document('LocationConstraint', region === firstRegion ? '' : region) }
}

/** Without a status: what S3 says of a bucket that never had versions. Turning them on is refused. */
export async function getBucketVersioning(call: S3Call): Promise<S3Answer> {
  checkBucket(call.storage, call.bucket)
  return { body: document('VersioningConfiguration', '') }
}

export async function listObjectsV2(call: S3Call): Promise<S3Answer> {
  const { query } = call
  const from = tokenOf(call)
  const list = listing(call, from ? undefined : query.get('start-after'), from)
  const { page, text } = list
  return {
    body: document('ListBucketResult', [
      ...list.head,
      element('KeyCount', page.objects.length + page.prefixes.length),
      element('StartAfter', text(query.get('start-after'))),
      element('ContinuationToken', query.get('continuation-token')),
      element('NextContinuationToken', page.next && Buffer.from(page.next).toString('base64url')),
      ...list.entries(query.get('fetch-owner') === 'true'),
    ]),
  }
}

/** The older form, which goes on from a key and names the next one only where there is a delimiter. */
export async function listObjectsV1(call: S3Call): Promise<S3Answer> {
  const { query } = call
  const marker = query.get('marker')
  const list = listing(call, marker || undefined, undefined)
  const { page, text } = list
  const last = [page.objects.at(-1)?.key ?? '', page.prefixes.at(-1) ?? ''].reduce((a, b) => (comesAfter(a, b) ? a : b))
  return {
    body: document('ListBucketResult', [
      ...list.head,
      element('Marker', text(marker ?? '')),
      element('NextMarker', page.next && query.has('delimiter') ? text(last) : undefined),
      ...list.entries(true),
    ]),
  }
}

/** Fails with NoSuchBucket. */
export function checkBucket(storage: Storage, name: string) {
  const bucket = storage.buckets.get(name)
  if (!bucket) throw new S3Fault('NoSuchBucket', `There is no bucket ${name}.`, { BucketName: name })
  return bucket
}

/** A number in the query, at most `most`, or `otherwise` where there is none. */
export function limitOf(call: S3Call, name: string, most: number, otherwise = most): number {
  const text = call.query.get(name)
  if (text === undefined || text === '') return otherwise
  if (!/^\d{1,10}$/.test(text)) throw new S3Fault('InvalidArgument', `${name} must be a number that is not negative.`)
  return Math.min(Number(text), most)
}

/** How names stand in the answer: as they are, or percent-encoded where the client asked for that. */
export function nameText(call: S3Call): <T extends string | undefined>(text: T) => T {
  const encoding = call.query.get('encoding-type')
  if (encoding === undefined) return text => text
  if (encoding !== 'url') throw new S3Fault('InvalidArgument', 'encoding-type can only be url.')
  return text => (text === undefined ? text : (text.split('/').map(encode).join('/') as typeof text))
}

function listing(call: S3Call, from: string | undefined, token: Buffer | undefined) {
  const { bucket, query, storage } = call
  const text = nameText(call)
  const prefix = query.get('prefix') ?? ''
  const delimiter = query.get('delimiter')
  const limit = limitOf(call, 'max-keys', 1000)
  const page = storage.objects.list({
    bucket,
    prefix,
    limit,
    ...(delimiter && { delimiter }),
    ...(from !== undefined && { after: from }),
    ...(token && { from: token }),
  })
  return {
    page,
    text,
    head: [
      element('Name', bucket),
      element('Prefix', text(prefix)),
      element('Delimiter', text(delimiter)),
      element('MaxKeys', limit),
      element('EncodingType', query.get('encoding-type')),
      element('IsTruncated', page.next !== undefined),
    ],
    entries: (withOwner: boolean) => [
      ...page.objects.map(object => element('Contents', objectEntry(object, text, withOwner))),
      ...page.prefixes.map(folder => element('CommonPrefixes', [element('Prefix', text(folder))])),
    ],
  }
}

function objectEntry(
  { key, modified, etag, size, checksum }: ObjectRecord,
  text: (key: string) => string,
  withOwner: boolean,
) {
  return [
    element('Key', text(key)),
    element('LastModified', isoTime(modified)),
    element('ETag', quoted(etag)),
    checksum && element('ChecksumAlgorithm', checksum.name),
    checksum && element('ChecksumType', checksum.type),
    element('Size', size),
    element('StorageClass', 'STANDARD'),
    withOwner ? ownerElement('Owner') : undefined,
  ]
}

export const ownerElement = (name: string) =>
  element(name, [element('ID', owner.id), element('DisplayName', owner.name)])

function tokenOf(call: S3Call): Buffer | undefined {
  const token = call.query.get('continuation-token')
  return token ? Buffer.from(token, 'base64url') : undefined
}

/** In the order of S3, which is that of the bytes. */
export const comesAfter = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b)) > 0

async function locationConstraint(call: S3Call): Promise<string | undefined> {
  if (call.header('content-length') === '0' || call.header('content-length') === undefined) return undefined
  const text = await textOf(call)
  return text.trim() === '' ? undefined : childText(parseXml(text), 'LocationConstraint') || undefined
}
