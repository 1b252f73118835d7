import { applyEdits, arrange, difference } from './edit.ts'
import type { Span, TextEdit } from './model.ts'
import { parse } from './parse.ts'
import { endOf, type TextProblem } from './tree.ts'

/**
 * Edits that mend all that is wrong with a text's JSON and has only one remedy. Comments stay. What somebody meant
 * otherwise, such as a value that is missing, stays as it is.
 */
export const mendEdits = (text: string): readonly TextEdit[] => difference(text, mend(text).text)

/** One thing that was mended: the line it stands in, as it was and as it is now. */
export interface Repair {
  readonly code: string
  /** What was wrong, in a sentence. */
  readonly message: string
  /** From 1, in the text as it was given. */
  readonly line: number
  readonly before: string
  readonly after: string
}

/** A text with its JSON mended, and each repair, in the order of the text. */
export function mend(text: string): { readonly text: string; readonly repairs: readonly Repair[] } {
  const repairs: Repair[] = []
  let now = text
  /** How many lines more than the given text the one at hand has before an offset. */
  let added: readonly { readonly offset: number; readonly lines: number }[] = []
  for (let round = 0; round < rounds; round++) {
    const taken = compatible(parse(now).problems)
    if (taken.length === 0) break
    for (const { code, message, edits } of taken) {
      const { first, before, after } = linesAround(now, edits)
      const more = added.reduce((sum, one) => (one.offset < first ? sum + one.lines : sum), 0)
      repairs.push({ code, message, line: breaksIn(now.slice(0, first)) + 1 - more, before, after })
    }
    const edits = arrange(taken.flatMap(one => one.edits))
    added = edits.flatMap(({ offset, length, text: put }) => {
      const lines = breaksIn(put) - breaksIn(now.slice(offset, offset + length))
      return lines === 0 ? [] : [{ offset, lines }]
    })
    now = applyEdits(now, edits)
  }
  return { text: now, repairs: repairs.sort((a, b) => a.line - b.line) }
}

interface Fix {
  readonly code: string
  readonly message: string
  readonly edits: readonly TextEdit[]
}

/** The fixes that do not touch each other's text, in the order they were found: inner brackets before outer ones. */
function compatible(problems: readonly TextProblem[]): readonly Fix[] {
  const taken: Fix[] = []
  const edits: TextEdit[] = []
  for (const { fix, code, message } of problems) {
    if (!fix || fix.some(edit => edits.some(one => overlap(one, edit)))) continue
    taken.push({ code, message, edits: fix })
    edits.push(...fix)
  }
  return taken
}

/** The whole lines that edits touch, at most a few of them, without and with the edits. */
function linesAround(text: string, edits: readonly TextEdit[]) {
  const sorted = arrange(edits)
  const from = sorted[0]?.offset ?? 0
  const last = sorted.at(-1)
  const to = last ? endOf(last) : from
  const first = text.lastIndexOf('\n', from - 1) + 1
  const stop = text.indexOf('\n', to)
  const end = stop < 0 ? text.length : stop
  const mended = applyEdits(
    text.slice(first, end),
    sorted.map(edit => ({ ...edit, offset: edit.offset - first })),
  )
  return { first, before: text.slice(first, end), after: mended }
}

const breaksIn = (text: string): number => text.split('\n').length - 1

const overlap = (a: Span, b: Span) =>
  a.length === 0 && b.length === 0
    ? false
    : a.offset < endOf(b) + (b.length === 0 ? 1 : 0) && b.offset < endOf(a) + (a.length === 0 ? 1 : 0)

/** One mended place can bring another to light; what needs more rounds than this is past mending. */
const rounds = 4
