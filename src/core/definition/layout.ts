import type { TextEdit } from './model.ts'
import { childrenOf, endOf, type TextNode } from './tree.ts'

/** How a text is laid out, as far as new members must follow it. */
export interface Style {
  readonly newline: string
  /** One step of indentation. */
  readonly unit: string
  /** What stands between a key and its value, such as `: `. */
  readonly colon: string
  /** Whether each of these is spread over lines. */
  readonly spread: Readonly<Record<'object' | 'field' | 'ref' | 'list', boolean>>
  /** What stands between a comma and what follows it on its line: one blank, or nothing. */
  readonly gap: string
  /** What stands inside the braces of an object on one line, such as one space. */
  readonly pad: string
}

/** JSON to be written: text, or members and elements spread over lines or not. */
export type Printable =
  | string
  | { readonly members: readonly (readonly [string, Printable])[]; readonly spread: boolean }
  | { readonly elements: readonly Printable[]; readonly spread: boolean }

export function print(value: Printable, style: Style, indent: string): string {
  if (typeof value === 'string') return JSON.stringify(value)
  const inner = value.spread ? indent + style.unit : indent
  const isList = 'elements' in value
  const parts = isList
    ? value.elements.map(element => print(element, style, inner))
    : value.members.map(([key, member]) => `${JSON.stringify(key)}${style.colon}${print(member, style, inner)}`)
  const [open, close] = isList ? ['[', ']'] : ['{', '}']
  if (parts.length === 0) return open + close
  if (!value.spread)
    return isList ? `[${parts.join(`,${style.gap}`)}]` : `{${style.pad}${parts.join(`,${style.gap}`)}${style.pad}}`
  return `${open}${style.newline}${inner}${parts.join(`,${style.newline}${inner}`)}${style.newline}${indent}${close}`
}

/** Text of a child, whose further lines begin with this indent. */
export type Render = (indent: string) => string

/**
 * Puts new children after `after`, or last if none is named, laid out as their siblings are. Comments that share a
 * line with a sibling stay with it. `spread` says whether the first children of an empty container get their own lines.
 */
export function insertChildren(
  text: string,
  style: Style,
  container: TextNode,
  renders: readonly Render[],
  { after, spread = true }: { readonly after?: TextNode | undefined; readonly spread?: boolean } = {},
): readonly TextEdit[] {
  if (renders.length === 0) return []
  const children = childrenOf(container)
  const sibling = after ?? children.at(-1)
  if (!sibling) return [insertFirst(text, style, container, renders, spread)]
  const end = endOf(sibling)
  const next = children[children.indexOf(sibling) + 1]
  const limit = next ? next.offset : endOf(container)
  const comma = findComma(text, end, limit)
  const afterComma = comma < 0 ? end : comma + 1
  const place = endOfSameLineComments(text, afterComma, limit)
  const lines = startsItsLine(text, sibling.offset) || text.slice(afterComma, place).includes('//')
  const indent = lineIndent(text, sibling.offset)
  const glue = lines ? style.newline + indent : style.gap
  const edits: TextEdit[] = comma < 0 ? [{ offset: end, length: 0, text: ',' }] : []
  const hasMore = next !== undefined || comma >= 0
  const written = renders.map(render => render(indent)).join(`,${glue}`)
  edits.push({ offset: place, length: 0, text: glue + written + (hasMore ? ',' : '') })
  return edits
}

/**
 * Takes children out of their container, each with one separator and the line it leaves empty. Comments stay, all of
 * them. Children of other containers in `doomed` are left alone.
 */
export function removeChildren(text: string, container: TextNode, doomed: ReadonlySet<TextNode>): readonly TextEdit[] {
  const children = childrenOf(container)
  const lastKept = children.findLastIndex(child => !doomed.has(child))
  const end = container.bare ? endOf(container) : endOf(container) - 1
  if (lastKept < 0 && !container.bare && /^\s*$/.test(withoutChildren(text, container)))
    return [{ offset: container.offset + 1, length: end - container.offset - 1, text: '' }]
  const lastChild = children.at(-1)
  const trailing = lastChild ? findComma(text, endOf(lastChild), trailingLimit(text, container)) >= 0 : false
  return children.flatMap((child, index): readonly TextEdit[] => {
    if (!doomed.has(child)) return []
    const next = children[index + 1]
    const previous = children[index - 1]
    const takesFollowing = index < lastKept || trailing || lastKept < 0 || !previous
    if (takesFollowing) return removeWithFollowing(text, child, next?.offset ?? trailingLimit(text, container))
    return removeWithPreceding(text, child, endOf(previous))
  })
}

/** The blanks a line begins with. */
export function lineIndent(text: string, offset: number): string {
  const start = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1
  let i = start
  while (isBlank(text, i)) i++
  return text.slice(start, i)
}

