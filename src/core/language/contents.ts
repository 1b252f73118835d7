import { catalog } from '../catalog/index.ts'
import type { Family } from '../catalog/schema.ts'
import type { Span } from '../definition/model.ts'
import { attribute, typeOf } from '../definition/query.ts'
import type { Document } from '../definition/text.ts'

/** What stands in a definition, in the order of the text. */
export interface Content {
  readonly kind: Family | 'parameter' | 'value' | 'other'
  readonly name: string
  /** Its type, or what it says. */
  readonly detail: string
  readonly span: Span
}

/** Objects, parameters and values. A secret's value is not told. */
export function contentsOf(document: Document): readonly Content[] {
  const { definition, outline } = document
  const contents: Content[] = []
  outline.objects.forEach((entry, index) => {
    const object = definition.objects[index]
    if (!object) return
    const type = typeOf(definition, object)
    const kind = catalog.get(type ?? '')?.family ?? 'other'
    contents.push({
      kind,
      name: object.id === '' ? '(no id)' : object.id,
      detail: type ?? '',
      span: whole(entry),
    })
  })
  outline.parameters.forEach((entry, index) => {
    const parameter = definition.parameters[index]
    if (!parameter) return
    const detail = attribute(parameter, 'type') ?? 'String'
    contents.push({ kind: 'parameter', name: parameter.id, detail, span: whole(entry) })
  })
  outline.values.forEach((site, index) => {
    const said = definition.values[index]?.stringValue ?? ''
    const detail = site.id.startsWith('*') ? '••••••' : said
    contents.push({
      kind: 'value',
      name: site.id,
      detail,
      span: whole(site.whole),
    })
  })
  return contents.sort((a, b) => a.span.offset - b.span.offset)
}

const whole = ({ offset, length }: Span): Span => ({ offset, length })
