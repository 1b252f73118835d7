import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { resolveParameters } from '../../../src/core/definition/parameters.ts'
import { objectById } from '../../../src/core/definition/query.ts'
import {
  occurrence,
  occurrenceAt,
  type Period,
  parsePeriod,
  periodMs,
  printPeriod,
} from '../../../src/core/runs/period.ts'
import {
  type Interval,
  intervalAt,
  intervalContaining,
  intervalsBetween,
  nextInterval,
  readSchedule,
  type Schedule,
  type ScheduleType,
  scheduleOf,
} from '../../../src/core/runs/schedule.ts'
import { definitionOf } from '../definition/write.ts'

const utc = (text: string) => Date.parse(`${text}Z`)
const day = 86_400_000
const anyPeriod: fc.Arbitrary<Period> = fc.record({
  count: fc.integer({ min: 1, max: 40 }),
  unit: fc.constantFrom('minute', 'hour', 'day', 'week', 'month', 'year'),
})
const anyTime = fc.integer({ min: utc('1999-01-01T00:00:00'), max: utc('2031-01-01T00:00:00') })
const anySchedule: fc.Arbitrary<Schedule> = fc
  .record({
    start: anyTime,
    period: anyPeriod,
    occurrences: fc.option(fc.integer({ min: 1, max: 30 })),
    span: fc.option(fc.nat(400)),
  })
  .map(({ start, period, occurrences, span }) => ({
    start,
    period,
    ...(occurrences !== null && { occurrences }),
    ...(span !== null && { end: start + 1 + span * day }),
  }))
const clocked: fc.Arbitrary<ScheduleType> = fc.constantFrom('cron', 'timeseries')
const first = (schedule: Schedule, type: ScheduleType, count: number): readonly Interval[] => {
  const found: Interval[] = []
  for (const one of intervalsBetween(schedule, type, schedule.start, Number.POSITIVE_INFINITY))
    if (found.push(one) === count) break
  return found
}

describe('a period', () => {
  it.each([
    ['15 Minutes', { count: 15, unit: 'minute' }],
    [' 1  day ', { count: 1, unit: 'day' }],
    ['3 YEARS', { count: 3, unit: 'year' }],
  ])('%s is read', (text, period) => {
    expect(parsePeriod(text)).toEqual(period)
  })

  it.each(['0 days', '-1 day', '1.5 hours', 'day', '1day', '1 fortnight', '', 'ONDEMAND_PERIOD', '1 day 2 hours'])(
    "'%s' is none",
    text => {
      expect(parsePeriod(text)).toBeUndefined()
    },
  )

  it('reads back as it is printed', () => {
    fc.assert(
      fc.property(anyPeriod, period => {
        expect(parsePeriod(printPeriod(period))).toEqual(period)
      }),
    )
  })

  it('does not drift over short months', () => {
    const monthly = (k: number) =>
      new Date(occurrence(utc('2023-01-31T10:00:00'), { count: 1, unit: 'month' }, k)).toISOString()
    expect([0, 1, 2, 3, 13].map(monthly).map(text => text.slice(0, 13))).toEqual([
      '2023-01-31T10',
      '2023-02-28T10',
      '2023-03-31T10',
      '2023-04-30T10',
      '2024-02-29T10',
    ])
  })

  it('moves forward, keeps its day of the month where there is one, and its length on average', () => {
    fc.assert(
      fc.property(anyTime, anyPeriod, fc.nat(500), (start, period, k) => {
        const time = occurrence(start, period, k)
        expect(occurrence(start, period, k + 1)).toBeGreaterThan(time)
        expect(Math.abs(time - start - k * periodMs(period))).toBeLessThan(4 * day)
        expect(time % day).toBe(period.unit === 'minute' || period.unit === 'hour' ? time % day : start % day)
        if (period.unit === 'month' || period.unit === 'year') {
          const [from, to] = [new Date(start), new Date(time)]
          const tomorrow = new Date(time + day)
          expect(to.getUTCDate() === from.getUTCDate() || tomorrow.getUTCDate() === 1).toBe(true)
          expect(to.getUTCDate()).toBeLessThanOrEqual(from.getUTCDate())
        }
      }),
    )
  })

  it('finds the occurrence at or before a time', () => {
    fc.assert(
      fc.property(anyTime, anyPeriod, anyTime, (start, period, time) => {
        const k = occurrenceAt(start, period, time)
        expect(occurrence(start, period, k)).toBeLessThanOrEqual(time)
        expect(occurrence(start, period, k + 1)).toBeGreaterThan(time)
      }),
    )
  })
})

