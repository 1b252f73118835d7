import { decodeString } from '../definition/unescape.ts'

/**
 * What a caret stands in, read from the signs of the text alone, so that it can be told while the text is being
 * written and no tree says it. Never throws; takes time in proportion to the text before the caret.
 */

/** A bracket that is open at the caret. */
export interface Frame {
  readonly bracket: '{' | '['
  readonly offset: number
  /** The key it is the value of; a list's elements go by the key of the list. */
  readonly key: string | undefined
  /** Members with plain texts that stand before the caret, by key; the first of each. */
  readonly members: ReadonlyMap<string, string>
}

/** A string that the caret stands in. Offsets are of the document, without the quotation marks. */
export interface CaretString {
  readonly start: number
  readonly end: number
  readonly closed: boolean
  /** What it says, and which character of that the caret stands before. */
  readonly text: string
  readonly at: number
}

export interface Caret {
  readonly offset: number
  readonly frames: readonly Frame[]
  /** Whether a key or a value stands here. */
  readonly where: 'key' | 'value'
  /** The key of the value. */
  readonly key: string | undefined
  readonly string: CaretString | undefined
  /** Where the word begins that is being written without quotation marks. */
  readonly wordStart: number
  /** The last sign before it, blanks and comments aside. */
  readonly before: string
}

/** A place at which a value begins, and the brackets around it, from where one need not look at what is before. */
export interface Start {
  readonly offset: number
  readonly frames: readonly Frame[]
}

/** Undefined in a comment. */
export function caretAt(text: string, offset: number, from?: Start): Caret | undefined {
  const frames: (Frame & { readonly members: Map<string, string> })[] = (from?.frames ?? []).map(frame => ({
    ...frame,
    members: new Map(frame.members),
  }))
  let where: Caret['where'] = 'value'
  let key: string | undefined
  let before = ''
  let wordStart = -1
  const caret = (string?: CaretString): Caret => ({
    offset,
    frames: [...frames],
    where: where === 'key' || (frames.at(-1)?.bracket === '{' && key === undefined) ? 'key' : 'value',
    key: key ?? frames.at(-1)?.key,
    string,
    wordStart: wordStart < 0 ? offset : wordStart,
    before,
  })
  let at = from?.offset ?? 0
  while (at < offset) {
    const sign = text.charAt(at)
    if (sign === '/' && text[at + 1] === '/') {
      const end = lineEnd(text, at)
      if (end >= offset) return undefined
      at = end
    } else if (sign === '/' && text[at + 1] === '*') {
      const close = text.indexOf('*/', at + 2)
      if (close < 0 || close + 2 > offset) return undefined
      at = close + 2
    } else if (sign === '"') {
      const { end, closed } = stringEnd(text, at + 1)
      if (offset <= end) return caret(readString(text, at + 1, end, closed, offset))
      const said = decodeString(text.slice(at + 1, end), true).value
      const frame = frames.at(-1)
      if (where === 'key') key = said
      else if (frame && key !== undefined && !frame.members.has(key)) frame.members.set(key, said)
      at = end + (closed ? 1 : 0)
      before = '"'
      wordStart = -1
    } else {
      at += 1
      if (blanks.has(sign)) {
        wordStart = -1
        continue
      }
      if (!brackets.has(sign)) {
        if (wordStart < 0) wordStart = at - 1
        before = sign
        continue
      }
      wordStart = -1
      before = sign
      if (sign === '{' || sign === '[') {
        frames.push({ bracket: sign, offset: at - 1, key: key ?? frames.at(-1)?.key, members: new Map() })
        where = sign === '{' ? 'key' : 'value'
        key = undefined
      } else if (sign === '}' || sign === ']') {
        frames.pop()
        where = 'value'
        key = undefined
      } else if (sign === ',') {
        where = frames.at(-1)?.bracket === '{' ? 'key' : 'value'
        key = undefined
      } else if (sign === ':') where = 'value'
    }
  }
  return caret()
}

const blanks: ReadonlySet<string> = new Set(' \t\r\n\ufeff\u00a0')
const brackets: ReadonlySet<string> = new Set('{}[],:')

function readString(text: string, start: number, end: number, closed: boolean, offset: number): CaretString {
  const { value } = decodeString(text.slice(start, end), true)
  return { start, end, closed, text: value, at: decodeString(text.slice(start, offset), true).value.length }
}

/** Where a string ends: at its closing mark, or with its line where that is missing. */
function stringEnd(text: string, from: number): { readonly end: number; readonly closed: boolean } {
  for (let at = from; at < text.length; at += 1) {
    const sign = text[at]
    if (sign === '"') return { end: at, closed: true }
    if (sign === '\\') at += 1
    else if ((sign === '\n' || sign === '\r') && !closesLater(text, at)) return { end: at, closed: false }
  }
  return { end: text.length, closed: false }
}

/** Whether a string that goes over a line break is closed by a mark that can close: what follows is no more text. */
function closesLater(text: string, from: number): boolean {
  const close = /(?:[^"\\]|\\[\s\S])*"\s*(?=[,}\]:]|$)/y
  close.lastIndex = from
  return close.test(text)
}

function lineEnd(text: string, from: number): number {
  let at = from
  while (at < text.length && text[at] !== '\n' && text[at] !== '\r') at += 1
  return at
}
