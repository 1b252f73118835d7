/** What an object, or a pipeline, can do without: a fix takes nothing away that is needed. */

import { isRunnable, slotOf } from '../catalog/index.ts'
import { type Facts, has, type Subject, type Written } from './facts.ts'

/**
 * Whether an object is none the worse without a value: others of its field stay, it inherits one, or none is needed.
 * Judged by ids, types and which fields there are, as rules of the frame may.
 */
export function isSpare({ subject, key, slot }: Written): boolean {
  if ((subject.own.get(key)?.length ?? 0) > 1) return true
  if (subject.lineage.some(one => one !== subject && one.own.has(key))) return true
  if (slot?.required) return false
  // Work has a schedule, and what copies data has both its ends.
  if (slot?.flow === 'schedule' && (isRunnable(subject.family) || subject.family === 'default')) return false
  if ((slot?.flow === 'in' || slot?.flow === 'out') && subject.family === 'activity') return false
  const groups = subject.schema?.oneOf.filter(group => group.fields.includes(key)) ?? []
  return groups.every(group => group.fields.some(field => field !== key && has(subject, field)))
}

/** Whether nothing would point to the target of a reference any more, were the reference away. */
export function isOnlyMention(facts: Facts, written: Written): boolean {
  const target = written.ref === undefined ? undefined : facts.byId.get(written.ref)
  if (!target || !wantsMention(target)) return false
  return (
    pointersOf(facts)
      .get(target.id)
      ?.every(other => other === written) ?? true
  )
}

/** Whether an object is there only for those that point to it. */
export const wantsMention = ({ id, family }: Subject): boolean =>
  family !== 'activity' && family !== 'default' && id !== 'Default'

/** An object that nothing points to, and all those that would then have nobody left to point to them. */
export function aloneWith(facts: Facts, id: string): readonly string[] {
  const gone = new Set([id])
  const pointing = pointersOf(facts)
  const waiting = [id]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
    for (const { ref } of facts.byId.get(next)?.values ?? []) {
      const target = ref === undefined ? undefined : facts.byId.get(ref)
      if (!target || gone.has(target.id) || !wantsMention(target)) continue
      if (!pointing.get(target.id)?.every(({ subject }) => gone.has(subject.id))) continue
      gone.add(target.id)
      waiting.push(target.id)
    }
  return [...gone]
}

/** Fields of Default that only these objects take: they mean nothing without them. */
export function idleWithout(facts: Facts, ids: readonly string[]): readonly string[] {
  const gone = new Set(ids)
  const types = new Set(facts.subjects.flatMap(({ id, type }) => (gone.has(id) || type === undefined ? [] : [type])))
  return [...(facts.default?.own ?? [])].flatMap(([key, [written]]) =>
    written?.slot && !keepers.has(key) && ![...types].some(type => slotOf(type, key)) ? [key] : [],
  )
}

/** What Default may say whoever takes it. */
const keepers: ReadonlySet<string> = new Set(['type', 'parent'])

const remembered = new WeakMap<Facts, ReadonlyMap<string, readonly Written[]>>()

/** References by the id that they lead to; found once, since many objects may ask. */
function pointersOf(facts: Facts): ReadonlyMap<string, readonly Written[]> {
  const known = remembered.get(facts)
  if (known) return known
  const pointers = new Map<string, Written[]>()
  for (const written of facts.written) {
    if (written.ref === undefined) continue
    const list = pointers.get(written.ref)
    if (list) list.push(written)
    else pointers.set(written.ref, [written])
  }
  remembered.set(facts, pointers)
  return pointers
}
