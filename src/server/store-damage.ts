import type { Notice } from '../api/workspace.ts'
import type { Status } from '../core/runs/instance.ts'
import { type Attempt, type Ending, type Instance, newInstance, type Plan, type Policy } from '../engine/instance.ts'
import type { PipelineRecord } from '../engine/ports.ts'
import type { StoreDatabase } from './store-database.ts'
import { columnsOf } from './store-instances.ts'
import type { StoredInstance } from './store-rows.ts'
import { parsed } from './store-text.ts'

/**
 * What becomes of a row whose text cannot be read, such as after a disk has lost a sector: all others go on, this one
 * is made up from its columns as far as they tell, and a notice says so.
 */
export interface Salvage {
  /** An instance that was over is so still; one that was not is stopped and FAILED; without its name it is gone. */
  instance(pipelineId: string, id: string, why: unknown): Instance | undefined
  /** A pipeline is INACTIVE, goes on where its instances end, and has lost its description and tags. */
  pipeline(id: string, name: string, uniqueId: string, why: unknown): PipelineRecord
  /** A version is gone. */
  version(pipelineId: string, version: number, why: unknown): undefined
}

export function salvageOf(
  db: StoreDatabase,
  attempts: (pipelineId: string, instanceId: string) => readonly Attempt[],
  addNotice: (notice: Omit<Notice, 'id'>) => void,
): Salvage {
  /** Once: a row that is over is not written again, and found damaged at every look. */
  const tell = (pipelineId: string, instanceId: string | undefined, subject: string, why: unknown, what: string) => {
    const told = 'SELECT 1 FROM notice WHERE pipeline = ? AND instance IS ? AND subject = ? LIMIT 1'
    if (db.row(told, pipelineId, instanceId ?? null, subject) !== undefined) return
    const message = `Its row in pipewright.db is damaged (${why instanceof Error ? why.message : why}). ${what}`
    addNotice({ at: Date.now(), pipelineId, kind: 'engine', subject, message, ...(instanceId && { instanceId }) })
  }

  return {
    instance(pipelineId, id, why) {
      // An index may be damaged too.
      const row =
        db.row<WholeRow>('SELECT * FROM instance NOT INDEXED WHERE pipeline = ? AND id = ?', pipelineId, id) ??
        db.row<WholeRow>('SELECT * FROM any_instance WHERE pipeline = ? AND id = ?', pipelineId, id)
      if (!row) return undefined
      const targets = db
        .rows<{ target: string }>('SELECT target FROM need WHERE pipeline = ? AND instance = ?', pipelineId, id)
        .map(one => one.target)
      const ending = endings[row.status]
      const what = ending
        ? `It is still ${row.status}; only what it was waiting for and why it failed may be lost.`
        : 'It is FAILED. Rerun it to do its work again.'
      tell(pipelineId, id, `${id} could not be read`, why, what)
      const made = newInstance(planOf(row, targets), [], row.updated, row.attempts)
      const head = attempts(pipelineId, id).at(-1)
      const known: Instance = {
        ...made,
        due: true,
        ...(head && { head }),
        ...(row.actual_start !== null && { actualStart: row.actual_start }),
        ...(row.actual_end !== null && { actualEnd: row.actual_end }),
      }
      if (ending)
        return {
          ...known,
          phase: ending,
          ...(row.cascade_failed_on !== null && { cascadeFailedOn: row.cascade_failed_on }),
          ...(row.error_id !== null && { trouble: { errorId: row.error_id, errorMessage: row.error_message ?? '' } }),
        }
      const trouble = {
        errorId: 'DamagedRow',
        errorMessage: `What was kept of this instance could not be read: ${why}`,
      }
      return { ...known, phase: 'stopping', stopAs: { ending: 'failed', trouble } }
    },

    pipeline(id, name, uniqueId, why) {
      tell(
        id,
        undefined,
        `The pipeline ${name} could not be read`,
        why,
        'It is INACTIVE and has lost its description and tags. Activate it to go on after its last instances.',
      )
      const versions = db.rows<{ version: number; created: number; source: string }>(
        'SELECT version, created, source FROM version WHERE pipeline = ? ORDER BY version',
        id,
      )
      const made = db.rows<{ component: string; next: number }>(
        'SELECT component, max(scheduled_start) + 1 AS next FROM any_instance WHERE pipeline = ? GROUP BY component',
        id,
      )
      const latest = versions.findLast(one => one.source === 'put')
      const activations = versions.filter(one => one.source === 'activation')
      const [first, last] = [activations[0], activations.at(-1)]
      return {
        id,
        name,
        uniqueId,
        tags: [],
        createdAt: versions[0]?.created ?? 0,
        state: last ? 'INACTIVE' : 'PENDING',
        versions: versions.at(-1)?.version ?? 0,
        errored: false,
        cursors: Object.fromEntries(made.map(one => [one.component, one.next])),
        paused: [],
        ...(latest && { latest: latest.version }),
        ...(first && last && { active: last.version, firstActivation: first.created, lastActivated: last.created }),
      }
    },

    version(pipelineId, version, why) {
      const what = `Version ${version} of the definition is lost: what runs by it fails, and its pipeline makes nothing new. Put the definition again.`
      tell(pipelineId, undefined, `Version ${version} of a definition could not be read`, why, what)
      return undefined
    },
  }
}

type WholeRow = StoredInstance & { readonly plan: string | null }

const endings: Readonly<Record<string, Ending>> = {
  FINISHED: 'finished',
  FAILED: 'failed',
  CASCADE_FAILED: 'cascadeFailed',
  CANCELED: 'canceled',
  TIMEDOUT: 'timedOut',
  SKIPPED: 'skipped',
} satisfies Partial<Record<Status, Ending>>

const minute = 60_000

/** As where a definition says nothing, and without another try. */
const usual: Policy = {
  maximumRetries: 0,
  retryDelay: 10 * minute,
  progressTimeout: 15 * minute,
  cascade: true,
  requeue: true,
  endOnTaskFailure: false,
}

/** What the columns tell of a plan, and what its text does where that can still be read. */
function planOf(row: WholeRow, targets: readonly string[]): Plan {
  const text = parsed(row.plan)
  const { workerGroup, owner, once }: Partial<Plan> = 'value' in text ? text.value : {}
  return {
    ...columnsOf(row),
    dueAt: row.scheduled_start,
    needs: targets.filter(id => id !== row.resource).map(id => ({ id, as: 'after' })),
    policy: usual,
    actions: { success: [], fail: [], late: [] },
    ...(typeof workerGroup === 'string' && { workerGroup }),
    ...(typeof owner === 'string' && { owner }),
    ...(once === true && { once }),
  }
}
