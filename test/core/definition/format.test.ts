import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatText } from '../../../src/core/definition/commands.ts'
import { applyEdits } from '../../../src/core/definition/edit.ts'
import { read } from '../../../src/core/definition/text.ts'

const formatted = (text: string): string => applyEdits(text, formatText().edits(read(text)))

/** All but blanks and line breaks, strings whole. */
const signs = (text: string): readonly string[] =>
  text.match(/"(?:[^"\\]|\\[\s\S])*"|\/\/[^\r\n]*|\/\*[\s\S]*?\*\/|[^\s"]/g) ?? []

describe('formatting', () => {
  it.each([
    ['{"objects":[]}', '{\n  "objects": []\n}\n'],
    [
      '{"objects":[{"id":"A","runsOn":{"ref":"B"},"input":[{"ref":"C"},{"ref":"D"}]}]}',
      '{\n  "objects": [\n    {\n      "id": "A",\n      "runsOn": { "ref": "B" },\n      "input": [{ "ref": "C" }, { "ref": "D" }]\n    }\n  ]\n}\n',
    ],
    [
      '{"pipelineObjects":[{"id":"A","fields":[{"key":"type","stringValue":"Schedule"}]}]}',
      '{\n  "pipelineObjects": [\n    {\n      "id": "A",\n      "fields": [\n        { "key": "type", "stringValue": "Schedule" }\n      ]\n    }\n  ]\n}\n',
    ],
    ['{ // first\n"objects": [ /* two */ ] // last\n}', '{ // first\n  "objects": [\n    /* two */\n  ] // last\n}\n'],
    ['{"a":"1",\n\n\n\n"a":"2",}', '{\n  "a": "1",\n\n  "a": "2",\n}\n'],
    ['{\r\n\t"id": "A",\r\n\t"type":"Schedule"}', '{\r\n\t"id": "A",\r\n\t"type": "Schedule"\r\n}\r\n'],
    ['\ufeff{"id":"A"}', '\ufeff{\n  "id": "A"\n}\n'],
    ['', ''],
  ])('of %j gives %j', (text, wanted) => {
    expect(formatted(text)).toBe(wanted)
    expect(formatted(wanted)).toBe(wanted)
  })

  it('keeps every sign, whatever is read, and does nothing the second time', () => {
    fc.assert(
      fc.property(anyText, text => {
        const once = formatted(text)
        expect(signs(once)).toEqual(signs(text))
        expect(meaning(once)).toBe(meaning(text))
        expect(formatted(once)).toBe(once)
      }),
      { numRuns: 1000 },
    )
  })

  it('leaves a broken text as it is', () => {
    for (const text of ['{"id":"A"', '{"id":}', '{"id":"A}', '}{']) expect(formatted(text), text).toBe(text)
  })
})

/** What is neither text nor a reference is read as it is written, so blanks in it do not count. */
const meaning = (text: string): string => JSON.stringify(read(text).definition).replace(/\\[nrt]|\s/g, '')

/** Blanks, line breaks and comments, as somebody may have strewn them. */
const gap = fc
  .array(fc.constantFrom('', ' ', '\n', '\n\n\n', '\t', '/* a */', '// b\n', '/* c\n  d */', '\r\n'), { maxLength: 3 })
  .map(pieces => pieces.join(''))

const anyText = fc
  .letrec<{ value: string }>(tie => ({
    value: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.constantFrom('"a"', '"b // c"', '"d\\"e"', '1', 'true'),
      listOf('[', ']', tie('value')),
      listOf(
        '{',
        '}',
        fc
          .tuple(fc.constantFrom('"id"', '"ref"', '"key"', '"stringValue"', '"a"'), gap, gap, tie('value'))
          .map(([key, before, after, value]) => `${key}${before}:${after}${value}`),
      ),
    ),
  }))
  .value.chain(value => fc.tuple(gap, gap).map(([before, after]) => `${before}{"objects": [${value}]}${after}`))

function listOf(open: string, close: string, item: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(gap, fc.array(fc.tuple(item, gap, gap), { maxLength: 4, size: 'max' }), fc.boolean())
    .map(([first, items, trailing]) => {
      const inner = items.map(([text, before, after]) => `${text + before},${after}`).join('')
      return open + first + (trailing ? inner : inner.replace(/,([^,"\]}]*)$/, '$1')) + close
    })
}

const folder = join(process.env.PIPEWRIGHT_CORPUS ?? join(import.meta.dirname, '../../../../shared/corpus'), 'files')

describe('formatting real definitions', () => {
  if (!existsSync(folder)) it('was not tried: they are not here', () => expect(existsSync(folder)).toBe(false))
  else
    it.each(readdirSync(folder).filter(name => name.endsWith('.json')))('keeps all that %s says', name => {
      const text = readFileSync(join(folder, name), 'utf8')
      const once = formatted(text)
      expect(read(once).definition).toEqual(read(text).definition)
      expect(read(once).problems.map(problem => problem.code)).toEqual(read(text).problems.map(problem => problem.code))
      expect(once.replace(/\s/g, '')).toBe(text.replace(/\s/g, ''))
      expect(formatted(once)).toBe(once)
    })
})
