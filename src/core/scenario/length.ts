import type { Draw } from './random.ts'

/** How long something takes, in milliseconds: fixed, or drawn anew each time. */
export type Length =
  | { readonly shape: 'fixed'; readonly ms: number }
  | { readonly shape: 'uniform'; readonly from: number; readonly to: number }
  /** Cut at zero. */
  | { readonly shape: 'normal'; readonly mean: number; readonly deviation: number }
  /** Half of all draws are below `median`; `sigma` is the deviation of the logarithm. */
  | { readonly shape: 'lognormal'; readonly median: number; readonly sigma: number }

/** One length, in whole milliseconds. */
export function drawLength(length: Length, draw: Draw): number {
  return Math.max(0, Math.round(exactly(length, draw)))
}

function exactly(length: Length, draw: Draw): number {
  switch (length.shape) {
    case 'fixed':
      return length.ms
    case 'uniform':
      return length.from + draw() * (length.to - length.from)
    case 'normal':
      return length.mean + length.deviation * gaussian(draw)
    case 'lognormal':
      return length.median * Math.exp(length.sigma * gaussian(draw))
  }
}

/** A number of mean 0 and deviation 1 (Box and Muller). */
const gaussian = (draw: Draw): number => Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw())
