import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyEdits } from '../../../src/core/definition/edit.ts'
import type { Definition } from '../../../src/core/definition/model.ts'
import { read } from '../../../src/core/definition/text.ts'
import { writeCli } from '../../../src/core/formats/cli.ts'
import { become, takeBack, takeBackRefused } from '../../../src/core/versions/become.ts'
import { changesBetween } from '../../../src/core/versions/changes.ts'
import { differencesBetween } from '../../../src/core/versions/differences.ts'
import { mergeDefinitions } from '../../../src/core/versions/merge.ts'
import { mergeTexts as mergeByLines } from '../../../src/core/versions/merge-texts.ts'
import { refusals } from '../../../src/core/versions/rules.ts'
import { samples } from '../definition-samples.ts'

/** The text after a merge, as the designer makes it. */
function mergeTexts(base: string, mine: string, theirs: string) {
  const [b, m, t] = [base, mine, theirs].map(read)
  if (!b || !m || !t) throw new Error('Three texts make a merge.')
  const merged = mergeDefinitions(b.definition, m.definition, t.definition)
  const text = applyEdits(m.text, become('Merge', merged.definition, merged.renames).edits(m))
  return { text, ...merged }
}

const meansThe = (text: string, definition: Definition) =>
  expect(differencesBetween(read(text).definition, definition)).toEqual([])

const base = `{
  // Loads what came in the night.
  "objects": [
    { "id": "Machine", "type": "Ec2Resource", "terminateAfter": "1 hour" },
    {
      "id": "Load", /* the first */
      "type": "ShellCommandActivity",
      "command": "load", // quick
      "runsOn": { "ref": "Machine" }
    },
    { "id": "Train", "type": "ShellCommandActivity", "command": "train", "dependsOn": { "ref": "Load" } }
  ]
}
`
const edited = (...changes: readonly (readonly [string, string])[]) =>
  changes.reduce((text, [from, to]) => {
    expect(text).toContain(from)
    return text.replaceAll(from, to)
  }, base)

describe('a merge', () => {
  it('takes what each changed and keeps every comment of mine', () => {
    const mine = edited(['"train"', '"train --fast"'], ['// quick', '// quick, mostly'])
    const theirs = edited(['"1 hour"', '"3 hours"'], ['"load"', '"load --all"'])
    const { text, conflicts } = mergeTexts(base, mine, theirs)
    expect(conflicts).toEqual([])
    expect(text).toBe(mine.replace('"1 hour"', '"3 hours"').replace('"load"', '"load --all"'))
  })

  it('lists what both changed, and keeps mine until somebody chooses', () => {
    const [b, m, t] = [base, edited(['"load"', '"mine"']), edited(['"load"', '"theirs"'])].map(
      one => read(one).definition,
    )
    if (!b || !m || !t) return
    const { conflicts, definition } = mergeDefinitions(b, m, t)
    expect(conflicts).toMatchObject([
      { key: 'object/Load/command', field: 'command', why: 'both changed', values: { base: [{ text: 'load' }] } },
    ])
    expect(differencesBetween(definition, m)).toEqual([])
    for (const [choice, wanted] of [
      ['mine', m],
      ['theirs', t],
      ['base', b],
    ] as const)
      expect(
        differencesBetween(mergeDefinitions(b, m, t, { 'object/Load/command': choice }).definition, wanted),
      ).toEqual([])
  })

  it('does not take away what the other side changed or began to use', () => {
    const gone = edited(
      [', "dependsOn": { "ref": "Load" }', ''],
      [base.slice(base.indexOf('    {\n'), base.indexOf('    { "id": "Train"')), ''],
    )
    const changed = mergeTexts(base, edited(['"load"', '"load --all"']), gone)
    expect(changed.conflicts.map(one => [one.id, one.why])).toEqual([['Load', 'removed by them']])
    expect(read(changed.text).definition.objects.map(one => one.id)).toContain('Load')
    const used = mergeTexts(base, edited(['"1 hour" }', '"1 hour", "onFail": { "ref": "Load" } }']), gone)
    expect(used.conflicts.map(one => [one.id, one.why])).toEqual([['Load', 'removed by them, used by you']])
    const other = mergeTexts(base, gone, edited(['"load"', '"load --all"']))
    expect(other.conflicts.map(one => [one.id, one.why])).toEqual([['Load', 'removed by you']])
  })

  it('follows a rename of theirs in the text, so that what is said about the object stays with it', () => {
    const theirs = edited(['"Load"', '"Fetch"'])
    const { text, conflicts } = mergeTexts(base, edited(['"load"', '"load --all"']), theirs)
    expect(conflicts).toEqual([])
    expect(text).toBe(theirs.replace('"load"', '"load --all"'))
  })

  it('brings their changes to what I renamed', () => {
    const { text, conflicts } = mergeTexts(base, edited(['"Load"', '"Fetch"']), edited(['"load"', '"load --all"']))
    expect(conflicts).toEqual([])
    expect(text).toBe(edited(['"Load"', '"Fetch"'], ['"load"', '"load --all"']))
  })
})

