import type { Hands, SqlSession, Work } from '../ports.ts'
import { insertRows } from './insert-rows.ts'
import { readCopy, readUnload } from './redshift-sql.ts'
import { quoteName } from './sql-text.ts'
import type { TableFormat } from './table-format.ts'
import { readTable, writeTable } from './tables.ts'

type Answer = Awaited<ReturnType<SqlSession['query']>>

/**
 * Does what Redshift's UNLOAD and COPY do between a table and S3, for PostgreSQL has neither; undefined for any other
 * statement. Files are CSV or lines with a separator, whatever columnar format is asked for.
 */
export async function moveByStatement(
  statement: string,
  work: Work,
  hands: Hands,
  signal: AbortSignal,
  session: SqlSession,
): Promise<Answer | undefined> {
  const unload = readUnload(statement)
  const copy = unload ? undefined : readCopy(statement)
  const ignored = unload?.ignored ?? copy?.ignored
  if (ignored) hands.log('WARN', `${work.object.id}: these options mean nothing here and are left out: ${ignored}`)

  if (unload) {
    const { columns, rows } = await session.query(unload.query)
    const format = formatWith(unload.separator, unload.separator === ',', unload.gzip)
    const uri = `${unload.prefix}0000_part_00${unload.gzip ? '.gz' : ''}`
    const header = unload.header || format.quotes
    await writeTable(hands.storage, uri, format, columns, rows, header ? 'header' : 'plain')
    if (unload.manifest)
      await hands.storage.put(`${unload.prefix}manifest`, JSON.stringify({ entries: [{ url: uri, mandatory: true }] }))
    hands.log('INFO', `Unloaded ${rows.length} rows to ${uri}${header ? ' with a header' : ''}`)
    return { columns: [], rows: [], affected: rows.length }
  }
  if (!copy) return undefined

  const table = quoteName(copy.table, session.dialect)
  const columns =
    copy.columns.length > 0 ? copy.columns : (await session.query(`select * from ${table} where 1 = 0`)).columns
  const format = formatWith(copy.separator, copy.csv, copy.gzip)
  let count = 0
  for await (const { uri } of hands.storage.list(copy.source)) {
    if (uri.endsWith('/') || uri.endsWith('manifest')) continue
    hands.log('INFO', `Loading ${uri}`)
    let at = 0
    async function* rows() {
      for await (const row of readTable(hands.storage, uri, format)) if (++at > (copy?.skip ?? 0)) yield row
    }
    count += await insertRows(session, { table, columns }, rows(), signal)
  }
  if (count === 0) throw new Error(`There is nothing to copy under ${copy.source}.`)
  return { columns: [], rows: [], affected: count }
}

const formatWith = (separator: string, quotes: boolean, gzip: boolean): TableFormat => ({
  separator,
  record: '\n',
  quotes,
  gzip,
  extension: '',
  columns: [],
  ...(!quotes && { escapeWith: '\\' }),
})
