/** A stretch of a field's text, in UTF-16 units from its start. */
export interface Stretch {
  readonly offset: number
  readonly length: number
}

export interface SyntaxProblem {
  readonly message: string
  readonly span: Stretch
}

export type Operator = '+' | '-' | '*' | '/' | '^'

export type Expression =
  | { readonly kind: 'number'; readonly text: string; readonly span: Stretch }
  | { readonly kind: 'string'; readonly value: string; readonly span: Stretch }
  | PathExpression
  | CallExpression
  | { readonly kind: 'negate'; readonly operand: Expression; readonly span: Stretch }
  | {
      readonly kind: 'binary'
      readonly operator: Operator
      readonly left: Expression
      readonly right: Expression
      readonly span: Stretch
    }

export interface PathExpression {
  readonly kind: 'path'
  /** Names with the `@` or `*` in front of them, if any. Never empty. */
  readonly segments: readonly string[]
  readonly span: Stretch
}

export interface CallExpression {
  readonly kind: 'call'
  readonly name: string
  /** With what stands before the dot, in the method form, as the first. */
  readonly args: readonly Expression[]
  /** Written `time.format('…')` rather than `format(time, '…')`. */
  readonly method: boolean
  readonly nameSpan: Stretch
  readonly span: Stretch
}

/** A tree and all that is in it, outermost first. */
export function* walk(tree: Expression): Generator<Expression> {
  yield tree
  if (tree.kind === 'negate') yield* walk(tree.operand)
  if (tree.kind === 'binary') {
    yield* walk(tree.left)
    yield* walk(tree.right)
  }
  if (tree.kind === 'call') for (const arg of tree.args) yield* walk(arg)
}
