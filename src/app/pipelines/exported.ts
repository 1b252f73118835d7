import { convert, formats, readDefinition } from '../../core/formats/index.ts'
import { maskSecrets } from '../../core/formats/mask.ts'

export const asWritten = 'as-written'

export interface ExportedFiles {
  readonly files: readonly { readonly name: string; readonly text: string }[]
  readonly losses: readonly string[]
  /** How many secrets the text has, masked or not. */
  readonly secrets: number
  /** Templates ask for secrets instead of carrying them. */
  readonly asks: boolean
}

/** The files that a draft becomes in a format, named after its pipeline. */
export function exportedFiles(text: string, format: string, name: string, withSecrets: boolean): ExportedFiles {
  const masked = maskSecrets(text)
  const secrets = masked.losses.length
  const stem = stemOf(name)
  const taken = withSecrets ? text : masked.text
  const hidden = withSecrets ? [] : masked.losses.map(loss => loss.message)
  if (format === asWritten)
    return { files: [{ name: `${stem}.json`, text: taken }], losses: hidden, secrets, asks: false }
  const asks = formats.some(one => one.name === format && one.asks)
  const { files, losses } = convert(readDefinition(asks ? text : taken).definition, format, name)
  return {
    files: files.map(file => ({ name: `${stem}${endings[format] ?? `-${file.path}`}`, text: file.text })),
    losses: [...(asks ? [] : hidden), ...losses.map(loss => loss.message)],
    secrets,
    asks,
  }
}

/** A pipeline's name as the name of a file. */
export const stemOf = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^\w.-]+/g, '-')
    .replace(/^[-.]+|-+$/g, '')
    .slice(0, 100) || 'pipeline'

const endings: Readonly<Record<string, string>> = {
  cli: '.json',
  api: '.api.json',
  cloudformation: '.cloudformation.yaml',
  terraform: '.tf',
}
