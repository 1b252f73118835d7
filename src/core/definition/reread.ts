import { applyEdits } from './edit.ts'
import type { TextEdit } from './model.ts'
import { parse } from './parse.ts'
import { type Document, documentOf } from './text.ts'

/**
 * What `read` makes of the text after edits, at the cost of what they touch: objects and parameters that the edits leave
 * alone are taken over, wherever they stand now. Whatever says the same as before is the same value as before.
 */
export function reread(document: Document, edits: readonly TextEdit[]): Document {
  const text = applyEdits(document.text, edits)
  return documentOf(text, parse(text, { elements: document.elements, edits }), document.definition)
}
