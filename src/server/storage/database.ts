import { chmodSync } from 'node:fs'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'

/** The SQLite file that says which bytes are which object. */
export interface Database {
  /** First row of a query, or undefined. */
  row<T>(sql: string, ...args: readonly SQLInputValue[]): T | undefined
  rows<T>(sql: string, ...args: readonly SQLInputValue[]): T[]
  /** Only inside `commit`. */
  run(sql: string, ...args: readonly SQLInputValue[]): void
  /**
   * Runs `work` in a transaction and resolves once it is on disk. All that is asked for in one turn of the event loop
   * shares one transaction, for the price of one write to the disk. What throws takes back only its own changes.
   */
  commit<T>(work: () => T): Promise<T>
  close(): void
}

/** Keys are bytes, so that they sort as S3 sorts them and may hold any character. */
const schema = [
  `CREATE TABLE bucket (
     name TEXT PRIMARY KEY, region TEXT NOT NULL, created INTEGER NOT NULL
   ) WITHOUT ROWID;
   CREATE TABLE object (
     bucket TEXT NOT NULL REFERENCES bucket, key BLOB NOT NULL, extents TEXT NOT NULL, size INTEGER NOT NULL,
     etag TEXT NOT NULL, modified INTEGER NOT NULL, attributes TEXT NOT NULL, checksum TEXT,
     PRIMARY KEY (bucket, key)
   ) WITHOUT ROWID;
   CREATE TABLE upload (
     bucket TEXT NOT NULL REFERENCES bucket, key BLOB NOT NULL, id TEXT NOT NULL UNIQUE, started INTEGER NOT NULL,
     attributes TEXT NOT NULL, checksum TEXT,
     PRIMARY KEY (bucket, key, id)
   ) WITHOUT ROWID;
   CREATE TABLE part (
     upload TEXT NOT NULL REFERENCES upload(id) ON DELETE CASCADE, number INTEGER NOT NULL, blob TEXT NOT NULL,
     size INTEGER NOT NULL, etag TEXT NOT NULL, modified INTEGER NOT NULL, checksum TEXT,
     PRIMARY KEY (upload, number)
   ) WITHOUT ROWID;`,

  // Bytes of small objects; in a table of their own, so that lists do not walk over them.
  `CREATE TABLE small (
     bucket TEXT NOT NULL, key BLOB NOT NULL, bytes BLOB NOT NULL,
     PRIMARY KEY (bucket, key)
   ) WITHOUT ROWID;`,
]

interface Pending {
  readonly work: () => unknown
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

export function openDatabase(path: string): Database {
  const db = new DatabaseSync(path)
  try {
    chmodSync(path, 0o600)
    db.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000; PRAGMA foreign_keys=ON')
    migrate(db, path)
  } catch (error) {
    db.close()
    throw isDamage(error) ? damagedStore(path, error) : error
  }

  const prepared = new Map<string, StatementSync>()
  const statement = (sql: string) => {
    const known = prepared.get(sql) ?? db.prepare(sql)
    prepared.set(sql, known)
    return known
  }
  let queue: Pending[] = []
  const flush = () => {
    const batch = queue
    queue = []
    if (batch.length) settle(db, batch)
  }
  return {
    row: <T>(sql: string, ...args: readonly SQLInputValue[]) => statement(sql).get(...args) as T | undefined,
    rows: <T>(sql: string, ...args: readonly SQLInputValue[]) => statement(sql).all(...args) as T[],
    run: (sql, ...args) => void statement(sql).run(...args),
    commit: <T>(work: () => T) =>
      new Promise<T>((resolve, reject) => {
        if (queue.length === 0) setImmediate(flush)
        queue.push({ work, resolve: value => resolve(value as T), reject })
      }),
    close() {
      flush()
      db.close()
    },
  }
}

/** SQLITE_CORRUPT and SQLITE_NOTADB, with or without more after them. */
const isDamage = (error: unknown): boolean => [11, 26].includes(((error as { errcode?: number }).errcode ?? 0) & 0xff)

/** Without it no byte in `blobs` has a name. */
export const damagedStore = (path: string, why: unknown): Error =>
  new Error(
    `${path} cannot be read (${why instanceof Error ? why.message : why}). Restore it from a backup, or move it and the folder blobs beside it away to begin with an empty store.`,
    { cause: why },
  )

function migrate(db: DatabaseSync, path: string): void {
  const { user_version: version } = db.prepare('PRAGMA user_version').get() as { user_version: number }
  if (version > schema.length)
    throw new Error(`${path} was written by a newer Pipewright (format ${version}). Start that one, or another --data.`)
  for (const [index, step] of schema.entries())
    if (index >= version) db.exec(`BEGIN; ${step} PRAGMA user_version=${index + 1}; COMMIT`)
}

function settle(db: DatabaseSync, batch: readonly Pending[]): void {
  const answers: (() => void)[] = []
  try {
    db.exec('BEGIN IMMEDIATE')
    for (const { work, resolve, reject } of batch) {
      db.exec('SAVEPOINT one')
      try {
        const value = work()
        answers.push(() => resolve(value))
      } catch (error) {
        db.exec('ROLLBACK TO one')
        answers.push(() => reject(error))
      }
      db.exec('RELEASE one')
    }
    db.exec('COMMIT')
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK')
    for (const { reject } of batch) reject(error)
    return
  }
  for (const answer of answers) answer()
}
