import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyEdits } from '../../../src/core/definition/edit.ts'
import { differenceByLines } from '../../../src/core/definition/lines.ts'

const text = fc
  .array(fc.constantFrom('{', '"a": 1,', '"b": 2,', '"c": 3', '}', '', '// é', '\r'), { maxLength: 30 })
  .map(lines => lines.join('\n'))

describe('the difference of two texts by lines', () => {
  it('turns the one into the other', () => {
    fc.assert(
      fc.property(text, text, (from, to) => {
        expect(applyEdits(from, differenceByLines(from, to))).toBe(to)
      }),
    )
  })

  it('leaves alone the lines that are in both, once and in order', () => {
    const from = 'one\ntwo\nthree\nfour\nfive\n'
    const to = 'one\n2\nthree\nfour\n5\n'
    expect(differenceByLines(from, to)).toEqual([
      { offset: 4, length: 3, text: '2' },
      { offset: 19, length: 4, text: '5' },
    ])
  })

  it('puts in what is new and takes out what is gone without touching the rest', () => {
    expect(differenceByLines('a\nb\nc\n', 'a\nx\nb\nc\n')).toEqual([{ offset: 2, length: 0, text: 'x\n' }])
    expect(differenceByLines('a\nx\nb\nc\n', 'a\nb\nc\n')).toEqual([{ offset: 2, length: 2, text: '' }])
  })
})
