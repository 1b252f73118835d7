import { applyEdits } from '../definition/edit.ts'
import { differenceByLines } from '../definition/lines.ts'
import type { Definition, TextEdit } from '../definition/model.ts'
import { read } from '../definition/text.ts'
import { endOf } from '../definition/tree.ts'
import { changesBetween } from './changes.ts'

/**
 * Two texts of one origin made one by their lines, so that comments and spacing of both stay. Undefined where they
 * changed the same lines, or where what comes out would not mean what the merged definition says.
 */
export function mergeTexts(base: string, mine: string, theirs: string, merged: Definition): string | undefined {
  const edits = apart(differenceByLines(base, mine), differenceByLines(base, theirs))
  if (!edits) return undefined
  const text = applyEdits(base, edits)
  const document = read(text)
  const whole = document.problems.every(problem => problem.severity !== 'error')
  return whole && changesBetween(document.definition, merged).length === 0 ? text : undefined
}

/** The edits of both in the order of the text; none where two of them meet and are not the same. */
function apart(mine: readonly TextEdit[], theirs: readonly TextEdit[]): readonly TextEdit[] | undefined {
  const known = new Set(mine.map(edit => JSON.stringify(edit)))
  const all = [...mine, ...theirs.filter(edit => !known.has(JSON.stringify(edit)))].sort(
    (a, b) => a.offset - b.offset || endOf(a) - endOf(b),
  )
  const meet = all.some((edit, at) => at > 0 && edit.offset <= endOf(all[at - 1] ?? edit))
  return meet ? undefined : all
}
