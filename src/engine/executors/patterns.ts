import type { EvaluatedObject } from '../ports.ts'
import type { Cell } from './cells.ts'
import { textOf } from './fields.ts'

/** Rows that are lines: an expression takes them apart, a pattern puts them together. */
export interface Pattern {
  /** The data format, for what is said of it. */
  readonly of: string
  /** Matches a whole line, a group a column. */
  readonly input?: RegExp
  /** The same in Java's way, with single backslashes. */
  readonly written: string
  /** In the way of Java's formatter: `%1$s %2$s`. */
  readonly output?: string
}

/**
 * What a data format says by `inputRegEx` and `outputFormat`; undefined where it says neither. Samples double their
 * backslashes, since Hive takes one level of them away, and the guide does not: either is understood.
 * Source: developer guide, RegEx data format; the service's sample SimplePigActivity.
 */
export function patternOf(format: EvaluatedObject): Pattern | undefined {
  const input = textOf(format, 'inputRegEx')
  const output = textOf(format, 'outputFormat')
  if (input === undefined && output === undefined) return undefined
  return {
    of: format.id,
    written: singly(input ?? ''),
    ...(input !== undefined && { input: expressionOf(input, format.id) }),
    ...(output !== undefined && { output }),
  }
}

const singly = (written: string) => written.replaceAll('\\\\', '\\')

function expressionOf(written: string, id: string): RegExp {
  // Java writes flags at the front, where JavaScript has them behind.
  const [, flags = '', expression = ''] = /^(?:\(\?([ims]+)\))?([\s\S]*)$/.exec(singly(written)) ?? []
  try {
    return new RegExp(`^(?:${expression})$`, flags)
  } catch (error) {
    throw new Error(`inputRegEx of ${id} cannot be read: ${(error as Error).message}`)
  }
}

/** The groups of each line. An empty line is no row; one that does not match is an error, not a row of nothing. */
export async function* readMatches(
  pieces: AsyncIterable<string> | Iterable<string>,
  { of, input }: Pattern,
): AsyncGenerator<readonly Cell[]> {
  if (!input) throw new Error(`${of} has no inputRegEx, so its lines cannot be taken apart.`)
  let number = 0
  for await (const line of linesOf(pieces)) {
    number++
    if (line === '') continue
    const match = input.exec(line)
    if (!match) throw new Error(`Line ${number} does not match inputRegEx of ${of}: ${line.slice(0, 200)}`)
    yield match.slice(1).map(group => group ?? null)
  }
}

/** One line from the values of a row; what is null leaves nothing behind. */
export function printRow(cells: readonly Cell[], { of, output }: Pattern): string {
  if (output === undefined) throw new Error(`${of} has no outputFormat, so no row can be written in it.`)
  let next = 0
  const line = output.replace(/%(?:(\d+)\$)?s|%%/g, (whole, number?: string) => {
    if (whole === '%%') return '%'
    const at = number === undefined ? next++ : Number(number) - 1
    if (at >= cells.length) throw new Error(`outputFormat of ${of} wants column ${at + 1} of ${cells.length}.`)
    return cells[at] ?? ''
  })
  if (/[\r\n]/.test(line))
    throw new Error(`A value holds the end of a line, which ${of} cannot write: ${line.slice(0, 60)}`)
  return line
}

async function* linesOf(pieces: AsyncIterable<string> | Iterable<string>): AsyncGenerator<string> {
  let rest = ''
  for await (const piece of pieces) {
    const lines = (rest + piece).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield line.replace(/\r$/, '')
  }
  if (rest !== '') yield rest.replace(/\r$/, '')
}
