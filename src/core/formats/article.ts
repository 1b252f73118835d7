import { type Document, read } from '../definition/text.ts'
import type { Imported } from './format.ts'

/**
 * Reads the definition that an article prints in pieces between its sentences: each piece an object, a list or a file,
 * with or without a fence around it. Undefined if the text begins as JSON does, or holds no piece of a pipeline.
 */
export function readArticle(text: string): Imported | undefined {
  if (beginsAsJson.test(text) || !text.includes('{')) return undefined
  const pieces = piecesOf(text)
    .map(piece => ({ piece, document: read(piece) }))
    .filter(({ document }) => isPart(document))
  const [first] = pieces
  if (!first) return undefined
  if (pieces.length === 1)
    return { document: first.document, notes: ['One piece of JSON was found between the sentences.'], shape }
  return {
    document: read(joined(pieces.map(one => one.document))),
    notes: notesOf(pieces.map(one => one.document)),
    shape,
  }
}

/** Texts that open with a bracket at the beginning of a line and go on to where that bracket is closed. */
function piecesOf(text: string): readonly string[] {
  const pieces: string[] = []
  for (let at = 0; ; ) {
    const start = text.slice(at).search(/^[ \t]*[{[]\s*(?:["{\n]|$)/m)
    if (start < 0 || pieces.length >= mostPieces) return pieces
    const end = endOf(text, at + start)
    pieces.push(text.slice(at + start, end).trim())
    at = end
  }
}

function endOf(text: string, start: number): number {
  let depth = 0
  for (const match of text.slice(start).matchAll(/"(?:[^"\\\n]|\\.)*"|[{}[\]]|^```/gm)) {
    const [sign] = match
    if (sign === '```') return start + match.index
    if (sign === '{' || sign === '[') depth++
    if ((sign === '}' || sign === ']') && --depth === 0) return start + match.index + 1
  }
  return text.length
}

/** Objects with an id, parameters or values; other JSON of an article is not about the pipeline. */
const isPart = ({ definition, dialect }: Document) =>
  dialect !== 'foreign' &&
  (definition.objects.some(one => one.id !== '') || definition.parameters.length + definition.values.length > 0)

/** One CLI file of all pieces, each written as it was; of an id that stands several times, the first counts. */
function joined(documents: readonly Document[]): string {
  const lists = { objects: new Map<string, string>(), parameters: new Map<string, string>() }
  const values = new Map<string, string>()
  for (const { text, outline, definition } of documents) {
    for (const kind of ['objects', 'parameters'] as const)
      definition[kind].forEach(({ id }, index) => {
        const entry = outline[kind][index]
        if (entry && !lists[kind].has(id)) lists[kind].set(id, indented(text, entry.offset, entry.length))
      })
    for (const { id, stringValue } of definition.values) if (!values.has(id)) values.set(id, stringValue)
  }
  const list = (name: string, all: Iterable<string>) => `  "${name}": [\n    ${[...all].join(',\n    ')}\n  ]`
  return `{\n${[
    list('objects', lists.objects.values()),
    ...(lists.parameters.size > 0 ? [list('parameters', lists.parameters.values())] : []),
    ...(values.size > 0 ? [`  "values": ${JSON.stringify(Object.fromEntries(values))}`] : []),
  ].join(',\n')}\n}\n`
}

function indented(text: string, offset: number, length: number): string {
  const inner = text.slice(offset, offset + length)
  const own = /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', offset - 1) + 1))?.[0].length ?? 0
  return inner.replace(new RegExp(`\\n[ \\t]{0,${own}}`, 'g'), '\n    ')
}

function notesOf(documents: readonly Document[]): readonly string[] {
  const all = documents.flatMap(({ definition }) => definition.objects.map(one => one.id))
  const twice = [...new Set(all.filter((id, at) => all.indexOf(id) !== at))]
  return [
    `${documents.length} pieces of JSON were found between the sentences and put together.`,
    ...(twice.length > 0 ? [`Of ${twice.join(', ')}, which stand there several times, the first was taken.`] : []),
  ]
}

const shape = 'Article with pieces of a definition'

const beginsAsJson = /^\ufeff?(?:\s|\/\/.*|\/\*[\s\S]*?\*\/)*(?:[{["'`“]|$)/

/** An article has fewer; a text with more is something else. */
const mostPieces = 200
