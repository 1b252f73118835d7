import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addObject,
  type Command,
  connect,
  removeField,
  removeObjects,
  renameObject,
  setField,
  setName,
  setParameterAttribute,
} from '../../src/core/definition/commands.ts'
import type { Definition, PipelineObject } from '../../src/core/definition/model.ts'
import { reread } from '../../src/core/definition/reread.ts'
import { type Document, read } from '../../src/core/definition/text.ts'
import { projectGraph } from '../../src/core/graph/project.ts'
import { revalidate, type Validation, validate } from '../../src/core/validation/index.ts'
import type { Finding } from '../../src/core/validation/rule.ts'
import { everyExample } from './validation-examples/every.ts'
import { type Sample, textOf } from './validation-examples/example.ts'

const examples: readonly (readonly [Sample, Sample])[] = Object.values(everyExample)

/** Objects of all examples, with all that they say of themselves. */
const pool = examples.flat().flatMap(sample => read(textOf(sample)).definition.objects)
const ids = [...new Set([...pool.map(object => object.id), 'Nobody'])]
const fields = pool.flatMap(object => object.fields)

/** Findings as they can be compared: of fixes, what they would do. */
const said = (findings: readonly Finding[], document: Document) =>
  findings.map(({ code, severity, at, message, fixes }) => ({
    code,
    severity,
    at,
    message,
    fixes: fixes.map(({ label, command }) => ({ label, edits: command.edits(document) })),
  }))

/** The same as one text, which is quicker to compare. */
const spoken = (findings: readonly Finding[]): string =>
  findings
    .filter(({ at }) => !at.object?.startsWith('Filler'))
    .map(({ code, at, message, fixes }) => JSON.stringify([code, at, message, fixes.map(fix => fix.label)]))
    .join('\n')

/** The document with nothing remembered about it. */
const afresh = (document: Document) => structuredClone(document.definition)

const anyId = fc.constantFrom(...ids)
const anyObject = fc.constantFrom(...pool)
const anyField = fc.constantFrom(...fields)
const edits: fc.Arbitrary<Command> = fc.oneof(
  {
    arbitrary: fc
      .tuple(anyId, anyField)
      .map(([id, { key, stringValue, refValue }]) =>
        setField(id, key, refValue === undefined ? (stringValue ?? '') : { ref: refValue }),
      ),
    weight: 6,
  },
  { arbitrary: anyObject.map(addObject), weight: 4 },
  { arbitrary: fc.tuple(anyObject, anyId).map(([object, id]) => addObject({ ...object, id })), weight: 2 },
  { arbitrary: fc.tuple(anyId, anyField).map(([id, { key }]) => removeField(id, key)), weight: 2 },
  fc
    .tuple(anyId, fc.constantFrom('dependsOn', 'input', 'output', 'runsOn', 'parent', 'schedule'), anyId, fc.boolean())
    .map(([from, key, to, many]) => connect(from, key, to, many)),
  anyId.map(id => removeObjects([id])),
  fc.tuple(anyId, fc.string({ minLength: 1 })).map(([id, name]) => setName(id, name)),
  fc.tuple(anyId, anyId).map(([from, to]) => renameObject(from, to)),
  fc.constantFrom('Integer', 'String').map(type => setParameterAttribute('myX', 'type', type)),
)

/** Objects that say nothing of note, so many that those on either side of them are judged apart. */
const filler = (from: number): readonly PipelineObject[] =>
  Array.from({ length: 25 }, (_, i) => ({ id: `Filler${from + i}`, name: `Filler ${from + i}`, fields: quiet }))
const quiet = [{ key: 'type', stringValue: 'CSV' }]

const apart = ({ objects, parameters, values }: Definition): Definition => ({
  objects: [...objects.flatMap((object, i) => [object, ...filler(25 * i)]), ...filler(9_000)],
  parameters,
  values,
})

/** The definitions on the way from one to another, one object changed at a time. */
function* between(from: Definition, to: Definition): Generator<Definition> {
  const count = Math.max(from.objects.length, to.objects.length)
  const { parameters, values } = to
  for (let i = 0; i <= count; i++)
    yield apart({ objects: [...to.objects.slice(0, i), ...from.objects.slice(i)], parameters, values })
}

describe('what is worked out step by step', () => {
  it('equals what is worked out at once: findings, their fixes, cards and edges', () => {
    const start = fc.array(anyObject, { maxLength: 70, size: 'max' })
    fc.assert(
      fc.property(start, fc.array(edits, { maxLength: 12, size: 'max' }), (objects, plan) => {
        let document = read(JSON.stringify({ objects: [], parameters: [{ id: 'myX', type: 'String' }] }))
        for (const object of objects) document = reread(document, addObject(object).edits(document))
        let validation: Validation = revalidate(undefined, document.definition)
        for (const command of plan) {
          document = reread(document, command.edits(document))
          validation = revalidate(validation, document.definition)
          const fresh = afresh(document)
          expect(said(validation.findings, document)).toEqual(said(validate(fresh), document))
          expect(projectGraph(document.definition)).toEqual(projectGraph(fresh))
        }
      }),
      { numRuns: 40 },
    )
  })

  it('equals it for each rule where what it judges changes object by object', () => {
    for (const [wrong, right] of examples.map(pair => pair.map(one => read(textOf(one)).definition))) {
      // Those about how many objects there are would take long, and tell nothing here.
      if (!wrong || !right || Math.max(wrong.objects.length, right.objects.length) > 10) continue
      for (const [from, to] of [
        [wrong, right],
        [right, wrong],
      ] as const) {
        let validation: Validation | undefined
        for (const definition of between(from, to)) {
          validation = revalidate(validation, definition)
          expect(spoken(validation.findings)).toBe(spoken(validate(structuredClone(definition))))
        }
      }
    }
  })
})
