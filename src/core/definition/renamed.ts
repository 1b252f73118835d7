import type { Definition, PipelineObject } from './model.ts'

/**
 * The new ids of objects that got others between two definitions, by the old ones, in whichever way that was done: by a
 * command, letter by letter in the text, by replacing a word everywhere, or by an undo. None where more changed about
 * who is there. Where several got new ids at once, each must have the fields it had before.
 */
export function renamedObjects(from: Definition, to: Definition): ReadonlyMap<string, string> {
  if (from === to || from.objects.length !== to.objects.length) return none
  const pairs: (readonly [before: PipelineObject, now: PipelineObject])[] = []
  for (const [at, before] of from.objects.entries()) {
    const now = to.objects[at]
    if (now && now.id !== before.id) pairs.push([before, now])
  }
  if (pairs.length === 0) return none
  const renamed = new Map(pairs.map(([before, now]) => [before.id, now.id]))
  if (pairs.length === 1) return renamed
  const ids = new Set(from.objects.map(({ id }) => id))
  const isNew = new Set(renamed.values()).size === pairs.length && pairs.every(([, now]) => !ids.has(now.id))
  return isNew && pairs.every(([before, now]) => hasSameFields(before, now)) ? renamed : none
}

const none: ReadonlyMap<string, string> = new Map()

const hasSameFields = (a: PipelineObject, b: PipelineObject): boolean =>
  a.fields.length === b.fields.length && a.fields.every(({ key }, at) => key === b.fields[at]?.key)
