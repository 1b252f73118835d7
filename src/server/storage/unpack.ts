import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'

/** What a gzip object holds, of all its parts one after the other, as `cat a.gz b.gz` makes them. */
export async function* unpack(body: ReadableStream<Uint8Array>, uri: string): AsyncGenerator<Uint8Array> {
  try {
    yield* pipeline(body, createGunzip(), () => {})
  } catch (error) {
    throw new Error(`${uri} cannot be unpacked: ${(error as Error).message}. Is it really gzip, and whole?`)
  }
}
