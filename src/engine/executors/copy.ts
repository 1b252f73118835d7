import type { EvaluatedObject, Executor, Hands, SqlSession, Work } from '../ports.ts'
import type { Cell } from './cells.ts'
import { type Place, placeOf, tableName, tellEncryption, withDatabase } from './data-nodes.ts'
import { objectAt, textOf } from './fields.ts'
import { insertRows } from './insert-rows.ts'
import { failed, finished, guarded } from './outcome.ts'
import { formatOf, type TableFormat } from './table-format.ts'
import { readTable, writeTable } from './tables.ts'

type Stored = Extract<Place, { kind: 's3' }>
type Table = Extract<Place, { kind: 'table' }>

/** Copies between files in S3 and tables, in either direction, or from S3 to S3. */
export const copyActivity: Executor = {
  name: 'copy',
  types: ['CopyActivity'],
  run: guarded(async (work, hands, signal) => {
    const input = objectAt(work, work.object, 'input')
    const output = objectAt(work, work.object, 'output')
    if (!input || !output)
      return failed(`${work.object.id} needs an input and an output.`, { errorId: 'InvalidDefinition' })
    const from = placeOf(input)
    const to = placeOf(output)
    if (from.kind === 'other' || to.kind === 'other') {
      const odd = from.kind === 'other' ? input : output
      return failed(`${odd.id} is neither in S3 nor a table of a database, so it cannot be copied.`, {
        errorId: 'InvalidDefinition',
      })
    }
    if (to.kind === 's3') tellEncryption(output, hands)
    const count =
      from.kind === 's3'
        ? to.kind === 's3'
          ? await copyObjects(work, hands, signal, from, to)
          : await load(work, hands, signal, from, to)
        : await extract(work, hands, signal, from, to)
    hands.log(
      'INFO',
      `Copied ${count} ${from.kind === 's3' && to.kind === 's3' ? 'objects' : 'rows'} from ${input.id} to ${output.id}`,
    )
    return finished
  }),
}

/** Table → S3, or table → table. */
async function extract(
  work: Work,
  hands: Hands,
  signal: AbortSignal,
  from: Table,
  to: Stored | Table,
): Promise<number> {
  const queryOf = (session: SqlSession) => {
    const query = textOf(from.node, 'selectQuery') ?? `select * from ${tableName(from.node, from.table, session)}`
    hands.log('INFO', `Reading: ${query}`)
    return query
  }
  if (to.kind === 's3')
    return withDatabase(from.node, work, hands, signal, async session => {
      const { columns, rows } = await session.read(queryOf(session))
      return write(work, hands, to, columns, rows)
    })
  // All at once: both may be in one embedded database, which gives a single session at a time.
  const { columns, rows } = await withDatabase(from.node, work, hands, signal, session =>
    session.query(queryOf(session)),
  )
  return withDatabase(to.node, work, hands, signal, async session => {
    await createTable(session, hands, to)
    const names = spelledAs(columns, await columnsOf(session, to))
    return fill(session, signal, to, names, rows as readonly (readonly Cell[])[])
  })
}

function write(
  work: Work,
  hands: Hands,
  to: Stored,
  columns: readonly string[],
  rows: Parameters<typeof writeTable>[4],
): Promise<number> {
  const format = formatOf(work, to.node)
  const header = format.columns.length === 0 && format.quotes
  const uri = to.folder ? `${to.uri}part-00000.${format.extension}` : to.uri
  hands.log(
    'INFO',
    `Writing ${uri} ${header ? 'with a header, since its format names no columns' : 'without a header'}`,
  )
  return writeTable(hands.storage, uri, format, columns, rows, header ? 'header' : 'plain')
}

/** S3 → table. A first line that names the columns is taken for a header. */
async function load(work: Work, hands: Hands, signal: AbortSignal, from: Stored, to: Table): Promise<number> {
  const format = formatOf(work, from.node)
  return withDatabase(to.node, work, hands, signal, async session => {
    await createTable(session, hands, to)
    let count = 0
    for (const uri of await filesOf(hands, from)) {
      const { columns, rows } = await withoutHeader(
        readTable(hands.storage, uri, format),
        format,
        await columnsOf(session, to),
      )
      hands.log('INFO', `Loading ${uri}${columns.named ? ', whose first line is a header' : ''}`)
      count += await fill(session, signal, to, columns.names, rows, uri)
    }
    return count
  })
}

