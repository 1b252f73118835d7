import type { Definition } from '../definition/model.ts'
import { type Document, read } from '../definition/text.ts'
import { api } from './api.ts'
import { cli, writeCli } from './cli.ts'
import type { Exported, Format } from './format.ts'

/** Every format a definition can be written in. */
export const formats: readonly Format[] = [cli, api]

/** A definition from a text in any format we read. */
export interface Reading {
  /** The format's name, as in `formats`. */
  readonly format: string
  /** Where things stand in the text as it was given. Only `cli` and `api` texts can be edited. */
  readonly document: Document
  readonly definition: Definition
  readonly notes: readonly string[]
}

export function readDefinition(text: string): Reading {
  const document = read(text)
  const format = document.dialect === 'api' ? 'api' : 'cli'
  return { format, document, definition: document.definition, notes: [] }
}

/** Writes a definition in a format. Throws a RangeError for a format that is not in `formats`. */
export function convert(definition: Definition, format: string): Exported {
  const found = formats.find(one => one.name === format)
  if (!found)
    throw new RangeError(`There is no format called ${format}; there are ${formats.map(f => f.name).join(', ')}.`)
  return found.write(definition)
}

/** A text that can be edited: the given one if it is JSON of AWS's, else the same definition as a CLI file. */
export function editableText(reading: Reading): string {
  const { document, definition, format } = reading
  return format === 'cli' || format === 'api' ? document.text : writeCli(definition)
}
