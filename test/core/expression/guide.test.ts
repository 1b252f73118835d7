import { expect, it } from 'vitest'
import { emptyScope, evaluateTemplate, type Scope } from '../../../src/core/expression/evaluate.ts'
import { functions } from '../../../src/core/expression/functions.ts'
import { formatDateTime, patternLetters } from '../../../src/core/expression/joda.ts'
import { dateTime } from '../../../src/core/expression/value.ts'

/**
 * The developer guide's examples, function by function and letter by letter. Its times are of 24 May 2011, 17:10 UTC;
 * it prints them with a z that the service's own answers do not have. Examples it does not give are reckoned by hand.
 */
const scope: Scope = {
  lookup: ([name]) => (name === 'myRunTime' ? dateTime(Date.UTC(2011, 4, 24, 17, 10)) : undefined),
}

const examples: readonly (readonly [expression: string, value: string])[] = [
  ['day(myRunTime)', '24'],
  ['dayOfYear(myRunTime)', '144'],
  ['firstOfMonth(myRunTime)', '2011-05-01T17:10:00'],
  ["format(myRunTime, 'YYYY-MM-dd HH:mm:ss z')", '2011-05-24 17:10:00 UTC'],
  ['hour(myRunTime)', '17'],
  ['makeDate(2011, 5, 24)', '2011-05-24T00:00:00'],
  ['makeDateTime(2011, 5, 24, 14, 21)', '2011-05-24T14:21:00'],
  ['midnight(myRunTime)', '2011-05-24T00:00:00'],
  ['minusDays(myRunTime, 1)', '2011-05-23T17:10:00'],
  ['minusHours(myRunTime, 1)', '2011-05-24T16:10:00'],
  ['minusMinutes(myRunTime, 1)', '2011-05-24T17:09:00'],
  ['minusMonths(myRunTime, 1)', '2011-04-24T17:10:00'],
  ['minusWeeks(myRunTime, 1)', '2011-05-17T17:10:00'],
  ['minusYears(myRunTime, 1)', '2010-05-24T17:10:00'],
  ['minute(myRunTime)', '10'],
  ['month(myRunTime)', '5'],
  ['plusDays(myRunTime, 1)', '2011-05-25T17:10:00'],
  ['plusHours(myRunTime, 1)', '2011-05-24T18:10:00'],
  ['plusMinutes(myRunTime, 1)', '2011-05-24T17:11:00'],
  ['plusMonths(myRunTime, 1)', '2011-06-24T17:10:00'],
  ['plusWeeks(myRunTime, 1)', '2011-05-31T17:10:00'],
  ['plusYears(myRunTime, 1)', '2012-05-24T17:10:00'],
  ["plusPeriod(myRunTime, '1 day')", '2011-05-25T17:10:00'],
  ['sunday(myRunTime)', '2011-05-22T17:10:00'],
  ['year(myRunTime)', '2011'],
  ['yesterday(myRunTime)', '2011-05-23T17:10:00'],
  ["inTimeZone(myRunTime, 'America/New_York')", '2011-05-24T13:10:00'],
  // At the edges
  ['minusMonths(makeDate(2011, 3, 31), 1)', '2011-02-28T00:00:00'],
  ['plusYears(makeDate(2012, 2, 29), 1)', '2013-02-28T00:00:00'],
  ['sunday(makeDate(2011, 5, 22))', '2011-05-22T00:00:00'],
  ['yesterday(makeDate(2011, 1, 1))', '2010-12-31T00:00:00'],
  ['dayOfYear(makeDate(2012, 12, 31))', '366'],
  // Operators, as in the table of the guide
  ['1 + 2', '3'],
  ['1 - 2', '-1'],
  ['1 * 2', '2'],
  ['1.0 / 2', '0.5'],
  ['2 ^ 2', '4.0'],
  ["'1' + 2", '12'],
  ['1 / 2', '0'],
]

it.each(examples)('%s is %s', (expression, value) => {
  expect(evaluateTemplate(`#{${expression}}`, scope)).toEqual({ values: [value] })
})

it('every function has an example of the guide, and one of its own that is true', () => {
  const lacking = functions.filter(({ name }) => !examples.some(([expression]) => expression.startsWith(`${name}(`)))
  expect(lacking.map(({ name }) => name)).toEqual([])
  for (const { example } of functions)
    expect(evaluateTemplate(`#{${example.expression}}`, emptyScope)).toEqual({ values: [example.value] })
})

/** Each letter in its lengths, at a time written in UTC and seen on the clock of a zone. */
const letters: Readonly<
  Record<string, readonly (readonly [pattern: string, time: string, prints: string, zone?: string])[]>
