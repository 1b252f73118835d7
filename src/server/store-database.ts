import { chmodSync, copyFileSync, existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementResultingChanges, type StatementSync } from 'node:sqlite'
import { schema } from './schema.sql.ts'
import { attachPast, hasPast, viewPresent } from './store-past.ts'

/** The engine's SQLite file, with its statements prepared once. */
export interface StoreDatabase {
  row<T>(sql: string, ...args: readonly SQLInputValue[]): T | undefined
  rows<T>(sql: string, ...args: readonly SQLInputValue[]): T[]
  /** Row by row, for results that need not fit in memory. */
  each<T>(sql: string, ...args: readonly SQLInputValue[]): Iterable<T>
  /** Gives how many rows it changed, and where the last one that it added is. */
  run(sql: string, ...args: readonly SQLInputValue[]): StatementResultingChanges
  /** All of `work` or nothing; on disk when it returns. Of what is in both files, each by itself. */
  transaction<T>(work: () => T): T
  /** Writes what waits in the log into the files, as far as nobody reads it. */
  tidy(): void
  /** Names of a table's columns. */
  columns(table: string): readonly string[]
  /** Whether there is an archive, attached as `past`. */
  hasPast(): boolean
  /** Attaches the archive, made if need be. */
  openPast(): void
  close(): void
}

/**
 * Opens or makes the database, and brings it up to date; what an older version wrote is copied beside it first. Fails
 * with a sentence for people when it is damaged or was written by a newer version.
 */
export function openStoreDatabase(path: string): StoreDatabase {
  const fresh = path === ':memory:' || !existsSync(path)
  if (!fresh && isEmptied(path)) throw damaged(path, 'it is empty, and once was not')
  const db = new DatabaseSync(path)
  try {
    if (path !== ':memory:') chmodSync(path, 0o600)
    // The cache holds what the engine works on; years of history are left to the system's own cache of files.
    db.exec(`PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000; PRAGMA wal_autocheckpoint=4000;
      PRAGMA cache_size=-4096; PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=OFF`)
    if (!fresh) check(db, path)
    migrate(db, path, fresh)
    if (hasPast(path)) attachPast(db, path)
    else viewPresent(db)
  } catch (error) {
    db.close()
    throw (error as { code?: string }).code === 'ERR_SQLITE_ERROR' ? damaged(path, error) : error
  }

  let past = hasPast(path)
  const prepared = new Map<string, StatementSync>()
  const statement = (sql: string): StatementSync => {
    const known = prepared.get(sql)
    if (known) return known
    const made = db.prepare(sql)
    prepared.set(sql, made)
    return made
  }

  return {
    row: <T>(sql: string, ...args: readonly SQLInputValue[]) => statement(sql).get(...args) as T | undefined,
    rows: <T>(sql: string, ...args: readonly SQLInputValue[]) => statement(sql).all(...args) as T[],
    // A statement of its own: the reader may ask for something else in between.
    each: <T>(sql: string, ...args: readonly SQLInputValue[]) =>
      db.prepare(sql).iterate(...args) as unknown as Iterable<T>,
    run: (sql, ...args) => statement(sql).run(...args),
    transaction<T>(work: () => T): T {
      const once = (): T => {
        db.exec('BEGIN IMMEDIATE')
        try {
          const result = work()
          db.exec('COMMIT')
          return result
        } catch (error) {
          if (db.isTransaction) db.exec('ROLLBACK')
          throw error
        }
      }
      try {
        return once()
      } catch (error) {
        if ((error as { errcode?: number }).errcode !== indexCorrupt) throw error
        // What an index lost stands in its table.
        db.exec('REINDEX')
        return once()
      }
    },
    tidy: () => db.exec('PRAGMA wal_checkpoint(PASSIVE)'),
    columns: table =>
      db
        .prepare(`PRAGMA main.table_info(${table})`)
        .all()
        .map(one => String(one.name)),
    hasPast: () => past,
    openPast() {
      if (past) return
      attachPast(db, path)
      past = true
    },
    close: () => db.close(),
  }
}

/**
 * Whether nothing is left of a database that a server once served from: its pages' token is made after it. The first
 * start of all may be killed while the file is still empty.
 */
const isEmptied = (path: string): boolean =>
  [path, `${path}-wal`].every(file => (statSync(file, { throwIfNoEntry: false })?.size ?? 0) === 0) &&
  existsSync(join(dirname(path), 'studio-token'))

/** SQLITE_CORRUPT_INDEX, which no quick check finds. */
const indexCorrupt = 779

function check(db: DatabaseSync, path: string) {
  const said = attempt(() => Object.values(db.prepare('PRAGMA quick_check(1)').get() ?? {})[0])
  if (said !== 'ok') throw damaged(path, said)
  // The check leaves out whether indexes fit their tables. What an index lost stands in its table.
  if (attempt(() => indexFits(db)) !== true) db.exec('REINDEX')
}

/** Whether the index by which a start finds what is not over leads to all of it. */
function indexFits(db: DatabaseSync): boolean {
  const found = (by: string) =>
    Object.values(
      db.prepare(`SELECT count(length(state)), sum(rowid) FROM instance ${by} WHERE live = 1`).get() ?? {},
    ).join()
  return found('INDEXED BY instance_live') === found('NOT INDEXED')
}

const damaged = (path: string, why: unknown): Error =>
  new Error(
    `${path} cannot be read (${why instanceof Error ? why.message : why}). Restore it from a copy, or move it away to begin with an empty one.`,
    { cause: why },
  )

function attempt(read: () => unknown): unknown {
  try {
    return read()
  } catch (error) {
    return error instanceof Error ? error.message : error
  }
}

function migrate(db: DatabaseSync, path: string, fresh: boolean) {
  const version = Number(Object.values(db.prepare('PRAGMA user_version').get() ?? {})[0] ?? 0)
  if (version > schema.length)
    throw new Error(
      `${path} was written by a newer Pipewright (format ${version}). Start that one, or choose another --data.`,
    )
  if (!fresh && version > 0 && version < schema.length) {
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    copyFileSync(path, `${path}.format-${version}`)
  }
  for (const [index, step] of schema.entries())
    if (index >= version) db.exec(`BEGIN; ${step} PRAGMA user_version=${index + 1}; COMMIT`)
}
