import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asShown, editsOf, linesOf, offsetAt, positionAt, rangeOf } from '../../src/app/source/lines.ts'
import { applyEdits } from '../../src/core/definition/edit.ts'

const anyText = fc
  .array(fc.constantFrom('a', '"', '{', '\n', '\r\n', '\r', '\uFEFF', '𝄞', ' '), { maxLength: 60, size: 'max' })
  .map(parts => parts.join(''))

describe('lines and columns of the text pane', () => {
  it('lead from any offset to a position and back, whatever ends the lines', () => {
    fc.assert(
      fc.property(anyText, fc.nat(200), (text, at) => {
        const lines = linesOf(text)
        const offset = Math.min(at, text.length)
        const inside = text[offset - 1] === '\r' && text[offset] === '\n'
        const behindEnd = text[offset] === '\n' && text[offset - 1] === '\r'
        const mark = offset === 0 && text.startsWith('\uFEFF')
        if (inside || behindEnd || mark) return
        expect(offsetAt(lines, positionAt(lines, offset))).toBe(offset)
      }),
    )
  })

  it('number the lines as the pane shows them', () => {
    fc.assert(
      fc.property(anyText, text => {
        expect(linesOf(text).starts).toHaveLength(asShown(text).split('\n').length)
      }),
    )
  })

  it('turn what was typed into edits that leave every other character alone', () => {
    fc.assert(
      fc.property(anyText, fc.nat(200), fc.nat(20), fc.constantFrom('x', 'x\ny', ''), (text, at, size, inserted) => {
        const lines = linesOf(text)
        const start = offsetAt(lines, positionAt(lines, Math.min(at, text.length)))
        const end = offsetAt(lines, positionAt(lines, Math.min(start + size, text.length)))
        if (end < start) return
        const range = rangeOf(lines, { offset: start, length: end - start })
        const after = applyEdits(text, editsOf(lines, [{ range, text: inserted }]))
        expect(after).toBe(text.slice(0, start) + inserted.replace('\n', lines.eol) + text.slice(end))
      }),
    )
  })

  it('keep Windows line ends where the rest of the text has them', () => {
    const lines = linesOf('{\r\n  "objects": []\r\n}\r\n')
    const range = { startLineNumber: 1, startColumn: 2, endLineNumber: 1, endColumn: 2 }
    expect(editsOf(lines, [{ range, text: '\n  ' }])).toEqual([{ offset: 1, length: 0, text: '\r\n  ' }])
  })
})
