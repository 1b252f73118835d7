import { createBrackets } from './brackets.ts'
import {
  apart,
  brief,
  closeBrace,
  closeBracket,
  colon,
  openBrace,
  openBracket,
  comma as separator,
  startsString,
  startsWord,
} from './characters.ts'
import { createComplaints } from './complaints.ts'
import { createRecall, type Earlier, ElementNode, movedProblem } from './elements.ts'
import { createScanner, insert, mostProblems } from './scan.ts'
import { childrenOf, endOf, type TextNode, type TextProblem } from './tree.ts'

export interface Parsed {
  readonly tree: TextNode | undefined
  readonly problems: readonly TextProblem[]
  /** What may be found again when the text has changed; see `Earlier`. */
  readonly elements: readonly ElementNode[]
  /** Whether room was left for all of the text; if not, only the elements are of use. */
  readonly finished: boolean
}

/**
 * Reads JSON as people write it: comments, trailing and missing commas, missing brackets, line breaks in strings,
 * typographic quotes, objects without a list around them, members without braces. Never throws, takes time in
 * proportion to the text, and says in a problem whatever strict JSON would refuse. Takes over what it can from an
 * earlier text, and stops once it has read as many characters anew as there is `room` for.
 */
export function parse(text: string, earlier?: Earlier, room = Number.POSITIVE_INFINITY): Parsed {
  const parsed = parseOnce(text, earlier, room)
  // Which problems are the first ones cannot be said of parts.
  if (parsed.problems.length < mostProblems) return parsed
  return { ...(parsed.hasParts ? parseOnce(text) : parsed), elements: [], finished: true }
}

