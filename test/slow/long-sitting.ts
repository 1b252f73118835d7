import { deepStrictEqual } from 'node:assert/strict'
import { performance } from 'node:perf_hooks'
import { createEditor } from '../../src/app/state/editor.ts'
import { pipelineOf } from '../core/pipeline-of.ts'
import { deedsWith, kinds } from './deeds.ts'
import { diceOf, seed } from './dice.ts'

// A program of its own, so that an undo takes as long as in a page that runs nothing else: does as many edits as it is
// given to a pipeline of a thousand objects, takes all of them back and does them again, and prints what each undo took
// as one JSON line. Fails with what differs where the first or the last text is not had again to the character.

/** What each undo took, in milliseconds: by the clock, and of all processors, the collection of garbage included. */
export interface Sitting {
  readonly times: readonly number[]
  readonly work: readonly number[]
}

const count = Number(process.argv[2])
const text = pipelineOf(1_000)
const deeds = deedsWith([{ name: 'a thousand objects', text }])
const dice = diceOf(seed)
const clock = { now: 0 }
const editor = createEditor(text, {}, () => clock.now)
const state = () => {
  const { document, pins, forgotten } = editor.getState()
  return { text: document.text, pins, forgotten }
}
for (let step = 0; step < count; step++) {
  clock.now += 1000
  dice.pick(deeds[dice.pick(kinds)] ?? [])(editor, dice, clock)
}
const last = state()
const times: number[] = []
const work: number[] = []
while (editor.getState().past.length > 0) {
  const begun = { at: performance.now(), used: process.cpuUsage() }
  editor.getState().undo()
  const { user, system } = process.cpuUsage(begun.used)
  times.push(performance.now() - begun.at)
  work.push((user + system) / 1000)
}
deepStrictEqual(state(), { text, pins: {}, forgotten: 0 })
while (editor.getState().future.length > 0) editor.getState().redo()
deepStrictEqual(state(), last)
console.log(JSON.stringify({ times, work } satisfies Sitting))
