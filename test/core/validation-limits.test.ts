import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSettable, limitNames, limits, limitsWith, serviceLimits } from '../../src/core/catalog/limits.ts'
import { read } from '../../src/core/definition/text.ts'
import { revalidate, validate } from '../../src/core/validation/index.ts'
import { Default, daily, ref, type Sample, shell, textOf } from './validation-examples/example.ts'

const findings = (sample: Sample, own: Parameters<typeof limitsWith>[0] = {}) =>
  validate(read(textOf(sample)).definition, limitsWith(own))

const crowded = Array.from({ length: 120 }, (_, at) => shell({ id: `S${at}` }))

describe('limits of an account', () => {
  it('are the service’s where nobody raised them', () => {
    expect(serviceLimits).toEqual(Object.fromEntries(limitNames.map(name => [name, limits[name].value])))
  })

  it('decide what is found', () => {
    const codes = (own: Parameters<typeof limitsWith>[0]) => findings(crowded, own).map(one => one.code)
    expect(codes({})).toContain('limit/objects')
    expect(codes({ objects: 120 })).not.toContain('limit/objects')
    expect(codes({ objects: 119 })).toContain('limit/objects')
  })

  it('stand in the finding with their name and where to change them', () => {
    const [finding] = findings(crowded).filter(one => one.code === 'limit/objects')
    expect(finding?.limit).toBe('objects')
    expect(finding?.message).toBe(
      'This pipeline has 120 objects; an account may have 100 in one. AWS raises this limit on request: the settings keep yours as objects.',
    )
  })

  it('name themselves in every finding about one', () => {
    const samples: readonly Sample[] = [
      crowded,
      [shell(Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`myField${at}`, 'x'])))],
      [shell({ id: 'x'.repeat(300) })],
      [shell({ command: 'x'.repeat(20_000) })],
      [shell({ maximumRetries: '9' })],
      [shell({ retryDelay: '1 minute' })],
      [shell({ maxActiveInstances: '9' })],
      [daily({ period: '5 minutes' })],
      [daily({ period: '4 years' })],
      [Default({ scheduleType: 'ondemand', maxActiveInstances: '9' }), shell()],
    ]
    const named = new Set(samples.flatMap(sample => findings(sample).flatMap(one => one.limit ?? [])))
    expect([...named].sort()).toEqual(
      [
        'activeInstances',
        'fieldBytes',
        'fields',
        'nameBytes',
        'objectBytes',
        'objects',
        'onDemandRuns',
        'periodMinutes',
        'periodYears',
        'retries',
        'retryDelayMinutes',
      ].sort(),
    )
    for (const one of samples.flatMap(sample => findings(sample)))
      if (one.limit) expect(one.message).toContain(`as ${one.limit}.`)
  })

  it('bound each value that a slot names them for', () => {
    expect(findings([shell({ maximumRetries: '7' })]).map(one => one.code)).toContain('value/out-of-bounds')
    expect(findings([shell({ maximumRetries: '7' })], { retries: 7 }).map(one => one.code)).not.toContain(
      'value/out-of-bounds',
    )
    expect(findings([shell({ retryDelay: '1 minute' })], { retryDelayMinutes: 1 }).map(one => one.code)).not.toContain(
      'value/short-period',
    )
    expect(findings([daily({ period: '5 minutes' })], { periodMinutes: 5 }).map(one => one.code)).not.toContain(
      'schedule/short-period',
    )
  })

  it('are asked about again when they change, and only then', () => {
    const { definition } = read(textOf([...crowded, daily(), Default({ schedule: ref('Daily') })]))
    const before = revalidate(undefined, definition, serviceLimits)
    expect(revalidate(before, definition, serviceLimits)).toBe(before)
    fc.assert(
      fc.property(fc.constantFrom(...limitNames.filter(isSettable)), fc.integer({ min: 1, max: 400 }), (name, most) => {
        const own = limitsWith({ [name]: most })
        expect(revalidate(before, definition, own).findings.map(one => one.message)).toEqual(
          validate(definition, own).map(one => one.message),
        )
      }),
      { numRuns: 40 },
    )
  })
})
