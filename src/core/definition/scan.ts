import {
  apart,
  apostrophe,
  backslash,
  backtick,
  brief,
  closeBrace,
  closeBracket,
  colon,
  comma,
  isBlank,
  isBlankOrBreak,
  isBreak,
  lineFeed,
  openBrace,
  quote,
  slash,
  space,
  star,
  tab,
} from './characters.ts'
import type { TextEdit } from './model.ts'
import type { TextNode, TextProblem } from './tree.ts'
import { decodeString } from './unescape.ts'

/** A place in a text that moves as pieces of JSON are read, and what was odd about them. */
export interface Scanner {
  at: number
  /** Where the first comment begins, or -1. */
  firstComment: number
  /** The end of what has been looked at ahead of `at`. */
  reach: number
  readonly problems: TextProblem[]
  say(
    code: string,
    severity: TextProblem['severity'],
    offset: number,
    length: number,
    message: string,
    fix?: readonly TextEdit[],
  ): void
  /** Goes over blanks and comments. */
  skip(): void
  /** Goes back to an earlier place, and remembers how far it had looked. */
  back(at: number): void
  readString(): TextNode
  /** A number, true, false, null, or words that lack their quotation marks. */
  readWord(): TextNode | undefined
  /** A key without quotation marks; a colon must follow. */
  readBareKey(): TextNode | undefined
  /** Whether an object begins here or after a comma. */
  objectFollows(from: number): boolean
}

