import { readFile, writeFile } from 'node:fs/promises'
import type { ParseArgsConfig } from 'node:util'
import type { Definition } from '../core/definition/model.ts'
import { bareId } from '../core/definition/parameters.ts'

export type Options = NonNullable<ParseArgsConfig['options']>
export type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>

export interface Command {
  readonly name: string
  /** What stands behind `pipewright` on the usage line. */
  readonly usage: string
  readonly summary: string
  readonly options: Options
  /** Gives the exit code; throws an Error with a sentence for people. */
  run(values: Values, files: readonly string[]): Promise<number>
}

/** The text of an option, or undefined where it was not given. */
export const textOf = (values: Values, name: string): string | undefined => {
  const value = values[name]
  return typeof value === 'string' ? value : undefined
}

/** `--set id=value` pairs; an id given several times is a list. Split at the first `=`. */
export function settings(values: Values): Record<string, string | string[]> {
  const given: Record<string, string | string[]> = {}
  for (const pair of Array.isArray(values.set) ? values.set : []) {
    const at = String(pair).indexOf('=')
    if (at < 1) throw new Error(`--set wants id=value, not ${JSON.stringify(pair)}.`)
    const [id, value] = [String(pair).slice(0, at), String(pair).slice(at + 1)]
    const before = given[id]
    given[id] = before === undefined ? value : [before, value].flat()
  }
  return given
}

/** The one file that a command is about; `usage` is told where there is none. */
export function onlyFile([file, ...more]: readonly string[], usage: string): string {
  if (!file) throw new Error(`Which file? pipewright ${usage}`)
  if (more.length > 0) throw new Error(`One file at a time: what is ${more.join(', ')} for? pipewright ${usage}`)
  return file
}

/** Says which `--set` values nothing in a definition asks for. */
export function tellUnread(definition: Definition, given: Readonly<Record<string, unknown>>) {
  const known = new Set([...definition.parameters, ...definition.values].map(one => bareId(one.id)))
  const texts = definition.objects.flatMap(({ fields }) => fields.flatMap(one => one.stringValue ?? []))
  const unread = Object.keys(given).filter(
    id => !known.has(bareId(id)) && !texts.some(text => text.includes(bareId(id))),
  )
  if (unread.length > 0) note(`Nothing in the definition reads ${unread.join(', ')}: look at what --set says.`)
}

export const setOption: Options = { set: { type: 'string', multiple: true } }
export const jsonOption: Options = { json: { type: 'boolean' } }

/** Reads a file, or says in a sentence why not. */
export async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    throw new Error(code === 'ENOENT' ? `There is no file ${path}.` : `${path} cannot be read: ${code ?? error}.`)
  }
}

/** Writes a file, or says in a sentence why not. */
export async function writeText(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text)
  } catch (error) {
    throw new Error(`${path} cannot be written: ${(error as NodeJS.ErrnoException).code ?? error}.`)
  }
}

export const printJson = (value: unknown) => process.stdout.write(`${JSON.stringify(value, null, 2)}\n`)
export const note = (text: string) => process.stderr.write(`${text}\n`)
