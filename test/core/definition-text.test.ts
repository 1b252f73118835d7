import fc from 'fast-check'
import { getNodeValue, type Node, parseTree } from 'jsonc-parser'
import { describe, expect, it } from 'vitest'
import { mendText } from '../../src/core/definition/commands.ts'
import { applyEdits, invertEdits } from '../../src/core/definition/edit.ts'
import type { Place } from '../../src/core/definition/model.ts'
import { lineColumn, locate, nearest, placeAt, read, type TextNode } from '../../src/core/definition/text.ts'
import { samples } from './definition-samples.ts'

const names = Object.keys(samples)
const codesOf = (text: string) => read(text).problems.map(problem => problem.code)
const objectsOf = (text: string) => read(text).definition.objects

const plain = (node: TextNode | Node | undefined): unknown =>
  node && {
    type: node.type,
    offset: node.offset,
    length: node.length,
    value: node.value,
    children: node.children?.map(plain),
  }

const json = fc.json({ stringUnit: 'binary', depthSize: 'small' })
const junk = fc.oneof(
  fc.string(),
  fc.constantFrom('{', '}', '[', ']', '"', ',', ':', '//', '/*', '\\', '\n', '“', "'", '{"ref":', '"id": '),
)

describe('reading', () => {
  it('agrees with JSON and with another reader on all that is JSON', () => {
    fc.assert(
      fc.property(json, inner => {
        const text = `{"a": [${inner}], "": ${inner}}`
        const { tree } = read(text)
        expect(plain(tree)).toEqual(plain(parseTree(text)))
        if (tree) expect(getNodeValue(tree as Node)).toEqual(JSON.parse(text))
      }),
      { numRuns: 400 },
    )
  })

  it.each(names)('never throws, whatever is cut off or put in: %s', name => {
    const text = samples[name] ?? ''
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(text.length), fc.nat(20), junk), { maxLength: 4, size: 'max' }), changes => {
        let broken = text
        for (const [at, length, put] of changes) broken = broken.slice(0, at) + put + broken.slice(at + length)
        const document = read(broken)
        for (const { offset, length, message } of document.problems) {
          expect(offset + length).toBeLessThanOrEqual(broken.length)
          expect(message).toMatch(/\.$/)
        }
        expect(document.definition.objects).toHaveLength(document.outline.objects.length)
      }),
      { numRuns: 150 },
    )
  })

  it('never throws on any beginning of a text', () => {
    for (const name of names) {
      const text = samples[name] ?? ''
      for (let end = 0; end <= text.length; end += 1 + (end % 3)) read(text.slice(0, end))
    }
  })

  it('bears depths that would exhaust a stack', () => {
    expect(codesOf('['.repeat(100_000))).toContain('text/too-deep')
    expect(codesOf('{"a":'.repeat(100_000))).toContain('text/too-deep')
  })

  it('takes time in proportion to the text, broken or not', () => {
    const broken = `{"objects": [${'{"id": "a, "type": "b\n'.repeat(20_000)}`
    expect(read(broken).problems.length).toBeLessThanOrEqual(600)
  })

  it('finds nothing wrong with plain JSON', () => {
    expect(
      codesOf('{"objects": [{"id": "A", "name": "A", "x": "", "y": [], "z": [{"ref": "B"}, "c"]}], "values": {}}'),
    ).toEqual([])
  })
})

