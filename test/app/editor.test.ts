import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { derive, graphOf } from '../../src/app/state/derived.ts'
import { createEditor, largeStep } from '../../src/app/state/editor.ts'
import {
  addField,
  addObject,
  type Command,
  connect,
  removeObjects,
  renameObject,
  replaceText,
  setField,
  typed,
} from '../../src/core/definition/commands.ts'
import { read } from '../../src/core/definition/text.ts'

const text = `{
  // kept
  "objects": [
    { "id": "Default", "name": "Default", "scheduleType": "ondemand" },
    { "id": "Load",   "type": "ShellCommandActivity", "command": "echo hi", "runsOn": { "ref": "Box" } },
    { "id": "Box", "type": "Ec2Resource", "terminateAfter": "1 hour" }
  ]
}
`

const atNoon = (clock = { now: 0 }) => ({ editor: createEditor(text, {}, () => clock.now), clock })

describe('the history of a document', () => {
  it('undoes and redoes whatever was done, to the same characters', () => {
    fc.assert(
      fc.property(fc.array(anyDeed, { maxLength: 25, size: 'max' }), deeds => {
        const { editor, clock } = atNoon()
        const seen = [{ text, pins: editor.getState().pins }]
        for (const deed of deeds) {
          clock.now += 1000
          deed(editor)
          const { document, pins, past } = editor.getState()
          if (past.length === seen.length) seen.push({ text: document.text, pins })
        }
        const end = seen.at(-1)
        for (const state of [...seen].reverse().slice(1)) {
          editor.getState().undo()
          expect({ text: editor.getState().document.text, pins: editor.getState().pins }).toEqual(state)
        }
        for (const _ of seen.slice(1)) editor.getState().redo()
        expect({ text: editor.getState().document.text, pins: editor.getState().pins }).toEqual(end)
      }),
      { numRuns: 60 },
    )
  })

  it('takes keys typed in one go for one step', () => {
    const { editor, clock } = atNoon()
    for (const value of ['e', 'ec', 'ech', 'echo']) {
      clock.now += 100
      editor.getState().run(setField('Load', 'command', value), { merge: 'Load/command' })
    }
    clock.now += 501
    editor.getState().run(setField('Load', 'command', 'echo 1'), { merge: 'Load/command' })
    expect(editor.getState().past).toHaveLength(2)
    editor.getState().undo()
    expect(editor.getState().document.text).toContain('"command": "echo"')
    editor.getState().undo()
    expect(editor.getState().document.text).toBe(text)
  })

  it('forgets the future once something new is done', () => {
    const { editor } = atNoon()
    editor.getState().run(setField('Load', 'command', 'a'))
    editor.getState().undo()
    editor.getState().run(setField('Load', 'command', 'b'))
    expect(editor.getState().future).toEqual([])
  })

  it('does not count what changes nothing', () => {
    const { editor } = atNoon()
    editor.getState().run(setField('Load', 'command', 'echo hi'))
    editor.getState().run(removeObjects(['Nobody']))
    expect(editor.getState().past).toEqual([])
  })

  it('moves the pin of a card along when its object is renamed', () => {
    const { editor } = atNoon()
    editor.getState().pin('Move Load', { Load: { x: 8, y: 9 } })
    editor.getState().run(renameObject('Load', 'LoadOrders'))
    expect(editor.getState().pins).toEqual({ LoadOrders: { x: 8, y: 9 } })
    editor.getState().undo()
    expect(editor.getState().pins).toEqual({ Load: { x: 8, y: 9 } })
  })
})

describe('a broken text', () => {
  const broken = () => {
    const { editor } = atNoon()
    const offset = text.indexOf('{ "id": "Box"')
    editor.getState().run(typed([{ offset, length: text.length - offset, text: '{ "id": "Bo' }]), { by: 'source' })
    return editor
  }
  const shown = (editor: ReturnType<typeof createEditor>) => {
    const { document, whole } = editor.getState()
    return derive(document, whole)
  }

  it('keeps what it hides on the canvas, marked', () => {
    const { broken: isBroken, definition, hidden } = shown(broken())
    expect(isBroken).toBe(true)
    expect(hidden).toContain('Box')
    expect(graphOf(definition).cards.map(card => card.id)).toEqual(expect.arrayContaining(['Default', 'Load', 'Box']))
  })

  it('can still be edited from the canvas', () => {
    const editor = broken()
    editor.getState().run(setField('Load', 'command', 'echo more'))
    expect(editor.getState().document.text).toContain('echo more')
    editor.getState().run(removeObjects(['Load']))
    expect(shown(editor).definition.objects.map(object => object.id)).not.toContain('Load')
  })

  it('is whole again after an undo', () => {
    const editor = broken()
    editor.getState().undo()
    expect(shown(editor)).toMatchObject({ broken: false, hidden: new Set() })
  })
})

