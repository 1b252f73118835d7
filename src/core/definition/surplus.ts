import {
  backslash,
  carriageReturn,
  closeBrace,
  closeBracket,
  lineFeed,
  openBrace,
  openBracket,
  quote,
  slash,
  star,
} from './characters.ts'

/** How many more closing brackets than opening ones a text has, what stands in quotation marks on a line left out. */
export function surplusOf(text: string): { braces: number; brackets: number } {
  const found = { braces: 0, brackets: 0 }
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at)
    if (char === quote) at = endOfQuoted(text, at)
    else if (char === openBrace) found.braces--
    else if (char === closeBrace) found.braces++
    else if (char === openBracket) found.brackets--
    else if (char === closeBracket) found.brackets++
    else if (char === slash) at = endOfComment(text, at)
  }
  return found
}

/** The last character of what begins with a quotation mark and ends with another, or with the line. */
function endOfQuoted(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    const char = text.charCodeAt(at)
    if (char === quote) return at
    if (char === lineFeed || char === carriageReturn) return at
    if (char === backslash && isEndOfLine(text.charCodeAt(at + 1))) return at
    if (char === backslash) at++
  }
  return text.length
}

/** The last character of a comment, or the slash itself where none begins. */
function endOfComment(text: string, from: number): number {
  const next = text.charCodeAt(from + 1)
  if (next === star) {
    const close = text.indexOf('*/', from + 2)
    return close < 0 ? from : close + 1
  }
  if (next !== slash) return from
  let at = from + 1
  while (at + 1 < text.length && !isEndOfLine(text.charCodeAt(at + 1))) at++
  return at
}

const isEndOfLine = (char: number): boolean =>
  char === lineFeed || char === carriageReturn || char === 0x2028 || char === 0x2029