describe('a merge line by line', () => {
  const [m, t] = [
    edited(['// quick', '// quick, mostly']),
    edited(['// Loads', '// Really loads'], ['"1 hour"', '"3 hours"']),
  ]
  const merged = () => mergeDefinitions(read(base).definition, read(m).definition, read(t).definition).definition

  it('keeps the comments of both', () => {
    expect(mergeByLines(base, m, t, merged())).toBe(
      edited(['// quick', '// quick, mostly'], ['// Loads', '// Really loads'], ['"1 hour"', '"3 hours"']),
    )
  })

  it('takes once what both changed alike', () => {
    expect(mergeByLines(base, t, t, read(t).definition)).toBe(t)
  })

  it('leaves it to the fields where both changed one line, or where lines would say something else', () => {
    const other = edited(['// quick', '// slow'])
    expect(mergeByLines(base, m, other, merged())).toBeUndefined()
    expect(mergeByLines(base, m, t, read(base).definition)).toBeUndefined()
  })
})

const ids = ['A', 'B', 'C', 'D', 'E']
const texts = fc.constantFrom('x', 'y', 'z', 'two words', '#{A}')
const fieldsOf = fc.uniqueArray(
  fc.record({
    key: fc.constantFrom('type', 'command', 'input', 'dependsOn', 'scriptArgument', 'myNote'),
    values: fc.array(
      fc.oneof(
        texts.map(stringValue => ({ stringValue })),
        fc.constantFrom(...ids).map(refValue => ({ refValue })),
      ),
      { minLength: 1, maxLength: 3 },
    ),
  }),
  { selector: one => one.key, maxLength: 4 },
)
const objects = fc.uniqueArray(
  fc.record({ id: fc.constantFrom(...ids), name: fc.constantFrom('', 'one', 'two'), fields: fieldsOf }),
  { selector: one => one.id, maxLength: 5 },
)
const definitions: fc.Arbitrary<Definition> = fc
  .record({
    objects,
    parameters: fc.uniqueArray(
      fc.record({
        id: fc.constantFrom('myA', 'myB'),
        attributes: fc.uniqueArray(fc.record({ key: fc.constantFrom('type', 'default'), stringValue: texts }), {
          selector: one => one.key,
        }),
      }),
      { selector: one => one.id },
    ),
    values: fc.uniqueArray(fc.record({ id: fc.constantFrom('myA', 'myB'), stringValue: texts }), {
      selector: one => one.id,
    }),
  })
  .map(({ objects, parameters, values }) => ({
    objects: objects.map(({ id, name, fields }) => ({
      id,
      name: name || id,
      fields: fields.flatMap(({ key, values }) => values.map(value => ({ key, ...value }))),
    })),
    parameters,
    values,
  }))

/** A text with what it says, so that laws speak of texts as people have them. */
const write = (definition: Definition) => read(writeCli(definition))
const written = definitions.map(write)

/** What one person does in a sitting: here a field, there an object that comes or goes. */
const move: fc.Arbitrary<(now: Definition) => Definition> = fc.oneof(
  fc.record({ id: fc.constantFrom(...ids), fields: fieldsOf }).map(({ id, fields }) => (now: Definition) => ({
    ...now,
    objects: now.objects.map(object => {
      const [field] = fields
      if (object.id !== id || !field) return object
      const others = object.fields.filter(one => one.key !== field.key)
      return { ...object, fields: [...others, ...field.values.map(value => ({ key: field.key, ...value }))] }
    }),
  })),
  fc.constantFrom(...ids).map(id => (now: Definition) => ({
    ...now,
    objects: now.objects.filter(object => object.id !== id),
  })),
  objects.map(([made]) => (now: Definition) => ({
    ...now,
    objects:
      made && !now.objects.some(one => one.id === made.id)
        ? [...now.objects, { id: made.id, name: made.id, fields: [{ key: 'command', stringValue: 'new' }] }]
        : now.objects,
  })),
  texts.map(stringValue => (now: Definition) => ({ ...now, values: [{ id: 'myA', stringValue }] })),
)
const moves = fc.array(move, { minLength: 1, maxLength: 3, size: 'max' })
/** A text, and what two people made of it. */
const apart = fc.record({ base: definitions, mine: moves, theirs: moves }).map(({ base, mine, theirs }) => {
  const after = (steps: readonly ((now: Definition) => Definition)[]) => steps.reduce((now, step) => step(now), base)
  return { b: write(base), m: write(after(mine)), t: write(after(theirs)) }
})

