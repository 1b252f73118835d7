import { createHash, createHmac } from 'node:crypto'
import { request } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import type { KeyPair } from '../../src/server/keys.ts'

/** Requests signed by hand, for what no SDK would send. */
export interface Asked {
  readonly method?: string
  /** Percent-encoded, with its query. */
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer
  readonly service?: 's3' | 'datapipeline' | (string & {})
  /** What `x-amz-content-sha256` says; the hash of the body otherwise. */
  readonly payload?: string
  readonly at?: Date
}

export interface Answered {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** Headers of a signed request, the signature among them, and what signs the pieces of its body. */
export function sign(url: string, keys: KeyPair, asked: Asked) {
  const { method = 'GET', path = '/', body = '', service = 's3', at = new Date() } = asked
  const time = at.toISOString().replace(/[-:]|\.\d+/g, '')
  const payload = asked.payload ?? sha256(body)
  const [bare = '/', query = ''] = path.split('?')
  const headers: Record<string, string> = {
    host: new URL(url).host,
    'x-amz-date': time,
    ...(service === 's3' && { 'x-amz-content-sha256': payload }),
    ...Object.fromEntries(Object.entries(asked.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value])),
  }
  const names = Object.keys(headers).sort()
  const canonical = [
    method,
    bare,
    query.split('&').sort().join('&'),
    names.map(name => `${name}:${headers[name]}\n`).join(''),
    names.join(';'),
    payload,
  ].join('\n')
  const scope = `${time.slice(0, 8)}/us-east-1/${service}/aws4_request`
  const key = [...scope.split('/')].reduce<Buffer>(
    (so, part) => hmac(so, part),
    Buffer.from(`AWS4${keys.secretAccessKey}`),
  )
  const seed = hmac(key, ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n')).toString('hex')
  const credential = `Credential=${keys.accessKeyId}/${scope}`
  headers.authorization = `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${names.join(';')}, Signature=${seed}`
  let previous = seed
  const next = (kind: string, ...hashes: string[]) => {
    previous = hmac(key, [`AWS4-HMAC-SHA256-${kind}`, time, scope, previous, ...hashes].join('\n')).toString('hex')
    return previous
  }
  return {
    headers,
    chunk: (piece: string | Buffer) => next('PAYLOAD', sha256(''), sha256(piece)),
    trailer: (lines: string) => next('TRAILER', sha256(lines)),
  }
}

export function ask(url: string, keys: KeyPair, asked: Asked): Promise<Answered> {
  const { headers } = sign(url, keys, asked)
  return send(url, { ...asked, headers })
}

/** Sends as it stands, unsigned unless the headers are. */
export function send(url: string, { method = 'GET', path = '/', headers = {}, body }: Asked): Promise<Answered> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, method, path, headers, agent: false }, response => {
      text(response).then(
        answer => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: answer }),
        reject,
      )
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

/** What comes back for these very bytes, until the other side closes or `until` is seen. */
export function raw(url: string, bytes: string, until?: (seen: string) => boolean): Promise<string> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    let seen = ''
    const socket = connect(Number(port), hostname, () => socket.write(bytes))
    const done = () => {
      socket.destroy()
      resolve(seen)
    }
    socket.on('data', data => {
      seen += data.toString('latin1')
      if (until?.(seen)) done()
    })
    socket.on('close', done)
    socket.on('error', reject)
  })
}

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex')
const hmac = (key: Buffer, data: string) => createHmac('sha256', key).update(data).digest()
