import type { Span } from '../definition/model.ts'

export interface Fold extends Span {
  readonly comment: boolean
}

/**
 * Stretches that can be folded away: what stands in brackets over several lines, and long comments. Read from the signs
 * of the text, so that it costs little and works while the text is broken.
 */
export function foldsOf(text: string): readonly Fold[] {
  const folds: Fold[] = []
  const open: number[] = []
  const add = (offset: number, end: number, comment: boolean) => {
    const line = text.indexOf('\n', offset)
    if (line >= 0 && line < end) folds.push({ offset, length: end - offset, comment })
  }
  signs.lastIndex = 0
  for (let found = signs.exec(text); found; found = signs.exec(text)) {
    const [sign] = found
    const end = found.index + sign.length
    if (sign === '{' || sign === '[') open.push(found.index)
    else if (sign === '}' || sign === ']') {
      const start = open.pop()
      if (start !== undefined) add(start, end, false)
    } else if (sign.startsWith('/*')) add(found.index, end, true)
  }
  return folds.sort((a, b) => a.offset - b.offset)
}

/** Brackets, comments, and strings, which hide both. */
const signs = /"(?:[^"\\\r\n]|\\.)*"?|\/\/[^\r\n]*|\/\*[\s\S]*?(?:\*\/|$)|[{}[\]]/g
