import { sitesOf } from '../definition/fields.ts'
import type { Span } from '../definition/model.ts'
import { spanInside } from '../definition/strings.ts'
import { type Document, entryOf, nearest } from '../definition/text.ts'
import type { Finding } from './rule.ts'

/** The characters of the text that a finding is about: the wrong part of a value, else the value, else its owner. */
export function spotOf(document: Document, { at, within }: Pick<Finding, 'at' | 'within'>): Span {
  if (within && at.object !== undefined) {
    const entry = entryOf(document, at)
    const site =
      entry &&
      sitesOf(document.text, entry.node, 'object').find(
        one => one.key === at.field && one.occurrence === (at.occurrence ?? 0),
      )
    if (site) return spanInside(document.text, site.inner, within)
  }
  return nearest(document, at)
}