/** Whether only blanks stand before this on its line. */
export function startsItsLine(text: string, offset: number): boolean {
  let i = offset
  while (isBlank(text, i - 1)) i--
  return i > 0 && isBreak(text, i - 1)
}

function insertFirst(
  text: string,
  style: Style,
  container: TextNode,
  renders: readonly Render[],
  spread: boolean,
): TextEdit {
  const indent = lineIndent(text, container.offset)
  const inner = indent + style.unit
  const open = container.offset + 1
  const close = Math.max(open, endOf(container) - 1)
  const interior = text.slice(open, close)
  const lines = spread || interior.trim() !== ''
  const written = renders
    .map(render => render(lines ? inner : indent))
    .join(lines ? `,${style.newline}${inner}` : `,${style.gap}`)
  if (interior.trim() !== '')
    return { offset: open + interior.trimEnd().length, length: 0, text: style.newline + inner + written }
  const whole = spread ? `${style.newline}${inner}${written}${style.newline}${indent}` : written
  return { offset: open, length: interior.length, text: whole }
}

function removeWithFollowing(text: string, child: TextNode, limit: number): readonly TextEdit[] {
  const end = endOf(child)
  const comma = findComma(text, end, limit)
  if (comma >= 0 && text.slice(end, comma).trim() !== '')
    return [
      { offset: child.offset, length: child.length, text: '' },
      { offset: comma, length: 1, text: '' },
    ]
  const stop = comma < 0 ? end : comma + 1
  let after = stop
  while (isBlank(text, after)) after++
  if (!isBreak(text, after)) {
    const next = comma < 0 ? stop : after
    return [{ offset: child.offset, length: next - child.offset, text: '' }]
  }
  if (startsItsLine(text, child.offset)) {
    const start = child.offset - lineIndent(text, child.offset).length
    return [{ offset: start, length: pastBreak(text, after) - start, text: '' }]
  }
  let start = child.offset
  while (isBlank(text, start - 1)) start--
  return [{ offset: start, length: stop - start, text: '' }]
}

function removeWithPreceding(text: string, child: TextNode, previousEnd: number): readonly TextEdit[] {
  const comma = findComma(text, previousEnd, child.offset)
  const between = text.slice(previousEnd, child.offset).replace(',', '')
  if (between.trim() === '') return [{ offset: previousEnd, length: endOf(child) - previousEnd, text: '' }]
  const edits: TextEdit[] = comma < 0 ? [] : [{ offset: comma, length: 1, text: '' }]
  let start = child.offset
  let end = endOf(child)
  let after = end
  while (isBlank(text, after)) after++
  if (startsItsLine(text, child.offset) && isBreak(text, after)) {
    start -= lineIndent(text, child.offset).length
    end = pastBreak(text, after)
  }
  return [...edits, { offset: start, length: end - start, text: '' }]
}

/** The separator between two places, comments passed over; -1 if there is none. */
function findComma(text: string, from: number, limit: number): number {
  for (let i = from; i < limit; i++) {
    if (text[i] === ',') return i
    const skipped = pastComment(text, i)
    if (skipped > i) i = skipped - 1
    else if (!isBlank(text, i) && !isBreak(text, i)) return -1
  }
  return -1
}

function endOfSameLineComments(text: string, from: number, limit: number): number {
  let end = from
  for (let i = from; i < limit; ) {
    if (isBlank(text, i)) i++
    else {
      const past = pastComment(text, i)
      if (past === i) break
      i = past
      end = past
    }
  }
  return end
}

/** Where a comment that begins here ends (before the line's end); the same place if none begins. */
function pastComment(text: string, at: number): number {
  if (text[at] !== '/') return at
  if (text[at + 1] === '*') {
    const close = text.indexOf('*/', at + 2)
    return close < 0 ? text.length : close + 2
  }
  if (text[at + 1] !== '/') return at
  let i = at
  while (i < text.length && !isBreak(text, i)) i++
  return i
}

/** A comma after the last child may stand up to the closing bracket; after bare members, anywhere. */
const trailingLimit = (text: string, container: TextNode) => (container.bare ? text.length : endOf(container) - 1)

function withoutChildren(text: string, container: TextNode): string {
  let rest = ''
  let at = container.offset + 1
  for (const child of childrenOf(container)) {
    rest += text.slice(at, child.offset)
    at = endOf(child)
  }
  return (rest + text.slice(at, endOf(container) - 1)).replaceAll(',', '')
}

const isBlank = (text: string, at: number) => text[at] === ' ' || text[at] === '\t'
const isBreak = (text: string, at: number) => text[at] === '\n' || text[at] === '\r'
const pastBreak = (text: string, at: number) => (text[at] === '\r' && text[at + 1] === '\n' ? at + 2 : at + 1)
