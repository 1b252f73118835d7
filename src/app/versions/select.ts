import type { EntryChange } from '../../core/versions/changes.ts'

/** A change, or one of its fields, as the address names it: `object/Load/command`. */
export const keyOf = ({ of, id }: Pick<EntryChange, 'of' | 'id'>, field?: string): string =>
  [of, id, ...(field === undefined ? [] : [field])].map(encodeURIComponent).join('/')

/** The change that a key names, and the field, if it names one. */
export function chosen<T extends EntryChange>(
  changes: readonly T[],
  key: string | undefined,
): { readonly change: T; readonly field: T['fields'][number] | undefined } | undefined {
  if (key === undefined) return undefined
  for (const change of changes) {
    const own = keyOf(change)
    if (key === own) return { change, field: undefined }
    if (!key.startsWith(`${own}/`)) continue
    const field = change.fields.find(one => keyOf(change, one.key) === key)
    if (field) return { change, field }
  }
  return undefined
}

/** What it is, beside its id: the type of an object, else its kind. */
export const ownerWord = ({ of, type }: EntryChange): string =>
  of === 'object' ? (type ?? 'object') : of === 'parameter' ? 'parameter' : 'value of a parameter'
