import type { SQLInputValue } from 'node:sqlite'
import type { Draft } from '../api/versions.ts'
import type { Notice } from '../api/workspace.ts'
import type { Status } from '../core/runs/instance.ts'
import type { Instance, Plan } from '../engine/instance.ts'
import type {
  Changes,
  ComponentStats,
  InstanceFilter,
  Outstanding,
  PipelineRecord,
  RunStore,
  VersionRecord,
} from '../engine/ports.ts'
import { openStoreDatabase, type StoreDatabase } from './store-database.ts'
import {
  attemptColumns,
  attemptOf,
  attemptValues,
  instanceOf,
  noticeOf,
  planColumns,
  planValues,
  type StoredAttempt,
  type StoredNotice,
  stateColumns,
  stateValues,
} from './store-rows.ts'

/** What the engine remembers, in SQLite; `database` is for those who only read. */
export interface SqliteStore extends RunStore {
  readonly database: StoreDatabase
  /** Notes that a draft has taken in a version of the service. */
  rebase(pipelineId: string, version: number): void
  close(): void
}

const marks = (columns: readonly string[]): string => columns.map(() => '?').join(', ')
const assigned = (columns: readonly string[]): string => columns.map(column => `${column} = ?`).join(', ')
const replaced = (columns: readonly string[]): string =>
  columns.map(column => `${column} = excluded.${column}`).join(', ')