describe('what people write', () => {
  const object = (inner: string) => objectsOf(`{"objects": [{"id": "A", ${inner}}, {"id": "B"}]}`)
  const field = (inner: string) => object(inner)[0]?.fields[0]

  it.each<[string, string, string, string]>([
    ['a trailing comma', '"x": "1",', '1', 'text/trailing-comma'],
    ['a missing comma', '"x": "1" "y": "2"', '1', 'text/missing-comma'],
    ['a comment', '/* y */ "x": "1"', '1', 'text/comment'],
    ['a line break in text', '"x": "one\n two"', 'one\n two', 'text/control-character'],
    ['a tab in text', '"x": "one\ttwo"', 'one\ttwo', 'text/control-character'],
    ['a number', '"x": 3.0', '3.0', 'text/not-text'],
    ['a flag', '"x": true', 'true', 'text/not-text'],
    ['a number that a comment touches', '"x": 3.0// three\n', '3.0', 'text/not-text'],
    ['a flag that a comment touches', '"x": true/* , */', 'true', 'text/not-text'],
    ['typographic quotes', '“x”: “1”', '1', 'text/quotes'],
    ['single quotes', "'x': '1'", '1', 'text/quotes'],
    ['no quotes', 'x: s3://bucket/key', 's3://bucket/key', 'text/quotes'],
    ['a lost closing quote', '"x": "1\n, "y": "2"', '1', 'text/unclosed-string'],
    ['an escape JSON has not', '"x": "\\d+"', '\\d+', 'text/escape'],
    ['a list in a list', '"x": [["1"]]', '1', 'text/nested-list'],
    ['a missing colon', '"x" "1"', '1', 'text/missing-colon'],
    ['a repeated key', '"x": "1", "x": "2"', '1', 'text/repeated-key'],
  ])('%s is understood, and said', (_, inner, value, code) => {
    expect(field(inner)).toEqual({ key: 'x', stringValue: value })
    expect(object(inner)).toHaveLength(2)
    expect(codesOf(`{"objects": [{"id": "A", ${inner}}, {"id": "B"}]}`)).toContain(code)
  })

  it('a value still to be typed does not swallow the next field', () => {
    expect(object('"x": \n"y": "2"')[0]?.fields).toEqual([{ key: 'y', stringValue: '2' }])
  })

  it.each([
    ['of an object', '{"objects": [{"id": "A", "x": "1", {"id": "B"}]}'],
    ['of the list', '{"objects": [{"id": "A"}, {"id": "B"}, "parameters": []}'],
    ['of everything', '{"objects": [{"id": "A"}, {"id": "B"'],
    ['of the object before the list ends', '{"objects": [{"id": "A"}, {"id": "B"], "parameters": []}'],
  ])('a missing bracket %s loses no object', (_, text) => {
    expect(objectsOf(text).map(one => one.id)).toEqual(['A', 'B'])
    expect(codesOf(text)).toContain('text/unclosed')
  })

  it('a bracket too many loses no object', () => {
    expect(objectsOf('{"objects": [{"id": "A"}}, {"id": "B"}]}').map(one => one.id)).toEqual(['A', 'B'])
  })

  it.each([
    ['a ] inside an object', '{"objects": [{"id": "A", ] "x": "1"}, {"id": "B"}, {"id": "C"}]}'],
    ['a ] between objects', '{"objects": [{"id": "A"}, ] {"id": "B"}, {"id": "C"}]}'],
    ['a } between fields', '{"objects": [{"id": "A", "x": "1" } "y": "2"}, {"id": "B"}, {"id": "C"}]}'],
    ['a reference that lost its {', '{"objects": [{"id": "A", "x": "ref": "B"}, "y": "2"}, {"id": "B"}, {"id": "C"}]}'],
    ['an object that lost its {', '{"objects": [{"id": "A"}, "id": "B", "x": "1"}, {"id": "C"}]}'],
    ['a lost opening quote', '{"objects": [{"id": "A", "x": #{b}",\n "y": "2"}, {"id": "B"}, {"id": "C"}]}'],
    ['a quote too many', '{"objects": [{"id": "A", \n" "x": "#{b}",\n "y": "2"}, {"id": "B"}, {"id": "C"}]}'],
    ['a letter before an object', '{"objects": [{"id": "A"},\n x  {"id": "B"}, {"id": "C"}]}'],
  ])('%s loses no object', (_, text) => {
    expect(objectsOf(text).map(one => one.id)).toEqual(['A', 'B', 'C'])
    expect(read(text).problems.filter(one => one.severity === 'error')).not.toEqual([])
  })

  it('parameters among the objects are read as parameters', () => {
    const { definition } = read(
      '{"objects": [{"id": "myRate", "type": "Double", "default": "0.1"}, {"id": "A", "type": "String"}]}',
    )
    expect(definition.parameters).toEqual([
      {
        id: 'myRate',
        attributes: [
          { key: 'type', stringValue: 'Double' },
          { key: 'default', stringValue: '0.1' },
        ],
      },
    ])
    expect(definition.objects.map(one => one.id)).toEqual(['A'])
  })

  it.each([
    ['an object alone', '{"id": "A", "type": "Ec2Resource"}', 'fragment', ['A']],
    ['objects in a row', '{"id": "A"},\n{"id": "B"},', 'fragment', ['A', 'B']],
    ['a bare list', '[{"id": "A"}, {"id": "B"}]', 'fragment', ['A', 'B']],
    ['bare members', '"id": "A", "type": "Ec2Resource"', 'fragment', ['A']],
    ['an object that lacks its id', '{"name": "A", "type": "Ec2Resource"}', 'fragment', ['A']],
    [
      'the old word of the API',
      '{"pipelineObjects": [{"id": "A", "name": "A", "slots": [{"key": "x", "stringValue": "1"}]}]}',
      'api',
      ['A'],
    ],
    [
      'what wraps the API',
      '{"pipelineId": "df-1", "pipelineObjects": [{"id": "A", "name": "A", "fields": []}]}',
      'api',
      ['A'],
    ],
    ['a wrapper of somebody', '{"definition": {"objects": [{"id": "A"}]}}', 'cli', ['A']],
    ['a list of the API', '[{"id": "A", "name": "A", "fields": []}]', 'api', ['A']],
    ['a list whose name lacks a letter', '{"object": [{"id": "A"}]}', 'cli', ['A']],
    [
      'a list of the API whose name has one too many',
      '{"pipelineObjectss": [{"id": "A", "fields": []}]}',
      'api',
      ['A'],
    ],
    ['a list of something else', '{"people": [{"id": "A"}]}', 'cli', []],
    ['other JSON', '{"name": "package", "scripts": {"a": "b"}}', 'cli', []],
    ['no JSON', 'hello', 'cli', []],
    ['nothing', '', 'cli', []],
  ])('%s is known for what it is', (_, text, dialect, ids) => {
    const document = read(text)
    expect(document.dialect).toBe(dialect)
    expect(document.definition.objects.map(one => one.id)).toEqual(ids)
  })
})

