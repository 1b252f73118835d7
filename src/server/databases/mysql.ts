import type { Connection } from 'mysql2'
import type { ConnectionOptions } from 'mysql2/promise'
import { countParameters, fillParameters } from '../../engine/executors/sql-text.ts'
import type { SqlSession } from '../../engine/ports.ts'
import type { DatabaseAddress } from './address.ts'
import { sqlError } from './complaint.ts'

/** A session on a MySQL or MariaDB. Values come as text, times in UTC. */
export async function openMySql(address: DatabaseAddress): Promise<SqlSession> {
  const { createConnection } = await import('mysql2/promise')
  const options: ConnectionOptions = {
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
  }
  const connection = await createConnection(options).catch(error => {
    throw new Error(`MySQL at ${address.host}:${address.port} cannot be reached: ${saidBy(error)}`)
  })
  // A connection that breaks between two queries shows at the next one.
  connection.on('error', () => {})
  const version = await connection
    .query("set time_zone = '+00:00'; select version()")
    .then(([rows, fields]) => String(lastOf('', rows, fields).rows[0]?.[0] ?? ''))
  let asking = 0
  const told = (error: unknown) => {
    const { sqlState } = error as { sqlState?: string }
    return sqlError({ message: saidBy(error), ...(sqlState && { code: sqlState }) })
  }
  return {
    kind: `${/mariadb/i.test(version) ? 'MariaDB' : 'MySQL'} ${/^[\d.]+/.exec(version)?.[0] ?? ''} at ${address.host}`,
    dialect: 'mysql',
    async query(sql, args = []) {
      const wanted = args.length > 0 ? countParameters(sql, 'mysql') : 0
      if (wanted > args.length) throw new Error(`There are ${wanted} parameters, but ${args.length} values for them.`)
      // The client's own filling in would take a ? inside of a text for a parameter too.
      const text = args.length > 0 ? fillParameters(sql, 'mysql', index => connection.escape(args[index])) : sql
      asking++
      try {
        const [rows, fields] = await connection.query(text)
        return lastOf(text, rows, fields)
      } catch (error) {
        throw told(error)
      } finally {
        asking--
      }
    },
    async read(sql) {
      // Until its last row is taken, closing has to cut it off.
      asking++
      const { connection: inner } = connection as unknown as { connection: Connection }
      const stream = inner.query(sql).stream({ highWaterMark: 1_000 })
      const columns = await new Promise<readonly string[]>((done, fail) => {
        stream.once('fields', (fields: readonly { name: string }[]) => done(fields.map(field => field.name)))
        stream.once('error', (error: Error) => fail(told(error)))
      })
      async function* rows() {
        try {
          for await (const row of stream) yield row as readonly unknown[]
          asking--
        } catch (error) {
          throw told(error)
        }
      }
      return { columns, rows: rows() }
    },
    async close() {
      if (asking === 0) return connection.end().catch(() => undefined)
      const { threadId } = connection
      connection.destroy()
      // The server itself goes on with a query whose client is gone.
      await createConnection(options)
        .then(another => another.query(`kill ${threadId}`).finally(() => another.destroy()))
        .catch(() => undefined)
    },
  }
}

/** Some errors of the network carry a code alone. */
const saidBy = (error: unknown): string => {
  const { message, code } = error as { message?: string; code?: string }
  return message || code || String(error)
}

/**
 * Several statements give a list of results and a list of their fields; a statement without rows has no fields. A
 * procedure gives its rows, and then one more result that tells of the call itself.
 */
function lastOf(sql: string, rows: unknown, fields: unknown): Awaited<ReturnType<SqlSession['query']>> {
  const several = Array.isArray(fields) && fields.some(f => f === undefined || Array.isArray(f))
  const results = several ? (rows as unknown[]) : [rows]
  const shapes = (several ? fields : [fields]) as readonly (readonly { name: string }[] | undefined)[]
  const withRows = /^\s*call\b/i.test(sql) ? shapes.findLastIndex(shape => shape !== undefined) : -1
  const result = results.at(withRows)
  const shape = shapes.at(withRows)
  if (!shape) return { columns: [], rows: [], affected: (result as { affectedRows?: number }).affectedRows ?? 0 }
  const table = result as unknown[][]
  return { columns: shape.map(f => f.name), rows: table, affected: table.length }
}
