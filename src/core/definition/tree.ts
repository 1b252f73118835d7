import type { Span, TextEdit } from './model.ts'

/** A node of the text's tree, of the shape jsonc-parser uses (without `parent`), so that its helpers work on it. */
export interface TextNode extends Span {
  readonly type: 'object' | 'array' | 'property' | 'string' | 'number' | 'boolean' | 'null'
  readonly value?: string | number | boolean | null
  readonly colonOffset?: number
  /** Of a property: its key and, where there is one, its value. */
  readonly children?: readonly TextNode[]
  /** Stands for members or elements that no bracket encloses. */
  readonly bare?: boolean
}

/** What is odd about the text itself. A warning is understood and mended on the way to AWS; an error may be misread. */
export interface TextProblem extends Span {
  /** Such as `text/trailing-comma`; stable. */
  readonly code: string
  readonly severity: 'error' | 'warning'
  readonly message: string
  /** Edits that mend it, where there is only one way. */
  readonly fix?: readonly TextEdit[]
}

export const endOf = (span: Span): number => span.offset + span.length

export const contains = (span: Span, offset: number): boolean => offset >= span.offset && offset <= endOf(span)

export const childrenOf = (node: TextNode | undefined): readonly TextNode[] => node?.children ?? none

export const keyOf = (property: TextNode): string => String(property.children?.[0]?.value ?? '')

export const memberValue = (property: TextNode): TextNode | undefined => property.children?.[1]

/** The first member of an object with this key. */
export function memberOf(node: TextNode | undefined, key: string): TextNode | undefined {
  if (node?.type !== 'object') return undefined
  for (const child of childrenOf(node)) if (keyOf(child) === key) return child
  return undefined
}

/** The value of the first member with this key. */
export function valueAt(node: TextNode | undefined, key: string): TextNode | undefined {
  const member = memberOf(node, key)
  return member && memberValue(member)
}

/** A node's text if it is a string. */
export const stringOf = (node: TextNode | undefined): string | undefined =>
  node?.type === 'string' ? String(node.value) : undefined

const none: readonly TextNode[] = []
