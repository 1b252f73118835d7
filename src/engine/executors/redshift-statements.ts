import type { Hands, SqlSession, Work } from '../ports.ts'
import { insertRows } from './insert-rows.ts'
import { type Copy, readCopy, readUnload } from './redshift-sql.ts'
import { quoteName } from './sql-text.ts'
import { writeTable } from './tables.ts'
import { filesOfManifest, rowsToCopy } from './warehouse-files.ts'

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
    const { format } = unload
    const header = unload.header || format.quotes
    const uri = `${unload.prefix}0000_part_00${format.gzip ? '.gz' : ''}`
    await writeTable(hands.storage, uri, format, columns, rows, header ? 'header' : 'plain')
    if (unload.manifest)
      await hands.storage.put(`${unload.prefix}manifest`, JSON.stringify({ entries: [{ url: uri, mandatory: true }] }))
    hands.log('INFO', `Unloaded ${rows.length} rows to ${uri}${header ? ' with a header' : ''}`)
    return { columns: [], rows: [], affected: rows.length }
  }
  if (!copy) return undefined

  const table = quoteName(copy.table, session.dialect)
  const columns = copy.into.length > 0 ? copy.into : (await session.query(`select * from ${table} where 1 = 0`)).columns
  let count = 0
  for (const uri of await filesToCopy(copy, hands)) {
    hands.log('INFO', `Loading ${uri}`)
    count += await insertRows(session, { table, columns }, rowsToCopy(hands, uri, copy, columns.length), signal, uri)
  }
  return { columns: [], rows: [], affected: count }
}

async function filesToCopy({ source, manifest }: Copy, hands: Hands): Promise<readonly string[]> {
  if (manifest) return filesOfManifest(hands, source, 'COPY')
  const files: string[] = []
  for await (const { uri } of hands.storage.list(source))
    if (!uri.endsWith('/') && !uri.endsWith('manifest')) files.push(uri)
  if (files.length === 0) throw new Error(`There is nothing to copy under ${source}.`)
  return files
}