describe('the intervals of a schedule', () => {
  it('follow one another without a gap, each due at its start with cron and at its end with timeseries', () => {
    fc.assert(
      fc.property(anySchedule, clocked, (schedule, type) => {
        let expected = schedule.start
        for (const [index, one] of first(schedule, type, 40).entries()) {
          expect(one).toMatchObject({ k: index, start: expected, due: type === 'cron' ? one.start : one.end })
          expect(one.end).toBeGreaterThan(one.start)
          expected = one.end
        }
      }),
    )
  })

  it('are the same however one asks for them', () => {
    fc.assert(
      fc.property(anySchedule, clocked, (schedule, type) => {
        const all = first(schedule, type, 12)
        for (const [index, one] of all.entries()) {
          expect(intervalContaining(schedule, type, one.start)).toEqual(one)
          expect(intervalContaining(schedule, type, one.end - 1)).toEqual(one)
          expect(nextInterval(schedule, type, one.due - 1)).toEqual(one)
          expect([...intervalsBetween(schedule, type, one.due, one.due + 1)]).toEqual([one])
          if (all[index + 1]) expect(nextInterval(schedule, type, one.due)).toEqual(all[index + 1])
        }
      }),
    )
  })

  it('end with the occurrences or the end date, which cron reads by starts and timeseries by ends', () => {
    const start = utc('2024-01-01T00:00:00')
    const daily = { start, period: { count: 1, unit: 'day' } } as const
    expect(first({ ...daily, occurrences: 3 }, 'cron', 9)).toHaveLength(3)
    expect(first({ ...daily, end: start + 2.5 * day }, 'cron', 9)).toHaveLength(3)
    expect(first({ ...daily, end: start + 2.5 * day }, 'timeseries', 9)).toHaveLength(2)
    expect(intervalAt(daily, 'cron', -1)).toBeUndefined()
    expect(nextInterval({ ...daily, occurrences: 1 }, 'cron', start)).toBeUndefined()
    expect(first(daily, 'ondemand', 9)).toEqual([])
  })

  it('end at the last day that can be told, too', () => {
    const schedule: Schedule = { start: utc('2024-01-31T00:00:00'), period: { count: 90_000_000, unit: 'month' } }
    expect(first(schedule, 'cron', 9)).toEqual([])
  })
})

describe('the schedule of an object', () => {
  const definition = definitionOf(
    {
      Default: { schedule: '@daily', scheduleType: 'CRON' },
      daily: { type: 'Schedule', period: '#{myPeriod}', startDateTime: '#{myStart}', occurrences: '4' },
      onFirst: { type: 'Schedule', period: '1 Hour', startAt: 'FIRST_ACTIVATION_DATE_TIME' },
      copy: { type: 'CopyActivity' },
      hourly: { type: 'CopyActivity', schedule: '@onFirst', scheduleType: 'timeseries' },
    },
    { myPeriod: { default: '1 Days' }, myStart: { default: '2024-01-01T00:00:00' } },
  )
  const { values } = resolveParameters(definition)
  const object = (id: string, within = definition) => {
    const found = objectById(within, id)
    if (!found) throw new Error(id)
    return found
  }

  it('is its own or an inherited one', () => {
    expect(scheduleOf(definition, object('copy'))).toMatchObject({ scheduleType: 'cron', schedule: { id: 'daily' } })
    expect(scheduleOf(definition, object('hourly'))).toMatchObject({
      scheduleType: 'timeseries',
      schedule: { id: 'onFirst' },
    })
    const bare = definitionOf({ copy: { type: 'CopyActivity' } })
    expect(scheduleOf(bare, object('copy', bare))).toEqual({ scheduleType: 'timeseries' })
  })

  it('is counted as a parameter says', () => {
    const open = {
      ...definitionOf({ copy: { type: 'CopyActivity', scheduleType: '#{myScheduleType}' } }),
      values: [{ id: 'myScheduleType', stringValue: 'ONDEMAND' }],
    }
    expect(scheduleOf(open, object('copy', open)).scheduleType).toBe('ondemand')
    const given = resolveParameters(open, { myScheduleType: ['cron'] }).values
    expect(scheduleOf(open, object('copy', open), given).scheduleType).toBe('cron')
  })

  it('is read with its parameters', () => {
    const start = utc('2024-01-01T00:00:00')
    expect(readSchedule(definition, object('daily'), values)).toEqual({
      start,
      period: { count: 1, unit: 'day' },
      occurrences: 4,
    })
    expect(readSchedule(definition, object('onFirst'), values, 1234)).toEqual({
      start: 1234,
      period: { count: 1, unit: 'hour' },
    })
    expect(readSchedule(definition, object('onFirst'), values)).toMatchObject({ field: 'startAt' })
  })

  it.each([
    [{ startDateTime: '2024-01-01T00:00:00' }, 'period'],
    [{ period: '1 day' }, 'startDateTime'],
    [{ period: '1 day', startDateTime: 'makeDate(2011,5,24)' }, 'startDateTime'],
    [{ period: '1 day', startAt: 'ONDEMAND_ACTIVATION_TIME' }, 'startAt'],
    [{ period: '1 day', startDateTime: '2024-01-02T00:00:00', endDateTime: '2024-01-01T00:00:00' }, 'endDateTime'],
    [{ period: '1 day', startDateTime: '2024-01-02T00:00:00', occurrences: '0' }, 'occurrences'],
    [{ period: '#{oops}', startDateTime: '2024-01-02T00:00:00' }, 'period'],
  ])('%o cannot be counted with', (written, field) => {
    const broken = definitionOf({ when: { type: 'Schedule', ...written } })
    expect(readSchedule(broken, object('when', broken), new Map())).toMatchObject({
      field,
      problem: expect.any(String),
    })
  })
})
