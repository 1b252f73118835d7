import { statSync } from 'node:fs'
import type { PipelineRecord } from '../../engine/ports.ts'
import type { Simulation } from '../../engine/simulation/simulate.ts'
import { openStore } from '../store.ts'
import type { StoreDatabase } from '../store-database.ts'
import { attemptRowColumns, attemptRowValues } from '../store-rows.ts'
import { instanceValues, writtenColumns } from './rows.ts'

/** Indexes that reading needs; of the others a rehearsal, which never changes, has no use. */
const wanted: ReadonlySet<string> = new Set(['instance_start', 'instance_status'])

/**
 * Writes a simulation as a database of the same tables as the engine's own, so that the same questions can be asked of
 * it. Only rows are kept, no plans: nothing goes on from there. Gives its size in bytes.
 */
export function writeSimulation(path: string, record: PipelineRecord, result: Simulation): number {
  const store = openStore(path)
  const { database: db } = store
  const { id, name, uniqueId } = record
  const indexes = db.rows<{ name: string; sql: string }>(
    "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'instance' AND sql IS NOT NULL",
  )
  const triggers = db.rows<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'trigger'")
  for (const one of indexes) db.run(`DROP INDEX ${one.name}`)
  for (const one of triggers) db.run(`DROP TRIGGER ${one.name}`)
  db.transaction(() => {
    db.run(
      `INSERT INTO pipeline (id, seq, name, unique_id, record) VALUES (?, 1, ?, ?, ?)`,
      id,
      name,
      uniqueId,
      JSON.stringify(record),
    )
    db.run(
      'INSERT INTO version (pipeline, version, created, source, definition) VALUES (?, ?, ?, ?, ?)',
      id,
      record.active ?? 1,
      result.from,
      'activation',
      JSON.stringify(result.definition),
    )
    const addInstance = insert('instance', writtenColumns)
    for (const row of result.instances) db.run(addInstance, ...instanceValues({ ...row, pipelineId: id }))
    const addAttempt = insert('attempt', attemptRowColumns)
    for (const row of result.attempts) db.run(addAttempt, ...attemptRowValues({ ...row, pipelineId: id }))
    for (const { at, instanceId, kind, subject, message } of result.notices)
      db.run(
        'INSERT INTO notice (at, pipeline, instance, kind, subject, message) VALUES (?, ?, ?, ?, ?, ?)',
        at,
        id,
        instanceId ?? null,
        kind,
        subject,
        message,
      )
    for (const one of indexes) if (wanted.has(one.name)) db.run(one.sql)
    db.run(
      `INSERT INTO run_count SELECT pipeline, scheduled_start, family = 'activity', status, count(*) FROM instance
       GROUP BY 1, 2, 3, 4`,
    )
  })
  settle(db)
  store.close()
  return statSync(path).size
}

/** One file without a log beside it. */
function settle(db: StoreDatabase) {
  db.row('PRAGMA wal_checkpoint(TRUNCATE)')
  db.row('PRAGMA journal_mode=DELETE')
}

const insert = (table: string, columns: readonly string[]): string =>
  `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`
