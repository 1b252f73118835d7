import { createHash } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { Draft, SavedVersion, VersionCause } from '../../api/versions.ts'
import type { StoreDatabase } from '../store-database.ts'

/** A saved version as its row has it, without the runs that used it. */
export interface ShelvedVersion extends Omit<SavedVersion, 'runs' | 'newestRuns' | 'service'> {
  /** Names its text among those of the pipeline. */
  readonly hash: string
  readonly pins: Draft['pins']
}

export interface Frozen {
  readonly version: number
  readonly number: number
  readonly source: SavedVersion['service'][number]['source']
}

const sql = {
  newest: 'SELECT * FROM saved_version WHERE pipeline = ? ORDER BY number DESC LIMIT 1',
  before: 'SELECT * FROM saved_version WHERE pipeline = ? AND number < ? ORDER BY number DESC LIMIT 1',
  one: 'SELECT * FROM saved_version WHERE pipeline = ? AND number = ?',
  page: 'SELECT * FROM saved_version WHERE pipeline = ? ORDER BY number DESC LIMIT ? OFFSET ?',
  count: 'SELECT count(*) AS n FROM saved_version WHERE pipeline = ?',
  put: `INSERT OR REPLACE INTO saved_version
    (pipeline, number, cause, who, at, updated, saves, revision, name, says, hash, pins)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  name: 'UPDATE saved_version SET name = ? WHERE pipeline = ? AND number = ?',
  text: 'SELECT body FROM saved_text WHERE pipeline = ? AND hash = ?',
  putText: 'INSERT OR IGNORE INTO saved_text VALUES (?, ?, ?)',
  // Texts that no version has any more.
  sweep: `DELETE FROM saved_text WHERE pipeline = ?1 AND hash = ?2
    AND NOT EXISTS (SELECT 1 FROM saved_version WHERE pipeline = ?1 AND hash = ?2)`,
  surplus: `SELECT number, hash FROM saved_version AS v WHERE pipeline = ? AND cause = 'save' AND name IS NULL
    AND NOT EXISTS (SELECT 1 FROM frozen_as WHERE pipeline = v.pipeline AND number = v.number)
    ORDER BY number LIMIT ?`,
  drop: 'DELETE FROM saved_version WHERE pipeline = ? AND number = ?',
  freeze: 'INSERT OR REPLACE INTO frozen_as VALUES (?, ?, ?, ?)',
  frozen: 'SELECT version, number, source FROM frozen_as WHERE pipeline = ? ORDER BY version',
  isFrozen: 'SELECT 1 FROM frozen_as WHERE pipeline = ? AND number = ? LIMIT 1',
  frozenAs: 'SELECT version, number, source FROM frozen_as WHERE pipeline = ? AND version = ?',
} as const

/** The rows of the local history: versions, and their texts, each kept once and packed. */
export function createShelf(db: StoreDatabase) {
  const one = (row: Stored | undefined) => row && versionOf(row)
  const write = (version: ShelvedVersion) => {
    const { pipelineId, number, cause, by, at, updatedAt, saves, revision, name, says, hash, pins } = version
    const packedPins = JSON.stringify(pins)
    db.run(sql.put, pipelineId, number, cause, by, at, updatedAt, saves, revision, name ?? null, says, hash, packedPins)
  }
  return {
    newest: (pipelineId: string) => one(db.row(sql.newest, pipelineId)),
    before: (pipelineId: string, number: number) => one(db.row(sql.before, pipelineId, number)),
    version: (pipelineId: string, number: number) => one(db.row(sql.one, pipelineId, number)),
    page: (pipelineId: string, limit: number, offset: number) =>
      db.rows<Stored>(sql.page, pipelineId, limit, offset).map(versionOf),
    count: (pipelineId: string) => db.row<{ n: number }>(sql.count, pipelineId)?.n ?? 0,
    text(pipelineId: string, hash: string): string {
      const row = db.row<{ body: Uint8Array }>(sql.text, pipelineId, hash)
      if (!row) throw new Error(`The text ${hash} of ${pipelineId} is not in the history.`)
      return inflateRawSync(row.body).toString('utf8')
    },
    /** Keeps a version with its text, in place of the one with its number; forgets what is beyond `most`. */
    keep(version: ShelvedVersion, text: string, most: number): void {
      db.transaction(() => {
        const { pipelineId, number } = version
        const old = db.row<Stored>(sql.one, pipelineId, number)
        db.run(sql.putText, pipelineId, version.hash, deflateRawSync(text))
        write(version)
        if (old && old.hash !== version.hash) db.run(sql.sweep, pipelineId, old.hash)
        const surplus = (db.row<{ n: number }>(sql.count, pipelineId)?.n ?? 0) - most
        if (surplus <= 0) return
        for (const gone of db.rows<{ number: number; hash: string }>(sql.surplus, pipelineId, surplus)) {
          if (gone.number === number) continue
          db.run(sql.drop, pipelineId, gone.number)
          db.run(sql.sweep, pipelineId, gone.hash)
        }
      })
    },
    name(pipelineId: string, number: number, name: string | undefined): void {
      db.run(sql.name, name ?? null, pipelineId, number)
    },
    /** Notes that the service froze a version under a number of its own. */
    freeze: (pipelineId: string, { version, number, source }: Frozen) =>
      db.run(sql.freeze, pipelineId, version, number, source),
    frozen: (pipelineId: string) => db.rows<Frozen>(sql.frozen, pipelineId),
    isFrozen: (pipelineId: string, number: number) => db.row(sql.isFrozen, pipelineId, number) !== undefined,
    frozenAs: (pipelineId: string, version: number) => db.row<Frozen>(sql.frozenAs, pipelineId, version),
  }
}

export const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22)

interface Stored {
  readonly pipeline: string
  readonly number: number
  readonly cause: string
  readonly who: string
  readonly at: number
  readonly updated: number
  readonly saves: number
  readonly revision: number
  readonly name: string | null
  readonly says: string
  readonly hash: string
  readonly pins: string
}

const versionOf = (row: Stored): ShelvedVersion => ({
  pipelineId: row.pipeline,
  number: row.number,
  cause: row.cause as VersionCause,
  by: row.who,
  at: row.at,
  updatedAt: row.updated,
  saves: row.saves,
  revision: row.revision,
  ...(row.name !== null && { name: row.name }),
  says: row.says,
  hash: row.hash,
  pins: JSON.parse(row.pins),
})
