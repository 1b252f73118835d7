import { offsetOf, wallOf } from './calendar.ts'
import { type DateTime, EvaluationError } from './value.ts'

/** Date patterns as Joda-Time reads them. Source: developer guide, date and time formatting. */

interface Clock {
  readonly wall: Date
  readonly time: DateTime
}

interface Letter {
  readonly meaning: string
  readonly print: (clock: Clock, count: number) => string
}

/** What each letter means and prints; `count` is how often it is repeated. */
const letters: Readonly<Record<string, Letter>> = {
  G: { meaning: 'era', print: ({ wall }) => (wall.getUTCFullYear() > 0 ? 'AD' : 'BC') },
  C: { meaning: 'century', print: ({ wall }, count) => pad(Math.floor(eraYear(wall) / 100), count) },
  Y: { meaning: 'year of era (not the year of the week)', print: ({ wall }, count) => year(eraYear(wall), count) },
  y: { meaning: 'year', print: ({ wall }, count) => year(wall.getUTCFullYear(), count) },
  x: { meaning: 'year that the week belongs to', print: ({ wall }, count) => year(weekOf(wall).year, count) },
  w: { meaning: 'week of the year', print: ({ wall }, count) => pad(weekOf(wall).week, count) },
  e: { meaning: 'day of the week, Monday is 1', print: ({ wall }, count) => pad(weekday(wall), count) },
  E: { meaning: 'name of the day', print: ({ wall }, count) => name(days, weekday(wall) - 1, count) },
  D: { meaning: 'day of the year (not of the month)', print: ({ wall }, count) => pad(dayOfYear(wall), count) },
  M: {
    meaning: 'month; three letters or more give its name',
    print: ({ wall }, count) => {
      const month = wall.getUTCMonth()
      return count >= 3 ? name(months, month, count) : pad(month + 1, count)
    },
  },
  d: { meaning: 'day of the month', print: ({ wall }, count) => pad(wall.getUTCDate(), count) },
  a: { meaning: 'AM or PM', print: ({ wall }) => (wall.getUTCHours() < 12 ? 'AM' : 'PM') },
  K: { meaning: 'hour, 0 to 11', print: ({ wall }, count) => pad(wall.getUTCHours() % 12, count) },
  h: { meaning: 'hour, 1 to 12', print: ({ wall }, count) => pad(wall.getUTCHours() % 12 || 12, count) },
  H: { meaning: 'hour, 0 to 23', print: ({ wall }, count) => pad(wall.getUTCHours(), count) },
  k: { meaning: 'hour, 1 to 24', print: ({ wall }, count) => pad(wall.getUTCHours() || 24, count) },
  m: { meaning: 'minute', print: ({ wall }, count) => pad(wall.getUTCMinutes(), count) },
  s: { meaning: 'second', print: ({ wall }, count) => pad(wall.getUTCSeconds(), count) },
  S: {
    meaning: 'fraction of a second',
    print: ({ wall }, count) => pad(wall.getUTCMilliseconds(), 3).padEnd(count, '0').slice(0, count),
  },
  z: { meaning: 'name of the time zone', print: ({ time }, count) => zoneName(time, count >= 4) },
  Z: {
    meaning: 'offset of the zone; ZZ with a colon, ZZZ its id',
    print: ({ time }, count) => (count >= 3 ? time.zone : offset(time, count === 2 ? ':' : '')),
  },
}

/** Prints a time in its own zone by a pattern. Throws EvaluationError for a letter without a meaning. */
export function formatDateTime(time: DateTime, pattern: string): string {
  const clock: Clock = { wall: new Date(wallOf(time.ms, time.zone)), time }
  return tokensOf(pattern)
    .map(token => {
      if (token.kind === 'literal') return token.text
      const letter = letters[token.letter]
      if (!letter)
        throw new EvaluationError(
          `'${token.letter}' has no meaning in a date pattern; put words between single quotes.`,
        )
      return letter.print(clock, token.count)
    })
    .join('')
}

/** Letters of a pattern that mean nothing there. Empty for a pattern that works. */
export const unknownLetters = (pattern: string): readonly string[] =>
  tokensOf(pattern).flatMap(token => (token.kind === 'letter' && !letters[token.letter] ? [token.letter] : []))

/** The letters of a pattern in order, each with its meaning. */
export const letterMeanings = (pattern: string): readonly (readonly [letters: string, meaning: string])[] =>
  tokensOf(pattern).flatMap(token =>
    token.kind === 'letter'
      ? [[token.letter.repeat(token.count), letters[token.letter]?.meaning ?? 'means nothing'] as const]
      : [],
  )

/** Every letter that means something. */
export const patternLetters: readonly string[] = Object.keys(letters)

type Token =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'letter'; readonly letter: string; readonly count: number }

function tokensOf(pattern: string): readonly Token[] {
  return [...pattern.matchAll(/''|'((?:[^']|'')*)'?|([A-Za-z])\2*|[^A-Za-z']+/g)].map((match): Token => {
    const [text, quoted, letter] = match
    if (letter !== undefined) return { kind: 'letter', letter, count: text.length }
    if (text === "''") return { kind: 'literal', text: "'" }
    return { kind: 'literal', text: quoted?.replaceAll("''", "'") ?? text }
  })
}

const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
const dayMs = 86_400_000

const pad = (value: number, count: number): string =>
  (value < 0 ? '-' : '') + String(Math.abs(value)).padStart(count, '0')

const year = (value: number, count: number): string => (count === 2 ? pad(Math.abs(value) % 100, 2) : pad(value, count))

const eraYear = (wall: Date): number => {
  const value = wall.getUTCFullYear()
  return value > 0 ? value : 1 - value
}

const name = (names: readonly string[], index: number, count: number): string =>
  count >= 4 ? (names[index] ?? '') : (names[index] ?? '').slice(0, 3)

const weekday = (wall: Date): number => wall.getUTCDay() || 7

/** Counted from 1 on the first of January. */
export const dayOfYear = (wall: Date): number => {
  const first = new Date(wall.getTime())
  first.setUTCMonth(0, 1)
  return Math.round((wall.getTime() - first.getTime()) / dayMs) + 1
}

/** ISO 8601: the week belongs to the year that its Thursday is in. */
function weekOf(wall: Date): { readonly year: number; readonly week: number } {
  const thursday = new Date(wall.getTime() + (4 - weekday(wall)) * dayMs)
  return { year: thursday.getUTCFullYear(), week: Math.ceil(dayOfYear(thursday) / 7) }
}

function offset(time: DateTime, colon: string): string {
  const minutes = Math.round(offsetOf(time.ms, time.zone) / 60_000)
  const size = Math.abs(minutes)
  return `${minutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60), 2)}${colon}${pad(size % 60, 2)}`
}

function zoneName(time: DateTime, long: boolean): string {
  if (time.zone === 'UTC' && !long) return 'UTC'
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: time.zone,
    timeZoneName: long ? 'long' : 'short',
  }).formatToParts(time.ms)
  return parts.find(part => part.type === 'timeZoneName')?.value ?? time.zone
}
