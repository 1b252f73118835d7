import type { EvaluatedObject, Work } from '../ports.ts'
import { objectAt, textOf, textsOf } from './fields.ts'
import { type Pattern, patternOf } from './patterns.ts'

/** How rows are written as text. */
export interface TableFormat {
  readonly separator: string
  /** Ends a row. */
  readonly record: string
  /** Makes the next character an ordinary one. */
  readonly escapeWith?: string
  /** Whether a value may stand in double quotes. */
  readonly quotes: boolean
  /** Set where rows are lines taken apart by an expression: nothing else of the above counts then. */
  readonly pattern?: Pattern
  readonly extension: string
  readonly gzip: boolean
  /** Names of the columns, where the data format gives them. */
  readonly columns: readonly string[]
}

/**
 * How the rows of a data node are written, from its data format and its `compression`. CSV where nothing is said.
 * Source: developer guide, CSV, TSV, Custom and RegEx data formats; S3DataNode, compression.
 */
export function formatOf(work: Work, node: EvaluatedObject): TableFormat {
  const format = objectAt(work, node, 'dataFormat')
  const gzip = textOf(node, 'compression')?.toLowerCase() === 'gzip'
  const extension = (kind: string) => (gzip ? `${kind}.gz` : kind)
  const columns = format ? columnsIn(format).map(({ name }) => name) : []
  const escapeWith = format && characterAt(format, 'escapeChar')
  const shared = { gzip, columns, ...(escapeWith && { escapeWith }) }
  const pattern = format && patternOf(format)
  if (pattern) return { ...shared, pattern, separator: ' ', record: '\n', quotes: false, extension: extension('txt') }
  const separator = format && characterAt(format, 'columnSeparator')
  const record = (format && characterAt(format, 'recordSeparator')) ?? '\n'
  if (format?.type === 'TSV' || separator !== undefined)
    return { ...shared, separator: separator ?? '\t', record, quotes: false, extension: extension('tsv') }
  return { ...shared, separator: ',', record: '\n', quotes: true, extension: extension('csv') }
}

/** The columns that a data format names; a column is a name and, after a space, a type. */
export const columnsIn = (format: EvaluatedObject): readonly { readonly name: string; readonly type: string }[] =>
  textsOf(format, 'column').map(column => {
    const [name = '', ...type] = column.trim().split(/\s+/)
    return { name, type: type.join(' ') || 'STRING' }
  })

/** The one character that a field of a data format names, as itself or as an escape such as `\t`. */
function characterAt(format: EvaluatedObject, key: string): string | undefined {
  const written = format.fields.find(f => f.key === key)?.stringValue
  if (!written) return undefined
  const meant = written.length > 1 ? unescaped(written) : written
  if ([...meant].length === 1 || (key === 'recordSeparator' && meant === '\r\n')) return meant
  throw new Error(`${key} of ${format.id} is "${written}", but has to be one character, such as "|" or "\\t".`)
}

const unescaped = (text: string): string =>
  text.replace(/\\(?:u([\da-f]{4})|x([\da-f]{2})|([0-7]{3})|(.))/gi, (_, u, x, octal, letter: string) =>
    letter === undefined
      ? String.fromCharCode(octal ? Number.parseInt(octal, 8) : Number.parseInt(u ?? x, 16))
      : (letters[letter] ?? letter),
  )

const letters: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r' }
