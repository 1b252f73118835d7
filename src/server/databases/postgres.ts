import type { ClientConfig } from 'pg'
import { fillParameters } from '../../engine/executors/sql-text.ts'
import type { SqlSession } from '../../engine/ports.ts'
import type { DatabaseAddress } from './address.ts'
import { type Complaint, sqlError } from './complaint.ts'
import { readByCursor } from './cursor.ts'

/** A session on a PostgreSQL, or on what speaks its protocol. Values come as the text the database writes for them. */
export async function openPostgres(address: DatabaseAddress): Promise<SqlSession> {
  const { Client } = (await import('pg')).default
  const options: ClientConfig = {
    host: address.host,
    port: address.port,
    user: address.user,
    password: address.password,
    database: address.database,
    ssl: address.tls ? { rejectUnauthorized: false } : false,
    connectionTimeoutMillis: 15_000,
    application_name: 'pipewright',
    types: { getTypeParser: () => (value: string | Buffer) => value },
  }
  const client = new Client(options)
  // A connection that breaks between two queries shows at the next one.
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (error) {
    throw new Error(`PostgreSQL at ${address.host}:${address.port} cannot be reached: ${(error as Error).message}`)
  }
  const version = await client.query({ text: 'show server_version', rowMode: 'array' }).catch(() => undefined)
  let asking = 0
  const session: SqlSession = {
    dialect: 'postgresql',
    kind: `PostgreSQL ${String(version?.rows[0]?.[0] ?? '').split(' ')[0]} at ${address.host}`,
    async query(sql, args = []) {
      asking++
      try {
        const text = args.length > 0 ? fillParameters(sql, 'postgresql', index => `$${index + 1}`) : sql
        const answer = await client.query({ text, rowMode: 'array', ...(args.length > 0 && { values: [...args] }) })
        // Several statements give a list of results.
        const result = (Array.isArray(answer) ? answer.at(-1) : answer) as typeof answer
        return { columns: result.fields.map(f => f.name), rows: result.rows, affected: result.rowCount ?? 0 }
      } catch (error) {
        throw sqlError(error as Complaint)
      } finally {
        asking--
      }
    },
    read: sql => readByCursor(session.query, sql),
    async close() {
      // Ending politely waits for the query; one that was given up is cut off.
      if (asking === 0) return client.end().catch(() => undefined)
      const { connection, processID } = client as unknown as Inside
      connection.stream.destroy()
      // The server itself goes on with a query whose client is gone.
      const another = new Client(options)
      another.on('error', () => {})
      await another
        .connect()
        .then(() => another.query('select pg_terminate_backend($1)', [processID]))
        .catch(() => undefined)
        .finally(() => another.end().catch(() => undefined))
    },
  }
  return session
}

/** What the client has and its types do not tell of. */
interface Inside {
  readonly connection: { readonly stream: { destroy(): void } }
  readonly processID: number
}
