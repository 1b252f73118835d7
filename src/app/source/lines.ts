import type { Span, TextEdit } from '../../core/definition/model.ts'

/**
 * Offsets of the document and positions of the text pane. The pane splits lines at CR LF, LF and CR, shows them all
 * with one kind of line end, and leaves a byte order mark away; the document keeps every character. So the two meet
 * in lines and columns, never in offsets.
 */

export interface Position {
  /** From 1. */
  readonly lineNumber: number
  /** From 1, in UTF-16 units. */
  readonly column: number
}

export interface Range {
  readonly startLineNumber: number
  readonly startColumn: number
  readonly endLineNumber: number
  readonly endColumn: number
}

export interface Lines {
  readonly text: string
  /** Where each line begins. */
  readonly starts: readonly number[]
  /** The line end used most. */
  readonly eol: string
}

const bom = '\uFEFF'

const remembered = new Map<string, Lines>()

/** The lines of a text; the last few texts are remembered. */
export function linesOf(text: string): Lines {
  const known = remembered.get(text)
  if (known) return known
  const starts = [text.startsWith(bom) ? 1 : 0]
  const ends = { '\r\n': 0, '\n': 0, '\r': 0 }
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    if (code !== 10 && code !== 13) continue
    const end = code === 13 && text.charCodeAt(i + 1) === 10 ? '\r\n' : code === 13 ? '\r' : '\n'
    ends[end] += 1
    i += end.length - 1
    starts.push(i + 1)
  }
  const eol = ends['\r\n'] > ends['\n'] ? '\r\n' : ends['\r'] > ends['\n'] ? '\r' : '\n'
  const lines = { text, starts, eol }
  remembered.set(text, lines)
  for (const old of remembered.keys()) {
    if (remembered.size <= 4) break
    remembered.delete(old)
  }
  return lines
}

export function positionAt({ starts }: Lines, offset: number): Position {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return { lineNumber: low + 1, column: Math.max(0, offset - (starts[low] ?? 0)) + 1 }
}

/** The offset of a position; a column behind the end of its line is that end. */
export function offsetAt(lines: Lines, { lineNumber, column }: Position): number {
  const { text, starts } = lines
  const start = starts[lineNumber - 1]
  if (start === undefined) return text.length
  let end = starts[lineNumber] ?? text.length
  if (lineNumber < starts.length) {
    if (text.charCodeAt(end - 1) === 10) end -= 1
    if (text.charCodeAt(end - 1) === 13 && end > start) end -= 1
  }
  return Math.min(start + column - 1, end)
}

export function rangeOf(lines: Lines, { offset, length }: Span): Range {
  const start = positionAt(lines, offset)
  const end = positionAt(lines, offset + length)
  return {
    startLineNumber: start.lineNumber,
    startColumn: start.column,
    endLineNumber: end.lineNumber,
    endColumn: end.column,
  }
}

/** What was typed in the pane, as edits of the document, in order. New lines end as most lines there do. */
export function editsOf(
  lines: Lines,
  changes: readonly { readonly range: Range; readonly text: string }[],
): readonly TextEdit[] {
  return changes
    .map(({ range, text }) => {
      const offset = offsetAt(lines, { lineNumber: range.startLineNumber, column: range.startColumn })
      const end = offsetAt(lines, { lineNumber: range.endLineNumber, column: range.endColumn })
      return { offset, length: end - offset, text: text.replace(/\r\n|\r|\n/g, lines.eol) }
    })
    .sort((a, b) => a.offset - b.offset)
}

/** A text as the pane holds it: one kind of line end, no byte order mark. */
export const asShown = (text: string): string => (text.startsWith(bom) ? text.slice(1) : text).replace(/\r\n|\r/g, '\n')
