import { chmodSync, existsSync } from 'node:fs'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'

/**
 * The archive: instances and attempts that ended long ago, in a database file of its own that is attached as `past`
 * once there is one. Readers ask `any_instance` and `any_attempt`, which are what is at hand and what is in the
 * archive; what an instance has is in one of the two, all of it.
 */

/** Tables whose rows move, with the column by which they belong to an instance. */
export const movedTables = [
  ['instance', 'id'],
  ['attempt', 'instance'],
  ['need', 'instance'],
] as const

/** Where the archive of a database is; one in memory has it there too. */
export const pastOf = (path: string): string => (path === ':memory:' ? path : path.replace(/(\.db)?$/, '-history.db'))

/** The files that hold instances: rows of one go with rows of the same. */
export const sidesOf = (db: { hasPast(): boolean }): readonly Side[] => (db.hasPast() ? ['main', 'past'] : ['main'])

export type Side = 'main' | 'past'

/** Rows of both sides, each in the order of time and id, as one. */
export function* merged<T>(
  sides: readonly Iterable<T>[],
  placeOf: (row: T) => readonly [time: number, id: string],
): Iterable<T> {
  const [near, far] = sides.map(side => side[Symbol.iterator]())
  try {
    let [a, b] = [near?.next(), far?.next()]
    while (a && !a.done) {
      const [time, id] = placeOf(a.value)
      for (; b && !b.done; b = far?.next()) {
        const [other, otherId] = placeOf(b.value)
        if (other > time || (other === time && otherId > id)) break
        yield b.value
      }
      yield a.value
      a = near?.next()
    }
    for (; b && !b.done; b = far?.next()) yield b.value
  } finally {
    // Who has seen enough leaves no statement open, which would hold the table.
    near?.return?.()
    far?.return?.()
  }
}

/** A SELECT over both sides, each in its own order first, so that a page is found without reading all. */
export const pageOf = (
  sides: readonly Side[],
  select: (side: Side) => string,
  order: string,
): {
  readonly text: string
  readonly args: (own: readonly SQLInputValue[], limit: number, offset: number) => SQLInputValue[]
} => ({
  text: `SELECT * FROM (${sides
    .map(side => `SELECT * FROM (${select(side)} ORDER BY ${order} LIMIT ?)`)
    .join(' UNION ALL ')}) ORDER BY ${order} LIMIT ? OFFSET ?`,
  args: (own, limit, offset) => [...sides.flatMap(() => [...own, limit < 0 ? -1 : limit + offset]), limit, offset],
})

/** Lets the views show what is at hand only. */
export function viewPresent(db: DatabaseSync) {
  for (const table of ['instance', 'attempt'])
    db.exec(`DROP VIEW IF EXISTS temp.any_${table};
      CREATE TEMP VIEW any_${table} AS SELECT ${present(table)} * FROM main.${table}`)
}

/** Rows in the archive go by negative numbers, so that nobody takes one for a row at hand. */
const present = (table: string) => (table === 'instance' ? 'rowid AS rowid,' : '')

/**
 * Attaches the archive, making it if need be, and puts right what a kill in the middle of a move left. Fails with a
 * sentence that names the file, and then leaves everything as if there were none.
 */
export function attachPast(db: DatabaseSync, path: string) {
  const file = pastOf(path)
  try {
    attach(db, file)
  } catch (error) {
    viewPresent(db)
    if (isAttached(db)) db.exec('DETACH past')
    const why = error instanceof Error ? error.message : String(error)
    throw new Error(
      `${file}, the archive of runs that ended long ago, cannot be used (${why}). Restore it from a copy, or move it away to go on without what it holds.`,
      { cause: error },
    )
  }
}

const isAttached = (db: DatabaseSync): boolean =>
  db.prepare("SELECT 1 FROM pragma_database_list WHERE name = 'past'").get() !== undefined

