import type { Span } from './model.ts'
import { childrenOf, keyOf, memberValue, stringOf, type TextNode, valueAt } from './tree.ts'

/** How an object is written: fields as its members, as the AWS CLI does, or in a list of `fields`, as the API does. */
export type Shape = 'cli' | 'wire'

/** One field (or attribute) as it stands in the text. */
export interface FieldSite {
  readonly key: string
  /** Counts equal keys from 0. */
  readonly occurrence: number
  readonly text: string
  readonly isRef: boolean
  /** What is written as the value: a string, or `{"ref": …}` in a CLI file. */
  readonly value: TextNode
  /** The string that says the text or the id; `value` itself unless that is a `{"ref": …}`. */
  readonly inner: TextNode
  /** What goes when the field goes: the member, the element of its list, or the wire's field object. */
  readonly whole: TextNode
  readonly keyNode: TextNode
  /** The CLI file's member the value belongs to; the wire's field object. */
  readonly member: TextNode
  /** The list the value stands in, if any (CLI file). */
  readonly list?: TextNode
}

/** A note about something that has the wrong shape. */
export type Report = (code: string, at: Span, message: string) => void

/** Field by field, what a reader needs; `sitesOf` collects it, the definition's reader only takes the texts. */
type Visit = (
  key: string,
  text: string,
  isRef: boolean,
  value: TextNode,
  inner: TextNode,
  member: TextNode,
  list?: TextNode,
) => void

export const listNames = { object: ['fields', 'slots'], parameter: ['attributes'] } as const

/** The lists that hold the fields in the wire shape; none for an object written the CLI's way. */
export function fieldLists(node: TextNode, kind: keyof typeof listNames): readonly TextNode[] {
  const names: readonly string[] = listNames[kind]
  let found: TextNode[] | undefined
  for (const child of childrenOf(node)) {
    const value = memberValue(child)
    if (value?.type !== 'array' || !names.includes(keyOf(child)) || !childrenOf(value).every(isObject)) continue
    found ??= []
    found.push(value)
  }
  return found ?? none
}

export const shapeOf = (node: TextNode, kind: keyof typeof listNames): Shape =>
  fieldLists(node, kind).length > 0 ? 'wire' : 'cli'

/** Where each field of an object or parameter stands, in the order of the text. */
export function sitesOf(text: string, node: TextNode, kind: keyof typeof listNames): readonly FieldSite[] {
  const sites: FieldSite[] = []
  const counts = new Map<string, number>()
  walkFields(text, node, kind, (key, value, isRef, valueNode, inner, member, list) => {
    const occurrence = counts.get(key) ?? 0
    counts.set(key, occurrence + 1)
    const wire = member.type === 'object'
    const keyNode = (wire ? valueAt(member, 'key') : member.children?.[0]) ?? member
    const whole = list ? valueNode : member
    sites.push({
      key,
      occurrence,
      text: value,
      isRef,
      value: valueNode,
      inner,
      whole,
      keyNode,
      member,
      ...(list && { list }),
    })
  })
  return sites
}

export function walkFields(text: string, node: TextNode, kind: keyof typeof listNames, visit: Visit, report?: Report) {
  const lists = fieldLists(node, kind)
  if (lists.length > 0) for (const list of lists) walkWire(text, list, visit, report)
  else walkMembers(text, node, kind, visit, report)
}

function walkMembers(text: string, node: TextNode, kind: keyof typeof listNames, visit: Visit, report?: Report) {
  const seen = report && new Set<string>()
  for (const member of childrenOf(node)) {
    const key = keyOf(member)
    const value = memberValue(member)
    if (seen?.has(key))
      report?.(
        'text/repeated-key',
        member.children?.[0] ?? member,
        `"${key}" is written twice here; the AWS CLI keeps only the last. Write one list instead.`,
      )
    seen?.add(key)
    if (!value || key === 'id' || (key === 'name' && kind === 'object')) continue
    if (value.type === 'array') walkList(text, key, value, member, value, visit, report)
    else walkValue(text, key, value, member, undefined, visit, report)
  }
}

function walkList(
  text: string,
  key: string,
  array: TextNode,
  member: TextNode,
  list: TextNode,
  visit: Visit,
  report?: Report,
) {
  for (const element of childrenOf(array)) {
    if (element.type === 'array') {
      report?.('text/nested-list', element, `A list inside the list of "${key}" is more than the service understands.`)
      walkList(text, key, element, member, element, visit, report)
    } else walkValue(text, key, element, member, list, visit, report)
  }
}

function walkValue(
  text: string,
  key: string,
  value: TextNode,
  member: TextNode,
  list: TextNode | undefined,
  visit: Visit,
  report?: Report,
) {
  if (value.type === 'string') return visit(key, String(value.value), false, value, value, member, list)
  if (value.type === 'object') {
    const ref = valueAt(value, 'ref')
    if (ref?.type === 'string') {
      if (report && childrenOf(value).length > 1)
        report('text/extra-member', value, `A reference says only {"ref": …}; "${key}" says more here.`)
      if (report && ref.value === '')
        report('text/empty-reference', value, `The reference of "${key}" names no object.`)
      return visit(key, String(ref.value), true, value, ref, member, list)
    }
    report?.(
      'text/not-text',
      value,
      `"${key}" holds an object; a field holds text, {"ref": "AnotherObject"} or a list of these.`,
    )
    return visit(key, slice(text, value), false, value, value, member, list)
  }
  if (value.type === 'null') {
    report?.('text/not-text', value, `"${key}" is null; write text or leave the field out.`)
    return
  }
  report?.('text/not-text', value, `AWS expects text here: put ${slice(text, value)} of "${key}" in quotation marks.`)
  visit(key, slice(text, value), false, value, value, member, list)
}

function walkWire(text: string, list: TextNode, visit: Visit, report?: Report) {
  for (const field of childrenOf(list)) {
    const key = stringOf(valueAt(field, 'key'))
    if (key === undefined) {
      report?.('text/missing-key', field, 'This field has no "key".')
      continue
    }
    const string = valueAt(field, 'stringValue')
    const value = string && string.type !== 'null' ? string : valueAt(field, 'refValue')
    if (!value || value.type === 'null') {
      report?.('text/missing-value', field, `The field "${key}" has neither a stringValue nor a refValue.`)
      continue
    }
    if (report && value.type !== 'string')
      report('text/not-text', value, `AWS expects text here: put the value of "${key}" in quotation marks.`)
    const said = value.type === 'string' ? String(value.value) : slice(text, value)
    visit(key, said, value !== string, value, value, field)
  }
}

const slice = (text: string, node: TextNode) => text.slice(node.offset, node.offset + node.length)

const isObject = (node: TextNode) => node.type === 'object'

const none: readonly TextNode[] = []
