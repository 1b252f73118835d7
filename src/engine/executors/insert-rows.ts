import type { SqlSession } from '../ports.ts'
import type { Cell } from './cells.ts'
import { countParameters, quoteColumn } from './sql-text.ts'

/** Where rows go: into columns of a table, or through a statement with a `?` for each value. */
export type Target = { readonly table: string; readonly columns: readonly string[] } | { readonly statement: string }

/** Rows of one statement; PostgreSQL takes at most 65,535 parameters. */
const batchRows = 500
const mostParameters = 30_000

/**
 * Inserts all rows in one transaction, so that an attempt that fails leaves none. Gives how many. What fails says which
 * rows of what (`from`, the address of a file) it was.
 */
export async function insertRows(
  session: SqlSession,
  target: Target,
  rows: Iterable<readonly Cell[]> | AsyncIterable<readonly Cell[]>,
  signal: AbortSignal,
  from?: string,
): Promise<number> {
  let count = 0
  let batch: (readonly Cell[])[] = []
  const flush = async () => {
    signal.throwIfAborted()
    const before = count - batch.length
    if ('statement' in target)
      for (const [index, row] of batch.entries()) await insertOne(session, target.statement, row, before + index + 1)
    else if (batch.length > 0)
      await naming(
        batch.length === 1 ? `Row ${count}` : `One of the rows ${before + 1} to ${count}`,
        session.query(statementFor(session, target, batch), batch.flat()),
      )
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
    if (from === undefined || !(error instanceof Error) || error.message.includes(from)) throw error
    throw new Error(`${from}: ${error.message}`)
  }
  return count
}

const naming = <T>(what: string, doing: Promise<T>): Promise<T> =>
  doing.catch((error: Error) => {
    throw new Error(`${what}: ${error.message}`)
  })

async function insertOne(session: SqlSession, statement: string, row: readonly Cell[], number: number) {
  const wanted = countParameters(statement, session.dialect)
  if (wanted > row.length)
    throw new Error(`Row ${number} has ${row.length} values, but the insertQuery wants ${wanted}.`)
  await naming(`Row ${number}`, session.query(statement, row.slice(0, wanted)))
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
