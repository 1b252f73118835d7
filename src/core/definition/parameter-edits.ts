import { insertMemberText } from './field-edits.ts'
import { sitesOf } from './fields.ts'
import { insertChildren, type Printable, print, removeChildren } from './layout.ts'
import { appendElements, inNewList } from './lists.ts'
import { bare, renameMentions } from './mentions.ts'
import type { ParameterObject, TextEdit } from './model.ts'
import { removeEntries } from './object-edits.ts'
import type { ValueSite } from './outline.ts'
import { styleOf } from './style.ts'
import { type Document, entryOf } from './text.ts'
import { childrenOf, endOf, keyOf, memberValue, type TextNode, valueAt } from './tree.ts'

export function addParameterEdits(document: Document, { id, attributes }: ParameterObject): readonly TextEdit[] {
  const style = styleOf(document)
  const members: (readonly [string, Printable])[] =
    document.dialect === 'api'
      ? [
          ['id', id],
          [
            'attributes',
            {
              elements: attributes.map(({ key, stringValue }) => ({
                members: [
                  ['key', key],
                  ['stringValue', stringValue],
                ],
                spread: style.spread.field,
              })),
              spread: true,
            },
          ],
        ]
      : [
          ['id', id],
          ...[...Map.groupBy(attributes, one => one.key)].map(([key, all]): readonly [string, Printable] => {
            const texts = all.map(one => one.stringValue)
            return [key, texts.length === 1 ? (texts[0] ?? '') : { elements: texts, spread: style.spread.list }]
          }),
        ]
  return appendElements(document, 'parameters', [{ members, spread: style.spread.object }])
}

export function removeParameterEdits(document: Document, id: string): readonly TextEdit[] {
  const entry = entryOf(document, { parameter: id })
  return [...(entry ? removeEntries(document, [entry]) : []), ...setValueEdits(document, id, [])]
}

export function renameParameterEdits(document: Document, from: string, to: string): readonly TextEdit[] {
  const { definition, outline, text } = document
  if (to === '' || definition.parameters.some(parameter => parameter.id === to)) return []
  const entry = entryOf(document, { parameter: from })
  const id = entry && valueAt(entry.node, 'id')
  const edits: TextEdit[] = id ? [quoted(id, to)] : []
  const keys = new Set(outline.values.filter(site => site.id === from).map(site => site.keyNode))
  for (const key of keys) edits.push(quoted(key, to))
  const name = bare(from)
  definition.objects.forEach((object, index) => {
    const node = outline.objects[index]?.node
    // A field of the object's own goes before a parameter of the same name.
    if (!node || object.fields.some(field => field.key === name || field.key === from)) return
    if (!object.fields.some(field => field.stringValue?.includes(name))) return
    for (const site of sitesOf(text, node, 'object'))
      if (!site.isRef) edits.push(...renameMentions(text, site.inner.offset, site.inner.length, from, to))
  })
  return edits
}

/** Edits that move a parameter out of the objects, its text as it is. */
export function moveParameterEdits(document: Document, id: string): readonly TextEdit[] {
  const { outline, text } = document
  const entry = entryOf(document, { parameter: id })
  if (!entry?.list || entry.list !== outline.objectList || !outline.home) return []
  const written = text.slice(entry.node.offset, entry.node.offset + entry.node.length)
  const style = styleOf(document)
  const added = outline.parameterList
    ? insertChildren(text, style, outline.parameterList, [() => written])
    : insertMemberText(document, outline.home, 'parameters', indent => {
        const inner = style.newline + indent + style.unit
        return `[${inner}${written}${style.newline}${indent}]`
      })
  return [...removeEntries(document, [entry]), ...added]
}

/** Edits that make these the values kept for a parameter. */
export function setValueEdits(document: Document, id: string, values: readonly string[]): readonly TextEdit[] {
  const { outline, text } = document
  const style = styleOf(document)
  const sites = outline.values.filter(site => site.id === id)
  if (values.length === sites.length && (values.length === 1 || values.length > 0))
    return sites.flatMap((site, i) => (site.value.value === values[i] ? [] : [quoted(site.value, values[i] ?? '')]))
  const list = outline.valueList
  if (list?.type === 'array') return setWireValues(document, list, id, values, sites)
  const written: Printable = values.length === 1 ? (values[0] ?? '') : { elements: values, spread: style.spread.list }
  if (!list) {
    if (values.length === 0) return []
    if (document.dialect === 'api')
      return inNewList(document, 'values', {
        elements: values.map(value => wireValue(id, value, style.spread.field)),
        spread: true,
      })
    return inNewList(document, 'values', { members: [[id, written]], spread: true })
  }
  const members = childrenOf(list).filter(member => keyOf(member) === id)
  if (values.length === 0) return removeChildren(text, list, new Set(members))
  const [first, ...others] = members
  const target = first && memberValue(first)
  if (target)
    return [
      { offset: target.offset, length: target.length, text: print(oneLine(written), style, '') },
      ...removeChildren(text, list, new Set(others)),
    ]
  if (first) return [{ offset: endOf(first), length: 0, text: ` ${print(oneLine(written), style, '')}` }]
  const render = (indent: string) => `${JSON.stringify(id)}${style.colon}${print(written, style, indent)}`
  return insertChildren(text, style, list, [render])
}

function setWireValues(
  document: Document,
  list: TextNode,
  id: string,
  values: readonly string[],
  sites: readonly ValueSite[],
): readonly TextEdit[] {
  const { text } = document
  const style = styleOf(document)
  const kept = sites.slice(0, values.length)
  const edits = kept.flatMap((site, i) => (site.value.value === values[i] ? [] : [quoted(site.value, values[i] ?? '')]))
  const surplus = removeChildren(text, list, new Set(sites.slice(values.length).map(site => site.whole)))
  const more = values.slice(sites.length)
  if (more.length === 0) return [...edits, ...surplus]
  const renders = more.map(value => (indent: string) => print(wireValue(id, value, style.spread.field), style, indent))
  return [...edits, ...surplus, ...insertChildren(text, style, list, renders, { after: kept.at(-1)?.whole })]
}

const wireValue = (id: string, stringValue: string, spread: boolean): Printable => ({
  members: [
    ['id', id],
    ['stringValue', stringValue],
  ],
  spread,
})

const oneLine = (value: Printable): Printable =>
  typeof value === 'string' || !('elements' in value) ? value : { ...value, spread: false }

const quoted = ({ offset, length }: TextNode, text: string): TextEdit => ({
  offset,
  length,
  text: JSON.stringify(text),
})
