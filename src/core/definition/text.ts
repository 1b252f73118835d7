import type { ElementNode } from './elements.ts'
import { type listNames, sitesOf } from './fields.ts'
import type { Definition, Place, Span } from './model.ts'
import { type Dialect, type Entry, type Outline, readOutline } from './outline.ts'
import { type Parsed, parse } from './parse.ts'
import { mostProblems } from './scan.ts'
import { contains, endOf, memberOf, memberValue, type TextNode, type TextProblem } from './tree.ts'

export type { TextNode, TextProblem } from './tree.ts'

/** A text and all that it says. Made by `read`; never changed. */
export interface Document {
  readonly text: string
  readonly dialect: Dialect
  readonly tree: TextNode | undefined
  readonly definition: Definition
  readonly problems: readonly TextProblem[]
  /** Where each object, parameter and value stands. For this folder and the formats. */
  readonly outline: Outline
  /** What need not be read again after edits; see `reread`. */
  readonly elements: readonly ElementNode[]
}

/** Reads any text as a definition, as far as it goes. Never throws; what is odd is said in `problems`. */
export const read = (text: string): Document => documentOf(text, parse(text))

/** Reads a tree of another language that was brought into the API's shape. What comes out cannot be edited. */
export const readForeign = (text: string, tree: TextNode, problems: readonly TextProblem[]): Document => {
  const document = documentOf(text, { tree, problems, elements: [] })
  return { ...document, dialect: 'foreign', outline: { ...document.outline, dialect: 'foreign' } }
}

/** A text as it was parsed; what says the same as in the definition `before` is the same value as there. */
export function documentOf(text: string, parsed: Omit<Parsed, 'finished'>, before?: Definition): Document {
  const { tree, problems, elements } = parsed
  const shapes: TextProblem[] = []
  const { outline, definition } = readOutline(
    text,
    tree,
    (code, at, message) => {
      if (shapes.length < mostProblems) shapes.push(shapeProblem(code, at, message))
    },
    before,
  )
  // What is a file of objects is asked for its lists alone when it is read anew; a mere list for what is in it.
  if (outline.home) for (const element of elements) element.forget()
  const all = [...problems, ...shapes].sort(byOffset)
  return { text, dialect: outline.dialect, tree, definition, outline, problems: all, elements }
}

const shapeProblem = (code: string, { offset, length }: Span, message: string): TextProblem => ({
  code,
  severity: mild.has(code) ? 'warning' : 'error',
  message,
  offset,
  length,
})

/** The order problems stand in; of two at one place the parser's come first. */
const byOffset = (a: Span, b: Span) => a.offset - b.offset

/**
 * Where something stands in the text. `whole` is all of it (an object, a member, one element of a list), `key` its
 * name (of an object its id), `value` what it says. Undefined if the text does not say it.
 */
export function locate(document: Document, place: Place, part: 'value' | 'key' | 'whole' = 'whole'): Span | undefined {
  if (place.value !== undefined) return locateValue(document, place.value, place.occurrence ?? 0, part)
  const kind = place.parameter === undefined ? 'object' : 'parameter'
  const entry = entryOf(document, place)
  if (!entry) return undefined
  const { field } = place
  if (field === undefined) return part === 'key' ? (idNode(entry.node) ?? entry.node) : entry.node
  const site = sitesOf(document.text, entry.node, kind).find(
    one => one.key === field && one.occurrence === (place.occurrence ?? 0),
  )
  if (site) return part === 'whole' ? site.whole : part === 'key' ? site.keyNode : site.value
  const member = memberOf(entry.node, field)
  return member && (part === 'whole' ? member : part === 'key' ? member.children?.[0] : memberValue(member))
}

/** Where to show a message about a place: its value, else the id of what it stands in, else the beginning. */
export function nearest(document: Document, place: Place): Span {
  const { field, occurrence, ...owner } = place
  return (
    locate(document, place, field === undefined ? 'key' : 'value') ??
    locate(document, owner, 'key') ?? { offset: 0, length: 0 }
  )
}

