import { brief, space } from './characters.ts'
import { insert, type Scanner } from './scan.ts'
import { endOf, type TextNode } from './tree.ts'

/** What the parser says of signs that are too many or missing, and how it goes on. */
export function createComplaints(text: string, scan: Scanner) {
  const { say } = scan
  return { unexpected, unclosed, missingComma, trailingComma }

  /** Says that a stretch does not belong, and goes on after it. */
  function unexpected(): void {
    const offset = scan.at++
    if (!structure.includes(text.charAt(offset)))
      while (scan.at < text.length && !structure.includes(text.charAt(scan.at)) && text.charCodeAt(scan.at) > space)
        scan.at++
    const stretch = text.slice(offset, scan.at)
    say('text/unexpected', 'error', offset, stretch.length, `${brief(stretch)} does not belong here.`, [
      { offset, length: stretch.length, text: '' },
    ])
  }

  function unclosed(offset: number, message: string, bracket: string, at = scan.at): void {
    say('text/unclosed', 'error', offset, 1, message, insert(at, bracket))
  }

  function missingComma(before: readonly TextNode[]): void {
    const last = before.at(-1)
    const after = last ? endOf(last) : scan.at
    say(
      'text/missing-comma',
      'warning',
      Math.max(0, after - 1),
      1,
      'A comma is missing after this.',
      insert(after, ','),
    )
  }

  function trailingComma(offset: number): void {
    const message = 'Nothing follows this comma, and the AWS CLI refuses it.'
    say('text/trailing-comma', 'warning', offset, 1, message, [{ offset, length: 1, text: '' }])
  }
}

const structure = '{}[],:"'
