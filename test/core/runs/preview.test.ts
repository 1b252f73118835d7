import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { resolveParameters } from '../../../src/core/definition/parameters.ts'
import { read } from '../../../src/core/definition/text.ts'
import { clockChangeOn, isZone } from '../../../src/core/runs/clock-changes.ts'
import { countBy, intervalsFrom, totalOf } from '../../../src/core/runs/counts.ts'
import type { Period } from '../../../src/core/runs/period.ts'
import { comingFrom, dueBy, firstAndNext, instancesOf, previewSchedules } from '../../../src/core/runs/preview.ts'
import { intervalsBetween, nextInterval, type Schedule, type ScheduleType } from '../../../src/core/runs/schedule.ts'
import { type Sample, textOf } from '../validation-examples/example.ts'

const utc = (text: string) => Date.parse(`${text}Z`)
const words = (time: number) => new Date(time).toISOString().slice(0, 16)
const day = 86_400_000

const preview = (objects: Sample, activation = utc('2026-01-10T12:00:00')) => {
  const { definition } = read(textOf(objects))
  return previewSchedules(definition, { values: resolveParameters(definition).values, activation })
}
const one = (schedule: Readonly<Record<string, string>>, scheduleType = 'cron', activation?: number) => {
  const [first] = preview(
    [
      { id: 'Daily', type: 'Schedule', ...schedule },
      { id: 'Work', type: 'ShellCommandActivity', schedule: { ref: 'Daily' }, scheduleType },
    ],
    activation,
  )
  if (!first) throw new Error('Nothing runs.')
  return first
}

describe('the preview of an object', () => {
  it('says the first ten and the next ten, cron at the start of each interval', () => {
    const { first, next } = firstAndNext(
      one({ period: '1 day', startDateTime: '2026-01-01T02:00:00' }),
      utc('2026-01-20T12:00:00'),
    )
    expect(first.map(({ at }) => words(at)).slice(0, 2)).toEqual(['2026-01-01T02:00', '2026-01-02T02:00'])
    expect(first).toHaveLength(10)
    expect(next.map(({ at, k }) => [k, words(at)])[0]).toEqual([20, '2026-01-21T02:00'])
    expect(next).toHaveLength(10)
  })

  it('says them at the end of each interval for timeseries', () => {
    const { first, next } = firstAndNext(
      one({ period: '1 day', startDateTime: '2026-01-01T02:00:00' }, 'timeseries'),
      utc('2026-01-20T12:00:00'),
    )
    expect(words(first[0]?.at ?? 0)).toBe('2026-01-02T02:00')
    expect(words(first[0]?.start ?? 0)).toBe('2026-01-01T02:00')
    expect(words(next[0]?.at ?? 0)).toBe('2026-01-21T02:00')
  })

  it('has machines come into being at the start, whatever the type', () => {
    const [machine] = preview([
      { id: 'Daily', type: 'Schedule', period: '1 day', startDateTime: '2026-01-01T00:00:00' },
      { id: 'Machine', type: 'Ec2Resource', schedule: { ref: 'Daily' }, scheduleType: 'timeseries' },
    ])
    expect(machine && comingFrom(machine, 0, 1).map(({ at }) => words(at))).toEqual(['2026-01-01T00:00'])
    expect(machine && dueBy(machine, utc('2026-01-01T00:00:00'))).toBe(1)
  })

  it('counts every month from the first, so that its end does not drift', () => {
    const { first } = firstAndNext(one({ period: '1 month', startDateTime: '2026-01-31T00:00:00' }), 0)
    expect(first.slice(0, 4).map(({ at }) => words(at).slice(0, 10))).toEqual([
      '2026-01-31',
      '2026-02-28',
      '2026-03-31',
      '2026-04-30',
    ])
  })

  it('begins with the activation where the schedule does', () => {
    const work = one({ period: '1 hour', startAt: 'FIRST_ACTIVATION_DATE_TIME' }, 'cron', utc('2026-03-05T17:33:02'))
    expect(new Date(comingFrom(work, 0, 1)[0]?.at ?? 0).toISOString()).toBe('2026-03-05T17:33:02.000Z')
    expect(dueBy(work, utc('2026-03-05T17:33:02'))).toBe(1)
  })

  it('has none on demand', () => {
    const [work] = preview([
      { id: 'Default', scheduleType: 'ondemand' },
      { id: 'Work', type: 'ShellCommandActivity' },
    ])
    expect(work).toMatchObject({ id: 'Work', type: 'ondemand' })
    expect(work && firstAndNext(work, 0)).toEqual({ first: [], next: [] })
    expect(work && instancesOf(work)).toBeUndefined()
  })

  it('marks the last, by occurrences or by an end', () => {
    const marks = (schedule: Readonly<Record<string, string>>, type?: string) =>
      comingFrom(one({ period: '1 day', startDateTime: '2026-01-01T00:00:00', ...schedule }, type), 0, 10).map(
        ({ last }) => last,
      )
    expect(marks({ occurrences: '3' })).toEqual([false, false, true])
    expect(marks({ endDateTime: '2026-01-03T12:00:00' })).toEqual([false, false, true])
    expect(marks({ endDateTime: '2026-01-03T12:00:00' }, 'timeseries')).toEqual([false, true])
    expect(marks({})).not.toContain(true)
  })

  it('says why a schedule cannot be counted with, and where', () => {
    expect(one({ period: 'daily', startDateTime: '2026-01-01T00:00:00' }).problem?.field).toBe('period')
    expect(preview([{ id: 'Work', type: 'ShellCommandActivity' }])[0]?.problem?.field).toBe('schedule')
  })

  it('tells what it waits for by another schedule', () => {
    const [weekly] = preview([
      { id: 'Weekly', type: 'Schedule', period: '1 week', startDateTime: '2026-01-01T00:00:00' },
      { id: 'Daily', type: 'Schedule', period: '1 day', startDateTime: '2026-01-01T00:00:00' },
      {
        id: 'Report',
        type: 'ShellCommandActivity',
        schedule: { ref: 'Weekly' },
        scheduleType: 'cron',
        dependsOn: { ref: 'Load' },
      },
      { id: 'Load', type: 'ShellCommandActivity', schedule: { ref: 'Daily' }, scheduleType: 'cron' },
    ])
    expect(weekly?.apart).toMatchObject([{ id: 'Load', flow: 'after', type: 'cron', ratio: 1 / 7 }])
  })

  it('leaves out what counts time alike', () => {
    const all = preview([
      { id: 'Default', schedule: { ref: 'Daily' }, scheduleType: 'cron' },
      { id: 'Daily', type: 'Schedule', period: '1 day', startDateTime: '2026-01-01T00:00:00' },
      { id: 'Work', type: 'ShellCommandActivity', runsOn: { ref: 'Machine' } },
      { id: 'Machine', type: 'Ec2Resource' },
    ])
    expect(all.map(one => one.apart)).toEqual([[], []])
  })
})

