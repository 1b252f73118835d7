import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { activateCommand, shellWord } from '../../src/app/launch/cli-command.ts'
import { commandsOf } from '../../src/app/launch/commands.ts'
import { activationPlan } from '../../src/app/launch/plan.ts'
import { combinations, countOf, readSweep } from '../../src/app/launch/sweep.ts'
import { entriesOf, maskedValues, valuesToSend } from '../../src/app/parameters/values.ts'
import { resolveParameters } from '../../src/core/definition/parameters.ts'
import { read } from '../../src/core/definition/text.ts'

const { definition } = read(
  JSON.stringify({
    objects: [
      { id: 'Default', name: 'Default', scheduleType: 'cron', schedule: { ref: 'Often' } },
      { id: 'Often', name: 'Often', type: 'Schedule', period: '6 hours', startDateTime: '2026-05-03T02:00:00' },
      {
        id: 'Train',
        name: 'Train',
        type: 'ShellCommandActivity',
        workerGroup: 'w',
        command: 'train #{myRate} #{*myKey} #{@scheduledStartTime}',
      },
    ],
    parameters: [
      { id: 'myRate', type: 'Double', default: '0.1' },
      { id: 'myNote', type: 'String', optional: 'true' },
      { id: 'mySeeds', type: 'Integer', isArray: 'true', default: ['1', '2'] },
      { id: '*myKey', type: 'String', default: 'hunter2' },
    ],
    values: { myRate: '0.3' },
  }),
)

describe('what is sent', () => {
  it('is what the form shows: stored values, defaults, and what was changed', () => {
    const shown = entriesOf(definition, {})
    expect(shown.map(entry => [entry.id, entry.values, entry.source])).toEqual([
      ['myRate', ['0.3'], 'stored'],
      ['myNote', [], 'none'],
      ['mySeeds', ['1', '2'], 'default'],
      ['myKey', ['hunter2'], 'default'],
    ])
    expect(valuesToSend(shown)).toEqual({ myRate: '0.3', myNote: [], mySeeds: ['1', '2'] })
    expect(valuesToSend(entriesOf(definition, { myRate: ['0.9'], myKey: ['new'] }))).toMatchObject({
      myRate: '0.9',
      '*myKey': 'new',
    })
  })

  it('resolves on the other side to the same values', () => {
    const given = { myRate: ['0.5'], myNote: ['hello'], mySeeds: ['7'] }
    const sent = valuesToSend(entriesOf(definition, given))
    expect(resolveParameters(definition, sent).values).toEqual(resolveParameters(definition, given).values)
  })

  it('says at the parameter what is wrong with it', () => {
    expect(entriesOf(definition, { myRate: ['fast'] })[0]?.problem).toMatch(/number/)
  })
})

it('lists commands with the values put in and secrets masked', () => {
  const [command] = commandsOf(definition, maskedValues(definition, { myRate: ['0.7'] }), Date.UTC(2026, 4, 4))
  expect(command).toMatchObject({ object: 'Train', field: 'command' })
  expect(command?.text).toContain('0.7')
  expect(command?.text).not.toContain('hunter2')
})

it('tells when each schedule runs next', () => {
  const [plan] = activationPlan(definition, resolveParameters(definition).values, Date.UTC(2026, 4, 4, 9))
  expect(plan).toMatchObject({ schedule: 'Often', type: 'cron', objects: 1 })
  expect(plan?.next.map(time => new Date(time).toISOString().slice(0, 16))).toEqual([
    '2026-05-04T14:00',
    '2026-05-04T20:00',
    '2026-05-05T02:00',
  ])
})

describe('a sweep', () => {
  it('reads lists and ranges', () => {
    expect(readSweep('0.1, 0.3,0.1')).toEqual(['0.1', '0.3'])
    expect(readSweep('1..4')).toEqual(['1', '2', '3', '4'])
    expect(readSweep('0..1 by 0.25')).toEqual(['0.00', '0.25', '0.50', '0.75', '1.00'])
    expect(readSweep('s3://a..b')).toEqual(['s3://a..b'])
  })

  it('makes every combination once', () => {
    const list = fc.uniqueArray(fc.integer({ min: 0, max: 9 }).map(String), { maxLength: 4 })
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('a', 'b', 'c'), list), sweep => {
        const all = combinations(sweep)
        expect(all.length).toBe(countOf(sweep))
        expect(new Set(all.map(one => JSON.stringify(one))).size).toBe(all.length)
      }),
      { numRuns: 100 },
    )
  })
})

describe('the command to copy', () => {
  it('quotes what a shell would take apart and never holds a secret', () => {
    const text = activateCommand(
      'df-1',
      { myRate: '0.3', myNote: "it's $HOME", mySeeds: ['1', '2'], '*myKey': 'hunter2' },
      ['*myKey'],
    )
    expect(text).toContain('--parameter-values myRate=0.3')
    expect(text).toContain(`'myNote=it'\\''s $HOME'`)
    expect(text).toContain('mySeeds=1')
    expect(text).toContain('mySeeds=2')
    expect(text).toContain('"*myKey=$MYKEY"')
    expect(text).not.toContain('hunter2')
    expect(shellWord('')).toBe("''")
  })
})
