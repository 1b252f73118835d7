import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { choicesFound, withChoices } from '../../src/app/create/choices.ts'
import { type ScheduleChoice, scheduleFound, scheduleProblem, units } from '../../src/app/create/schedule-choice.ts'
import { scheduleWords } from '../../src/app/create/schedule-words.ts'
import { templates } from '../../src/app/create/templates/list.ts'
import { read } from '../../src/core/definition/text.ts'
import { readSchedule } from '../../src/core/runs/schedule.ts'
import { validate } from '../../src/core/validation/index.ts'

const definitionOf = (text: string) => read(text).definition
const start = Date.UTC(2027, 0, 5, 2)

const schedules: fc.Arbitrary<ScheduleChoice> = fc.oneof(
  fc.constant<ScheduleChoice>({ kind: 'once' }),
  fc
    .record({
      count: fc.integer({ min: 1, max: 40 }),
      unit: fc.constantFrom(...units),
      start: fc.option(
        fc.integer({ min: 0, max: 100_000 }).map(n => start + n * 60_000),
        { nil: undefined },
      ),
      end: fc.option(
        fc.oneof(
          fc.record({ occurrences: fc.integer({ min: 1, max: 500 }) }),
          fc.record({ at: fc.integer({ min: 200_000, max: 900_000 }).map(n => start + n * 60_000) }),
        ),
        { nil: undefined },
      ),
    })
    .map(
      ({ start: begin, end, ...rest }): ScheduleChoice => ({
        kind: 'every',
        ...rest,
        ...(begin !== undefined && { start: begin }),
        ...(end && { end }),
      }),
    )
    .filter(choice => scheduleProblem(choice) === undefined),
)

describe('the choices of a new pipeline', () => {
  it('stand in the text of every template as they were chosen, one after the other, without new errors', () => {
    fc.assert(
      fc.property(fc.constantFrom(...templates), schedules, schedules, (template, first, then) => {
        const text = withChoices(withChoices(template.text, { schedule: first, values: {} }), {
          schedule: then,
          values: {},
        })
        expect(scheduleFound(definitionOf(text))).toEqual({ choice: then })
        const errors = validate(definitionOf(text)).filter(
          one =>
            one.severity === 'error' && !/^parameter\/(missing|no)-value|^schedule\/.*(past|backfill)/.test(one.code),
        )
        expect(errors.map(one => one.message)).toEqual([])
      }),
      { numRuns: 200 },
    )
  })

  it('that a text says already change nothing of it', () => {
    for (const { text } of templates) {
      const { schedule, logUri, roles } = choicesFound(definitionOf(text))
      expect(
        withChoices(text, { ...('choice' in schedule && { schedule: schedule.choice }), logUri, roles, values: {} }),
      ).toBe(text)
    }
  })

  it('are read by the engine as they were meant: every two weeks from a date, ten times', () => {
    const every = { kind: 'every', count: 2, unit: 'week', start, end: { occurrences: 10 } } as const
    const definition = definitionOf(withChoices(templates[0]?.text ?? '', { schedule: every, values: {} }))
    const schedule = definition.objects.find(one => one.id === 'MainSchedule')
    expect(schedule && readSchedule(definition, schedule, new Map())).toMatchObject({
      start,
      period: { count: 2, unit: 'week' },
      occurrences: 10,
    })
  })

  it('put logs, roles and values in, and take logs out again', () => {
    const text = withChoices(templates[0]?.text ?? '', {
      logUri: 's3://mine/logs/',
      roles: { role: 'MyRole', resourceRole: 'MyMachines' },
      values: { myCommand: ['true'] },
    })
    expect(choicesFound(definitionOf(text))).toMatchObject({
      logUri: 's3://mine/logs/',
      roles: { role: 'MyRole', resourceRole: 'MyMachines' },
    })
    expect(definitionOf(text).values).toEqual([{ id: 'myCommand', stringValue: 'true' }])
    expect(choicesFound(definitionOf(withChoices(text, { logUri: '', values: {} }))).logUri).toBe('')
  })

  it('leave comments and spacing of an imported text alone', () => {
    const text = `{ "objects": [ // mine\n  {"id":"Default","scheduleType":"ondemand"} ] }`
    const now = withChoices(text, { logUri: 's3://mine/logs/', values: {} })
    expect(now).toContain('// mine')
    expect(choicesFound(definitionOf(now)).logUri).toBe('s3://mine/logs/')
  })

  it('make a Default object where a text has none', () => {
    const now = withChoices('{ "objects": [] }', { schedule: { kind: 'once' }, values: {} })
    expect(scheduleFound(definitionOf(now))).toEqual({ choice: { kind: 'once' } })
  })

  it('secret values keep the star of their parameter', () => {
    const mysql = templates.find(one => one.name === 's3-to-mysql')?.text ?? ''
    expect(definitionOf(withChoices(mysql, { values: { myRdsPassword: ['hush'] } })).values).toEqual([
      { id: '*myRdsPassword', stringValue: 'hush' },
    ])
  })

  it('several schedules are left to the designer, with a sentence', () => {
    const text = `{"objects": [{"id":"A","type":"Schedule","period":"1 day"},{"id":"B","type":"Schedule","period":"1 hour"}]}`
    expect(scheduleFound(definitionOf(text))).toEqual({
      beyond: expect.stringMatching(/^It has 2 schedules.*designer\.$/),
    })
  })

  it.each([
    [{ kind: 'every', count: 5, unit: 'minute' }, /15 minutes/],
    [{ kind: 'every', count: 0, unit: 'day' }, /whole number/],
    [{ kind: 'every', count: 40, unit: 'month' }, /3 years/],
    [{ kind: 'every', count: 1, unit: 'day', end: { occurrences: 0 } }, /how many runs/],
    [{ kind: 'every', count: 1, unit: 'day', start, end: { at: start } }, /end after it starts/],
  ] as const)('%o is refused with a sentence', (choice, sentence) => {
    expect(scheduleProblem(choice)).toMatch(sentence)
  })
})

it('tells a schedule in one sentence, in the singular where it runs once', () => {
  const daily = { kind: 'every', count: 1, unit: 'day', start } as const
  expect(scheduleWords({ ...daily, end: { occurrences: 10 } })).toBe('every day from 2027-01-05 02:00 UTC, 10 times')
  expect(scheduleWords({ ...daily, end: { occurrences: 1 } })).toBe('every day from 2027-01-05 02:00 UTC, one time')
})
