import { apart } from './characters.ts'
import type { TextEdit } from './model.ts'
import { endOf } from './tree.ts'

/** The text after edits that are sorted and do not overlap. Throws a RangeError on edits that are not. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = ''
  let at = 0
  for (const edit of edits) {
    if (edit.offset < at || endOf(edit) > text.length) throw new RangeError('Edits overlap or reach beyond the text.')
    result += text.slice(at, edit.offset) + edit.text
    at = endOf(edit)
  }
  return result + text.slice(at)
}

/** The edits that turn `applyEdits(text, edits)` back into `text`. */
export function invertEdits(text: string, edits: readonly TextEdit[]): readonly TextEdit[] {
  let shift = 0
  return edits.map(({ offset, length, text: inserted }) => {
    const inverse = { offset: offset + shift, length: inserted.length, text: text.slice(offset, offset + length) }
    shift += inserted.length - length
    return inverse
  })
}

/** Edits in the order of the text; those that touch become one, those that do nothing go. */
export function arrange(edits: readonly TextEdit[]): readonly TextEdit[] {
  const result: TextEdit[] = []
  for (const edit of [...edits].sort((a, b) => a.offset - b.offset || endOf(a) - endOf(b))) {
    if (edit.length === 0 && edit.text === '') continue
    const last = result.at(-1)
    if (last && edit.offset < endOf(last)) {
      const end = Math.max(endOf(last), endOf(edit))
      result[result.length - 1] = { offset: last.offset, length: end - last.offset, text: last.text + edit.text }
    } else if (last && edit.offset === endOf(last))
      result[result.length - 1] = {
        offset: last.offset,
        length: last.length + edit.length,
        text: last.text + edit.text,
      }
    else result.push(edit)
  }
  return result
}

/** The one edit that turns one text into another: what they share at both ends stays. */
export function difference(from: string, to: string): readonly TextEdit[] {
  if (from === to) return []
  const most = Math.min(from.length, to.length)
  let start = 0
  while (start < most && from.charCodeAt(start) === to.charCodeAt(start)) start++
  let tail = 0
  while (tail < most - start && from.charCodeAt(from.length - 1 - tail) === to.charCodeAt(to.length - 1 - tail)) tail++
  return [{ offset: start, length: from.length - tail - start, text: to.slice(start, to.length - tail) }]
}

/** The same edits, which keep no text from which theirs were taken. For whoever holds them long. */
export const lasting = (edits: readonly TextEdit[]): readonly TextEdit[] =>
  edits.map(({ offset, length, text }) => ({ offset, length, text: apart(text) }))
