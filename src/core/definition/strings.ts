import { startsString } from './characters.ts'
import type { Span } from './model.ts'
import { endOf, type TextNode } from './tree.ts'

/**
 * Characters of a text as it is meant and as it stands in the file. A backslash and what follows it in a JSON string
 * mean one character, so that places in an expression and places in the document differ.
 */

/** Where a stretch of what a node says stands in the document. Beyond its end it is cut off. */
export function spanInside(text: string, node: TextNode, { offset, length }: Span): Span {
  const inner = innerOf(text, node)
  const start = rawOffset(text, inner, offset)
  return { offset: start, length: rawOffset(text, inner, offset + length) - start }
}

/** Which character of what a node says stands at an offset of the document. */
export function offsetInside(text: string, node: TextNode, offset: number): number {
  const inner = innerOf(text, node)
  return meaning(text.slice(inner.offset, Math.max(inner.offset, Math.min(offset, endOf(inner)))), inner.escaped)
}

/** What stands between the quotation marks of a node, and whether a backslash means something in it. */
interface Inner extends Span {
  readonly escaped: boolean
}

function innerOf(text: string, node: TextNode): Inner {
  const { offset, length } = node
  const open = text.charCodeAt(offset)
  if (node.type !== 'string' || !startsString(open)) return { offset, length, escaped: false }
  const said = String(node.value).length
  const escaped = open === 34
  const raw = text.slice(offset + 1, offset + length)
  const closed = length >= 2 && !(escaped ? meaning(raw, true) === said : raw.length === said)
  return { offset: offset + 1, length: length - (closed ? 2 : 1), escaped }
}

function rawOffset(text: string, { offset, length, escaped }: Inner, wanted: number): number {
  if (!escaped) return offset + Math.max(0, Math.min(wanted, length))
  const raw = text.slice(offset, offset + length)
  if (!raw.includes('\\')) return offset + Math.max(0, Math.min(wanted, length))
  let said = 0
  for (const [piece] of raw.matchAll(pieces)) {
    if (said >= wanted) return offset
    const count = unitsOf(piece)
    if (piece[0] !== '\\' && said + count > wanted) return offset + wanted - said
    said += count
    offset += piece.length
  }
  return offset
}

/** How many characters a stretch of the file means; an escape that is cut off counts as what it will be. */
function meaning(raw: string, escaped: boolean): number {
  if (!escaped || !raw.includes('\\')) return raw.length
  let said = 0
  for (const [piece] of raw.matchAll(pieces)) said += unitsOf(piece)
  return said
}

const pieces = /\\(?:u[0-9a-fA-F]{4}|[\s\S]|$)|[^\\]+/g

const unitsOf = (piece: string): number =>
  piece[0] !== '\\' ? piece.length : piece.length === 6 || '"\\/bfnrt'.includes(piece.charAt(1)) ? 1 : piece.length
