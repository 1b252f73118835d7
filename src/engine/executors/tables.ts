import type { ObjectStore } from '../ports.ts'
import { asCell, type Cell } from './cells.ts'
import { printRow, readMatches } from './patterns.ts'
import { decodeText, encodeText } from './stored-text.ts'
import type { TableFormat } from './table-format.ts'

/** Rows of text in objects: how they are written, and how they are read back, in constant memory. */

/** Writes rows as one object; with their columns' names in a first line where a `header` is wanted. Gives how many. */
export async function writeTable(
  storage: ObjectStore,
  uri: string,
  format: TableFormat,
  columns: readonly string[],
  rows: Iterable<readonly unknown[]> | AsyncIterable<readonly unknown[]>,
  header: 'header' | 'plain',
): Promise<number> {
  let count = 0
  async function* text() {
    let piece = header === 'header' ? writeRow(columns, format) : ''
    for await (const row of rows) {
      count++
      piece += writeRow(row.map(asCell), format)
      if (piece.length < 1 << 16) continue
      yield piece
      piece = ''
    }
    if (piece !== '') yield piece
  }
  const plain = encodeText(text())
  await storage.put(uri, format.gzip ? through(plain, new CompressionStream('gzip')) : plain, typeOf(format))
  return count
}

/** The rows of an object, one after the other. Fails where there is none. */
export async function* readTable(
  storage: ObjectStore,
  uri: string,
  format: TableFormat,
): AsyncGenerator<readonly Cell[]> {
  const body = await (format.gzip || uri.endsWith('.gz') ? storage.unpacked(uri) : storage.get(uri))
  if (!body) throw new Error(`There is no object at ${uri}.`)
  yield* readRows(textOf(body, uri), format)
}

/** Fails where bytes are no text, rather than to write what was not there. */
async function* textOf(bytes: AsyncIterable<Uint8Array>, uri: string): AsyncGenerator<string> {
  try {
    yield* decodeText(bytes)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new Error(`${uri} is not UTF-8 text. Convert it first, for example with iconv.`)
  }
}

/**
 * Cuts text into rows. An empty value is null, an empty one in quotes is an empty text. An empty line is no row, unless
 * rows have a single column.
 */
export async function* readRows(
  pieces: AsyncIterable<string> | Iterable<string>,
  format: TableFormat,
): AsyncGenerator<readonly Cell[]> {
  if (format.pattern) return yield* readMatches(pieces, format.pattern)
  const { separator, escapeWith, quotes } = format
  // A carriage return before the end of a line goes anyway.
  const record = format.record === '\r\n' ? '\n' : format.record
  let row: Cell[] = []
  let value = ''
  let quoted = false
  let returned = false
  let width: number | undefined
  let amid: 'plain' | 'quote' | 'quoteInQuote' | 'escape' | 'escapeInQuote' = 'plain'
  const endValue = () => {
    row.push(value === '' && !quoted ? null : value)
    value = ''
    quoted = false
  }
  for await (const piece of pieces) {
    for (const character of piece) {
      if (amid === 'escape' || amid === 'escapeInQuote') {
        value += character
        amid = amid === 'escape' ? 'plain' : 'quote'
        continue
      }
      if (amid === 'quoteInQuote') amid = character === '"' ? 'quote' : 'plain'
      else if (amid === 'quote' && character === '"') {
        amid = 'quoteInQuote'
        continue
      }
      if (character === escapeWith) {
        amid = amid === 'quote' ? 'escapeInQuote' : 'escape'
        continue
      }
      if (amid === 'quote') {
        value += character
        continue
      }
      // A carriage return is part of a line's end only right before it.
      if (returned && character !== record) value += '\r'
      returned = record === '\n' && character === '\r'
      if (returned) continue
      if (quotes && character === '"' && value === '' && !quoted) {
        quoted = true
        amid = 'quote'
      } else if (character === separator) endValue()
      else if (character === record) {
        endValue()
        if (row.length > 1 || row[0] !== null || width === 1) {
          yield row
          width ??= row.length
        }
        row = []
      } else value += character
    }
  }
  if (value !== '' || quoted || row.length > 0) {
    endValue()
    yield row
  }
}

function writeRow(cells: readonly Cell[], format: TableFormat): string {
  if (format.pattern) return printRow(cells, format.pattern) + format.record
  return cells.map(cell => writeCell(cell, format)).join(format.separator) + format.record
}

function writeCell(cell: Cell, { separator, record, escapeWith, quotes }: TableFormat): string {
  if (cell === null) return ''
  const special = cell.includes(separator) || cell.includes(record) || cell.includes('\r') || cell.includes('\n')
  if (quotes) {
    if (!special && !cell.includes('"') && cell !== '' && !(escapeWith && cell.includes(escapeWith))) return cell
    const inside = escapeWith ? cell.replaceAll(escapeWith, escapeWith + escapeWith) : cell
    return `"${inside.replaceAll('"', '""')}"`
  }
  if (escapeWith)
    return [...cell]
      .map(c => (c === separator || c === record || c === escapeWith || c === '\r' ? escapeWith + c : c))
      .join('')
  if (!special) return cell
  throw new Error(
    `A value holds a column or line separator: ${cell.slice(0, 60)}. Use CSV, or a TSV with an escapeChar.`,
  )
}

const typeOf = ({ gzip, quotes, separator }: TableFormat) =>
  gzip ? 'application/gzip' : quotes ? 'text/csv' : separator === '\t' ? 'text/tab-separated-values' : 'text/plain'

/** The stream types of the browser and of the machine differ in name only. */
const through = (body: ReadableStream<Uint8Array>, change: CompressionStream) =>
  body.pipeThrough(change as unknown as ReadableWritablePair<Uint8Array, Uint8Array>)
