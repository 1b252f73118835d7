import type { RemoteAttempt, RemoteAttempts } from '../../api/connections.ts'
import { familyOf, slotOf } from '../../core/catalog/index.ts'
import type { PipelineObject } from '../../core/definition/model.ts'
import { objectById, typeOf } from '../../core/definition/query.ts'
import { parseDateTime, printDateTime } from '../../core/expression/value.ts'
import { fromWire } from '../../core/formats/wire.ts'
import { partsOfAttempt, partsOfInstance } from '../../core/runs/instance-id.ts'
import type { RemoteService } from './data-pipeline.ts'
import { describeAll, refIn, textIn } from './describe-all.ts'

interface Wanted {
  readonly pipelineId: string
  readonly statuses: readonly string[]
  /** Scheduled at this time or later, UTC milliseconds. */
  readonly from?: number | undefined
}

/**
 * The newest attempts of activities in an account, by what the service says of them. Ids are cheap and objects are
 * not, so that all ids are read and only the newest are described; the answer names the limit where it counts.
 */
export async function remoteAttempts(
  remote: RemoteService,
  { pipelineId, statuses, from }: Wanted,
  signal?: AbortSignal,
  mostShown = 100,
): Promise<RemoteAttempts> {
  const selectors = [
    { fieldName: '@status', operator: { type: 'EQ' as const, values: [...statuses] } },
    ...(from === undefined
      ? []
      : [{ fieldName: '@scheduledStartTime', operator: { type: 'GE' as const, values: [printDateTime(from)] } }]),
  ]
  const ids: string[] = []
  for (let marker: string | undefined; ids.length < mostRead; ) {
    const page = await remote.QueryObjects(
      { pipelineId, sphere: 'ATTEMPT', query: { selectors }, limit: 100, ...(marker && { marker }) },
      signal,
    )
    ids.push(...page.ids)
    if (!page.hasMoreResults || !page.marker) break
    marker = page.marker
  }
  const definition = fromWire(await remote.GetPipelineDefinition({ pipelineId }, signal))
  const typeNow = (componentId: string) => {
    const object = objectById(definition, componentId)
    return object && typeOf(definition, object)
  }
  const acts = (componentId: string) => {
    const type = typeNow(componentId)
    return type === undefined || familyOf(type) === 'activity'
  }
  const parts = ids.flatMap(id => partsOf(id) ?? []).filter(one => acts(one.componentId))
  const newest = parts.sort((a, b) => b.start - a.start || b.id.localeCompare(a.id)).slice(0, mostShown)
  const found = await describeAll(
    remote,
    { pipelineId },
    newest.map(one => one.id),
    signal,
  )
  const byId = new Map(found.map(one => [one.id, one]))
  return {
    attempts: newest.flatMap(({ id, number }) => {
      const object = byId.get(id)
      return object ? [attemptOf(object, number, typeNow)] : []
    }),
    total: parts.length,
    ...(ids.length >= mostRead && { mostRead }),
  }
}

/** What the service says of one attempt. */
export function attemptOf(
  { id, name, fields }: PipelineObject,
  number: number,
  typeNow: (componentId: string) => string | undefined,
): RemoteAttempt {
  const text = (key: string) => textIn(fields, key)
  const time = (key: string) => parseDateTime(text(key) ?? '')
  const componentId = refIn(fields, '@componentParent') ?? refIn(fields, 'parent') ?? name
  const type = text('type') ?? typeNow(componentId) ?? ''
  const [start, end, message] = [time('@actualStartTime'), time('@actualEndTime'), text('errorMessage')]
  return {
    id,
    componentId,
    number,
    type,
    status: text('@status') ?? text('attemptStatus') ?? '',
    scheduledStart: time('@scheduledStartTime') ?? partsOf(id)?.start ?? 0,
    hasCommand: slotOf(type, 'command') !== undefined,
    ...(start !== undefined && { actualStart: start }),
    ...(end !== undefined && { actualEnd: end }),
    ...(message !== undefined && { errorMessage: message }),
  }
}

/** All that an attempt's id says. */
export function partsOf(id: string) {
  const attempt = partsOfAttempt(id)
  const instance = attempt && partsOfInstance(attempt.instanceId)
  return instance && { id, ...attempt, ...instance }
}

/** Ids that are read of one pipeline at most. */
const mostRead = 5_000
