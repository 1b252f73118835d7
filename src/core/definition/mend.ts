import { applyEdits, arrange, difference } from './edit.ts'
import type { Span, TextEdit } from './model.ts'
import { parse } from './parse.ts'
import { endOf } from './tree.ts'

/**
 * Edits that mend all that is wrong with a text's JSON and has only one remedy. Comments stay. What somebody meant
 * otherwise, such as a value that is missing, stays as it is.
 */
export function mendEdits(text: string): readonly TextEdit[] {
  let now = text
  for (let round = 0; round < rounds; round++) {
    const edits = compatible(parse(now).problems.flatMap(problem => (problem.fix ? [problem.fix] : [])))
    if (edits.length === 0) break
    now = applyEdits(now, edits)
  }
  return difference(text, now)
}

/** The fixes that do not touch each other's text, in the order they were found: inner brackets before outer ones. */
function compatible(fixes: readonly (readonly TextEdit[])[]): readonly TextEdit[] {
  const taken: TextEdit[] = []
  for (const fix of fixes) if (!fix.some(edit => taken.some(one => overlap(one, edit)))) taken.push(...fix)
  return arrange(taken)
}

const overlap = (a: Span, b: Span) =>
  a.length === 0 && b.length === 0
    ? false
    : a.offset < endOf(b) + (b.length === 0 ? 1 : 0) && b.offset < endOf(a) + (a.length === 0 ? 1 : 0)

/** One mended place can bring another to light; what needs more rounds than this is past mending. */
const rounds = 4
