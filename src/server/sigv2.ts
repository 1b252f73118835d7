import { createHmac } from 'node:crypto'
import type { KeyPair } from './keys.ts'
import { equal, headerOf, parameters, type Refusal, type RequestHead, refuse, type Signed } from './sigv4.ts'

/**
 * Presigned addresses of the older Signature Version 2, which `aws s3 presign` of AWS CLI 1 and boto3 still make unless
 * told otherwise. Only those: no request of today's clients is signed this way in its headers.
 */

/** Query names that are part of what is signed, besides `response-…`. */
const signedNames = new Set(
  'acl cors delete lifecycle location logging notification partNumber policy requestPayment restore tagging torrent uploadId uploads versionId versioning versions website'.split(
    ' ',
  ),
)

/** Whether the query holds a signature of version 2. */
export function isPresignedV2(head: RequestHead): boolean {
  const names = new Set(parameters(head.query).map(([name]) => name))
  return names.has('AWSAccessKeyId') && names.has('Signature')
}

/** Checks it against the key pair and the clock (`now`: UTC milliseconds). */
export function verifyV2(head: RequestHead, keys: KeyPair, now: number): Signed | Refusal {
  const query = parameters(head.query)
  const values = new Map(query)
  const accessKeyId = values.get('AWSAccessKeyId') ?? ''
  const expires = values.get('Expires') ?? ''
  if (!equal(accessKeyId, keys.accessKeyId))
    return refuse('unknownKey', 'The access key is not the one of this Pipewright.')
  if (!/^\d{1,12}$/.test(expires)) return refuse('malformed', 'Expires must be a time in seconds since 1970.')
  const text = stringToSign(head, query, expires)
  const signature = createHmac('sha1', keys.secretAccessKey).update(text).digest('base64')
  if (!equal(signature, values.get('Signature') ?? ''))
    return {
      ...refuse('mismatch', 'The signature is not the one that this address and the secret key give.'),
      detail: { StringToSign: text },
    }
  if (now > Number(expires) * 1000)
    return refuse(
      'expired',
      `Request has expired: it was good until ${new Date(Number(expires) * 1000).toISOString()}.`,
    )
  const nothing = () => false
  return {
    accessKeyId,
    region: 'us-east-1',
    service: 's3',
    payload: 'UNSIGNED-PAYLOAD',
    chunks: { chunk: nothing, trailer: nothing },
  }
}

function stringToSign(head: RequestHead, query: readonly (readonly [string, string])[], expires: string): string {
  const lower = new Map(query.map(([name, value]) => [name.toLowerCase(), value]))
  const header = (name: string) => headerOf(head, name) ?? lower.get(name) ?? ''
  const names = [...head.headers.map(([name]) => name), ...lower.keys()].filter(name => name.startsWith('x-amz-'))
  const amz = [...new Set(names)].sort().map(name => `${name}:${header(name).trim()}\n`)
  const marks = query
    .filter(([name]) => signedNames.has(name) || name.startsWith('response-'))
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`))
    .sort()
  const resource = head.path + (marks.length > 0 ? `?${marks.join('&')}` : '')
  return [head.method, header('content-md5'), header('content-type'), expires, amz.join('') + resource].join('\n')
}
