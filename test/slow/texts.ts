import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { samples } from '../core/definition-samples.ts'

export interface Named {
  readonly name: string
  readonly text: string
}

const root = join(import.meta.dirname, '../..')
const folder = join(process.env.PIPEWRIGHT_CORPUS ?? join(root, '../shared/corpus'), 'files')

const inFolder = (path: string, keep: (name: string) => boolean): readonly Named[] =>
  existsSync(path)
    ? readdirSync(path)
        .filter(keep)
        .sort()
        .map(name => ({ name, text: readFileSync(join(path, name), 'utf8') }))
    : []

/** The definitions that the product ships. */
export const examples = inFolder(
  join(root, 'public', 'examples'),
  name => name.endsWith('.json') && name !== 'index.json',
)

const corpus = inFolder(folder, () => true)

/** Real definitions where the corpus is there; else our own samples. The examples always. */
export const realTexts: readonly Named[] = [
  ...(corpus.length > 0 ? corpus : Object.entries(samples).map(([name, text]) => ({ name, text }))),
  ...examples,
]

export const whence =
  corpus.length > 0
    ? `${corpus.length} files of the corpus and ${examples.length} examples`
    : `no corpus here: ${realTexts.length} samples and examples of our own`
