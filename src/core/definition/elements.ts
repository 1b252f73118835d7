import type { ParameterObject, PipelineObject, Span, TextEdit } from './model.ts'
import { endOf, type TextNode, type TextProblem } from './tree.ts'

/**
 * The elements of a text's outermost lists, which are the objects and parameters of a definition, are read once: where
 * edits leave alone all that the parser looked at for one, the next text has it as it was, only elsewhere.
 */

/** One element as it was read. All places are those of the text it was read in, but of `source`. */
export interface Origin extends Span {
  /** All of it, as it is written. */
  readonly source: string
  /** Its members; undefined once they have been forgotten. */
  members: readonly TextNode[] | undefined
  /** Reads members of a source that nothing is odd about, whose places count from its beginning. */
  readonly readAgain: (source: string) => readonly TextNode[]
  /** Where the parser stood after it. */
  readonly end: number
  /** The end of what the parser looked at; a later change cannot matter. */
  readonly reach: number
  /** Tells how many objects and lists stood open around it. */
  readonly depth: number
  readonly problems: readonly TextProblem[]
  /** Where the first comment begins that was seen, or -1. */
  readonly comment: number
  /** A comma behind it that belongs to the list, or -1; see the parser's `handBack`. */
  readonly comma: number
  /** What it says, once somebody has asked. */
  readonly said: { isParameter?: boolean; object?: Said<PipelineObject>; parameter?: Said<ParameterObject> }
}

/** What an element says, and what is odd about its shape, places counted from where the element begins. */
export interface Said<T> {
  readonly value: T
  readonly notes: readonly (Span & { readonly code: string; readonly message: string })[]
}

/**
 * An element where it stands now; what is in it is moved there when somebody asks. Most are never asked again once they
 * have said what they say, and their nodes would be most of what a document holds: so they forget them, and read their
 * source again for the few who ask.
 */
export class ElementNode implements TextNode {
  readonly type = 'object'
  readonly offset: number
  readonly length: number
  readonly origin: Origin
  private moved: readonly TextNode[] | undefined

  constructor(origin: Origin, offset: number) {
    this.origin = origin
    this.offset = offset
    this.length = origin.length
  }

  get children(): readonly TextNode[] {
    const { members, offset, source, readAgain } = this.origin
    this.moved ??= members ? moved(members, this.offset - offset) : moved(readAgain(source), this.offset)
    return this.moved
  }

  /** Lets go of what is in it, if that can be read again. */
  forget(): void {
    const { problems, members } = this.origin
    if (!members || problems.length > 0) return
    this.origin.members = undefined
    this.moved = undefined
  }

  /** The same element elsewhere. */
  at(offset: number): ElementNode {
    return offset === this.offset ? this : new ElementNode(this.origin, offset)
  }
}

const moved = (nodes: readonly TextNode[], delta: number): readonly TextNode[] =>
  delta === 0 ? nodes : nodes.map(node => movedNode(node, delta))

const movedNode = (node: TextNode, delta: number): TextNode => ({
  ...node,
  offset: node.offset + delta,
  ...(node.colonOffset !== undefined && { colonOffset: node.colonOffset + delta }),
  ...(node.children && { children: moved(node.children, delta) }),
})

export function movedProblem(problem: TextProblem, delta: number): TextProblem {
  if (delta === 0) return problem
  const fix = problem.fix?.map(edit => ({ ...edit, offset: edit.offset + delta }))
  return { ...problem, offset: problem.offset + delta, ...(fix && { fix }) }
}

/** Elements of an earlier text, in its order, and the edits that made the next text of it. */
export interface Earlier {
  readonly elements: readonly ElementNode[]
  readonly edits: readonly TextEdit[]
  /** Whether most of the next text is new, so that what is read of it may as well keep it. */
  readonly mostlyNew?: boolean
}

/** Finds an element again that the edits left alone, by where it is to stand now. To be asked in the order of the text. */
export function createRecall({ elements, edits }: Earlier): (offset: number, depth: number) => ElementNode | undefined {
  let next = 0
  let edit = 0
  let shift = 0
  return (offset, depth) => {
    for (; next < elements.length; next++) {
      const element = elements[next]
      if (!element) return undefined
      let coming = edits[edit]
      while (coming && endOf(coming) <= element.offset) {
        shift += coming.text.length - coming.length
        coming = edits[++edit]
      }
      const { reach, offset: from } = element.origin
      if (coming && coming.offset < element.offset + reach - from) continue
      const now = element.offset + shift
      if (now > offset) return undefined
      if (now === offset) return element.origin.depth === depth ? element.at(offset) : undefined
    }
    return undefined
  }
}
