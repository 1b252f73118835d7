import {
  apostrophe,
  backslash,
  backtick,
  brief,
  carriageReturn,
  closeBrace,
  closeBracket,
  colon,
  comma as comma_,
  isBlank,
  isBlankOrBreak,
  lineFeed,
  openBrace,
  openBracket,
  quote,
  slash,
  space,
  star,
  startsString,
  startsWord,
  tab,
} from './characters.ts'
import { endOf, type TextNode, type TextProblem } from './tree.ts'
import { decodeString } from './unescape.ts'

export interface Parsed {
  readonly tree: TextNode | undefined
  readonly problems: readonly TextProblem[]
}

/**
 * Reads JSON as people write it: comments, trailing and missing commas, missing brackets, line breaks in strings,
 * typographic quotes, objects without a list around them, members without braces. Never throws, takes time in
 * proportion to the text, and says in a problem whatever strict JSON would refuse.
 */
export function parse(text: string): Parsed {
  const end = text.length
  const problems: TextProblem[] = []
  const said = new Set<string>()
  let at = 0
  let openObjects = 0
  let openArrays = 0
  let parentIsList = false

  const roots = readRoots()
  const [first] = roots
  const last = roots.at(-1)
  if (roots.length < 2 || !first || !last) return { tree: first, problems }
  say('text/sequence', 'warning', 0, 0, 'Several objects follow each other without a list around them.')
  return {
    tree: { type: 'array', offset: first.offset, length: endOf(last) - first.offset, children: roots, bare: true },
    problems,
  }

  function readRoots(): TextNode[] {
    const found: TextNode[] = []
    if (text.charCodeAt(0) === 0xfeff) {
      say('text/bom', 'warning', 0, 1, 'The file begins with a byte order mark, which the AWS CLI refuses.')
      at = 1
    }
    let comma = -1
    for (skip(); at < end; skip()) {
      const char = text.charCodeAt(at)
      if (char === comma_) {
        if (found.length === 0 || comma >= 0) unexpected()
        else comma = at++
      } else if (char === openBrace || char === openBracket) {
        if (found.length > 0 && comma < 0) missingComma(found)
        found.push(char === openBrace ? readObject(false) : readArray())
        comma = -1
      } else if (startsString(char) && found.length === 0) {
        const start = at
        const before = problems.length
        const string = readString()
        skip()
        if (text.charCodeAt(at) !== colon) {
          if (string) found.push(string)
          break
        }
        at = start
        problems.length = before
        found.push(readObject(true))
      } else if (found.length === 0) {
        say('text/not-json', 'error', at, 1, `This is not JSON: a definition begins with {, not with ${shown()}.`)
        break
      } else unexpected()
    }
    if (comma >= 0) trailingComma(comma)
    return found
  }

  /** An object; `bare` for members that stand without braces. */
  function readObject(bare: boolean): TextNode {
    const offset = at
    const children: TextNode[] = []
    const inList = openArrays > 0 && parentIsList
    const outer = parentIsList
    parentIsList = false
    if (!bare) at++
    else say('text/bare-members', 'warning', offset, 0, 'The members stand without { and } around them.')
    openObjects++
    let comma = -1
    let needsComma = false
    for (;;) {
      skip()
      if (at >= end) {
        if (!bare) say('text/unclosed', 'error', offset, 1, 'This { is never closed: a } is missing.')
        if (comma >= 0) trailingComma(comma)
        break
      }
      const char = text.charCodeAt(at)
      if (char === closeBrace && !bare) {
        if (comma >= 0) trailingComma(comma)
        at++
        break
      }
      if (char === comma_) {
        if (needsComma) comma = at++
        else unexpected()
        needsComma = false
      } else if (char === closeBracket && openArrays > 0 && !bare) {
        say('text/unclosed', 'error', offset, 1, 'This { is not closed before the list around it ends: a } is missing.')
        break
      } else if (char === openBrace && inList) {
        say('text/unclosed', 'error', offset, 1, 'This { is not closed before the next object begins: a } is missing.')
        break
      } else if (startsString(char) || startsWord(char)) {
        const property = readProperty()
        if (!property) continue
        if (needsComma) missingComma(children)
        children.push(property)
        comma = -1
        needsComma = true
      } else unexpected()
    }
    openObjects--
    parentIsList = outer
    return bare
      ? { type: 'object', offset, length: endOf(children.at(-1) ?? { offset, length: 0 }) - offset, children, bare }
      : { type: 'object', offset, length: at - offset, children }
  }

  function readProperty(): TextNode | undefined {
    const offset = at
    const key = startsString(text.charCodeAt(at)) ? readString() : readBareKey()
    if (!key) return undefined
    const keyEnd = at
    skip()
    const hasColon = text.charCodeAt(at) === colon
    const colonOffset = hasColon ? at++ : undefined
    if (hasColon) skip()
    const start = at
    const before = problems.length
    const outer = parentIsList
    parentIsList = false
    let value = at < end ? readValue() : undefined
    parentIsList = outer
    const afterValue = at
    if (value?.type === 'string') {
      skip()
      if (text.charCodeAt(at) === colon) {
        // What looked like the value is the next key.
        value = undefined
        problems.length = before
        at = start
      } else at = afterValue
    }
    if (!hasColon) say('text/missing-colon', 'error', keyEnd - 1, 1, `A colon is missing after "${key.value}".`)
    if (!value) {
      if (hasColon)
        say('text/missing-value', 'error', key.offset, key.length, `The value of "${key.value}" is missing.`)
      const stop = colonOffset === undefined ? keyEnd : colonOffset + 1
      if (at !== start) at = stop
      return {
        type: 'property',
        offset,
        length: stop - offset,
        ...(colonOffset === undefined ? {} : { colonOffset }),
        children: [key],
      }
    }
    const length = endOf(value) - offset
    return { type: 'property', offset, length, colonOffset: colonOffset ?? keyEnd, children: [key, value] }
  }

  function readArray(): TextNode {
    const offset = at++
    const children: TextNode[] = []
    const outer = parentIsList
    openArrays++
    let comma = -1
    let needsComma = false
    for (;;) {
      skip()
      parentIsList = true
      if (at >= end) {
        say('text/unclosed', 'error', offset, 1, 'This [ is never closed: a ] is missing.')
        break
      }
      const char = text.charCodeAt(at)
      if (char === closeBracket) {
        if (comma >= 0) trailingComma(comma)
        at++
        break
      }
      if (char === comma_) {
        if (needsComma) comma = at++
        else unexpected()
        needsComma = false
      } else if (char === closeBrace && openObjects > 0 && !anotherObjectFollows(at + 1)) {
        say(
          'text/unclosed',
          'error',
          offset,
          1,
          'This [ is not closed before the object around it ends: a ] is missing.',
        )
        break
      } else {
        const start = at
        const before = problems.length
        const value = readValue()
        if (!value) {
          if (at === start) unexpected()
          continue
        }
        if (value.type === 'string' && openObjects > 0) {
          const after = at
          skip()
          if (text.charCodeAt(at) === colon) {
            problems.length = before
            at = start
            say('text/unclosed', 'error', offset, 1, `This [ is not closed before "${value.value}": a ] is missing.`)
            break
          }
          at = after
        }
        if (needsComma) missingComma(children)
        children.push(value)
        comma = -1
        needsComma = true
      }
    }
    openArrays--
    parentIsList = outer
    return { type: 'array', offset, length: at - offset, children }
  }

  function readValue(): TextNode | undefined {
    const char = text.charCodeAt(at)
    if (startsString(char)) return readString()
    if (char === openBrace || char === openBracket) {
      if (openObjects + openArrays < deepest) return char === openBrace ? readObject(false) : readArray()
      say('text/too-deep', 'error', at, 1, `Brackets are nested more than ${deepest} deep here.`)
      at++
      return undefined
    }
    if (char === closeBrace || char === closeBracket || char === comma_ || char === colon) return undefined
    return readWord()
  }

  /** A number, true, false, null, or words that lack their quotation marks. */
  function readWord(): TextNode | undefined {
    const offset = at
    wordEnd.lastIndex = at
    wordEnd.exec(text)
    const word = text.slice(offset, wordEnd.lastIndex || end).trimEnd()
    if (word === '') return undefined
    at = offset + word.length
    const length = word.length
    if (word === 'true' || word === 'false') return { type: 'boolean', offset, length, value: word === 'true' }
    if (word === 'null') return { type: 'null', offset, length, value: null }
    if (number.test(word)) return { type: 'number', offset, length, value: Number(word) }
    say('text/quotes', 'error', offset, length, `Text must stand in quotation marks: "${brief(word)}".`)
    return { type: 'string', offset, length, value: word }
  }

  function readBareKey(): TextNode | undefined {
    const offset = at
    bareKey.lastIndex = at
    const word = bareKey.exec(text)?.[0] ?? ''
    at += word.length
    skip()
    if (word === '' || text.charCodeAt(at) !== colon) {
      at = offset
      unexpected()
      return undefined
    }
    at = offset + word.length
    say('text/quotes', 'error', offset, word.length, `Keys must stand in quotation marks: "${brief(word)}".`)
    return { type: 'string', offset, length: word.length, value: word }
  }

  function readString(): TextNode {
    const offset = at
    const open = text.charCodeAt(at)
    if (open !== quote) return readOddString(open)
    let escaped = false
    let raw = false
    let manyLines = false
    let i = at + 1
    for (; i < end; i++) {
      const char = text.charCodeAt(i)
      if (char === quote) {
        at = i + 1
        return finish(i, escaped, raw)
      }
      if (char === backslash) {
        escaped = true
        i++
      } else if (char < space) {
        const isBreak = char === lineFeed || char === carriageReturn
        if (isBreak && !manyLines && !closesLater(i)) break
        if (!raw && !isBreak) {
          const name = char === tab ? 'tab' : 'control character'
          say('text/control-character', 'warning', i, 1, `A ${name} in text must be written as an escape, such as \\t.`)
        }
        if (isBreak && !manyLines) {
          say('text/control-character', 'warning', i, 1, 'A line break in text must be written as \\n.')
          manyLines = true
        }
        raw = true
      }
    }
    const stop = endOfBrokenString(Math.min(i, end), offset + 1)
    at = stop
    say('text/unclosed-string', 'error', offset, stop - offset, 'The closing quotation mark of this text is missing.')
    return { type: 'string', offset, length: stop - offset, value: decode(offset + 1, stop, escaped, raw) }

    function finish(close: number, hasEscapes: boolean, hasRaw: boolean): TextNode {
      return {
        type: 'string',
        offset,
        length: close + 1 - offset,
        value: decode(offset + 1, close, hasEscapes, hasRaw),
      }
    }
  }

  function decode(from: number, to: number, escaped: boolean, raw: boolean): string {
    const inner = text.slice(from, to)
    if (!escaped) return inner
    const { value, wrong } = decodeString(inner, raw)
    for (const place of wrong)
      say('text/escape', 'error', from + place, 2, `\\${inner[place + 1] ?? ''} is no escape that JSON knows.`)
    return value
  }

  /** Text in typographic or single quotes; it ends with its line at the latest. */
  function readOddString(open: number): TextNode {
    const offset = at
    const closers = open === apostrophe ? "'" : open === backtick ? '`' : '”“„‟"'
    let i = at + 1
    while (i < end && text.charCodeAt(i) >= space && !closers.includes(text.charAt(i))) i++
    const closed = i < end && text.charCodeAt(i) >= space
    const inner = closed ? i : endOfBrokenString(i, offset + 1)
    at = closed ? i + 1 : inner
    const mark = text.charAt(offset)
    const more = closed ? '' : ' It is not closed either.'
    say(
      'text/quotes',
      'error',
      offset,
      at - offset,
      `Text must stand in straight quotation marks ("), not ${mark}.${more}`,
    )
    return { type: 'string', offset, length: at - offset, value: text.slice(offset + 1, inner) }
  }

  /** Where text that lost its closing quote ends: with the line, without the comma that was meant to separate. */
  function endOfBrokenString(stop: number, from: number): number {
    let i = stop
    while (i > from && isBlank(text.charCodeAt(i - 1))) i--
    if (i > from && text.charCodeAt(i - 1) === comma_) i--
    return i
  }

  /** Whether text that goes over a line break is closed by a quote that can close: what follows is no more text. */
  function closesLater(from: number): boolean {
    let i = from
    for (; i < end; i++) {
      const char = text.charCodeAt(i)
      if (char === backslash) i++
      else if (char === quote) break
    }
    if (i >= end) return false
    i++
    while (i < end && isBlankOrBreak(text.charCodeAt(i))) i++
    const char = text.charCodeAt(i)
    return i >= end || char === comma_ || char === closeBrace || char === closeBracket || char === colon
  }

  function anotherObjectFollows(from: number): boolean {
    let i = from
    while (i < end && (isBlankOrBreak(text.charCodeAt(i)) || text.charCodeAt(i) === comma_)) i++
    return text.charCodeAt(i) === openBrace
  }

  /** Blanks and comments. */
  function skip(): void {
    while (at < end) {
      const char = text.charCodeAt(at)
      if (isBlankOrBreak(char)) at++
      else if (char === slash && text.charCodeAt(at + 1) === slash) {
        comment()
        while (at < end && text.charCodeAt(at) !== lineFeed && text.charCodeAt(at) !== carriageReturn) at++
      } else if (char === slash && text.charCodeAt(at + 1) === star) {
        comment()
        const close = text.indexOf('*/', at + 2)
        if (close < 0) say('text/unclosed', 'error', at, 2, 'This comment is never closed: */ is missing.')
        at = close < 0 ? end : close + 2
      } else if (char === 0xa0 || char === 0xfeff || char === 0x200b) {
        say('text/invisible', 'warning', at, 1, 'An invisible character stands here that JSON does not allow.')
        at++
      } else return
    }
  }

  function comment(): void {
    if (said.has('comment')) return
    said.add('comment')
    say('text/comment', 'warning', at, 2, 'The AWS CLI refuses comments; they stay here and are left out when sent.')
  }

  /** Says that a stretch does not belong, and goes on after it. */
  function unexpected(): void {
    const offset = at++
    if (!structure.includes(text.charAt(offset)))
      while (at < end && !structure.includes(text.charAt(at)) && text.charCodeAt(at) > space) at++
    say('text/unexpected', 'error', offset, at - offset, `${brief(text.slice(offset, at))} does not belong here.`)
  }

  function missingComma(before: readonly TextNode[]): void {
    const last = before.at(-1)
    const offset = Math.max(0, last ? endOf(last) - 1 : at)
    say('text/missing-comma', 'warning', offset, 1, 'A comma is missing after this.')
  }

  function trailingComma(offset: number): void {
    say('text/trailing-comma', 'warning', offset, 1, 'Nothing follows this comma; the AWS CLI refuses it.')
  }

  function say(code: string, severity: TextProblem['severity'], offset: number, length: number, message: string): void {
    if (problems.length < mostProblems) problems.push({ code, severity, message, offset, length })
  }

  function shown(): string {
    return brief(text.slice(at, at + 20).split(/\s/, 1)[0] ?? '')
  }
}

const structure = '{}[],:"'
const wordEnd = /(?=[,}\]\r\n]|\s\/[/*]|$)/g
const bareKey = /[\w@*.$-]*/y
const number = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/
const deepest = 64
const mostProblems = 300
