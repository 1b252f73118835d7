import { describe, expect, it } from 'vitest'
import { createEditor, type EditorStore } from '../../src/app/state/editor.ts'
import { read } from '../../src/core/definition/text.ts'
import { deedsWith, kinds } from './deeds.ts'
import { diceOf, grouped, seed, sizeOf, tell } from './dice.ts'
import { realTexts, whence } from './texts.ts'
import { writeDocument } from './writing.ts'

/** Whatever people do to a document in one sitting, and then all of it taken back and done again. */
const count = sizeOf('EDITS', 10_000)

/** Steps of the longest sittings. */
const sitting = 2_500

const generated = Array.from({ length: 20 }, (_, number) => ({
  name: `generated ${number}`,
  text: writeDocument(diceOf(seed + number)).text,
}))
const texts = [...realTexts, ...generated]
const deeds = deedsWith(texts)

const shown = (editor: EditorStore) => {
  const { document, pins } = editor.getState()
  return { text: document.text, pins }
}

describe(`${grouped(count)} random edits of canvas, form, text, paste, import and pins`, () => {
  it('are undone to the first character and redone to the last', () => {
    const dice = diceOf(seed)
    const tallies = new Map<string, number>()
    let done = 0
    let sittings = 0
    let widest = 0
    while (done < count) {
      const { name, text } = dice.pick(texts)
      sittings++
      const clock = { now: 0 }
      const editor = createEditor(text, {}, () => clock.now)
      const seen = [shown(editor)]
      const length = Math.min(dice.chance(0.1) ? sitting : 20 + dice.below(60), count - done)
      for (let step = 0; step < length; step++) {
        clock.now += 1000
        if (dice.chance(0.05)) {
          for (let back = dice.below(6); back > 0; back--) editor.getState().undo()
          for (let forth = dice.below(6); forth > 0; forth--) editor.getState().redo()
        }
        const kind = dice.pick(kinds)
        const before = editor.getState().past.length
        dice.pick(deeds[kind] ?? [])(editor, dice, clock)
        const now = editor.getState().past.length
        expect(now - before, `${name}: ${kind} is one step, or none`).toBeLessThanOrEqual(1)
        done++
        if (now === before) continue
        tallies.set(kind, (tallies.get(kind) ?? 0) + 1)
        seen.length = now
        seen.push(shown(editor))
        widest = Math.max(widest, editor.getState().document.text.length)
        if (step % 20 === 0) expect(editor.getState().document.definition).toEqual(read(shown(editor).text).definition)
      }
      while (editor.getState().future.length > 0) editor.getState().redo()
      const last = editor.getState().past.length
      for (let at = last; at >= 0; at--) {
        if (at < last) editor.getState().undo()
        if (!same(shown(editor), seen[at])) expect(shown(editor), `${name}: undone to step ${at}`).toEqual(seen[at])
      }
      expect(editor.getState()).toMatchObject({ past: [], pins: {} })
      expect(editor.getState().document.text).toBe(text)
      for (let at = 1; at <= last; at++) {
        editor.getState().redo()
        if (!same(shown(editor), seen[at])) expect(shown(editor), `${name}: redone to step ${at}`).toEqual(seen[at])
      }
      expect(editor.getState().future).toEqual([])
    }
    const list = [...tallies].map(([kind, times]) => `${kind} ${grouped(times)}`).join(', ')
    tell('edits', `${grouped(done)} in ${sittings} sittings over ${whence} and ${generated.length} generated documents`)
    tell('edits', `steps by kind: ${list}; the longest text had ${grouped(widest)} characters`)
  })
})

const same = (one: ReturnType<typeof shown>, other: ReturnType<typeof shown> | undefined) =>
  one.text === other?.text && JSON.stringify(one.pins) === JSON.stringify(other.pins)
