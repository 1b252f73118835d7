import type { Face, GatewayAnswer, GatewayRequest, Log } from '../../face.ts'
import type { KeyPair } from '../../keys.ts'
import { isPresignedV2, verifyV2 } from '../../sigv2.ts'
import { claimOf, headerOf, parameters, type Refusal, type RefusalReason, type Signed, verify } from '../../sigv4.ts'
import { unwrittenBecause } from '../../unwritten.ts'
import { type S3Code, S3Fault } from '../faults.ts'
import type { Storage } from '../storage.ts'
import * as buckets from './buckets.ts'
import type { S3Answer, S3Call } from './call.ts'
import * as objects from './objects.ts'
import * as uploads from './uploads.ts'
import { document, element, errorDocument } from './xml.ts'

/** What the store does, each by its method, what its path names, and the query that marks it. All else is a 501. */
interface Operation {
  readonly method: string
  readonly on: 'service' | 'bucket' | 'object'
  /** Names that must be in the query, as `name` or `name=value`. */
  readonly marked?: readonly string[]
  /** Names that may be. */
  readonly takes?: readonly string[]
  /** A header that must be there, or with `!` before it must not. */
  readonly header?: string
  readonly run: (call: S3Call) => Promise<S3Answer>
}

const overrides = ['type', 'language', 'disposition', 'encoding'].map(name => `response-content-${name}`)
const reading = [...overrides, 'response-expires', 'response-cache-control', 'partNumber']
const listing = ['prefix', 'delimiter', 'max-keys', 'encoding-type']
const source = 'x-amz-copy-source'

const operations: readonly Operation[] = [
  {
    method: 'GET',
    on: 'service',
    takes: ['max-buckets', 'continuation-token', 'prefix', 'bucket-region'],
    run: buckets.listBuckets,
  },
  { method: 'PUT', on: 'bucket', run: buckets.createBucket },
  { method: 'HEAD', on: 'bucket', run: buckets.headBucket },
  { method: 'DELETE', on: 'bucket', run: buckets.deleteBucket },
  { method: 'GET', on: 'bucket', marked: ['location'], run: buckets.getBucketLocation },
  { method: 'GET', on: 'bucket', marked: ['versioning'], run: buckets.getBucketVersioning },
  { method: 'GET', on: 'bucket', takes: [...listing, 'marker'], run: buckets.listObjectsV1 },
  {
    method: 'GET',
    on: 'bucket',
    marked: ['list-type=2'],
    takes: [...listing, 'continuation-token', 'start-after', 'fetch-owner'],
    run: buckets.listObjectsV2,
  },
  {
    method: 'GET',
    on: 'bucket',
    marked: ['uploads'],
    takes: ['prefix', 'delimiter', 'encoding-type', 'key-marker', 'upload-id-marker', 'max-uploads'],
    run: uploads.listUploads,
  },
  { method: 'POST', on: 'bucket', marked: ['delete'], run: objects.deleteObjects },
  { method: 'GET', on: 'object', takes: reading, run: objects.getObject },
  { method: 'HEAD', on: 'object', takes: reading, run: objects.headObject },
  { method: 'GET', on: 'object', marked: ['attributes'], run: objects.getObjectAttributes },
  { method: 'PUT', on: 'object', header: `!${source}`, run: objects.putObject },
  { method: 'PUT', on: 'object', header: source, run: objects.copyObject },
  { method: 'DELETE', on: 'object', run: objects.deleteObject },
  { method: 'GET', on: 'object', marked: ['tagging'], run: getTagging },
  { method: 'POST', on: 'object', marked: ['uploads'], run: uploads.createUpload },
  { method: 'PUT', on: 'object', marked: ['partNumber', 'uploadId'], header: `!${source}`, run: uploads.uploadPart },
  { method: 'PUT', on: 'object', marked: ['partNumber', 'uploadId'], header: source, run: uploads.uploadPartCopy },
  {
    method: 'GET',
    on: 'object',
    marked: ['uploadId'],
    takes: ['max-parts', 'part-number-marker', 'encoding-type'],
    run: uploads.listParts,
  },
  { method: 'POST', on: 'object', marked: ['uploadId'], run: uploads.completeUpload },
  { method: 'DELETE', on: 'object', marked: ['uploadId'], run: uploads.abortUpload },
]

/** Part of every signature or of no meaning for the answer. */
const incidental = /^(x-amz-|x-id$|AWSAccessKeyId$|Signature$|Expires$)/i

const refusals: Readonly<Record<RefusalReason, S3Code>> = {
  missing: 'AccessDenied',
  malformed: 'AuthorizationHeaderMalformed',
  unknownKey: 'InvalidAccessKeyId',
  mismatch: 'SignatureDoesNotMatch',
  skewed: 'RequestTimeTooSkewed',
  notYetValid: 'AccessDenied',
  expired: 'AccessDenied',
  unsignedHeader: 'AccessDenied',
}

export interface S3Options {
  readonly storage: Storage
  readonly keys: KeyPair
  readonly region: () => string
  readonly now: () => number
  readonly log: Log
}