function attach(db: DatabaseSync, file: string) {
  // An earlier try may have come as far as that.
  if (!isAttached(db)) db.prepare('ATTACH ? AS past').run(file)
  if (file !== ':memory:') chmodSync(file, 0o600)
  db.exec('PRAGMA past.journal_mode=WAL; PRAGMA past.synchronous=FULL')
  const tables = db.prepare("SELECT name, sql FROM main.sqlite_master WHERE type = 'table'").all() as unknown as Named[]
  for (const [table] of movedTables) {
    const sql = tables.find(one => one.name === table)?.sql ?? ''
    db.exec(sql.replace(/^CREATE TABLE \w+/, `CREATE TABLE IF NOT EXISTS past.${table}`))
    // A column that came later.
    const known = new Set(columnsOf(db, 'past', table).map(one => one.name))
    for (const { name, type } of columnsOf(db, 'main', table))
      if (!known.has(name)) db.exec(`ALTER TABLE past.${table} ADD COLUMN ${name} ${type}`)
  }
  db.exec(`CREATE INDEX IF NOT EXISTS past.instance_start ON instance (pipeline, scheduled_start, id);
    CREATE INDEX IF NOT EXISTS past.instance_any_start ON instance (scheduled_start, pipeline, id);
    CREATE INDEX IF NOT EXISTS past.instance_component ON instance (pipeline, component, scheduled_start);
    CREATE INDEX IF NOT EXISTS past.instance_ended ON instance (pipeline, component, actual_end)
      WHERE actual_end IS NOT NULL;
    CREATE INDEX IF NOT EXISTS past.instance_status ON instance (pipeline, status, scheduled_start, id) WHERE live = 0;
    CREATE TABLE IF NOT EXISTS past.moving (pipeline TEXT, id TEXT, PRIMARY KEY (pipeline, id)) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS past.returns (n INTEGER NOT NULL);
    INSERT INTO past.returns SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM past.returns);
    CREATE TABLE IF NOT EXISTS main.returned (pipeline TEXT, id TEXT, PRIMARY KEY (pipeline, id)) WITHOUT ROWID`)
  for (const table of ['instance', 'attempt']) {
    const columns = columnsOf(db, 'main', table).map(one => one.name)
    const numbered = table === 'instance' ? '-rowid AS rowid,' : ''
    db.exec(`DROP VIEW IF EXISTS temp.any_${table};
      CREATE TEMP VIEW any_${table} AS SELECT ${present(table)} ${columns.join(', ')} FROM main.${table}
        UNION ALL SELECT ${numbered} ${columns.join(', ')} FROM past.${table}`)
  }
  for (const [table, key] of movedTables)
    for (const marks of ['past.moving', 'main.returned'])
      db.exec(`DELETE FROM past.${table} WHERE (pipeline, ${key}) IN (SELECT pipeline, id FROM ${marks}
        WHERE EXISTS (SELECT 1 FROM main.instance AS here WHERE here.pipeline = ${marks.split('.')[1]}.pipeline
          AND here.id = ${marks.split('.')[1]}.id))`)
  db.exec('DELETE FROM past.moving; DELETE FROM main.returned')
  forgetErased(db)
}

/** Takes out of an archive what is at hand in a database as well, both of which nobody uses. */
export function dropTwice(path: string, past: string) {
  const db = new DatabaseSync(past)
  try {
    db.prepare('ATTACH ? AS here').run(path)
    for (const [table, key] of movedTables)
      db.exec(`DELETE FROM main.${table} WHERE (pipeline, ${key}) IN (SELECT pipeline, id FROM here.instance)`)
    db.exec('DELETE FROM main.moving')
  } finally {
    db.close()
  }
}

/** Whether there is an archive to attach. */
export const hasPast = (path: string): boolean => path !== ':memory:' && existsSync(pastOf(path))

/** What is left of pipelines that were erased while the archive could not be told. */
function forgetErased(db: DatabaseSync) {
  const gone = db.prepare(`WITH RECURSIVE hop(pipeline) AS (SELECT min(pipeline) FROM past.instance
      UNION ALL SELECT (SELECT min(pipeline) FROM past.instance WHERE pipeline > hop.pipeline) FROM hop
        WHERE hop.pipeline IS NOT NULL)
    SELECT pipeline FROM hop WHERE pipeline IN (SELECT id FROM main.erased)`)
  for (const { pipeline } of gone.all() as unknown as { pipeline: string }[])
    for (const [table] of movedTables) db.prepare(`DELETE FROM past.${table} WHERE pipeline = ?`).run(pipeline)
}

interface Named {
  readonly name: string
  readonly sql: string
}

const columnsOf = (db: DatabaseSync, schema: string, table: string) =>
  db.prepare(`PRAGMA ${schema}.table_info(${table})`).all() as unknown as { name: string; type: string }[]
