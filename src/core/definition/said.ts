import { ElementNode, type Said } from './elements.ts'
import { type Report, walkFields } from './fields.ts'
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

/** One object of the definition; of an element only the first time it is asked about. */
export function objectIn(
  text: string,
  node: TextNode,
  report: Report,
  keep: (object: PipelineObject) => PipelineObject,
): PipelineObject {
  const known = node instanceof ElementNode ? node.origin.said : {}
  known.object ??= heard(node, report => keep(readObject(text, node, report)))
  return told(known.object, node, report)
}

/** One parameter, in the same way. */
export function parameterIn(
  text: string,
  node: TextNode,
  report: Report,
  keep: (parameter: ParameterObject) => ParameterObject,
): ParameterObject {
  const known = node instanceof ElementNode ? node.origin.said : {}
  known.parameter ??= heard(node, report => keep(readParameter(text, node, report)))
  return told(known.parameter, node, report)
}

function heard<T>(node: TextNode, read: (report: Report) => T): Said<T> {
  let notes: Said<T>['notes'][number][] | undefined
  const value = read((code, { offset, length }, message) => {
    notes ??= []
    notes.push({ code, offset: offset - node.offset, length, message })
  })
  return { value, notes: notes ?? none }
}

function told<T>({ value, notes }: Said<T>, node: TextNode, report: Report): T {
  for (const { code, offset, length, message } of notes) report(code, { offset: offset + node.offset, length }, message)
  return value
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
