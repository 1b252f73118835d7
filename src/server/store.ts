import { join } from 'node:path'
import type { SQLInputValue } from 'node:sqlite'
import type { Draft } from '../api/versions.ts'
import type { Notice } from '../api/workspace.ts'
import type { Instance } from '../engine/instance.ts'
import type { InstanceFilter, Outstanding, PipelineRecord, RunStore, VersionRecord } from '../engine/ports.ts'
import type { StoreArchive } from './store-archive.ts'
import { salvageOf } from './store-damage.ts'
import { openStoreDatabase, type StoreDatabase } from './store-database.ts'
import { type WholeInstance, wholeColumns, wholeColumnsOf } from './store-instances.ts'
import { merged, type Side, sidesOf } from './store-past.ts'
import { attemptOf, noticeOf, type StoredAttempt, type StoredNotice, statusIn } from './store-rows.ts'
import { isWholeDefinition, isWholeInstance, isWholeRecord } from './store-shape.ts'
import { latestStart, statsOf } from './store-stats.ts'
import { parsed } from './store-text.ts'
import { storeWriter } from './store-writer.ts'

/** What the engine remembers, in SQLite; `database` is for those who only read. */
export interface SqliteStore extends RunStore {
  readonly database: StoreDatabase
  /** Where what ended long ago is kept. */
  readonly archive: StoreArchive
  /** Notes that a draft has taken in a version of the service. */
  rebase(pipelineId: string, version: number): void
  /** The latest time that anything here tells of, UTC milliseconds; 0 where there is nothing. */
  reached(): number
  close(): void
}

const marks = (columns: readonly string[]): string => columns.map(() => '?').join(', ')

/** Every statement by which the store reads, and those for drafts and notices. */
const sql = {
  pipelines: 'SELECT * FROM pipeline ORDER BY seq',
  pipeline: 'SELECT * FROM pipeline WHERE id = ?',
  wasErased: 'SELECT 1 FROM erased WHERE id = ?',
  version: 'SELECT * FROM version WHERE pipeline = ? AND version = ?',
  instance: `SELECT ${wholeColumns} FROM instance WHERE pipeline = ? AND id = ? AND plan IS NOT NULL`,
  anyInstance: `SELECT ${wholeColumns} FROM any_instance AS instance WHERE pipeline = ? AND id = ? AND plan IS NOT NULL`,
  live: `SELECT ${wholeColumns} FROM instance WHERE live = 1 AND plan IS NOT NULL`,
  dependents: (side: Side) => `SELECT ${wholeColumnsOf(side)} FROM ${side}.need AS need
    JOIN ${side}.instance AS instance ON instance.pipeline = need.pipeline AND instance.id = need.instance
    WHERE need.pipeline = ? AND need.target = ? AND plan IS NOT NULL`,
  instances: (side: Side, where: string) => `SELECT ${wholeColumnsOf(side)} FROM ${side}.instance AS instance
    WHERE ${where} AND plan IS NOT NULL ORDER BY scheduled_start, id`,
  attempts: 'SELECT * FROM any_attempt WHERE pipeline = ? AND instance = ? ORDER BY number',
  allAttempts: (side: Side) => `SELECT scheduled_start, attempt.* FROM ${side}.instance AS instance
    CROSS JOIN ${side}.attempt AS attempt ON attempt.pipeline = instance.pipeline AND attempt.instance = instance.id
    WHERE instance.pipeline = ? ORDER BY scheduled_start, instance.id, number`,
  outstanding: 'SELECT * FROM outstanding ORDER BY id',
  draft: 'SELECT * FROM draft WHERE pipeline = ?',
  setDraft: 'INSERT OR REPLACE INTO draft (pipeline, text, pins, revision, updated, base) VALUES (?, ?, ?, ?, ?, ?)',
  rebase: 'UPDATE draft SET base = max(coalesce(base, 0), ?) WHERE pipeline = ?',
  reached: `SELECT max(at) AS at FROM
    (SELECT max(updated) AS at FROM any_instance UNION ALL SELECT max(at) FROM notice UNION ALL SELECT max(created) FROM version)`,
  notices: 'SELECT * FROM notice ORDER BY id DESC LIMIT ?',
  noticesOf: 'SELECT * FROM notice WHERE pipeline = ? ORDER BY id DESC LIMIT ?',
  addNotice:
    'INSERT INTO notice (at, pipeline, instance, kind, subject, message, sent_to) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id',
} as const

