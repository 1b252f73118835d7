import type { Document } from '../definition/text.ts'
import { type FunctionEntry, functionNamed } from '../expression/functions.ts'
import { caretIn } from '../expression/names.ts'
import { siteAt } from './site.ts'

/** The function whose arguments are being written. */
export interface Signature {
  readonly label: string
  readonly about: string
  /** Each argument as it stands in the label. */
  readonly parameters: readonly { readonly label: string; readonly about: string }[]
  /** Which of them stands at the caret; beyond the last where there are too many. */
  readonly active: number
}

/** The signature of the call around a place of a field's text. */
export function signatureIn(text: string, at: number): Signature | undefined {
  const call = caretIn(text, at)?.calls.at(-1)
  const entry = call && functionNamed(call.name.text)
  if (!call || !entry) return undefined
  const args = call.method ? entry.args.slice(1) : entry.args
  const parameters = args.map(({ name, type }) => ({ label: `${name}: ${type}`, about: argumentWords[type] }))
  const before = call.method ? `${entry.args[0]?.name ?? ''}.` : ''
  return {
    label: `${before}${entry.name}(${parameters.map(one => one.label).join(', ')}) → ${entry.returns}`,
    about: `${entry.help} ${entry.example.expression} gives ${entry.example.value}.`,
    parameters,
    active: call.argument,
  }
}

/** The same for an offset of a document. */
export function signatureAt(document: Document, offset: number): Signature | undefined {
  const string = siteAt(document, offset)?.caret.string
  return string && signatureIn(string.text, string.at)
}

const argumentWords: Readonly<Record<FunctionEntry['args'][number]['type'], string>> = {
  DateTime: 'A time, such as @scheduledStartTime.',
  Integer: 'A whole number.',
  String: 'Text in quotes.',
  Period: "A period, such as '1 day'.",
}
