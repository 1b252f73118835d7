import type { ObjectStore } from '../ports.ts'

/** The text of an object. Fails, naming the field that points there, when there is none. */
export const readStoredText = async (storage: ObjectStore, uri: string, field: string): Promise<string> =>
  new TextDecoder().decode(await readStored(storage, uri, field))

/** The same as bytes, for what need not be text. */
export async function readStored(storage: ObjectStore, uri: string, field: string): Promise<Uint8Array> {
  const body = await storage.get(uri)
  if (!body) throw new Error(`There is no object at ${uri}, where ${field} points to. Upload it or correct the field.`)
  return new Uint8Array(await new Response(body).arrayBuffer())
}

/** The text of UTF-8 bytes, piece by piece. Fails with a TypeError where they are none. */
export async function* decodeText(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for await (const chunk of body) yield decoder.decode(chunk, { stream: true })
  yield decoder.decode()
}

/** A stream of UTF-8 bytes from pieces of text, read only as fast as it is taken. */
export function encodeText(pieces: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const source = pieces[Symbol.asyncIterator]()
  const encoder = new TextEncoder()
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await source.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    async cancel() {
      await source.return?.()
    },
  })
}
