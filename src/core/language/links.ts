import { sitesOf } from '../definition/fields.ts'
import type { Span } from '../definition/model.ts'
import { spanInside } from '../definition/strings.ts'
import type { Document } from '../definition/text.ts'

/** A place in S3 that a text names in full. */
export interface StorageLink {
  readonly span: Span
  readonly bucket: string
  readonly key: string
}

/** The places in S3 that fields name, as far as they are written out: up to the first expression. */
export function storageLinks(document: Document): readonly StorageLink[] {
  return document.definition.objects.flatMap((object, index) => {
    const node = document.outline.objects[index]?.node
    if (!node || !object.fields.some(field => field.stringValue?.includes('s3://'))) return []
    return sitesOf(document.text, node, 'object').flatMap(site =>
      site.isRef
        ? []
        : [...site.text.matchAll(/s3:\/\/([a-z0-9][a-z0-9.-]+[a-z0-9])(?:\/([^\s'"#$,;]*))?/g)].map(
            ({ index: offset, 0: whole, 1: bucket = '', 2: key = '' }) => ({
              span: spanInside(document.text, site.inner, { offset, length: whole.length }),
              bucket,
              key,
            }),
          ),
    )
  })
}
