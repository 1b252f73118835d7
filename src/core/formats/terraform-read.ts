import { readForeign } from '../definition/text.ts'
import { childrenOf, type TextNode, type TextProblem } from '../definition/tree.ts'
import type { Imported } from './format.ts'
import { type Block, type Body, member, parseHcl } from './hcl.ts'

/** Reads the pipeline of a Terraform configuration, of the aws or the awscc provider; undefined if there is none. */
export function readTerraform(text: string): Imported | undefined {
  const root = parseHcl(text)
  const pipelines = root.blocks.filter(({ type, labels }) => type === 'resource' && pipelineTypes.has(labels[0] ?? ''))
  const [pipeline] = pipelines
  if (!pipeline) return undefined
  const problems: TextProblem[] = []
  const tree = objectOf(pipeline, pipeline.body, defaultsOf(root), problems)
  const document = readForeign(text, tree, problems)
  const notes: string[] = []
  if (pipelines.length > 1)
    notes.push(
      `The configuration holds ${pipelines.length} pipelines; ${pipeline.labels[1]} was read, the others were not.`,
    )
  const computed = countComputed(tree)
  if (computed > 0)
    notes.push(
      `${computed === 1 ? 'One value' : `${computed} values`} that Terraform computes ${computed === 1 ? 'is' : 'are'} kept as text in \${…}; replace what you need.`,
    )
  const others = root.blocks.flatMap(({ type, labels }) => {
    if (!leftBehind.has(type) || ownTypes.has(labels[0] ?? '')) return []
    return [[...(type === 'resource' ? [] : [type]), ...labels].join('.')]
  })
  if (others.length > 0) notes.push(`Left behind in the configuration: ${others.join(', ')}.`)
  return { document, notes }
}

/** A block's body in the words of the API: blocks of one kind become a list. */
function objectOf(
  { offset, length }: Pick<Block, 'offset' | 'length'>,
  { attributes, blocks }: Body,
  defaults: ReadonlyMap<string, string>,
  problems: TextProblem[],
): TextNode {
  const members = attributes.flatMap(({ key, value }) => {
    const name = words[String(key.value)]
    return name === undefined ? [] : [member({ ...key, value: name }, inWords(value, defaults))]
  })
  for (const [type, all] of Map.groupBy(blocks, block => block.type)) {
    const name = words[type]
    const [first] = all
    const last = all.at(-1)
    if (type === 'dynamic')
      for (const block of all)
        problems.push({
          code: 'text/computed-block',
          severity: 'warning',
          message: `Terraform makes these "${block.labels[0]}" blocks when it runs; they are not read.`,
          offset: block.offset,
          length: type.length,
        })
    if (name === undefined || !first || !last) continue
    const children = all.map(block => objectOf(block, block.body, defaults, problems))
    const list: TextNode = {
      type: 'array',
      offset: first.offset,
      length: last.offset + last.length - first.offset,
      children,
      bare: true,
    }
    members.push(member({ type: 'string', offset: first.offset, length: type.length, value: name }, list))
  }
  return { type: 'object', offset, length, children: members }
}

function inWords(node: TextNode, defaults: ReadonlyMap<string, string>): TextNode {
  if (node.type === 'array') return { ...node, children: childrenOf(node).map(child => inWords(child, defaults)) }
  if (node.type === 'object')
    return {
      ...node,
      children: childrenOf(node).flatMap(child => {
        const [key, value] = childrenOf(child)
        const name = words[String(key?.value)]
        return !key || !value || name === undefined ? [] : [member({ ...key, value: name }, inWords(value, defaults))]
      }),
    }
  const { offset, length } = node
  if (node.type === 'number' || node.type === 'boolean')
    return { type: 'string', offset, length, value: String(node.value) }
  const variable = /^\$\{var\.([\w-]+)\}$/.exec(String(node.value))?.[1]
  const known = variable === undefined ? undefined : defaults.get(variable)
  return known === undefined ? node : { ...node, value: known }
}

/** The defaults of variables, as far as they are plain text. */
function defaultsOf({ blocks }: Body): ReadonlyMap<string, string> {
  const defaults = new Map<string, string>()
  for (const { type, labels, body } of blocks) {
    const value = body.attributes.find(({ key }) => key.value === 'default')?.value
    if (type !== 'variable' || labels[0] === undefined || value?.type !== 'string') continue
    if (!String(value.value).includes('${')) defaults.set(labels[0], String(value.value))
  }
  return defaults
}

const countComputed = (node: TextNode): number =>
  (node.type === 'string' && /\$\{[^}]*[.(][^}]*\}/.test(String(node.value)) ? 1 : 0) +
  childrenOf(node).reduce((sum, child) => sum + countComputed(child), 0)

/** Blocks that make something of their own. */
const leftBehind = new Set(['resource', 'data', 'module', 'output'])
const ownTypes = new Set([
  'aws_datapipeline_pipeline',
  'aws_datapipeline_pipeline_definition',
  'awscc_datapipeline_pipeline',
])

const pipelineTypes = new Set(['aws_datapipeline_pipeline_definition', 'awscc_datapipeline_pipeline'])

const words: Readonly<Record<string, string>> = {
  pipeline_object: 'pipelineObjects',
  pipeline_objects: 'pipelineObjects',
  parameter_object: 'parameterObjects',
  parameter_objects: 'parameterObjects',
  parameter_value: 'parameterValues',
  parameter_values: 'parameterValues',
  field: 'fields',
  fields: 'fields',
  attribute: 'attributes',
  attributes: 'attributes',
  id: 'id',
  name: 'name',
  key: 'key',
  string_value: 'stringValue',
  ref_value: 'refValue',
}
