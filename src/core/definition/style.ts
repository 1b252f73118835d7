import { fieldLists } from './fields.ts'
import { lineIndent, type Style, startsItsLine } from './layout.ts'
import type { Document } from './text.ts'
import { childrenOf, endOf, memberValue, type TextNode, valueAt } from './tree.ts'

/** How a document is laid out, learnt from what stands in it. Remembered per document. */
export function styleOf(document: Document): Style {
  const known = styles.get(document)
  if (known) return known
  const style = learn(document)
  styles.set(document, style)
  return style
}

function learn(document: Document): Style {
  // The tree of a document that was read in part costs a whole reading: it is asked for last.
  const { text, outline } = document
  const entry = outline.objects.at(-1) ?? outline.parameters.at(-1)
  const object = entry?.node
  const samples = outline.objects.slice(-sampled).map(one => one.node)
  const ref = first(samples, node => childrenOf(node).map(memberValue).find(isRef))
  const list = first(samples, node =>
    childrenOf(node)
      .map(memberValue)
      .find(value => value?.type === 'array'),
  )
  const field = first(samples, node => fieldLists(node, 'object').flatMap(childrenOf)[0])
  const property = object?.children?.[0] ?? document.tree?.children?.find(child => child.type === 'property')
  return {
    newline: text.includes('\r\n') ? '\r\n' : '\n',
    unit: unitOf(text, object) ?? unitOf(text, outline.objectList) ?? unitOf(text, document.tree) ?? '  ',
    colon: property ? colonOf(text, property) : ': ',
    gap: gapOf(text, samples),
    pad: padOf(text, ref) ?? padOf(text, field) ?? '',
    spread: {
      object: object ? isSpread(text, object) : true,
      field: field ? isSpread(text, field) : true,
      ref: ref ? isSpread(text, ref) : false,
      list: list ? isSpread(text, list) : false,
    },
  }
}

function first(nodes: readonly TextNode[], find: (node: TextNode) => TextNode | undefined): TextNode | undefined {
  for (const node of nodes) {
    const found = find(node)
    if (found) return found
  }
  return undefined
}

function unitOf(text: string, node: TextNode | undefined): string | undefined {
  const child = node?.children?.[0]
  if (!node || !child || !startsItsLine(text, child.offset)) return undefined
  const outer = lineIndent(text, node.offset)
  const inner = lineIndent(text, child.offset)
  return inner.length > outer.length && inner.startsWith(outer) ? inner.slice(outer.length) : undefined
}

function colonOf(text: string, property: TextNode): string {
  const [key, value] = childrenOf(property)
  const between = key && value ? text.slice(endOf(key), value.offset) : ''
  return /^ ?: ?$/.test(between) ? between : ': '
}

/** Whether siblings on one line have a blank between them. */
function gapOf(text: string, samples: readonly TextNode[]): string {
  for (const { children = [] } of samples)
    for (let i = 1; i < children.length; i++) {
      const [before, after] = [children[i - 1], children[i]]
      const between = before && after ? text.slice(endOf(before), after.offset) : ''
      if (between === ',' || between === ', ') return between.slice(1)
    }
  return ' '
}

function padOf(text: string, node: TextNode | undefined): string | undefined {
  const child = node?.children?.[0]
  if (!node || !child || isSpread(text, node)) return undefined
  return child.offset > node.offset + 1 ? ' ' : ''
}

const isSpread = (text: string, node: TextNode) => {
  const child = node.children?.[0]
  return child !== undefined && text.slice(node.offset, child.offset).includes('\n')
}

const isRef = (node: TextNode | undefined) => node?.type === 'object' && valueAt(node, 'ref') !== undefined

const styles = new WeakMap<Document, Style>()
const sampled = 20