> = {
  G: [['G', '1996-07-10T00:00:00', 'AD']],
  C: [
    ['C', '1996-07-10T00:00:00', '19'],
    ['CC', '0950-01-01T00:00:00', '09'],
  ],
  Y: [
    ['YYYY', '1996-07-10T00:00:00', '1996'],
    ['YY', '1996-07-10T00:00:00', '96'],
    ['YYYY', '2011-01-01T00:00:00', '2011'],
  ],
  x: [
    ['xxxx', '1996-12-30T00:00:00', '1997'],
    ['xx', '2011-01-01T00:00:00', '10'],
  ],
  w: [
    ['w', '1996-07-05T00:00:00', '27'],
    ['ww', '1997-01-01T00:00:00', '01'],
  ],
  e: [
    ['e', '1996-07-09T00:00:00', '2'],
    ['e', '1996-07-07T00:00:00', '7'],
  ],
  E: [
    ['EEEE', '1996-07-09T00:00:00', 'Tuesday'],
    ['E', '1996-07-09T00:00:00', 'Tue'],
    ['EEE', '1996-07-09T00:00:00', 'Tue'],
  ],
  y: [
    ['yyyy', '1996-07-10T00:00:00', '1996'],
    ['yy', '2006-07-10T00:00:00', '06'],
    ['y', '1996-07-10T00:00:00', '1996'],
  ],
  D: [
    ['D', '1996-07-07T00:00:00', '189'],
    ['DDD', '1996-01-09T00:00:00', '009'],
  ],
  M: [
    ['MMMM', '1996-07-10T00:00:00', 'July'],
    ['MMM', '1996-07-10T00:00:00', 'Jul'],
    ['MM', '1996-07-10T00:00:00', '07'],
    ['M', '1996-07-10T00:00:00', '7'],
  ],
  d: [
    ['d', '1996-07-10T00:00:00', '10'],
    ['dd', '1996-07-01T00:00:00', '01'],
  ],
  a: [
    ['a', '1996-07-10T15:00:00', 'PM'],
    ['a', '1996-07-10T03:00:00', 'AM'],
  ],
  K: [
    ['K', '1996-07-10T12:00:00', '0'],
    ['KK', '1996-07-10T23:00:00', '11'],
  ],
  h: [
    ['h', '1996-07-10T12:00:00', '12'],
    ['hh', '1996-07-10T13:00:00', '01'],
  ],
  H: [
    ['H', '1996-07-10T00:00:00', '0'],
    ['HH', '1996-07-10T23:00:00', '23'],
  ],
  k: [
    ['k', '1996-07-10T00:00:00', '24'],
    ['kk', '1996-07-10T05:00:00', '05'],
  ],
  m: [
    ['m', '1996-07-10T00:30:00', '30'],
    ['mm', '1996-07-10T00:05:00', '05'],
  ],
  s: [
    ['s', '1996-07-10T00:00:55', '55'],
    ['ss', '1996-07-10T00:00:05', '05'],
  ],
  S: [
    ['SSS', '1996-07-10T00:00:00.978', '978'],
    ['S', '1996-07-10T00:00:00.978', '9'],
  ],
  z: [
    ['zzzz', '1996-01-10T00:00:00', 'Pacific Standard Time', 'America/Los_Angeles'],
    ['z', '1996-01-10T00:00:00', 'PST', 'America/Los_Angeles'],
    ['z', '1996-01-10T00:00:00', 'UTC'],
  ],
  Z: [
    ['Z', '1996-01-10T00:00:00', '-0800', 'America/Los_Angeles'],
    ['ZZ', '1996-01-10T00:00:00', '-08:00', 'America/Los_Angeles'],
    ['ZZZ', '1996-01-10T00:00:00', 'America/Los_Angeles', 'America/Los_Angeles'],
  ],
  "'": [
    ["'T'", '1996-07-10T00:00:00', 'T'],
    ["h 'o''clock'", '1996-07-10T12:00:00', "12 o'clock"],
  ],
  "''": [["yy''", '1996-07-10T00:00:00', "96'"]],
}

const printed = Object.values(letters)
  .flat()
  .map(([pattern, time, prints, zone = 'UTC']) => ({ pattern, time, prints, zone }))

it.each(printed)('$pattern at $time prints $prints', ({ pattern, time, prints, zone }) => {
  expect(formatDateTime(dateTime(Date.parse(`${time}Z`), zone), pattern)).toBe(prints)
})

it('every letter that means something has an example, and no other means anything', () => {
  expect(patternLetters.toSorted()).toEqual(
    Object.keys(letters)
      .filter(letter => !letter.includes("'"))
      .toSorted(),
  )
  expect([...'GCYxweEyDMdaKhHkmsSzZ'].toSorted()).toEqual(patternLetters.toSorted())
  for (const [letter, list] of Object.entries(letters))
    for (const [pattern] of list) expect(pattern, letter).toContain(letter.charAt(0))
})
