import type { Definition } from './model.ts'

/**
 * The ids of the one object that got another id between two definitions, in whichever way that was done: by a command,
 * letter by letter in the text, or by its undo. Undefined where more changed about who is there.
 */
export function renamedObject(from: Definition, to: Definition): readonly [before: string, now: string] | undefined {
  if (from === to || from.objects.length !== to.objects.length) return undefined
  let found: readonly [string, string] | undefined
  for (const [at, { id }] of from.objects.entries()) {
    const now = to.objects[at]?.id
    if (now === undefined || now === id) continue
    if (found) return undefined
    found = [id, now]
  }
  return found
}
