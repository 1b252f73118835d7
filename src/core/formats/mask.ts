import { applyEdits } from '../definition/edit.ts'
import { sitesOf } from '../definition/fields.ts'
import type { TextEdit } from '../definition/model.ts'
import { read } from '../definition/text.ts'
import type { Loss } from './format.ts'
import { isSecret } from './secrets.ts'

/** What stands in place of a secret. */
export const stars = '********'

/** A text with stars for its secrets, the rest to the character, and what was masked. */
export function maskSecrets(text: string): { readonly text: string; readonly losses: readonly Loss[] } {
  const { outline, definition } = read(text)
  const edits: TextEdit[] = []
  const losses: Loss[] = []
  const mask = ({ offset, length }: { offset: number; length: number }, words: string, at: Loss['at']) => {
    edits.push({ offset, length, text: JSON.stringify(stars) })
    losses.push({ message: `The secret ${words} is masked; put it in before the file is used.`, ...(at && { at }) })
  }
  outline.objects.forEach(({ node }, index) => {
    const object = definition.objects[index]?.id ?? ''
    for (const { key, isRef, text: value, inner } of sitesOf(text, node, 'object'))
      if (key.startsWith('*') && !isRef && isSecret(value)) mask(inner, `${key} of ${object}`, { object, field: key })
  })
  outline.parameters.forEach(({ node }, index) => {
    const parameter = definition.parameters[index]?.id ?? ''
    if (!parameter.startsWith('*')) return
    for (const { key, text: value, inner } of sitesOf(text, node, 'parameter'))
      if (key === 'default' && isSecret(value)) mask(inner, `default of ${parameter}`, { parameter, field: key })
  })
  outline.values.forEach(({ id, value }, index) => {
    if (id.startsWith('*') && isSecret(definition.values[index]?.stringValue ?? ''))
      mask(value, `value of ${id}`, { value: id })
  })
  return {
    text: applyEdits(
      text,
      edits.sort((a, b) => a.offset - b.offset),
    ),
    losses,
  }
}
