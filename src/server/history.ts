import type { SQLInputValue } from 'node:sqlite'
import { Fault } from '../api/faults.ts'
import type { PipelineSummary } from '../api/pipelines.ts'
import type { RunRow } from '../api/runs.ts'
import type { ChangeEvent, WorkspaceService } from '../api/workspace.ts'
import type { Status } from '../core/runs/instance.ts'
import { printPeriod } from '../core/runs/period.ts'
import { statusesByRank, statusRank } from '../core/runs/summary.ts'
import type { PipelineRecord } from '../engine/ports.ts'
import { nextStart } from '../engine/scheduler.ts'
import { pipelineHealth } from '../engine/service/pipelines.ts'
import { type RememberedVersions, rememberedVersions } from './history-versions.ts'
import type { SqliteStore } from './store.ts'
import type { StoreDatabase } from './store-database.ts'
import { pageOf, sidesOf } from './store-past.ts'
import {
  attemptSeen,
  instanceColumns,
  instanceRow,
  type StoredAttempt,
  type StoredInstance,
  statusIn,
} from './store-rows.ts'
import { createVersions, type Versions as SavedVersions } from './versions/versions.ts'

/** What the studio reads of the past, and the drafts. All totals are exact; without a limit everything is given. */
export type History = Pick<
  WorkspaceService,
  | 'ListPipelineSummaries'
  | 'ListRuns'
  | 'ListInstances'
  | 'ListAttempts'
  | 'GetVersion'
  | 'GetDraft'
  | 'SaveDraft'
  | 'ListNotices'
  | 'ListVersions'
  | 'GetVersionText'
  | 'NameVersion'
>

