import { broken, fine, type Play } from '../engine/toy.ts'

/** How attempts on machines end, for the `machines` of a story. */

/** All go well; those of one component take so many milliseconds. */
export const lasting =
  (slow: string, after: number) =>
  (id: string): Play =>
    id === slow ? { ...fine, after } : fine

/** Those of one component fail up to a number of attempts, all others go well. */
export const failing =
  (bad: string, attempts = Number.POSITIVE_INFINITY) =>
  (id: string, attempt: number): Play =>
    id === bad && attempt <= attempts ? broken : fine
