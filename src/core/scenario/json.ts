import { parse } from '../definition/parse.ts'
import { childrenOf, keyOf, memberValue, type TextNode } from '../definition/tree.ts'

export type Members = Readonly<Record<string, unknown>>
/** Notes a problem: where it is, and what is wrong and what to do. */
export type Complain = (where: string, what: string) => void

/** The value of a JSON text; comments and commas too many are borne. Of what is no JSON, where and why. */
export function readJson(text: string): { readonly value: unknown } | { readonly problem: string } {
  const { tree, problems } = parse(text)
  const wrong = problems.find(one => one.severity === 'error')
  if (wrong) {
    const message = wrong.code === 'text/not-json' ? 'This is not JSON: it begins with neither { nor [.' : wrong.message
    return { problem: `${placeOf(text, wrong.offset)}: ${message}` }
  }
  return tree ? { value: plain(tree) } : { problem: 'The file is empty.' }
}

export const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Complains about every word that is not known. */
export function unknownWords(one: Members, known: readonly string[], where: string, complain: Complain) {
  for (const word of Object.keys(one))
    if (!known.includes(word))
      complain(where === '' ? word : `${where}.${word}`, `There is no such word here; use ${known.join(', ')}.`)
}

function plain(node: TextNode): unknown {
  if (node.type === 'array') return childrenOf(node).map(plain)
  if (node.type !== 'object') return node.value
  return Object.fromEntries(
    childrenOf(node).map(member => {
      const value = memberValue(member)
      return [keyOf(member), value && plain(value)]
    }),
  )
}

function placeOf(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n')
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`
}
