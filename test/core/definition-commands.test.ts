import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addField,
  addObjects,
  addParameter,
  type Command,
  connect,
  copyIds,
  disconnect,
  duplicateObjects,
  type FieldValue,
  freeId,
  removeField,
  removeObjects,
  removeParameter,
  renameObject,
  setField,
  setFieldList,
  setName,
  setParameterAttribute,
  setParameterValue,
} from '../../src/core/definition/commands.ts'
import { applyEdits, invertEdits } from '../../src/core/definition/edit.ts'
import type { Definition, Field, PipelineObject, Span, TextEdit } from '../../src/core/definition/model.ts'
import { type Document, read, type TextNode } from '../../src/core/definition/text.ts'
import { samples } from './definition-samples.ts'

const asField = (key: string, value: FieldValue): Field =>
  typeof value === 'string' ? { key, stringValue: value } : { key, refValue: value.ref }

/** Comments and where they stand; what looks like one inside text is none. */
const comments = (text: string) =>
  [...text.matchAll(/"(?:[^"\\]|\\[\s\S])*"|\/\/[^\r\n]*|\/\*.*?\*\//g)]
    .filter(match => match[0].startsWith('/'))
    .map(match => ({ offset: match.index, length: match[0].length, text: match[0] }))

const within = (inner: Span, outer: Span) =>
  inner.offset >= outer.offset && inner.offset + inner.length <= outer.offset + outer.length

const nodesOf = (node: TextNode): readonly TextNode[] => [node, ...(node.children ?? []).flatMap(nodesOf)]

/** Comments that must survive edits: all but those inside something that goes as a whole. */
const lasting = (document: Document, edits: readonly TextEdit[]) => {
  const gone = (document.tree ? nodesOf(document.tree) : []).filter(node => edits.some(edit => within(node, edit)))
  return comments(document.text).filter(comment => !gone.some(node => within(comment, node)))
}

/** A command and what it should do to a definition, order of the fields of an object aside. */
interface Move {
  readonly command: (definition: Definition) => Command
  readonly expected: (definition: Definition) => Definition
}

const onObject = (
  definition: Definition,
  id: string,
  change: (object: PipelineObject) => PipelineObject,
): Definition => {
  const first = definition.objects.findIndex(object => object.id === id)
  return { ...definition, objects: definition.objects.map((object, i) => (i === first ? change(object) : object)) }
}

const put = (fields: readonly Field[], key: string, values: readonly Field[]) => [
  ...fields.filter(field => field.key !== key),
  ...values,
]

const own = (object: PipelineObject, key: string) => object.fields.filter(field => field.key === key)

const ids = fc.constantFrom('Default', 'Daily', 'Train', 'Check', 'Clean', 'Machine', 'Raw')
const keys = fc.constantFrom('command', 'dependsOn', 'period', 'input', 'scriptArgument', 'securityGroups', 'new')
const texts = fc.oneof(fc.constantFrom('x', 'a "b" \\ c', 'two\nlines', 'é', '', '// no comment', '}],'), fc.string())
const value: fc.Arbitrary<FieldValue> = fc.oneof(
  texts,
  ids.map(ref => ({ ref })),
)

