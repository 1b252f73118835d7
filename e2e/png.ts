import { crc32, deflateSync, inflateSync } from 'node:zlib'

/**
 * Makes a browser's PNG smaller: at most 256 colours, the most frequent ones and what is far from all of them, packed as
 * tightly as zlib can. Pictures of a user interface lose nothing that one sees. Takes 8-bit RGB or RGBA.
 */
export function shrinkPng(png: Buffer): Buffer {
  const { width, height, pixels } = decode(png)
  const colours = paletteOf(pixels)
  const nearest = new Map<number, number>()
  const rows = Buffer.alloc((width + 1) * height)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const colour = pixels[y * width + x] ?? 0
      let at = nearest.get(colour)
      if (at === undefined) {
        at = nearestOf(colours, colour)
        nearest.set(colour, at)
      }
      rows[y * (width + 1) + 1 + x] = at
    }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  // Eight bits a pixel, a palette, and no interlacing.
  head.set([8, 3, 0, 0, 0], 8)
  const table = Buffer.from(colours.flatMap(c => [c >> 16, (c >> 8) & 255, c & 255]))
  return Buffer.concat([
    png.subarray(0, 8),
    chunk('IHDR', head),
    chunk('PLTE', table),
    chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

interface Picture {
  readonly width: number
  readonly height: number
  /** Colours as 0xRRGGBB, row by row. */
  readonly pixels: Uint32Array
}

function decode(png: Buffer): Picture {
  const parts: Buffer[] = []
  let [width, height, channels] = [0, 0, 3]
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at)
    const kind = png.toString('latin1', at + 4, at + 8)
    const body = png.subarray(at + 8, at + 8 + length)
    if (kind === 'IHDR') {
      ;[width, height] = [body.readUInt32BE(0), body.readUInt32BE(4)]
      if (body[8] !== 8 || (body[9] !== 2 && body[9] !== 6)) throw new Error('Only 8-bit RGB and RGBA are read.')
      channels = body[9] === 6 ? 4 : 3
    } else if (kind === 'IDAT') parts.push(body)
    at += 12 + length
  }
  const raw = inflateSync(Buffer.concat(parts))
  const stride = width * channels
  const pixels = new Uint32Array(width * height)
  let above = new Uint8Array(stride)
  for (let y = 0; y < height; y++) {
    const start = y * (stride + 1)
    const row = unfiltered(raw[start] ?? 0, raw.subarray(start + 1, start + 1 + stride), above, channels)
    for (let x = 0; x < width; x++) {
      const at = x * channels
      pixels[y * width + x] = ((row[at] ?? 0) << 16) | ((row[at + 1] ?? 0) << 8) | (row[at + 2] ?? 0)
    }
    above = row
  }
  return { width, height, pixels }
}

/** Takes back what a PNG filter did to a row: none, left, above, mean of both, or Paeth's choice. */
function unfiltered(filter: number, row: Uint8Array, above: Uint8Array, channels: number): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(row.length)
  for (let i = 0; i < row.length; i++) {
    const left = i < channels ? 0 : (out[i - channels] ?? 0)
    const up = above[i] ?? 0
    const corner = i < channels ? 0 : (above[i - channels] ?? 0)
    out[i] = (row[i] ?? 0) + ([0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0)
  }
  return out
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)]
  return a <= b && a <= c ? left : b <= c ? up : corner
}

function paletteOf(pixels: Uint32Array): readonly number[] {
  const counts = new Map<number, number>()
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1)
  const ranked = [...counts].sort(([, a], [, b]) => b - a).map(([colour]) => colour)
  if (ranked.length <= 256) return ranked
  const chosen = ranked.slice(0, 160)
  // The rest goes to colours that no chosen one stands for, the frequent ones first.
  for (const far of [40, 24, 14, 8])
    for (const colour of ranked.slice(160)) {
      if (chosen.length === 256) return chosen
      const [stand] = [chosen[nearestOf(chosen, colour)] ?? 0]
      if (distance(stand, colour) > far * far) chosen.push(colour)
    }
  return chosen
}

function nearestOf(colours: readonly number[], colour: number): number {
  let [best, least] = [0, Number.POSITIVE_INFINITY]
  for (const [at, one] of colours.entries()) {
    const far = distance(one, colour)
    if (far < least) [best, least] = [at, far]
  }
  return best
}

const distance = (a: number, b: number): number =>
  ((a >> 16) - (b >> 16)) ** 2 + (((a >> 8) & 255) - ((b >> 8) & 255)) ** 2 + ((a & 255) - (b & 255)) ** 2

function chunk(kind: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(kind, 'latin1'), body])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(body.length, 0)
  frame.writeUInt32BE(crc32(named), 4)
  return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)])
}
