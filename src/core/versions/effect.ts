import { familyOf, isRunnable, isUserField, slotOf } from '../catalog/index.ts'
import { mentioned } from '../definition/mentions.ts'
import type { Definition, PipelineObject } from '../definition/model.ts'
import { bareId } from '../definition/parameters.ts'
import { effectiveFields, lineage, objectById, typeOf } from '../definition/query.ts'
import { changesBetween, type EntryChange, type FieldChange } from './changes.ts'
import { type Refusal, refusals } from './rules.ts'

/**
 * What a change does once it is put to a service that runs the earlier definition. `nothing`: it is taken, and no run
 * will be another for it.
 */
export type Effect =
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] }
  /** Runs that begin after the next activation have it; `touches` are the objects whose instances differ. */
  | { readonly kind: 'reactivation'; readonly touches: readonly string[] }
  | { readonly kind: 'nothing' }

export interface JudgedField extends FieldChange {
  readonly effect: Effect
}

export interface JudgedChange extends EntryChange {
  /** The worst of its fields', or its own. */
  readonly effect: Effect
  readonly fields: readonly JudgedField[]
}

/** All changes from the activated definition to another, each with its effect. */
export function judgedChanges(active: Definition, definition: Definition): readonly JudgedChange[] {
  const refused = Map.groupBy(refusals(active, definition), one => one.object)
  const reach = reachIn(active, definition)
  return changesBetween(active, definition).map(change => {
    const mine = change.of === 'object' ? (refused.get(change.was ?? change.id) ?? []) : []
    const fields = change.fields.map(field => {
      const against = mine.filter(one => one.field === field.key)
      const touches = reach(change, field.key)
      return { ...field, effect: effectOf(against, touches) }
    })
    const whole = mine.filter(one => one.field === undefined || !change.fields.some(field => field.key === one.field))
    const touches = [...new Set(fields.flatMap(({ effect }) => (effect.kind === 'reactivation' ? effect.touches : [])))]
    const hidden = change.kind === 'renamed' ? [...whole, ...(refused.get(change.id) ?? [])] : whole
    const all = [...hidden, ...fields.flatMap(({ effect }) => (effect.kind === 'refused' ? effect.refusals : []))]
    const effect = effectOf(all, touches)
    // What goes with its object is refused with it.
    return { ...change, effect, fields: change.kind === 'removed' ? fields.map(one => ({ ...one, effect })) : fields }
  })
}

/** How many changes there are of each effect, field by field; of what came or went whole, one. */
export function countEffects(changes: readonly JudgedChange[]): Readonly<Record<Effect['kind'], number>> {
  const counts = { refused: 0, reactivation: 0, nothing: 0 }
  for (const one of changes)
    for (const { effect } of one.kind === 'changed' ? one.fields : [one]) counts[effect.kind] += 1
  return counts
}

const effectOf = (against: readonly Refusal[], touches: readonly string[]): Effect =>
  against.length > 0
    ? { kind: 'refused', refusals: against }
    : touches.length > 0
      ? { kind: 'reactivation', touches }
      : { kind: 'nothing' }

/** Which runnable objects have other instances when a field of an entry is another. */
function reachIn(before: Definition, after: Definition): (change: EntryChange, key: string) => readonly string[] {
  const sides = [sideOf(before), sideOf(after)]
  return ({ of, id, was, kind }, key) => {
    const found = new Set<string>()
    for (const [at, side] of sides.entries()) {
      const here = at === 0 ? (was ?? id) : id
      // What the author added, as fields or as parameters, only expressions read.
      const name = of !== 'object' ? here : kind === 'changed' && isUserField(key) ? key : undefined
      const readers = name === undefined ? side.takers(here, key) : (side.mentions.get(bareId(name)) ?? [])
      for (const reader of readers) addUsers(side, reader, found)
    }
    return [...found]
  }
}

interface Side {
  readonly definition: Definition
  /** Ids of the objects whose effective texts mention a name. */
  readonly mentions: ReadonlyMap<string, ReadonlySet<string>>
  /** Ids of the objects that point to one, inheritance applied and the parents' own lines aside. */
  readonly users: ReadonlyMap<string, ReadonlySet<string>>
  /** The object itself and those that inherit this field from it. */
  takers(id: string, key: string): readonly string[]
}

interface Heir {
  readonly id: string
  /** Fields that it lacks are not inherited. */
  readonly type: string | undefined
  /** The object and those it inherits from, nearest first. */
  readonly lineage: readonly PipelineObject[]
}

const sides = new WeakMap<Definition, Side>()

function sideOf(definition: Definition): Side {
  const known = sides.get(definition)
  if (known) return known
  const [mentions, users] = [new Map<string, Set<string>>(), new Map<string, Set<string>>()]
  const heirs = new Map<string, Heir[]>()
  const note = (map: Map<string, Set<string>>, key: string, id: string) => {
    const set = map.get(key)
    if (set) set.add(id)
    else map.set(key, new Set([id]))
  }
  for (const object of definition.objects) {
    const heir = { id: object.id, type: typeOf(definition, object), lineage: lineage(definition, object) }
    for (const { id } of heir.lineage.slice(1)) {
      const list = heirs.get(id)
      if (list) list.push(heir)
      else heirs.set(id, [heir])
    }
    for (const { key, stringValue, refValue } of effectiveFields(definition, object))
      if (refValue !== undefined && key !== 'parent') note(users, refValue, object.id)
      else for (const name of mentioned(stringValue ?? '')) note(mentions, name, object.id)
  }
  const side: Side = {
    definition,
    mentions,
    users,
    takers: (id, key) => [
      id,
      ...(heirs.get(id) ?? []).flatMap(heir => {
        const nearer = heir.lineage.slice(
          0,
          heir.lineage.findIndex(one => one.id === id),
        )
        const drops = heir.type !== undefined && !isUserField(key) && !slotOf(heir.type, key)
        return drops || nearer.some(one => one.fields.some(field => field.key === key)) ? [] : [heir.id]
      }),
    ],
  }
  sides.set(definition, side)
  return side
}

/** Adds an object that runs; of one that does not, those that use it. */
function addUsers({ definition, users }: Side, id: string, found: Set<string>): void {
  const seen = new Set<string>()
  const visit = (one: string) => {
    if (seen.has(one)) return
    seen.add(one)
    const object = objectById(definition, one)
    if (!object) return
    if (isRunnable(familyOf(typeOf(definition, object) ?? ''))) found.add(one)
    else for (const user of users.get(one) ?? []) visit(user)
  }
  visit(id)
}
