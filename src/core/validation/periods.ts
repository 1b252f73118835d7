import { type Period, parsePeriod, shift, units } from '../expression/calendar.ts'

/** Periods side by side: how long one is, and which is longer. */

/** About how long a period is, in milliseconds; a month as January, a year as one without a leap day. */
export const lengthOf = ({ count, unit }: Period): number => shift(anchor, unit, count) - anchor

/** The length of a period written as text; undefined for anything else. */
export function lengthOfText(text: string | undefined): number | undefined {
  const period = text === undefined ? undefined : parsePeriod(text)
  return period && lengthOf(period)
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
