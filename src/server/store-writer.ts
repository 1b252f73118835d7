import type { SQLInputValue } from 'node:sqlite'
import type { Notice } from '../api/workspace.ts'
import type { Status } from '../core/runs/instance.ts'
import { type Instance, type Plan, statusOf } from '../engine/instance.ts'
import type { Changes } from '../engine/ports.ts'
import { runCounter } from './run-counts.ts'
import { type StoreArchive, storeArchive } from './store-archive.ts'
import type { StoreDatabase } from './store-database.ts'
import {
  instanceOf,
  planColumns,
  planOf,
  planValues,
  stateColumns,
  stateValues,
  type WholeInstance,
  wholeColumns,
} from './store-instances.ts'
import { attemptColumns, attemptValues } from './store-rows.ts'
import { sharedParts } from './store-shared.ts'

/** Writes what a turn of the engine decided, whole or not at all. */
export interface StoreWriter {
  save(changes: Changes): void
  /** An instance as the database has it. */
  revived(row: WholeInstance): Instance
  readonly archive: StoreArchive
}

const places = (columns: readonly string[]): string => columns.map(() => '?').join(', ')
const assigned = (columns: readonly string[]): string => columns.map(column => `${column} = ?`).join(', ')

const sql = {
  setPipeline: `INSERT INTO pipeline (id, seq, name, unique_id, record)
    VALUES (?, (SELECT coalesce(max(seq), 0) + 1 FROM pipeline), ?, ?, ?) ON CONFLICT DO UPDATE SET record = excluded.record`,
  setErased: 'INSERT OR IGNORE INTO erased VALUES (?)',
  setVersion: 'INSERT OR REPLACE INTO version (pipeline, version, created, source, definition) VALUES (?, ?, ?, ?, ?)',
  rowOf: 'SELECT rowid AS row FROM instance WHERE pipeline = ? AND id = ?',
  instance: `SELECT status, ${wholeColumns} FROM instance WHERE pipeline = ? AND id = ? AND plan IS NOT NULL`,
  setState: `UPDATE instance SET ${assigned(stateColumns)} WHERE rowid = ?`,
  addInstance: `INSERT INTO instance (${[...planColumns, ...stateColumns].join(', ')})
    VALUES (${places([...planColumns, ...stateColumns])}) ON CONFLICT DO NOTHING`,
  replaceInstance: `UPDATE instance SET ${assigned([...planColumns, ...stateColumns])} WHERE rowid = ?`,
  dropInstance: 'DELETE FROM instance WHERE pipeline = ? AND id = ?',
  dropAttempts: 'DELETE FROM attempt WHERE pipeline = ? AND instance = ?',
  addNeed: 'INSERT OR IGNORE INTO need (pipeline, target, instance) VALUES (?, ?, ?)',
  dropNeed: 'DELETE FROM need WHERE pipeline = ? AND target = ? AND instance = ?',
  dropNeeds: 'DELETE FROM need WHERE pipeline = ? AND instance = ?',
  setAttempt: `INSERT OR REPLACE INTO attempt (${attemptColumns.join(', ')}) VALUES (${places(attemptColumns)})`,
  ask: 'INSERT OR IGNORE INTO outstanding (id, pipeline, instance, cause, action) VALUES (?, ?, ?, ?, ?)',
  done: 'DELETE FROM outstanding WHERE id = ?',
  erase: [
    'pipeline',
    'version',
    'instance',
    'need',
    'attempt',
    'run_count',
    'outstanding',
    'draft',
    'notice',
    'saved_version',
    'saved_text',
    'frozen_as',
  ].map(table => `DELETE FROM ${table} WHERE ${table === 'pipeline' ? 'id' : 'pipeline'} = ?`),
} as const