/** The file of a data directory that holds what the engine remembers. */
export const databaseName = (dataDir: string): string => join(dataDir, 'pipewright.db')

/** Opens the engine's store in a file, or in memory with `:memory:`. Fails as `openStoreDatabase` does. */
export function openStore(path: string): SqliteStore {
  const db = openStoreDatabase(path)
  const revived = (row: WholeInstance): Instance | undefined => {
    try {
      const instance = writer.revived(row)
      if (isWholeInstance(instance)) return instance
      return salvage.instance(row.pipeline, row.id, 'something is missing in it')
    } catch (why) {
      return salvage.instance(row.pipeline, row.id, why)
    }
  }
  const record = (row: StoredPipeline | undefined): PipelineRecord | undefined => {
    if (!row) return undefined
    const text = parsed(row.record, isWholeRecord)
    return 'value' in text ? text.value : salvage.pipeline(row.id, row.name, row.unique_id, text.why)
  }

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

  const writer = storeWriter(db, addNotice)
  const attempts = (pipelineId: string, instanceId: string) =>
    db.rows<StoredAttempt>(sql.attempts, pipelineId, instanceId).map(attemptOf)
  const salvage = salvageOf(db, attempts, addNotice)

  return {
    database: db,
    archive: writer.archive,
    close: () => db.close(),
    pipelines: () => db.rows<StoredPipeline>(sql.pipelines).flatMap(row => record(row) ?? []),
    pipeline: id => record(db.row(sql.pipeline, id)),
    wasErased: id => db.row(sql.wasErased, id) !== undefined,
    version(pipelineId, version) {
      const row = db.row<StoredVersion>(sql.version, pipelineId, version)
      const text = row && parsed(row.definition, isWholeDefinition)
      return text && 'why' in text ? salvage.version(pipelineId, version, text.why) : versionOf(row)
    },
    instance(pipelineId, id) {
      const row =
        db.row<WholeInstance>(sql.instance, pipelineId, id) ??
        (db.hasPast() ? db.row<WholeInstance>(sql.anyInstance, pipelineId, id) : undefined)
      return row && revived(row)
    },
    latestStart: (pipelineId, componentId) => latestStart(db, pipelineId, componentId),
    *live() {
      for (const row of db.each<WholeInstance>(sql.live)) yield* all(revived(row))
    },
    dependents: (pipelineId, id) =>
      sidesOf(db)
        .flatMap(side => db.rows<WholeInstance>(sql.dependents(side), pipelineId, id))
        .toSorted((a, b) => (a.id < b.id ? -1 : 1))
        .flatMap(row => all(revived(row))),
    *instances(pipelineId, filter = {}) {
      const { where, args } = conditionsOf(pipelineId, filter)
      const rows = sidesOf(db).map(side => db.each<WholeInstance>(sql.instances(side, where), ...args))
      for (const row of merged(rows, row => [row.scheduled_start, row.id])) yield* all(revived(row))
    },
    stats: pipelineId => statsOf(db, pipelineId),
    attempts,
    *allAttempts(pipelineId) {
      const sides = sidesOf(db).map(side => db.each<StoredAttempt & Started>(sql.allAttempts(side), pipelineId))
      // All attempts of an instance are on one side, in their order.
      for (const row of merged(sides, row => [row.scheduled_start, row.instance]))
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
    save: writer.save,
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
    reached: () => db.row<{ at: number | null }>(sql.reached)?.at ?? 0,
    notices: (pipelineId, limit) =>
      (pipelineId === undefined
        ? db.rows<StoredNotice>(sql.notices, limit)
        : db.rows<StoredNotice>(sql.noticesOf, pipelineId, limit)
      ).map(noticeOf),
    addNotice,
  }
}

interface Started {
  readonly scheduled_start: number
}

const all = <T>(one: T | undefined): readonly T[] => (one === undefined ? [] : [one])

/** The condition of a filter, and its arguments. */
export function conditionsOf(
  pipelineId: string,
  filter: InstanceFilter,
): { readonly where: string; readonly args: readonly SQLInputValue[] } {
  const parts: [string, readonly SQLInputValue[]][] = [['pipeline = ?', [pipelineId]]]
  if (filter.statuses) {
    const { text, args } = statusIn(filter.statuses)
    parts.push([text, [...args]])
  }
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

interface StoredPipeline {
  readonly id: string
  readonly name: string
  readonly unique_id: string
  readonly record: string
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
