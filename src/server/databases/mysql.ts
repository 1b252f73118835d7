import type { SqlSession } from '../../engine/ports.ts'
import type { DatabaseAddress } from './address.ts'
import { sqlError } from './complaint.ts'

/** A session on a MySQL or MariaDB. Values come as text. */
export async function openMySql(address: DatabaseAddress): Promise<SqlSession> {
  const { createConnection } = await import('mysql2/promise')
  const connection = await createConnection({
    host: address.host,
    port: address.port,
    ...(address.user && { user: address.user }),
    ...(address.password && { password: address.password }),
    ...(address.database && { database: address.database }),
    ...(address.tls && { ssl: { rejectUnauthorized: false } }),
    connectTimeout: 15_000,
    multipleStatements: true,
    rowsAsArray: true,
    typeCast: field => field.string(),
  }).catch(error => {
    throw new Error(`MySQL at ${address.host}:${address.port} cannot be reached: ${(error as Error).message}`)
  })
  let asking = 0
  return {
    kind: `MySQL at ${address.host}`,
    async query(sql, args = []) {
      asking++
      try {
        const [rows, fields] = await connection.query(sql, [...args])
        return lastOf(rows, fields)
      } catch (error) {
        const { message, sqlState } = error as { message: string; sqlState?: string }
        throw sqlError({ message, ...(sqlState && { code: sqlState }) })
      } finally {
        asking--
      }
    },
    async close() {
      if (asking > 0) connection.destroy()
      else await connection.end().catch(() => undefined)
    },
  }
}

/** Several statements give a list of results and a list of their fields; a statement without rows has no fields. */
function lastOf(rows: unknown, fields: unknown): Awaited<ReturnType<SqlSession['query']>> {
  const several = Array.isArray(fields) && fields.some(f => f === undefined || Array.isArray(f))
  const result = several ? (rows as unknown[]).at(-1) : rows
  const shape = (several ? (fields as unknown[]).at(-1) : fields) as readonly { name: string }[] | undefined
  if (!shape) return { columns: [], rows: [], affected: (result as { affectedRows?: number }).affectedRows ?? 0 }
  const table = result as unknown[][]
  return { columns: shape.map(f => f.name), rows: table, affected: table.length }
}
