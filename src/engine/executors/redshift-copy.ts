import type { EvaluatedObject, Executor, Hands, SqlSession, Work } from '../ports.ts'
import { filesOf } from './copy.ts'
import { placeOf, tableName, withDatabase } from './data-nodes.ts'
import { objectAt, textOf, textsOf } from './fields.ts'
import { insertRows } from './insert-rows.ts'
import { failed, finished, guarded } from './outcome.ts'
import { withoutRedshiftWords } from './redshift-sql.ts'
import { formatOf, type TableFormat } from './table-format.ts'
import { readTable, writeTable } from './tables.ts'

/** Loads files of S3 into a warehouse table by one of the four insert modes, or unloads a table to S3. */
export const redshiftCopyActivity: Executor = {
  name: 'warehouse copy',
  types: ['RedshiftCopyActivity'],
  run: guarded(async (work, hands, signal) => {
    const input = objectAt(work, work.object, 'input')
    const output = objectAt(work, work.object, 'output')
    if (!input || !output)
      return failed(`${work.object.id} needs an input and an output.`, { errorId: 'InvalidDefinition' })
    const from = placeOf(input)
    const to = placeOf(output)
    if (from.kind === 's3' && to.kind === 'table') {
      const format = wireFormat(work, hands, input)
      const files = await filesOf(hands, from)
      return withDatabase(output, work, hands, signal, async session => {
        await prepareTable(session, hands, output, to.table)
        await load(session, work, hands, signal, {
          node: output,
          table: tableName(output, to.table, session),
          files,
          ...format,
        })
        return finished
      })
    }
    if (from.kind === 'table' && to.kind === 's3') {
      const { format } = wireFormat(work, hands, output)
      return withDatabase(input, work, hands, signal, async session => {
        const { columns, rows } = await session.query(`select * from ${tableName(input, from.table, session)}`)
        const uri = to.folder ? `${to.uri}0000_part_00` : to.uri
        await writeTable(hands.storage, uri, format, columns, rows, 'plain')
        hands.log('INFO', `Unloaded ${rows.length} rows of ${from.table} to ${uri}`)
        return finished
      })
    }
    return failed(
      `${work.object.id} copies between S3 and a table of a warehouse; ${input.id} → ${output.id} is neither way.`,
      {
        errorId: 'InvalidDefinition',
      },
    )
  }),
}

interface Loading {
  readonly node: EvaluatedObject
  readonly table: string
  readonly files: readonly string[]
  readonly format: TableFormat
  readonly skip: number
}

/**
 * The rows pass through a temporary table, so that `transformSql` can read them (as `staging`) and that keys can be
 * compared. Source: developer guide, RedshiftCopyActivity, insertMode and transformSql.
 */
async function load(session: SqlSession, work: Work, hands: Hands, signal: AbortSignal, loading: Loading) {
  const { node, table, files, format, skip } = loading
  const mode = textOf(work.object, 'insertMode')?.toUpperCase() ?? 'KEEP_EXISTING'
  const transform = textOf(work.object, 'transformSql')
  const columns = (await session.query(`select * from ${table} where 1 = 0`)).columns
  const list = columns.map(c => `"${c}"`).join(', ')
  await session.query('drop table if exists staging')
  await session.query(`create temporary table staging as select * from ${table} where 1 = 0`)
  let count = 0
  for (const uri of files) {
    hands.log('INFO', `Loading ${uri}`)
    const rows = skipped(readTable(hands.storage, uri, format), skip)
    count += await insertRows(session, { table: 'staging', columns }, rows, signal)
  }
  const source = transform ? `(${transform.trim().replace(/;$/, '')}) as incoming` : 'staging as incoming'
  const keys = mode === 'KEEP_EXISTING' || mode === 'OVERWRITE_EXISTING' ? await keysOf(session, node, table) : []
  if (keys.length === 0 && mode.endsWith('EXISTING'))
    hands.log('WARN', `${node.id} has no primary key and names no primaryKeys, so every row counts as new.`)
  const same = keys.map(key => `existing."${key}" = incoming."${key}"`).join(' and ')
  await session.query('BEGIN')
  try {
    // In the transaction, unlike Redshift's own TRUNCATE, so that a load that fails leaves the table as it was.
    if (mode === 'TRUNCATE') await session.query(`delete from ${table}`)
    if (mode === 'OVERWRITE_EXISTING' && same)
      await session.query(`delete from ${table} as existing using ${source} where ${same}`)
    const unless =
      mode === 'KEEP_EXISTING' && same ? ` where not exists (select 1 from ${table} as existing where ${same})` : ''
    const { affected } = await session.query(
      `insert into ${table} (${list}) select ${transform ? 'incoming.*' : list} from ${source}${unless}`,
    )
    await session.query('COMMIT')
    hands.log('INFO', `${mode}: read ${count} rows, inserted ${affected} into ${table}`)
  } catch (error) {
    await session.query('ROLLBACK').catch(() => undefined)
    throw error
  }
}

async function prepareTable(session: SqlSession, hands: Hands, node: EvaluatedObject, table: string) {
  const create = textOf(node, 'createTableSql')
  if (!create) return
  const there = await session.query(`select 1 from ${tableName(node, table, session)} where 1 = 0`).then(
    () => true,
    () => false,
  )
  if (there) return
  const plain = withoutRedshiftWords(create)
  hands.log('INFO', `Creating the table${plain === create ? '' : ' without what only Redshift knows'}: ${plain}`)
  await session.query(plain)
}

/** Keys by which rows are the same: those the node names, else the table's primary key. */
async function keysOf(session: SqlSession, node: EvaluatedObject, table: string): Promise<readonly string[]> {
  const named = textsOf(node, 'primaryKeys').flatMap(keys => keys.split(',').map(key => key.trim()))
  if (named.length > 0) return named
  const { rows } = await session.query(
    `select a.attname from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
     where i.indisprimary and i.indrelid = '${table.replaceAll("'", "''")}'::regclass`,
  )
  return rows.map(([name]) => String(name))
}

/** How the files are written: by the node's data format, else by `commandOptions`, else as COPY and UNLOAD do it: `|`. */
function wireFormat(work: Work, hands: Hands, node: EvaluatedObject): { format: TableFormat; skip: number } {
  const own = formatOf(work, node)
  if (objectAt(work, node, 'dataFormat')) return { format: own, skip: 0 }
  const options = textsOf(work.object, 'commandOptions').join(' ')
  const csv = /\bcsv\b/i.test(options)
  const delimiter = /\bdelimiter\s+(?:as\s+)?'(\\t|.)'/i.exec(options)?.[1]
  const known = /\b(csv|gzip|escape|delimiter\s+(as\s+)?'(\\t|.)'|ignoreheader\s+(as\s+)?\d+)(?=\s|$)/gi
  const rest = options.replace(known, '').trim()
  if (rest) hands.log('WARN', `These options mean nothing here and are left out: ${rest}`)
  return {
    format: {
      ...own,
      separator: delimiter === '\\t' ? '\t' : (delimiter ?? (csv ? ',' : '|')),
      quotes: csv,
      gzip: own.gzip || /\bgzip\b/i.test(options),
      ...(!csv && /\bescape\b/i.test(options) && { escapeWith: '\\' }),
    },
    skip: Number(/\bignoreheader\s+(?:as\s+)?(\d+)/i.exec(options)?.[1] ?? 0),
  }
}

async function* skipped<T>(rows: AsyncIterable<T>, count: number): AsyncGenerator<T> {
  let at = 0
  for await (const row of rows) if (++at > count) yield row
}
