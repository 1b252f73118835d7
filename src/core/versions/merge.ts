import type { Definition } from '../definition/model.ts'
import {
  definitionOf,
  type Entries,
  type EntryKind,
  entriesOf,
  type Fields,
  isSecretField,
  keysOf,
  kinds,
  sameFields,
  sameValues,
  type Value,
} from './entries.ts'
import { type Renames, renamed, renamesBetween } from './renames.ts'

export const choices = ['mine', 'theirs', 'base'] as const
export type Choice = (typeof choices)[number]

/** A field, or an entry as a whole, that both sides changed, each in its own way. */
export interface Conflict {
  /** Names it among the conflicts of one merge. */
  readonly key: string
  readonly of: EntryKind
  readonly id: string
  /** Without one, the entry as a whole is in question: one side took it away. */
  readonly field?: string
  readonly why:
    | 'both changed'
    | 'removed by them'
    | 'removed by you'
    | 'removed by them, used by you'
    | 'removed by you, used by them'
  /** The field's values on each side, or undefined where the side lacks it. */
  readonly values: Readonly<Record<Choice, readonly Value[] | undefined>>
  /** Whether a side has the entry at all. */
  readonly present: Readonly<Record<Choice, boolean>>
  readonly secret: boolean
}

export interface Merged {
  readonly definition: Definition
  /** What could not be decided without a person; until then the definition has mine of it. */
  readonly conflicts: readonly Conflict[]
  /** Objects of mine that go on under the ids that theirs gave them. */
  readonly renames: Renames
}

/**
 * Three ways into one: what only one side changed is taken from it, what both changed alike is taken once, and what
 * they changed differently is a conflict, which `chosen` decides by its key. Looks at meaning alone.
 */
export function mergeDefinitions(
  base: Definition,
  mine: Definition,
  theirs: Definition,
  chosen: Readonly<Record<string, Choice>> = {},
): Merged {
  const { toMine, toTheirs } = renamesOf(base, mine, theirs)
  const level = renamed(renamed(base, toMine), toTheirs)
  const [b, m, t] = [level, renamed(mine, toMine), renamed(theirs, toTheirs)].map(entriesOf) as [
    Entries,
    Entries,
    Entries,
  ]
  const secret = (of: EntryKind, id: string, key: string) =>
    [level, mine, theirs].some(one => isSecretField(one, of, id, key))
  const conflicts: Conflict[] = []
  const merged = Object.fromEntries(
    kinds.map(of => {
      const sides = { base: b[of], mine: m[of], theirs: t[of] }
      const needed = of === 'object' ? newlyNeeded(b, m, t) : nobody
      const result = new Map<string, Fields>()
      for (const id of new Set([...m[of].keys(), ...t[of].keys(), ...b[of].keys()])) {
        const entry = { base: sides.base.get(id), mine: sides.mine.get(id), theirs: sides.theirs.get(id) }
        const fields = mergeEntry(of, id, entry, needed, chosen, conflicts, key => secret(of, id, key))
        if (fields) result.set(id, fields)
      }
      return [of, result] as const
    }),
  ) as Record<EntryKind, Map<string, Fields>>
  return { definition: definitionOf(merged), conflicts, renames: toMine }
}

type Sides<T> = Readonly<Record<Choice, T>>

interface Needed {
  /** Ids that a side points to from where the base does not. */
  readonly mine: ReadonlySet<string>
  readonly theirs: ReadonlySet<string>
}

const nobody: Needed = { mine: new Set(), theirs: new Set() }

function mergeEntry(
  of: EntryKind,
  id: string,
  sides: Sides<Fields | undefined>,
  needed: Needed,
  chosen: Readonly<Record<string, Choice>>,
  conflicts: Conflict[],
  isSecret: (key: string) => boolean,
): Fields | undefined {
  const { base, mine, theirs } = sides
  const whole = (why: Conflict['why']): Fields | undefined => {
    const key = `${of}/${id}`
    conflicts.push({
      key,
      of,
      id,
      why,
      values: { base: undefined, mine: undefined, theirs: undefined },
      present: { base: base !== undefined, mine: mine !== undefined, theirs: theirs !== undefined },
      secret: false,
    })
    return sides[chosen[key] ?? 'mine']
  }
  if (sameFields(mine, theirs)) return mine
  if (!theirs && base) {
    if (!sameFields(base, mine)) return whole('removed by them')
    return needed.mine.has(id) ? whole('removed by them, used by you') : undefined
  }
  if (!mine && base) {
    if (!sameFields(base, theirs)) return whole('removed by you')
    return needed.theirs.has(id) ? whole('removed by you, used by them') : undefined
  }
  if (!mine) return theirs
  if (!theirs) return mine
  const result = new Map<string, readonly Value[]>()
  for (const field of keysOf(mine, theirs)) {
    const values = { base: base?.get(field), mine: mine.get(field), theirs: theirs.get(field) }
    const taken = mergeField(values, () => {
      const key = `${of}/${id}/${field}`
      const present = { base: base !== undefined, mine: true, theirs: true }
      conflicts.push({ key, of, id, field, why: 'both changed', values, present, secret: isSecret(field) })
      return values[chosen[key] ?? 'mine']
    })
    if (taken) result.set(field, taken)
  }
  return result
}

function mergeField(
  { base, mine, theirs }: Sides<readonly Value[] | undefined>,
  decide: () => readonly Value[] | undefined,
): readonly Value[] | undefined {
  if (sameValues(mine, theirs) || sameValues(base, theirs)) return mine
  return sameValues(base, mine) ? theirs : decide()
}

/** What one side renamed and the other can follow; where both went different ways, nobody does. */
function renamesOf(base: Definition, mine: Definition, theirs: Definition) {
  const [ours, others] = [renamesBetween(base, mine), renamesBetween(base, theirs)]
  const free = (renames: Renames, elsewhere: Definition, there: Renames): Renames => {
    const ids = entriesOf(elsewhere).object
    return new Map([...renames].filter(([from, to]) => ids.has(from) && !ids.has(to) && !there.has(from)))
  }
  return { toMine: free(others, mine, ours), toTheirs: free(ours, theirs, others) }
}

function newlyNeeded(base: Entries, mine: Entries, theirs: Entries): Needed {
  const side = (entries: Entries) => {
    const ids = new Set<string>()
    for (const [id, fields] of entries.object)
      for (const [key, values] of fields) {
        const before = base.object.get(id)?.get(key)
        for (const one of values)
          if (one.isRef && !before?.some(old => old.isRef && old.text === one.text)) ids.add(one.text)
      }
    return ids
  }
  return { mine: side(mine), theirs: side(theirs) }
}
