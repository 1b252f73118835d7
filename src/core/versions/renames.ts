import type { Definition } from '../definition/model.ts'
import { entriesOf, type Fields } from './entries.ts'

/** Ids of objects, from the earlier to the later. */
export type Renames = ReadonlyMap<string, string>

/**
 * Objects that only got another id: one that went and one that came, alike in everything but their ids and what points
 * to objects renamed with them, and no third alike. One that says nothing but its name is not followed.
 */
export function renamesBetween(before: Definition, after: Definition): Renames {
  const [old, now] = [entriesOf(before).object, entriesOf(after).object]
  const gone = [...old].filter(([id]) => !now.has(id))
  const come = [...now].filter(([id]) => !old.has(id))
  if (gone.length === 0 || come.length === 0) return new Map()
  const came = Map.groupBy(come, ([id, fields]) => likeness(id, fields))
  const pairs = new Map<string, string>()
  for (const [like, [first, ...others]] of Map.groupBy(gone, ([id, fields]) => likeness(id, fields))) {
    const [match, ...more] = came.get(like) ?? []
    if (first && match && others.length + more.length === 0 && first[1].size > 1) pairs.set(first[0], match[0])
  }
  // A pair stands only while what both point to is the same, pairs followed; one that falls may take others along.
  for (let fell = true; fell; ) {
    fell = false
    for (const [from, to] of pairs)
      if (!pointAlike(old.get(from), now.get(to), pairs)) {
        pairs.delete(from)
        fell = true
      }
  }
  return pairs
}

/** The definition with objects under other ids; references follow, and names that only repeat the id. */
export function renamed(definition: Definition, renames: Renames): Definition {
  if (renames.size === 0) return definition
  return {
    ...definition,
    objects: definition.objects.map(object => {
      const id = renames.get(object.id) ?? object.id
      return {
        id,
        name: object.name === object.id ? id : object.name,
        fields: object.fields.map(field => {
          const to = field.refValue === undefined ? undefined : renames.get(field.refValue)
          return to === undefined ? field : { ...field, refValue: to }
        }),
      }
    }),
  }
}

/** All that an object says but its id and what it points to. */
const likeness = (id: string, fields: Fields): string =>
  JSON.stringify(
    [...fields]
      .map(([key, values]) => [
        key,
        ...values.map(one => (one.isRef ? 0 : key === 'name' && one.text === id ? 1 : one.text)),
      ])
      .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  )

const pointAlike = (before: Fields | undefined, after: Fields | undefined, renames: Renames): boolean =>
  [...(before ?? [])].every(([key, values]) =>
    values.every((one, at) => !one.isRef || (renames.get(one.text) ?? one.text) === after?.get(key)?.[at]?.text),
  )
