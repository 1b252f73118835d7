import { createHash, createHmac } from 'node:crypto'
import { encode } from '../sigv4.ts'
import { exitCodes, Refusal } from './refusal.ts'

export interface Target {
  readonly service: 's3' | 'sns'
  readonly region: string
  /** Base address, such as `http://127.0.0.1:4566`. */
  readonly endpoint: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

export interface Call {
  readonly method: string
  /** Not encoded. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array | string
}

/** Where requests for a service go, and with which keys, from the environment and the command line. */
export function targetOf(
  service: Target['service'],
  given: { region?: string | undefined; endpoint?: string | undefined },
  env: NodeJS.ProcessEnv = process.env,
): Target {
  const accessKeyId = env.AWS_ACCESS_KEY_ID
  const secretAccessKey = env.AWS_SECRET_ACCESS_KEY
  if (!accessKeyId || !secretAccessKey)
    throw new Refusal(
      'Unable to locate credentials: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set.',
      exitCodes.configuration,
    )
  const region = given.region ?? env.AWS_REGION ?? env.AWS_DEFAULT_REGION ?? 'us-east-1'
  const named = given.endpoint ?? env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] ?? env.AWS_ENDPOINT_URL
  const endpoint = (named ?? `https://${service}.${region}.amazonaws.com`).replace(/\/+$/, '')
  return {
    service,
    region,
    endpoint,
    accessKeyId,
    secretAccessKey,
    ...(env.AWS_SESSION_TOKEN && { sessionToken: env.AWS_SESSION_TOKEN }),
  }
}

/** Sends a request signed with AWS Signature Version 4. Fails with a Refusal when nobody answers. */
export async function send(target: Target, call: Call, now = new Date()): Promise<Response> {
  const url = new URL(target.endpoint)
  const path = encodePath(url.pathname.replace(/\/$/, '') + call.path)
  const query = Object.entries(call.query ?? {})
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&')
  const time = now.toISOString().replace(/[-:]|\.\d+/g, '')
  const payload = hash(call.body ?? '')
  const headers: Record<string, string> = {
    ...call.headers,
    host: url.host,
    'x-amz-content-sha256': payload,
    'x-amz-date': time,
    ...(target.sessionToken && { 'x-amz-security-token': target.sessionToken }),
  }
  const names = Object.keys(headers)
    .map(name => name.toLowerCase())
    .sort()
  const lines = names.map(name => `${name}:${headers[name]?.trim()}\n`).join('')
  const canonical = [call.method, path, query, lines, names.join(';'), payload].join('\n')
  const scope = `${time.slice(0, 8)}/${target.region}/${target.service}/aws4_request`
  const key = [time.slice(0, 8), target.region, target.service, 'aws4_request'].reduce<Buffer | string>(
    (from, part) => createHmac('sha256', from).update(part).digest(),
    `AWS4${target.secretAccessKey}`,
  )
  const signature = createHmac('sha256', key)
    .update(`AWS4-HMAC-SHA256\n${time}\n${scope}\n${hash(canonical)}`)
    .digest('hex')
  const authorization = `AWS4-HMAC-SHA256 Credential=${target.accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`
  const { host: _, ...sent } = headers
  try {
    return await fetch(`${url.origin}${path}${query && `?${query}`}`, {
      method: call.method,
      headers: { ...sent, authorization },
      ...(call.body !== undefined && { body: call.body as BodyInit }),
    })
  } catch (error) {
    const cause = (error as { cause?: Error }).cause
    throw new Refusal(
      `Could not connect to the endpoint ${target.endpoint}: ${cause?.message ?? (error as Error).message}`,
      exitCodes.general,
    )
  }
}

const hash = (data: Uint8Array | string) => createHash('sha256').update(data).digest('hex')
const encodePath = (path: string) => (path === '' ? '/' : path.split('/').map(encode).join('/'))
