import { performance } from 'node:perf_hooks'
import { describe, expect, it } from 'vitest'
import { createEditor } from '../../src/app/state/editor.ts'
import { pipelineOf } from '../core/pipeline-of.ts'
import { deedsWith, kinds } from './deeds.ts'
import { diceOf, grouped, seed, sizeOf, tell } from './dice.ts'

/** One sitting, as long as all of the law of edits together, over a pipeline of a thousand objects. */
const count = sizeOf('SITTING', 10_000)
const text = pipelineOf(1_000)

/** What an undo is to take at most, in milliseconds. Told and not judged: the machine may be busy with other things. */
const goal = 50
const deeds = deedsWith([{ name: 'a thousand objects', text }])

const percentile = (sorted: readonly number[], share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? 0

const spread = (times: readonly number[]): string => {
  const sorted = times.toSorted((a, b) => a - b)
  return `${[0.5, 0.99, 1].map(share => percentile(sorted, share).toFixed(1)).join(', ')} (median, 99th, longest)`
}

describe(`one sitting of ${grouped(count)} edits over 1,000 objects`, () => {
  it('is undone to the first character and redone to the last', () => {
    const dice = diceOf(seed)
    const clock = { now: 0 }
    const editor = createEditor(text, {}, () => clock.now)
    for (let step = 0; step < count; step++) {
      clock.now += 1000
      dice.pick(deeds[dice.pick(kinds)] ?? [])(editor, dice, clock)
    }
    const last = { text: editor.getState().document.text, pins: editor.getState().pins }
    const steps = editor.getState().past.length
    expect(editor.getState().forgotten).toBe(0)
    const times: number[] = []
    const work: number[] = []
    while (editor.getState().past.length > 0) {
      const begun = { at: performance.now(), used: process.cpuUsage() }
      editor.getState().undo()
      const { user, system } = process.cpuUsage(begun.used)
      times.push(performance.now() - begun.at)
      work.push((user + system) / 1000)
    }
    expect(editor.getState()).toMatchObject({ pins: {}, document: { text } })
    while (editor.getState().future.length > 0) editor.getState().redo()
    expect({ text: editor.getState().document.text, pins: editor.getState().pins }).toEqual(last)
    tell('sitting', `${grouped(steps)} steps undone and redone; an undo took ${spread(times)} ms`)
    tell('sitting', `${grouped(times.filter(took => took > goal).length)} undos took more than ${goal} ms`)
    tell('sitting', `of all processors, the collection of garbage included, an undo took ${spread(work)} ms`)
  })
})
