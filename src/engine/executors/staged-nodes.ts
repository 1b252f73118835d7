import type { EvaluatedObject, Work } from '../ports.ts'
import { objectsAt } from './fields.ts'

/** A data node as the script of a cluster knows it. */
export interface Staged {
  /** `input1`, as it stands in `${input1}`. */
  readonly name: string
  readonly way: 'input' | 'output'
  readonly node: EvaluatedObject
}

/** The inputs and outputs of an activity by the order of their fields. */
export const stagedNodes = (work: Work): readonly Staged[] =>
  (['input', 'output'] as const).flatMap(way =>
    objectsAt(work, work.object, way).map((node, index) => ({ name: `${way}${index + 1}`, way, node })),
  )

/** Those of which a script speaks. */
export const spokenOf = (script: string, work: Work): readonly Staged[] =>
  stagedNodes(work).filter(({ name }) => new RegExp(`\\$\\{${name}\\}`, 'i').test(script))

/** Writes the name of a node's table or relation wherever a script says `${input1}`. */
export const withNames = (script: string, staged: readonly Staged[]): string =>
  staged.reduce((text, { name }) => text.replace(new RegExp(`\\$\\{${name}\\}`, 'gi'), nameOf(name)), script)

export const nameOf = (name: string): string => `staging_${name}`
