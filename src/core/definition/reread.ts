import { applyEdits } from './edit.ts'
import { fieldLists } from './fields.ts'
import type { Definition, ParameterObject, PipelineObject, Span, TextEdit } from './model.ts'
import { type Entry, isParameter, readObject } from './outline.ts'
import { parse } from './parse.ts'
import { byOffset, type Document, indexAt, mostProblems, read, shapeProblem } from './text.ts'
import { childrenOf, endOf, type TextNode, type TextProblem } from './tree.ts'

/**
 * What `read` makes of the text after edits, at the cost of what they touch. Edits inside one object read that object
 * anew and move the rest; all others, and texts that are broken near by, are read as a whole. Objects that say the same
 * as before are the same values as before.
 */
export function reread(document: Document, edits: readonly TextEdit[]): Document {
  const text = applyEdits(document.text, edits)
  return inOneObject(document, edits, text) ?? sharing(document.definition, read(text))
}

function inOneObject(document: Document, edits: readonly TextEdit[], text: string): Document | undefined {
  const { outline, definition } = document
  const [first] = edits
  const last = edits.at(-1)
  if (!first || !last || document.problems.length >= mostProblems) return undefined
  if (document.dialect !== 'cli' && document.dialect !== 'api') return undefined
  if (document.problems.some(problem => problem.code === 'text/misspelt-list')) return undefined
  const index = indexAt(outline.objects, first.offset)
  const old = outline.objects[index]
  if (!old || first.offset <= old.offset || endOf(last) >= endOf(old)) return undefined
  const [near, problems] = parted(document.problems, problem => touches(problem, old))
  // Broken JSON near the object may reach into it, or the object may owe its extent to it.
  if (near.some(problem => !ofObjects.has(problem.code))) return undefined

  const delta = text.length - document.text.length
  const length = old.length + delta
  const parsed = parse(text.slice(old.offset, old.offset + length))
  const { tree } = parsed
  // Of comments only the first of all is reported.
  const commented = problems.some(({ code, offset }) => code === 'text/comment' && offset < old.offset)
  if (parsed.problems.some(({ code }) => code !== 'text/comment' || !commented)) return undefined
  if (tree?.type !== 'object' || tree.length !== length) return undefined
  const node = moved(tree, old.offset)
  if (isParameter(node) || fieldLists(node, 'parameter').length > 0) return undefined
  // A list without a file around it is known by the shape of what stands in it.
  if (isWire(node) !== isWire(old.node)) return undefined
  const found: TextProblem[] = []
  const object = readObject(text, node, (code, at, message) => found.push(shapeProblem(code, at, message)))
  if (problems.length + found.length >= mostProblems) return undefined

  const settled = delta === 0 ? problems : problems.map(problem => movedProblem(problem, endOf(old), delta))
  let kept: Document | undefined
  const whole = () => {
    kept ??= read(text)
    return kept
  }
  const objects = outline.objects.map((entry, i): Entry => {
    if (i < index) return entry
    return i === index ? lazyEntry(node.offset, length, () => node, i, whole) : slid(entry, delta, i, whole)
  })
  return {
    text,
    dialect: document.dialect,
    get tree() {
      return whole().tree
    },
    definition: { ...definition, objects: definition.objects.with(index, object) },
    problems: found.length === 0 ? settled : [...settled, ...found].sort(byOffset),
    outline: {
      dialect: outline.dialect,
      objects,
      get parameters() {
        return whole().outline.parameters
      },
      get values() {
        return whole().outline.values
      },
      get home() {
        return whole().outline.home
      },
      get objectList() {
        return whole().outline.objectList
      },
      get parameterList() {
        return whole().outline.parameterList
      },
      get valueList() {
        return whole().outline.valueList
      },
    },
    whole,
  }
}

/** Nodes as they were read and where that was, so that sliding again and again moves them only once. */
interface Origin {
  readonly node: TextNode
  readonly offset: number
}

interface LazyEntry extends Entry {
  readonly origin: Origin | undefined
}

/** An entry of an object that stands elsewhere now; its nodes are moved when somebody asks for them. */
function slid(entry: Entry | LazyEntry, delta: number, index: number, whole: () => Document): LazyEntry {
  const origin = ('origin' in entry ? entry.origin : undefined) ?? { node: entry.node, offset: entry.offset }
  const start = entry.offset + delta
  return lazyEntry(start, entry.length, () => moved(origin.node, start - origin.offset), index, whole, origin)
}

function lazyEntry(
  offset: number,
  length: number,
  make: () => TextNode,
  index: number,
  whole: () => Document,
  origin?: Origin,
): LazyEntry {
  let node: TextNode | undefined
  return {
    offset,
    length,
    origin,
    get node() {
      node ??= make()
      return node
    },
    get list() {
      return whole().outline.objects[index]?.list
    },
  }
}

const moved = (node: TextNode, delta: number): TextNode => ({
  ...node,
  offset: node.offset + delta,
  ...(node.colonOffset !== undefined && { colonOffset: node.colonOffset + delta }),
  ...(node.children && { children: childrenOf(node).map(child => moved(child, delta)) }),
})

function movedProblem(problem: TextProblem, from: number, delta: number): TextProblem {
  const place = (span: Span) => (span.offset >= from ? span.offset + delta : span.offset)
  const fix = problem.fix?.map(edit => ({ ...edit, offset: place(edit) }))
  return { ...problem, offset: place(problem), ...(fix && { fix }) }
}

/** Whether a problem, or what would mend it, lies in a stretch or at its ends. */
const touches = (problem: TextProblem, { offset, length }: Span): boolean =>
  [problem, ...(problem.fix ?? [])].some(span => span.offset <= offset + length && endOf(span) >= offset)

function parted<T>(all: readonly T[], test: (one: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [all.filter(test), all.filter(one => !test(one))]
}

/** The document, its objects and parameters being those of before wherever they say the same. */
function sharing(before: Definition, document: Document): Document {
  const { objects, parameters, values } = document.definition
  return {
    ...document,
    definition: {
      objects: shared(before.objects, objects, sameObject),
      parameters: shared(before.parameters, parameters, sameParameter),
      values: shared(before.values, values, (a, b) => a.id === b.id && a.stringValue === b.stringValue),
    },
  }
}

function shared<T extends { readonly id: string }>(
  before: readonly T[],
  now: readonly T[],
  same: (a: T, b: T) => boolean,
) {
  const byId = new Map(before.map(one => [one.id, one]))
  const all = now.map((one, i) => {
    const old = before[i]?.id === one.id ? before[i] : byId.get(one.id)
    return old && same(old, one) ? old : one
  })
  return all.length === before.length && all.every((one, i) => one === before[i]) ? before : all
}

const sameObject = (a: PipelineObject, b: PipelineObject): boolean =>
  a.name === b.name &&
  a.fields.length === b.fields.length &&
  a.fields.every((field, i) => {
    const other = b.fields[i]
    return field.key === other?.key && field.stringValue === other.stringValue && field.refValue === other.refValue
  })

const sameParameter = (a: ParameterObject, b: ParameterObject): boolean =>
  a.attributes.length === b.attributes.length &&
  a.attributes.every(
    ({ key, stringValue }, i) => key === b.attributes[i]?.key && stringValue === b.attributes[i]?.stringValue,
  )

const isWire = (node: TextNode) => fieldLists(node, 'object').length > 0

/** What can be wrong with an object whose JSON is sound: found again when the object is read again. */
const ofObjects = new Set(
  ['repeated-key', 'not-text', 'extra-member', 'empty-reference', 'missing-key', 'missing-id', 'nested-list'].map(
    name => `text/${name}`,
  ),
)
