import type { Definition } from '../definition/model.ts'
import { objectById, typeOf } from '../definition/query.ts'
import {
  type EntryKind,
  entriesOf,
  type Fields,
  isSecretField,
  keysOf,
  kinds,
  sameValues,
  type Value,
} from './entries.ts'
import { renamed, renamesBetween } from './renames.ts'

/** What became of one field. `reordered`: the same values in another order. */
export interface FieldChange {
  readonly key: string
  readonly kind: 'added' | 'removed' | 'changed' | 'reordered'
  readonly before: readonly Value[]
  readonly after: readonly Value[]
  /** Its values are masked on every screen. */
  readonly secret: boolean
}

/** What became of an object, a parameter, or the values kept for one. */
export interface EntryChange {
  readonly of: EntryKind
  readonly kind: 'added' | 'removed' | 'renamed' | 'changed'
  /** Its id now; of one that was removed, the id that it had. */
  readonly id: string
  /** Its id before, where it was renamed. */
  readonly was?: string
  /** The type of an object. */
  readonly type?: string
  /** Of what was added or removed all fields, else those that differ beyond the new id. */
  readonly fields: readonly FieldChange[]
}

/**
 * What differs in meaning between two definitions: removed, then the rest in its new order. References that only follow
 * a rename are no changes of their own. The order of entries and of keys does not count.
 */
export function changesBetween(before: Definition, after: Definition): readonly EntryChange[] {
  const renames = renamesBetween(before, after)
  const was = new Map([...renames].map(([from, to]) => [to, from]))
  const level = renamed(before, renames)
  const [old, now] = [entriesOf(level), entriesOf(after)]
  return kinds.flatMap(of => {
    const change = (id: string, a: Fields | undefined, b: Fields | undefined): EntryChange[] => {
      const earlier = of === 'object' ? was.get(id) : undefined
      const fields = keysOf(a, b).flatMap(key => fieldChange(key, a, b, level, after, of, id))
      if (a && b && fields.length === 0 && earlier === undefined) return []
      const kind = !a ? 'added' : !b ? 'removed' : earlier !== undefined ? 'renamed' : 'changed'
      const type = of === 'object' ? typeIn(b ? after : level, id) : undefined
      return [{ of, kind, id, ...(earlier !== undefined && { was: earlier }), ...(type && { type }), fields }]
    }
    return [
      ...[...old[of]].flatMap(([id, fields]) => (now[of].has(id) ? [] : change(id, fields, undefined))),
      ...[...now[of]].flatMap(([id, fields]) => change(id, old[of].get(id), fields)),
    ]
  })
}

/** How far two texts of definitions are apart: to the character the same, or only in what no service sees. */
export function distance(
  before: { readonly text: string; readonly definition: Definition },
  after: { readonly text: string; readonly definition: Definition },
): 'same' | 'format' | 'order' | 'meaning' {
  if (before.text === after.text) return 'same'
  if (changesBetween(before.definition, after.definition).length > 0) return 'meaning'
  const order = ({ objects, parameters, values }: Definition) =>
    JSON.stringify([objects.map(one => [one.id, one.fields.map(field => field.key)]), parameters, values])
  return order(before.definition) === order(after.definition) ? 'format' : 'order'
}

function fieldChange(
  key: string,
  a: Fields | undefined,
  b: Fields | undefined,
  level: Definition,
  later: Definition,
  of: EntryKind,
  id: string,
): FieldChange[] {
  const [before, after] = [a?.get(key) ?? [], b?.get(key) ?? []]
  if (sameValues(before, after)) return []
  const kind =
    before.length === 0
      ? 'added'
      : after.length === 0
        ? 'removed'
        : sameValues(sorted(before), sorted(after))
          ? 'reordered'
          : 'changed'
  const secret = isSecretField(level, of, id, key) || isSecretField(later, of, id, key)
  return [{ key, kind, before, after, secret }]
}

const sorted = (values: readonly Value[]) =>
  values.toSorted((a, b) => (`${a.isRef} ${a.text}` < `${b.isRef} ${b.text}` ? -1 : 1))

function typeIn(definition: Definition, id: string): string | undefined {
  const object = objectById(definition, id)
  return object && typeOf(definition, object)
}
