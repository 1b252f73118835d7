/** Periods side by side: how long one is, and which is longer; and when a schedule begins. */

import { type Period, parsePeriod, shift, units } from '../expression/calendar.ts'
import { parseDateTime } from '../expression/value.ts'
import { type Facts, literalOf, type Subject, targetsOf } from './facts.ts'

/** About how long a period is, in milliseconds; a month as January, a year as one without a leap day. */
export const lengthOf = ({ count, unit }: Period): number => shift(anchor, unit, count) - anchor

/** The length of a period written as text; undefined for anything else. */
export function lengthOfText(text: string | undefined): number | undefined {
  const period = text === undefined ? undefined : parsePeriod(text)
  return period && lengthOf(period)
}

/** The date-time, as it is written, at which the schedule of a subject begins; undefined where that is not a time yet. */
export function startOf(facts: Facts, subject: Subject): string | undefined {
  const [schedule] = targetsOf(facts, subject, 'schedule')
  const start = schedule && literalOf(schedule, 'startDateTime')
  return start === undefined || parseDateTime(start) === undefined ? undefined : start
}

/** What a text that is no period probably means: `15 minutes` for `15m`, `15minutes` or `PT15M`. */
export function meantPeriod(text: string): string | undefined {
  const iso = /^P(T?)([1-9]\d*)([MHDWY])$/i.exec(text.trim())
  const [, time = '', count, word] = iso ?? /^()([1-9]\d*)\s*([a-z]+)\.?$/i.exec(text.trim()) ?? []
  if (count === undefined || word === undefined) return undefined
  const short = word.toLowerCase()
  const minutes = iso ? time !== '' && short === 'm' : ['m', 'min', 'mins'].includes(short)
  const unit = minutes ? 'minute' : units.find(one => `${one}s`.startsWith(short))
  return unit && `${count} ${unit}${count === '1' ? '' : 's'}`
}

const anchor = Date.UTC(2001, 0, 1)
