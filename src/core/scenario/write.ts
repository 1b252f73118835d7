import { printDateTime } from '../expression/value.ts'
import type { Length } from './length.ts'
import type { Rule } from './scenario.ts'

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const

/** A time as a scenario says it: `25 minutes` where a unit fits, else a number of seconds. Milliseconds. */
export function writeTime(ms: number): string | number {
  if (ms <= 0) return 0
  for (const [unit, size] of units) if (ms % size === 0) return `${ms / size} ${unit}${ms === size ? '' : 's'}`
  return ms / 1000
}

/** The value that a scenario has for a length. */
export function writeLength(length: Length): unknown {
  switch (length.shape) {
    case 'fixed':
      return writeTime(length.ms)
    case 'uniform':
      return { uniform: { from: writeTime(length.from), to: writeTime(length.to) } }
    case 'normal':
      return { normal: { mean: writeTime(length.mean), deviation: writeTime(length.deviation) } }
    case 'lognormal':
      return { lognormal: { median: writeTime(length.median), sigma: length.sigma } }
  }
}

/** A rule as it is written in a scenario, on one line. */
export const writeRule = (rule: Rule): string => spaced(ruleValue(rule))

/** Its words in the order in which people read them. */
function ruleValue({ object, attempts, scheduled, chance, outcome, errorId, message, ...rest }: Rule) {
  const { falseTimes, duration, after } = rest
  return {
    object,
    ...(scheduled && { scheduled: scheduledValue(scheduled) }),
    ...(attempts && { attempts: attemptsValue(attempts) }),
    ...(chance !== undefined && { chance }),
    ...(outcome && { outcome }),
    ...(errorId !== undefined && { errorId }),
    ...(message !== undefined && { message }),
    ...(falseTimes !== undefined && { false: falseTimes }),
    ...(duration && { duration: writeLength(duration) }),
    ...(after && { after: writeLength(after) }),
  }
}

const attemptsValue = ({ from, to }: { readonly from: number; readonly to: number }): number | string =>
  from === to ? from : to >= Number.MAX_SAFE_INTEGER ? `${from}-` : `${from}-${to}`

const scheduledValue = ({ from, to }: { readonly from: number; readonly to: number }): unknown =>
  to === from + 1
    ? printDateTime(from)
    : {
        ...(Number.isFinite(from) && { from: printDateTime(from) }),
        ...(Number.isFinite(to) && { to: printDateTime(to) }),
      }

/** JSON on one line, with blanks where people put them. */
function spaced(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}: ${spaced(one)}`)
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`
}
