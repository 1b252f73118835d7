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
  return at.parameter !== undefined && !entryOf(document, at)
    ? (firstUse(document, at.parameter) ?? nearest(document, at))
    : nearest(document, at)
}

/** Where an expression first names a parameter, which may be declared nowhere. */
function firstUse({ text }: Document, name: string): Span | undefined {
  const before = /#\{[^}]*$/
  for (let offset = text.indexOf(name); offset >= 0; offset = text.indexOf(name, offset + 1))
    if (before.test(text.slice(Math.max(0, offset - 200), offset)) && !/\w/.test(text.charAt(offset + name.length)))
      return { offset, length: name.length }
  return undefined
}
