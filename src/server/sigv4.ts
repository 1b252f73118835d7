import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { KeyPair } from './keys.ts'

/** Checks AWS Signature Version 4, in the Authorization header or in the query (a presigned address). */

/** The head of a request exactly as it arrived: a signature is over these characters. */
export interface RequestHead {
  readonly method: string
  /** Percent-encoded, as sent. */
  readonly path: string
  /** Without its question mark, as sent. */
  readonly query: string
  /** Names in lower case; a repeated header stands here as often as it was sent. */
  readonly headers: readonly (readonly [name: string, value: string])[]
}

/** Who a request says it comes from, before anything is checked. */
export interface Claim {
  readonly form: 'header' | 'query'
  readonly accessKeyId: string
  /** Credential scope: `20261122`, `us-east-1`, `datapipeline`. */
  readonly day: string
  readonly region: string
  readonly service: string
  readonly signedHeaders: readonly string[]
  readonly signature: string
  /** `20261122T210903Z` */
  readonly time: string
  /** Seconds that a presigned address is good for. */
  readonly expires?: number
}

export type RefusalReason =
  | 'missing'
  | 'malformed'
  | 'unknownKey'
  | 'mismatch'
  | 'skewed'
  | 'notYetValid'
  | 'expired'
  | 'unsignedHeader'

/** Why a request is not believed. `detail` is what the signature should have been over, for who debugs a client. */
export interface Refusal {
  readonly refused: RefusalReason
  readonly message: string
  readonly detail?: Readonly<Record<string, string>>
}

/** A request that was signed with our key. */
export interface Signed {
  readonly accessKeyId: string
  readonly region: string
  readonly service: string
  /** What the signature says of the body: a SHA-256 in hex, `UNSIGNED-PAYLOAD` or a `STREAMING-…` form. */
  readonly payload: string
  /** Signs the pieces of an `aws-chunked` body, each on top of the one before. */
  readonly chunks: ChunkSigner
}

export interface ChunkSigner {
  /** Whether `signature` is that of the next piece, whose bytes have this SHA-256. */
  chunk(signature: string, sha256: string): boolean
  /** The same for the trailing headers after the last piece. */
  trailer(signature: string, sha256: string): boolean
}

const skewMs = 15 * 60_000
const longestExpiry = 7 * 24 * 3600
const emptySha256 = createHash('sha256').digest('hex')

/** Reads the claim of a request, or why there is none. */
export function claimOf(head: RequestHead): Claim | Refusal {
  const authorization = headerOf(head, 'authorization')
  if (authorization !== undefined) return headerClaim(head, authorization)
  const query = new Map(parameters(head.query))
  if (query.has('X-Amz-Algorithm') || query.has('X-Amz-Credential')) return queryClaim(query)
  return refuse('missing', 'The request is not signed. Sign it with the key pair that `pipewright env` prints.')
}

/**
 * Checks a claim against the key pair and the clock (`now`: UTC milliseconds). `bodySha256` is given where the
 * service hashes the body itself; S3 instead takes the client's word here and checks the body as it arrives.
 */
export function verify(
  head: RequestHead,
  claim: Claim,
  keys: KeyPair,
  now: number,
  bodySha256?: string,
): Signed | Refusal {
  if (!equal(claim.accessKeyId, keys.accessKeyId))
    return refuse('unknownKey', 'The access key is not the one of this Pipewright. `pipewright env` prints it.')
  const late = clockRefusal(claim, now)
  if (late) return late
  const bare = head.headers.find(([name]) => mustBeSigned(name, claim) && !claim.signedHeaders.includes(name))
  if (bare || !claim.signedHeaders.includes('host'))
    return refuse('unsignedHeader', `The header ${bare?.[0] ?? 'host'} is not covered by the signature.`)

  const payload = bodySha256 ?? payloadOf(head, claim)
  if (payload === undefined) return refuse('malformed', 'The header x-amz-content-sha256 is missing.')
  const scope = `${claim.day}/${claim.region}/${claim.service}/aws4_request`
  const key = signingKey(keys.secretAccessKey, claim)
  const tried = pathsOf(head.path).map(path => {
    const canonical = canonicalRequest(head, claim, path, payload)
    return { canonical, text: ['AWS4-HMAC-SHA256', claim.time, scope, sha256(canonical)].join('\n') }
  })
  if (!tried.some(({ text }) => equal(hmac(key, text).toString('hex'), claim.signature)))
    return {
      ...refuse('mismatch', 'The signature is not the one that this request and the secret key give.'),
      detail: { StringToSign: tried[0]?.text ?? '', CanonicalRequest: tried[0]?.canonical ?? '' },
    }
  const { accessKeyId, region, service } = claim
  return { accessKeyId, region, service, payload, chunks: chunkSigner(key, claim.time, scope, claim.signature) }
}

