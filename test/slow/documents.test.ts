import { describe, expect, it } from 'vitest'
import { createEditor } from '../../src/app/state/editor.ts'
import { type Command, removeObjects, setField, setName } from '../../src/core/definition/commands.ts'
import { applyEdits } from '../../src/core/definition/edit.ts'
import type { Definition, Span, TextEdit } from '../../src/core/definition/model.ts'
import { type Document, read } from '../../src/core/definition/text.ts'
import { type Dice, diceOf, grouped, seed, sizeOf, tell } from './dice.ts'
import { anyText, type Written, writeDocument } from './writing.ts'

/** Documents in every manner of writing, each with its own knowledge of what it says and where. */
const count = sizeOf('DOCUMENTS', 1_000)

function forEach(law: (written: Written, document: Document, dice: Dice) => void) {
  for (let number = 0; number < count; number++) {
    const dice = diceOf(seed + number * 7919)
    const written = writeDocument(dice)
    try {
      law(written, read(written.text), dice)
    } catch (error) {
      throw new Error(`Document ${number} of seed ${seed}:\n${written.text}`, { cause: error })
    }
  }
}

const splice = (text: string, { offset, length }: Span, put: string) =>
  text.slice(0, offset) + put + text.slice(offset + length)

const edited = (document: Document, command: Command) => applyEdits(document.text, command.edits(document))

/** What edits take away beside a stretch. */
function takenBeside(text: string, edits: readonly TextEdit[], { offset, length }: Span): string {
  let rest = ''
  for (const edit of edits)
    for (let at = edit.offset; at < edit.offset + edit.length; at++)
      if (at < offset || at >= offset + length) rest += text.charAt(at)
  return rest
}

const without = (definition: Definition, id: string): Definition => ({
  ...definition,
  objects: definition.objects
    .filter(object => object.id !== id)
    .map(object => ({ ...object, fields: object.fields.filter(field => field.refValue !== id) })),
})

const harmless = new Set(['text/comment', 'text/bom', 'text/repeated-key', 'text/not-text', 'text/no-objects'])

describe(`${grouped(count)} generated documents`, () => {
  it('say what was written, and are saved as they were opened', () => {
    let characters = 0
    forEach(({ text, definition }, document) => {
      characters += text.length
      expect(document.definition).toEqual(definition)
      expect(document.problems.map(problem => problem.code).filter(code => !harmless.has(code))).toEqual([])
      const editor = createEditor(text)
      editor.getState().pin('Move a card', { Default: { x: 1, y: 2 } })
      expect(editor.getState().document.text).toBe(text)
    })
    tell('documents', `${grouped(count)} opened and saved, ${grouped(characters)} characters`)
  })

  it('change only a value where a field is set', () => {
    let fields = 0
    forEach(({ text, spots, names }, document, dice) => {
      for (const { object, key, occurrence, isRef, span } of spots) {
        const said = isRef ? `Other${dice.below(9)}` : `${anyText(dice)}!`
        const now = edited(document, setField(object, key, isRef ? { ref: said } : said, occurrence))
        expect(now).toBe(splice(text, span, JSON.stringify(said)))
        fields++
      }
      for (const { object, span } of names) {
        const name = `${anyText(dice)}!`
        expect(edited(document, setName(object, name))).toBe(splice(text, span, JSON.stringify(name)))
        fields++
      }
    })
    tell('documents', `${grouped(fields)} fields set, each by its own characters only`)
  })

  it('lose an object with its own characters and one separator', () => {
    let removed = 0
    forEach(({ text, definition, objects }, document) => {
      for (const { id, span } of objects) {
        const edits = removeObjects([id]).edits(document)
        const next = read(applyEdits(text, edits))
        expect(next.definition).toEqual(without(definition, id))
        removed++
        if (definition.objects.some(object => object.id !== id && object.fields.some(one => one.refValue === id)))
          continue
        expect(edits.map(edit => edit.text).join('')).toBe('')
        expect(takenBeside(text, edits, span).trim()).toBe(objects.length > 1 ? ',' : '')
      }
    })
    tell('documents', `${grouped(removed)} objects removed, each with one separator`)
  })
})
