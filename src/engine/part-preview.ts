import type { PartPreview, RunPart } from '../api/runs.ts'
import type { Definition } from '../core/definition/model.ts'
import { type GivenValues, type ParameterValues, resolveParameters } from '../core/definition/parameters.ts'
import { objectById, typeOf } from '../core/definition/query.ts'
import { evaluateFields } from '../core/definition/scope.ts'
import { dateTime } from '../core/expression/value.ts'
import { placeOf } from './executors/data-nodes.ts'
import { type Instance, statusOf } from './instance.ts'
import { checkOutputsOf, type Part, partOf } from './part.ts'
import { type Roster, rosterOf } from './roster.ts'
import { withValues } from './run-once.ts'
import { instanceId, onceAt } from './scheduler.ts'
import { type Context, recordOf } from './service/context.ts'
import { firstError } from './service/verdict.ts'

export interface PartOptions {
  readonly definition: Definition
  readonly part: RunPart
  readonly values?: GivenValues
  readonly at?: number
  readonly outputsOf?: number
}

/** What a run of a part would do, with where its inputs lie; whether they are there is for others to see. */
export type PartPlan = Omit<PartPreview, 'inputs'> & {
  readonly inputs: readonly Omit<PartPreview['inputs'][number], 'state'>[]
}

interface Span {
  readonly start: number
  readonly end: number
}

/** Runs that are looked through for one in which all that would be taken finished. */
const mostRuns = 50

export function previewPart(context: Context, pipelineId: string, options: PartOptions): PartPlan {
  const { ledger, runtime } = context
  const { part: wanted, outputsOf } = options
  const record = recordOf(context, pipelineId)
  const definition = withValues(options.definition, options.values ?? {})
  const { values } = resolveParameters(definition)
  const anchor = record.firstActivation ?? Math.floor(runtime.now() / 1000) * 1000
  const roster = rosterOf(definition, values, record.versions + 1, anchor)
  checkOutputsOf(ledger, pipelineId, roster, outputsOf)
  const part = partOf(roster, wanted, outputsOf !== undefined)
  const fault = firstError(definition, context.settings.limits())
  const start = Math.floor((options.at ?? runtime.now()) / 1000) * 1000
  const suggested = suggestedRun(context, pipelineId, [...partOf(roster, wanted, true).taken])
  const one = (id: string) => {
    const component = roster.components.get(id)
    return { id, name: component?.name ?? id, family: component?.family ?? ('activity' as const) }
  }
  return {
    runs: inOrder(roster, part.runs).map(one),
    taken: inOrder(roster, part.taken).map(id => {
      const there = outputsOf === undefined ? undefined : ledger.instance(pipelineId, instanceId(id, outputsOf))
      return { ...one(id), ...(there && originOf(there) && { status: statusOf(there) }) }
    }),
    inputs: inputsOf(roster, part).map(id => {
      const taken = part.taken.has(id)
      const there =
        taken && outputsOf !== undefined ? ledger.instance(pipelineId, instanceId(id, outputsOf)) : undefined
      const component = roster.components.get(id)
      const origin = there && originOf(there)
      const span = origin ?? (component ? onceAt(component, start) : { start, end: start })
      const now = whereIs(definition, values, id, span)
      const before = there && ledger.version(pipelineId, there.plan.version)?.definition
      const then = before && whereIs(before, resolveParameters(before).values, id, span)
      return {
        ...one(id),
        ...(origin && { from: origin.start }),
        ...(now.where !== undefined && { where: now.where }),
        ...noteOf(now.problem, now.where, then?.where),
      }
    }),
    ...(suggested !== undefined && { suggested }),
    ...(fault !== undefined && { fault: `The definition has errors and cannot run. ${fault}` }),
  }
}

/** The interval for which an instance's data was really brought forth; none where it only counted as done. */
const originOf = ({ plan }: Instance): Span | undefined =>
  plan.taken ? plan.taken.from : { start: plan.scheduledStart, end: plan.scheduledEnd }

const inOrder = (roster: Roster, ids: ReadonlySet<string>): readonly string[] =>
  [...roster.components.keys()].filter(id => ids.has(id))

/** Data that what runs reads and that the part does not bring forth itself. */
const inputsOf = (roster: Roster, { runs, taken }: Part): readonly string[] => {
  const read = new Set([...runs].flatMap(id => roster.components.get(id)?.reads ?? []))
  return [...read].filter(id => taken.has(id) || roster.components.get(id)?.writers.length === 0)
}

function noteOf(problem: string | undefined, now: string | undefined, then: string | undefined) {
  if (problem !== undefined) return { note: problem }
  return then !== undefined && now !== undefined && then !== now
    ? { note: `That run had it at ${then}: the definition or its values have changed since.` }
    : {}
}

/** Where a data node lies in a run, as far as that can be told before it runs. */
function whereIs(definition: Definition, values: ParameterValues, id: string, { start, end }: Span) {
  const object = objectById(definition, id)
  if (!object) return {}
  const { fields, problems } = evaluateFields({
    definition,
    object,
    values,
    runtime: (_, field) =>
      field === '@scheduledStartTime' ? [dateTime(start)] : field === '@scheduledEndTime' ? [dateTime(end)] : undefined,
  })
  const place = placeOf({ id, type: typeOf(definition, object) ?? '', fields })
  if (place.kind === 's3') return { where: place.uri }
  if (place.kind === 'table') return { where: `table ${place.table}` }
  const [problem] = problems
  return problem ? { problem: `Where it lies is known only when it runs: ${problem.error}` } : {}
}

/** The newest run that is over and in which all of these finished. */
function suggestedRun(context: Context, pipelineId: string, ids: readonly string[]): number | undefined {
  if (ids.length === 0) return undefined
  const starts = new Set<number>()
  const [first = ''] = ids
  for (const one of [
    ...context.store.instances(pipelineId, { componentIds: [first], statuses: ['FINISHED'] }),
  ].toReversed()) {
    starts.add(one.plan.scheduledStart)
    if (starts.size >= mostRuns) break
  }
  return [...starts].find(start =>
    ids.every(id => {
      const one = context.ledger.instance(pipelineId, instanceId(id, start))
      return one?.phase === 'finished' && (one.plan.taken === undefined || one.plan.taken.from !== undefined)
    }),
  )
}
