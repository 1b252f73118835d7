import type { Readable } from 'node:stream'
import type { RequestHead } from './sigv4.ts'

/** A request to the AWS gateway, not yet believed. */
export interface GatewayRequest extends RequestHead {
  /** Told to the client and written to the log, so that both can be matched. */
  readonly id: string
  /** Bytes as they arrive. Asking for the first ones tells a client that waits with `Expect: 100-continue` to go on. */
  readonly body: AsyncIterable<Buffer>
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal
}

export interface GatewayAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Readable
}

/** One AWS service behind the gateway: checks the signature, answers in the service's own form, never throws. */
export type Face = (request: GatewayRequest) => Promise<GatewayAnswer>

/** Told of what is our fault, with the id that the client was given. */
export type Log = (message: string, error: unknown) => void
