/** Luck that a seed decides, so that every failure can be had again. */
export interface Dice {
  /** A whole number from 0 up to, not with, this one. */
  below(limit: number): number
  /** Whether something happens that happens so often, from 0 to 1. */
  chance(share: number): boolean
  /** One of these. Throws a RangeError if there are none. */
  pick<T>(from: readonly T[]): T
}

/** The same throws for the same seed: a 32-bit mixing of a counter (splitmix32). */
export function diceOf(start: number): Dice {
  let state = start >>> 0
  const next = () => {
    state = (state + 0x9e3779b9) >>> 0
    let mixed = state ^ (state >>> 16)
    mixed = Math.imul(mixed, 0x21f0aaad)
    mixed ^= mixed >>> 15
    mixed = Math.imul(mixed, 0x735a2d97)
    return (mixed ^ (mixed >>> 15)) >>> 0
  }
  const below = (limit: number) => Math.floor((next() / 2 ** 32) * limit)
  return {
    below,
    chance: share => next() / 2 ** 32 < share,
    pick(from) {
      if (from.length === 0) throw new RangeError('There is nothing to pick from.')
      return from[below(from.length)] as (typeof from)[number]
    },
  }
}

/** The seed of all slow tests: `PIPEWRIGHT_SLOW_SEED`, else always the same. */
export const seed = Number(process.env.PIPEWRIGHT_SLOW_SEED ?? 20_121_029)

/** How many of something a slow test tries: `PIPEWRIGHT_SLOW_<NAME>`, else the usual number. */
export const sizeOf = (name: string, usual: number): number => Number(process.env[`PIPEWRIGHT_SLOW_${name}`] ?? usual)

/** Prints a line of figures below the name of the law it belongs to. */
export const tell = (law: string, figures: string): void => {
  process.stdout.write(`${law}: ${figures} (seed ${seed})\n`)
}

/** A number as people read it. */
export const grouped = (number: number): string => number.toLocaleString('en-US')
