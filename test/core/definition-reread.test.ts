import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addObject,
  type Command,
  connect,
  removeObjects,
  setField,
  setName,
  typed,
} from '../../src/core/definition/commands.ts'
import type { TextEdit } from '../../src/core/definition/model.ts'
import { parse } from '../../src/core/definition/parse.ts'
import { readInSteps, reread, rereadInSteps } from '../../src/core/definition/reread.ts'
import { type Document, locate, placeAt, read, type TextNode } from '../../src/core/definition/text.ts'
import { samples } from './definition-samples.ts'
import { pipelineOf } from './pipeline-of.ts'

const names = Object.keys(samples)

/** A node with all that is in it, however it came to stand where it does. */
const plain = (node: TextNode | undefined): unknown =>
  node && {
    type: node.type,
    offset: node.offset,
    length: node.length,
    value: node.value,
    colonOffset: node.colonOffset,
    bare: node.bare,
    children: node.children?.map(plain),
  }

/** All that a document says, places included. */
const said = (document: Document) => ({
  text: document.text,
  dialect: document.dialect,
  definition: document.definition,
  problems: document.problems,
  objects: document.outline.objects.map(({ offset, length, node }) => ({ offset, length, node: plain(node) })),
  tree: plain(document.tree),
  values: document.outline.values.map(({ id, occurrence, value, whole, keyNode, list }) => [
    id,
    occurrence,
    ...[value, whole, keyNode, list].map(plain),
  ]),
})

function lastOf(steps: Iterator<undefined, Document>): Document {
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}

const typing = (text: string): fc.Arbitrary<readonly TextEdit[]> =>
  fc
    .tuple(
      fc.nat(text.length),
      fc.nat(3),
      fc.constantFrom('', 'x', '"', '{', '}', ',', ':', '\n', ' ', 'ref', '\\', '3'),
    )
    .map(([offset, length, put]) => [{ offset, length: Math.min(length, text.length - offset), text: put }])

const ids = fc.constantFrom('Default', 'Daily', 'Train', 'Clean', 'Check')
const commands: fc.Arbitrary<Command> = fc.oneof(
  fc
    .tuple(ids, fc.constantFrom('command', 'period', 'new'), fc.string())
    .map(([id, key, value]) => setField(id, key, value)),
  fc.tuple(ids, ids, fc.boolean()).map(([from, to, many]) => connect(from, 'dependsOn', to, many)),
  fc.tuple(ids, fc.string({ minLength: 1 })).map(([id, name]) => setName(id, name)),
  ids.map(id => removeObjects([id])),
  ids.map(id => addObject({ id: `${id}9`, name: id, fields: [] })),
)

describe('an element that has let go of what is in it', () => {
  it.each(names)('reads the same again, wherever it stands: %s', name => {
    for (const text of [samples[name] ?? '', `\n${samples[name]}`, `${samples[name]},`]) {
      const fresh = parse(text).elements.map(plain)
      const { elements } = read(text)
      expect(elements.map(plain)).toEqual(fresh)
      const moved = reread(read(text), [{ offset: 0, length: 0, text: '  ' }])
      expect(moved.elements.map(plain)).toEqual(parse(`  ${text}`).elements.map(plain))
    }
  })

  it('holds little: a thousand objects are no more than their text and what it says', () => {
    const { elements } = read(pipelineOf(1_000))
    expect(elements.length).toBe(1_000)
    expect(elements.filter(({ origin }) => origin.members)).toEqual([])
  })
})

describe('reading again', () => {
  it.each(names)('says the same as reading the whole text, step after step: %s', name => {
    const text = samples[name] ?? ''
    const steps = fc.array(
      fc.oneof(
        commands,
        fc.nat().chain(() => typing(text).map(typed)),
      ),
      { maxLength: 8, size: 'max' },
    )
    fc.assert(
      fc.property(steps, plan => {
        let document = read(text)
        for (const step of plan) {
          const edits = step.edits(document)
          if (edits.some(edit => edit.offset + edit.length > document.text.length)) continue
          document = reread(document, edits)
          const fresh = read(document.text)
          expect(document.definition).toEqual(fresh.definition)
          expect(step.edits(document)).toEqual(step.edits(fresh))
        }
        expect(said(document)).toEqual(said(read(document.text)))
      }),
      { numRuns: 60 },
    )
  })

  it.each(names)('says the same in small steps, in texts that are broken too: %s', name => {
    const text = samples[name] ?? ''
    fc.assert(
      fc.property(
        fc.array(typing(text), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 400 }),
        (all, stride) => {
          let document = lastOf(readInSteps(text, stride))
          expect(said(document)).toEqual(said(read(text)))
          for (const edits of all) {
            if (edits.some(edit => edit.offset + edit.length > document.text.length)) continue
            document = lastOf(rereadInSteps(document, edits, stride))
            expect(said(document)).toEqual(said(read(document.text)))
          }
        },
      ),
      { numRuns: 40 },
    )
  })

  it('takes over objects from a text in which another one is broken', () => {
    const before = read(samples.cli ?? '')
    const edits = [{ offset: before.text.indexOf('"period"'), length: 1, text: '' }]
    const broken = reread(before, edits)
    expect(broken.problems).not.toEqual(before.problems)
    const [same, others] = [broken, before].map(({ definition }) =>
      definition.objects.filter(one => one.id !== 'Daily'),
    )
    expect(same?.every((object, i) => object === others?.[i])).toBe(true)
    expect(broken.elements.filter((one, i) => one.origin === before.elements[i]?.origin).length).toBe(
      before.elements.length - 1,
    )
  })

  it('sees that a bare list is of the API no more', () => {
    const text = '[{"id": "A", "fields": [{"key": "x", "stringValue": "1"}]}]'
    const edits = [{ offset: text.indexOf('fields'), length: 1, text: '' }]
    expect(reread(read(text), edits).dialect).toBe(read(text.replace('fields', 'ields')).dialect)
  })

  it('keeps the objects that were not touched', () => {
    const before = read(samples.cli ?? '')
    const after = reread(before, setField('Train', 'command', 'a longer command than before').edits(before))
    const touched = after.definition.objects.filter((object, i) => object !== before.definition.objects[i])
    expect(touched.map(object => object.id)).toEqual(['Train'])
  })

  it('knows places behind the change', () => {
    const before = read(samples.tight ?? '')
    const after = reread(before, setField('Default', 'schedule', { ref: 'AnotherSchedule' }).edits(before))
    const span = locate(after, { object: 'Clean', field: 'type' }, 'value')
    expect(span && after.text.slice(span.offset, span.offset + span.length)).toBe('"ShellCommandActivity"')
    expect(placeAt(after, span?.offset ?? 0)).toEqual({ object: 'Clean', field: 'type', occurrence: 0 })
  })
})
