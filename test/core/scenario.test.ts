import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readDefinition } from '../../src/core/formats/index.ts'
import type { InstanceRow, Status } from '../../src/core/runs/instance.ts'
import { readCase, writeCase } from '../../src/core/scenario/case.ts'
import { addRule, emptyScenario, removeRule, setRule, setSeed, swapRules } from '../../src/core/scenario/edits.ts'
import { expectationsFrom, judge } from '../../src/core/scenario/expect.ts'
import type { Length } from '../../src/core/scenario/length.ts'
import { readScenario } from '../../src/core/scenario/read.ts'
import { type RecordedAttempt, recordedScenario, recordedText } from '../../src/core/scenario/recorded.ts'
import { endings, type Rule, type Scenario } from '../../src/core/scenario/scenario.ts'
import { stretchOf } from '../../src/core/scenario/stretch.ts'
import { exceptionsIn, setUsualLength, setUsualOutcome, usualOf } from '../../src/core/scenario/usual.ts'

const { definition } = readDefinition(
  JSON.stringify({
    objects: [
      { id: 'Default', scheduleType: 'cron', schedule: { ref: 'Daily' }, role: 'R', resourceRole: 'R' },
      {
        id: 'Daily',
        type: 'Schedule',
        period: '1 day',
        startDateTime: '2026-01-01T00:00:00',
        endDateTime: '2026-02-01T00:00:00',
      },
      { id: 'Box', type: 'Ec2Resource' },
      { id: 'Load', type: 'ShellCommandActivity', command: 'x', runsOn: { ref: 'Box' } },
      {
        id: 'Train',
        type: 'ShellCommandActivity',
        command: 'x',
        runsOn: { ref: 'Box' },
        precondition: { ref: 'Ready' },
      },
      { id: 'Ready', type: 'S3KeyExists', s3Key: 's3://a/b', role: 'R' },
    ],
  }),
)
const ids = ['Box', 'Load', 'Train', 'Ready']

const ms = fc.integer({ min: 0, max: 500_000 }).map(n => n * 100)
const length: fc.Arbitrary<Length> = fc.oneof(
  fc.record({ shape: fc.constant('fixed' as const), ms }),
  fc.tuple(ms, ms).map(([a, b]) => ({ shape: 'uniform' as const, from: Math.min(a, b), to: Math.max(a, b) })),
  fc.record({ shape: fc.constant('normal' as const), mean: ms, deviation: ms }),
  fc.record({
    shape: fc.constant('lognormal' as const),
    median: ms,
    sigma: fc.integer({ min: 0, max: 300 }).map(n => n / 100),
  }),
)
const second = fc.integer({ min: Date.UTC(2026, 0, 1) / 1000, max: Date.UTC(2026, 1, 1) / 1000 }).map(n => n * 1000)
const anyRule: fc.Arbitrary<Rule> = fc
  .record(
    {
      object: fc.constantFrom('Load', 'Train', 'Load*', '*'),
      attempts: fc
        .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 3 }))
        .map(([from, more]) => ({ from, to: more === 3 ? Number.MAX_SAFE_INTEGER : from + more })),
      scheduled: fc.oneof(
        second.map(from => ({ from, to: from + 1 })),
        second.map(from => ({ from, to: Number.POSITIVE_INFINITY })),
        fc
          .tuple(second, fc.integer({ min: 1, max: 99 }))
          .map(([from, days]) => ({ from, to: from + days * 86_400_000 })),
      ),
      chance: fc.integer({ min: 0, max: 1000 }).map(n => n / 1000),
      outcome: fc.constantFrom(...endings.filter(one => one !== 'interrupt')),
      errorId: fc.string(),
      message: fc.string(),
      duration: length,
    },
    { requiredKeys: ['object'] },
  )
  .map(rule => rule as Rule)

const rulesIn = (text: string): readonly Rule[] => {
  const { scenario, problems } = readScenario(text, definition)
  expect(problems).toEqual([])
  return scenario?.rules ?? []
}
const written = (rules: readonly Rule[]): string => rules.reduce((text, rule) => addRule(text, rule), emptyScenario)

