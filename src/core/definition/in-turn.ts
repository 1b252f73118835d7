import type { Command } from './commands.ts'
import { arrange } from './edit.ts'
import type { TextEdit } from './model.ts'
import { reread } from './reread.ts'
import type { Document } from './text.ts'
import { endOf } from './tree.ts'

/**
 * Several commands as one step. The plan is asked for them one by one and sees, through `now`, what those before left;
 * what comes out are edits of the text as it was before the first.
 */
export const inTurn = (label: string, plan: (now: () => Document) => Iterable<Command>): Command => ({
  label,
  edits(document) {
    if (document.dialect === 'foreign') return []
    let now = document
    let pieces: readonly Piece[] = [{ from: 0, length: document.text.length }]
    for (const command of plan(() => now)) {
      const edits = command.edits(now)
      if (edits.length === 0) continue
      pieces = spliced(pieces, edits)
      now = reread(now, edits)
    }
    return editsOf(pieces, document.text.length)
  },
})

/** Commands that each touch another entry of the text, planned on one text and done as one. */
export const together = (commands: readonly Command[]): Command => ({
  label: '',
  edits: document => arrange(commands.flatMap(command => command.edits(document))),
})

/** A stretch of the first text that stayed, or text that came. */
type Piece = { readonly from: number; readonly length: number } | { readonly text: string }

const lengthOf = (piece: Piece): number => ('text' in piece ? piece.text.length : piece.length)

/** The pieces after edits of the text that they make up. */
function spliced(pieces: readonly Piece[], edits: readonly TextEdit[]): readonly Piece[] {
  const result: Piece[] = []
  const source = pieces[Symbol.iterator]()
  let piece: Piece | undefined = source.next().value
  let at = 0
  /** Goes on to an offset of the text, keeping what lies before it or leaving it out. */
  const upTo = (offset: number, keep: boolean) => {
    while (piece && at < offset) {
      const length = Math.min(lengthOf(piece), offset - at)
      if (keep) result.push(part(piece, 0, length))
      const left: number = lengthOf(piece) - length
      piece = left > 0 ? part(piece, length, left) : source.next().value
      at += length
    }
  }
  for (const edit of edits) {
    upTo(edit.offset, true)
    upTo(endOf(edit), false)
    if (edit.text !== '') result.push({ text: edit.text })
  }
  if (piece) result.push(piece, ...source)
  return result
}

const part = (piece: Piece, start: number, length: number): Piece =>
  'text' in piece ? { text: piece.text.slice(start, start + length) } : { from: piece.from + start, length }

function editsOf(pieces: readonly Piece[], total: number): readonly TextEdit[] {
  const edits: TextEdit[] = []
  let at = 0
  let text = ''
  const close = (offset: number) => {
    if (text !== '' || offset > at) edits.push({ offset: at, length: offset - at, text })
    text = ''
  }
  for (const piece of pieces)
    if ('text' in piece) text += piece.text
    else {
      close(piece.from)
      at = piece.from + piece.length
    }
  close(total)
  return edits
}
