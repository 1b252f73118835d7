import type { Extent, Written } from './blobs.ts'
import type { ChecksumName } from './checksums.ts'

/** What the store knows of buckets, objects and uploads in parts. Times are UTC milliseconds. */

export interface Bucket {
  readonly name: string
  readonly region: string
  readonly created: number
}

/** What a client says of an object and gets back unchanged. */
export interface Attributes {
  readonly contentType?: string
  /** Such as `cache-control`, by name in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** `x-amz-meta-*` without that beginning. */
  readonly meta: Readonly<Record<string, string>>
}

export interface StoredChecksum {
  readonly name: ChecksumName
  /** Base64; `-N` after it when it is composed of those of N parts. */
  readonly value: string
  readonly type: ChecksumType
}

/** Whether a checksum is over the bytes of the object or over the checksums of its parts. */
export type ChecksumType = 'FULL_OBJECT' | 'COMPOSITE'

export interface ObjectRecord {
  readonly bucket: string
  readonly key: string
  readonly size: number
  /** Without quotation marks. */
  readonly etag: string
  readonly modified: number
  readonly attributes: Attributes
  readonly checksum?: StoredChecksum
  /** None where its bytes lie in the database. */
  readonly extents: readonly Extent[]
  /** Bytes of a small object, as it was when it was looked up; not in lists. */
  readonly bytes?: Uint8Array
}

export interface Place {
  readonly bucket: string
  readonly key: string
}

/** Bytes on their way in, and what must be true of them before they count. */
export interface Incoming {
  readonly chunks: AsyncIterable<Uint8Array>
  /** All of them, where they are few and at hand: they go into the database, which is one write to the disk less. */
  readonly bytes?: Uint8Array
  /** Checksums to take on the way. */
  readonly digests: readonly ChecksumName[]
  /** The one of them to keep with the object. */
  readonly keep?: ChecksumName
  /** Called when all bytes are on disk; throws to refuse them. */
  readonly check?: (written: Written) => void
}

/** Looks at what stands under a key before it is replaced or removed; throws to refuse. */
export type Guard = (current: ObjectRecord | undefined) => void

export const plain: Attributes = { headers: {}, meta: {} }
