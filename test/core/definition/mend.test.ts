import { describe, expect, it } from 'vitest'
import { mend } from '../../../src/core/definition/mend.ts'

const codes = (text: string) => mend(text).repairs.map(({ code, line }) => `${code} ${line}`)

describe('repairs', () => {
  it.each([
    ['trailing commas', '{"objects": [{"id": "A",},]}', ['text/trailing-comma 1', 'text/trailing-comma 1']],
    ['raw control characters', '{"objects": [{"id": "A\tB"}]}', ['text/control-character 1']],
    ['smart quotes', '{“objects”: [{"id": “A”}]}', ['text/quotes 1', 'text/quotes 1']],
    ['single quotes', "{'objects': [{'id': 'A'}]}", ['text/quotes 1', 'text/quotes 1', 'text/quotes 1']],
    ['missing brackets at the end', '{"objects": [\n{"id": "A"}\n', ['text/unclosed 3', 'text/unclosed 3']],
    ['missing commas', '{"objects": [{"id": "A"\n"name": "B"}]}', ['text/missing-comma 1']],
  ])('mend %s so that strict JSON comes out, each told', (_, text, expected) => {
    const { text: mended } = mend(text)
    expect(() => JSON.parse(mended)).not.toThrow()
    expect(codes(text)).toEqual(expected)
  })

  it('show the line as it was and as it is', () => {
    expect(mend('{\n  "objects": [\n    {"id": "A",}\n  ]\n}').repairs).toEqual([
      {
        code: 'text/trailing-comma',
        message: 'Nothing follows this comma, and the AWS CLI refuses it.',
        line: 3,
        before: '    {"id": "A",}',
        after: '    {"id": "A"}',
      },
    ])
  })

  it('keep the given line when an earlier repair joined lines', () => {
    expect(codes('{"objects": [{"id": "A\nB"},\n{"id": "C"\n')).toContain('text/unclosed 4')
  })

  it('leave a good text and its comments alone', () => {
    const text = '{\n  // mine\n  "objects": []\n}\n'
    expect(mend(text)).toEqual({ text, repairs: [] })
  })
})