const moves: fc.Arbitrary<Move> = fc.oneof(
  fc.record({ id: ids, key: keys, value, occurrence: fc.nat(2) }).map(
    ({ id, key, value, occurrence }): Move => ({
      command: () => setField(id, key, value, occurrence),
      expected: definition =>
        onObject(definition, id, object => {
          const now = own(object, key)
          const next = now[occurrence]
            ? now.map((field, i) => (i === occurrence ? asField(key, value) : field))
            : [...now, asField(key, value)]
          return { ...object, fields: put(object.fields, key, next) }
        }),
    }),
  ),
  fc.record({ id: ids, key: keys, value }).map(
    ({ id, key, value }): Move => ({
      command: () => addField(id, key, value),
      expected: definition =>
        onObject(definition, id, object => ({
          ...object,
          fields: put(object.fields, key, [...own(object, key), asField(key, value)]),
        })),
    }),
  ),
  fc.record({ id: ids, key: keys, occurrence: fc.option(fc.nat(2), { nil: undefined }) }).map(
    ({ id, key, occurrence }): Move => ({
      command: () => removeField(id, key, occurrence),
      expected: definition =>
        onObject(definition, id, object => ({
          ...object,
          fields: put(
            object.fields,
            key,
            occurrence === undefined ? [] : own(object, key).filter((_, i) => i !== occurrence),
          ),
        })),
    }),
  ),
  fc.record({ id: ids, key: keys, values: fc.array(value, { maxLength: 4 }) }).map(
    ({ id, key, values }): Move => ({
      command: () => setFieldList(id, key, values),
      expected: definition =>
        onObject(definition, id, object => ({
          ...object,
          fields: put(
            object.fields,
            key,
            values.map(one => asField(key, one)),
          ),
        })),
    }),
  ),
  fc.record({ from: ids, to: ids, many: fc.boolean() }).map(
    ({ from, to, many }): Move => ({
      command: () => connect(from, 'dependsOn', to, many),
      expected: definition =>
        onObject(definition, from, object => {
          const now = own(object, 'dependsOn')
          const link = { key: 'dependsOn', refValue: to }
          if (now.some(field => field.refValue === to)) return object
          const next = many ? [...now, link] : [link, ...now.slice(1)]
          return { ...object, fields: put(object.fields, 'dependsOn', next) }
        }),
    }),
  ),
  fc.record({ from: ids, to: ids }).map(
    ({ from, to }): Move => ({
      command: () => disconnect(from, 'dependsOn', to),
      expected: definition =>
        onObject(definition, from, object => ({
          ...object,
          fields: put(
            object.fields,
            'dependsOn',
            own(object, 'dependsOn').filter(field => field.refValue !== to),
          ),
        })),
    }),
  ),
  fc.subarray(['Default', 'Daily', 'Train', 'Check', 'Clean', 'Raw', 'Labels']).map(
    (doomed): Move => ({
      command: () => removeObjects(doomed),
      expected: definition => ({
        ...definition,
        objects: definition.objects
          .filter(object => !doomed.includes(object.id))
          .map(object => ({
            ...object,
            fields: object.fields.filter(field => !doomed.includes(field.refValue ?? '')),
          })),
      }),
    }),
  ),
  fc.record({ from: ids, to: fc.constantFrom('Other', 'Train', 'Third') }).map(
    ({ from, to }): Move => ({
      command: () => renameObject(from, to),
      expected: definition =>
        !definition.objects.some(o => o.id === from) || definition.objects.some(o => o.id === to)
          ? definition
          : {
              ...definition,
              objects: definition.objects.map(object => ({
                id: object.id === from ? to : object.id,
                name: object.id === from && object.name === from ? to : object.name,
                fields: object.fields.map(field =>
                  field.refValue === from ? { key: field.key, refValue: to } : field,
                ),
              })),
            },
    }),
  ),
  fc.record({ id: ids, name: texts.filter(name => name !== '') }).map(
    ({ id, name }): Move => ({
      command: () => setName(id, name),
      expected: definition => onObject(definition, id, object => ({ ...object, name })),
    }),
  ),
  fc
    .array(fc.record({ stem: ids, fields: fc.array(fc.tuple(keys, value), { maxLength: 5 }) }), { maxLength: 3 })
    .map((wanted): Move => {
      const make = (definition: Definition) => {
        const taken = new Set<string>()
        return wanted.map(({ stem, fields }) => {
          const id = freeId(definition, stem, taken)
          taken.add(id)
          return { id, name: `Name of ${id}`, fields: fields.map(([key, one]) => asField(key, one)) }
        })
      }
      return {
        command: definition => addObjects(make(definition)),
        expected: definition => ({ ...definition, objects: [...definition.objects, ...make(definition)] }),
      }
    }),
  fc.subarray(['Daily', 'Train', 'Check', 'Clean', 'Labels']).map(
    (originals): Move => ({
      command: () => duplicateObjects(originals),
      expected: definition => {
        const copies = copyIds(definition, originals)
        const seen = new Set<string>()
        return {
          ...definition,
          objects: definition.objects.flatMap(object => {
            const id = copies.get(object.id)
            if (id === undefined || seen.has(object.id)) return [object]
            seen.add(object.id)
            const name = object.name === object.id ? id : object.name
            const fields = object.fields.map(field => {
              const to = copies.get(field.refValue ?? '')
              return to === undefined ? field : { key: field.key, refValue: to }
            })
            return [object, { id, name, fields }]
          }),
        }
      },
    }),
  ),
  fc
    .record({
      id: fc.constantFrom('myBucket', 'myLogs'),
      key: fc.constantFrom('type', 'allowedValues', 'help'),
      values: fc.array(texts, { maxLength: 3 }),
    })
    .map(
      ({ id, key, values }): Move => ({
        command: () => setParameterAttribute(id, key, values),
        expected: definition => ({
          ...definition,
          parameters: definition.parameters.map(parameter =>
            parameter.id !== id
              ? parameter
              : {
                  id,
                  attributes: [
                    ...parameter.attributes.filter(one => one.key !== key),
                    ...values.map(stringValue => ({ key, stringValue })),
                  ],
                },
          ),
        }),
      }),
    ),
  fc.record({ id: fc.constantFrom('myBucket', 'myLogs', 'myOther'), values: fc.array(texts, { maxLength: 3 }) }).map(
    ({ id, values }): Move => ({
      command: () => setParameterValue(id, values),
      expected: definition => ({
        ...definition,
        values: [
          ...definition.values.filter(one => one.id !== id),
          ...values.map(stringValue => ({ id, stringValue })),
        ],
      }),
    }),
  ),
  fc.constantFrom('myBucket', 'myLogs').map(
    (id): Move => ({
      command: () => removeParameter(id),
      expected: definition => ({
        ...definition,
        parameters: definition.parameters.filter(one => one.id !== id),
        values: definition.values.filter(one => one.id !== id),
      }),
    }),
  ),
  fc.constantFrom('myNew', '*mySecret').map(
    (id): Move => ({
      command: definition =>
        definition.parameters.some(one => one.id === id)
          ? removeParameter('nobody')
          : addParameter({
              id,
              attributes: [
                { key: 'type', stringValue: 'String' },
                { key: 'allowedValues', stringValue: 'a' },
                { key: 'allowedValues', stringValue: 'b' },
              ],
            }),
      expected: definition =>
        definition.parameters.some(one => one.id === id)
          ? definition
          : {
              ...definition,
              parameters: [
                ...definition.parameters,
                {
                  id,
                  attributes: [
                    { key: 'type', stringValue: 'String' },
                    { key: 'allowedValues', stringValue: 'a' },
                    { key: 'allowedValues', stringValue: 'b' },
                  ],
                },
              ],
            },
    }),
  ),
)

