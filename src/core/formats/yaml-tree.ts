import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, parseDocument } from 'yaml'
import type { Span } from '../definition/model.ts'
import type { TextNode, TextProblem } from '../definition/tree.ts'

/**
 * YAML as the same kind of tree JSON has, with the places it has in the text. CloudFormation's short forms become
 * their long ones: `!Sub x` reads as `{"Fn::Sub": "x"}`. Never throws.
 */
export function parseYaml(text: string): {
  readonly tree: TextNode | undefined
  readonly problems: readonly TextProblem[]
} {
  const document = parseDocument(text, { logLevel: 'error', uniqueKeys: false })
  const problems = document.errors.map(
    ({ pos, message }): TextProblem => ({
      code: 'text/yaml',
      severity: 'error',
      message: `This is not YAML: ${message.split(/ at line |\n/, 1)[0]}.`,
      offset: pos[0],
      length: Math.max(1, pos[1] - pos[0]),
    }),
  )
  let left = mostNodes
  const tree = document.contents ? treeOf(document.contents, 0) : undefined
  return { tree, problems }

  function treeOf(node: Node, depth: number): TextNode | undefined {
    if (left-- <= 0 || depth > deepest) return undefined
    if (isAlias(node)) {
      const target = node.resolve(document)
      const copy = target && treeOf(target, depth + 1)
      return copy && { ...copy, ...spanOf(node) }
    }
    const inner = untagged(node, depth)
    const name = longNames(node.tag)
    if (!inner || !name) return inner
    const span = spanOf(node)
    const value = node.tag === '!GetAtt' && inner.type === 'string' ? attribute(inner) : inner
    return { type: 'object', ...span, children: [property(span, string(name, span), value)] }
  }

  function untagged(node: Node, depth: number): TextNode | undefined {
    const span = spanOf(node)
    if (isMap(node)) {
      const children = node.items.flatMap(pair => memberOf(pair, depth) ?? [])
      return { type: 'object', ...span, children }
    }
    if (isSeq(node)) {
      const children = node.items.flatMap(item => treeOf(item as Node, depth + 1) ?? [])
      return { type: 'array', ...span, children }
    }
    if (!isScalar(node)) return undefined
    const { value } = node
    if (value === null || value === undefined) return { type: 'null', ...span, value: null }
    if (typeof value === 'boolean') return { type: 'boolean', ...span, value }
    if (typeof value === 'number') return { type: 'number', ...span, value }
    return string(String(value), span)
  }

  function memberOf({ key, value }: Pair, depth: number): TextNode | undefined {
    const keyNode = treeOf(key as Node, depth + 1)
    if (!keyNode) return undefined
    const name = { ...keyNode, type: 'string' as const, value: String(keyNode.value ?? '') }
    const valueNode = value ? treeOf(value as Node, depth + 1) : undefined
    const end = valueNode ?? name
    return property({ offset: name.offset, length: end.offset + end.length - name.offset }, name, valueNode)
  }
}

const property = (span: Span, key: TextNode, value: TextNode | undefined): TextNode => ({
  type: 'property',
  ...span,
  children: value ? [key, value] : [key],
})

const string = (value: string, { offset, length }: Span): TextNode => ({ type: 'string', offset, length, value })

/** `!GetAtt A.B` names a resource and one of its attributes. */
function attribute(node: TextNode): TextNode {
  const [resource = '', ...rest] = String(node.value).split('.')
  return {
    type: 'array',
    offset: node.offset,
    length: node.length,
    children: [string(resource, node), string(rest.join('.'), node)],
  }
}

const spanOf = ({ range }: Node): Span => ({ offset: range?.[0] ?? 0, length: (range?.[1] ?? 0) - (range?.[0] ?? 0) })

/** `Ref` and `Condition` stand for themselves; other short forms leave out `Fn::`. */
function longNames(tag: string | undefined): string | undefined {
  if (!tag?.startsWith('!') || tag.startsWith('!!')) return undefined
  const name = tag.slice(1)
  return name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`
}

const mostNodes = 300_000
const deepest = 64
