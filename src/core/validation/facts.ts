import { catalog, slotOf } from '../catalog/index.ts'
import type { Family, ObjectType, Slot, SlotKind } from '../catalog/schema.ts'
import type { Definition, ParameterObject, PipelineObject, Place } from '../definition/model.ts'
import { ownValue } from '../definition/query.ts'

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
  /** What the catalogue says of its type. */
  readonly schema: ObjectType | undefined
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
  readonly byType: ReadonlyMap<string, readonly Subject[]>
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

/** Whether a text is known only later: an expression, a placeholder, or what CloudFormation works out. */
export const isOpen = (text: string): boolean => text.includes('#{') || text.includes('${') || isComputed(text)

/** Whether a text is a function of CloudFormation, such as `{"Ref":"Bucket"}`, as its templates are read. */
export const isComputed = (text: string): boolean => text.startsWith('{"') && /^\{"(Ref|Fn::\w+)":/.test(text)

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

type Draft = { -readonly [K in keyof Subject]: Subject[K] }

function gather(definition: Definition): Facts {
  const drafts = definition.objects.map(draft)
  const byId = new Map<string, Draft>()
  for (const one of drafts) if (!byId.has(one.id)) byId.set(one.id, one)
  const top = byId.get('Default')
  const byFamily = new Map<Family, Subject[]>()
  const byType = new Map<string, Subject[]>()
  const heirs = new Map<Draft, Set<string>>()
  for (const subject of drafts) {
    const chain = chainOf(subject, byId, top)
    subject.lineage = chain
    subject.type = typeIn(chain)
    subject.schema = subject.type === undefined ? undefined : catalog.get(subject.type)
    subject.family = subject.schema?.family
    if (subject.family) push(byFamily, subject.family, subject)
    if (subject.type === undefined) continue
    push(byType, subject.type, subject)
    for (const one of chain) {
      const types = heirs.get(one)
      if (types) types.add(subject.type)
      else if (one !== subject) heirs.set(one, new Set([subject.type]))
    }
  }
  for (const [subject, types] of heirs) subject.heirs = types
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
        dynamic: stringValue !== undefined && isOpen(stringValue),
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
    byType,
    parameters: new Map(definition.parameters.map(parameter => [parameter.id, parameter])),
    mentioned,
    default: top,
  }
}

const noOwn: Subject['own'] = new Map()
const noHeirs: Subject['heirs'] = new Set()

const draft = (object: PipelineObject): Draft => ({
  object,
  id: object.id,
  type: undefined,
  schema: undefined,
  family: undefined,
  own: noOwn,
  lineage: [],
  heirs: noHeirs,
})

/** The same chain as `lineage` of a definition, without asking it anew for each object. */
function chainOf(subject: Draft, byId: ReadonlyMap<string, Draft>, top: Draft | undefined): readonly Draft[] {
  const chain = [subject]
  for (let now = subject; ; ) {
    const parent = parentOf(now.object)
    const next = parent !== undefined ? byId.get(parent) : now.id === 'Default' ? undefined : top
    if (!next || chain.includes(next)) return chain
    chain.push(next)
    now = next
  }
}

function parentOf({ fields }: PipelineObject): string | undefined {
  for (const { key, refValue } of fields) if (key === 'parent' && refValue !== undefined) return refValue
  return undefined
}

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