/** Every statement that the store runs. */
const sql = {
  pipelines: 'SELECT record FROM pipeline ORDER BY seq',
  pipeline: 'SELECT record FROM pipeline WHERE id = ?',
  setPipeline: `INSERT INTO pipeline (id, seq, name, unique_id, record)
    VALUES (?, (SELECT coalesce(max(seq), 0) + 1 FROM pipeline), ?, ?, ?) ON CONFLICT DO UPDATE SET record = excluded.record`,
  wasErased: 'SELECT 1 FROM erased WHERE id = ?',
  setErased: 'INSERT OR IGNORE INTO erased VALUES (?)',
  version: 'SELECT * FROM version WHERE pipeline = ? AND version = ?',
  setVersion: 'INSERT OR REPLACE INTO version (pipeline, version, created, source, definition) VALUES (?, ?, ?, ?, ?)',
  instance: 'SELECT plan, state FROM instance WHERE pipeline = ? AND id = ? AND plan IS NOT NULL',
  live: 'SELECT plan, state FROM instance WHERE live = 1 AND plan IS NOT NULL',
  dependents: `SELECT plan, state FROM need JOIN instance ON instance.pipeline = need.pipeline AND instance.id = need.instance
    WHERE need.pipeline = ? AND need.target = ? AND plan IS NOT NULL`,
  setState: `UPDATE instance SET ${assigned(stateColumns)} WHERE pipeline = ? AND id = ?`,
  setInstance: `INSERT INTO instance (${[...planColumns, ...stateColumns].join(', ')})
    VALUES (${marks([...planColumns, ...stateColumns])})
    ON CONFLICT (pipeline, id) DO UPDATE SET ${replaced([...planColumns.slice(2), ...stateColumns])}`,
  dropInstance: 'DELETE FROM instance WHERE pipeline = ? AND id = ?',
  dropAttempts: 'DELETE FROM attempt WHERE pipeline = ? AND instance = ?',
  addNeed: 'INSERT OR IGNORE INTO need (pipeline, target, instance) VALUES (?, ?, ?)',
  dropNeed: 'DELETE FROM need WHERE pipeline = ? AND target = ? AND instance = ?',
  attempts: 'SELECT * FROM attempt WHERE pipeline = ? AND instance = ? ORDER BY number',
  allAttempts: `SELECT attempt.* FROM instance JOIN attempt ON attempt.pipeline = instance.pipeline
    AND attempt.instance = instance.id WHERE instance.pipeline = ? ORDER BY scheduled_start, instance.id, number`,
  setAttempt: `INSERT OR REPLACE INTO attempt (${attemptColumns.join(', ')}) VALUES (${marks(attemptColumns)})`,
  outstanding: 'SELECT * FROM outstanding ORDER BY id',
  ask: 'INSERT OR IGNORE INTO outstanding (id, pipeline, instance, cause, action) VALUES (?, ?, ?, ?, ?)',
  done: 'DELETE FROM outstanding WHERE id = ?',
  // Hops from one component to the next in the index, however many instances each has.
  components: `WITH RECURSIVE hop(component) AS (
      SELECT min(component) FROM instance WHERE pipeline = ?1
      UNION ALL SELECT (SELECT min(component) FROM instance WHERE pipeline = ?1 AND component > hop.component)
        FROM hop WHERE hop.component IS NOT NULL)
    SELECT component FROM hop WHERE component IS NOT NULL`,
  latestRun: 'SELECT max(scheduled_start) AS at FROM instance WHERE pipeline = ? AND component = ?',
  latestCompleted: `SELECT scheduled_start AS at FROM instance INDEXED BY instance_component
    WHERE pipeline = ? AND component = ? AND status = 'FINISHED' ORDER BY scheduled_start DESC LIMIT 1`,
  lastEnded: `SELECT id, status, actual_end AS at FROM instance INDEXED BY instance_ended WHERE pipeline = ? AND component = ?
    AND live = 0 AND status <> 'SKIPPED' AND actual_end IS NOT NULL ORDER BY actual_end DESC LIMIT 1`,
  activeIds: `SELECT component, id FROM instance INDEXED BY instance_live
    WHERE pipeline = ? AND live = 1 ORDER BY scheduled_start, id`,
  draft: 'SELECT * FROM draft WHERE pipeline = ?',
  setDraft: 'INSERT OR REPLACE INTO draft (pipeline, text, pins, revision, updated, base) VALUES (?, ?, ?, ?, ?, ?)',
  rebase: 'UPDATE draft SET base = max(coalesce(base, 0), ?) WHERE pipeline = ?',
  notices: 'SELECT * FROM notice ORDER BY id DESC LIMIT ?',
  noticesOf: 'SELECT * FROM notice WHERE pipeline = ? ORDER BY id DESC LIMIT ?',
  addNotice:
    'INSERT INTO notice (at, pipeline, instance, kind, subject, message, sent_to) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id',
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

/** Opens the engine's store in a file, or in memory with `:memory:`. Fails as `openStoreDatabase` does. */
export function openStore(path: string): SqliteStore {
  const db = openStoreDatabase(path)
  // Plans never change, so that each is written once.
  const written = new WeakSet<Plan>()
  const revived = (row: { readonly plan: string; readonly state: string }): Instance => {
    const instance = instanceOf(row)
    written.add(instance.plan)
    return instance
  }
  const record = (row: { readonly record: string } | undefined): PipelineRecord | undefined =>
    row && JSON.parse(row.record)

  const addNotice = (notice: Omit<Notice, 'id'>): Notice => {
    const { at, pipelineId, instanceId, kind, subject, message, sentTo } = notice
    const row = db.row<{ id: number }>(
      sql.addNotice,
      at,
      pipelineId ?? null,
      instanceId ?? null,
      kind,
      subject,
      message,
      sentTo ?? null,
    )
    return { ...notice, id: row?.id ?? 0 }
  }

  return {
    database: db,
    close: () => db.close(),
    pipelines: () => db.rows<{ record: string }>(sql.pipelines).flatMap(row => record(row) ?? []),
    pipeline: id => record(db.row(sql.pipeline, id)),
    wasErased: id => db.row(sql.wasErased, id) !== undefined,
    version: (pipelineId, version) => versionOf(db.row(sql.version, pipelineId, version)),
    instance(pipelineId, id) {
      const row = db.row<{ plan: string; state: string }>(sql.instance, pipelineId, id)
      return row && revived(row)
    },
    *live() {
      for (const row of db.each<{ plan: string; state: string }>(sql.live)) yield revived(row)
    },
    dependents: (pipelineId, id) =>
      db.rows<{ plan: string; state: string }>(sql.dependents, pipelineId, id).map(revived),
    *instances(pipelineId, filter = {}) {
      const { where, args } = conditionsOf(pipelineId, filter)
      const query = `SELECT plan, state FROM instance WHERE ${where} AND plan IS NOT NULL ORDER BY scheduled_start, id`
      for (const row of db.each<{ plan: string; state: string }>(query, ...args)) yield revived(row)
    },
    stats: pipelineId => statsOf(db, pipelineId),
    attempts: (pipelineId, instanceId) => db.rows<StoredAttempt>(sql.attempts, pipelineId, instanceId).map(attemptOf),
    *allAttempts(pipelineId) {
      for (const row of db.each<StoredAttempt>(sql.allAttempts, pipelineId))
        yield { instanceId: row.instance, attempt: attemptOf(row) }
    },
    outstanding: () =>
      db
        .rows<{ id: string; pipeline: string; instance: string; cause: string; action: string }>(sql.outstanding)
        .map(({ id, pipeline, instance, cause, action }) => ({
          id,
          pipelineId: pipeline,
          instanceId: instance,
          cause: cause as Outstanding['cause'],
          action,
        })),
    save: changes => db.transaction(() => write(db, written, changes, addNotice)),
    draft: id => draftOf(db.row(sql.draft, id)),
    keepDraft: draft =>
      db.transaction(() => {
        const known = draftOf(db.row(sql.draft, draft.pipelineId))
        if ((known?.revision ?? 0) !== draft.revision) return undefined
        // A page may not have heard yet of what it put itself.
        const base = Math.max(known?.base ?? 0, draft.base ?? 0)
        const kept = { ...draft, revision: draft.revision + 1, ...(base > 0 && { base }) }
        const { pipelineId, text, pins, revision, updatedAt } = kept
        db.run(sql.setDraft, pipelineId, text, JSON.stringify(pins), revision, updatedAt, base || null)
        return kept
      }),
    rebase: (pipelineId, version) => db.run(sql.rebase, version, pipelineId),
    notices: (pipelineId, limit) =>
      (pipelineId === undefined
        ? db.rows<StoredNotice>(sql.notices, limit)
        : db.rows<StoredNotice>(sql.noticesOf, pipelineId, limit)
      ).map(noticeOf),
    addNotice,
  }
}

function write(
  db: StoreDatabase,
  written: WeakSet<Plan>,
  changes: Changes,
  addNotice: (notice: Omit<Notice, 'id'>) => void,
) {
  for (const one of changes.pipelines.values())
    db.run(sql.setPipeline, one.id, one.name, one.uniqueId, JSON.stringify(one))
  for (const one of changes.versions)
    db.run(sql.setVersion, one.pipelineId, one.version, one.createdAt, one.source, JSON.stringify(one.definition))
  for (const { pipelineId, id } of changes.dropped) {
    forgetNeeds(db, pipelineId, id)
    db.run(sql.dropInstance, pipelineId, id)
    db.run(sql.dropAttempts, pipelineId, id)
  }
  for (const instance of changes.instances.values()) {
    const { plan } = instance
    if (written.has(plan)) {
      db.run(sql.setState, ...stateValues(instance), plan.pipelineId, plan.id)
      continue
    }
    forgetNeeds(db, plan.pipelineId, plan.id)
    db.run(sql.setInstance, ...planValues(plan), ...stateValues(instance))
    for (const target of targetsOf(plan)) db.run(sql.addNeed, plan.pipelineId, target, plan.id)
  }
  for (const { pipelineId, instanceId, attempt } of changes.attempts.values())
    db.run(sql.setAttempt, ...attemptValues(pipelineId, instanceId, attempt))
  for (const { id, pipelineId, instanceId, cause, action } of changes.asked)
    db.run(sql.ask, id, pipelineId, instanceId, cause, action)
  for (const id of changes.done) db.run(sql.done, id)
  for (const notice of changes.notices) addNotice(notice)
  for (const id of changes.erased) {
    for (const statement of sql.erase) db.run(statement, id)
    db.run(sql.setErased, id)
  }
  for (const instance of changes.instances.values()) written.add(instance.plan)
}

function forgetNeeds(db: StoreDatabase, pipelineId: string, id: string) {
  const row = db.row<{ plan: string; state: string }>(sql.instance, pipelineId, id)
  if (!row) return
  for (const target of targetsOf(JSON.parse(row.plan))) db.run(sql.dropNeed, pipelineId, target, id)
}

const targetsOf = ({ needs, resource }: Plan): readonly string[] => [
  ...needs.map(need => need.id),
  ...(resource === undefined ? [] : [resource]),
]

/** The condition of a filter, and its arguments. */
export function conditionsOf(
  pipelineId: string,
  filter: InstanceFilter,
): { readonly where: string; readonly args: readonly SQLInputValue[] } {
  const parts: [string, readonly SQLInputValue[]][] = [['pipeline = ?', [pipelineId]]]
  if (filter.statuses) parts.push([`status IN (${marks(filter.statuses)})`, filter.statuses])
  if (filter.componentIds) parts.push([`component IN (${marks(filter.componentIds)})`, filter.componentIds])
  const bounds: readonly [string, number | undefined][] = [
    ['scheduled_start >= ?', filter.scheduledFrom],
    ['scheduled_start <= ?', filter.scheduledTo],
    ['actual_start >= ?', filter.startedFrom],
    ['actual_start <= ?', filter.startedTo],
  ]
  for (const [text, value] of bounds) if (value !== undefined) parts.push([text, [value]])
  return { where: parts.map(([text]) => text).join(' AND '), args: parts.flatMap(([, args]) => args) }
}

function statsOf(db: StoreDatabase, pipelineId: string): readonly ComponentStats[] {
  const active = Map.groupBy(
    db.rows<{ component: string; id: string }>(sql.activeIds, pipelineId),
    row => row.component,
  )
  return db.rows<{ component: string }>(sql.components, pipelineId).map(({ component }) => {
    const latest = db.row<{ at: number }>(sql.latestRun, pipelineId, component)
    const completed = db.row<{ at: number }>(sql.latestCompleted, pipelineId, component)
    const last = db.row<{ id: string; status: string; at: number }>(sql.lastEnded, pipelineId, component)
    return {
      componentId: component,
      latestRun: latest?.at ?? 0,
      active: (active.get(component) ?? []).map(row => row.id),
      ...(completed && { latestCompleted: completed.at }),
      ...(last && { last: { instanceId: last.id, status: last.status as Status, at: last.at } }),
    }
  })
}

interface StoredVersion {
  readonly pipeline: string
  readonly version: number
  readonly created: number
  readonly source: string
  readonly definition: string
}

const versionOf = (row: StoredVersion | undefined): VersionRecord | undefined =>
  row && {
    pipelineId: row.pipeline,
    version: row.version,
    createdAt: row.created,
    source: row.source as VersionRecord['source'],
    definition: JSON.parse(row.definition),
  }

interface StoredDraft {
  readonly pipeline: string
  readonly text: string
  readonly pins: string
  readonly revision: number
  readonly updated: number
  readonly base: number | null
}

const draftOf = (row: StoredDraft | undefined): Draft | undefined =>
  row && {
    pipelineId: row.pipeline,
    text: row.text,
    pins: JSON.parse(row.pins),
    revision: row.revision,
    updatedAt: row.updated,
    ...(row.base !== null && { base: row.base }),
  }
