import type { Family, SlotKind } from '../catalog/schema.ts'
import type { Definition, Place } from '../definition/model.ts'
import { type Facts, gather, narrowed, type Subject, type Written } from './gather.ts'
import { revise } from './revision.ts'

export type { Facts, Subject, Written } from './gather.ts'

const remembered = new WeakMap<Definition, Facts>()

/** What rules ask of a definition; gathered once. */
export function factsOf(definition: Definition): Facts {
  return remembered.get(definition) ?? keep(gather(definition))
}

/** The same at less cost, for a definition that grew out of another. */
export function factsAfter(before: Facts, definition: Definition): Facts {
  return remembered.get(definition) ?? keep(revise(before, definition) ?? gather(definition, before))
}

/** The part of a definition that these subjects are: rules asked about it judge them alone, but may look at all. */
export function partOf(facts: Facts, subjects: readonly Subject[]): Definition {
  const part = { ...facts.definition, objects: subjects.map(subject => subject.object) }
  remembered.set(part, narrowed(facts, subjects))
  return part
}

function keep(facts: Facts): Facts {
  remembered.set(facts.definition, facts)
  return facts
}

/** The values of a field with inheritance applied; a child's values replace the inherited ones. */
export function valuesOf(subject: Subject, key: string): readonly Written[] {
  for (const one of subject.lineage) {
    const values = one.own.get(key)
    if (values) return values
    if (key === 'type' || key === 'parent') break
  }
  return none
}

/** The first effective value of a field, a reference as its id. */
export const firstOf = (subject: Subject, key: string): string | undefined => {
  const [first] = valuesOf(subject, key)
  return first?.text ?? first?.ref
}

/** The first effective value where it is plain text, without an expression. */
export const literalOf = (subject: Subject, key: string): string | undefined => {
  const [first] = valuesOf(subject, key)
  return first?.dynamic ? undefined : first?.text
}

export const has = (subject: Subject, key: string): boolean => valuesOf(subject, key).length > 0

/** Whether a flag is set. */
export const isOn = (subject: Subject, key: string): boolean => literalOf(subject, key)?.trim().toLowerCase() === 'true'

/** Compares words of the service, which do not mind case. */
export const isWord = (text: string | undefined, word: string): boolean => text?.trim().toLowerCase() === word

/** The subjects that a reference field points to, as far as they exist. */
export function targetsOf(facts: Facts, subject: Subject, key: string): readonly Subject[] {
  const values = valuesOf(subject, key)
  if (values.length === 0) return nobody
  const targets: Subject[] = []
  for (const { ref } of values) {
    const target = ref === undefined ? undefined : facts.byId.get(ref)
    if (target) targets.push(target)
  }
  return targets
}

export const ofFamily = (facts: Facts, ...families: readonly Family[]): readonly Subject[] => {
  const [only, ...others] = families.map(family => facts.byFamily.get(family) ?? [])
  return others.length === 0 ? (only ?? []) : [...(only ?? []), ...others.flat()]
}

/** Objects of these types; for rules that are about a single type. */
export const ofType = (facts: Facts, ...types: readonly string[]): readonly Subject[] =>
  types.flatMap(type => facts.byType.get(type) ?? [])

/** Whether the whole pipeline runs when somebody activates it, not by the clock. */
export const isOnDemand = (facts: Facts): boolean =>
  facts.default !== undefined && isWord(literalOf(facts.default, 'scheduleType'), 'ondemand')

export const writtenAs = (facts: Facts, ...keys: readonly string[]): readonly Written[] => {
  const [only, ...others] = keys.map(key => facts.byKey.get(key) ?? [])
  return others.length === 0 ? (only ?? []) : [...(only ?? []), ...others.flat()]
}

const ofKind = (facts: Facts, kind: SlotKind): readonly Written[] => facts.byKind.get(kind) ?? []

/** The machines and clusters. */
export const machines = (facts: Facts): readonly Subject[] => ofFamily(facts, 'resource')

/** Whether a value is plain text that can be judged. */
export const isLiteral = (written: Written): written is Written & { readonly text: string } =>
  written.text !== undefined && written.text.trim() !== '' && !written.dynamic

/** Values of a kind that can be judged, trimmed. */
export function* literals(facts: Facts, kind: SlotKind): Generator<readonly [Written, string]> {
  for (const written of ofKind(facts, kind)) {
    if (written.text === undefined || written.dynamic || written.slot?.runtime) continue
    const text = written.text.trim()
    if (text !== '') yield [written, text]
  }
}

/** How messages speak of a value. */
export const nameOf = ({ subject, key }: Written): string => `${key} of ${subject.id}`

/** Where a value stands. */
export const placeOf = ({ subject, key, occurrence }: Written): Place => ({
  object: subject.id,
  field: key,
  occurrence,
})

/** Where a field of a subject stands: on itself, on the object it inherits it from, or nowhere yet. */
export const fieldPlace = (subject: Subject, key: string): Place => {
  const [first] = valuesOf(subject, key)
  return first ? placeOf(first) : { object: subject.id }
}

const none: readonly Written[] = []
const nobody: readonly Subject[] = []
