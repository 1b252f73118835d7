import type { Browser } from 'playwright-core'
import { openBrowser, type Studio } from '../../../e2e/studio.ts'
import type { Figure } from '../runner.ts'
import type { Held, Part } from './heap.ts'
import { type Soaked, type Stretch, soak } from './soak.ts'

/**
 * What some minutes of use leave in the designer's heap after a warm-up. The curve is told from the first minute on, the
 * warm-up included.
 *
 * The page's own things and texts must not grow at all. Code does, in steps and ever less: V8 optimises a function once
 * it has been called 400 times, and a second time after 3,000 (`--invocation-count-for-maglev`, `…-turbofan`), and one
 * that a round calls once takes as many rounds for that; a minute has some 27. So the same use is watched in a second
 * browser at the same time, whose V8 compiles but does not optimise: there the whole of the heap must stay as it is.
 */
export async function* heapFigures(browser: Browser, studio: Studio, stretch: Stretch): AsyncGenerator<Figure> {
  const plain = await openBrowser(['--js-flags=--no-maglev --no-turbofan'])
  try {
    const [usual, unoptimised] = await Promise.all([soak(browser, studio, stretch), soak(plain, studio, stretch)])
    yield* told(usual, 'heap')
    yield* told(unoptimised, 'heap without optimised code')
  } finally {
    await plain.close()
  }
}

function* told({ minutes, warm, rounds }: Soaked, name: string): Generator<Figure> {
  const compare = (what: string, value: number, unit: string, when: string, against: number): Figure => ({
    name: what,
    value: round2(value),
    unit,
    against: `${when}, ${round2(against)} ${unit}`,
    ratio: Math.round((value / against) * 1000) / 1000,
  })
  const [first, before, after] = [minutes.at(0), minutes.at(warm - 1), minutes.at(-1)]
  const middle = minutes.at(warm - 1 + ((minutes.length - warm) >> 1))
  if (!first || !before || !middle || !after) throw new Error('The heap was never looked at.')
  for (const [minute, one] of minutes.entries())
    yield compare(`${name} after minute ${minute + 1}`, one.megabytes, 'MiB', 'after minute 1', first.megabytes)
  const use = `${minutes.length - warm} min of use, ${rounds} rounds`
  const warmed = `after a warm-up of ${warm} min`
  const grown = (what: string, unit: string, read: (one: Held) => number) =>
    compare(`${what} after ${use}`, read(after), unit, warmed, read(before))
  yield grown(name, 'MiB', one => one.megabytes)
  yield compare(`${name} after the last half of ${use}`, after.megabytes, 'MiB', 'before that half', middle.megabytes)
  for (const [part, words] of Object.entries(partWords) as [Part, string][])
    yield grown(`${name}: ${words}`, 'MiB', one => one.parts[part])
  yield grown(name, 'objects, lists and functions', one => one.things)
  yield grown(name, 'texts', one => one.texts)
}

const partWords: Readonly<Record<Part, string>> = {
  things: 'objects, lists and functions',
  texts: 'texts',
  code: 'code',
  records: "the engine's records",
}

const round2 = (value: number): number => Math.round(value * 100) / 100