/** First value of a header. */
export function headerOf(head: RequestHead, name: string): string | undefined {
  return head.headers.find(([other]) => other === name)?.[1]
}

/** The query as decoded pairs, in order. Only percent signs are decoded: a plus sign stays one. */
export function parameters(query: string): [name: string, value: string][] {
  if (query === '') return []
  return query.split('&').map(pair => {
    const at = pair.indexOf('=')
    return at < 0 ? [decode(pair), ''] : [decode(pair.slice(0, at)), decode(pair.slice(at + 1))]
  })
}

export const refuse = (refused: RefusalReason, message: string): Refusal => ({ refused, message })

/** Compares without telling by its duration how much was right. */
export function equal(left: string, right: string): boolean {
  const a = Buffer.from(left)
  const b = Buffer.from(right)
  return a.length === b.length && timingSafeEqual(a, b)
}

function headerClaim(head: RequestHead, authorization: string): Claim | Refusal {
  const [algorithm, rest] = splitOnce(authorization.trim(), ' ')
  if (algorithm !== 'AWS4-HMAC-SHA256')
    return refuse('malformed', 'Only AWS4-HMAC-SHA256 is understood in the Authorization header.')
  const parts = new Map(rest.split(',').map(part => splitOnce(part.trim(), '=')))
  const time = headerOf(head, 'x-amz-date') ?? basicTime(headerOf(head, 'date'))
  return claim('header', {
    credential: parts.get('Credential'),
    signedHeaders: parts.get('SignedHeaders'),
    signature: parts.get('Signature'),
    time,
  })
}

function queryClaim(query: ReadonlyMap<string, string>): Claim | Refusal {
  if (query.get('X-Amz-Algorithm') !== 'AWS4-HMAC-SHA256')
    return refuse('malformed', 'X-Amz-Algorithm must be AWS4-HMAC-SHA256.')
  const expires = Number(query.get('X-Amz-Expires') ?? Number.NaN)
  if (!Number.isInteger(expires) || expires < 0 || expires > longestExpiry)
    return refuse('malformed', `X-Amz-Expires must be a whole number of seconds from 0 to ${longestExpiry}.`)
  const found = claim('query', {
    credential: query.get('X-Amz-Credential'),
    signedHeaders: query.get('X-Amz-SignedHeaders'),
    signature: query.get('X-Amz-Signature'),
    time: query.get('X-Amz-Date'),
  })
  return 'refused' in found ? found : { ...found, expires }
}

function claim(
  form: Claim['form'],
  given: Readonly<Record<'credential' | 'signedHeaders' | 'signature' | 'time', string | undefined>>,
): Claim | Refusal {
  const lacking = Object.entries(given).find(([, value]) => !value)?.[0]
  const { credential = '', signedHeaders = '', signature = '', time = '' } = given
  if (lacking) return refuse('malformed', `The signature names no ${lacking === 'time' ? 'date' : lacking}.`)
  // An access key may hold slashes; the other four parts of a credential may not.
  const scope = credential.split('/')
  const [day = '', region = '', service = '', end = ''] = scope.slice(-4)
  const accessKeyId = scope.slice(0, -4).join('/')
  if (!accessKeyId || !region || !service || end !== 'aws4_request')
    return refuse('malformed', 'A credential reads KEY/DAY/REGION/SERVICE/aws4_request.')
  if (!/^\d{8}T\d{6}Z$/.test(time) || time.slice(0, 8) !== day)
    return refuse('malformed', 'The date must read YYYYMMDDTHHMMSSZ and be on the day of the credential.')
  return { form, accessKeyId, day, region, service, signedHeaders: signedHeaders.split(';'), signature, time }
}

