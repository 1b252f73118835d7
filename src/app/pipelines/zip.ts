/** A file of an archive. */
export interface ZipEntry {
  readonly name: string
  readonly text: string
}

/**
 * Files as one zip archive, not compressed. Names are written as UTF-8. Source: PKWARE APPNOTE 6.3.10, sections 4.3.7,
 * 4.3.12 and 4.3.16. Holds at most 65,535 files and 4 GB, as archives without its later extension do.
 */
export function zipOf(entries: readonly ZipEntry[]): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder()
  const heads: Uint8Array[] = []
  const parts: Uint8Array[] = []
  let offset = 0
  for (const { name, text } of entries) {
    const path = encoder.encode(name)
    const data = encoder.encode(text)
    const about = [20, 0x800, 0, 0, firstDay, [crcOf(data)], [data.length], [data.length], path.length, 0] as const
    const local = bytes([[0x04034b50], ...about])
    heads.push(bytes([[0x02014b50], 20, ...about, 0, 0, 0, [0], [offset]]), path)
    parts.push(local, path, data)
    offset += local.length + path.length + data.length
  }
  const size = heads.reduce((sum, head) => sum + head.length, 0)
  const end = bytes([[0x06054b50], 0, 0, entries.length, entries.length, [size], [offset], 0])
  return joined([...parts, ...heads, end])
}

/** Numbers as they stand in an archive: plain ones take two bytes, those in brackets four; the least comes first. */
function bytes(numbers: readonly (number | readonly [number])[]): Uint8Array {
  return Uint8Array.from(
    numbers.flatMap(one =>
      typeof one === 'number'
        ? [one & 255, one >>> 8]
        : [one[0] & 255, (one[0] >>> 8) & 255, (one[0] >>> 16) & 255, one[0] >>> 24],
    ),
  )
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

function crcOf(data: Uint8Array): number {
  let crc = ~0
  for (const byte of data) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return ~crc >>> 0
}

/** The first of January 1980, the first day that an archive can name: the files have no age. */
const firstDay = 0x21
