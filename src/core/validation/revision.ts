import type { Definition, PipelineObject } from '../definition/model.ts'
import { type Facts, type Subject, valuesWritten, type Written } from './gather.ts'

/**
 * The facts of a definition that differs from another in texts alone: all that hangs together stays as it is, and only
 * subjects whose texts, own or inherited, are others are made anew. Undefined where more has changed.
 */
export function revise(before: Facts, definition: Definition): Facts | undefined {
  const { objects } = definition
  const earlier = before.definition
  if (objects.length !== earlier.objects.length) return undefined
  if (definition.parameters !== earlier.parameters || definition.values !== earlier.values) return undefined
  const changed = new Set<Subject>()
  for (const [i, subject] of before.subjects.entries()) {
    const object = objects[i]
    if (object === subject.object) continue
    if (!object || !sameFrame(object, subject.object)) return undefined
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

/** Whether two objects differ in texts at most, that of their type aside. */
const sameFrame = (a: PipelineObject, b: PipelineObject): boolean =>
  a.id === b.id &&
  a.name === b.name &&
  a.fields.length === b.fields.length &&
  a.fields.every(({ key, stringValue, refValue }, i) => {
    const other = b.fields[i]
    if (key !== other?.key || refValue !== other.refValue) return false
    return key === 'type'
      ? stringValue === other.stringValue
      : (stringValue === undefined) === (other.stringValue === undefined)
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
