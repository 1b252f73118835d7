import { describe, expect, it } from 'vitest'
import { formatDateTime, unknownLetters } from '../../../src/core/expression/joda.ts'
import { dateTime, parseDateTime } from '../../../src/core/expression/value.ts'

const time = dateTime(Date.UTC(2012, 0, 1, 15, 4, 5, 67))
const midnight = dateTime(Date.UTC(2026, 11, 31))

describe('a date pattern', () => {
  it.each([
    ['YYYY-MM-dd-HH-mm-ss', '2012-01-01-15-04-05'],
    ['yy YY y yyyyy', '12 12 2012 02012'],
    ['xxxx ww w e', '2011 52 52 7'],
    ['E EEE EEEE', 'Sun Sun Sunday'],
    ['M MM MMM MMMM', '1 01 Jan January'],
    ['D DDD d', '1 001 1'],
    ['a K h H k', 'PM 3 3 15 15'],
    ['S SS SSS SSSSS', '0 06 067 06700'],
    ['G C', 'AD 20'],
    ['z Z ZZ ZZZ', 'UTC +0000 +00:00 UTC'],
    ["yyyy-MM-dd'T'HH:mm:ss", '2012-01-01T15:04:05'],
    ["h 'o''clock' ''a''", "3 o'clock 'PM'"],
    ['YY-MM-DD HH:MM:SS', '12-01-01 15:01:06'],
  ])('%s prints %s', (pattern, text) => {
    expect(formatDateTime(time, pattern)).toBe(text)
  })

  it('counts midnight in four ways', () => {
    expect(formatDateTime(midnight, 'H k K h a')).toBe('0 24 0 12 AM')
    expect(formatDateTime(midnight, "D xxxx-'W'ww-e")).toBe('365 2026-W53-4')
  })

  it('prints the clock of a zone', () => {
    const there = dateTime(time.ms, 'America/New_York')
    expect(formatDateTime(there, 'HH:mm z Z ZZ ZZZ')).toBe('10:04 EST -0500 -05:00 America/New_York')
  })

  it('refuses letters without a meaning', () => {
    expect(() => formatDateTime(time, 'yyyy b')).toThrow("'b' has no meaning in a date pattern")
    expect(unknownLetters("yyyy 'b' Q")).toEqual(['Q'])
  })
})

it('reads only times that exist, written in full', () => {
  expect(parseDateTime('2024-02-29T10:00:00')).toBe(Date.UTC(2024, 1, 29, 10))
  for (const text of [
    '2023-02-29T00:00:00',
    '2023-01-01',
    '2023-01-01T24:00:00',
    '2023-01-01T00:00:00Z',
    'makeDate(2011,5,24)',
  ])
    expect(parseDateTime(text)).toBeUndefined()
})
