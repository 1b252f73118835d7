import type { SQLInputValue } from 'node:sqlite'
import { type InstanceRow, settled } from '../../core/runs/instance.ts'
import { instanceColumns } from '../store-rows.ts'

/** An instance's row of the mirror as columns: all that people see of it, and nothing that an engine goes on from. */
export const writtenColumns = [...instanceColumns, 'live'] as const

/** In the order of `writtenColumns`. */
export const instanceValues = (row: InstanceRow): readonly SQLInputValue[] => [
  row.pipelineId,
  row.id,
  row.componentId,
  row.name,
  row.type,
  row.family,
  row.scheduledStart,
  row.scheduledEnd,
  row.resourceInstance ?? null,
  row.version,
  row.taken ?? null,
  row.status,
  row.actualStart ?? null,
  row.actualEnd ?? null,
  row.attemptCount,
  row.triesLeft,
  row.headAttempt ?? null,
  row.waitingOn.length > 0 ? JSON.stringify(row.waitingOn) : null,
  row.cascadeFailedOn ?? null,
  row.errorId ?? null,
  row.errorMessage ?? null,
  row.rehearsed ?? null,
  row.updatedAt,
  settled(row.status) ? 0 : 1,
]
