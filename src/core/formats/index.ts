import type { Definition } from '../definition/model.ts'
import { type Document, read } from '../definition/text.ts'
import { api } from './api.ts'
import { readArticle } from './article.ts'
import { cli, writeCli } from './cli.ts'
import { cloudformation, isComputed } from './cloudformation.ts'
import { readCloudFormation } from './cloudformation-read.ts'
import type { Exported, Format, Imported, Loss } from './format.ts'
import { readPicture } from './picture.ts'
import { readQuoted } from './quoted.ts'
import { terraform } from './terraform.ts'
import { readTerraform } from './terraform-read.ts'
import { readYamlFile } from './yaml-file.ts'

/** Every format a definition can be written in. */
export const formats: readonly Format[] = [cli, api, cloudformation, terraform]

/** A definition from a text in any format we read. */
export interface Reading {
  /** The format's name, as in `formats`. */
  readonly format: string
  /** Where things stand in the text as it was given. Only texts in the formats `cli` and `api` can be edited. */
  readonly document: Document
  readonly definition: Definition
  /** What a person should know about the reading, in whole sentences. */
  readonly notes: readonly string[]
  /** What the text is, in a few words, where its language alone does not say it. */
  readonly shape?: string
}

/** The format of a text by its looks. */
export const detectFormat = (text: string): string => readDefinition(text).format

/** Reads a text in whatever format it is. Never throws; of a text that is none, the document's problems say so. */
export function readDefinition(text: string): Reading {
  for (const { name, reads } of foreign) {
    const imported = reads(text)
    if (imported) return { format: name, definition: imported.document.definition, ...imported }
  }
  const imported = readPicture(text) ?? readQuoted(text) ?? readArticle(text) ?? { document: read(text), notes: [] }
  const { dialect, definition } = imported.document
  return { format: dialect === 'api' ? 'api' : 'cli', definition, ...imported }
}

/** Writes a definition of the pipeline of that name in a format. Throws a RangeError for a format that is not in `formats`. */
export function convert(definition: Definition, format: string, name = 'pipeline'): Exported {
  const found = formats.find(one => one.name === format)
  if (!found)
    throw new RangeError(`There is no format called ${format}; there are ${formats.map(f => f.name).join(', ')}.`)
  const { files, losses } = found.write(definition, name)
  return { files, losses: found === cloudformation ? losses : [...losses, ...computedElsewhere(definition)] }
}

/** A text that can be edited: the given one if it is AWS's JSON, else the same definition as a CLI file. */
export function editableText({ document, definition }: Reading): string {
  return document.dialect === 'foreign' ? writeCli(definition) : document.text
}

/** Values that came from a CloudFormation template, which alone can work them out. */
const computedElsewhere = ({ objects }: Definition): readonly Loss[] =>
  objects.flatMap(({ id, fields }) =>
    fields
      .filter(({ stringValue }) => stringValue !== undefined && isComputed(stringValue))
      .map(({ key }) => ({
        at: { object: id, field: key },
        message: `${key} of ${id} is something only CloudFormation works out; give it a value of its own.`,
      })),
  )

/** Readers of other languages; each knows its own by its looks and leaves the rest. */
const foreign: readonly { readonly name: string; readonly reads: (text: string) => Imported | undefined }[] = [
  { name: 'cloudformation', reads: readCloudFormation },
  { name: 'terraform', reads: text => (looksLikeTerraform.test(text) ? readTerraform(text) : undefined) },
  { name: 'cli', reads: readYamlFile },
]

const looksLikeTerraform = /^\s*resource\s+"(aws|awscc)_datapipeline_/m
