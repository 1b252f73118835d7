import { sitesOf } from '../definition/fields.ts'
import type { Span } from '../definition/model.ts'
import { objectById } from '../definition/query.ts'
import { offsetInside, spanInside } from '../definition/strings.ts'
import { type Document, entryOf, placeAt, type TextNode } from '../definition/text.ts'
import { contains } from '../definition/tree.ts'
import type { Standing } from './standing.ts'

/** The text of a field at an offset, and how its characters and those of the document meet. */
export interface TextAt {
  readonly standing: Standing
  readonly text: string
  /** Which character of the text the offset stands before. */
  readonly at: number
  readonly node: TextNode
  readonly inDocument: (span: Span) => Span
}

/** The text of an object's field that an offset stands in; undefined in keys, references and elsewhere. */
export function textAt(document: Document, offset: number): TextAt | undefined {
  const place = placeAt(document, offset)
  const object = place?.object === undefined ? undefined : objectById(document.definition, place.object)
  const entry = place && entryOf(document, place)
  if (!object || !entry || place?.field === undefined) return undefined
  const site = sitesOf(document.text, entry.node, 'object').find(one => !one.isRef && contains(one.inner, offset))
  if (!site) return undefined
  const node = site.inner
  return {
    standing: { definition: document.definition, object, field: site.key },
    text: site.text,
    at: offsetInside(document.text, node, offset),
    node,
    inDocument: span => spanInside(document.text, node, span),
  }
}
