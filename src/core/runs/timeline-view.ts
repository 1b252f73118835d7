import { type Look, looks } from './life.ts'
import { type Timeline, type TimelineRow, worstBetween } from './timeline.ts'

/** Marks a pixel of a row where no bar is. */
export const blank = 255

/** A window on time: pixel 0 shows `from`, pixel `width` shows `to`, both in (folded) milliseconds. */
export interface Window {
  readonly from: number
  readonly to: number
  readonly width: number
}

/** Time with long idle stretches folded to short ones: piecewise linear, always rising. */
export interface Fold {
  /** Idle stretches that are folded, in real time. */
  readonly gaps: readonly { readonly from: number; readonly to: number; readonly shown: number }[]
  readonly fold: (time: number) => number
  readonly unfold: (folded: number) => number
}

export const unfolded: Fold = { gaps: [], fold: time => time, unfold: time => time }

/** Looks of a time in which nothing happens. */
const quiet: ReadonlySet<Look> = new Set<Look>(['idle', 'skipped', 'waiting', 'backoff'])

/** Stretches of time in which something happened, in order; waiting, for whatever, does not count. Open ones reach `now`. */
export function busyStretches(
  timeline: Timeline,
  now: number,
): readonly { readonly from: number; readonly to: number }[] {
  const order = [...timeline.start.keys()].filter(bar => !quiet.has(looks[timeline.look[bar] ?? 0] ?? 'idle'))
  order.sort((a, b) => (timeline.start[a] ?? 0) - (timeline.start[b] ?? 0))
  const busy: { from: number; to: number }[] = []
  for (const bar of order) {
    const from = timeline.start[bar] ?? 0
    const to = Math.min(timeline.end[bar] ?? 0, Math.max(now, from))
    const last = busy.at(-1)
    if (last && from <= last.to) last.to = Math.max(last.to, to)
    else busy.push({ from, to })
  }
  return busy
}

/**
 * Folds every stretch in which nothing happened for longer than `longest` down to it; without `longest`, than half of
 * what a busy stretch lasts on average. Folded time equals real time up to the first gap.
 */
export function foldIdle(timeline: Timeline, now: number, longest?: number): Fold {
  const busy = busyStretches(timeline, now)
  const average = busy.reduce((sum, { from, to }) => sum + to - from, 0) / Math.max(1, busy.length)
  const shown = longest ?? Math.max(1000, average / 2)
  const gaps: { from: number; to: number; shown: number }[] = []
  let at = timeline.from
  for (const { from, to } of [...busy, { from: timeline.to, to: timeline.to }]) {
    if (from - at > shown) gaps.push({ from: at, to: from, shown })
    at = Math.max(at, to)
  }
  return foldOf(gaps)
}

/** A fold from gaps that are in order and apart from one another. */
export function foldOf(gaps: Fold['gaps']): Fold {
  if (gaps.length === 0) return unfolded
  let saved = 0
  const knots = gaps.map(gap => {
    const knot = { ...gap, at: gap.from - saved, saved }
    saved += gap.to - gap.from - gap.shown
    return knot
  })
  const lastBefore = (key: 'from' | 'at', value: number) => {
    let low = 0
    let high = knots.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((knots[middle]?.[key] ?? 0) <= value) low = middle + 1
      else high = middle
    }
    return knots[low - 1]
  }
  return {
    gaps,
    fold(time) {
      const knot = lastBefore('from', time)
      if (!knot) return time
      if (time >= knot.to) return time - knot.saved - (knot.to - knot.from - knot.shown)
      return knot.at + ((time - knot.from) / (knot.to - knot.from)) * knot.shown
    },
    unfold(folded) {
      const knot = lastBefore('at', folded)
      if (!knot) return folded
      const inside = folded - knot.at
      if (inside >= knot.shown) return knot.to + (inside - knot.shown)
      return knot.from + (inside / knot.shown) * (knot.to - knot.from)
    },
  }
}

/** Real times of the edges of pixels: pixel p covers the time from edge p up to edge p + 1. */
export function pixelEdges(window: Window, fold: Fold): Float64Array {
  const edges = new Float64Array(window.width + 1)
  const step = (window.to - window.from) / Math.max(1, window.width)
  for (let p = 0; p <= window.width; p += 1) edges[p] = fold.unfold(window.from + p * step)
  return edges
}

