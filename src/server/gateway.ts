import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream/promises'
import type { PipelineService } from '../api/operations.ts'
import type { Face, GatewayAnswer, GatewayRequest, Log } from './face.ts'
import type { KeyPair } from './keys.ts'
import { claimOf, headerOf } from './sigv4.ts'
import { s3Face } from './storage/s3/face.ts'
import type { Storage } from './storage/storage.ts'
import { type Heard, wireFace, wireFailure } from './wire.ts'

export interface GatewayOptions {
  /** 0 picks a free one. */
  readonly port: number
  readonly keys: KeyPair
  readonly service: PipelineService
  readonly storage: Storage
  /** The region that this machine stands for: where buckets are that name none. Requests of every region are taken. */
  readonly region?: () => string
  /** The wall's clock in UTC milliseconds: signatures are about real time, however fast the engine's runs. */
  readonly now?: () => number
  readonly log?: Log
  /** Is told of every operation of Data Pipeline that was answered. */
  readonly heard?: Heard
}

export interface Gateway {
  /** `http://127.0.0.1:PORT`, for every service. */
  readonly url: string
  /** Takes no more requests, lets those under way end for `graceMs`, then cuts them off. */
  close(graceMs?: number): Promise<void>
}

/** Long enough for a worker's long poll, short enough that a client that vanished does not hold a socket for ever. */
const idleMs = 5 * 60_000

const ownNames = ['127.0.0.1', 'localhost', '[::1]']

/**
 * The AWS gateway: one listener on this machine for all services that AWS clients may ask. Which one is meant, the
 * credential scope of the signature says. Browsers are refused here whatever they ask.
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const {
    region = () => 'us-east-1',
    now = Date.now,
    log = (message, error) => console.error(message, error),
  } = options
  const { keys, service, storage, heard } = options
  const faces: Readonly<Record<string, Face>> = {
    datapipeline: wireFace({ service, keys, now, log, ...(heard && { heard }) }),
    s3: s3Face({ storage, keys, region, now, log }),
  }
  let hosts: ReadonlySet<string> = new Set()
  const server = createServer({ keepAliveTimeout: 65_000, requestTimeout: 0, headersTimeout: 60_000 })
  const take = (waits: boolean) => (incoming: IncomingMessage, response: ServerResponse) => {
    const request = requestOf(incoming, response, waits)
    const answer = async () => refusal(request, incoming, hosts) ?? (await face(faces, request)(request))
    answer()
      .then(given => send(given, request, incoming, response, waits))
      .catch(error => {
        if (!request.signal.aborted) log(`Request ${request.id} could not be answered.`, error)
        response.destroy()
      })
  }
  server.on('request', take(false))
  server.on('checkContinue', take(true))
  server.timeout = idleMs

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  // Some clients of old, boto 2 among them, leave out the port; a page that bends DNS still comes by a name of its own.
  hosts = new Set(ownNames.flatMap(name => [`${name}:${port}`, name]))
  return {
    url: `http://127.0.0.1:${port}`,
    close: (graceMs = 2000) =>
      new Promise((resolve, reject) => {
        const cut = setTimeout(() => server.closeAllConnections(), graceMs)
        server.close(error => {
          clearTimeout(cut)
          if (error) reject(error)
          else resolve()
        })
        server.closeIdleConnections()
      }),
  }
}

function requestOf(incoming: IncomingMessage, response: ServerResponse, waits: boolean): GatewayRequest {
  const url = incoming.url ?? '/'
  const mark = url.indexOf('?')
  const gone = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) gone.abort()
  })
  return {
    id: randomUUID(),
    method: incoming.method ?? 'GET',
    path: mark < 0 ? url : url.slice(0, mark),
    query: mark < 0 ? '' : url.slice(mark + 1),
    headers: headerPairs(incoming.rawHeaders),
    signal: gone.signal,
    body: {
      [Symbol.asyncIterator]() {
        if (waits && !response.headersSent) response.writeContinue()
        // A face that stops reading must still be able to answer on the same connection.
        return incoming.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>
      },
    },
  }
}

/** Refuses what no AWS client sends, and what a web page could send to a listener on this machine. */
function refusal(
  request: GatewayRequest,
  incoming: IncomingMessage,
  hosts: ReadonlySet<string>,
): GatewayAnswer | undefined {
  const named = request.headers.filter(([name]) => name === 'host').map(([, value]) => value.toLowerCase())
  if (named.length !== 1 || !hosts.has(named[0] ?? ''))
    return plainRefusal(403, `The AWS gateway answers only to ${ownNames.join(', ')}, path style.`)
  if (browserHeaders.some(name => incoming.headers[name] !== undefined))
    return plainRefusal(403, 'The AWS gateway is for AWS clients, not for browsers.')
  if (!request.path.startsWith('/')) return plainRefusal(400, 'The AWS gateway is no proxy.')
  return undefined
}

