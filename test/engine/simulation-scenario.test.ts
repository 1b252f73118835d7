import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { InstanceRow } from '../../src/core/runs/instance.ts'
import { describeExpectation, judge, readExpectations } from '../../src/core/scenario/expect.ts'
import { drawLength, type Length } from '../../src/core/scenario/length.ts'
import { drawsOf } from '../../src/core/scenario/random.ts'
import { readScenario } from '../../src/core/scenario/read.ts'
import { meant } from '../../src/core/scenario/scenario.ts'
import { junitOf } from '../../src/engine/simulation/junit.ts'
import { scriptOf, type Try } from '../../src/engine/simulation/script.ts'
import { define, to } from './toy.ts'

const definition = define({
  Box: { type: 'Ec2Resource' },
  Load: { type: 'ShellCommandActivity', command: 'x', runsOn: to('Box'), precondition: to('Ready') },
  LoadMore: { type: 'ShellCommandActivity', command: 'x', runsOn: to('Box') },
  Ready: { type: 'S3KeyExists', s3Key: 's3://a/b' },
  Lake: { type: 'S3DataNode', directoryPath: 's3://a/' },
})
const problemsOf = (rule: Readonly<Record<string, unknown>>) =>
  readScenario(JSON.stringify({ rules: [{ object: 'Load', ...rule }] }), definition).problems

const load: Try = {
  componentId: 'Load',
  family: 'activity',
  attemptId: '@Load_2026-03-01T00:00:00_Attempt=1',
  attempt: 1,
  scheduledStart: Date.UTC(2026, 2, 1),
  checks: 0,
}

describe('A scenario file', () => {
  it('may have comments and every word there is', () => {
    const { scenario, problems } = readScenario(
      `{ // what happened last spring
        "seed": 7,
        "rules": [
          { "object": "Load*", "attempts": "2-", "outcome": "fail", "errorId": "E", "message": "m", "chance": 0.5 },
          { "object": "Load", "attempts": 1, "outcome": "loseWorker", "after": { "uniform": { "from": 1, "to": "2 minutes" } } },
          { "object": "Box", "outcome": "interrupt", "after": "1 hour", "duration": { "normal": { "mean": 60, "deviation": 5 } } },
          { "object": "Ready", "false": 2, "scheduled": { "from": "2026-03-01T00:00:00" } },
          { "object": "*", "duration": { "lognormal": { "median": "1.5 seconds", "sigma": 0.4 } } }
        ]
      }`,
      definition,
    )
    expect(problems).toEqual([])
    expect(scenario?.seed).toBe(7)
    expect(scenario?.rules).toEqual([
      {
        object: 'Load*',
        attempts: { from: 2, to: Number.MAX_SAFE_INTEGER },
        outcome: 'fail',
        errorId: 'E',
        message: 'm',
        chance: 0.5,
      },
      {
        object: 'Load',
        attempts: { from: 1, to: 1 },
        outcome: 'loseWorker',
        after: { shape: 'uniform', from: 1000, to: 120_000 },
      },
      {
        object: 'Box',
        outcome: 'interrupt',
        after: { shape: 'fixed', ms: 3_600_000 },
        duration: { shape: 'normal', mean: 60_000, deviation: 5000 },
      },
      { object: 'Ready', falseTimes: 2, scheduled: { from: Date.UTC(2026, 2, 1), to: Number.POSITIVE_INFINITY } },
      { object: '*', duration: { shape: 'lognormal', median: 1500, sigma: 0.4 } },
    ])
  })

  it('says where it is not JSON', () => {
    expect(readScenario('{\n  "rules": [}\n}', definition).problems[0]).toMatch(/^line 2, column \d+: /)
    expect(readScenario('', definition).problems).toHaveLength(1)
    expect(readScenario('[]', definition).problems[0]).toContain('one JSON object')
  })

  it.each([
    [{ object: 'Loda' }, 'rules[0].object: No activity, precondition or resource is called that; there are Box, Load,'],
    [{ object: 'Lake' }, 'rules[0].object: Lake is a S3DataNode, which is never tried by itself'],
    [{ object: 7 }, 'rules[0].object: Say whom'],
    [{ outcome: 'explode' }, 'rules[0].outcome: Write one of succeed, fail, hang, loseWorker, interrupt.'],
    [{ outcome: 'interrupt' }, 'rules[0].outcome: Only resources can be interrupted'],
    [{ object: 'Box', outcome: 'loseWorker' }, 'rules[0].outcome: Only activities have workers to lose'],
    [{ attempts: '0' }, 'rules[0].attempts: Write the number'],
    [{ attempts: '3-2' }, 'rules[0].attempts: Attempt 2 comes before 3; write "2-3".'],
    [{ chance: 2 }, 'rules[0].chance: Write a number from 0 to 1'],
    [{ false: 2 }, 'rules[0].false: Only a precondition can be FALSE'],
    [{ duration: '5 moons' }, 'rules[0].duration: Write seconds, a period'],
    [{ duration: { normal: { mean: 5 } } }, 'rules[0].duration: Write seconds, a period'],
    [{ duration: { uniform: { from: 9, to: 5 } } }, 'rules[0].duration: Write a from that is not longer than to.'],
    [
      { scheduled: { from: '2026-03-02T00:00:00', to: '2026-03-01T00:00:00' } },
      'rules[0].scheduled: Write a to that is later than from',
    ],
    [{ duration: -1 }, 'rules[0].duration: Write seconds, a period'],
    [{ after: 5 }, 'rules[0].after: It goes with "interrupt" and "loseWorker" only'],
    [{ scheduled: 'soon' }, 'rules[0].scheduled: Write a scheduled start'],
    [{ message: 5 }, 'rules[0].message: Write a text.'],
    [{ outcomes: 'fail' }, 'rules[0].outcomes: There is no such word here; use object, attempts,'],
  ])('is refused for %j with a sentence', (rule, sentence) => {
    expect(problemsOf(rule).join('\n')).toContain(sentence)
  })

  it('never throws and never takes what it complains about', () => {
    fc.assert(
      fc.property(fc.jsonValue(), rule => {
        const { scenario, problems } = readScenario(JSON.stringify({ rules: [rule] }), definition)
        expect(scenario === undefined).toBe(problems.length > 0)
      }),
      { numRuns: 200 },
    )
  })
})

