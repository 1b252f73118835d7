import fc from 'fast-check'
import type { Part } from '../../../src/core/expression/parse.ts'
import type { Expression } from '../../../src/core/expression/tree.ts'

/** Any template that can be written, and templates without their places, to compare. */

const span = { offset: 0, length: 0 }
const name = fc.stringMatching(/^[@*]?[A-Za-z_][A-Za-z0-9_]{0,6}$/)
const words = fc.string({
  unit: fc.constantFrom('a', ' ', '#', '{', '}', '\\', "'", '"', '\n', 'é'),
  minLength: 1,
  maxLength: 12,
})

const { tree } = fc.letrec<{ tree: Expression }>(tie => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.array(name, { minLength: 1, maxLength: 3 }).map((segments): Expression => ({ kind: 'path', segments, span })),
    fc.constantFrom('0', '12', '1.5', '.25').map((text): Expression => ({ kind: 'number', text, span })),
    words.map((value): Expression => ({ kind: 'string', value, span })),
    tie('tree').map((operand): Expression => ({ kind: 'negate', operand, span })),
    fc
      .tuple(fc.constantFrom('+', '-', '*', '/', '^'), tie('tree'), tie('tree'))
      .map(([operator, left, right]): Expression => ({ kind: 'binary', operator, left, right, span })),
    fc.tuple(name, fc.boolean(), fc.array(tie('tree'), { maxLength: 3 })).map(
      ([name, method, args]): Expression => ({
        kind: 'call',
        name,
        args,
        method: method && args.length > 0,
        nameSpan: span,
        span,
      }),
    ),
  ),
}))

export const anyTemplate: fc.Arbitrary<readonly Part[]> = fc
  .array(
    fc.oneof(
      words.map((text): Part => ({ kind: 'text', text, span })),
      tree.map((tree): Part => ({ kind: 'expression', tree, span })),
    ),
    {
      maxLength: 4,
    },
  )
  .map(parts => parts.filter((part, index) => part.kind === 'expression' || parts[index - 1]?.kind !== 'text'))

/** The same without spans. */
export const bare = (parts: readonly Part[]): unknown =>
  JSON.parse(JSON.stringify(parts, (key, value) => (key === 'span' || key === 'nameSpan' ? undefined : value)))
