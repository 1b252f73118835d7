import type { Definition } from '../definition/model.ts'
import { changesBetween, type EntryChange, type FieldChange } from './changes.ts'
import { valuesOf } from './words.ts'

/** One line of what differs between two definitions: an entry that came, went or was renamed, or one field of it. */
export interface Difference {
  readonly kind: EntryChange['kind'] | FieldChange['kind']
  readonly object?: string
  readonly parameter?: string
  /** The parameter whose value it is. */
  readonly value?: string
  /** The id that a renamed object had. */
  readonly was?: string
  readonly field?: string
  /** The values of a field or parameter; those that are secret are masked. */
  readonly before?: readonly string[]
  readonly after?: readonly string[]
}

/** The changes between two definitions as a flat list, for who reads them line by line. */
export const differencesBetween = (before: Definition, after: Definition): readonly Difference[] =>
  changesBetween(before, after).flatMap(({ of, kind, id, was, fields }): Difference[] => {
    const at = { [of]: id }
    const lines = fields.map((field): Difference => {
      const [old, now] = [valuesOf(field.before, field.secret), valuesOf(field.after, field.secret)]
      return {
        kind: field.kind,
        ...at,
        ...(of !== 'value' && { field: field.key }),
        ...(field.before.length > 0 && { before: old }),
        ...(field.after.length > 0 && { after: now }),
      }
    })
    // What a whole object says is not told again field by field.
    if (kind === 'added' || kind === 'removed') return of === 'value' ? lines : [{ kind, ...at }]
    return was === undefined ? lines : [{ kind, ...at, was }, ...lines]
  })