function clockRefusal(claim: Claim, now: number): Refusal | undefined {
  const signedAt = epoch(claim.time)
  const at = (time: number) => new Date(time).toISOString()
  if (claim.expires === undefined) {
    if (Math.abs(now - signedAt) <= skewMs) return undefined
    const order = signedAt < now ? 'Signature expired' : 'Signature not yet current'
    return refuse('skewed', `${order}: signed at ${at(signedAt)}, the time here is ${at(now)}, 15 minutes are allowed.`)
  }
  if (signedAt > now + skewMs) return refuse('notYetValid', 'Request is not yet valid.')
  const end = signedAt + claim.expires * 1000
  return now > end ? refuse('expired', `Request has expired: it was good until ${at(end)}.`) : undefined
}

/** Headers that change what a request means. The two left out are sent unsigned by real clients and change nothing. */
function mustBeSigned(name: string, claim: Claim): boolean {
  if (name === 'x-amz-user-agent' || (name === 'x-amz-content-sha256' && claim.form === 'query')) return false
  return name.startsWith('x-amz-')
}

function payloadOf(head: RequestHead, claim: Claim): string | undefined {
  const said = headerOf(head, 'x-amz-content-sha256')
  if (claim.form === 'header') return said
  if (said && claim.signedHeaders.includes('x-amz-content-sha256')) return said
  return new Map(parameters(head.query)).get('X-Amz-Content-Sha256') ?? 'UNSIGNED-PAYLOAD'
}

function canonicalRequest(head: RequestHead, claim: Claim, path: string, payload: string): string {
  const query = parameters(head.query)
    .filter(([name]) => claim.form === 'header' || name !== 'X-Amz-Signature')
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => order(a, b) || order(x, y))
    .map(pair => pair.join('='))
    .join('&')
  const headers = claim.signedHeaders.map(name => `${name}:${canonicalHeader(head, name)}\n`).join('')
  return [head.method, path, query, headers, claim.signedHeaders.join(';'), payload].join('\n')
}

function canonicalHeader(head: RequestHead, name: string): string {
  const values = head.headers.filter(([other]) => other === name)
  return values.map(([, value]) => value.trim().replace(/ +/g, ' ')).join(',')
}

/** Clients sign the path as they send it; some libraries on the way encode it anew, so the usual form is tried too. */
function pathsOf(path: string): readonly string[] {
  const usual = path
    .split('/')
    .map(segment => encode(decode(segment)))
    .join('/')
  return usual === path ? [path] : [path, usual]
}

function chunkSigner(key: Buffer, time: string, scope: string, seed: string): ChunkSigner {
  let previous = seed
  const check = (given: string, kind: string, hashes: readonly string[]) => {
    const text = [`AWS4-HMAC-SHA256-${kind}`, time, scope, previous, ...hashes].join('\n')
    previous = hmac(key, text).toString('hex')
    return equal(previous, given)
  }
  return {
    chunk: (signature, hash) => check(signature, 'PAYLOAD', [emptySha256, hash]),
    trailer: (signature, hash) => check(signature, 'TRAILER', [hash]),
  }
}

/** Good for a day, a region and a service; the last few are remembered, since clients ask for the same again and again. */
const signingKeys = new Map<string, Buffer>()

function signingKey(secret: string, { day, region, service }: Claim): Buffer {
  const parts = [day, region, service, 'aws4_request']
  const name = [secret, ...parts].join('\n')
  const known = signingKeys.get(name)
  if (known) return known
  const key = parts.reduce<Buffer>((so, part) => hmac(so, part), Buffer.from(`AWS4${secret}`))
  if (signingKeys.size >= 16) signingKeys.clear()
  signingKeys.set(name, key)
  return key
}

const hmac = (key: Buffer, text: string) => createHmac('sha256', key).update(text).digest()
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

const epoch = (time: string) =>
  Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))

function basicTime(date: string | undefined): string | undefined {
  const time = Date.parse(date ?? '')
  return Number.isNaN(time) ? undefined : new Date(time).toISOString().replace(/[-:]|\.\d+/g, '')
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)]
}

/** Percent-encodes all but letters, digits and `-._~`, as AWS does. */
export function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, mark => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
