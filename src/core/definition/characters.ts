/** The characters JSON is made of, as codes. */
export const tab = 9
export const lineFeed = 10
export const carriageReturn = 13
export const space = 32
export const quote = 34
export const apostrophe = 39
export const star = 42
export const comma = 44
export const slash = 47
export const colon = 58
export const openBracket = 91
export const backslash = 92
export const closeBracket = 93
export const backtick = 96
export const openBrace = 123
export const closeBrace = 125

export const isBlank = (code: number): boolean => code === space || code === tab

export const isBreak = (code: number): boolean => code === lineFeed || code === carriageReturn

export const isBlankOrBreak = (code: number): boolean => isBlank(code) || isBreak(code)

/** Whether a string begins here, in JSON's own quotes or in those a word processor or another language puts. */
export const startsString = (code: number): boolean =>
  code === quote || code === apostrophe || code === backtick || (code >= 0x201c && code <= 0x201f)

export const startsWord = (code: number): boolean =>
  (code >= 97 && code <= 122) ||
  (code >= 65 && code <= 90) ||
  code === 95 ||
  code === 64 ||
  code === star ||
  code === 36

/** A stretch of text short enough for a message. */
export const brief = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text)

/**
 * The same characters in a string of their own. An engine keeps a long text for as long as somebody holds a piece of
 * it, and so histories and objects would keep every text that there ever was.
 */
export const apart = (piece: string): string => ` ${piece}`.slice(1)
