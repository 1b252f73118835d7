import { sitesOf } from '../definition/fields.ts'
import type { Definition, PipelineObject, Span } from '../definition/model.ts'
import { bareId, parameterById } from '../definition/parameters.ts'
import { type Meaning, meaningsOf } from '../definition/paths.ts'
import { objectById } from '../definition/query.ts'
import { spanInside } from '../definition/strings.ts'
import { type Document, entryOf, locate, placeAt, type TextNode } from '../definition/text.ts'
import { contains, memberOf, memberValue } from '../definition/tree.ts'
import { caretIn, type Name, namesIn } from '../expression/names.ts'
import { textAt } from './text-at.ts'

/** Something that has a name: it is defined in one place and spoken of in others. */
export type NamedThing =
  | { readonly is: 'object'; readonly id: string }
  | { readonly is: 'parameter'; readonly id: string }
  | { readonly is: 'field'; readonly object: string; readonly key: string }

/** A symbol at an offset, and where its name stands there, without quotation marks. */
export interface Named {
  readonly symbols: readonly NamedThing[]
  readonly span: Span
}

/** What is named at an offset; several where a name leads to fields of several objects. */
export function symbolsAt(document: Document, offset: number): Named | undefined {
  const inText = textAt(document, offset)
  const caret = inText && caretIn(inText.text, inText.at)
  if (inText && caret) {
    const { name } = caret
    if (name.text === '' || name.called || caret.quoted) return undefined
    const symbols = symbolsOf(document.definition, inText.standing.object, name)
    return symbols.length > 0 ? { symbols, span: inText.inDocument(name) } : undefined
  }
  const place = placeAt(document, offset)
  if (place?.value !== undefined) {
    const span = locate(document, place, 'key')
    const parameter = parameterById(document.definition, place.value)
    return span && contains(span, offset)
      ? { symbols: [{ is: 'parameter', id: parameter?.id ?? place.value }], span: inner(document, span) }
      : undefined
  }
  if (place?.parameter !== undefined) {
    const span = locate(document, { parameter: place.parameter }, 'key')
    return span && contains(span, offset)
      ? { symbols: [{ is: 'parameter', id: place.parameter }], span: inner(document, span) }
      : undefined
  }
  if (place?.object === undefined) return undefined
  const entry = entryOf(document, place)
  if (!entry) return undefined
  const id = idNode(entry.node)
  if (id && contains(id, offset)) return { symbols: [{ is: 'object', id: place.object }], span: inner(document, id) }
  for (const site of sitesOf(document.text, entry.node, 'object')) {
    if (site.isRef && contains(site.inner, offset))
      return { symbols: [{ is: 'object', id: site.text }], span: inner(document, site.inner) }
    if (contains(site.keyNode, offset))
      return { symbols: [{ is: 'field', object: place.object, key: site.key }], span: inner(document, site.keyNode) }
  }
  return undefined
}

/** Where a symbol is defined. */
export function definedAt(document: Document, symbol: NamedThing): readonly Span[] {
  if (symbol.is === 'object') {
    const span = locate(document, { object: symbol.id }, 'key')
    return span ? [inner(document, span)] : []
  }
  if (symbol.is === 'parameter') {
    const known = parameterById(document.definition, symbol.id)
    const span = locate(document, known ? { parameter: known.id } : { value: symbol.id }, 'key')
    return span ? [inner(document, span)] : []
  }
  const span = locate(document, { object: symbol.object, field: symbol.key }, 'key')
  return span ? [inner(document, span)] : []
}

/** Every place that names a symbol, its definition among them, in the order of the text. */
export function mentionsOf(document: Document, symbol: NamedThing): readonly Span[] {
  const spans = new Map<number, Span>()
  const add = (span: Span) => spans.set(span.offset, span)
  for (const span of definedAt(document, symbol)) add(span)
  if (symbol.is === 'parameter')
    for (const site of document.outline.values)
      if (bareId(site.id) === bareId(symbol.id)) add(inner(document, site.keyNode))
  document.definition.objects.forEach((object, index) => {
    const node = document.outline.objects[index]?.node
    if (!node || !mayMention(object, symbol)) return
    for (const site of sitesOf(document.text, node, 'object')) {
      if (symbol.is === 'object' && site.isRef && site.text === symbol.id) add(inner(document, site.inner))
      if (symbol.is === 'field' && object.id === symbol.object && site.key === symbol.key)
        add(inner(document, site.keyNode))
      if (symbol.is === 'object' || site.isRef || !site.text.includes('#{')) continue
      for (const name of namesIn(site.text))
        if (!name.called && symbolsOf(document.definition, object, name).some(one => sameThing(one, symbol)))
          add(spanInside(document.text, site.inner, name))
    }
  })
  return [...spans.values()].sort((a, b) => a.offset - b.offset)
}

/** Cheap: whether it is worth looking closer. */
function mayMention({ fields }: PipelineObject, symbol: NamedThing): boolean {
  const word = symbol.is === 'field' ? symbol.key : bareId(symbol.id)
  return fields.some(
    ({ key, refValue, stringValue }) => key === word || refValue === word || stringValue?.includes(word),
  )
}

function symbolsOf(definition: Definition, object: PipelineObject, name: Name): readonly NamedThing[] {
  const found = new Map<string, NamedThing>()
  for (const meaning of meaningsOf(definition, object, [...name.path, name.text])) {
    const symbol = symbolOf(definition, meaning)
    if (symbol) found.set(JSON.stringify(symbol), symbol)
  }
  return [...found.values()]
}

/** What the service writes has no place in the text. */
function symbolOf(definition: Definition, meaning: Meaning): NamedThing | undefined {
  if (meaning.is === 'parameter') return { is: 'parameter', id: meaning.id }
  if (meaning.is !== 'field') return undefined
  if (meaning.key === 'id') return { is: 'object', id: meaning.owner.id }
  return objectById(definition, meaning.from) && { is: 'field', object: meaning.from, key: meaning.key }
}

const sameThing = (a: NamedThing, b: NamedThing): boolean =>
  a.is === 'field'
    ? b.is === 'field' && a.object === b.object && a.key === b.key
    : a.is === b.is && bareId(a.id) === bareId((b as { readonly id: string }).id)

const idNode = (node: TextNode): TextNode | undefined => {
  const member = memberOf(node, 'id') ?? memberOf(node, 'name')
  return member && memberValue(member)
}

/** A name without its quotation marks. */
function inner(document: Document, span: Span): Span {
  const quoted = /["'“”„‟`]/.test(document.text.charAt(span.offset))
  return quoted && span.length > 1 ? { offset: span.offset + 1, length: span.length - 2 } : span
}