describe('A script', () => {
  const play = (rules: readonly Readonly<Record<string, unknown>>[], one: Partial<Try> = {}, seed = 1) => {
    const { scenario } = readScenario(JSON.stringify({ rules }), definition)
    if (!scenario) throw new Error('This scenario is wrong.')
    return scriptOf(scenario, seed)({ ...load, ...one })
  }

  it('takes each word from the first rule that fits and says it', () => {
    const rules = [
      { object: 'Load', attempts: 2, outcome: 'succeed' },
      { object: 'Load*', outcome: 'fail', message: 'no' },
      { object: '*', outcome: 'hang', duration: 5 },
    ]
    expect(play(rules)).toMatchObject({ outcome: 'fail', message: 'no', duration: 5000 })
    expect(play(rules, { attempt: 2 })).toMatchObject({ outcome: 'succeed', duration: 5000 })
    expect(play(rules, { componentId: 'Box', family: 'resource' })).toMatchObject({ outcome: 'hang', duration: 5000 })
  })

  it('lets happen to an object only what can, whatever a pattern means', () => {
    const rules = [
      { object: '*', outcome: 'interrupt' },
      { object: '*', outcome: 'loseWorker' },
      { object: '*', outcome: 'hang' },
    ]
    expect(play(rules).outcome).toBe('loseWorker')
    expect(play(rules, { componentId: 'Box', family: 'resource' }).outcome).toBe('interrupt')
    expect(play(rules, { componentId: 'Ready', family: 'precondition' }).outcome).toBe('hang')
  })

  it('keeps to one scheduled start where it is told so', () => {
    const rules = [{ object: 'Load', scheduled: '2026-03-01T00:00:00', outcome: 'fail' }]
    expect(play(rules).outcome).toBe('fail')
    expect(play(rules, { scheduledStart: load.scheduledStart + 1000 }).outcome).toBe('succeed')
  })

  it('lets about so many fail as the chance says', () => {
    const rules = [{ object: 'Load', chance: 0.2, outcome: 'fail' }]
    const tries = Array.from({ length: 5000 }, (_, n) => play(rules, { attemptId: `@Load_${n}` }).outcome)
    expect(tries.filter(one => one === 'fail').length / tries.length).toBeCloseTo(0.2, 1)
  })

  it('draws for each rule by itself, though two have the same chance', () => {
    const rules = [
      { object: 'Load', chance: 0.5, outcome: 'fail' },
      { object: 'Load', chance: 0.5, outcome: 'hang' },
    ]
    const tries = Array.from({ length: 2000 }, (_, n) => play(rules, { attemptId: `@Load_${n}` }).outcome)
    expect(tries.filter(one => one === 'hang').length / tries.length).toBeCloseTo(0.25, 1)
  })
})

