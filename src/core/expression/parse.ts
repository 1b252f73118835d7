import { type Reader, readExpression } from './syntax.ts'
import type { Expression, Stretch, SyntaxProblem } from './tree.ts'

/** A field's text taken apart: words, and expressions between `#{` and `}`. */

interface TextPart {
  readonly kind: 'text'
  /** What it stands for, escapes resolved. */
  readonly text: string
  readonly span: Stretch
}

interface ExpressionPart {
  readonly kind: 'expression'
  readonly tree: Expression
  /** With the `#{` and `}` around it. */
  readonly span: Stretch
}

export type Part = TextPart | ExpressionPart

export interface Template {
  readonly parts: readonly Part[]
  /** Empty when the text can be evaluated. A broken expression stands in `parts` as the text it is. */
  readonly errors: readonly SyntaxProblem[]
}

/**
 * Takes a field's text apart. Never throws. `\#{` stands for the characters `#{`; before either, two backslashes
 * stand for one. Source: developer guide, pipeline expressions; the escape is our own.
 */
export function parseTemplate(text: string): Template {
  const parts: Part[] = []
  const errors: SyntaxProblem[] = []
  let words = ''
  let from = 0
  const flush = (end: number) => {
    if (words !== '') parts.push({ kind: 'text', text: words, span: { offset: from, length: end - from } })
    words = ''
  }
  let at = 0
  while (at < text.length) {
    const open = text.indexOf('#{', at)
    if (open < 0) break
    let slashes = 0
    while (open - slashes > at && text[open - slashes - 1] === '\\') slashes += 1
    if (words === '') from = at
    words += text.slice(at, open - slashes) + '\\'.repeat(Math.floor(slashes / 2))
    if (slashes % 2 === 1) {
      words += '#{'
      at = open + 2
      continue
    }
    const reader: Reader = { text, at: open + 2, depth: 0 }
    const { tree, problem } = readExpression(reader)
    if (tree) {
      flush(open)
      parts.push({ kind: 'expression', tree, span: { offset: open, length: reader.at - open } })
      at = reader.at
    } else {
      const end = endOf(text, open)
      errors.push(problem ?? { message: 'This expression cannot be read.', span: { offset: open, length: end - open } })
      words += text.slice(open, end)
      at = end
    }
  }
  if (at < text.length) {
    if (words === '') from = at
    words += text.slice(at)
  }
  flush(text.length)
  return { parts, errors }
}

/** Whether a text holds an expression at all, broken ones included. Cheap. */
export const hasExpression = (text: string): boolean => {
  if (!text.includes('#{')) return false
  const { parts, errors } = parseTemplate(text)
  return errors.length > 0 || parts.some(part => part.kind === 'expression')
}

/** Where a broken expression ends: behind the brace that closes it, inner ones counted, else at the end of the text. */
function endOf(text: string, open: number): number {
  let depth = 0
  for (let at = open; at < text.length; at += 1) {
    if (text.startsWith('#{', at)) depth += 1
    else if (text[at] === '}') {
      depth -= 1
      if (depth === 0) return at + 1
    }
  }
  return text.length
}