export function storeWriter(db: StoreDatabase, addNotice: (notice: Omit<Notice, 'id'>) => void): StoreWriter {
  // Plans never change, so that each is written once.
  const written = new WeakMap<Plan, Written>()
  /** What the present transaction makes of them, true once it is over. */
  let marks: { readonly plan: Plan; readonly known: Written | undefined; readonly now: Written }[] = []
  const shared = sharedParts(db)
  const counter = runCounter(db)
  const archive = storeArchive(db)

  function write(changes: Changes) {
    for (const one of changes.pipelines.values())
      db.run(sql.setPipeline, one.id, one.name, one.uniqueId, JSON.stringify(one))
    for (const one of changes.versions)
      db.run(sql.setVersion, one.pipelineId, one.version, one.createdAt, one.source, JSON.stringify(one.definition))
    for (const { pipelineId, id } of changes.dropped) {
      leave(pipelineId, id)
      db.run(sql.dropInstance, pipelineId, id)
      db.run(sql.dropAttempts, pipelineId, id)
    }
    for (const instance of changes.instances.values()) put(instance)
    for (const { pipelineId, instanceId, attempt } of changes.attempts.values())
      db.run(sql.setAttempt, ...attemptValues(pipelineId, instanceId, attempt))
    for (const { id, pipelineId, instanceId, cause, action } of changes.asked)
      db.run(sql.ask, id, pipelineId, instanceId, cause, action)
    for (const id of changes.done) db.run(sql.done, id)
    for (const notice of changes.notices) addNotice(notice)
    counter.write()
    for (const id of changes.erased) {
      for (const statement of sql.erase) db.run(statement, id)
      db.run(sql.setErased, id)
    }
  }

  function put(instance: Instance) {
    const { plan } = instance
    const { pipelineId, id } = plan
    const status = statusOf(instance)
    const known = written.get(plan)
    if (known) {
      const row = whereNow(known, plan)
      if (known.status !== status) {
        counter.add(plan, known.status, -1)
        counter.add(plan, status, 1)
      }
      db.run(sql.setState, ...stateValues(instance, status), row)
      marks.push({ plan, known, now: { row, status, moves: archive.moves() } })
      return
    }
    archive.bringBack(pipelineId, id, plan.scheduledStart)
    const values = [...planValues(plan, shared.numberOf(plan)), ...stateValues(instance, status)]
    const added = db.run(sql.addInstance, ...values)
    const row = added.changes === 0 ? replace(pipelineId, id, values) : Number(added.lastInsertRowid)
    counter.add(plan, status, 1)
    for (const target of targetsOf(plan)) db.run(sql.addNeed, pipelineId, target, id)
    marks.push({ plan, known: undefined, now: { row, status, moves: archive.moves() } })
  }

  /** The row of an instance, brought back from the archive where it went there. */
  function whereNow(known: Written, { pipelineId, id, scheduledStart }: Plan): number {
    if (known.row >= 0 && known.moves === archive.moves()) return known.row
    return (
      db.row<{ row: number }>(sql.rowOf, pipelineId, id)?.row ??
      archive.bringBack(pipelineId, id, scheduledStart) ??
      known.row
    )
  }

  /** Puts an instance where an earlier one of its id was. */
  function replace(pipelineId: string, id: string, values: readonly SQLInputValue[]): number {
    const row = leave(pipelineId, id) ?? 0
    db.run(sql.replaceInstance, ...values, row)
    return row
  }

  /** Takes an instance out of the counts and of what needs what; gives where it is, if it is there. */
  function leave(pipelineId: string, id: string): number | undefined {
    const found = db.row<WholeInstance & { readonly status: Status }>(sql.instance, pipelineId, id)
    if (!found) return undefined
    counter.add(
      { pipelineId, scheduledStart: found.scheduled_start, family: found.family as Plan['family'] },
      found.status,
      -1,
    )
    try {
      for (const target of targetsOf(planOf(found, shared.partsOf))) db.run(sql.dropNeed, pipelineId, target, id)
    } catch {
      // A damaged plan does not tell what it needed.
      db.run(sql.dropNeeds, pipelineId, id)
    }
    return found.row
  }

  return {
    archive,
    save(changes) {
      marks = []
      try {
        db.transaction(() => write(changes))
      } catch (error) {
        counter.forget()
        shared.forget()
        archive.forget()
        throw error
      }
      for (const { plan, known, now } of marks)
        if (known) Object.assign(known, now)
        else written.set(plan, now)
      archive.settle()
      for (const id of changes.erased) archive.erase(id)
    },
    revived(row) {
      const instance = instanceOf(row, shared.partsOf)
      written.set(instance.plan, { row: row.row, status: statusOf(instance), moves: archive.moves() })
      return instance
    },
  }
}

/**
 * Where an instance is in its table (rows stay where they are while the engine holds the database, but for what is
 * archived), and its status.
 */
interface Written {
  row: number
  status: Status
  /** What the archive had moved by then. */
  moves: number
}

const targetsOf = ({ needs, resource }: Plan): readonly string[] => [
  ...needs.map(need => need.id),
  ...(resource === undefined ? [] : [resource]),
]
