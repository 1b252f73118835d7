import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Field } from '../core/definition/model.ts'
import type { SqlSession } from '../engine/ports.ts'
import { placeDatabase } from './databases/address.ts'
import { embeddedDatabases } from './databases/embedded.ts'
import { openMySql } from './databases/mysql.ts'
import { openPostgres } from './databases/postgres.ts'

export interface Databases {
  /**
   * A session on the database that a Database object stands for; `fields` are its evaluated ones. Waits until an
   * earlier session on the same embedded database is closed. Fails when a real one cannot be reached.
   */
  open(fields: readonly Field[], databaseId: string): Promise<SqlSession>
  close(): Promise<void>
}

/**
 * Real databases where the data directory's `databases.json` (`{"<object id or host>": "postgres://…"}`) or the
 * connection string names one; else an embedded PostgreSQL for each Database object.
 */
export function openDatabases(dataDir: string): Databases {
  const embedded = embeddedDatabases(dataDir)
  return {
    async open(fields, databaseId) {
      const placed = placeDatabase(fields, databaseId, await readSettings(dataDir))
      if ('address' in placed)
        return placed.address.engine === 'mysql' ? openMySql(placed.address) : openPostgres(placed.address)
      const session = await embedded.open(databaseId)
      return { ...session, kind: `${session.kind}, since ${placed.because}` }
    },
    close: embedded.close,
  }
}

async function readSettings(dataDir: string): Promise<Readonly<Record<string, string>>> {
  const file = join(dataDir, 'databases.json')
  const text = await readFile(file, 'utf8').catch(() => '{}')
  try {
    return JSON.parse(text) as Record<string, string>
  } catch (error) {
    throw new Error(`${file} is not JSON: ${(error as Error).message}`)
  }
}
