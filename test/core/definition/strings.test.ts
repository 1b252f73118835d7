import fc from 'fast-check'
import { expect, it } from 'vitest'
import { offsetInside, spanInside } from '../../../src/core/definition/strings.ts'
import { read } from '../../../src/core/definition/text.ts'

/** The node of a text in a file, and the file. */
function nodeOf(written: string) {
  const { text, tree } = read(`[${written}]`)
  const node = tree?.children?.[0]
  if (!node) throw new Error(`${written} is not read.`)
  return { text, node }
}

/** How somebody may write a character in JSON. */
const anyPiece = fc.constantFrom(
  ...[
    ['a', 'a'],
    ['\\"', '"'],
    ['\\\\', '\\'],
    ['\\n', '\n'],
    ['\\u0041', 'A'],
    ['é', 'é'],
    ['😀', '😀'],
    ['\\/', '/'],
    ['#{', '#{'],
    ['\\q', '\\q'],
  ].map(([written = '', said = '']) => ({ written, said })),
)

it('every stretch of a text is found where it is written, and back', () => {
  fc.assert(
    fc.property(fc.array(anyPiece, { maxLength: 20, size: 'max' }), fc.nat(20), fc.nat(20), (pieces, a, b) => {
      const [from, to] = [Math.min(a, b, pieces.length), Math.min(Math.max(a, b), pieces.length)]
      const { text, node } = nodeOf(`"${pieces.map(one => one.written).join('')}"`)
      const said = (list: typeof pieces) => list.map(one => one.said).join('')
      const offset = said(pieces.slice(0, from)).length
      const span = spanInside(text, node, { offset, length: said(pieces.slice(from, to)).length })
      const written = pieces
        .slice(from, to)
        .map(one => one.written)
        .join('')
      expect(text.slice(span.offset, span.offset + span.length)).toBe(written)
      expect(offsetInside(text, node, span.offset)).toBe(offset)
    }),
    { numRuns: 500 },
  )
})

it('is so in odd quotes, without any, and where the closing one is missing', () => {
  for (const written of ["'ab c'", '“ab c”', 'ab c', '"ab c']) {
    const { text, node } = nodeOf(written)
    const { offset, length } = spanInside(text, node, { offset: 3, length: 1 })
    expect(text.slice(offset, offset + length), written).toBe('c')
    expect(offsetInside(text, node, offset), written).toBe(3)
  }
})