/**
 * For each pixel of a row the worst look of the bars that touch it, or `blank`. Open bars reach `now`. The time it
 * takes depends on the pixels and hardly on the number of bars.
 */
export function paintRow(
  timeline: Timeline,
  row: TimelineRow,
  edges: Float64Array,
  now: number,
  out: Uint8Array,
): void {
  const { start, end, pyramid } = timeline
  const width = edges.length - 1
  let first = firstEndingAfter(timeline, row, edges[0] ?? 0)
  for (let p = 0; p < width; p += 1) {
    const left = edges[p] ?? 0
    const right = edges[p + 1] ?? 0
    while (
      first < row.last &&
      !reaches(start[first] ?? 0, Math.min(end[first] ?? 0, Math.max(now, start[first] ?? 0)), left)
    )
      first = gallop(timeline, row, first, left)
    if (first >= row.last) {
      out.fill(blank, p, width)
      return
    }
    const last = firstStartingFrom(start, first, row.last, right)
    out[p] = last > first ? worstBetween(pyramid, first, last) : blank
  }
}

/** Whether a bar still touches a pixel that begins at `left`; a moment touches the pixel in which it lies. */
const reaches = (start: number, end: number, left: number) => (end === start ? start >= left : end > left)

/** The next bar after `from` that could reach `left`: all bars but the last of those starting before it are over. */
function gallop(timeline: Timeline, row: TimelineRow, from: number, left: number): number {
  const next = firstStartingFrom(timeline.start, from + 1, row.last, left)
  return Math.max(from + 1, next - 1)
}

function firstStartingFrom(start: Float64Array, from: number, last: number, time: number): number {
  let step = 1
  let low = from
  let high = from
  while (high < last && (start[high] ?? 0) < time) {
    low = high + 1
    high += step
    step *= 2
  }
  high = Math.min(high, last)
  while (low < high) {
    const middle = (low + high) >> 1
    if ((start[middle] ?? 0) < time) low = middle + 1
    else high = middle
  }
  return low
}

function firstEndingAfter({ end }: Timeline, row: TimelineRow, time: number): number {
  let low = row.first
  let high = row.last
  while (low < high) {
    const middle = (low + high) >> 1
    if ((end[middle] ?? 0) < time) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * The bar of a row at a time, or the nearest within `tolerance` (real milliseconds), found by bisection; of several
 * equally near the later, which is drawn on top.
 */
export function barAt(
  timeline: Timeline,
  row: TimelineRow,
  time: number,
  tolerance: number,
  now: number,
): number | undefined {
  const middle = firstEndingAfter(timeline, row, time)
  let best: number | undefined
  let distance = tolerance
  for (let bar = Math.max(row.first, middle - 1); bar < Math.min(row.last, middle + 3); bar += 1) {
    const from = timeline.start[bar] ?? 0
    const to = Math.min(timeline.end[bar] ?? 0, Math.max(now, from))
    const away = time < from ? from - time : time > to ? time - to : 0
    if (away <= distance) {
      best = bar
      distance = away
    }
  }
  return best
}

export const rowOfBar = (timeline: Timeline, bar: number): number =>
  timeline.rows.findIndex(row => bar >= row.first && bar < row.last)

export type Direction = 'left' | 'right' | 'up' | 'down'

/** The bar that an arrow key leads to, or undefined at the edge. Up and down take the nearest in time. */
export function nextBar(timeline: Timeline, bar: number, direction: Direction, now: number): number | undefined {
  const at = rowOfBar(timeline, bar)
  const row = timeline.rows[at]
  if (!row) return undefined
  if (direction === 'left') return bar > row.first ? bar - 1 : undefined
  if (direction === 'right') return bar + 1 < row.last ? bar + 1 : undefined
  const from = timeline.start[bar] ?? 0
  const middle = (from + Math.min(timeline.end[bar] ?? 0, Math.max(now, from))) / 2
  const step = direction === 'up' ? -1 : 1
  for (let r = at + step; r >= 0 && r < timeline.rows.length; r += step) {
    const other = timeline.rows[r]
    if (other && other.last > other.first) return barAt(timeline, other, middle, Infinity, now)
  }
  return undefined
}