/** `changed` is told when a draft is kept, `saved` keeps what every save makes of it. */
export function createHistory(
  store: SqliteStore,
  changed: (event: ChangeEvent) => void = () => {},
  saved: SavedVersions = createVersions(store, changed),
): History {
  const { database: db } = store
  const versions = rememberedVersions(store)
  const { ListVersions, GetVersionText, NameVersion } = saved

  return {
    ListVersions,
    GetVersionText,
    NameVersion,

    async ListPipelineSummaries() {
      const runs = runStatuses(store)
      return {
        pipelines: store.pipelines().map(record => summaryOf(store, versions, record, runs.get(record.id) ?? {})),
      }
    },

    async ListRuns({ pipelineId, statuses, from, to, limit, offset }) {
      const parts: string[] = ['n > 0']
      const args: SQLInputValue[] = []
      const where = (text: string, value: SQLInputValue | undefined) => {
        if (value === undefined) return
        parts.push(text)
        args.push(value)
      }
      where('pipeline = ?', pipelineId)
      where('scheduled_start >= ?', from)
      where('scheduled_start <= ?', to)
      const having = statuses ? `HAVING worst IN (${statuses.map(status => statusRank[status]).join(', ')})` : ''
      const found = `SELECT pipeline, scheduled_start, ${worst} AS worst FROM run_count WHERE ${parts.join(' AND ')}
        GROUP BY pipeline, scheduled_start ${having}`
      const total = db.row<{ total: number }>(`SELECT count(*) AS total FROM (${found})`, ...args)?.total ?? 0
      const page = db.rows<FoundRun>(
        `${found} ORDER BY scheduled_start DESC, pipeline LIMIT ? OFFSET ?`,
        ...args,
        limit ?? -1,
        offset ?? 0,
      )
      return { runs: page.map(run => runOf(store, versions, run)), total }
    },

    async ListInstances({ pipelineId, scheduledStart, from, to, statuses, componentIds, limit, offset }) {
      const parts: string[] = ['1']
      const args: SQLInputValue[] = []
      const where = (text: string, ...values: readonly (SQLInputValue | undefined)[]) => {
        const given = values.filter(value => value !== undefined)
        if (given.length < values.length) return
        parts.push(text)
        args.push(...given)
      }
      where('pipeline = ?', pipelineId)
      where('scheduled_start = ?', scheduledStart)
      where('scheduled_start >= ?', from)
      where('scheduled_start <= ?', to)
      if (statuses) {
        const { text, args: own } = statusIn(statuses)
        where(text, ...own)
      }
      if (componentIds) where(`component IN (${componentIds.map(() => '?').join(', ')})`, ...componentIds)
      const condition = parts.join(' AND ')
      const sides = sidesOf(db)
      const total = sides.reduce((sum, side) => {
        const counted = `SELECT count(*) AS n FROM ${side}.instance WHERE ${condition}`
        return sum + (db.row<{ n: number }>(counted, ...args)?.n ?? 0)
      }, 0)
      const page = pageOf(
        sides,
        side => `SELECT ${instanceColumns.join(', ')} FROM ${side}.instance WHERE ${condition}`,
        'scheduled_start DESC, pipeline, id',
      )
      const rows = db.rows<StoredInstance>(page.text, ...page.args(args, limit ?? -1, offset ?? 0))
      return { instances: rows.map(instanceRow), total }
    },

    async ListAttempts({ pipelineId, scheduledStart, instanceId }) {
      const rows =
        instanceId !== undefined
          ? db.rows<StoredAttempt>(
              `SELECT * FROM any_attempt WHERE pipeline = ? AND instance = ? ORDER BY number`,
              pipelineId,
              instanceId,
            )
          : attemptsOf(db, pipelineId, scheduledStart)
      return { attempts: rows.map(attemptSeen) }
    },

    async GetVersion({ pipelineId, version }) {
      const found = store.version(pipelineId, version)
      if (!found) throw new Fault('NotFound', `Pipeline ${pipelineId} has no version ${version}.`)
      const { createdAt, source, definition } = found
      return { version, createdAt, source, definition }
    },

    async GetDraft({ pipelineId }) {
      const draft = store.draft(pipelineId)
      if (!draft) throw new Fault('NotFound', `Pipeline ${pipelineId} has no draft.`)
      return draft
    },

    async SaveDraft({ cause, of, ...draft }) {
      const { pipelineId } = draft
      if (!store.pipeline(pipelineId))
        throw new Fault('PipelineNotFoundException', `There is no pipeline with id ${pipelineId}.`)
      const before = store.draft(pipelineId)
      const kept = store.keepDraft({ ...draft, updatedAt: Date.now() })
      if (!kept)
        throw new Fault(
          'InvalidRequestException',
          'This draft was changed elsewhere since you opened it. Reload it, then make your change again.',
        )
      saved.saved(kept, before, cause, of)
      changed({ pipelineId, what: 'drafts', at: kept.updatedAt })
      return kept
    },

    async ListNotices({ pipelineId, limit }) {
      return { notices: [...store.notices(pipelineId, limit ?? -1)] }
    },
  }
}

/** By scheduled start of the instance, then its id. An instance has its attempts beside it. */
function attemptsOf(db: StoreDatabase, pipelineId: string, scheduledStart: number | undefined) {
  const parts = sidesOf(db).map(
    side => `SELECT scheduled_start, attempt.* FROM ${side}.instance AS instance CROSS JOIN ${side}.attempt AS attempt
      ON attempt.pipeline = instance.pipeline AND attempt.instance = instance.id
      WHERE instance.pipeline = ? ${scheduledStart === undefined ? '' : 'AND scheduled_start = ?'}`,
  )
  const args = parts.flatMap(() => [pipelineId, ...(scheduledStart === undefined ? [] : [scheduledStart])])
  const query = `${parts.join(' UNION ALL ')} ORDER BY scheduled_start, instance, number`
  return db.rows<StoredAttempt>(query, ...args)
}

const rank = `CASE status ${statusesByRank.map((status, place) => `WHEN '${status}' THEN ${place}`).join(' ')} ELSE 0 END`

/** The rank of the worst status of a run's activities, or of whatever it has where it has none. */
const worst = `coalesce(max(CASE WHEN activity = 1 THEN ${rank} END), max(${rank}))`

interface FoundRun {
  readonly pipeline: string
  readonly scheduled_start: number
  readonly worst: number
}

