import { type FieldSite, fieldLists, type listNames, shapeOf, sitesOf } from './fields.ts'
import { insertChildren, type Printable, print, removeChildren, type Style } from './layout.ts'
import type { TextEdit } from './model.ts'
import { styleOf } from './style.ts'
import type { Document } from './text.ts'
import { childrenOf, endOf, memberOf, memberValue, type TextNode } from './tree.ts'

/** What a field can be given: text, or a reference to an object. */
export type FieldValue = string | { readonly ref: string }

type Kind = keyof typeof listNames

/** Edits that give a field's value a new text; only the value's characters change. Adds the field if it is missing. */
export function setFieldEdits(
  document: Document,
  node: TextNode,
  kind: Kind,
  key: string,
  value: FieldValue,
  occurrence = 0,
): readonly TextEdit[] {
  const site = sitesOf(document.text, node, kind).find(one => one.key === key && one.occurrence === occurrence)
  if (site) return replaceValue(document, site, value)
  return addFieldEdits(document, node, kind, key, value)
}

/** Edits that give a field one more value. In a CLI file the second value makes a list. */
export function addFieldEdits(
  document: Document,
  node: TextNode,
  kind: Kind,
  key: string,
  value: FieldValue,
): readonly TextEdit[] {
  const { text } = document
  const style = styleOf(document)
  const last = sitesOf(text, node, kind).findLast(site => site.key === key)
  if (isWire(document, node, kind)) return addWireField(document, node, kind, key, value, last)
  if (last?.list) return insertChildren(text, style, last.list, [cliRender(value, style)], { after: last.value })
  if (last) {
    return [
      { offset: last.value.offset, length: 0, text: '[' },
      {
        offset: endOf(last.value),
        length: 0,
        text: `,${style.gap}${cliValue(value, { ...style, spread: flat }, '')}]`,
      },
    ]
  }
  const member = memberOf(node, key)
  if (!member) return insertMember(document, node, key, printableValue(value, style))
  const empty = memberValue(member)
  const written = cliValue(value, { ...style, spread: flat }, '')
  return empty ? [{ ...span(empty), text: written }] : [{ offset: endOf(member), length: 0, text: ` ${written}` }]
}

/** Edits that make these the values of a field, touching as few of the present ones as can be. */
export function setFieldListEdits(
  document: Document,
  node: TextNode,
  kind: Kind,
  key: string,
  values: readonly FieldValue[],
): readonly TextEdit[] {
  const { text } = document
  const style = styleOf(document)
  const sites = sitesOf(text, node, kind).filter(site => site.key === key)
  if (values.length === 0) return removeKeyEdits(document, node, kind, key)
  const wire = isWire(document, node, kind)
  const inList = sites.length > 0 && sites.every(site => site.list !== undefined && site.list === sites[0]?.list)
  if (wire || inList || (sites.length === values.length && sites.length > 0)) {
    const kept = sites.slice(0, values.length)
    const edits = kept.flatMap((site, i) => replaceValue(document, site, values[i] ?? ''))
    const surplus = removeSites(document, node, kind, sites.slice(values.length))
    const more = values.slice(sites.length)
    const last = kept.at(-1)
    if (wire) return [...edits, ...surplus, ...addWireFields(document, node, kind, key, more, last)]
    const list = last?.list
    if (!list || more.length === 0) return [...edits, ...surplus]
    const renders = more.map(value => cliRender(value, style))
    const added = insertChildren(text, style, list, renders, { after: last.value })
    return [...edits, ...surplus, ...added]
  }
  return rewriteField(document, node, key, sites, values)
}

/** Edits that make one list of a key that is repeated. */
export function joinFieldEdits(document: Document, node: TextNode, kind: Kind, key: string): readonly TextEdit[] {
  const sites = sitesOf(document.text, node, kind).filter(site => site.key === key)
  if (isWire(document, node, kind) || new Set(sites.map(site => site.member)).size < 2) return []
  const values = sites.map((site): FieldValue => (site.isRef ? { ref: site.text } : site.text))
  return rewriteField(document, node, key, sites, values)
}

/** Writes all values anew, where the first of them stands; other members of the same key go. */
function rewriteField(
  document: Document,
  node: TextNode,
  key: string,
  sites: readonly FieldSite[],
  values: readonly FieldValue[],
): readonly TextEdit[] {
  const { text } = document
  const style = styleOf(document)
  const [only] = values
  const written: Printable =
    values.length === 1 && only !== undefined
      ? printableValue(only, style)
      : { elements: values.map(value => printableValue(value, style)), spread: style.spread.list }
  const [first, ...rest] = sites
  if (!first) {
    const member = memberOf(node, key)
    const empty = member && memberValue(member)
    if (empty) return [{ ...span(empty), text: print(written, { ...style, spread: flat }, '') }]
    return member ? [] : insertMember(document, node, key, written)
  }
  const target = first.list ?? first.value
  const others = new Set(rest.map(site => site.member).filter(member => member !== first.member))
  return [{ ...span(target), text: print(unspread(written), style, '') }, ...removeChildren(text, node, others)]
}

