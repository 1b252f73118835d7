import type { Status } from '../core/runs/instance.ts'
import type { Plan } from '../engine/instance.ts'
import type { StoreDatabase } from './store-database.ts'

/** How many instances of each run have which status, activities apart: added up over a turn, then written. */
export interface RunCounter {
  add(plan: Plan, status: Status, by: 1 | -1): void
  write(): void
  /** Takes back what was not written. */
  forget(): void
}

const change = `INSERT INTO run_count VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (pipeline, scheduled_start, activity, status) DO UPDATE SET n = n + excluded.n`

export function runCounter(db: StoreDatabase): RunCounter {
  const counts = new Map<string, { readonly plan: Plan; readonly status: Status; n: number }>()
  return {
    add(plan, status, by) {
      const key = `${status}|${plan.family === 'activity'}|${plan.scheduledStart}|${plan.pipelineId}`
      const known = counts.get(key)
      if (known) known.n += by
      else counts.set(key, { plan, status, n: by })
    },
    write() {
      for (const { plan, status, n } of counts.values())
        if (n !== 0) db.run(change, plan.pipelineId, plan.scheduledStart, plan.family === 'activity' ? 1 : 0, status, n)
      counts.clear()
    },
    forget: () => counts.clear(),
  }
}
