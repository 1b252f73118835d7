import { describe, expect, it } from 'vitest'
import { differencesBetween } from '../../../src/core/versions/differences.ts'
import { mask } from '../../../src/core/versions/words.ts'
import { definitionOf } from '../definition/write.ts'

const shell = { type: 'ShellCommandActivity', runsOn: '@Box' }
const before = definitionOf(
  { Box: { type: 'Ec2Resource' }, Load: { ...shell, command: 'load', '*myKey': 'hush' }, Old: { ...shell } },
  { myWord: { type: 'String' } },
  { myWord: 'a' },
)

describe('differences, line by line', () => {
  it('tell an entry that came or went once, and else every field with its values', () => {
    const after = definitionOf(
      {
        Box: { type: 'Ec2Resource' },
        Load: { ...shell, command: 'fetch', '*myKey': 'hush' },
        New: { ...shell, stage: 'true' },
      },
      { myWord: { type: 'Integer' } },
      { myWord: 'b' },
    )
    expect(differencesBetween(before, after)).toEqual([
      { kind: 'removed', object: 'Old' },
      { kind: 'changed', object: 'Load', field: 'command', before: ['load'], after: ['fetch'] },
      { kind: 'added', object: 'New' },
      { kind: 'changed', parameter: 'myWord', field: 'type', before: ['String'], after: ['Integer'] },
      { kind: 'changed', value: 'myWord', before: ['a'], after: ['b'] },
    ])
  })

  it('follow a rename, and mask what is secret', () => {
    const after = definitionOf(
      {
        Machine: { type: 'Ec2Resource', keyPair: 'k' },
        Load: { ...shell, command: 'load', '*myKey': 'psst' },
        Old: shell,
      },
      { myWord: { type: 'String' } },
      { myWord: 'a' },
    )
    expect(differencesBetween(before, after)).toContainEqual({
      kind: 'changed',
      object: 'Load',
      field: '*myKey',
      before: [mask],
      after: [mask],
    })
    const renamed = definitionOf({
      Machine: { type: 'Ec2Resource', keyPair: 'k' },
      Load: { ...shell, runsOn: '@Machine', command: 'load' },
    })
    const was = definitionOf({ Box: { type: 'Ec2Resource', keyPair: 'k' }, Load: { ...shell, command: 'load' } })
    expect(differencesBetween(was, renamed)).toEqual([{ kind: 'renamed', object: 'Machine', was: 'Box' }])
  })

  it('are none where only the order of objects differs', () => {
    const [one, ...others] = before.objects
    expect(differencesBetween(before, { ...before, objects: [...others, ...(one ? [one] : [])] })).toEqual([])
  })
})
