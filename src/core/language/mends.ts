import type { Command } from '../definition/commands.ts'
import { mendText } from '../definition/commands.ts'
import type { Span } from '../definition/model.ts'
import type { Document } from '../definition/text.ts'
import { endOf } from '../definition/tree.ts'
import type { Finding } from '../validation/rule.ts'
import { spotOf } from '../validation/spots.ts'

/** A way to mend something that is wrong, and the message of what it mends. */
export interface Mend {
  readonly label: string
  readonly message: string
  readonly command: Command
}

/** The ways to mend what is wrong in a stretch of the text, JSON first. */
export function mendsAt(document: Document, findings: readonly Finding[], stretch: Span): readonly Mend[] {
  const problems = document.problems.filter(problem => problem.fix && touches(problem, stretch))
  const single = problems.map(({ message, fix = [], code }): Mend => {
    const label = fixLabels[code] ?? 'Mend this'
    return { label, message, command: { label, edits: now => (now.text === document.text ? fix : []) } }
  })
  const all = document.problems.filter(problem => problem.fix).length
  const [first] = problems
  const whole: readonly Mend[] =
    first && all > 1
      ? [{ label: `Mend all ${all} slips of the JSON`, message: first.message, command: mendText() }]
      : []
  const ofFindings = findings
    .filter(finding => finding.fixes.length > 0 && touches(spotOf(document, finding), stretch))
    .flatMap(({ message, fixes }) => fixes.map(({ label, command }) => ({ label, message, command })))
  return [...single, ...whole, ...ofFindings]
}

const touches = (a: Span, b: Span): boolean => a.offset <= endOf(b) && b.offset <= endOf(a)

const fixLabels: Readonly<Record<string, string>> = {
  'text/trailing-comma': 'Remove the comma',
  'text/missing-comma': 'Set the comma',
  'text/quotes': 'Set straight quotation marks',
  'text/control-character': 'Write it as an escape',
  'text/invisible': 'Replace it by a blank',
  'text/escape': 'Write the backslash twice',
  'text/unclosed-string': 'Close the text',
  'text/unclosed': 'Close it',
}
