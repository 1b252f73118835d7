import { describe, expect, it } from 'vitest'
import { read } from '../../../src/core/definition/text.ts'
import { changesBetween, distance } from '../../../src/core/versions/changes.ts'
import { countEffects, judgedChanges } from '../../../src/core/versions/effect.ts'
import { editRules, refusals, ruleHolding } from '../../../src/core/versions/rules.ts'
import { sentenceOf } from '../../../src/core/versions/words.ts'
import { definitionOf } from '../definition/write.ts'
import { cliText } from '../definition-samples.ts'

const shell = { type: 'ShellCommandActivity', command: 'true', runsOn: '@Machine' }
const first = definitionOf(
  {
    Default: { scheduleType: 'cron', schedule: '@Daily', role: 'r', maximumRetries: '1' },
    Daily: { type: 'Schedule', period: '1 day', startDateTime: '2026-01-01T00:00:00' },
    Machine: { type: 'Ec2Resource', terminateAfter: '1 hour', instanceType: 'm1.small' },
    Raw: { type: 'S3DataNode', directoryPath: 's3://raw/' },
    Load: { ...shell, input: '@Raw', command: 'load #{myWord}' },
    Train: { ...shell, dependsOn: '@Load', maximumRetries: '3', '*myKey': 'hush' },
  },
  { myWord: { type: 'String' } },
  { myWord: 'a' },
)

type Objects = Parameters<typeof definitionOf>[0]
const written: Objects = {
  Default: { scheduleType: 'cron', schedule: '@Daily', role: 'r', maximumRetries: '1' },
  Daily: { type: 'Schedule', period: '1 day', startDateTime: '2026-01-01T00:00:00' },
  Machine: { type: 'Ec2Resource', terminateAfter: '1 hour', instanceType: 'm1.small' },
  Raw: { type: 'S3DataNode', directoryPath: 's3://raw/' },
  Load: { ...shell, input: '@Raw', command: 'load #{myWord}' },
  Train: { ...shell, dependsOn: '@Load', maximumRetries: '3', '*myKey': 'hush' },
}
const changed = (change: Objects, value = 'a') =>
  definitionOf({ ...written, ...change }, { myWord: { type: 'String' } }, { myWord: value })
const without = (id: string) => {
  const { [id]: _, ...rest } = written
  return definitionOf(rest, { myWord: { type: 'String' } }, { myWord: 'a' })
}
const effects = (now: ReturnType<typeof changed>) =>
  judgedChanges(first, now).flatMap(change =>
    change.fields.map(({ key, effect }) => [
      `${change.id}.${key}`,
      effect.kind === 'refused'
        ? effect.refusals.map(one => one.rule.name)
        : effect.kind === 'reactivation'
          ? effect.touches
          : effect.kind,
    ]),
  )

describe('changes', () => {
  it('are none between a definition and itself, whatever the order of its objects', () => {
    expect(changesBetween(first, first)).toEqual([])
    expect(changesBetween(first, { ...first, objects: first.objects.toReversed() })).toEqual([])
  })

  it('name the object, the field, and both of its values', () => {
    expect(changesBetween(first, changed({ Load: { ...shell, input: '@Raw', command: 'go' } }))).toEqual([
      {
        of: 'object',
        kind: 'changed',
        id: 'Load',
        type: 'ShellCommandActivity',
        fields: [
          {
            key: 'command',
            kind: 'changed',
            before: [{ text: 'load #{myWord}', isRef: false }],
            after: [{ text: 'go', isRef: false }],
            secret: false,
          },
        ],
      },
    ])
  })

  it('know a rename by what stayed, and leave out the references that follow it', () => {
    const { Load: _, Train: __, ...rest } = written
    const now = definitionOf(
      { ...rest, Fetch: written.Load ?? {}, Train: { ...written.Train, dependsOn: '@Fetch' } },
      { myWord: { type: 'String' } },
      { myWord: 'a' },
    )
    expect(changesBetween(first, now)).toMatchObject([{ kind: 'renamed', id: 'Fetch', was: 'Load', fields: [] }])
    expect(sentenceOf(changesBetween(first, now))).toBe('Load renamed Fetch')
  })

  it('follow no rename where two could be meant', () => {
    const twins = (a: string, b: string) => definitionOf({ [a]: { type: 'Ec2Resource' }, [b]: { type: 'Ec2Resource' } })
    expect(changesBetween(twins('A', 'B'), twins('C', 'D')).map(one => one.kind)).toEqual([
      'removed',
      'removed',
      'added',
      'added',
    ])
  })

  it('tell another order of values from other values', () => {
    const args = (list: string[]) => definitionOf({ Load: { ...shell, scriptArgument: list } })
    const [change] = changesBetween(args(['a', 'b']), args(['b', 'a']))
    expect(change?.fields.map(one => one.kind)).toEqual(['reordered'])
  })

  it('mark what is secret', () => {
    const [change] = changesBetween(first, changed({ Train: { ...written.Train, '*myKey': 'new' } }))
    expect(change?.fields.map(one => [one.key, one.secret])).toEqual([['*myKey', true]])
  })

  it('are told from what no service sees', () => {
    const text = (said: string) => ({ text: said, definition: read(said).definition })
    const now = text(cliText)
    expect(distance(now, text(cliText))).toBe('same')
    expect(distance(now, text(cliText.replace('// Where it all begins.', '// Here.')))).toBe('format')
    const { objects } = now.definition
    expect(distance(now, { text: '{}', definition: { ...now.definition, objects: objects.toReversed() } })).toBe(
      'order',
    )
    expect(distance(now, text(cliText.replace('"1 day"', '"2 days"')))).toBe('meaning')
  })

  it('are put in a sentence that stays short', () => {
    const now = changed({
      Load: { ...shell, input: '@Raw', command: 'go', stage: 'true' },
      Raw: { type: 'S3DataNode', directoryPath: 's3://other/' },
      Backup: { type: 'S3DataNode', directoryPath: 's3://backup/' },
      More: shell,
    })
    expect(sentenceOf(changesBetween(first, now))).toBe(
      'directoryPath of Raw changed; 2 fields of Load changed; Backup added; and 1 more',
    )
  })
})

