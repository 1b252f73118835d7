import { readFileSync, writeFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'

/** One question to AWS and its answer, as they went over the wire. */
export interface Exchange {
  /** The service of the signature, the operation, and the page asked for. */
  readonly asked: string
  /** Asked with keys of a user who may do nothing. */
  readonly refused: boolean
  readonly status: number
  readonly type: string
  readonly body: string
}

const file = new URL('../fixtures/account.json', import.meta.url)

export const readRecording = () => JSON.parse(readFileSync(file, 'utf8')) as readonly Exchange[]

export const writeRecording = (exchanges: readonly Exchange[]) =>
  writeFileSync(file, `${JSON.stringify(exchanges, undefined, 1)}\n`)

/** What a request asks, whichever protocol its service speaks. */
export function askedBy({ headers }: IncomingMessage, body: string): string {
  const service = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(String(headers.authorization))?.[1]
  const target = headers['x-amz-target']
  if (target !== undefined) return `${service} ${String(target).split('.')[1]} ${body}`
  const form = new URLSearchParams(body)
  const page = [...form].filter(([key]) => /^(Marker|NextToken)$/.test(key)).map(([, value]) => value)
  return [service, form.get('Action'), ...page].join(' ')
}

export const keyIn = ({ headers }: IncomingMessage) => /Credential=([^/]+)\//.exec(String(headers.authorization))?.[1]

export async function bodyOf(request: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  return Buffer.concat(parts).toString('utf8')
}
