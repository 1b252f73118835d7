import { applyEdits, arrange } from '../definition/edit.ts'
import { sitesOf } from '../definition/fields.ts'
import type { TextEdit } from '../definition/model.ts'
import type { Document } from '../definition/text.ts'
import type { TextNode } from '../definition/tree.ts'
import { isSecretField } from './entries.ts'
import { mask } from './words.ts'

/** The text with its secrets masked, for screens that only show it. Expressions stay: they say nothing. */
export function maskedText({ text, definition, outline }: Document): string {
  const edits: TextEdit[] = []
  const hide = ({ offset, length }: TextNode, said: string) => {
    if (said !== '' && !said.includes('#{')) edits.push({ offset, length, text: JSON.stringify(mask) })
  }
  for (const kind of ['object', 'parameter'] as const) {
    const entries = kind === 'object' ? outline.objects : outline.parameters
    const owners = kind === 'object' ? definition.objects : definition.parameters
    for (const [at, { id }] of owners.entries()) {
      const node = entries[at]?.node
      if (!node) continue
      for (const site of sitesOf(text, node, kind))
        if (!site.isRef && isSecretField(definition, kind, id, site.key)) hide(site.inner, site.text)
    }
  }
  for (const { id, value } of outline.values)
    if (isSecretField(definition, 'value', id, '')) hide(value, String(value.value ?? ''))
  return applyEdits(text, arrange(edits))
}
