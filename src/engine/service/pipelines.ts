import type { PipelineService } from '../../api/operations.ts'
import type { Field } from '../../core/definition/model.ts'
import { printDateTime } from '../../core/expression/value.ts'
import type { ComponentStats, PipelineRecord } from '../ports.ts'
import { nextStart } from '../scheduler.ts'
import { type Context, invalid, randomText, recordOf } from './context.ts'

type Operations = Pick<
  PipelineService,
  'CreatePipeline' | 'DeletePipeline' | 'ListPipelines' | 'DescribePipelines' | 'AddTags' | 'RemoveTags'
>

/** Entries on one page of ListPipelines. */
const pageSize = 50
const mostTags = 10

/** The containers: making, naming, tagging and erasing them. */
export function pipelines(context: Context): Operations {
  const { ledger, runtime, settings } = context
  return {
    async CreatePipeline({ name, uniqueId, description, tags }) {
      const known = ledger.pipelines().find(one => one.name === name && one.uniqueId === uniqueId)
      if (known) return { pipelineId: known.id }
      const pipelineId = `df-${randomText(context.random, 20)}`
      ledger.setPipeline({
        id: pipelineId,
        name,
        uniqueId,
        tags: tagged([], tags ?? []),
        createdAt: runtime.now(),
        state: 'PENDING',
        versions: 0,
        errored: false,
        cursors: {},
        paused: [],
        ...(description && { description }),
      })
      await runtime.saved()
      return { pipelineId }
    },

    async DeletePipeline({ pipelineId }) {
      recordOf(context, pipelineId)
      for (const { plan } of ledger.live(pipelineId))
        runtime.tell(pipelineId, plan.id, { type: 'cancel', reason: 'The pipeline was deleted.' })
      // What runs is told to stop first; nothing of the pipeline is left to tell it afterwards.
      await runtime.saved()
      if (ledger.pipeline(pipelineId)) ledger.erase(pipelineId)
      await runtime.saved()
    },

    async ListPipelines({ marker }) {
      const all = ledger.pipelines()
      const at = marker ? all.findIndex(one => one.id === marker) + 1 : 0
      if (marker && at === 0) throw invalid(`The marker ${marker} is unknown; begin again without one.`)
      const page = all.slice(at, at + pageSize)
      const hasMoreResults = at + pageSize < all.length
      const last = page.at(-1)
      return {
        pipelineIdList: page.map(({ id, name }) => ({ id, name })),
        hasMoreResults,
        ...(hasMoreResults && last && { marker: last.id }),
      }
    },

    async DescribePipelines({ pipelineIds }) {
      const records = pipelineIds.map(id => recordOf(context, id))
      return {
        pipelineDescriptionList: records.map(record => ({
          pipelineId: record.id,
          name: record.name,
          fields: [...pipelineFields(context, record, settings)],
          ...(record.description !== undefined && { description: record.description }),
          tags: [...record.tags],
        })),
      }
    },

    async AddTags({ pipelineId, tags }) {
      const record = recordOf(context, pipelineId)
      ledger.setPipeline({ ...record, tags: tagged(record.tags, tags) })
      await runtime.saved()
      return {}
    },

    async RemoveTags({ pipelineId, tagKeys }) {
      const record = recordOf(context, pipelineId)
      ledger.setPipeline({ ...record, tags: record.tags.filter(tag => !tagKeys.includes(tag.key)) })
      await runtime.saved()
      return {}
    },
  }
}

type Tags = PipelineRecord['tags']

/** Tags with others added or put in place of those of the same key. */
function tagged(old: Tags, added: Tags): Tags {
  const all = [...new Map([...old, ...added].map(({ key, value }) => [key, { key, value }])).values()]
  if (all.length > mostTags) throw invalid(`A pipeline has at most ${mostTags} tags; this would make ${all.length}.`)
  return all
}

/** Source: samples of the API reference and the CLI's tests; fields without a value are left out. */
function* pipelineFields(
  context: Context,
  record: PipelineRecord,
  { accountId, userId }: Context['settings'],
): Generator<Field> {
  const text = (key: string, stringValue: string | undefined) =>
    stringValue === undefined ? [] : [{ key, stringValue }]
  const time = (key: string, at: number | undefined) => text(key, at === undefined ? undefined : printDateTime(at))
  yield* text('@pipelineState', record.state)
  yield* text('name', record.name)
  yield* text('description', record.description)
  yield* time('@creationTime', record.createdAt)
  yield* text('@id', record.id)
  yield* text('@sphere', 'PIPELINE')
  yield* text('@version', record.latest === undefined ? undefined : String(record.latest))
  yield* text('@userId', userId)
  yield* text('@accountId', accountId)
  yield* text('pipelineCreator', userId)
  yield* text('uniqueId', record.uniqueId)
  yield* time('@firstActivationTime', record.firstActivation)
  yield* time('@lastActivationTime', record.lastActivated)
  yield* time('@lastDeactivatedTime', record.lastDeactivated)
  yield* time('@finishedTime', record.state === 'FINISHED' ? record.finishedAt : undefined)
  if (record.versions === 0) return
  const stats = context.store.stats(record.id)
  if (stats.length > 0) {
    yield* time('@latestRunTime', greatest(stats.map(one => one.latestRun)))
    yield* time('@latestCompletedRunTime', greatest(stats.flatMap(one => one.latestCompleted ?? [])))
  }
  yield* time('@nextRunTime', nextRun(context, record))
  const health = pipelineHealth(stats)
  if (!health) return
  yield* text('@healthStatus', health.status)
  yield { key: '@healthStatusFromInstanceId', stringValue: health.instanceId }
  yield* time('@healthStatusUpdatedTime', health.at)
}

export interface Health {
  readonly status: 'HEALTHY' | 'ERROR'
  readonly instanceId: string
  readonly at: number
}

/** How a component's last instance ended. Source: developer guide, health status. */
export const componentHealth = ({ last }: ComponentStats): Health | undefined =>
  last && { status: last.status === 'FINISHED' ? 'HEALTHY' : 'ERROR', instanceId: last.instanceId, at: last.at }

/** ERROR if any component is in ERROR, else HEALTHY; nothing before the first is over. */
export function pipelineHealth(stats: readonly ComponentStats[]): Health | undefined {
  const all = stats.flatMap(one => componentHealth(one) ?? []).sort((a, b) => b.at - a.at)
  return all.find(one => one.status === 'ERROR') ?? all[0]
}

/** The scheduled start of the next instance that a running pipeline will make, of one component or of all. */
export function nextRun({ ledger }: Context, record: PipelineRecord, componentId?: string): number | undefined {
  const roster =
    record.state === 'SCHEDULED' && record.active !== undefined ? ledger.roster(record.id, record.active) : undefined
  return roster && nextStart(roster, record.cursors, componentId)
}

const greatest = (times: readonly number[]): number | undefined =>
  times.length === 0 ? undefined : times.reduce((a, b) => Math.max(a, b))
