import { read } from '../definition/text.ts'
import type { Imported } from './format.ts'
import { definitionInSvg } from './svg-definition.ts'

/** Reads the definition that an exported picture carries; undefined if the text is no SVG. */
export function readPicture(text: string): Imported | undefined {
  if (!/^\ufeff?\s*<(\?xml|!DOCTYPE svg|!--|svg\b)/.test(text) || !/<svg\b/.test(text)) return undefined
  const inner = definitionInSvg(text)
  if (inner === undefined) {
    const message = 'This picture carries no definition; one that Pipewright exported as SVG does.'
    const problem = { code: 'text/plain-picture', severity: 'error', message, offset: 0, length: 1 } as const
    return { document: { ...read(''), problems: [problem] }, notes: [], shape: 'Picture' }
  }
  return {
    document: read(inner),
    notes: ['The definition was taken out of the picture.'],
    shape: 'Picture with its definition',
  }
}