/** The store as S3 clients know it: path style, XML, SigV4 on every request. */
export function s3Face({ storage, keys, region, now, log }: S3Options): Face {
  return async request => {
    try {
      const signed = authenticate(request, keys, now())
      if ('refused' in signed) throw faultOf(signed, request)
      const call = callOf(request, signed, storage, region())
      return answer(request, await operationOf(call).run(call))
    } catch (error) {
      if (error instanceof S3Fault) return failure(request, error)
      if (!request.signal.aborted) log(`Request ${request.id} of the S3 endpoint failed.`, error)
      return failure(request, new S3Fault('InternalError', unwrittenBecause(error)))
    }
  }
}

function authenticate(request: GatewayRequest, keys: KeyPair, now: number): Signed | Refusal {
  if (isPresignedV2(request)) return verifyV2(request, keys, now)
  const claim = claimOf(request)
  return 'refused' in claim ? claim : verify(request, claim, keys, now)
}

function callOf(request: GatewayRequest, signed: Signed, storage: Storage, region: string): S3Call {
  const [, bucket = '', rest = ''] = /^\/([^/]*)\/?(.*)$/s.exec(request.path) ?? []
  const query = new Map(parameters(request.query))
  const presigned = query.has('X-Amz-Signature') || isPresignedV2(request)
  const hoisted = new Map([...query].map(([name, value]) => [name.toLowerCase(), value]))
  const header = (name: string) =>
    headerOf(request, name) ?? (presigned && mayBeHoisted(name) ? hoisted.get(name) : undefined)
  if (bucket === '' && rest !== '') throw new S3Fault('InvalidURI', 'The path names no bucket.')
  return {
    request,
    signed,
    storage,
    region,
    bucket: decode(bucket),
    key: decode(rest),
    query,
    header,
    headersUnder(beginning) {
      const names = [...request.headers.map(([name]) => name), ...hoisted.keys()].filter(name =>
        name.startsWith(beginning),
      )
      return Object.fromEntries(
        names.flatMap(name => {
          const value = header(name)
          return value === undefined ? [] : [[name.slice(beginning.length), value]]
        }),
      )
    },
  }
}

/**
 * Presigners put x-amz headers into the query. Not believed there is a checksum: the SDK for JavaScript signs that of an
 * empty body before it knows the real one.
 */
const mayBeHoisted = (name: string) =>
  name.startsWith('x-amz-') && !/^x-amz-(checksum-(?!mode)|sdk-checksum)/.test(name)

function operationOf(call: S3Call): Operation {
  const { method } = call.request
  const on = call.bucket === '' ? 'service' : call.key === '' ? 'bucket' : 'object'
  const found = operations.find(
    operation => operation.method === method && operation.on === on && fits(operation, call),
  )
  if (found) return found
  const names = [...call.query.keys()].filter(name => !incidental.test(name))
  const what = `${method} on ${on === 'service' ? 'the service' : `a${on === 'object' ? 'n' : ''} ${on}`}${names.length ? ` with ${names.join(', ')}` : ''}`
  if (method === 'OPTIONS') throw new S3Fault('MethodNotAllowed', 'This store is not for browsers.')
  throw new S3Fault('NotImplemented', `This store does not do ${what}.`)
}

/** Strict on purpose: a subresource that is not known must never be answered with the object itself. */
function fits({ marked = [], takes = [], header }: Operation, { query, ...call }: S3Call): boolean {
  const marks = new Map(marked.map(mark => [mark.split('=')[0] ?? '', mark.split('=')[1]]))
  for (const [name, value] of marks)
    if (!query.has(name) || (value !== undefined && query.get(name) !== value)) return false
  for (const name of query.keys()) if (!marks.has(name) && !takes.includes(name) && !incidental.test(name)) return false
  if (header === undefined) return true
  return header.startsWith('!') ? call.header(header.slice(1)) === undefined : call.header(header) !== undefined
}

async function getTagging(call: S3Call): Promise<S3Answer> {
  await objects.headObject(call)
  return { body: document('Tagging', [element('TagSet', [])]) }
}

function answer(request: GatewayRequest, { status = 200, headers = {}, body }: S3Answer): GatewayAnswer {
  const xml = typeof body === 'string' ? { 'content-type': 'application/xml' } : {}
  const all = { ...xml, ...headers, 'x-amz-request-id': request.id, 'x-content-type-options': 'nosniff' }
  return { status, headers: all, ...(body !== undefined && { body }) }
}

function failure(request: GatewayRequest, fault: S3Fault): GatewayAnswer {
  const { code, message, more } = fault
  const size = code === 'InvalidRange' ? { 'content-range': `bytes */${more.ActualObjectSize}` } : {}
  const members = { Code: code, Message: message, ...more, Resource: request.path, RequestId: request.id }
  const body = request.method === 'HEAD' ? '' : errorDocument(members)
  return answer(request, { status: fault.status, headers: size, body })
}

function faultOf({ refused, message, detail = {} }: Refusal, request: GatewayRequest): S3Fault {
  const inQuery = refused === 'malformed' && headerOf(request, 'authorization') === undefined
  return new S3Fault(inQuery ? 'AuthorizationQueryParametersError' : refusals[refused], message, detail)
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new S3Fault('InvalidURI')
  }
}
