import { describe, expect, it } from 'vitest'
import { derive } from '../../src/app/state/derived.ts'
import { createEditor, isBroken } from '../../src/app/state/editor.ts'
import { typed } from '../../src/core/definition/commands.ts'
import type { Definition, TextEdit } from '../../src/core/definition/model.ts'
import { reread } from '../../src/core/definition/reread.ts'
import { type Document, read } from '../../src/core/definition/text.ts'
import { type Dice, diceOf, grouped, seed, sizeOf, tell } from './dice.ts'
import { realTexts, whence } from './texts.ts'
import { writeDocument } from './writing.ts'

/** One key pressed at one place of one file, then taken back. */
const count = sizeOf('BREAKS', 100_000)

const dice = diceOf(seed)
const generated = Array.from({ length: 60 }, (_, number) => {
  const { text } = writeDocument(diceOf(seed + 1 + number), 0)
  return { name: `generated ${number}`, text }
})
const texts = [...realTexts, ...generated].filter(({ text }) => text.length > 0)

const keys = [...'{}[]":,\\\'/* \n\tx3é', '“', '\u0000', '\ufeff', '\ud83d']

function breakOf(throws: Dice, text: string): TextEdit {
  return throws.chance(0.5)
    ? { offset: throws.below(text.length), length: 1, text: '' }
    : { offset: throws.below(text.length + 1), length: 0, text: throws.pick(keys) }
}

/** Objects that the break does not touch: those whose text it leaves alone. */
function untouched({ outline, definition }: Document, { offset, length }: TextEdit) {
  return definition.objects.filter((_, index) => {
    const entry = outline.objects[index]
    return entry && (offset + length <= entry.offset || offset >= entry.offset + entry.length)
  })
}

const said = (object: Definition['objects'][number]) => JSON.stringify(object)

describe(`${grouped(count)} single characters put in or left out`, () => {
  const shares = { untouched: 0, kept: 0, shown: 0, steady: 0, broken: 0, done: 0 }
  const unshown: string[] = []
  const worst = { name: '', lost: 0 }

  it('lose no character and few objects, and leave no canvas blank', () => {
    for (const [number, { name, text }] of texts.entries()) {
      const first = read(text)
      const before = { definition: first.definition, problems: first.problems }
      const turns = Math.floor((count * (number + 1)) / texts.length) - Math.floor((count * number) / texts.length)
      const editor = createEditor(text, {}, () => 0)
      for (let turn = 0; turn < turns; turn++) {
        const edit = breakOf(dice, text)
        const where = `${name}, turn ${turn}: ${JSON.stringify(edit)} in …${JSON.stringify(text.slice(Math.max(0, edit.offset - 30), edit.offset + 30))}…`
        const whole = editor.getState().whole
        editor.getState().run(typed([edit]), { by: 'source' })
        const { document, whole: kept } = editor.getState()
        const expected = text.slice(0, edit.offset) + edit.text + text.slice(edit.offset + edit.length)
        if (document.text !== expected) throw new Error(`${where}: the text is not what was typed.`)
        const shown = derive(document, kept).definition
        if (isBroken(document)) {
          shares.broken++
          if (kept !== whole) throw new Error(`${where}: the last whole definition was given up.`)
        }
        if (shown.objects.length === 0 && first.definition.objects.length > 1) throw new Error(`${where}: blank.`)
        const others = untouched(first, edit)
        const now = new Set(document.definition.objects.map(said))
        const ids = new Set(shown.objects.map(object => object.id))
        const lost = others.filter(object => !now.has(said(object))).length
        shares.untouched += others.length
        shares.kept += others.length - lost
        const missing = others.filter(object => !ids.has(object.id))
        shares.shown += others.length - missing.length
        if (missing.length > 0) unshown.push(`${missing.map(object => object.id).join()} of ${where}`)
        if (lost === 0) shares.steady++
        if (lost > worst.lost) Object.assign(worst, { name: where, lost })
        editor.getState().undo()
        const repaired = editor.getState().document
        if (repaired.text !== text) throw new Error(`${where}: not what it was before.`)
        if (turn % 10 === 0) expect({ definition: repaired.definition, problems: repaired.problems }).toEqual(before)
        shares.done++
      }
    }
    const percent = (part: number, all: number) => `${((100 * part) / all).toFixed(2)} %`
    tell('breaks', `${grouped(shares.done)} over ${whence} and ${generated.length} generated documents`)
    tell(
      'breaks',
      `${grouped(shares.broken)} left the text broken; ${percent(shares.steady, shares.done)} cost no object`,
    )
    tell(
      'breaks',
      `of ${grouped(shares.untouched)} objects not touched ${percent(shares.kept, shares.untouched)} stayed in the definition, ${percent(shares.shown, shares.untouched)} on the canvas`,
    )
    if (worst.lost > 0) tell('breaks', `the worst cost ${worst.lost} objects: ${worst.name}`)
    expect(shares.kept / shares.untouched).toBeGreaterThan(0.99)
    // A quote may swallow an object and leave a text that is whole in its form.
    for (const one of unshown.slice(0, 5)) tell('breaks', `no more shown: ${one}`)
    expect(shares.shown / shares.untouched).toBeGreaterThan(0.9999)
  })

  it('are read again, and repaired, as if read for the first time', () => {
    const some = Math.ceil(count / 4)
    for (let turn = 0; turn < some; turn++) {
      const { name, text } = dice.pick(texts)
      const before = documents.get(name) ?? read(text)
      documents.set(name, before)
      const edit = breakOf(dice, text)
      const broken = reread(before, [edit])
      const fresh = read(broken.text)
      const inverse = {
        offset: edit.offset,
        length: edit.text.length,
        text: text.slice(edit.offset, edit.offset + edit.length),
      }
      const repaired = reread(broken, [inverse])
      try {
        expect(summary(broken)).toEqual(summary(fresh))
        expect(summary(repaired)).toEqual(summary(before))
      } catch (error) {
        throw new Error(`${name}, turn ${turn}: ${JSON.stringify(edit)}`, { cause: error })
      }
    }
    tell('breaks', `${grouped(some)} read again both ways`)
  })
})

const documents = new Map<string, Document>()

const summary = ({ text, dialect, definition, problems, outline }: Document) => ({
  text,
  dialect,
  definition,
  problems,
  places: outline.objects.map(({ offset, length }) => `${offset}+${length}`),
})
