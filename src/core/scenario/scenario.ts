import type { Family } from '../catalog/schema.ts'
import type { Length } from './length.ts'

/**
 * What a try does:
 * `succeed`, `fail`, `hang` (goes on until somebody stops it), `loseWorker` (nothing is heard of it any more),
 * `interrupt` (of a resource: it comes up and is taken away again, as a spot machine is).
 */
export const endings = ['succeed', 'fail', 'hang', 'loseWorker', 'interrupt'] as const
export type EndingWord = (typeof endings)[number]

/** Families that alone an outcome can happen to; a pattern may mean others too. */
export const onlyOf: Readonly<Partial<Record<EndingWord, Family>>> = { interrupt: 'resource', loseWorker: 'activity' }

/** Whom a rule is about, and what it says of them. Each word of a try comes from the first rule that fits and says it. */
export interface Rule {
  /** Id of an object, or a pattern in which `*` stands for anything. */
  readonly object: string
  /** Numbers of attempts, both ends included. */
  readonly attempts?: { readonly from: number; readonly to: number }
  /** Scheduled starts, UTC milliseconds, without the end. */
  readonly scheduled?: { readonly from: number; readonly to: number }
  /** Share of the tries that it holds for; all without one. */
  readonly chance?: number
  readonly outcome?: EndingWord
  readonly errorId?: string
  readonly message?: string
  /** Of a precondition: how often an attempt finds it not true yet. */
  readonly falseTimes?: number
  /** Of a resource the time to come up, of a precondition that of each look. */
  readonly duration?: Length
  /** Until a machine is taken away after it came up, or a worker falls silent. */
  readonly after?: Length
}

export interface Scenario {
  readonly seed?: number
  readonly rules: readonly Rule[]
}

export const noScenario: Scenario = { rules: [] }

/** Whether a rule's pattern means an object. */
export function meant(pattern: string, id: string): boolean {
  if (!pattern.includes('*')) return pattern === id
  const parts = pattern.split('*')
  const [head = '', tail = ''] = [parts[0], parts.at(-1)]
  if (id.length < head.length + tail.length || !id.startsWith(head) || !id.endsWith(tail)) return false
  let at = head.length
  for (const part of parts.slice(1, -1)) {
    const found = id.indexOf(part, at)
    if (found < 0 || found + part.length > id.length - tail.length) return false
    at = found + part.length
  }
  return true
}
