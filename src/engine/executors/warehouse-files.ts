import type { Hands } from '../ports.ts'
import type { Cell } from './cells.ts'
import type { CopyOptions } from './copy-options.ts'
import { readStoredText } from './stored-text.ts'
import { readTable } from './tables.ts'

/** The rows of a file as COPY takes them for a table of so many columns. */
export async function* rowsToCopy(
  hands: Hands,
  uri: string,
  { format, skip, nullAs, fillRecord }: CopyOptions,
  width: number,
): AsyncGenerator<readonly Cell[]> {
  let at = 0
  for await (const row of readTable(hands.storage, uri, format)) {
    if (++at <= skip) continue
    const cells = nullAs === undefined ? row : row.map(cell => (cell === nullAs ? null : cell))
    yield fillRecord && cells.length < width ? [...cells, ...Array<null>(width - cells.length).fill(null)] : cells
  }
}

/**
 * The files that a manifest lists: `{"entries": [{"url": "s3://…", "mandatory": true}]}`. One that is missing is an
 * error where it is mandatory. Source: Amazon Redshift developer guide, using a manifest to specify data files.
 */
export async function filesOfManifest(hands: Hands, uri: string, field: string): Promise<readonly string[]> {
  const text = await readStoredText(hands.storage, uri, field)
  const files: string[] = []
  for (const { url, mandatory } of entriesOf(text, uri)) {
    if (await hands.storage.head(url)) files.push(url)
    else if (mandatory === true)
      throw new Error(`There is no object at ${url}, which the manifest ${uri} calls mandatory.`)
    else hands.log('WARN', `There is no object at ${url}; the manifest ${uri} does not call it mandatory.`)
  }
  if (files.length === 0) throw new Error(`The manifest ${uri} lists no file that exists.`)
  return files
}

interface Entry {
  readonly url: string
  readonly mandatory?: unknown
}

function entriesOf(text: string, uri: string): readonly Entry[] {
  const shape = `The manifest ${uri} cannot be read. Write it as {"entries": [{"url": "s3://…", "mandatory": true}]}`
  let manifest: unknown
  try {
    manifest = JSON.parse(text)
  } catch (error) {
    throw new Error(`${shape}: ${(error as Error).message}`)
  }
  const entries = (manifest as { entries?: unknown } | null)?.entries
  if (!Array.isArray(entries) || entries.some(entry => typeof entry?.url !== 'string')) throw new Error(`${shape}.`)
  return entries as readonly Entry[]
}
