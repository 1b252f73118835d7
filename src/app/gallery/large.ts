import type { InstanceRow, Status } from '../../core/runs/instance.ts'
import { buildTimeline } from '../../core/runs/timeline.ts'
import { now, pipelineId } from './fixtures.ts'

/** Histories of a size that few have: what the drawing is judged by. */

const minute = 60_000
const quarter = 15 * minute

const statusOf = (seed: number): Status =>
  seed % 97 === 0 ? 'FAILED' : seed % 61 === 0 ? 'CASCADE_FAILED' : seed % 89 === 0 ? 'CANCELED' : 'FINISHED'

/** `columns` runs, a quarter of an hour apart, of `rows` activities. */
export function manyInstances(rows: number, columns: number): readonly InstanceRow[] {
  const first = now - columns * quarter
  return Array.from({ length: rows * columns }, (_, i): InstanceRow => {
    const [row, column] = [i % rows, Math.floor(i / rows)]
    const start = first + column * quarter
    const seed = (i * 2654435761) >>> 7
    const actualStart = start + (seed % 5) * minute
    return {
      pipelineId,
      id: `@Step${row}_${start}`,
      componentId: `Step${row}`,
      name: `Step ${row + 1}`,
      type: 'ShellCommandActivity',
      family: 'activity',
      status: statusOf(seed),
      scheduledStart: start,
      scheduledEnd: start + quarter,
      actualStart,
      actualEnd: actualStart + (2 + (seed % 8)) * minute,
      attemptCount: 1,
      triesLeft: 2,
      waitingOn: [],
      version: 1,
      updatedAt: start,
    }
  })
}

export const largeTimeline = () => buildTimeline(manyInstances(200, 500), [], { waits: false })
