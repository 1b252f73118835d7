/** Names of parameters that expressions use and nobody declares. */

import { isUserField } from '../catalog/index.ts'
import type { Definition } from '../definition/model.ts'
import { bareId } from '../definition/parameters.ts'
import type { Stretch } from '../expression/tree.ts'
import { type Facts, factsOf, has, type Subject, type Written } from './facts.ts'
import { expressionsOf } from './templates.ts'

export interface Undeclared {
  readonly written: Written
  readonly name: string
  readonly span: Stretch
}

/** Every use of a name that is no field of its object, and for which the definition holds neither parameter nor value. */
export function* undeclaredIn(definition: Definition): Generator<Undeclared> {
  const facts = factsOf(definition)
  const given = idsGiven(definition)
  for (const [written, { segments, span }] of expressionsOf(definition).paths) {
    const [name = ''] = segments
    if (segments.length > 1 || !isUserField(name) || given.has(bareId(name))) continue
    if (!hasSomewhere(facts, written.subject, name)) yield { written, name, span }
  }
}

/** Ids, without stars, of parameters that are declared or have a value. */
export const idsGiven = (definition: Definition): ReadonlySet<string> =>
  new Set([...definition.parameters, ...definition.values].map(one => bareId(one.id)))

/** Whether the object, or one that inherits from it, has the field. */
export const hasSomewhere = (facts: Facts, subject: Subject, name: string): boolean =>
  has(subject, name) || ((subject.type === undefined || subject.family === 'default') && facts.byKey.has(name))