/** Of each pipeline, how many of its runs stand where. */
function runStatuses({ database: db }: SqliteStore): ReadonlyMap<string, Partial<Record<Status, number>>> {
  const rows = db.rows<{ pipeline: string; worst: number; runs: number }>(
    `SELECT pipeline, worst, count(*) AS runs FROM
       (SELECT pipeline, scheduled_start, ${worst} AS worst FROM run_count WHERE n > 0 GROUP BY pipeline, scheduled_start)
     GROUP BY pipeline, worst`,
  )
  const counts = new Map<string, Partial<Record<Status, number>>>()
  for (const { pipeline, worst, runs } of rows) {
    const status = statusesByRank[worst]
    if (status) counts.set(pipeline, { ...counts.get(pipeline), [status]: runs })
  }
  return counts
}

function runOf(store: SqliteStore, versions: RememberedVersions, found: FoundRun): RunRow {
  const { database: db } = store
  const { pipeline: pipelineId, scheduled_start: scheduledStart } = found
  const counted = db.rows<{ activity: number; status: Status; n: number }>(
    'SELECT activity, status, n FROM run_count WHERE pipeline = ? AND scheduled_start = ? AND n > 0',
    pipelineId,
    scheduledStart,
  )
  const activities = counted.filter(row => row.activity === 1)
  const judged = activities.length > 0 ? activities : counted
  const facts = db.row<{ ends: number; started: number | null; ended: number | null; live: number; version: number }>(
    `SELECT max(scheduled_end) AS ends, min(actual_start) AS started, max(actual_end) AS ended, max(live) AS live,
       max(version) AS version FROM any_instance WHERE pipeline = ? AND scheduled_start = ?`,
    pipelineId,
    scheduledStart,
  )
  const version = facts?.version ?? 0
  return {
    pipelineId,
    pipelineName: store.pipeline(pipelineId)?.name ?? pipelineId,
    scheduledStart,
    scheduledEnd: facts?.ends ?? scheduledStart,
    status: statusesByRank[found.worst] ?? 'PENDING',
    version,
    counts: Object.fromEntries(judged.map(row => [row.status, row.n])),
    activities: activities.reduce((sum, row) => sum + row.n, 0),
    parameters: versions.parameters(pipelineId, version),
    ...(facts?.started != null && { startedAt: facts.started }),
    ...(facts?.live === 0 && facts.ended !== null && { endedAt: facts.ended }),
  }
}

function summaryOf(
  store: SqliteStore,
  versions: RememberedVersions,
  record: PipelineRecord,
  runs: Partial<Record<Status, number>>,
): PipelineSummary {
  const number = record.active ?? record.latest
  // A period is known before the first activation, even where the start is not.
  const anchor = record.firstActivation ?? record.createdAt
  const roster = number === undefined ? undefined : versions.roster(record.id, number, anchor)
  const stats = record.versions === 0 ? [] : store.stats(record.id)
  const health = pipelineHealth(stats)
  const timetable = [...(roster?.components.values() ?? [])].find(
    one => one.family === 'activity' && one.timetable,
  )?.timetable
  const latestRun = stats.reduce<number | undefined>(
    (latest, one) => Math.max(latest ?? one.latestRun, one.latestRun),
    undefined,
  )
  const nextRun = roster && record.state === 'SCHEDULED' ? nextStart(roster, record.cursors) : undefined
  return {
    id: record.id,
    name: record.name,
    state: record.state,
    createdAt: record.createdAt,
    tags: record.tags,
    runs,
    ...(record.description !== undefined && { description: record.description }),
    ...(roster && { objects: roster.definition.objects.length }),
    ...(health && { health: health.status, healthInstance: health.instanceId }),
    ...(record.firstActivation !== undefined && { firstActivation: record.firstActivation }),
    ...(roster?.onDemand && { scheduleType: 'ondemand', period: 'on demand' }),
    ...(timetable && { scheduleType: timetable.type, period: printPeriod(timetable.schedule.period) }),
    ...(latestRun !== undefined && { latestRun }),
    ...(nextRun !== undefined && { nextRun }),
    ...(record.latest !== undefined && { latest: record.latest }),
    ...(record.active !== undefined && { active: record.active }),
  }
}