/** Not `sec-fetch-mode`: Node's own fetch sends that one alone, a browser never without `sec-fetch-site`. */
const browserHeaders = ['origin', 'sec-fetch-site', 'sec-fetch-dest', 'sec-fetch-user']

function face(faces: Readonly<Record<string, Face>>, request: GatewayRequest): Face {
  const claim = claimOf(request)
  const json = headerOf(request, 'x-amz-target') !== undefined
  if ('refused' in claim) return (json ? faces.datapipeline : faces.s3) ?? unknownService('')
  const service = json && wordsOfTheAddress.has(claim.service) ? 'datapipeline' : claim.service
  return (Object.hasOwn(faces, service) && faces[service]) || unknownService(claim.service)
}

/** What boto 2 takes for the name of the service, unless told: the first word of the address that it was pointed at. */
const wordsOfTheAddress: ReadonlySet<string> = new Set(['127', 'localhost'])

/** In the form of the protocol that the client speaks, so that it shows the sentence. */
function unknownService(service: string): Face {
  const message = `This gateway serves Data Pipeline and S3. The request is signed for "${service}".`
  return async request => {
    if (!/form-urlencoded/.test(headerOf(request, 'content-type') ?? ''))
      return wireFailure(request, 'UnknownOperationException', message)
    const text = message.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
    const error = `<Error><Type>Sender</Type><Code>InvalidAction</Code><Message>${text}</Message></Error>`
    const body = `<ErrorResponse>${error}<RequestId>${request.id}</RequestId></ErrorResponse>`
    return { status: 400, headers: { 'content-type': 'text/xml' }, body }
  }
}

function plainRefusal(status: number, message: string): GatewayAnswer {
  return {
    status,
    headers: { 'content-type': 'text/plain', 'x-content-type-options': 'nosniff' },
    body: `${message}\n`,
  }
}

async function send(
  { status, headers, body }: GatewayAnswer,
  request: GatewayRequest,
  incoming: IncomingMessage,
  response: ServerResponse,
  waits: boolean,
): Promise<void> {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  // A client that was never told to go on sends no body: nothing after this could be told apart from it.
  if (waits && !incoming.complete && !incoming.readableDidRead) response.setHeader('connection', 'close')
  response.statusCode = status
  if (body === undefined || typeof body === 'string') {
    if (!response.hasHeader('content-length') && status !== 204 && status !== 304)
      response.setHeader('content-length', Buffer.byteLength(body ?? ''))
    response.end(request.method === 'HEAD' ? undefined : body)
    // What is left of a body that was refused midway: the client may not look at the answer before it is sent.
    incoming.resume()
    return
  }
  await pipeline(body, response)
}

function headerPairs(raw: readonly string[]): readonly (readonly [string, string])[] {
  return raw.flatMap((name, index) => (index % 2 === 0 ? [[name.toLowerCase(), raw[index + 1] ?? ''] as const] : []))
}
