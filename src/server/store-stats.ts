import type { Status } from '../core/runs/instance.ts'
import type { ComponentStats } from '../engine/ports.ts'
import type { StoreDatabase } from './store-database.ts'
import { type Side, sidesOf } from './store-past.ts'

/** What a component's instances add up to, of what is at hand and of what is in the archive alike. */

const sql = {
  // Hops from one component to the next in the index, however many instances each has.
  components: (side: Side) => `WITH RECURSIVE hop(component) AS (
      SELECT min(component) FROM ${side}.instance WHERE pipeline = ?1
      UNION ALL SELECT (SELECT min(component) FROM ${side}.instance WHERE pipeline = ?1 AND component > hop.component)
        FROM hop WHERE hop.component IS NOT NULL)
    SELECT component FROM hop WHERE component IS NOT NULL`,
  latestRun: (side: Side) =>
    `SELECT max(scheduled_start) AS at FROM ${side}.instance WHERE pipeline = ? AND component = ?`,
  latestCompleted: (side: Side) => `SELECT scheduled_start AS at FROM ${side}.instance INDEXED BY instance_component
    WHERE pipeline = ? AND component = ? AND status = 'FINISHED' ORDER BY scheduled_start DESC LIMIT 1`,
  lastEnded: (side: Side) => `SELECT id, status, actual_end AS at FROM ${side}.instance INDEXED BY instance_ended
    WHERE pipeline = ? AND component = ?
    AND live = 0 AND status <> 'SKIPPED' AND actual_end IS NOT NULL ORDER BY actual_end DESC LIMIT 1`,
  activeIds: `SELECT component, id FROM instance INDEXED BY instance_live
    WHERE pipeline = ? AND live = 1 ORDER BY scheduled_start, id`,
} as const

/** The latest of what both sides say; of two that are as late, the one at hand. */
function latest<T extends { readonly at: number | null }>(
  db: StoreDatabase,
  ask: (side: Side) => string,
  pipelineId: string,
  component: string,
): (T & { readonly at: number }) | undefined {
  let found: (T & { readonly at: number }) | undefined
  for (const side of sidesOf(db)) {
    const row = db.row<T>(ask(side), pipelineId, component)
    if (row && row.at !== null && (!found || row.at > found.at)) found = { ...row, at: row.at }
  }
  return found
}

export const latestStart = (db: StoreDatabase, pipelineId: string, componentId: string): number =>
  latest(db, sql.latestRun, pipelineId, componentId)?.at ?? Number.NEGATIVE_INFINITY

export function statsOf(db: StoreDatabase, pipelineId: string): readonly ComponentStats[] {
  const active = Map.groupBy(
    db.rows<{ component: string; id: string }>(sql.activeIds, pipelineId),
    row => row.component,
  )
  const components = new Set(
    sidesOf(db).flatMap(side =>
      db.rows<{ component: string }>(sql.components(side), pipelineId).map(row => row.component),
    ),
  )
  return [...components].sort().map(component => {
    const completed = latest(db, sql.latestCompleted, pipelineId, component)
    const last = latest<{ id: string; status: string; at: number }>(db, sql.lastEnded, pipelineId, component)
    return {
      componentId: component,
      latestRun: latest(db, sql.latestRun, pipelineId, component)?.at ?? 0,
      active: (active.get(component) ?? []).map(row => row.id),
      ...(completed && { latestCompleted: completed.at }),
      ...(last && { last: { instanceId: last.id, status: last.status as Status, at: last.at } }),
    }
  })
}
