import { catalog, slotOf } from '../catalog/index.ts'
import type { Family, ObjectType, Slot, SlotKind } from '../catalog/schema.ts'
import type { Definition, ParameterObject, PipelineObject } from '../definition/model.ts'
import { ownValue } from '../definition/query.ts'
import { nearest } from './words.ts'

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
  /** The same in the order of the text. */
  readonly values: readonly Written[]
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
  /** The same value in facts of definitions that differ in texts alone. */
  readonly frame: object
}

/**
 * The facts of a definition. Subjects of earlier facts are taken over where nothing has changed of the object, of those
 * it inherits from and of the types that inherit from it, so that the same subject means the same answers.
 */
export function gather(definition: Definition, before?: Facts): Facts {
  const drafts = drawUp(definition)
  const subjects = before ? takenOver(drafts, before) : drafts.map(({ subject }) => subject)
  const fresh = drafts.filter(({ subject }, i) => subject === subjects[i])
  if (fresh.length < drafts.length) {
    const now = new Map(drafts.map(({ subject }, i) => [subject, subjects[i] ?? subject]))
    for (const { subject } of fresh) subject.lineage = subject.lineage.map(one => now.get(one) ?? one)
  }
  for (const { subject } of fresh) Object.assign(subject, valuesWritten(subject))
  const byId = new Map<string, Subject>()
  for (const one of subjects) if (!byId.has(one.id)) byId.set(one.id, one)
  return {
    definition,
    byId,
    parameters: new Map(definition.parameters.map(parameter => [parameter.id, parameter])),
    mentioned: mentionedIn(definition),
    default: byId.get('Default'),
    frame: {},
    ...listed(subjects),
  }
}

/** The ids that some reference names. */
export function mentionedIn({ objects }: Definition): ReadonlySet<string> {
  const mentioned = new Set<string>()
  for (const { fields } of objects)
    for (const { refValue } of fields) if (refValue !== undefined) mentioned.add(refValue)
  return mentioned
}

/** The same facts, but as if only these subjects were there to be judged. */
export const narrowed = (facts: Facts, subjects: readonly Subject[]): Facts => ({ ...facts, ...listed(subjects) })

type Lists = Pick<Facts, 'subjects' | 'written' | 'byKey' | 'byKind' | 'byFamily' | 'byType'>

function listed(subjects: readonly Subject[]): Lists {
  const written: Written[] = []
  const byKey = new Map<string, Written[]>()
  const byKind = new Map<SlotKind, Written[]>()
  const byFamily = new Map<Family, Subject[]>()
  const byType = new Map<string, Subject[]>()
  for (const subject of subjects) {
    if (subject.family) push(byFamily, subject.family, subject)
    if (subject.type !== undefined) push(byType, subject.type, subject)
    for (const one of subject.values) {
      written.push(one)
      push(byKey, one.key, one)
      if (one.slot) push(byKind, one.slot.kind, one)
    }
  }
  return { subjects, written, byKey, byKind, byFamily, byType }
}

type Draft = { -readonly [K in keyof Subject]: Subject[K] }

interface Drawn {
  readonly subject: Draft
  readonly heirs: Set<string>
}

/** Who inherits from whom, and of which type each is. */
function drawUp(definition: Definition): readonly Drawn[] {
  const drawn = definition.objects.map((object): Drawn => {
    const heirs = new Set<string>()
    return { subject: draft(object, heirs), heirs }
  })
  const byId = new Map<string, Drawn>()
  for (const one of drawn) if (!byId.has(one.subject.id)) byId.set(one.subject.id, one)
  const top = byId.get('Default')
  for (const one of drawn) {
    const { subject } = one
    const chain = chainOf(one, byId, top)
    subject.lineage = chain.map(link => link.subject)
    subject.type = typeIn(subject.lineage)
    subject.schema = subject.type === undefined ? undefined : catalog.get(subject.type)
    subject.family = subject.schema?.family
    if (subject.type !== undefined) for (let i = 1; i < chain.length; i++) chain[i]?.heirs.add(subject.type)
  }
  return drawn
}

/** For each draft its subject of before, if all it stands on is as it was, else itself. */
function takenOver(drawn: readonly Drawn[], before: Facts): readonly (Draft | Subject)[] {
  const earlier = new Map(before.subjects.map(subject => [subject.object, subject]))
  const same = new Map<Subject, Subject>()
  for (const { subject, heirs } of drawn) {
    const old = earlier.get(subject.object)
    if (!old || !sameOrder(old.heirs, heirs) || old.lineage.length !== subject.lineage.length) continue
    if (!subject.lineage.every(({ object }, i) => object === old.lineage[i]?.object)) continue
    same.set(subject, old)
    // One object may stand in a definition twice; its subjects are two.
    earlier.delete(subject.object)
  }
  return drawn.map(({ subject }) =>
    subject.lineage.every((one, i) => same.get(one) === same.get(subject)?.lineage[i])
      ? (same.get(subject) ?? subject)
      : subject,
  )
}

function sameOrder(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  if (a.size !== b.size) return false
  const others = b.values()
  for (const one of a) if (one !== others.next().value) return false
  return true
}

const noOwn: Subject['own'] = new Map()

const draft = (object: PipelineObject, heirs: ReadonlySet<string>): Draft => ({
  object,
  id: object.id,
  type: undefined,
  schema: undefined,
  family: undefined,
  own: noOwn,
  values: [],
  lineage: [],
  heirs,
})

/** The same chain as `lineage` of a definition, without asking it anew for each object. */
function chainOf(drawn: Drawn, byId: ReadonlyMap<string, Drawn>, top: Drawn | undefined): readonly Drawn[] {
  const chain = [drawn]
  for (let now = drawn; ; ) {
    const parent = parentOf(now.subject.object)
    const next = parent !== undefined ? byId.get(parent) : now.subject.id === 'Default' ? undefined : top
    if (!next || chain.includes(next)) return chain
    chain.push(next)
    now = next
  }
}

/** The values written on a subject, judged by its type and its heirs. */
export function valuesWritten(subject: Subject): Pick<Subject, 'own' | 'values'> {
  const own = new Map<string, Written[]>()
  const values = subject.object.fields.map(({ key, stringValue, refValue }): Written => {
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
    return one
  })
  return { own, values }
}

/** Whether a text is known only later: an expression, a placeholder, or what CloudFormation works out. */
export const isOpen = (text: string): boolean => text.includes('#{') || text.includes('${') || isComputed(text)

/** Whether a text is a function of CloudFormation, such as `{"Ref":"Bucket"}`, as its templates are read. */
export const isComputed = (text: string): boolean => text.startsWith('{"') && /^\{"(Ref|Fn::\w+)":/.test(text)

function parentOf({ fields }: PipelineObject): string | undefined {
  for (const { key, refValue } of fields) if (key === 'parent' && refValue !== undefined) return refValue
  return undefined
}

function typeIn(chain: readonly Subject[]): string | undefined {
  for (const { object } of chain) {
    const type = ownValue(object, 'type')
    if (type !== undefined) return meantType(type)
    if (object.id === 'Default') break
  }
  return chain[0]?.id === 'Default' ? 'Default' : undefined
}

/**
 * The type that a text means: a slip of the pen is read as what it is nearest to, so that what is wrong with such an
 * object is told at once, and not only after its type is mended.
 */
export const meantType = (text: string): string =>
  catalog.has(text) || text === '' || isOpen(text) ? text : (nearest(text, catalog.keys()) ?? text)

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
