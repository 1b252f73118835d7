import { familyOf, slotOf } from '../catalog/index.ts'
import type { Family, Slot, SlotKind } from '../catalog/schema.ts'
import type { Definition, ParameterObject, PipelineObject, Place } from '../definition/model.ts'
import { lineage, ownValue } from '../definition/query.ts'

/** A value as it is written: a text or a reference, with the slot by which it is judged. */
export interface Written {
  readonly subject: Subject
  readonly key: string
  readonly occurrence: number
  readonly text: string | undefined
  readonly ref: string | undefined
  /** By the type of its object; of an object without a type, by the types of those that inherit from it. */
  readonly slot: Slot | undefined
  /** Holds an expression or a placeholder: what it will be cannot be said from the text. */
  readonly dynamic: boolean
}

/** An object with what it inherits. */
export interface Subject {
  readonly object: PipelineObject
  readonly id: string
  readonly type: string | undefined
  readonly family: Family | undefined
  /** Fields written on it, by key. */
  readonly own: ReadonlyMap<string, readonly Written[]>
  /** Itself and those it inherits from, nearest first. */
  readonly lineage: readonly Subject[]
  /** Types of those that inherit from it. */
  readonly heirs: ReadonlySet<string>
}

/** What rules ask of a definition, worked out once. */
export interface Facts {
  readonly definition: Definition
  readonly subjects: readonly Subject[]
  readonly byId: ReadonlyMap<string, Subject>
  readonly written: readonly Written[]
  readonly byKey: ReadonlyMap<string, readonly Written[]>
  readonly byKind: ReadonlyMap<SlotKind, readonly Written[]>
  readonly byFamily: ReadonlyMap<Family, readonly Subject[]>
  readonly parameters: ReadonlyMap<string, ParameterObject>
  /** Ids that some reference names. */
  readonly mentioned: ReadonlySet<string>
  readonly default: Subject | undefined
}

const remembered = new WeakMap<Definition, Facts>()

export function factsOf(definition: Definition): Facts {
  let facts = remembered.get(definition)
  if (!facts) {
    facts = gather(definition)
    remembered.set(definition, facts)
  }
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
export const targetsOf = (facts: Facts, subject: Subject, key: string): readonly Subject[] =>
  valuesOf(subject, key).flatMap(({ ref }) => (ref === undefined ? [] : (facts.byId.get(ref) ?? [])))

export const ofFamily = (facts: Facts, ...families: readonly Family[]): readonly Subject[] => {
  const [only, ...others] = families.map(family => facts.byFamily.get(family) ?? [])
  return others.length === 0 ? (only ?? []) : [...(only ?? []), ...others.flat()]
}

export const writtenAs = (facts: Facts, ...keys: readonly string[]): readonly Written[] => {
  const [only, ...others] = keys.map(key => facts.byKey.get(key) ?? [])
  return others.length === 0 ? (only ?? []) : [...(only ?? []), ...others.flat()]
}

export const ofKind = (facts: Facts, kind: SlotKind): readonly Written[] => facts.byKind.get(kind) ?? []

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
const dynamic = /#\{|\$\{/

type Draft = { -readonly [K in keyof Subject]: Subject[K] } & { readonly heirs: Set<string> }

function gather(definition: Definition): Facts {
  const drafts = definition.objects.map(draft)
  const byId = new Map<string, Draft>()
  for (const one of drafts) if (!byId.has(one.id)) byId.set(one.id, one)
  const byFamily = new Map<Family, Subject[]>()
  for (const subject of drafts) {
    subject.lineage = lineage(definition, subject.object).map(object =>
      object === subject.object ? subject : (byId.get(object.id) ?? subject),
    )
    subject.type = typeIn(subject.lineage)
    subject.family = subject.type === undefined ? undefined : familyOf(subject.type)
    if (subject.family) push(byFamily, subject.family, subject)
    if (subject.type !== undefined) for (const one of subject.lineage) (one.heirs as Set<string>).add(subject.type)
  }
  const written: Written[] = []
  const byKey = new Map<string, Written[]>()
  const byKind = new Map<SlotKind, Written[]>()
  const mentioned = new Set<string>()
  for (const subject of drafts) {
    const own = new Map<string, Written[]>()
    for (const { key, stringValue, refValue } of subject.object.fields) {
      const before = own.get(key)
      const one: Written = {
        subject,
        key,
        occurrence: before?.length ?? 0,
        text: stringValue,
        ref: stringValue === undefined ? refValue : undefined,
        slot: before?.[0] ? before[0].slot : slotFor(subject, key),
        dynamic: stringValue !== undefined && dynamic.test(stringValue),
      }
      if (before) before.push(one)
      else own.set(key, [one])
      written.push(one)
      push(byKey, key, one)
      if (one.slot) push(byKind, one.slot.kind, one)
      if (refValue !== undefined) mentioned.add(refValue)
    }
    subject.own = own
  }
  return {
    definition,
    subjects: drafts,
    byId,
    written,
    byKey,
    byKind,
    byFamily,
    parameters: new Map(definition.parameters.map(parameter => [parameter.id, parameter])),
    mentioned,
    default: byId.get('Default'),
  }
}

const draft = (object: PipelineObject): Draft => ({
  object,
  id: object.id,
  type: undefined,
  family: undefined,
  own: new Map(),
  lineage: [],
  heirs: new Set(),
})

function typeIn(chain: readonly Subject[]): string | undefined {
  for (const { object } of chain) {
    const type = ownValue(object, 'type')
    if (type !== undefined) return type
    if (object.id === 'Default') break
  }
  return chain[0]?.id === 'Default' ? 'Default' : undefined
}

function slotFor(subject: Subject, key: string): Slot | undefined {
  const slot = slotOf(subject.type, key)
  if (slot || (subject.type !== undefined && subject.family !== 'default')) return slot
  for (const type of subject.heirs) {
    const inherited = slotOf(type, key)
    if (inherited) return inherited
  }
  return undefined
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
