import { catalog } from '../catalog/index.ts'
import type { Family } from '../catalog/schema.ts'
import type { Span } from '../definition/model.ts'
import { attribute, typeOf } from '../definition/query.ts'
import { type Document, locate } from '../definition/text.ts'

/** What stands in a definition, in the order of the text. */
export interface Content {
  readonly kind: Family | 'parameter' | 'value' | 'other'
  readonly name: string
  /** Its type, or what it says. */
  readonly detail: string
  readonly span: Span
  /** Its name in the text. */
  readonly nameSpan: Span
}

/** Objects, parameters and values. A secret's value is not told. */
export function contentsOf(document: Document): readonly Content[] {
  const { definition, outline } = document
  const contents: Content[] = []
  outline.objects.forEach((entry, index) => {
    const object = definition.objects[index]
    if (!object) return
    const type = typeOf(definition, object)
    const nameSpan = inside(locate(document, { object: object.id }, 'key'), entry)
    const kind = catalog.get(type ?? '')?.family ?? 'other'
    contents.push({
      kind,
      name: object.id === '' ? '(no id)' : object.id,
      detail: type ?? '',
      span: whole(entry),
      nameSpan,
    })
  })
  outline.parameters.forEach((entry, index) => {
    const parameter = definition.parameters[index]
    if (!parameter) return
    const nameSpan = inside(locate(document, { parameter: parameter.id }, 'key'), entry)
    const detail = attribute(parameter, 'type') ?? 'String'
    contents.push({ kind: 'parameter', name: parameter.id, detail, span: whole(entry), nameSpan })
  })
  outline.values.forEach((site, index) => {
    const said = definition.values[index]?.stringValue ?? ''
    const detail = site.id.startsWith('*') ? '••••••' : said
    contents.push({
      kind: 'value',
      name: site.id,
      detail,
      span: whole(site.whole),
      nameSpan: inside(site.keyNode, site.whole),
    })
  })
  return contents.sort((a, b) => a.span.offset - b.span.offset)
}

const whole = ({ offset, length }: Span): Span => ({ offset, length })

/** Two objects may have one id: then the name that was found is of the other. */
const inside = (name: Span | undefined, of: Span): Span =>
  name && name.offset >= of.offset && name.offset + name.length <= of.offset + of.length
    ? whole(name)
    : { offset: of.offset, length: Math.min(1, of.length) }
