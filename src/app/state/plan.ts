import type { TextEdit } from '../../core/definition/model.ts'
import { rereadInSteps } from '../../core/definition/reread.ts'
import type { Document } from '../../core/definition/text.ts'
import { projectInSteps } from '../../core/graph/project.ts'

/** What a command comes to: its edits, and the document after them. */
export interface Plan {
  readonly label: string
  readonly edits: readonly TextEdit[]
  readonly next: Document
}

/** What a command comes to, in steps of a few milliseconds; its graph is drawn too. */
export function* planInSteps(
  document: Document,
  label: string,
  edits: readonly TextEdit[],
): Generator<undefined, Plan> {
  const next = yield* rereadInSteps(document, edits)
  yield* projectInSteps(next.definition)
  return { label, edits, next }
}
