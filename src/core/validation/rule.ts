import type { LimitName, Limits } from '../catalog/limits.ts'
import type { Command } from '../definition/commands.ts'
import type { Definition, Place } from '../definition/model.ts'
import type { Stretch } from '../expression/tree.ts'

export type Severity = 'error' | 'warning' | 'info'

export interface Fix {
  readonly label: string
  readonly command: Command
}

export interface Finding {
  /** Such as `reference/unknown-target`; stable, for people and machines. */
  readonly code: string
  readonly severity: Severity
  readonly at: Place
  /** The characters of the field's text that it is about; without it, all of them. */
  readonly within?: Stretch
  /** What is wrong, where, and what to do, in one or two sentences. */
  readonly message: string
  readonly fixes: readonly Fix[]
  /** The limit of the service that it runs into, which the settings can change. */
  readonly limit?: LimitName
}

/** What a rule says of one place; its code and severity come from the rule. */
export interface Remark {
  readonly at: Place
  readonly within?: Stretch
  readonly message: string
  readonly fixes?: readonly Fix[]
  readonly severity?: Severity
  readonly limit?: LimitName
}

/**
 * How far a rule looks, which says when it must be asked again.
 *
 * - `object`: at one object after the other, each with what it inherits, and at parameters.
 * - `references`: also at what those objects point to, over two references at most.
 * - `frame`: anywhere, but only at ids, names, types, references and at which fields there are; at no other text.
 * - `whole`: at anything.
 */
export type Sight = 'object' | 'references' | 'frame' | 'whole'

export interface Rule {
  readonly code: string
  readonly severity: Severity
  readonly per: Sight
  /** One sentence for the list of rules. */
  readonly summary: string
  /** Of a rule per object or references, `definition` may be a part of one, whose facts are of that part. */
  readonly check: (definition: Definition, limits: Limits) => Iterable<Remark>
}

export const rule = (code: string, severity: Severity, per: Sight, summary: string, check: Rule['check']): Rule => ({
  code,
  severity,
  per,
  summary,
  check,
})