type Deed = (editor: ReturnType<typeof createEditor>) => void

const anyId = fc.constantFrom('Default', 'Load', 'Box', 'New1', 'New2', 'Nobody')
const running =
  (command: Command): Deed =>
  editor =>
    editor.getState().run(command)

const anyDeed: fc.Arbitrary<Deed> = fc.oneof(
  fc
    .tuple(anyId, fc.constantFrom('command', 'myNote', 'name'), fc.string({ maxLength: 6 }))
    .map(all => running(setField(...all))),
  fc
    .tuple(anyId, fc.constantFrom('scriptArgument', 'myList'), fc.string({ maxLength: 4 }))
    .map(all => running(addField(...all))),
  anyId.map(id => running(addObject({ id, name: id, fields: [{ key: 'type', stringValue: 'S3DataNode' }] }))),
  fc.tuple(anyId, anyId).map(([from, to]) => running(connect(from, 'input', to, true))),
  fc.tuple(anyId, anyId).map(([from, to]) => running(renameObject(from, to))),
  fc.array(anyId, { maxLength: 3 }).map(ids => running(removeObjects(ids))),
  fc.tuple(anyId, fc.integer({ min: -9, max: 9 })).map(
    ([id, x]): Deed =>
      editor =>
        editor.getState().pin(`Move ${id}`, { ...editor.getState().pins, [id]: { x, y: 0 } }),
  ),
  fc.nat(400).map(
    (at): Deed =>
      editor => {
        const offset = Math.min(at, editor.getState().document.text.length)
        editor.getState().run(typed([{ offset, length: 0, text: '"' }]), { by: 'source' })
      },
  ),
)

describe('a large change', () => {
  const objects = Array.from(
    { length: 3_000 },
    (_, n) => `{ "id": "Node${n}", "type": "S3DataNode", "filePath": "s3://a/${n}" }`,
  )
  const large = `{ "objects": [${objects.join(',\n')}] }`
  const replaced = {
    ...typed([]),
    edits: ({ text }: { text: string }) => [{ offset: 0, length: text.length, text: large }],
  }

  it('is read in slices, while what was there before stays', async () => {
    const { editor } = atNoon()
    const before = editor.getState().document
    const arrived = editor.getState().runInSlices(replaced)
    expect(editor.getState()).toMatchObject({ document: before, reading: large.length })
    await arrived
    expect(editor.getState()).toMatchObject({ document: { text: large }, reading: 0 })
    expect(editor.getState().document.definition).toEqual(read(large).definition)
    editor.getState().undo()
    expect(editor.getState().document.text).toBe(text)
  })

  it('comes before whatever is done while it is read', async () => {
    const { editor } = atNoon()
    const arrived = editor.getState().runInSlices(replaced)
    editor.getState().run(setField('Node7', 'filePath', 's3://b/'))
    await arrived
    expect(editor.getState().document.text).toBe(large.replace('s3://a/7"', 's3://b/"'))
    expect(editor.getState().past.length).toBe(2)
  })

  it('is taken back by an undo before it has been read', async () => {
    const { editor } = atNoon()
    const arrived = editor.getState().runInSlices(replaced)
    editor.getState().undo()
    await arrived
    expect(editor.getState()).toMatchObject({ document: { text }, reading: 0 })
  })

  it('is read in slices too when it is done again', async () => {
    const { editor } = atNoon()
    const larger = large.padEnd(largeStep * 2)
    editor.getState().run(replaceText(larger))
    editor.getState().undo()
    const before = editor.getState().document
    editor.getState().redo()
    expect(editor.getState().document).toBe(before)
    expect(editor.getState().reading).toBeGreaterThan(largeStep)
    await expect.poll(() => editor.getState().reading).toBe(0)
    expect(editor.getState()).toMatchObject({ document: { text: larger }, future: [] })
  })

  it('is there before the next step back or forth', () => {
    const { editor } = atNoon()
    const larger = large.padEnd(largeStep * 2)
    editor.getState().run(replaceText(larger))
    editor.getState().run(setField('Node7', 'filePath', 's3://b/'))
    for (let count = 0; count < 2; count += 1) editor.getState().undo()
    for (let count = 0; count < 2; count += 1) editor.getState().redo()
    expect(editor.getState().document.text).toBe(larger.replace('s3://a/7"', 's3://b/"'))
    expect(editor.getState()).toMatchObject({ reading: 0, future: [] })
  })
})