/** Unless the text is `lasting`, what is read does not keep it. */
export function createScanner(text: string, lasting = true): Scanner {
  const end = text.length
  const problems: TextProblem[] = []
  const scanner: Scanner = {
    at: 0,
    firstComment: -1,
    reach: 0,
    problems,
    say,
    skip,
    back,
    readString,
    readWord,
    readBareKey,
    objectFollows,
  }
  return scanner

  function say(
    code: string,
    severity: TextProblem['severity'],
    offset: number,
    length: number,
    message: string,
    fix?: readonly TextEdit[],
  ): void {
    // Blanks are gone over again where a key turns out to be none.
    if (problems.length >= mostProblems || alreadySaid(code, offset)) return
    problems.push({ code, severity, message, offset, length: Math.min(length, end - offset), ...(fix && { fix }) })
  }

  function alreadySaid(code: string, offset: number): boolean {
    for (let i = problems.length - 1; i >= 0 && i > problems.length - 4; i--)
      if (problems[i]?.offset === offset && problems[i]?.code === code) return true
    return false
  }

  function skip(): void {
    let at = scanner.at
    while (at < end) {
      const char = text.charCodeAt(at)
      if (char === space || char === lineFeed || isBlankOrBreak(char)) at++
      else if (char === slash && text.charCodeAt(at + 1) === slash) {
        comment(at)
        while (at < end && !isBreak(text.charCodeAt(at))) at++
      } else if (char === slash && text.charCodeAt(at + 1) === star) {
        comment(at)
        const close = text.indexOf('*/', at + 2)
        if (close < 0) say('text/unclosed', 'error', at, 2, 'This comment is never closed: */ is missing.')
        at = close < 0 ? end : close + 2
      } else if (char === 0xa0 || char === 0xfeff || char === 0x200b) {
        say('text/invisible', 'warning', at, 1, 'An invisible character stands here that JSON does not allow.', [
          { offset: at, length: 1, text: ' ' },
        ])
        at++
      } else break
    }
    scanner.at = at
  }

  /** Two characters tell a comment from anything else. */
  function back(at: number): void {
    look(scanner.at + 2)
    scanner.at = at
  }

  function look(end: number): void {
    if (end > scanner.reach) scanner.reach = end
  }

  function comment(at: number): void {
    if (scanner.firstComment < 0) scanner.firstComment = at
  }

  function readString(): TextNode {
    const offset = scanner.at
    const open = text.charCodeAt(offset)
    if (open !== quote) return readOddString(offset, open)
    let escaped = false
    let raw: TextEdit[] | undefined
    let manyLines = false
    let i = offset + 1
    for (; i < end; i++) {
      const char = text.charCodeAt(i)
      if (char === quote) {
        scanner.at = i + 1
        if (raw) sayRaw(raw, manyLines)
        return { type: 'string', offset, length: i + 1 - offset, value: decode(offset + 1, i, escaped, raw) }
      }
      if (char === backslash) {
        escaped = true
        i++
      } else if (char < space) {
        if (isBreak(char) && !manyLines) {
          if (!closesLater(i)) break
          manyLines = true
        }
        raw ??= []
        raw.push({ offset: i, length: 1, text: JSON.stringify(text.charAt(i)).slice(1, -1) })
      }
    }
    const stop = endOfBroken(Math.min(i, end), offset + 1)
    look(i + 1)
    scanner.at = stop
    const message = 'The closing quotation mark of this text is missing.'
    say('text/unclosed-string', 'error', offset, stop - offset, message, insert(stop, '"'))
    return { type: 'string', offset, length: stop - offset, value: decode(offset + 1, stop, escaped, raw) }
  }

  function sayRaw(raw: readonly TextEdit[], manyLines: boolean): void {
    const [first] = raw
    if (!first) return
    const what = manyLines ? 'A line break' : text.charCodeAt(first.offset) === tab ? 'A tab' : 'A control character'
    const message = `${what} in text must be written as an escape: ${first.text}.`
    say('text/control-character', 'warning', first.offset, 1, message, raw)
  }

  function decode(from: number, to: number, escaped: boolean, raw: readonly TextEdit[] | undefined): string {
    const inner = text.slice(from, to)
    if (!escaped) return lasting ? inner : apart(inner)
    const { value, wrong } = decodeString(inner, raw !== undefined)
    for (const place of wrong)
      say(
        'text/escape',
        'error',
        from + place,
        2,
        `JSON knows no escape \\${inner[place + 1]?.trim() ?? ''}; write \\\\ for the backslash itself.`,
        insert(from + place, '\\'),
      )
    return value
  }

  /** Text in typographic or single quotes; it ends with its line at the latest. */
  function readOddString(offset: number, open: number): TextNode {
    const closers = open === apostrophe ? "'" : open === backtick ? '`' : '”“„‟"'
    let i = offset + 1
    while (i < end && text.charCodeAt(i) >= space && !closers.includes(text.charAt(i))) i++
    const closed = i < end && text.charCodeAt(i) >= space
    look(i + 1)
    const inner = closed ? i : endOfBroken(i, offset + 1)
    const stop = closed ? i + 1 : inner
    scanner.at = stop
    const value = text.slice(offset + 1, inner)
    const more = closed ? '' : ' It is not closed either.'
    sayQuotes(
      offset,
      stop,
      value,
      `Text must stand in straight quotation marks ("), not ${text.charAt(offset)}.${more}`,
    )
    return { type: 'string', offset, length: stop - offset, value }
  }

  function readWord(): TextNode | undefined {
    const offset = scanner.at
    bareWord.lastIndex = offset
    const stretch = bareWord.exec(text)?.[0] ?? ''
    look(offset + stretch.length + 3)
    // What begins like an expression was looked at as far as it could have been one.
    openWord.lastIndex = offset + stretch.length - 1
    if (openWord.test(text)) look(openWord.lastIndex + 1)
    // Two slashes may be part of a word (s3://…), but never of a number or a flag.
    const word = commented.exec(stretch)?.[1] ?? stretch.trimEnd()
    if (word === '') return undefined
    const length = word.length
    scanner.at = offset + length
    if (word === 'true' || word === 'false') return { type: 'boolean', offset, length, value: word === 'true' }
    if (word === 'null') return { type: 'null', offset, length, value: null }
    if (number.test(word)) return { type: 'number', offset, length, value: Number(word) }
    // Text that lost only its opening quote still has the other.
    const value = /^[^"]+"$/.test(word) ? word.slice(0, -1) : word
    sayQuotes(offset, offset + length, value, `Text must stand in quotation marks: "${brief(value)}".`)
    return { type: 'string', offset, length, value }
  }

  function readBareKey(): TextNode | undefined {
    const offset = scanner.at
    bareKey.lastIndex = offset
    const word = bareKey.exec(text)?.[0] ?? ''
    scanner.at = offset + word.length
    skip()
    const follows = text.charCodeAt(scanner.at) === colon
    back(offset)
    if (word === '' || !follows) return undefined
    scanner.at = offset + word.length
    sayQuotes(offset, scanner.at, word, `Keys must stand in quotation marks: "${brief(word)}".`)
    return { type: 'string', offset, length: word.length, value: word }
  }

  function sayQuotes(offset: number, stop: number, value: string, message: string): void {
    const length = stop - offset
    say('text/quotes', 'error', offset, length, message, [{ offset, length, text: JSON.stringify(value) }])
  }

  /** Where text that lost its closing quote ends: with the line, without the comma that was meant to separate. */
  function endOfBroken(stop: number, from: number): number {
    let i = stop
    while (i > from && isBlank(text.charCodeAt(i - 1))) i--
    if (i > from && text.charCodeAt(i - 1) === comma) i--
    return i
  }

  /** Whether text that goes over a line break is closed by a quote that can close: what follows is no more text. */
  function closesLater(from: number): boolean {
    let i = from
    while (i < end && text.charCodeAt(i) !== quote) i += text.charCodeAt(i) === backslash ? 2 : 1
    look(i + 1)
    if (i >= end) return false
    i++
    while (i < end && isBlankOrBreak(text.charCodeAt(i))) i++
    look(i + 1)
    const char = text.charCodeAt(i)
    return i >= end || char === comma || char === closeBrace || char === closeBracket || char === colon
  }

  function objectFollows(from: number): boolean {
    let i = from
    while (i < end && (isBlankOrBreak(text.charCodeAt(i)) || text.charCodeAt(i) === comma)) i++
    look(i + 1)
    return text.charCodeAt(i) === openBrace
  }
}

/** How many problems of the JSON are told. */
export const mostProblems = 300

export const insert = (offset: number, text: string): readonly TextEdit[] => [{ offset, length: 0, text }]

// A bracket ends a word, unless it belongs to an expression: #{…}, ${…}.
const bareWord = /(?:[#$%]\{[^{}\r\n]*\}|(?!\s\/[/*])[^,{}[\]\r\n])*/y
const openWord = /[#$%]\{[^{}\r\n]*/y
const bareKey = /[\w@*.$-]*/y
const number = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/
const commented = /^(true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)\/[/*]/