/** Edits that take a field away, or one of its values. */
export function removeKeyEdits(document: Document, node: TextNode, kind: Kind, key: string, occurrence?: number) {
  const sites = sitesOf(document.text, node, kind).filter(site => site.key === key)
  if (occurrence !== undefined)
    return removeSites(
      document,
      node,
      kind,
      sites.filter(site => site.occurrence === occurrence),
    )
  if (sites.length > 0) return removeSites(document, node, kind, sites)
  const members = childrenOf(node).filter(member => childrenOf(member)[0]?.value === key)
  return removeChildren(document.text, node, new Set(members))
}

/** Edits that take away the fields at these sites; a list that loses all of its values goes with its key. */
export function removeSites(
  document: Document,
  node: TextNode,
  kind: Kind,
  doomed: readonly FieldSite[],
): readonly TextEdit[] {
  const { text } = document
  if (doomed.length === 0) return []
  const gone = new Set(doomed.map(site => site.whole))
  if (shapeOf(node, kind) === 'wire')
    return fieldLists(node, kind)
      .filter(list => childrenOf(list).some(child => gone.has(child)))
      .flatMap(list => removeChildren(text, list, gone))
  const all = sitesOf(text, node, kind)
  const members = new Set(doomed.map(site => site.member))
  const emptied = new Set(
    [...members].filter(member => all.every(site => site.member !== member || gone.has(site.whole))),
  )
  const lists = new Set(doomed.filter(site => !emptied.has(site.member)).map(site => site.list))
  return [
    ...(emptied.size > 0 ? removeChildren(text, node, emptied) : []),
    ...[...lists].flatMap(list => (list ? removeChildren(text, list, gone) : [])),
  ]
}

/** A new member at the end of an object, laid out as its others are. */
export function insertMember(
  document: Document,
  node: TextNode,
  key: string,
  value: Printable,
  after?: TextNode,
): readonly TextEdit[] {
  const style = styleOf(document)
  return insertMemberText(document, node, key, indent => print(value, style, indent), after)
}

/** The same with the value's text given. */
export function insertMemberText(
  document: Document,
  node: TextNode,
  key: string,
  value: (indent: string) => string,
  after?: TextNode,
): readonly TextEdit[] {
  const style = styleOf(document)
  const render = (indent: string) => `${JSON.stringify(key)}${style.colon}${value(indent)}`
  return insertChildren(document.text, style, node, [render], { after, spread: style.spread.object })
}

const isWire = (document: Document, node: TextNode, kind: Kind): boolean =>
  shapeOf(node, kind) === 'wire' ||
  (document.dialect === 'api' &&
    childrenOf(node).every(child => ['id', 'name'].includes(String(child.children?.[0]?.value))))

export const printableValue = (value: FieldValue, style: Style): Printable =>
  typeof value === 'string' ? value : { members: [['ref', value.ref]], spread: style.spread.ref }

/** A field as the wire writes it. */
export const wireField = (key: string, value: FieldValue, style: Style): Printable => ({
  members: [['key', key], typeof value === 'string' ? ['stringValue', value] : ['refValue', value.ref]],
  spread: style.spread.field,
})

function replaceValue(document: Document, site: FieldSite, value: FieldValue): readonly TextEdit[] {
  const isRef = typeof value !== 'string'
  const said = isRef ? value.ref : value
  const isText = site.inner.type === 'string'
  if (isText && site.isRef === isRef)
    return site.text === said ? [] : [{ ...span(site.inner), text: JSON.stringify(said) }]
  if (site.member.type !== 'object')
    return [{ ...span(site.value), text: cliValue(value, { ...styleOf(document), spread: flat }, '') }]
  const from = site.isRef ? 'refValue' : 'stringValue'
  const keyNode = memberOf(site.member, from)?.children?.[0]
  const renamed = keyNode ? [{ ...span(keyNode), text: JSON.stringify(isRef ? 'refValue' : 'stringValue') }] : []
  return [...(site.isRef === isRef ? [] : renamed), { ...span(site.value), text: JSON.stringify(said) }]
}

const addWireField = (
  document: Document,
  node: TextNode,
  kind: Kind,
  key: string,
  value: FieldValue,
  after: FieldSite | undefined,
) => addWireFields(document, node, kind, key, [value], after)

function addWireFields(
  document: Document,
  node: TextNode,
  kind: Kind,
  key: string,
  values: readonly FieldValue[],
  after: FieldSite | undefined,
): readonly TextEdit[] {
  if (values.length === 0) return []
  const style = styleOf(document)
  const lists = fieldLists(node, kind)
  const list = lists.find(one => after && childrenOf(one).includes(after.member)) ?? lists.at(-1)
  const fields = values.map(value => wireField(key, value, style))
  const name = kind === 'object' ? 'fields' : 'attributes'
  if (!list) return insertMember(document, node, name, { elements: fields, spread: true })
  const renders = fields.map(field => (indent: string) => print(field, style, indent))
  return insertChildren(document.text, style, list, renders, { after: after?.member })
}

const cliRender = (value: FieldValue, style: Style) => (indent: string) => cliValue(value, style, indent)

const cliValue = (value: FieldValue, style: Style, indent: string) => print(printableValue(value, style), style, indent)

const unspread = (value: Printable): Printable => {
  if (typeof value === 'string') return value
  if ('elements' in value) return { elements: value.elements.map(unspread), spread: false }
  return { members: value.members.map(([key, one]) => [key, unspread(one)]), spread: false }
}

const span = ({ offset, length }: TextNode) => ({ offset, length })

const flat = { object: false, field: false, ref: false, list: false }
