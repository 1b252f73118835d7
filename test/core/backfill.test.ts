import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { backfillCost } from '../../src/core/cost/backfill.ts'
import { resolveParameters } from '../../src/core/definition/parameters.ts'
import { read } from '../../src/core/definition/text.ts'
import { backfillOf, owedAt } from '../../src/core/runs/backfill.ts'
import { Default, machine, ref, type Sample, shell, textOf } from './validation-examples/example.ts'

const utc = (text: string) => Date.parse(`${text}Z`)
const now = utc('2026-01-11T12:00:00')
const schedule = (fields: Readonly<Record<string, string>> = {}) => ({
  id: 'Daily',
  type: 'Schedule',
  period: '1 day',
  startDateTime: '2026-01-01T00:00:00',
  ...fields,
})
const hourly = { id: 'Hourly', type: 'Schedule', period: '1 hour', startDateTime: '2026-01-11T00:00:00' }
const usual = [
  Default({ schedule: ref('Daily'), scheduleType: 'cron' }),
  schedule(),
  machine({ instanceType: 'm5.xlarge', terminateAfter: '2 hours', maximumRetries: '0' }),
  shell({ runsOn: ref('Machine') }),
]
const of = (sample: Sample, options: { at?: number; since?: number } = {}) => {
  const { definition } = read(textOf(sample))
  const { values } = resolveParameters(definition)
  return { definition, backfill: backfillOf(definition, { values, at: now, ...options }) }
}

describe('a backfill', () => {
  it('counts what is due already, object by object', () => {
    const { backfill } = of(usual)
    expect(backfill.owed.map(({ preview, count }) => [preview.id, count])).toEqual([
      ['Machine', 11],
      ['Shell', 11],
    ])
    expect(backfill.instances).toBe(22)
    expect(new Date(backfill.first ?? 0).toISOString()).toBe('2026-01-01T00:00:00.000Z')
  })

  it('counts those that end by now for timeseries, and machines from their start', () => {
    const { backfill } = of([Default({ schedule: ref('Daily'), scheduleType: 'timeseries' }), ...usual.slice(1)])
    expect(backfill.owed.map(({ count }) => count)).toEqual([11, 10])
  })

  it('is nothing on demand, nor before the start', () => {
    expect(of([Default({ scheduleType: 'ondemand' }), shell()]).backfill.instances).toBe(0)
    expect(of(usual, { at: utc('2025-12-31T23:59:59') }).backfill).toEqual({ owed: [], instances: 0, cascade: [] })
  })

  it('is of one where the schedule begins with the activation', () => {
    const started = { id: 'Daily', type: 'Schedule', period: '1 day', startAt: 'FIRST_ACTIVATION_DATE_TIME' }
    expect(of([usual[0] ?? {}, started, shell()]).backfill.instances).toBe(1)
  })

  it('goes on behind the last run that there was', () => {
    const { backfill } = of(usual, { since: utc('2026-01-08T00:00:00') })
    expect(backfill.owed.map(({ count, from }) => [count, from])).toEqual([
      [3, 8],
      [3, 8],
    ])
  })

  it('never exceeds what the schedule holds', () => {
    expect(of([usual[0] ?? {}, schedule({ occurrences: '4' }), shell()]).backfill.instances).toBe(4)
  })

  it('names those whose failure takes the rest down', () => {
    expect(of([...usual.slice(0, 3), shell({ failureAndRerunMode: 'CASCADE' })]).backfill.cascade).toEqual(['Shell'])
    expect(of(usual).backfill.cascade).toEqual([])
  })

  it('gives every owed instance by its place, and no other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 }), days => {
        const { backfill } = of(usual, { at: utc('2026-01-01T00:00:00') + days * 86_400_000 })
        const all = Array.from({ length: backfill.instances }, (_, at) => owedAt(backfill, at))
        const names = all.map(one => `${one?.preview.id} ${one?.coming.k}`)
        expect(new Set(names).size).toBe(backfill.instances)
        expect(
          all.every(one => one !== undefined && one.coming.at <= utc('2026-01-01T00:00:00') + days * 86_400_000),
        ).toBe(true)
        expect(owedAt(backfill, backfill.instances)).toBeUndefined()
      }),
      { numRuns: 40 },
    )
  })
})

describe('what a backfill costs', () => {
  it('is that of one machine times the runs', () => {
    const { definition, backfill } = of(usual)
    const cost = backfillCost(definition, backfill)
    // 11 runs of 20 minutes and a start of 3, on an m5.xlarge of 0.192 USD an hour.
    expect(cost.machineHours).toBeCloseTo((11 * 23) / 60, 6)
    expect(cost.likely).toBeCloseTo(((11 * 23) / 60) * 0.192, 6)
    expect(cost.high).toBeCloseTo(11 * 2 * 0.192, 6)
    expect(cost.low).toBeLessThan(cost.likely)
    expect(cost.unknown).toEqual([])
  })

  it('takes the lengths of earlier runs where there are some', () => {
    const { definition, backfill } = of(usual)
    const history = new Map([['Shell', { seconds: 57 * 60, runs: 3 }]])
    expect(backfillCost(definition, backfill, { history }).machineHours).toBeCloseTo(11, 6)
  })

  it('counts the work of finer activities on the machine that they share', () => {
    const { definition, backfill } = of([
      ...usual.slice(0, 3),
      hourly,
      shell({ runsOn: ref('Machine'), schedule: ref('Hourly'), scheduleType: 'cron' }),
    ])
    // 13 hourly runs of 20 minutes on 11 machines, which start in 3 minutes each.
    expect(backfillCost(definition, backfill).machineHours).toBeCloseTo((13 * 20 + 11 * 3) / 60, 6)
  })

  it('has no upper bound where nothing stops a machine, and names unknown prices', () => {
    const { definition, backfill } = of([
      ...usual.slice(0, 2),
      machine({ instanceType: 'cc1.4xlarge' }),
      ...usual.slice(3),
    ])
    const cost = backfillCost(definition, backfill)
    expect(cost.high).toBeUndefined()
    expect(cost.unknown).toEqual(['cc1.4xlarge in us-east-1'])
    expect(cost.assumptions.join(' ')).toContain('no terminateAfter')
  })

  it('is at the prices of the region where machines are that name none', () => {
    const { definition, backfill } = of(usual)
    const there = backfillCost(definition, backfill, { region: 'eu-west-1' })
    expect(there.likely).toBeGreaterThan(backfillCost(definition, backfill).likely)
    expect(there.basis).toContain('eu-west-1')
  })

  it('is nothing for a machine that no work needs', () => {
    const { definition, backfill } = of([...usual.slice(0, 3), shell({ workerGroup: 'mine' })])
    expect(backfillCost(definition, backfill)).toMatchObject({ machineHours: 0, likely: 0 })
  })

  it('never is below its low, nor above its high', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 60, max: 20_000 }), (days, seconds) => {
        const { definition, backfill } = of(usual, { at: utc('2026-01-01T00:00:00') + days * 86_400_000 })
        const {
          low,
          likely,
          high = 0,
        } = backfillCost(definition, backfill, {
          history: new Map([['Shell', { seconds, runs: 1 }]]),
        })
        expect(low).toBeLessThanOrEqual(likely + 1e-9)
        expect(likely).toBeLessThanOrEqual(high + 1e-9)
      }),
      { numRuns: 60 },
    )
  })
})
