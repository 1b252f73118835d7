import type { TextEdit } from './model.ts'
import { styleOf } from './style.ts'
import type { Document } from './text.ts'
import { endOf, type TextNode, type TextProblem } from './tree.ts'

/**
 * Lays a text out anew. Only blanks and line breaks between its signs change: comments, the order of keys, repeated
 * keys, odd commas and every character of every string stay. One empty line between members stays one.
 */
export function formatEdits(document: Document): readonly TextEdit[] {
  if (breaksFormatting(document) !== undefined) return []
  const tokens = tokensOf(document)
  const { newline, unit } = styleOf(document)
  const flat = flatGroups(tokens)
  const edits: TextEdit[] = []
  let depth = 0
  let at = document.text.startsWith('\ufeff') ? 1 : 0
  tokens.forEach((token, index) => {
    const before = tokens[index - 1]
    if (token.kind === 'close' && !flat.has(token.group)) depth = Math.max(0, depth - 1)
    const gap = document.text.slice(at, token.offset)
    const wanted = before ? between(before, token, gap, flat) : ''
    const text = wanted.replaceAll('\n', newline) + (wanted.includes('\n') ? unit.repeat(depth) : '')
    if (text !== gap) edits.push({ offset: at, length: gap.length, text })
    if (token.kind === 'open' && !flat.has(token.group)) depth += 1
    at = endOf(token)
  })
  const rest = document.text.slice(at)
  const end = tokens.length > 0 ? newline : ''
  if (rest !== end) edits.push({ offset: at, length: rest.length, text: end })
  return edits
}

/** The problem for which a text cannot be laid out: where it is broken, nobody knows what belongs to what. */
export const breaksFormatting = ({ problems }: Document): TextProblem | undefined =>
  problems.find(problem => problem.severity === 'error' && broken.has(problem.code))

const broken: ReadonlySet<string> = new Set(
  ['not-json', 'unclosed', 'unclosed-string', 'unexpected', 'missing-colon', 'missing-value', 'quotes', 'too-deep'].map(
    name => `text/${name}`,
  ),
)

type TokenKind = 'open' | 'close' | 'comma' | 'colon' | 'word' | 'line' | 'block'

interface Token {
  readonly kind: TokenKind
  readonly text: string
  readonly offset: number
  readonly length: number
  /** The bracket pair that an opening or closing bracket belongs to; that around any other sign. */
  group: number
}

/** The signs of a text in order: what the tree says are strings and numbers, and what stands between them. */
function tokensOf({ text, tree }: Document): readonly Token[] {
  const tokens: Token[] = []
  const open: number[] = []
  let groups = 0
  const add = (kind: TokenKind, offset: number, length: number) => {
    let group = open.at(-1) ?? 0
    if (kind === 'open') {
      groups += 1
      group = groups
      open.push(group)
    } else if (kind === 'close') open.pop()
    tokens.push({ kind, text: text.slice(offset, offset + length), offset, length, group })
  }
  let at = text.startsWith('\ufeff') ? 1 : 0
  const signsUpTo = (end: number) => {
    signs.lastIndex = at
    while (signs.lastIndex < end) {
      const found = signs.exec(text)
      if (!found || found.index >= end) break
      const [sign] = found
      add(kindOf(sign), found.index, Math.min(sign.length, end - found.index))
      signs.lastIndex = Math.min(signs.lastIndex, end)
    }
    at = Math.max(at, end)
  }
  for (const leaf of leavesOf(tree)) {
    if (leaf.offset < at) continue
    signsUpTo(leaf.offset)
    add('word', leaf.offset, leaf.length)
    at = endOf(leaf)
  }
  signsUpTo(text.length)
  return tokens
}

const signs = /\/\/[^\r\n]*|\/\*[\s\S]*?(?:\*\/|$)|[{}[\],:]|[^\s{}[\],:/]+|\//g

const kindOf = (sign: string): TokenKind =>
  sign.startsWith('//')
    ? 'line'
    : sign.startsWith('/*')
      ? 'block'
      : (({ '{': 'open', '[': 'open', '}': 'close', ']': 'close', ',': 'comma', ':': 'colon' } as const)[sign] ??
        'word')

/** Strings, numbers and words, in the order of the text. */
function leavesOf(tree: TextNode | undefined): readonly TextNode[] {
  const leaves: TextNode[] = []
  const visit = (node: TextNode) => {
    if (node.type === 'object' || node.type === 'array' || node.type === 'property') node.children?.forEach(visit)
    else leaves.push(node)
  }
  if (tree) visit(tree)
  return leaves.sort((a, b) => a.offset - b.offset)
}

const widest = 100

/**
 * Bracket pairs that go on one line: empty ones, references and fields of the API's shape, and short lists of texts
 * and such objects, as long as there is no comment in them.
 */
function flatGroups(tokens: readonly Token[]): ReadonlySet<number> {
  const flat = new Set<number>()
  const starts: number[] = []
  tokens.forEach((token, index) => {
    if (token.kind === 'open') starts.push(index)
    if (token.kind !== 'close') return
    const start = starts.pop()
    const first = start === undefined ? undefined : tokens[start]
    if (start === undefined || first?.group !== token.group) return
    if (isFlat(tokens, start, index, flat)) flat.add(first.group)
  })
  return flat
}

function isFlat(tokens: readonly Token[], start: number, end: number, flat: ReadonlySet<number>): boolean {
  const isList = tokens[start]?.text === '['
  const first = tokens[start + 1]
  if (!isList && first?.text !== '"ref"' && first?.text !== '"key"') return start + 1 === end
  let width = 2
  for (let at = start + 1; at < end; at += 1) {
    const token = tokens[at]
    if (!token || token.kind === 'line' || token.kind === 'block' || /[\r\n]/.test(token.text)) return false
    if (token.kind === 'open' && (!flat.has(token.group) || token.text === '[')) return false
    // Fields of the API stand one below the other.
    if (isList && token.kind === 'open' && tokens[at + 1]?.text === '"key"') return false
    width += token.text.length + (token.kind === 'comma' || token.kind === 'colon' ? 1 : 0)
    if (width > widest) return false
  }
  return true
}

/** What stands between two signs: blanks, or line breaks that the indentation follows. */
function between(before: Token, token: Token, gap: string, flat: ReadonlySet<number>): string {
  const breaks = gap.split(/\r\n|\r|\n/).length - 1
  const empty = breaks > 1 ? '\n' : ''
  if (before.kind === 'line') return `\n${token.kind === 'close' ? '' : empty}`
  if (token.kind === 'line' || token.kind === 'block') {
    if (breaks > 0) return `\n${before.kind === 'open' ? '' : empty}`
    return before.kind === 'open' && token.kind === 'block' ? '\n' : ' '
  }
  if (before.kind === 'block') {
    if (breaks > 0) return `\n${token.kind === 'close' ? '' : empty}`
    return token.kind === 'comma' || token.kind === 'colon' ? '' : token.kind === 'close' ? '\n' : ' '
  }
  if (token.kind === 'comma' || token.kind === 'colon') return ''
  if (before.kind === 'colon') return ' '
  if (before.kind === 'open') {
    if (token.kind === 'close' && token.group === before.group) return ''
    return flat.has(before.group) ? (before.text === '{' ? ' ' : '') : '\n'
  }
  if (token.kind === 'close') return flat.has(token.group) || token.group === 0 ? (token.text === '}' ? ' ' : '') : '\n'
  const group = token.kind === 'open' ? before.group : token.group
  if (before.kind === 'comma') return flat.has(before.group) ? ' ' : `\n${empty}`
  return flat.has(group) ? ' ' : '\n'
}
