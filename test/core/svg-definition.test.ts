import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { definitionInSvg, svgDefinition } from '../../src/core/formats/svg-definition.ts'

const pictureWith = (text: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg"><metadata>${svgDefinition(text)}</metadata></svg>`

describe('a definition in a picture', () => {
  it('comes out as it went in, to the character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), text => {
        expect(definitionInSvg(pictureWith(text))).toBe(text)
      }),
    )
    for (const text of ['{\r\n "a": "<b> & ]]> \u0001 \ufffe \ud800"\n}', '\ufeff{}', '&amp;lt;', ''])
      expect(definitionInSvg(pictureWith(text))).toBe(text)
  })

  it('can be read by people where XML can hold it', () => {
    expect(pictureWith('{"objects": []}')).toContain('{&quot;objects&quot;: []}')
  })

  it('is found after a drawing program gave its namespace a name', () => {
    const saved = `<svg xmlns:pw="https://pipewright.dev/ns/definition"><metadata><pw:definition>{}</pw:definition></metadata></svg>`
    expect(definitionInSvg(saved)).toBe('{}')
  })

  it('is not found in other pictures', () => {
    expect(definitionInSvg('<svg><metadata><definition>of a word</definition></metadata></svg>')).toBeUndefined()
    expect(definitionInSvg('{"objects": []}')).toBeUndefined()
  })
})