/** What stands at an offset: the innermost field, object, parameter or value around it. */
export function placeAt(document: Document, offset: number): Place | undefined {
  const { outline, definition, text } = document
  const at = indexAt(outline.objects, offset)
  const object = definition.objects[at]
  const objectEntry = outline.objects[at]
  if (object && objectEntry) return { object: object.id, ...fieldAt(text, objectEntry.node, 'object', offset) }
  const index = indexAt(outline.parameters, offset)
  const parameter = definition.parameters[index]
  const entry = outline.parameters[index]
  if (parameter && entry) return { parameter: parameter.id, ...fieldAt(text, entry.node, 'parameter', offset) }
  for (const site of outline.values)
    if (contains(site.whole, offset) || contains(site.keyNode, offset)) {
      const many = site.occurrence > 0 || site.whole === site.value
      return many ? { value: site.id, occurrence: site.occurrence } : { value: site.id }
    }
  return undefined
}

/** Line and column of an offset, both from 1; a column counts UTF-16 units. */
export function lineColumn(text: string, offset: number): { readonly line: number; readonly column: number } {
  const stop = Math.max(0, Math.min(offset, text.length))
  let line = 1
  let start = 0
  for (let i = text.indexOf('\n'); i >= 0 && i < stop; i = text.indexOf('\n', i + 1)) {
    line++
    start = i + 1
  }
  return { line, column: stop - start + 1 }
}

/** The entry of the first object or parameter with the place's id. */
export function entryOf(document: Document, place: Place): Entry | undefined {
  const { outline, definition } = document
  if (place.object !== undefined) return outline.objects[indexOf(definition.objects, place.object)]
  if (place.parameter === undefined) return undefined
  return outline.parameters[indexOf(definition.parameters, place.parameter)]
}

/** Where the first entry with an id stands in a list; -1 if there is none. An index is made for those who ask often. */
function indexOf(entries: readonly { readonly id: string }[], id: string): number {
  const asked = questions.get(entries) ?? { times: 0 }
  questions.set(entries, asked)
  asked.times++
  if (asked.times < worthAnIndex) return entries.findIndex(entry => entry.id === id)
  if (!asked.index) {
    asked.index = new Map()
    for (const [at, entry] of entries.entries()) if (!asked.index.has(entry.id)) asked.index.set(entry.id, at)
  }
  return asked.index.get(id) ?? -1
}

const worthAnIndex = 8
const questions = new WeakMap<readonly unknown[], { times: number; index?: Map<string, number> }>()

function locateValue(document: Document, id: string, occurrence: number, part: 'value' | 'key' | 'whole') {
  const site = document.outline.values.find(one => one.id === id && one.occurrence === occurrence)
  return site && (part === 'whole' ? site.whole : part === 'key' ? site.keyNode : site.value)
}

function fieldAt(text: string, node: TextNode, kind: keyof typeof listNames, offset: number) {
  const sites = sitesOf(text, node, kind)
  const site = sites.find(one => contains(one.whole, offset)) ?? sites.find(one => contains(one.member, offset))
  if (site) return { field: site.key, occurrence: site.occurrence }
  for (const field of ['id', 'name']) {
    const member = memberOf(node, field)
    if (member && contains(member, offset)) return { field }
  }
  return {}
}

/** The last entry that begins at or before the offset, if it reaches it. Entries stand in the order of the text. */
export function indexAt(entries: readonly Entry[], offset: number): number {
  let low = 0
  let high = entries.length
  while (low < high) {
    const middle = (low + high) >> 1
    const entry = entries[middle]
    if (entry && entry.offset <= offset) low = middle + 1
    else high = middle
  }
  const entry = entries[low - 1]
  return entry && offset <= endOf(entry) ? low - 1 : -1
}

const idNode = (node: TextNode): TextNode | undefined => {
  const member = memberOf(node, 'id') ?? memberOf(node, 'name')
  return member && memberValue(member)
}

const mild = new Set(['text/no-objects', 'text/misplaced-parameter'])
