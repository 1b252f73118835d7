import { difference } from './edit.ts'
import type { TextEdit } from './model.ts'
import { endOf } from './tree.ts'

/**
 * Edits that turn one text into another and leave alone the lines that stand once in each, in the same order (patience
 * difference): of two versions of a definition only what really differs is replaced, and kept for undo.
 */
export function differenceByLines(from: string, to: string): readonly TextEdit[] {
  const [whole] = difference(from, to)
  if (!whole || whole.length === 0 || whole.text === '') return whole ? [whole] : []
  const old = linesIn(from, whole.offset, endOf(whole))
  const end = whole.offset + whole.text.length
  const now = linesIn(to, whole.offset, end)
  const edits: TextEdit[] = []
  let [atOld, atNow] = [whole.offset, whole.offset]
  const replace = (untilOld: number, untilNow: number) => {
    const [edit] = difference(from.slice(atOld, untilOld), to.slice(atNow, untilNow))
    if (edit) edits.push({ ...edit, offset: edit.offset + atOld })
  }
  for (const [i, k] of inOrder(old, now)) {
    const [kept, same] = [old[i], now[k]]
    if (!kept || !same) continue
    replace(kept.offset, same.offset)
    atOld = kept.offset + kept.text.length
    atNow = same.offset + same.text.length
  }
  replace(endOf(whole), end)
  return edits
}

interface Line {
  readonly offset: number
  /** With its end. */
  readonly text: string
}

function linesIn(text: string, from: number, until: number): readonly Line[] {
  const lines: Line[] = []
  for (let offset = from; offset < until; ) {
    const feed = text.indexOf('\n', offset)
    const end = feed === -1 || feed >= until ? until : feed + 1
    lines.push({ offset, text: text.slice(offset, end) })
    offset = end
  }
  return lines
}

/** Pairs of places of lines that stand once on both sides, as many as keep their order. */
function inOrder(old: readonly Line[], now: readonly Line[]): readonly (readonly [number, number])[] {
  const there = once(now)
  const pairs: (readonly [number, number])[] = []
  for (const [text, i] of once(old)) {
    const k = there.get(text)
    if (k !== undefined) pairs.push([i, k])
  }
  return longestRising(pairs)
}

/** Texts of lines that stand there once, with where, in their order. */
function once(lines: readonly Line[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>()
  const again = new Set<string>()
  for (const [i, { text }] of lines.entries()) {
    if (places.has(text)) again.add(text)
    else places.set(text, i)
  }
  for (const text of again) places.delete(text)
  return places
}

/** The longest run of pairs, which are sorted by their first, whose second rises too (patience sorting). */
function longestRising(pairs: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  const piles: number[] = []
  const before: number[] = []
  for (const [at, [, second]] of pairs.entries()) {
    let [low, high] = [0, piles.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((pairs[piles[middle] ?? 0]?.[1] ?? 0) < second) low = middle + 1
      else high = middle
    }
    before.push(piles[low - 1] ?? -1)
    piles[low] = at
  }
  const run: (readonly [number, number])[] = []
  for (let at = piles.at(-1) ?? -1; at >= 0; at = before[at] ?? -1) {
    const pair = pairs[at]
    if (pair) run.push(pair)
  }
  return run.reverse()
}
