import { closeBrace, closeBracket, openBrace, comma as separator, startsString } from './characters.ts'
import type { Scanner } from './scan.ts'
import { surplusOf } from './surplus.ts'
import type { TextNode } from './tree.ts'

/** What is to be thought of a closing bracket, in view of how many there are in all of the text. */
export interface Brackets {
  /** Whether it mattered how many there are. */
  counted: boolean
  isStray(bracket: number, children: readonly TextNode[]): boolean
  areAllThere(): boolean
  spend(bracket: number): boolean
}

export function createBrackets(text: string, scan: Scanner): Brackets {
  const { problems, skip, back, readString } = scan
  let surplus: ReturnType<typeof surplusOf> | undefined
  const brackets: Brackets = { counted: false, isStray, areAllThere, spend }
  return brackets

  /**
   * Whether a closing bracket inside an object or at the end of a list is one too many: the text has more of them than
   * opening ones, and what follows could only stand inside.
   */
  function isStray(bracket: number, children: readonly TextNode[]): boolean {
    const start = scan.at
    const before = problems.length
    scan.at++
    skip()
    while (text.charCodeAt(scan.at) === separator) {
      scan.at++
      skip()
    }
    const next = text.charCodeAt(scan.at)
    const ends = bracket === closeBrace && (scan.at >= text.length || structural.has(next))
    const key = !ends && startsString(next) ? readString()?.value : undefined
    back(start)
    problems.length = before
    // A key that the object has already begins the next object, which lacks its own bracket.
    const isNext = bracket === closeBrace && children.some(child => child.children?.[0]?.value === key)
    return !ends && !isNext && spend(bracket)
  }

  /** Whether no ] is missing in the text, so that something else is wrong where one seems to be. */
  function areAllThere(): boolean {
    brackets.counted = true
    surplus ??= surplusOf(text)
    return surplus.brackets >= 0
  }

  /** Takes one of the closing brackets that the text has too many, if there are any left. */
  function spend(bracket: number): boolean {
    brackets.counted = true
    surplus ??= surplusOf(text)
    const left = bracket === closeBrace ? surplus.braces : surplus.brackets
    if (left <= 0) return false
    if (bracket === closeBrace) surplus.braces--
    else surplus.brackets--
    return true
  }
}

const structural = new Set([openBrace, closeBrace, closeBracket])
