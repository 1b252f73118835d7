import type { ObjectStore } from '../ports.ts'

/** The text of an object. Fails, naming the field that points there, when there is none. */
export async function readStoredText(storage: ObjectStore, uri: string, field: string): Promise<string> {
  const body = await storage.get(uri)
  if (!body) throw new Error(`There is no object at ${uri}, where ${field} points to. Upload it or correct the field.`)
  let text = ''
  for await (const chunk of decodeText(body)) text += chunk
  return text
}

/** The text of a stream of UTF-8 bytes, piece by piece. */
export async function* decodeText(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      yield decoder.decode(value, { stream: true })
    }
    yield decoder.decode()
  } finally {
    await reader.cancel().catch(() => undefined)
  }
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