describe('A scenario as text', () => {
  it('says what its rules say, whatever they are', () => {
    fc.assert(
      fc.property(fc.array(anyRule, { maxLength: 8 }), rules => {
        expect(rulesIn(written(rules))).toEqual(rules)
      }),
    )
  })

  it('changes as its rules do, and keeps its comments', () => {
    const deed = fc.oneof(
      fc.record({ do: fc.constant('add' as const), at: fc.nat(9), rule: anyRule }),
      fc.record({ do: fc.constant('set' as const), at: fc.nat(9), rule: anyRule }),
      fc.record({ do: fc.constant('remove' as const), at: fc.nat(9), rule: anyRule }),
      fc.record({ do: fc.constant('swap' as const), at: fc.nat(9), rule: anyRule }),
    )
    const start =
      '// why\n{\n  "seed": 3, // lucky\n  "rules": [\n    // the first\n    { "object": "Load" }, /* and */ { "object": "*" }\n  ]\n}\n'
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 12, size: 'max' }), deeds => {
        let text = start
        let rules: readonly Rule[] = [{ object: 'Load' }, { object: '*' }]
        for (const one of deeds) {
          const there = one.at < rules.length
          if (one.do === 'add') {
            text = addRule(text, one.rule, one.at)
            rules = there ? rules.toSpliced(one.at, 0, one.rule) : [...rules, one.rule]
          } else if (one.do === 'set') {
            text = setRule(text, one.at, one.rule)
            if (there) rules = rules.with(one.at, one.rule)
          } else if (one.do === 'remove') {
            text = removeRule(text, one.at)
            rules = rules.filter((_, at) => at !== one.at)
          } else {
            text = swapRules(text, one.at)
            const [a, b] = rules.slice(one.at, one.at + 2)
            if (a && b) rules = rules.toSpliced(one.at, 2, b, a)
          }
          expect(rulesIn(text)).toEqual(rules)
          for (const comment of ['// why', '// lucky', '// the first', '/* and */']) expect(text).toContain(comment)
        }
      }),
    )
  })

  it('takes a seed, in place of the one it had', () => {
    for (const text of [
      '',
      '{}',
      emptyScenario,
      '{ "seed": 1, "rules": [] }',
      '// c\n{ "rules": [ { "object": "*" } ] }',
    ]) {
      const { scenario } = readScenario(setSeed(text, 42), definition)
      expect(scenario?.seed).toBe(42)
    }
  })
})

describe('What usually happens to an object', () => {
  const scenarioOf = (text: string): Scenario => ({ rules: rulesIn(text) })

  it('is told by its own rule, else by a pattern', () => {
    const scenario = scenarioOf(
      '{ "rules": [ { "object": "Load", "duration": 60 }, { "object": "*", "duration": "5 minutes" } ] }',
    )
    expect(usualOf(scenario, 'Load').duration).toEqual({ shape: 'fixed', ms: 60_000 })
    expect(usualOf(scenario, 'Train')).toEqual({ duration: { shape: 'fixed', ms: 300_000 }, durationBy: '*' })
    expect(exceptionsIn(scenario, ids)).toEqual([1])
  })

  it('is said so that it holds, and unsaid without a trace', () => {
    fc.assert(
      fc.property(fc.array(anyRule, { maxLength: 5 }), rules => {
        const plain = written(rules.filter(rule => rule.object.includes('*') || rule.attempts || rule.scheduled))
        const scenario = scenarioOf(plain)
        const said: Length = { shape: 'fixed', ms: 123_000 }
        const longer = setUsualLength(plain, scenario, 'Train', said)
        expect(usualOf(scenarioOf(longer), 'Train').duration).toEqual(said)
        const ends = { outcome: 'fail', chance: 0.25, message: 'm' } as const
        const both = setUsualOutcome(longer, scenarioOf(longer), 'Train', ends)
        expect(usualOf(scenarioOf(both), 'Train')).toEqual({ duration: said, outcome: ends })
        const less = setUsualOutcome(both, scenarioOf(both), 'Train', undefined)
        expect(rulesIn(setUsualLength(less, scenarioOf(less), 'Train', undefined))).toEqual(scenario.rules)
      }),
    )
  })

  it('keeps the length of all attempts where only a share of them fails', () => {
    const text = '{ "rules": [ { "object": "Load", "outcome": "fail", "duration": 60 } ] }'
    const next = setUsualOutcome(text, scenarioOf(text), 'Load', { outcome: 'fail', chance: 0.1 })
    expect(rulesIn(next)).toEqual([
      { object: 'Load', duration: { shape: 'fixed', ms: 60_000 } },
      { object: 'Load', outcome: 'fail', chance: 0.1 },
    ])
  })
})

