import { applyEdits, difference, invertEdits, lasting } from '../../core/definition/edit.ts'
import type { TextEdit } from '../../core/definition/model.ts'

/** Places of cards moved by hand, by object id. */
export type Pins = Readonly<Record<string, { readonly x: number; readonly y: number }>>

/** What one undo takes back. */
export interface Step {
  readonly label: string
  readonly edits: readonly TextEdit[]
  readonly inverse: readonly TextEdit[]
  readonly pins: { readonly before: Pins; readonly after: Pins }
  /** When its last part was made, in UTC milliseconds. */
  readonly at: number
  /** Steps with one name that follow each other quickly become one. */
  readonly merge?: string
}

/** Steps of one name within this time, in milliseconds, become one. */
const mergeWithin = 500

/** How many characters of text the steps of one sitting may hold; beyond, the oldest are forgotten. */
export const mostRemembered = 100_000_000

interface Texts {
  /** The text before the newest step, and after it. */
  readonly between: string
  readonly end: string
}

interface Remembered {
  readonly steps: readonly Step[]
  /** Steps that had to go. */
  readonly dropped: number
}

/** The steps with one more, which may become one with the last. The newest is always kept, however large. */
export function remember(past: readonly Step[], step: Step, texts: Texts, most = mostRemembered): Remembered {
  const last = past.at(-1)
  const steps = last && merges(last, step) ? [...past.slice(0, -1), join(last, step, texts)] : [...past, step]
  let room = most
  let kept = steps.length
  while (kept > 0) {
    room -= weightOf(steps[kept - 1])
    if (room < 0 && kept < steps.length) break
    kept -= 1
  }
  return { steps: kept === 0 ? steps : steps.slice(kept), dropped: kept }
}

const merges = (last: Step, step: Step): boolean =>
  step.merge !== undefined && step.merge === last.merge && step.at - last.at <= mergeWithin

/** Two steps as one. */
function join(last: Step, step: Step, { between, end }: Texts): Step {
  const before = applyEdits(between, last.inverse)
  const edits = lasting(difference(before, end))
  const inverse = lasting(invertEdits(before, edits))
  return { ...step, edits, inverse, pins: { before: last.pins.before, after: step.pins.after } }
}

const weights = new WeakMap<Step, number>()

function weightOf(step: Step | undefined): number {
  if (!step) return 0
  let weight = weights.get(step)
  if (weight === undefined) {
    weight = [...step.edits, ...step.inverse].reduce((sum, edit) => sum + edit.text.length, 0)
    weights.set(step, weight)
  }
  return weight
}