describe('places', () => {
  it.each(names)('are found again where they stand: %s', name => {
    const document = read(samples[name] ?? '')
    const places: Place[] = []
    for (const { id, fields } of document.definition.objects) {
      const counts = new Map<string, number>()
      for (const { key } of fields) {
        const occurrence = counts.get(key) ?? 0
        counts.set(key, occurrence + 1)
        places.push({ object: id, field: key, occurrence })
      }
      places.push({ object: id })
    }
    for (const parameter of document.definition.parameters)
      places.push({ parameter: parameter.id, field: 'type', occurrence: 0 })
    for (const value of document.definition.values) places.push({ value: value.id })
    for (const place of places) {
      const span = locate(document, place, place.field === undefined ? 'whole' : 'value')
      expect(span, JSON.stringify(place)).toBeDefined()
      expect(placeAt(document, (span?.offset ?? 0) + (place.field === undefined ? 0 : 1))).toMatchObject(place)
    }
  })

  it('that are missing lead to what should have them', () => {
    const text = '{"objects": [{"name": "n", "id": "A"}]}'
    const span = nearest(read(text), { object: 'A', field: 'type' })
    expect(text.slice(span.offset, span.offset + span.length)).toBe('"A"')
    expect(nearest(read(text), { object: 'Z' })).toEqual({ offset: 0, length: 0 })
  })

  it('have lines and columns that count from one, whatever ends a line', () => {
    expect(lineColumn('a\r\nbc\nd', 4)).toEqual({ line: 2, column: 2 })
    expect(lineColumn('a\r\nbc\nd', 6)).toEqual({ line: 3, column: 1 })
    expect(lineColumn('', 9)).toEqual({ line: 1, column: 1 })
  })
})

const guesses = new Set(['text/not-text', 'text/extra-member', 'text/unexpected'])

describe('mending', () => {
  it.each(names)('keeps the meaning and leaves nothing that has a remedy: %s', name => {
    const text = samples[name] ?? ''
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(text.length), fc.nat(8), junk), { maxLength: 3, size: 'max' }), changes => {
        let broken = text
        for (const [at, length, put] of changes) broken = broken.slice(0, at) + put + broken.slice(at + length)
        const before = read(broken)
        const edits = mendText().edits(before)
        const after = read(applyEdits(broken, edits))
        expect(applyEdits(after.text, invertEdits(broken, edits))).toBe(broken)
        // What stands where text should is kept as written, and so mended with it; what does not belong was a guess.
        if (!before.problems.some(({ code }) => guesses.has(code))) expect(after.definition).toEqual(before.definition)
      }),
      { numRuns: 150 },
    )
  })

  it('makes JSON of what only lacked its form', () => {
    const text = '\ufeff{\'objects\': [{"id": "A" "x": "one\n\ttwo",}, {"id": “B”, y: s3://b, "z": "\\d"}'
    expect(JSON.parse(applyEdits(text, mendText().edits(read(text))))).toEqual({
      objects: [
        { id: 'A', x: 'one\n\ttwo' },
        { id: 'B', y: 's3://b', z: '\\d' },
      ],
    })
  })
})
