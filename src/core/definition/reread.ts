import { applyEdits } from './edit.ts'
import type { Earlier, ElementNode } from './elements.ts'
import { keeper } from './keeping.ts'
import { type Definition, nothing, type TextEdit } from './model.ts'
import { parse } from './parse.ts'
import { isParameter, objectIn, parameterIn } from './said.ts'
import { type Document, documentOf } from './text.ts'

/**
 * What `read` makes of the text after edits, at the cost of what they touch: objects and parameters that the edits leave
 * alone are taken over, wherever they stand now. Whatever says the same as before is the same value as before.
 */
export function reread(document: Document, edits: readonly TextEdit[]): Document {
  const text = applyEdits(document.text, edits)
  return documentOf(text, parse(text, earlierOf(document, edits, text)), document.definition)
}

/**
 * The same in steps of a few milliseconds at most, so that others can have their turn between them: each reads about
 * `stride` characters anew.
 */
export function rereadInSteps(
  document: Document,
  edits: readonly TextEdit[],
  stride = usualStride,
): Generator<undefined, Document> {
  const text = applyEdits(document.text, edits)
  return inSteps(text, earlierOf(document, edits, text), document.definition, stride)
}

/** What `read` makes of a text, in such steps. */
export const readInSteps = (text: string, stride = usualStride): Generator<undefined, Document> =>
  inSteps(text, { elements: [], edits: [], mostlyNew: true }, nothing, stride)

const usualStride = 150_000

function* inSteps(text: string, earlier: Earlier, before: Definition, stride: number): Generator<undefined, Document> {
  let known = earlier
  let room = stride
  for (;;) {
    const parsed = parse(text, known, room)
    const { elements, finished } = parsed
    if (finished) {
      yield
      yield* sayInSteps(text, elements, before, stride)
      return documentOf(text, parsed, before)
    }
    // Where there is nothing to begin the next step with, one step must do.
    if (elements.length <= known.elements.length && known.edits.length === 0) room = Number.POSITIVE_INFINITY
    known = { ...known, elements, edits: [] }
    yield
  }
}

/** Has every element say what it says, which is then remembered. */
function* sayInSteps(
  text: string,
  elements: readonly ElementNode[],
  before: Definition,
  stride: number,
): Generator<undefined, void> {
  const keep = keeper(before)
  let left = stride
  for (const [at, element] of elements.entries()) {
    const { said } = element.origin
    if (said.object || said.parameter) continue
    if (isParameter(element)) parameterIn(text, element, keep.parameter, at)
    else objectIn(text, element, keep.object, at)
    left -= element.length
    if (left > 0) continue
    left = stride
    yield
  }
}

const earlierOf = ({ elements }: Document, edits: readonly TextEdit[], text: string): Earlier => ({
  elements,
  edits,
  mostlyNew: edits.reduce((sum, edit) => sum + edit.text.length, 0) > text.length / 2,
})
