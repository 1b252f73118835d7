import { readFile } from 'node:fs/promises'
import type { ParseArgsConfig } from 'node:util'

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

export const printJson = (value: unknown) => process.stdout.write(`${JSON.stringify(value, null, 2)}\n`)
export const note = (text: string) => process.stderr.write(`${text}\n`)
