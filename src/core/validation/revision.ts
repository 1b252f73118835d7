import type { Definition, PipelineObject } from '../definition/model.ts'
import { type Facts, mentionedIn, type Subject, valuesWritten, type Written } from './gather.ts'

/**
 * The facts of a definition in which the same objects of the same types have the same fields as in another, of which
 * only some say or name something else: who inherits from whom stays as it is, and only subjects whose values, own or
 * inherited, are others are made anew. Undefined where more has changed.
 */
export function revise(before: Facts, definition: Definition): Facts | undefined {
  const { objects } = definition
  const earlier = before.definition
  if (objects.length !== earlier.objects.length) return undefined
  if (definition.parameters !== earlier.parameters || definition.values !== earlier.values) return undefined
  const changed = new Set<Subject>()
  let framed = true
  for (const [i, subject] of before.subjects.entries()) {
    const object = objects[i]
    if (object === subject.object) continue
    if (!object || !sameFields(object, subject.object)) return undefined
    framed &&= sameFrame(object, subject.object)
    changed.add(subject)
  }
  if (changed.size === 0) return { ...before, definition }

  const news = new Map<Subject, { -readonly [K in keyof Subject]: Subject[K] }>()
  for (const [i, old] of before.subjects.entries())
    if (old.lineage.some(one => changed.has(one))) news.set(old, { ...old, object: objects[i] ?? old.object })
  const written = new Map<Written, Written>()
  for (const [old, subject] of news) {
    subject.lineage = old.lineage.map(one => news.get(one) ?? one)
    Object.assign(subject, valuesWritten(subject))
    for (const [i, one] of old.values.entries()) written.set(one, subject.values[i] ?? one)
  }
  const byId = new Map(before.byId)
  for (const [old, subject] of news) if (byId.get(old.id) === old) byId.set(old.id, subject)
  const subjects = [...news.keys()]
  const values = [...written.keys()]
  return {
    ...before,
    ...(!framed && { frame: {}, mentioned: mentionedIn(definition) }),
    definition,
    byId,
    default: byId.get('Default'),
    subjects: swapped(before.subjects, news),
    written: swapped(before.written, written),
    byKey: swappedAt(before.byKey, new Set(values.map(one => one.key)), written),
    byKind: swappedAt(before.byKind, new Set(values.flatMap(one => one.slot?.kind ?? [])), written),
    byFamily: swappedAt(before.byFamily, new Set(subjects.flatMap(one => one.family ?? [])), news),
    byType: swappedAt(before.byType, new Set(subjects.flatMap(one => one.type ?? [])), news),
  }
}

/** Whether two objects have the same fields, and the same parent and type. */
const sameFields = (a: PipelineObject, b: PipelineObject): boolean =>
  a.id === b.id &&
  a.fields.length === b.fields.length &&
  a.fields.every(({ key, stringValue, refValue }, i) => {
    const other = b.fields[i]
    if (key !== other?.key) return false
    return (key !== 'type' && key !== 'parent') || (stringValue === other.stringValue && refValue === other.refValue)
  })

/** Whether two objects with the same fields differ in texts at most. */
const sameFrame = (a: PipelineObject, b: PipelineObject): boolean =>
  a.name === b.name &&
  a.fields.every(({ stringValue, refValue }, i) => {
    const other = b.fields[i]
    return refValue === other?.refValue && (stringValue === undefined) === (other?.stringValue === undefined)
  })

const swapped = <T>(list: readonly T[], news: ReadonlyMap<T, T>): readonly T[] => list.map(one => news.get(one) ?? one)

function swappedAt<K, T>(
  lists: ReadonlyMap<K, readonly T[]>,
  keys: ReadonlySet<K>,
  news: ReadonlyMap<T, T>,
): ReadonlyMap<K, readonly T[]> {
  const result = new Map(lists)
  for (const key of keys) {
    const list = lists.get(key)
    if (list) result.set(key, swapped(list, news))
  }
  return result
}
