import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'

/** The five checksums that S3 clients may send with an object. */
export type ChecksumName = 'CRC32' | 'CRC32C' | 'CRC64NVME' | 'SHA1' | 'SHA256'

export interface Digest {
  update(chunk: Uint8Array): unknown
  /** The bytes that clients send in base64. */
  digest(): Buffer
}

interface Checksum {
  /** Length of the checksum in bytes. */
  readonly bytes: number
  start(): Digest
  /** Checksum of `a` followed by `b` from theirs and the length of `b`; cyclic checksums have that, hashes do not. */
  readonly join?: (a: Buffer, b: Buffer, lengthOfB: number) => Buffer
}

/** Polynomials with their lowest bit first. */
const polynomials = { CRC32: 0xedb88320n, CRC32C: 0x82f63b78n, CRC64NVME: 0x9a6c9329ac4bc9b5n }

export const checksums: Readonly<Record<ChecksumName, Checksum>> = {
  CRC32: { bytes: 4, start: startCrc32, join: joinCyclic(polynomials.CRC32, 4) },
  CRC32C: { bytes: 4, start: () => startCyclic(polynomials.CRC32C, 4), join: joinCyclic(polynomials.CRC32C, 4) },
  CRC64NVME: {
    bytes: 8,
    start: () => startCyclic(polynomials.CRC64NVME, 8),
    join: joinCyclic(polynomials.CRC64NVME, 8),
  },
  SHA1: { bytes: 20, start: () => createHash('sha1') },
  SHA256: { bytes: 32, start: () => createHash('sha256') },
}

export const checksumNames = Object.keys(checksums) as readonly ChecksumName[]

/** `x-amz-checksum-crc32` and so on. */
export const checksumHeader = (name: ChecksumName) => `x-amz-checksum-${name.toLowerCase()}`

function startCrc32(): Digest {
  let sum = 0
  return {
    update(chunk) {
      sum = crc32(chunk, sum)
    },
    digest: () => bytesOf(BigInt(sum), 4),
  }
}

/**
 * A cyclic checksum eight bytes a step, in halves of 32 bits because a BigInt would take thirty times as long. One of
 * 32 bits lives in the low half; its tables' high half is zero.
 */
function startCyclic(polynomial: bigint, bytes: 4 | 8): Digest {
  const { high: H, low: L } = tables(polynomial)
  let high = bytes === 8 ? -1 : 0
  let low = -1
  return {
    update(chunk) {
      const end = chunk.length - 7
      let at = 0
      // Indices stay inside both arrays, so no element is ever undefined.
      const byte = (i: number) => chunk[i] as number
      for (; at < end; at += 8) {
        const a = low ^ (byte(at) | (byte(at + 1) << 8) | (byte(at + 2) << 16) | (byte(at + 3) << 24))
        const b = high ^ (byte(at + 4) | (byte(at + 5) << 8) | (byte(at + 6) << 16) | (byte(at + 7) << 24))
        const [i, j, k, l] = [1792 + (a & 255), 1536 + ((a >>> 8) & 255), 1280 + ((a >>> 16) & 255), 1024 + (a >>> 24)]
        const [m, n, o, p] = [768 + (b & 255), 512 + ((b >>> 8) & 255), 256 + ((b >>> 16) & 255), b >>> 24]
        low = at8(L, i) ^ at8(L, j) ^ at8(L, k) ^ at8(L, l) ^ at8(L, m) ^ at8(L, n) ^ at8(L, o) ^ at8(L, p)
        high = at8(H, i) ^ at8(H, j) ^ at8(H, k) ^ at8(H, l) ^ at8(H, m) ^ at8(H, n) ^ at8(H, o) ^ at8(H, p)
      }
      for (; at < chunk.length; at++) {
        const entry = (low ^ byte(at)) & 255
        low = at8(L, entry) ^ ((low >>> 8) | (high << 24))
        high = at8(H, entry) ^ (high >>> 8)
      }
    },
    digest() {
      const sum = (BigInt(~high >>> 0) << 32n) | BigInt(~low >>> 0)
      return bytesOf(bytes === 8 ? sum : sum & 0xffffffffn, bytes)
    },
  }
}

const at8 = (table: Int32Array, index: number) => table[index] as number

/** Eight tables of 256 entries after one another, in halves of 32 bits. */
interface Tables {
  readonly high: Int32Array
  readonly low: Int32Array
}

const made = new Map<bigint, Tables>()

function tables(polynomial: bigint): Tables {
  const known = made.get(polynomial)
  if (known) return known
  const sums: bigint[] = []
  for (let byte = 0; byte < 256; byte++) {
    let sum = BigInt(byte)
    for (let bit = 0; bit < 8; bit++) sum = (sum >> 1n) ^ (sum & 1n ? polynomial : 0n)
    sums.push(sum)
  }
  for (let at = 256; at < 8 * 256; at++) {
    const before = sums[at - 256] ?? 0n
    sums.push((before >> 8n) ^ (sums[Number(before & 255n)] ?? 0n))
  }
  const result = {
    high: Int32Array.from(sums, sum => Number(BigInt.asIntN(32, sum >> 32n))),
    low: Int32Array.from(sums, sum => Number(BigInt.asIntN(32, sum))),
  }
  made.set(polynomial, result)
  return result
}

/**
 * Appending `n` bytes multiplies the polynomial of a checksum by x^8n, so the whole of an upload is known from its
 * parts without reading them again.
 */
function joinCyclic(polynomial: bigint, bytes: number): NonNullable<Checksum['join']> {
  const one = 1n << BigInt(bytes * 8 - 1)
  const multiply = (a: bigint, b: bigint) => {
    let product = 0n
    let factor = b
    for (let bit = one; bit; bit >>= 1n) {
      if (a & bit) product ^= factor
      factor = (factor >> 1n) ^ (factor & 1n ? polynomial : 0n)
    }
    return product
  }
  // Parts of an upload are nearly all of one length.
  const powers = new Map<number, bigint>()
  const power = (length: number) => {
    let result = one
    let square = one >> 8n
    for (let rest = length; rest > 0; rest = Math.floor(rest / 2)) {
      if (rest % 2) result = multiply(square, result)
      square = multiply(square, square)
    }
    if (powers.size > 64) powers.clear()
    powers.set(length, result)
    return result
  }
  return (a, b, length) => bytesOf(multiply(powers.get(length) ?? power(length), intOf(a)) ^ intOf(b), bytes)
}

const intOf = (bytes: Buffer) => BigInt(`0x${bytes.toString('hex')}`)
const bytesOf = (value: bigint, length: number) => Buffer.from(value.toString(16).padStart(length * 2, '0'), 'hex')
