import { read } from '../definition/text.ts'
import type { Imported } from './format.ts'

/** Reads a definition that stands as a whole in one JSON string, as programs and logs print it; else undefined. */
export function readQuoted(text: string): Imported | undefined {
  if (!/^\s*"\s*(\\n|\s)*[{[]/.test(text)) return undefined
  try {
    const inner: unknown = JSON.parse(text)
    if (typeof inner !== 'string') return undefined
    return { document: read(inner), notes: ['The text was one JSON string; what stands in it was taken.'] }
  } catch {
    return undefined
  }
}
