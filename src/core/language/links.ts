import type { Span } from '../definition/model.ts'

/** A place in S3 that a text names in full. */
export interface StorageLink {
  readonly span: Span
  readonly bucket: string
  readonly key: string
}

/** The places in S3 that a definition's text names, as far as they are written out: up to the first expression. */
export const storageLinks = (text: string): readonly StorageLink[] =>
  [...text.matchAll(places)].map(({ index: offset, 0: whole, 1: bucket = '', 2: key = '' }) => ({
    span: { offset, length: whole.length },
    bucket,
    key,
  }))

const places = /s3:\/\/([a-z0-9][a-z0-9.-]+[a-z0-9])(?:\/([^\s'"\\#$,;]*))?/g
