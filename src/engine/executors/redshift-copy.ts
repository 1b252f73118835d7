import type { EvaluatedObject, Executor, Hands, SqlSession, Work } from '../ports.ts'
import { filesOf } from './copy.ts'
import { type CopyOptions, readCopyOptions } from './copy-options.ts'
import { placeOf, tableName, tellEncryption, tellQueue, withDatabase } from './data-nodes.ts'
import { objectAt, textOf, textsOf } from './fields.ts'
import { insertRows } from './insert-rows.ts'
import { failed, finished, guarded } from './outcome.ts'
import { withoutRedshiftWords } from './redshift-sql.ts'
import { formatOf } from './table-format.ts'
import { writeTable } from './tables.ts'
import { filesOfManifest, rowsToCopy } from './warehouse-files.ts'

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
      const options = optionsOf(work, hands, input)
      const manifest = textOf(input, 'manifestFilePath') ?? (options.manifest && !from.folder ? from.uri : undefined)
      const files = manifest
        ? await filesOfManifest(hands, manifest, `manifestFilePath of ${input.id}`)
        : await filesOf(hands, from)
      return withDatabase(output, work, hands, signal, async session => {
        await prepareTable(session, hands, output, to.table)
        await load(session, work, hands, signal, {
          node: output,
          table: tableName(output, to.table, session),
          files,
          options,
        })
        return finished
      })
    }
    if (from.kind === 'table' && to.kind === 's3') {
      tellEncryption(output, hands)
      const { format, header } = optionsOf(work, hands, output)
      return withDatabase(input, work, hands, signal, async session => {
        const { columns, rows } = await session.read(`select * from ${tableName(input, from.table, session)}`)
        const uri = to.folder ? `${to.uri}0000_part_00` : to.uri
        const count = await writeTable(hands.storage, uri, format, columns, rows, header ? 'header' : 'plain')
        hands.log('INFO', `Unloaded ${count} rows of ${from.table} to ${uri}`)
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
  readonly options: CopyOptions
}

/**
 * The rows pass through a temporary table, so that `transformSql` can read them (as `staging`) and that keys can be
 * compared. Source: developer guide, RedshiftCopyActivity, insertMode and transformSql.
 */
async function load(session: SqlSession, work: Work, hands: Hands, signal: AbortSignal, loading: Loading) {
  const { node, table, files, options } = loading
  const mode = textOf(work.object, 'insertMode')?.toUpperCase() ?? 'KEEP_EXISTING'
  tellQueue(work, hands, session)
  const transform = textOf(work.object, 'transformSql')
  const columns = (await session.query(`select * from ${table} where 1 = 0`)).columns
  const list = columns.map(c => `"${c}"`).join(', ')
  await session.query('drop table if exists staging')
  await session.query(`create temporary table staging as select * from ${table} where 1 = 0`)
  let count = 0
  for (const uri of files) {
    hands.log('INFO', `Loading ${uri}`)
    const rows = rowsToCopy(hands, uri, options, columns.length)
    count += await insertRows(session, { table: 'staging', columns }, rows, signal, uri)
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
    throw new Error((error as Error).message + (isDuplicate(error) ? enforced : ''))
  }
}

const isDuplicate = (error: unknown) => /SQLSTATE 23505/.test((error as Error).message)
const enforced =
  '\nRedshift itself would keep both rows, since it enforces no keys; the PostgreSQL that stands in for it does.'

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

/**
 * How the files are written: by the node's data format, else by `commandOptions`, else as COPY and UNLOAD do it: `|`.
 * Source: developer guide, RedshiftCopyActivity, commandOptions: a data format takes their place.
 */
function optionsOf(work: Work, hands: Hands, node: EvaluatedObject): CopyOptions {
  const own = formatOf(work, node)
  const written = textsOf(work.object, 'commandOptions').join(' ')
  if (objectAt(work, node, 'dataFormat')) {
    if (written)
      hands.log(
        'WARN',
        `${work.object.id}: commandOptions do not count, since ${node.id} has a data format: ${written}`,
      )
    return { ...readCopyOptions(''), format: own }
  }
  const options = readCopyOptions(written)
  if (options.ignored) hands.log('WARN', `These options mean nothing here and are left out: ${options.ignored}`)
  return { ...options, format: { ...options.format, gzip: options.format.gzip || own.gzip } }
}
