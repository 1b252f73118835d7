import type { StoreDatabase } from '../store-database.ts'

const newestStarts = `SELECT scheduled_start AS start FROM run_count WHERE pipeline = ? AND n > 0
  GROUP BY scheduled_start ORDER BY scheduled_start DESC LIMIT ?`
const versionOf = 'SELECT max(version) AS version FROM any_instance WHERE pipeline = ? AND scheduled_start = ?'

/** Of each version of the service, the scheduled starts of the runs that used it, among the `most` newest runs. */
export function runsByVersion(
  db: StoreDatabase,
  pipelineId: string,
  most: number,
): ReadonlyMap<number, readonly number[]> {
  const runs = new Map<number, number[]>()
  for (const { start } of db.rows<{ start: number }>(newestStarts, pipelineId, most)) {
    const version = db.row<{ version: number | null }>(versionOf, pipelineId, start)?.version
    if (version == null) continue
    const list = runs.get(version)
    if (list) list.push(start)
    else runs.set(version, [start])
  }
  return runs
}
