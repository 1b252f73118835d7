import type { Span } from '../definition/model.ts'
import type { Document, TextNode } from '../definition/text.ts'

/** Stretches that can be folded away: what stands in brackets over several lines, and long comments. */
export function foldsOf(document: Document): readonly (Span & { readonly comment: boolean })[] {
  const { text } = document
  const folds: (Span & { readonly comment: boolean })[] = []
  const visit = (node: TextNode) => {
    if (node.type !== 'object' && node.type !== 'array' && node.type !== 'property') return
    const { offset, length } = node
    if (node.type !== 'property' && text.slice(offset, offset + length).includes('\n'))
      folds.push({ offset, length, comment: false })
    node.children?.forEach(visit)
  }
  if (document.tree) visit(document.tree)
  for (const { index, 0: comment } of text.matchAll(/"(?:[^"\\\r\n]|\\.)*"|\/\*[\s\S]*?\*\//g))
    if (comment.startsWith('/*') && comment.includes('\n'))
      folds.push({ offset: index, length: comment.length, comment: true })
  return folds
}
