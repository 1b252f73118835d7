import { parse } from '../definition/parse.ts'
import { readForeign } from '../definition/text.ts'
import { childrenOf, keyOf, memberValue, stringOf, type TextNode, valueAt } from '../definition/tree.ts'
import type { Imported } from './format.ts'
import { parseYaml } from './yaml-tree.ts'

/** What a template's resource for a pipeline says it is. */
export const pipelineType = 'AWS::DataPipeline::Pipeline'

/** Reads the pipeline of a CloudFormation template, JSON or YAML; undefined if the text holds none. */
export function readCloudFormation(text: string): Imported | undefined {
  if (!text.includes(pipelineType)) return undefined
  const isJson = /^\ufeff?\s*[{["]/.test(text)
  const { tree, problems } = isJson ? parse(text) : parseYaml(text)
  const pipelines = tree ? findPipelines(tree, '', 0) : []
  const [pipeline] = pipelines
  if (!tree || !pipeline) return undefined
  const found: Found = { computed: new Map(), choices: 0 }
  const wire = inWireWords(pipeline.properties, text, found)
  const document = readForeign(text, { ...wire, type: 'object' }, isJson ? problems.filter(notOfFragments) : problems)
  return { document, notes: [...notesOf(pipelines, pipeline, found), ...othersOf(tree)] }
}

interface Pipeline {
  readonly name: string
  readonly properties: TextNode
}

function findPipelines(node: TextNode, name: string, depth: number): readonly Pipeline[] {
  if (node.type === 'object' && stringOf(valueAt(node, 'Type')) === pipelineType) {
    const properties = valueAt(node, 'Properties')
    return properties ? [{ name, properties }] : []
  }
  if (depth > 5) return []
  return childrenOf(node).flatMap(child => {
    const value = child.type === 'property' ? memberValue(child) : child
    return value ? findPipelines(value, child.type === 'property' ? keyOf(child) : name, depth + 1) : []
  })
}

/** What was met on the way. */
interface Found {
  /** How often each function of CloudFormation stands where a text is expected. */
  readonly computed: Map<string, number>
  /** How often a condition decides whether a part is there at all. */
  choices: number
}

/** The same tree in the words of the API, with what CloudFormation would compute kept as text. */
function inWireWords(node: TextNode, text: string, found: Found): TextNode {
  const chosen = chosenOf(node)
  if (chosen) {
    found.choices++
    return inWireWords(chosen, text, found)
  }
  if (node.type === 'object') {
    const children = childrenOf(node).flatMap(member => {
      const [key, value] = childrenOf(member)
      const name = words[String(key?.value)]
      if (!key || name === undefined) return key && isFunction(String(key.value)) ? [member] : []
      const renamed: TextNode = { ...key, value: name }
      if (!value) return [{ ...member, children: [renamed] }]
      const said = lists.has(name) ? inWireWords(value, text, found) : asText(value, text, found.computed)
      return [{ ...member, children: [renamed, said] }]
    })
    return { ...node, children }
  }
  if (node.type === 'array')
    return {
      ...node,
      children: childrenOf(node)
        .map(child => inWireWords(child, text, found))
        .filter(child => !isNoValue(child)),
    }
  return node
}

/** Where `Fn::If` stands for a whole part, the part it has when the condition holds, or the other if that is none. */
function chosenOf(node: TextNode): TextNode | undefined {
  const [member, more] = node.type === 'object' ? childrenOf(node) : []
  if (!member || more || keyOf(member) !== 'Fn::If') return undefined
  const [, holds, otherwise] = childrenOf(memberValue(member))
  return holds && isNoValue(holds) ? otherwise : holds
}

const isNoValue = (node: TextNode) => stringOf(valueAt(node, 'Ref')) === 'AWS::NoValue'

function asText(node: TextNode, text: string, computed: Map<string, number>): TextNode {
  const { offset, length } = node
  if (node.type === 'object' || node.type === 'array') {
    const name = keyOf(childrenOf(node)[0] ?? node) || 'a list'
    computed.set(name, (computed.get(name) ?? 0) + 1)
    return { type: 'string', offset, length, value: JSON.stringify(plainOf(node)) }
  }
  if (node.type === 'string' || node.type === 'null') return node
  return { type: 'string', offset, length, value: text.slice(offset, offset + length) }
}

function plainOf(node: TextNode): unknown {
  if (node.type === 'array') return childrenOf(node).map(plainOf)
  if (node.type !== 'object') return node.value ?? null
  const entries = childrenOf(node).map((member): [string, unknown] => {
    const value = memberValue(member)
    return [keyOf(member), value ? plainOf(value) : null]
  })
  return Object.fromEntries(entries)
}

function notesOf(pipelines: readonly Pipeline[], read: Pipeline, { computed, choices }: Found): readonly string[] {
  const notes: string[] = []
  if (pipelines.length > 1)
    notes.push(`The template holds ${pipelines.length} pipelines; ${read.name} was read, the others were not.`)
  if (computed.size > 0) {
    const list = [...computed].map(([name, count]) => (count > 1 ? `${name} (${count} times)` : name)).join(', ')
    notes.push(`What CloudFormation computes is kept as text and written back as it was: ${list}.`)
  }
  if (choices > 0)
    notes.push(
      `Where Fn::If decides whether a part is there at all, its first choice was taken (${choices === 1 ? 'once' : `${choices} times`}).`,
    )
  const more = ['Name', 'Description', 'PipelineTags', 'Activate'].filter(key => valueAt(read.properties, key))
  if (more.length > 0)
    notes.push(`Not part of a definition and left behind: ${more.join(', ')} of ${read.name || 'the pipeline'}.`)
  return notes
}

/** What else the template has, for it does not come along. */
function othersOf(tree: TextNode): readonly string[] {
  const sections = ['Conditions', 'Mappings', 'Outputs', 'Rules', 'Transform'].filter(name => valueAt(tree, name))
  const resources = childrenOf(valueAt(tree, 'Resources')).flatMap(member =>
    stringOf(valueAt(memberValue(member), 'Type')) === pipelineType ? [] : [keyOf(member)],
  )
  const others = [
    ...(resources.length > 0
      ? [`${resources.length === 1 ? 'the resource' : 'the resources'} ${resources.join(', ')}`]
      : []),
    ...sections,
  ]
  return others.length > 0 ? [`Left behind in the template: ${others.join(', ')}.`] : []
}

const isFunction = (key: string) => key === 'Ref' || key.startsWith('Fn::')

/** A template's resource may stand alone, as the guide prints it. */
const notOfFragments = ({ code }: { readonly code: string }) => code !== 'text/bare-members'

const words: Readonly<Record<string, string>> = {
  PipelineObjects: 'pipelineObjects',
  ParameterObjects: 'parameterObjects',
  ParameterValues: 'parameterValues',
  Id: 'id',
  Name: 'name',
  Fields: 'fields',
  Attributes: 'attributes',
  Key: 'key',
  StringValue: 'stringValue',
  RefValue: 'refValue',
}

const lists = new Set(['pipelineObjects', 'parameterObjects', 'parameterValues', 'fields', 'attributes'])
