import type { StoreDatabase } from './store-database.ts'
import { movedTables, type Side } from './store-past.ts'

/**
 * Moves what ended long ago out of the engine's way, and back where it is run again. Two files cannot be written at
 * once, so that rows are copied and kept before they are deleted where they were, with a mark beside the copy: where a
 * kill leaves both, the next start takes what is at hand (`attachPast`).
 */
export interface StoreArchive {
  /**
   * Looks at `most` instances that were scheduled before a time (UTC milliseconds), and archives those that are over,
   * have not changed since either, and whose actions are done; `after` is where the call before it ended. Gives how
   * many were moved and where to go on, if there may be more.
   */
  move(before: number, most: number, after?: Place): { readonly moved: number; readonly next?: Place }
  /** Within a transaction: brings an instance back, with all it has. Gives its row, or undefined where there is none. */
  bringBack(pipelineId: string, id: string, scheduledStart: number): number | undefined
  /** After that transaction, kept or not. */
  settle(): void
  forget(): void
  /** Of a pipeline that is erased already. */
  erase(pipelineId: string): void
  /** How often rows left their places; a row that was known before must be looked up again. */
  moves(): number
  count(): number
}

/** Of the last instance that was looked at. */
export interface Place {
  readonly start: number
  readonly pipeline: string
  readonly id: string
}

interface Candidate {
  readonly row: number
  readonly pipeline: string
  readonly id: string
  readonly scheduled_start: number
  readonly updated: number
  readonly live: number
}

const sql = {
  candidates: `SELECT rowid AS row, pipeline, id, scheduled_start, updated, live FROM main.instance
    WHERE (scheduled_start, pipeline, id) > (?, ?, ?) AND scheduled_start < ? ORDER BY scheduled_start, pipeline, id LIMIT ?`,
  newest: 'SELECT max(scheduled_start) AS at FROM past.instance',
  isAwaited: 'SELECT 1 FROM main.outstanding WHERE pipeline = ? AND instance = ? LIMIT 1',
  isThere: 'SELECT 1 FROM past.instance WHERE pipeline = ? AND id = ?',
  rowOf: 'SELECT rowid AS row FROM main.instance WHERE pipeline = ? AND id = ?',
  mark: 'INSERT OR IGNORE INTO past.moving VALUES (?, ?)',
  markReturned: 'INSERT OR IGNORE INTO main.returned VALUES (?, ?)',
  countReturn: 'UPDATE past.returns SET n = n + 1',
  plan: (side: Side) => `SELECT plan, resource FROM ${side}.instance WHERE pipeline = ? AND id = ?`,
  targets: (side: Side) => `SELECT target FROM ${side}.need WHERE pipeline = ? AND instance = ?`,
  copy: (from: Side, to: Side, table: string, key: string, columns: string) =>
    `INSERT OR REPLACE INTO ${to}.${table} (${columns}) SELECT ${columns} FROM ${from}.${table}
      WHERE pipeline = ? AND ${key} = ?`,
} as const

export function storeArchive(db: StoreDatabase): StoreArchive {
  const columns = { instance: db.columns('instance').join(', '), attempt: db.columns('attempt').join(', ') }
  let moves = 0
  let newest: number | undefined
  let returned: { readonly pipelineId: string; readonly id: string }[] = []

  const newestStart = () => (newest ??= db.row<{ at: number | null }>(sql.newest)?.at ?? Number.NEGATIVE_INFINITY)

  /** Instances that one needs, by which the table of needs is ordered: what only it says must not be searched for. */
  function targetsOf(from: Side, pipeline: string, id: string): readonly string[] {
    const row = db.row<{ plan: string; resource: string | null }>(sql.plan(from), pipeline, id)
    try {
      const { needs }: { needs: readonly ([string] | { id: string })[] } = JSON.parse(row?.plan ?? '')
      const ids = needs.map(one => ('id' in one ? one.id : one[0]))
      return row?.resource == null ? ids : [...ids, row.resource]
    } catch {
      // A damaged plan does not tell.
      return db.rows<{ target: string }>(sql.targets(from), pipeline, id).map(one => one.target)
    }
  }

  function copy(from: Side, to: Side, pipeline: string, id: string) {
    db.run(sql.copy(from, to, 'instance', 'id', columns.instance), pipeline, id)
    db.run(sql.copy(from, to, 'attempt', 'instance', columns.attempt), pipeline, id)
    for (const target of targetsOf(from, pipeline, id))
      db.run(`INSERT OR IGNORE INTO ${to}.need (pipeline, target, instance) VALUES (?, ?, ?)`, pipeline, target, id)
  }

  function remove(from: Side, pipeline: string, id: string) {
    for (const target of targetsOf(from, pipeline, id))
      db.run(`DELETE FROM ${from}.need WHERE pipeline = ? AND target = ? AND instance = ?`, pipeline, target, id)
    db.run(`DELETE FROM ${from}.attempt WHERE pipeline = ? AND instance = ?`, pipeline, id)
    db.run(`DELETE FROM ${from}.instance WHERE pipeline = ? AND id = ?`, pipeline, id)
  }

  return {
    moves: () => moves,
    count: () => (db.hasPast() ? (db.row<{ n: number }>('SELECT count(*) AS n FROM past.instance')?.n ?? 0) : 0),

    move(before, most, after = { start: Number.MIN_SAFE_INTEGER, pipeline: '', id: '' }) {
      const seen = db.rows<Candidate>(sql.candidates, after.start, after.pipeline, after.id, before, most)
      const chosen = seen.filter(
        one => one.live === 0 && one.updated < before && db.row(sql.isAwaited, one.pipeline, one.id) === undefined,
      )
      if (chosen.length > 0) {
        db.openPast()
        db.transaction(() => {
          db.run('DELETE FROM past.moving')
          for (const { pipeline, id } of chosen) {
            copy('main', 'past', pipeline, id)
            db.run(sql.mark, pipeline, id)
          }
        })
        db.transaction(() => {
          for (const { pipeline, id } of chosen) remove('main', pipeline, id)
        })
        moves += 1
        newest = undefined
      }
      const last = seen.at(-1)
      return {
        moved: chosen.length,
        ...(last &&
          seen.length === most && { next: { start: last.scheduled_start, pipeline: last.pipeline, id: last.id } }),
      }
    },

    bringBack(pipelineId, id, scheduledStart) {
      // What is new is later than all that is old.
      if (!db.hasPast() || scheduledStart > newestStart()) return undefined
      if (db.row(sql.isThere, pipelineId, id) === undefined) return undefined
      copy('past', 'main', pipelineId, id)
      db.run(sql.markReturned, pipelineId, id)
      returned.push({ pipelineId, id })
      return db.row<{ row: number }>(sql.rowOf, pipelineId, id)?.row
    },

    settle() {
      if (returned.length === 0) return
      const gone = returned
      returned = []
      db.transaction(() => {
        for (const { pipelineId, id } of gone) remove('past', pipelineId, id)
        db.run(sql.countReturn)
      })
      db.transaction(() => db.run('DELETE FROM main.returned'))
    },
    forget() {
      returned = []
    },
    erase(pipelineId) {
      if (!db.hasPast()) return
      db.transaction(() => {
        for (const [table] of movedTables) db.run(`DELETE FROM past.${table} WHERE pipeline = ?`, pipelineId)
      })
    },
  }
}