/** The same, and whether parts of it are as they were before, or left out for want of room. */
function parseOnce(
  text: string,
  earlier?: Earlier,
  room = Number.POSITIVE_INFINITY,
): Parsed & { readonly hasParts: boolean } {
  const end = text.length
  const lasting = !earlier || earlier.mostlyNew
  const scan = createScanner(text, lasting)
  const { problems, say, skip, back, readString } = scan
  const { unexpected, unclosed, missingComma, trailingComma } = createComplaints(text, scan)
  const brackets = createBrackets(text, scan)
  const recall = earlier && createRecall(earlier)
  const elements: ElementNode[] = []
  let tookOver = false
  let left = room
  let openObjects = 0
  let openArrays = 0
  let parentIsList = false
  let inElement = false
  /** A comma read inside of something that turned out to have ended before it. */
  let handedComma = -1

  const roots = readRoots()
  if (scan.firstComment >= 0) {
    const message = 'The AWS CLI refuses comments; they stay here and are left out when sent.'
    say('text/comment', 'warning', scan.firstComment, 2, message)
  }
  const [first] = roots
  const last = roots.at(-1)
  const finished = left > 0
  const found = { problems, elements, finished, hasParts: tookOver || !finished }
  if (roots.length < 2 || !first || !last) return { tree: first, ...found }
  say('text/sequence', 'warning', 0, 0, 'Several objects follow each other without a list around them.')
  const length = endOf(last) - first.offset
  return { tree: { type: 'array', offset: first.offset, length, children: roots, bare: true }, ...found }

  function readRoots(): TextNode[] {
    const found: TextNode[] = []
    if (text.charCodeAt(0) === 0xfeff) {
      const message = 'The file begins with a byte order mark, which the AWS CLI refuses.'
      say('text/bom', 'warning', 0, 1, message, [{ offset: 0, length: 1, text: '' }])
      scan.at = 1
    }
    let comma = -1
    for (skip(); scan.at < end; skip()) {
      const char = text.charCodeAt(scan.at)
      if (char === separator && found.length > 0 && comma < 0) comma = scan.at++
      else if (char === openBrace || char === openBracket) {
        if (found.length > 0 && comma < 0) missingComma(found)
        found.push(char === openBrace ? readObject(false) : readArray())
        comma = -1
      } else if (found.length > 0) unexpected()
      else if (startsString(char) && keyFollows()) found.push(readObject(true))
      else {
        const shown = brief(text.slice(scan.at, scan.at + 20).split(/\s/, 1)[0] ?? '')
        say('text/not-json', 'error', scan.at, 1, `This is not JSON: a definition begins with {, not with ${shown}.`)
        break
      }
    }
    if (comma >= 0) trailingComma(comma)
    return found
  }

  /** An object; `bare` for members that stand without braces. */
  function readObject(bare: boolean, headless = false): TextNode {
    const offset = scan.at
    const children: TextNode[] = []
    const inList = parentIsList
    parentIsList = false
    if (bare) say('text/bare-members', 'warning', offset, 0, 'The members stand without { and } around them.')
    else if (headless) say('text/unopened', 'error', offset, 1, 'A { is missing before this.', insert(offset, '{'))
    else scan.at++
    openObjects++
    let comma = -1
    let needsComma = false
    let stop = -1
    for (;;) {
      skip()
      if (scan.at >= end) {
        if (!bare) unclosed(offset, 'This { is never closed: a } is missing.', '}')
        if (comma >= 0) trailingComma(comma)
        break
      }
      const char = text.charCodeAt(scan.at)
      if (char === closeBrace && !bare && inList && brackets.isStray(char, children)) unexpected()
      else if (char === closeBrace && !bare) {
        if (comma >= 0) trailingComma(comma)
        scan.at++
        break
      }
      if (char === separator) {
        if (needsComma) comma = scan.at++
        else unexpected()
        needsComma = false
      } else if (char === closeBracket && openArrays > 0 && !bare) {
        if (brackets.isStray(char, children)) unexpected()
        else {
          unclosed(offset, 'This { is not closed before the list around it ends: a } is missing.', '}')
          break
        }
      } else if (char === openBrace && inList) {
        stop = handBack(comma)
        unclosed(offset, 'This { is not closed before the next object begins: a } is missing.', '}', stop)
        break
      } else {
        const property = startsString(char) || startsWord(char) ? readProperty() : undefined
        if (!property) {
          unexpected()
          continue
        }
        if (needsComma) missingComma(children)
        children.push(property)
        comma = takeHanded()
        needsComma = comma < 0
      }
    }
    openObjects--
    parentIsList = inList
    if (!bare) return { type: 'object', offset, length: (stop < 0 ? scan.at : stop) - offset, children }
    return { type: 'object', offset, length: endOf(children.at(-1) ?? { offset, length: 0 }) - offset, children, bare }
  }

  function readProperty(): TextNode | undefined {
    const offset = scan.at
    const key = startsString(text.charCodeAt(offset)) ? readString() : scan.readBareKey()
    if (!key) return undefined
    const keyEnd = scan.at
    skip()
    const hasColon = text.charCodeAt(scan.at) === colon
    const colonOffset = hasColon ? scan.at++ : keyEnd
    if (hasColon) skip()
    while (hasColon && text.charCodeAt(scan.at) === colon) {
      unexpected()
      skip()
    }
    const start = scan.at
    const before = problems.length
    let value = start < end ? readValue() : undefined
    if (value?.type === 'string') {
      const after = scan.at
      skip()
      if (text.charCodeAt(scan.at) === colon) {
        // What looked like the value is the next key.
        value = undefined
        problems.length = before
        back(start)
      } else back(after)
    }
    if (!hasColon) {
      const message = `A colon is missing after "${key.value}".`
      say('text/missing-colon', 'error', keyEnd - 1, 1, message, value && insert(keyEnd, ':'))
    }
    if (value) return { type: 'property', offset, length: endOf(value) - offset, colonOffset, children: [key, value] }
    if (hasColon) say('text/missing-value', 'error', key.offset, key.length, `The value of "${key.value}" is missing.`)
    const stop = hasColon ? colonOffset + 1 : keyEnd
    // A value that was passed over, such as one nested too deeply, is not read again.
    if (scan.at === start) scan.at = stop
    return { type: 'property', offset, length: stop - offset, colonOffset, children: [key] }
  }

  function readArray(): TextNode {
    const offset = scan.at++
    const children: TextNode[] = []
    const outer = parentIsList
    parentIsList = true
    openArrays++
    let comma = -1
    let needsComma = false
    let stop = -1
    for (;;) {
      skip()
      if (scan.at >= end) {
        unclosed(offset, 'This [ is never closed: a ] is missing.', ']')
        break
      }
      const char = text.charCodeAt(scan.at)
      if (
        char === closeBracket &&
        openObjects > 0 &&
        scan.objectFollows(scan.at + 1) &&
        brackets.isStray(char, children)
      ) {
        unexpected()
        continue
      }
      if (char === closeBracket) {
        if (comma >= 0) trailingComma(comma)
        scan.at++
        break
      }
      if (char === separator) {
        if (needsComma) comma = scan.at++
        else unexpected()
        needsComma = false
      } else if (char === closeBrace && openObjects > 0 && !scan.objectFollows(scan.at + 1)) {
        unclosed(offset, 'This [ is not closed before the object around it ends: a ] is missing.', ']')
        break
      } else if (
        openObjects > 0 &&
        startsString(char) &&
        keyFollows() &&
        (brackets.spend(closeBrace) || brackets.areAllThere())
      ) {
        if (needsComma) missingComma(children)
        children.push(readObject(false, true))
        comma = takeHanded()
        needsComma = comma < 0
      } else if (openObjects > 0 && startsString(char) && keyFollows()) {
        stop = handBack(comma)
        unclosed(offset, 'This [ is not closed before the next key: a ] is missing.', ']', stop)
        break
      } else {
        const start = scan.at
        const value = char === openBrace && !inElement ? readElement() : readValue()
        if (!value) {
          if (scan.at === start) unexpected()
          continue
        }
        if (needsComma) missingComma(children)
        children.push(value)
        comma = takeHanded()
        needsComma = comma < 0
      }
    }
    openArrays--
    parentIsList = outer
    return { type: 'array', offset, length: (stop < 0 ? scan.at : stop) - offset, children }
  }

  /** An object of a list that stands in no other such object, as it was before or anew. */
  function readElement(): TextNode | undefined {
    const start = scan.at
    const depth = openObjects * (deepest + 1) + openArrays
    const known = recall?.(start, depth)
    if (known) return takeOver(known)
    const before = problems.length
    const comment = scan.firstComment
    brackets.counted = false
    scan.firstComment = -1
    scan.reach = start
    inElement = true
    const node = readValue()
    inElement = false
    const source = text.slice(start, node ? endOf(node) : start)
    const origin = node && {
      offset: start,
      length: node.length,
      source: lasting ? source : apart(source),
      members: childrenOf(node),
      readAgain,
      end: scan.at,
      reach: Math.max(scan.reach, scan.at + 2),
      depth,
      problems: problems.length > before ? problems.slice(before) : none,
      comment: scan.firstComment,
      comma: handedComma,
      said: {},
    }
    if (comment >= 0) scan.firstComment = comment
    left -= scan.at - start
    if (left <= 0) scan.at = end
    // How many brackets there are in all may change with any edit.
    if (!origin || brackets.counted) return node
    const element = new ElementNode(origin, start)
    elements.push(element)
    return element
  }

  function takeOver(element: ElementNode): ElementNode {
    const { offset, end: stop, problems: found, comment, comma } = element.origin
    const delta = element.offset - offset
    for (const problem of found) problems.push(movedProblem(problem, delta))
    if (scan.firstComment < 0 && comment >= 0) scan.firstComment = comment + delta
    handedComma = comma < 0 ? comma : comma + delta
    scan.at = stop + delta
    tookOver = true
    elements.push(element)
    return element
  }

  function readValue(): TextNode | undefined {
    const char = text.charCodeAt(scan.at)
    if (startsString(char)) return readString()
    if (char === openBrace || char === openBracket) {
      if (openObjects + openArrays < deepest) return char === openBrace ? readObject(false) : readArray()
      say('text/too-deep', 'error', scan.at, 1, `Brackets are nested more than ${deepest} deep here.`)
      scan.at++
      return undefined
    }
    if (char === closeBrace || char === closeBracket || char === separator || char === colon) return undefined
    return scan.readWord()
  }

  /** Whether the string that begins here is a key: a colon follows. Leaves everything as it was. */
  function keyFollows(): boolean {
    const start = scan.at
    const before = problems.length
    readString()
    skip()
    const follows = text.charCodeAt(scan.at) === colon
    back(start)
    problems.length = before
    return follows
  }

  /** Where something ended that lacks its bracket: before the comma that belongs to what is around it, if any. */
  function handBack(comma: number): number {
    handedComma = comma
    return comma < 0 ? scan.at : comma
  }

  function takeHanded(): number {
    const comma = handedComma
    handedComma = -1
    return comma
  }
}

/** Members of an object that was read without a problem. What stands around it does not matter then. */
const readAgain = (source: string): readonly TextNode[] => childrenOf(parse(source).tree)

const none: readonly TextProblem[] = []
const deepest = 64