/** The same definition with everything in an order of its own. */
const settled = ({ objects, parameters, values }: Definition) => ({
  objects: objects.map(object => ({ ...object, fields: byKey(object.fields) })),
  parameters: parameters.map(parameter => ({ ...parameter, attributes: byKey(parameter.attributes) })),
  values: values.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)),
})

const byKey = <T extends { readonly key: string }>(fields: readonly T[]) =>
  fields.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))

/** What is wrong with the text: a command may mend some of it, but must not add to it. */
const codes = (document: Document) => [...new Set(document.problems.map(problem => problem.code))]

const names = Object.keys(samples)

describe('commands', () => {
  it.each(names)('mean the same to the text as to the definition, and can be taken back: %s', name => {
    fc.assert(
      fc.property(fc.array(moves, { minLength: 1, maxLength: 12, size: 'max' }), plan => {
        let text = samples[name] ?? ''
        for (const move of plan) {
          const document = read(text)
          const edits = move.command(document.definition).edits(document)
          const next = applyEdits(text, edits)
          expect(applyEdits(next, invertEdits(text, edits))).toBe(text)
          expect(codes(document)).toEqual(expect.arrayContaining(codes(read(next))))
          expect(settled(read(next).definition)).toEqual(settled(move.expected(document.definition)))
          expect(comments(next).map(one => one.text)).toEqual(
            expect.arrayContaining(lasting(document, edits).map(one => one.text)),
          )
          text = next
        }
        expect(text.startsWith('\ufeff')).toBe(samples[name]?.startsWith('\ufeff'))
        if (name === 'windows') expect(text.replaceAll('\r\n', '')).not.toContain('\n')
      }),
      { numRuns: 120 },
    )
  })

  it.each(names)('can be taken back on broken text too, and never throw: %s', name => {
    const text = samples[name] ?? ''
    const damage = fc.array(
      fc.tuple(
        fc.nat(text.length),
        fc.nat(20),
        fc.constantFrom('', '{', '}', '[', ']', '"', ',', ':', '\n', '//', '“'),
      ),
      {
        maxLength: 4,
        size: 'max',
      },
    )
    fc.assert(
      fc.property(damage, moves, (changes, move) => {
        let broken = text
        for (const [at, length, put] of changes) broken = broken.slice(0, at) + put + broken.slice(at + length)
        const document = read(broken)
        const edits = move.command(document.definition).edits(document)
        const next = applyEdits(broken, edits)
        expect(applyEdits(next, invertEdits(broken, edits))).toBe(broken)
      }),
      { numRuns: 200 },
    )
  })
})
