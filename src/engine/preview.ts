import type { ActivationPreview } from '../api/pipelines.ts'
import type { Definition } from '../core/definition/model.ts'
import { type GivenValues, resolveParameters } from '../core/definition/parameters.ts'
import { cursorOf } from './cursors.ts'
import { isThere } from './pass.ts'
import type { PipelineRecord } from './ports.ts'
import { type Roster, rosterOf } from './roster.ts'
import { withValues } from './run-once.ts'
import { instanceId, nextOf } from './scheduler.ts'
import { obstacle } from './service/activation.ts'
import { type Context, recordOf } from './service/context.ts'
import { hinderedBy } from './service/forbidden.ts'
import { firstError } from './service/verdict.ts'

export interface PreviewOptions {
  readonly definition: Definition
  /** Why the text of the definition cannot be read, if so. */
  readonly broken?: string
  readonly values?: GivenValues
  /** Where it is to go on, UTC milliseconds; where it was, if not given. */
  readonly from?: number
}

/** Intervals that are counted; a schedule by the quarter of an hour reaches it after seven months. */
const mostCounted = 20_000

/** What ActivatePipeline would start and skip at this moment. Fails where there is no such pipeline. */
export function previewActivation(context: Context, pipelineId: string, options: PreviewOptions): ActivationPreview {
  const { runtime, ledger, store } = context
  const record = recordOf(context, pipelineId)
  const definition = withValues(options.definition, options.values ?? {})
  const anchor = record.firstActivation ?? Math.floor(runtime.now() / 1000) * 1000
  const roster = rosterOf(definition, resolveParameters(definition).values, record.versions + 1, anchor)
  // Without an anchor only a schedule that starts with the first activation cannot be counted with.
  const unanchored = rosterOf(definition, resolveParameters(definition).values, record.versions + 1)
  const completed = store.stats(pipelineId).flatMap(one => one.latestCompleted ?? [])
  const faultFrom = (from: number | undefined) => faultOf(context, record, definition, roster, options.broken, from)
  const fault = faultFrom(options.from)
  const elsewhere = fault !== undefined && options.from === undefined && faultFrom(runtime.now()) === undefined
  return {
    onDemand: roster.onDemand,
    first: record.firstActivation === undefined,
    startsNow: record.firstActivation === undefined && unanchored.problems.length > roster.problems.length,
    ...countsOf(context, record, roster, options.from),
    ...(fault !== undefined && { fault }),
    ...(elsewhere && { elsewhere }),
    ...(completed.length > 0 && { lastCompleted: completed.reduce((a, b) => Math.max(a, b)) }),
    underWay: new Set(ledger.live(pipelineId).map(one => one.plan.scheduledStart)).size,
    ...(roster.onDemand && { mostRuns: roster.maxRuns }),
    cascading: [...roster.components.values()].filter(one => one.policy.cascade).length,
  }
}

/** What activation itself would say, in the order in which it looks. */
function faultOf(
  context: Context,
  record: PipelineRecord,
  definition: Definition,
  roster: Roster,
  broken: string | undefined,
  from: number | undefined,
): string | undefined {
  if (broken !== undefined) return `Its text cannot be read as a whole. ${broken}`
  if (definition.objects.length === 0) return 'It has no objects yet.'
  if (record.state === 'DEACTIVATING') return 'It is still being deactivated; activate it once it is INACTIVE.'
  const before = record.active === undefined ? undefined : context.ledger.version(record.id, record.active)?.definition
  const error = firstError(definition, context.settings.limits()) ?? (before && hinderedBy(before, definition))
  return error ?? obstacle(context, record, roster, from)
}

function countsOf({ runtime, ledger }: Context, record: PipelineRecord, roster: Roster, from: number | undefined) {
  if (roster.onDemand) return { due: 1, skipped: 0, atLeast: false }
  const now = runtime.now()
  const [due, skipped] = [new Set<number>(), new Set<number>()]
  let next: number | undefined
  for (const component of roster.components.values()) {
    if (component.family === 'precondition' || component.family === 'resource') continue
    let coming = nextOf(component, cursorOf(record, component, from, now))
    for (; coming && coming.at <= now && due.size < mostCounted; coming = nextOf(component, coming.span.start + 1))
      if (!isThere(ledger, record.id, component, coming.span.start)) due.add(coming.span.start)
    if (coming && coming.at > now) next = Math.min(next ?? coming.at, coming.at)
    if (from === undefined || record.active === undefined) continue
    let left = nextOf(component, record.cursors[component.id])
    for (
      ;
      left && left.span.start < from && left.at <= now && skipped.size < mostCounted;
      left = nextOf(component, left.span.start + 1)
    )
      if (!ledger.instance(record.id, instanceId(component.id, left.span.start))) skipped.add(left.span.start)
  }
  return {
    due: due.size,
    ...(due.size > 0 && { dueFrom: [...due].reduce((a, b) => Math.min(a, b)) }),
    skipped: skipped.size,
    atLeast: due.size >= mostCounted || skipped.size >= mostCounted,
    ...(next !== undefined && { next }),
  }
}
