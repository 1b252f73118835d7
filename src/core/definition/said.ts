import { ElementNode, type Said } from './elements.ts'
import { type Report, walkFields } from './fields.ts'
import type { Keep } from './keeping.ts'
import type { Field, ParameterAttribute, ParameterObject, PipelineObject } from './model.ts'
import { stringOf, type TextNode, valueAt } from './tree.ts'

/** Parameters are known by their type; ids of parameters begin with `my`. Source: developer guide, parameters. */
export function isParameter(node: TextNode): boolean {
  if (!(node instanceof ElementNode)) return looksLikeParameter(node)
  const { said } = node.origin
  said.isParameter ??= looksLikeParameter(node)
  return said.isParameter
}

function looksLikeParameter(node: TextNode): boolean {
  const type = stringOf(valueAt(node, 'type'))
  return type !== undefined && parameterTypes.has(type) && /^\*?my/.test(stringOf(valueAt(node, 'id')) ?? '')
}

const none: readonly never[] = []
const parameterTypes = new Set(['String', 'Integer', 'Double', 'AWS::S3::ObjectKey'])

/** What an object says; of an element it is read only the first time, and `keep` says which value stands for it. */
export function objectIn(text: string, node: TextNode, keep: Keep<PipelineObject>, at: number): Said<PipelineObject> {
  if (!(node instanceof ElementNode)) return heard(text, node, readObject, keep, at)
  const { said } = node.origin
  said.object ??= heard(text, node, readObject, keep, at)
  return said.object
}

/** What a parameter says, in the same way. */
export function parameterIn(
  text: string,
  node: TextNode,
  keep: Keep<ParameterObject>,
  at: number,
): Said<ParameterObject> {
  if (!(node instanceof ElementNode)) return heard(text, node, readParameter, keep, at)
  const { said } = node.origin
  said.parameter ??= heard(text, node, readParameter, keep, at)
  return said.parameter
}

type Reader<T> = (text: string, node: TextNode, report: Report) => T

function heard<T>(text: string, node: TextNode, read: Reader<T>, keep: Keep<T>, at: number): Said<T> {
  let notes: Said<T>['notes'][number][] | undefined
  const value = read(text, node, (code, { offset, length }, message) => {
    notes ??= []
    notes.push({ code, offset: offset - node.offset, length, message })
  })
  return { value: keep(value, at), notes: notes ?? none }
}

/** Says what is odd about what a node says, where it stands now. */
export function tellNotes({ notes }: Said<unknown>, node: TextNode, report: Report): void {
  if (notes.length === 0) return
  for (const { code, offset, length, message } of notes) report(code, { offset: offset + node.offset, length }, message)
}

function readObject(text: string, node: TextNode, report: Report): PipelineObject {
  const name = readName(text, node, 'name', report)
  const id = readName(text, node, 'id', report) ?? missingId(node, name, 'object', report)
  const fields: Field[] = []
  walkFields(
    text,
    node,
    'object',
    (key, value, isRef) => {
      fields.push(isRef ? { key, refValue: value } : { key, stringValue: value })
    },
    report,
  )
  return { id, name: name ?? id, fields }
}

function readParameter(text: string, node: TextNode, report: Report): ParameterObject {
  const id = readName(text, node, 'id', report) ?? missingId(node, undefined, 'parameter', report)
  const attributes: ParameterAttribute[] = []
  const visit = (key: string, value: string, isRef: boolean, at: TextNode) => {
    if (isRef) report('text/reference-attribute', at, `A parameter's "${key}" cannot be a reference.`)
    attributes.push({ key, stringValue: value })
  }
  walkFields(text, node, 'parameter', visit, report)
  return { id, attributes }
}

function readName(text: string, node: TextNode, key: 'id' | 'name', report: Report): string | undefined {
  const value = valueAt(node, key)
  if (!value) return undefined
  if (value.type === 'string') return String(value.value)
  report('text/not-text', value, `AWS expects text here: the "${key}" of an object is text in quotation marks.`)
  return value.type === 'number' || value.type === 'boolean'
    ? text.slice(value.offset, value.offset + value.length)
    : undefined
}

function missingId(node: TextNode, name: string | undefined, what: string, report: Report): string {
  const instead = name ? ` Here it goes by its name, ${name}.` : ''
  report('text/missing-id', node, `This ${what} has no "id", and the AWS CLI refuses it.${instead}`)
  return name ?? ''
}
