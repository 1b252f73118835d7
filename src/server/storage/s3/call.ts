import type { Readable } from 'node:stream'
import type { GatewayRequest } from '../../face.ts'
import type { Signed } from '../../sigv4.ts'
import type { Storage } from '../storage.ts'

/** One believed request to the store, taken apart. */
export interface S3Call {
  readonly request: GatewayRequest
  readonly signed: Signed
  readonly storage: Storage
  /** The region that this machine stands for. */
  readonly region: string
  /** Empty where the request is for the service, or for a bucket. */
  readonly bucket: string
  readonly key: string
  readonly query: ReadonlyMap<string, string>
  /** A header, or what a presigned address says in its place. */
  header(name: string): string | undefined
  /** Headers whose names begin with this, without that beginning. */
  headersUnder(beginning: string): Readonly<Record<string, string>>
}

export interface S3Answer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** XML, or bytes of an object. */
  readonly body?: string | Readable
}

/** ISO time as S3 writes it in XML: whole seconds, with zeros after them. */
export const isoTime = (time: number) => new Date(Math.floor(time / 1000) * 1000).toISOString()
export const httpTime = (time: number) => new Date(time).toUTCString()
export const quoted = (etag: string) => `"${etag}"`
export const unquoted = (etag: string) => etag.trim().replace(/^(W\/)?"?|"?$/g, '')

/** The one owner that everything here has. */
export const owner = { id: 'pipewright', name: 'pipewright' }
