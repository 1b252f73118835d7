import type { SqlSession } from '../ports.ts'
import type { Cell } from './cells.ts'
import { countParameters, quoteColumn } from './sql-text.ts'

/** Where rows go: into columns of a table, or through a statement with a `?` for each value. */
export type Target = { readonly table: string; readonly columns: readonly string[] } | { readonly statement: string }

/** Rows of one statement; PostgreSQL takes at most 65,535 parameters. */
const batchRows = 500
const mostParameters = 30_000

/** Inserts all rows in one transaction, so that an attempt that fails leaves none. Gives how many. */
export async function insertRows(
  session: SqlSession,
  target: Target,
  rows: Iterable<readonly Cell[]> | AsyncIterable<readonly Cell[]>,
  signal: AbortSignal,
): Promise<number> {
  let count = 0
  let batch: (readonly Cell[])[] = []
  const flush = async () => {
    signal.throwIfAborted()
    if ('statement' in target) for (const row of batch) await insertOne(session, target.statement, row, count)
    else if (batch.length > 0) await session.query(statementFor(session, target, batch), batch.flat())
    batch = []
  }
  await session.query('BEGIN')
  try {
    for await (const row of rows) {
      count++
      if ('columns' in target && row.length !== target.columns.length)
        throw new Error(
          `Row ${count} has ${row.length} values, but there are ${target.columns.length} columns: ${target.columns.join(', ')}.`,
        )
      batch.push(row)
      if (batch.length >= batchRows || (batch.length + 1) * row.length > mostParameters) await flush()
    }
    await flush()
    await session.query('COMMIT')
  } catch (error) {
    await session.query('ROLLBACK').catch(() => undefined)
    throw error
  }
  return count
}

async function insertOne(session: SqlSession, statement: string, row: readonly Cell[], number: number) {
  const wanted = countParameters(statement, session.dialect)
  if (wanted > row.length)
    throw new Error(`Row ${number} has ${row.length} values, but the insertQuery wants ${wanted}.`)
  await session.query(statement, row.slice(0, wanted))
}

function statementFor(
  { dialect }: SqlSession,
  { table, columns }: Extract<Target, { table: string }>,
  batch: readonly unknown[],
): string {
  const names = columns.map(name => quoteColumn(name, dialect)).join(', ')
  const row = `(${columns.map(() => '?').join(', ')})`
  return `insert into ${table} (${names}) values ${batch.map(() => row).join(', ')}`
}
