/** A definition in an address: packed, so that it fits, and read in whatever form somebody wrote it there. */

const mark = 'gz.'
/** What servers and mail programs still pass on in the part of an address that they see. */
export const mostInQuery = 6_000
/** The longest address that Chromium opens is 2 MB. */
export const mostInLink = 2_000_000
/** A text that unpacks to more is no definition. */
const mostBytes = 20_000_000

/**
 * The address at which a studio shows this text for import. A long text goes behind the #, which no server sees.
 * Throws a RangeError for one that no browser would open.
 */
export async function linkFor(text: string, name: string, origin: string): Promise<string> {
  const packed = await packText(text)
  const query = name === '' ? '' : `name=${encodeURIComponent(name)}`
  const link =
    packed.length <= mostInQuery
      ? `${origin}/create?from=import${query && `&${query}`}&import=${packed}`
      : `${origin}/create?from=import${query && `&${query}`}#import=${packed}`
  if (link.length > mostInLink)
    throw new RangeError(
      `The address would have ${link.length.toLocaleString('en-US')} characters, more than the 2,000,000 that browsers open. Save it as a file instead.`,
    )
  return link
}

/** A text as it stands in an address; `textInLink` reads it back. */
export const packText = async (text: string): Promise<string> =>
  mark + toBase64(await through(new TextEncoder().encode(text), new CompressionStream('gzip')))

/** The text that `import` in an address says: packed by `linkFor`, in base64 (gzip or not), or plain. Throws an Error with a sentence. */
export async function textInLink(said: string): Promise<string> {
  const packed = said.startsWith(mark) ? said.slice(mark.length) : said
  const bytes = /^[\w+/=-]{16,}$/.test(packed) ? fromBase64(packed) : undefined
  if (bytes?.[0] === 0x1f && bytes[1] === 0x8b) {
    try {
      return new TextDecoder().decode(await through(bytes, new DecompressionStream('gzip')))
    } catch (error) {
      if (error instanceof RangeError) throw error
      throw new Error('The link is damaged: what it holds cannot be unpacked. Was it cut off when it was copied?')
    }
  }
  if (said.startsWith(mark)) throw new Error('The link is damaged: it says that it holds a packed text, and does not.')
  const text = bytes && new TextDecoder().decode(bytes)
  return text !== undefined && /^\s*[{["A-Z#/]/.test(text) ? text : said
}

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader()
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.length
    if (size > mostBytes) throw new RangeError('The link unpacks to more than 20 MB, so it can hardly be a definition.')
    parts.push(part.value)
  }
  const all = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), char => char.charCodeAt(0))
  } catch {
    return undefined
  }
}