describe('laws of merging', () => {
  it('what nobody else touched stays to the character', () => {
    fc.assert(
      fc.property(written, written, (b, m) => {
        expect(mergeTexts(b.text, m.text, b.text)).toMatchObject({ conflicts: [], text: m.text })
      }),
    )
  })

  it('where I changed nothing, theirs is what comes out', () => {
    fc.assert(
      fc.property(written, written, (b, t) => {
        const merged = mergeTexts(b.text, b.text, t.text)
        expect(merged.conflicts).toEqual([])
        meansThe(merged.text, t.definition)
      }),
    )
  })

  it('both sides agree on the conflicts and, without any, on the outcome', () => {
    let clean = 0
    fc.assert(
      fc.property(apart, ({ b, m, t }) => {
        const [one, other] = [mergeTexts(b.text, m.text, t.text), mergeTexts(b.text, t.text, m.text)]
        expect(one.conflicts.map(c => c.key).sort()).toEqual(other.conflicts.map(c => c.key).sort())
        if (one.conflicts.length > 0) return
        clean += 1
        meansThe(one.text, read(other.text).definition)
      }),
      { numRuns: 400 },
    )
    expect(clean, 'a law that is never tried proves nothing').toBeGreaterThan(20)
  })

  it('nothing that one side changed is lost where the other left it alone', () => {
    fc.assert(
      fc.property(apart, ({ b, m, t }) => {
        const { text, conflicts } = mergeTexts(b.text, m.text, t.text)
        const result = read(text).definition
        const place = (one: { object?: string; parameter?: string; value?: string; field?: string }) =>
          `${one.object ?? one.parameter ?? one.value}/${one.field ?? ''}`
        const touched = (side: Definition) => differencesBetween(b.definition, side)
        const open = conflicts.map(one => one.id)
        const renamed = new Set(
          [m, t].flatMap(side =>
            changesBetween(b.definition, side.definition).flatMap(one =>
              one.was === undefined ? [] : [one.was, one.id],
            ),
          ),
        )
        if (renamed.size > 0) return
        for (const [mine, theirs] of [
          [m.definition, t.definition],
          [t.definition, m.definition],
        ] as const) {
          const others = new Set(touched(theirs).map(place))
          const whole = new Set(touched(theirs).map(one => one.object ?? one.parameter ?? one.value))
          const left = new Set(differencesBetween(result, mine).map(place))
          for (const change of touched(mine)) {
            const id = change.object ?? change.parameter ?? change.value ?? ''
            if (open.includes(id) || others.has(place(change)) || (change.field === undefined && whole.has(id)))
              continue
            if (others.has(`${id}/`)) continue
            expect(left.has(place(change)), place(change)).toBe(false)
          }
        }
      }),
      { numRuns: 400 },
    )
  })
})

describe('a text that becomes another definition', () => {
  it('means it in the end, whatever it was', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(samples)), definitions, (text, target) => {
        const document = read(text)
        meansThe(applyEdits(text, become('Become', target).edits(document)), target)
      }),
      { numRuns: 300 },
    )
  })

  it('stays as it is where it means it already', () => {
    for (const text of Object.values(samples))
      expect(become('Become', read(text).definition).edits(read(text))).toEqual([])
  })

  it('takes back one change, and then the next, until it means what was before', () => {
    fc.assert(
      fc.property(written, written, (b, m) => {
        let text = m.text
        for (let left = 40; left > 0; left -= 1) {
          const now = read(text)
          const [change] = changesBetween(b.definition, now.definition)
          if (!change) break
          text = applyEdits(text, takeBack(b.definition, now.definition, change).edits(now))
        }
        meansThe(text, b.definition)
      }),
    )
  })

  it('takes back all that would be refused, and leaves what is allowed', () => {
    fc.assert(
      fc.property(apart, ({ b, m }) => {
        const text = applyEdits(m.text, takeBackRefused(b.definition).edits(m))
        expect(refusals(b.definition, read(text).definition)).toEqual([])
      }),
      { numRuns: 300 },
    )
    const active = read(base)
    const now = read(edited(['"train"', '"train --fast"'], [', "dependsOn": { "ref": "Load" }', '']))
    expect(applyEdits(now.text, takeBackRefused(active.definition).edits(now))).toBe(
      edited(['"train"', '"train --fast"']),
    )
  })
})