describe('the rules on edits of an active pipeline', () => {
  const broken: Readonly<Record<string, ReturnType<typeof changed>>> = {
    'objects-stay': without('Raw'),
    'references-stay': changed({ Train: { ...written.Train, dependsOn: [] } }),
    'period-stays': changed({ Daily: { ...written.Daily, period: '2 days' } }),
    'start-stays': changed({ Daily: { ...written.Daily, startDateTime: '2026-02-01T00:00:00' } }),
    'outputs-stay': changed({ Copy: { ...shell, output: '@Raw' } }),
  }

  it.each(editRules.map(rule => [rule.name]))('%s refuses what breaks it', name => {
    const now = broken[name]
    expect(now && refusals(first, now).map(one => one.rule.name)).toContain(name)
  })

  it('let all else pass', () => {
    const now = changed({
      Load: { ...shell, input: '@Raw', command: 'other' },
      Daily: { ...written.Daily, endDateTime: '2026-12-01T00:00:00' },
      Copy: { ...shell, input: '@Raw', output: '@New' },
      New: { type: 'S3DataNode', directoryPath: 's3://new/' },
    })
    expect(refusals(first, now)).toEqual([])
  })

  it('say before the edit which fields they hold', () => {
    expect(ruleHolding(first, 'Daily', 'period')?.name).toBe('period-stays')
    expect(ruleHolding(first, 'Train', 'dependsOn')?.name).toBe('references-stay')
    expect(ruleHolding(first, 'Train', 'onFail')?.name).toBe('references-stay')
    expect(ruleHolding(first, 'Train', 'command')).toBeUndefined()
    expect(ruleHolding(first, 'Somebody', 'dependsOn')).toBeUndefined()
  })
})

describe('effects', () => {
  it('name the objects whose instances differ', () => {
    expect(effects(changed({ Load: { ...shell, input: '@Raw', command: 'go' } }))).toEqual([['Load.command', ['Load']]])
    expect(effects(changed({}, 'b'))).toEqual([['myWord.value', ['Load']]])
    expect(effects(changed({ Daily: { ...written.Daily, endDateTime: '2027-01-01T00:00:00' } }))).toEqual([
      ['Daily.endDateTime', ['Machine', 'Raw', 'Load', 'Train']],
    ])
  })

  it('reach those that inherit, and not those that say otherwise themselves', () => {
    expect(effects(changed({ Default: { ...written.Default, maximumRetries: '5' } }))).toEqual([
      ['Default.maximumRetries', ['Machine', 'Raw', 'Load']],
    ])
  })

  it('are none where nobody reads what changed', () => {
    expect(effects(changed({ Load: { ...written.Load, myNote: 'hello' } }))).toEqual([['Load.myNote', 'nothing']])
    const reads = { Load: { ...written.Load, command: 'echo #{myNote}', myNote: 'a' } }
    const [now, then] = [changed({ Load: { ...reads.Load, myNote: 'b' } }), changed(reads)]
    expect(judgedChanges(then, now).map(one => one.effect)).toEqual([{ kind: 'reactivation', touches: ['Load'] }])
  })

  it('say which rule refuses, at the field or at the object', () => {
    const now = changed({ Train: { ...written.Train, dependsOn: '@Raw', command: 'x' } })
    expect(effects(now)).toEqual([
      ['Train.command', ['Train']],
      ['Train.dependsOn', ['references-stay']],
    ])
    expect(countEffects(judgedChanges(first, now))).toEqual({ refused: 1, reactivation: 1, nothing: 0 })
    expect(judgedChanges(first, without('Raw')).map(one => [one.id, one.effect.kind])).toContainEqual([
      'Raw',
      'refused',
    ])
  })

  it('refuse a rename, with what it pulls along', () => {
    const { Load: load = {}, ...rest } = written
    const now = definitionOf({ ...rest, Fetch: load, Train: { ...written.Train, dependsOn: '@Fetch' } })
    const [change] = judgedChanges({ ...first, parameters: [], values: [] }, now)
    expect(change).toMatchObject({ kind: 'renamed', effect: { kind: 'refused' } })
  })
})