describe('A length', () => {
  const average = (length: Length) => {
    const draw = drawsOf(3, 'length')
    const all = Array.from({ length: 20_000 }, () => drawLength(length, draw)).toSorted((a, b) => a - b)
    return { mean: all.reduce((a, b) => a + b) / all.length, median: all[10_000] ?? 0, least: all[0] ?? 0 }
  }

  it('is spread as its shape says', () => {
    expect(average({ shape: 'uniform', from: 1000, to: 3000 }).mean / 2000).toBeCloseTo(1, 1)
    expect(average({ shape: 'normal', mean: 5000, deviation: 500 }).mean / 5000).toBeCloseTo(1, 1)
    const skew = average({ shape: 'lognormal', median: 4000, sigma: 0.5 })
    expect(skew.median / 4000).toBeCloseTo(1, 1)
    expect(skew.mean / (4000 * Math.exp(0.125))).toBeCloseTo(1, 1)
  })

  it('is never below zero, always whole, and the same for the same name', () => {
    fc.assert(
      fc.property(fc.integer(), fc.string(), fc.nat(10_000), fc.nat(100_000), (seed, name, mean, deviation) => {
        const length: Length = { shape: 'normal', mean, deviation }
        const one = drawLength(length, drawsOf(seed, name))
        expect(one).toBeGreaterThanOrEqual(0)
        expect(Number.isSafeInteger(one)).toBe(true)
        expect(drawLength(length, drawsOf(seed, name))).toBe(one)
      }),
    )
  })
})

describe('A pattern', () => {
  it('means what a regular expression with the same gaps means', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 6 })
    const id = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 })
    fc.assert(
      fc.property(word, id, (pattern, text) => {
        expect(meant(pattern, text)).toBe(new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(text))
      }),
      { numRuns: 500 },
    )
  })
})

describe('Expectations', () => {
  const row = (componentId: string, status: InstanceRow['status'], day: number): InstanceRow => ({
    pipelineId: 'df-1',
    id: `@${componentId}_2026-03-0${day}T00:00:00`,
    componentId,
    name: componentId,
    type: 'ShellCommandActivity',
    family: 'activity',
    status,
    scheduledStart: Date.UTC(2026, 2, day),
    scheduledEnd: Date.UTC(2026, 2, day + 1),
    attemptCount: 1,
    triesLeft: 2,
    waitingOn: [],
    version: 1,
    updatedAt: 0,
    ...(status === 'FAILED' && { errorMessage: 'No <space> & "such".' }),
  })
  const rows = [row('Load', 'FINISHED', 1), row('Load', 'FAILED', 2), row('LoadMore', 'FINISHED', 1)]
  const verdicts = (list: unknown) => {
    const { expectations, problems } = readExpectations(JSON.stringify(list), definition)
    expect(problems).toEqual([])
    return judge(expectations, rows)
  }

  it('are met, unmet with what was found instead, or about nothing', () => {
    const found = verdicts([
      { object: 'Load', scheduledStart: '2026-03-01T00:00:00', status: 'FINISHED' },
      { object: 'Load*', status: 'FINISHED' },
      { object: 'Load', scheduledStart: '2026-03-09T00:00:00', status: 'FINISHED' },
    ])
    expect(found.map(one => [describeExpectation(one.expectation), one.unmet])).toEqual([
      ['Load of 2026-03-01T00:00:00 is FINISHED', undefined],
      ['every Load* is FINISHED', '1 of 3 are not FINISHED. @Load_2026-03-02T00:00:00 is FAILED: No <space> & "such".'],
      ['Load of 2026-03-09T00:00:00 is FINISHED', 'There is no such instance in the time that was simulated.'],
    ])
  })

  it('are refused with what, where and what to do', () => {
    const { problems } = readExpectations(
      '[{ "object": "Lode", "scheduledStart": 5, "status": "DONE" }, 7]',
      definition,
    )
    expect(problems).toEqual([
      expect.stringMatching(/^\[0\]\.status: Write one of .*FINISHED/),
      expect.stringMatching(/^\[0\]\.object: Write the id of an object/),
      expect.stringMatching(/^\[0\]\.scheduledStart: Write a scheduled start/),
      expect.stringMatching(/^\[1\]: Write an object/),
    ])
  })

  it('become test cases of JUnit, with every sign that XML minds written for it', () => {
    const text = junitOf([
      { name: 'a & b', verdicts: verdicts([{ object: 'Load*', status: 'FINISHED' }]), seconds: 1.5 },
    ])
    expect(text).toContain('<testsuite name="a &amp; b" tests="1" failures="1" errors="0" time="1.500">')
    expect(text).toContain('is FAILED: No &lt;space&gt; &amp; &quot;such&quot;.</failure>')
  })

  it('are an error where nothing could be played', () => {
    const text = junitOf([{ name: 'a', verdicts: [], seconds: 0, error: 'There is no file a.' }])
    expect(text).toContain('<testsuite name="a" tests="1" failures="0" errors="1" time="0.000">')
    expect(text).toContain('<error message="There is no file a.">There is no file a.</error>')
  })
})
