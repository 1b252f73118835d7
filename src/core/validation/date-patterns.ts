/** Slips of the pen in date patterns. */

import { unknownLetters } from '../expression/joda.ts'

interface PatternProblem {
  /** What the pattern says by mistake, as the rest of a sentence. */
  readonly says: string
  /** The pattern that was probably meant. */
  readonly meant?: string
}

/** What is odd about a date pattern, if anything is. */
export function problemOf(pattern: string): PatternProblem | undefined {
  const known = judged.get(pattern)
  if (known !== undefined) return known ?? undefined
  const problem = judge(pattern)
  if (judged.size >= 1_000) judged.clear()
  judged.set(pattern, problem ?? null)
  return problem
}

const judged = new Map<string, PatternProblem | null>()

function judge(pattern: string): PatternProblem | undefined {
  const slip = slips.find(one => one.found.test(pattern))
  if (slip)
    return { says: slip.says, meant: slips.reduce((text, { found, meant }) => text.replace(found, meant), pattern) }
  const letters = unknownLetters(pattern)
  return letters.length > 0
    ? { says: `${letters.join(', ')} means nothing. Put words between single quotes.` }
    : undefined
}

const slips: readonly { readonly found: RegExp; readonly meant: string; readonly says: string }[] = [
  { found: /(?<=[yY][^a-zA-Z]*)mm(?=[^a-zA-Z]*[dD])/, meant: 'MM', says: 'mm is the minute; the month is MM.' },
  {
    found: /(?<![a-zA-Z])DD(?![a-zA-Z])|(?<=MM)DD(?!D)/,
    meant: 'dd',
    says: 'DD is the day of the year; the day of the month is dd.',
  },
  {
    found: /(?<=[Hh]{1,2}[^a-zA-Z]*)MM(?=[^a-zA-Z]*[sS]|$)/,
    meant: 'mm',
    says: 'MM is the month; the minute is mm.',
  },
  {
    found: /(?<=[mM]{2}[^a-zA-Z.]*)SS(?!S)/,
    meant: 'ss',
    says: 'SS is a fraction of a second; the second is ss.',
  },
  {
    found: /^([^ah]*)hh(?=[^a]*$)/,
    meant: '$1HH',
    says: 'hh counts to 12 and nothing says AM or PM; HH counts to 23.',
  },
]
