import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { commonFields, removeFromAll, setForAll } from '../../src/app/inspector/common-fields.ts'
import { applyEdits } from '../../src/core/definition/edit.ts'
import { read } from '../../src/core/definition/text.ts'
import { alarm, Default, machine, s3, shell, textOf } from '../core/validation-examples/example.ts'

const text = textOf([
  Default({ maximumRetries: '1', scheduleType: 'cron' }),
  machine({ maximumRetries: '2' }),
  shell({ id: 'A', maximumRetries: '3', workerGroup: 'w' }),
  shell({ id: 'B', workerGroup: 'w', scriptArgument: ['x', 'y'] }),
  s3('Node'),
  alarm(),
])
const document = read(text)
const pick = (...ids: readonly string[]) => document.definition.objects.filter(one => ids.includes(one.id))
const field = (key: string, ...ids: readonly string[]) =>
  commonFields(document.definition, pick(...ids)).find(one => one.key === key)

describe('the fields that several objects have in common', () => {
  it('are those that all their types have, with one value each', () => {
    const keys = commonFields(document.definition, pick('A', 'Machine')).map(one => one.key)
    expect(keys).toContain('maximumRetries')
    expect(keys).not.toContain('command')
    expect(commonFields(document.definition, pick('A', 'B')).map(one => one.key)).not.toContain('scriptArgument')
  })

  it('say what all of them say, or that they differ', () => {
    expect(field('workerGroup', 'A', 'B')?.shared?.stringValue).toBe('w')
    expect(field('maximumRetries', 'A', 'B')).toMatchObject({
      shared: undefined,
      own: 1,
      said: [
        { text: '3', count: 1 },
        { text: '', count: 1 },
      ],
      inherited: { text: '1', from: 'Default' },
    })
  })

  it('are none where a type is not known', () => {
    const { definition } = read(textOf([shell(), { id: 'X', type: 'Nonsense' }]))
    expect(commonFields(definition, definition.objects)).toEqual([])
  })

  it('are set for all in one step, and nothing else changes', () => {
    fc.assert(
      fc.property(
        fc.subarray(['A', 'B', 'Machine'], { minLength: 2 }),
        fc.integer({ min: 0, max: 5 }),
        (ids, retries) => {
          const next = read(applyEdits(text, setForAll(pick(...ids), 'maximumRetries', `${retries}`).edits(document)))
          const wanted = document.definition.objects.map(one =>
            ids.includes(one.id)
              ? [
                  ...one.fields.filter(({ key }) => key !== 'maximumRetries'),
                  { key: 'maximumRetries', stringValue: `${retries}` },
                ]
              : one.fields,
          )
          const sorted = (fields: readonly { readonly key: string }[]) => fields.map(one => JSON.stringify(one)).sort()
          expect(next.definition.objects.map(one => sorted(one.fields))).toEqual(wanted.map(sorted))
        },
      ),
      { numRuns: 60 },
    )
  })

  it('are removed from all in one step', () => {
    const next = read(applyEdits(text, removeFromAll(pick('A', 'B'), 'workerGroup').edits(document)))
    expect(next.definition.objects.some(one => one.fields.some(({ key }) => key === 'workerGroup'))).toBe(false)
  })
})
