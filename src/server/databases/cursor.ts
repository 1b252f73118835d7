import { splitStatements } from '../../engine/executors/sql-text.ts'
import type { SqlSession } from '../../engine/ports.ts'

/** Rows that are fetched at a time. */
const fetched = 1_000

/**
 * The rows of a query of PostgreSQL as they are taken, by a cursor in a transaction of its own. What no cursor can be
 * made of (several statements, one that changes something, a wrong one) runs as it is, all its rows at once.
 */
export async function readByCursor(query: SqlSession['query'], sql: string): ReturnType<SqlSession['read']> {
  const [only, another] = splitStatements(sql, 'postgresql')
  if (only === undefined || another !== undefined) return query(sql)
  await query('BEGIN')
  try {
    await query(`DECLARE pipewright_rows NO SCROLL CURSOR FOR ${only}`)
  } catch {
    await query('ROLLBACK')
    return query(sql)
  }
  const next = () => query(`FETCH FORWARD ${fetched} FROM pipewright_rows`)
  const first = await next()
  async function* rows() {
    let over = false
    try {
      for (let piece = first; ; piece = await next()) {
        yield* piece.rows
        if (piece.rows.length < fetched) break
      }
      over = true
    } finally {
      await query(over ? 'COMMIT' : 'ROLLBACK').catch(() => undefined)
    }
  }
  return { columns: first.columns, rows: rows() }
}