describe('A scenario from recorded history', () => {
  const attempt = (took: number, failed = false): RecordedAttempt => ({
    componentId: 'Load',
    family: 'activity',
    failed,
    took,
    ...(failed && { errorId: 'ExitCode1', errorMessage: 'Traceback\nValueError: none' }),
  })

  it('has the share of failures, their error, and how long attempts took', () => {
    const attempts = [60_000, 66_000, 54_000, 90_000, 45_000].map(took => attempt(took))
    const [load] = recordedScenario([...attempts, attempt(1000, true)])
    expect(load).toMatchObject({ id: 'Load', attempts: 6, failed: 1, median: 60_000 })
    expect(load?.rules).toEqual([
      { object: 'Load', chance: 0.167, outcome: 'fail', errorId: 'ExitCode1', message: 'ValueError: none' },
      { object: 'Load', duration: { shape: 'lognormal', median: 60_000, sigma: expect.closeTo(0.23, 1) } },
    ])
  })

  it('is a text that can be played', () => {
    const text = recordedText(recordedScenario([attempt(100), attempt(300, true)]), 'From 2 real runs.')
    expect(rulesIn(text)).toEqual([
      { object: 'Load', chance: 0.5, outcome: 'fail', errorId: 'ExitCode1', message: 'ValueError: none' },
      { object: 'Load', duration: { shape: 'fixed', ms: 100 } },
    ])
    expect(rulesIn(recordedText([], 'Nothing yet.'))).toEqual([])
  })
})

describe('A test case', () => {
  const from = Date.UTC(2026, 0, 1)
  const row = (componentId: string, day: number, status: Status) =>
    ({ id: `@${componentId}_${day}`, componentId, scheduledStart: from + day * 86_400_000, status }) as InstanceRow
  const rows = [
    row('Load', 0, 'FINISHED'),
    row('Load', 1, 'FAILED'),
    row('Train', 0, 'FINISHED'),
    row('Train', 1, 'FINISHED'),
  ]

  it('holds fast what came about: all of an object at once where it is the same, else one by one', () => {
    const { expectations, left } = expectationsFrom(rows)
    expect(expectations).toEqual([
      { object: 'Load', scheduledStart: from, status: 'FINISHED' },
      { object: 'Load', scheduledStart: from + 86_400_000, status: 'FAILED' },
      { object: 'Train', scheduledStart: 'all', status: 'FINISHED' },
    ])
    expect(left).toBe(0)
    expect(judge(expectations, rows).every(one => one.unmet === undefined)).toBe(true)
    expect(judge(expectations, [...rows.slice(1), row('Load', 0, 'FAILED')]).filter(one => one.unmet)).toHaveLength(1)
  })

  it('is read as it was written, its scenario with comments and all', () => {
    const { expectations } = expectationsFrom(rows)
    const scenario = '// basis\n{\n  "rules": [\n    // often\n    { "object": "Load", "outcome": "fail" }\n  ]\n}\n'
    const text = writeCase({
      about: ['A week.'],
      from,
      to: from + 1000,
      seed: 9,
      values: { a: ['1', '2'] },
      scenario,
      expectations,
    })
    const { testCase, problems } = readCase(text, definition)
    expect(problems).toEqual([])
    expect(testCase).toEqual({
      from,
      to: from + 1000,
      seed: 9,
      values: { a: ['1', '2'] },
      scenario: { rules: [{ object: 'Load', outcome: 'fail' }] },
      expectations,
    })
  })

  it.each([
    ['', []],
    ['{ "rules": [{ "object": "Load", "outcome": "fail" }] } // so it went', [{ object: 'Load', outcome: 'fail' }]],
    ['{ "rules": [] }\n// and no more\n\n', []],
  ])('is read again with the scenario %j', (scenario, rules) => {
    const text = writeCase({ about: [], from, to: from + 1000, seed: 1, values: {}, scenario, expectations: [] })
    const { testCase, problems } = readCase(text, definition)
    expect([problems, testCase?.scenario.rules]).toEqual([[], rules])
  })

  it('that begins with neither { nor [ is no JSON', () => {
    expect(readCase('null', definition).problems).toEqual([
      'line 1, column 1: This is not JSON: it begins with neither { nor [.',
    ])
  })
})

it('a stretch of time says how much it would bring forth', () => {
  const day = 86_400_000
  const count = (from: number, to: number) => stretchOf(definition, new Map(), from, to)
  const start = Date.UTC(2026, 0, 1)
  expect(count(start, start + 7 * day)).toMatchObject({
    runs: 7,
    objects: 3,
    instances: 21,
    onDemand: false,
    begins: start,
  })
  expect(count(start + 3 * day, start + 365 * day)).toMatchObject({ runs: 28 })
  expect(count(start + 40 * day, start + 50 * day)).toMatchObject({ runs: 0, instances: 0 })
})
