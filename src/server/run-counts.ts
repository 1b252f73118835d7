import type { Status } from '../core/runs/instance.ts'
import type { Plan } from '../engine/instance.ts'
import type { StoreDatabase } from './store-database.ts'

/** How many instances of each run have which status, activities apart: added up over a turn, then written. */
export interface RunCounter {
  add(of: Pick<Plan, 'pipelineId' | 'scheduledStart' | 'family'>, status: Status, by: 1 | -1): void
  write(): void
  /** Takes back what was not written. */
  forget(): void
}

const change = `INSERT INTO run_count VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (pipeline, scheduled_start, activity, status) DO UPDATE SET n = n + excluded.n`

export function runCounter(db: StoreDatabase): RunCounter {
  /** By pipeline, scheduled start, and status. */
  const pipelines = new Map<string, Map<number, Map<string, Count>>>()
  return {
    add({ pipelineId, scheduledStart, family }, status, by) {
      const starts = entry(pipelines, pipelineId, () => new Map<number, Map<string, Count>>())
      const counts = entry(starts, scheduledStart, () => new Map<string, Count>())
      const activity = family === 'activity'
      entry(counts, activity ? status : `other ${status}`, () => ({ activity, status, n: 0 })).n += by
    },
    write() {
      for (const [pipelineId, starts] of pipelines)
        for (const [start, counts] of starts)
          for (const { activity, status, n } of counts.values())
            if (n !== 0) db.run(change, pipelineId, start, activity ? 1 : 0, status, n)
      pipelines.clear()
    },
    forget: () => pipelines.clear(),
  }
}

interface Count {
  readonly activity: boolean
  readonly status: Status
  n: number
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}