function fill(
  session: SqlSession,
  signal: AbortSignal,
  { node, table }: Table,
  columns: readonly string[],
  rows: Iterable<readonly Cell[]> | AsyncIterable<readonly Cell[]>,
  file?: string,
): Promise<number> {
  const statement = textOf(node, 'insertQuery')
  return insertRows(
    session,
    statement ? { statement } : { table: tableName(node, table, session), columns },
    rows,
    signal,
    file,
  )
}

/** Runs `createTableSql` where there is no such table yet. */
export async function createTable(session: SqlSession, hands: Hands, { node, table }: Table) {
  const create = textOf(node, 'createTableSql')
  if (!create || (await exists(session, node, table))) return
  hands.log('INFO', `Creating the table: ${create}`)
  await session.query(create)
}

const exists = (session: SqlSession, node: EvaluatedObject, table: string) =>
  session.query(`select 1 from ${tableName(node, table, session)} where 1 = 0`).then(
    () => true,
    () => false,
  )

async function columnsOf(session: SqlSession, { node, table }: Table): Promise<readonly string[]> {
  return (await session.query(`select * from ${tableName(node, table, session)} where 1 = 0`)).columns
}

/** Whether the first row names columns of the table, and the rows that follow. */
async function withoutHeader(
  rows: AsyncGenerator<readonly Cell[]>,
  format: TableFormat,
  table: readonly string[],
): Promise<{ columns: { named: boolean; names: readonly string[] }; rows: AsyncIterable<readonly Cell[]> }> {
  const first = await rows.next()
  const known = new Set([...table, ...format.columns].map(name => name.toLowerCase()))
  const named = !first.done && first.value.every(cell => cell !== null && known.has(cell.toLowerCase()))
  const names = named ? first.value.map(String) : format.columns.length > 0 ? format.columns : table
  async function* rest() {
    if (!first.done && !named) yield first.value
    yield* rows
  }
  return { columns: { named, names: spelledAs(names, table) }, rows: rest() }
}

/** Names as the table itself spells them, for a quoted name is taken by the letter. */
const spelledAs = (names: readonly string[], table: readonly string[]) =>
  names.map(name => table.find(column => column.toLowerCase() === name.toLowerCase()) ?? name)

/**
 * The objects of a node, in the order of their keys; those of fewer bytes than `least` hold no rows. Fails where there
 * is none: an empty copy hides a broken path.
 */
export async function filesOf(hands: Hands, { uri, folder, node }: Stored, least = 1): Promise<readonly string[]> {
  if (!folder) return [uri]
  const files: string[] = []
  for await (const object of hands.storage.list(uri))
    if (!object.uri.endsWith('/') && object.size >= least) files.push(object.uri)
  if (files.length === 0) throw new Error(`There is nothing at ${uri}, the input ${node.id}.`)
  return files
}

/** S3 → S3: byte for byte where both sides are written alike, else row by row. */
async function copyObjects(work: Work, hands: Hands, signal: AbortSignal, from: Stored, to: Stored): Promise<number> {
  const read = formatOf(work, from.node)
  const write = formatOf(work, to.node)
  const said = (node: EvaluatedObject) => objectAt(work, node, 'dataFormat')?.id
  const keys = ['separator', 'record', 'escapeWith', 'quotes', 'pattern'] as const
  const alike =
    read.gzip === write.gzip && (said(from.node) === said(to.node) || keys.every(key => read[key] === write[key]))
  const files = await filesOf(hands, from, alike ? 0 : 1)
  if (files.length > 1 && !to.folder)
    throw new Error(`${to.node.id} is one file, but ${from.node.id} holds ${files.length}.`)
  for (const uri of files) {
    signal.throwIfAborted()
    const name = from.folder ? uri.slice(from.uri.length) : uri.slice(uri.lastIndexOf('/') + 1)
    const target = to.folder ? to.uri + name : to.uri
    hands.log('INFO', `Copying ${uri} to ${target}${alike ? '' : ', written anew'}`)
    if (alike) {
      const body = await hands.storage.get(uri)
      if (!body) throw new Error(`There is no object at ${uri}.`)
      await hands.storage.put(target, body)
    } else await writeTable(hands.storage, target, write, [], readTable(hands.storage, uri, read), 'plain')
  }
  return files.length
}
