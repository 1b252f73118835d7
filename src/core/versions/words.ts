import type { EntryChange, FieldChange } from './changes.ts'
import type { Value } from './entries.ts'

/** Changes in words, for lists and for people who hear them. Nothing secret is in them. */

const mostNamed = 3

/** What changed, in a sentence without its full stop: `command of Train changed; Backup added and 2 more`. */
export function sentenceOf(changes: readonly EntryChange[]): string {
  const parts = changes.map(change =>
    change.kind === 'added' || change.kind === 'removed'
      ? `${nameOf(change)} ${change.kind}`
      : change.kind === 'renamed'
        ? `${change.was} renamed ${change.id}`
        : changedFields(change),
  )
  if (parts.length === 0) return ''
  const more = parts.length - mostNamed
  return parts.slice(0, mostNamed).join('; ') + (more > 0 ? `; and ${more} more` : '')
}

/** An entry as a sentence names it. */
export const nameOf = ({ of, id }: Pick<EntryChange, 'of' | 'id'>): string =>
  of === 'object' ? id : of === 'parameter' ? `parameter ${id}` : `value of ${id}`

export const fieldWords: Readonly<Record<FieldChange['kind'], string>> = {
  added: 'added',
  removed: 'removed',
  changed: 'changed',
  reordered: 'reordered',
}

export const mask = '••••••'

/** Values as one reads them; a reference has an arrow in front, and all that is secret is one mask. */
export const valuesOf = (values: readonly Value[], secret: boolean): readonly string[] =>
  secret && values.length > 0 ? [mask] : values.map(one => (one.isRef ? `→ ${one.text}` : one.text))

export const valuesText = (values: readonly Value[], secret: boolean): string => valuesOf(values, secret).join(', ')

function changedFields(change: EntryChange): string {
  const [only, ...others] = change.fields
  if (change.of === 'value') return `${nameOf(change)} changed`
  if (only && others.length === 0) return `${only.key} of ${nameOf(change)} ${fieldWords[only.kind]}`
  return `${change.fields.length} fields of ${nameOf(change)} changed`
}