describe('a day on which clocks change', () => {
  const hour = 3_600_000
  it.each([
    ['Europe/Berlin', '2026-03-29T03:00:00', hour],
    ['Europe/Berlin', '2026-10-25T03:00:00', -hour],
    ['America/New_York', '2026-03-08T12:00:00', hour],
    ['America/New_York', '2026-11-01T12:00:00', -hour],
    ['Australia/Lord_Howe', '2026-10-03T20:00:00', hour / 2],
  ])('is known in %s at %s', (zone, time, by) => {
    expect(clockChangeOn(utc(time), zone)).toEqual({ by })
  })

  it('is the day of the zone, not that of UTC', () => {
    expect(clockChangeOn(utc('2026-03-28T23:30:00'), 'Europe/Berlin')).toBeDefined()
    expect(clockChangeOn(utc('2026-03-29T22:30:00'), 'Europe/Berlin')).toBeUndefined()
    expect(clockChangeOn(utc('2026-03-08T04:30:00'), 'America/New_York')).toBeUndefined()
  })

  it('comes twice a year in Berlin, and never in UTC', () => {
    const days = (zone: string) =>
      Array.from({ length: 365 }, (_, at) => utc('2026-01-01T12:00:00') + at * day).filter(time =>
        clockChangeOn(time, zone),
      ).length
    expect(days('Europe/Berlin')).toBe(2)
    expect(days('America/New_York')).toBe(2)
    expect(days('Asia/Kolkata')).toBe(0)
    expect(days('UTC')).toBe(0)
  })

  it('is asked of zones that exist', () => {
    expect(isZone('Europe/Berlin')).toBe(true)
    expect(isZone('Middle/Earth')).toBe(false)
  })
})

const anySchedule: fc.Arbitrary<Schedule> = fc
  .record({
    start: fc.integer({ min: utc('2019-01-01T00:00:00'), max: utc('2027-01-01T00:00:00') }),
    period: fc.record<Period>({
      count: fc.integer({ min: 1, max: 40 }),
      unit: fc.constantFrom('hour', 'day', 'week', 'month', 'year'),
    }),
    occurrences: fc.option(fc.integer({ min: 1, max: 30 })),
    span: fc.option(fc.nat(400)),
  })
  .map(({ start, period, occurrences, span }) => ({
    start,
    period,
    ...(occurrences !== null && { occurrences }),
    ...(span !== null && { end: start + 1 + span * day }),
  }))
const clocked = fc.constantFrom<ScheduleType>('cron', 'timeseries')

describe('counting intervals', () => {
  it('comes to what listing them comes to', () => {
    fc.assert(
      fc.property(anySchedule, clocked, fc.nat(800), (schedule, type, days) => {
        const time = schedule.start + days * day
        const listed = [...intervalsBetween(schedule, type, schedule.start, time + 1)]
        expect(countBy(schedule, type, time)).toBe(listed.length)
        const [next] = intervalsFrom(schedule, type, listed.length, 1)
        expect(next).toEqual(nextInterval(schedule, type, time))
      }),
      { numRuns: 300 },
    )
  })

  it('knows how many there are in all', () => {
    fc.assert(
      fc.property(anySchedule, clocked, (schedule, type) => {
        const total = totalOf(schedule, type)
        if (total === Number.POSITIVE_INFINITY) {
          expect(schedule.end).toBeUndefined()
          return
        }
        expect(intervalsFrom(schedule, type, 0, total + 5)).toHaveLength(total)
      }),
      { numRuns: 300 },
    )
  })
})
