import { Fault } from '../api/faults.ts'
import type { RunPart } from '../api/runs.ts'
import type { Definition } from '../core/definition/model.ts'
import { bareId, type GivenValues, resolveParameters } from '../core/definition/parameters.ts'
import { isOver } from './instance.ts'
import { checkOutputsOf, partAt, partOf, takenFrom } from './part.ts'
import { type Roster, rosterOf } from './roster.ts'
import { instanceId, onceAt, type Planned, planned } from './scheduler.ts'
import { type Context, recordOf } from './service/context.ts'
import { firstError } from './service/verdict.ts'

export interface RunOnceOptions {
  /** Scheduled start of the run, UTC milliseconds, cut to seconds; now where it is not given. */
  readonly at?: number
  /** Values of parameters, just for this run. */
  readonly values?: GivenValues
  /** Instead of the definition that was put last. */
  readonly definition?: Definition
  /** Runs only this; all that it builds on is taken as done. */
  readonly part?: RunPart
  /** Scheduled start of the run whose outputs stand for what is taken as done. */
  readonly outputsOf?: number
}

/** Makes one instance of every runnable object, for the interval that starts at `at`. */
export async function runOnce(
  context: Context,
  pipelineId: string,
  options: RunOnceOptions,
): Promise<{ readonly scheduledStart: number }> {
  const { runtime, ledger } = context
  const record = recordOf(context, pipelineId)
  const base =
    options.definition ??
    (record.latest === undefined ? undefined : ledger.version(pipelineId, record.latest)?.definition)
  if (!base || base.objects.length === 0)
    throw new Fault('InvalidRequestException', `Pipeline ${pipelineId} has no definition yet; put one, then run it.`)
  const definition = withValues(base, options.values ?? {})
  const error = firstError(definition, context.settings.limits())
  if (error !== undefined)
    throw new Fault('InvalidRequestException', `The definition has errors and cannot run. ${error}`)

  const version = record.versions + 1
  // Before the first activation a schedule that starts with it gives the length of the interval all the same.
  const anchor = record.firstActivation ?? Math.floor(runtime.now() / 1000) * 1000
  const roster = rosterOf(definition, resolveParameters(definition).values, version, anchor)
  if (roster.components.size === 0)
    throw new Fault(
      'InvalidRequestException',
      'Nothing in this definition can run: it has no activity, data node or resource.',
    )
  const { part, outputsOf } = options
  checkOutputsOf(ledger, pipelineId, roster, outputsOf)
  const chosen = part && partOf(roster, part, outputsOf !== undefined)
  const scheduledStart = startOf(context, pipelineId, roster, options.at)
  ledger.addVersion({ pipelineId, version, createdAt: runtime.now(), source: 'run once', definition })
  // A pipeline that is FINISHED goes on being so once this run is over.
  const state = record.state === 'FINISHED' ? 'SCHEDULED' : record.state
  ledger.setPipeline({ ...record, state, versions: version })
  runtime.make(
    chosen
      ? partAt(roster, pipelineId, scheduledStart, chosen, takenFrom(ledger, pipelineId, outputsOf))
      : allAt(roster, pipelineId, scheduledStart),
  )
  await runtime.saved()
  return { scheduledStart }
}

/** One instance of every component, all with the same start. */
export const allAt = (roster: Roster, pipelineId: string, start: number): readonly Planned[] =>
  [...roster.components.values()]
    .filter(component => component.family !== 'precondition')
    .flatMap(component => planned(roster, pipelineId, component, onceAt(component, start), true))

/** The start that names a run: ids have whole seconds, and no two runs share one unless a person asked for it. */
export function startOf(
  { runtime, ledger }: Context,
  pipelineId: string,
  roster: Roster,
  at: number | undefined,
): number {
  const instancesAt = (start: number) =>
    [...roster.components.keys()].flatMap(id => ledger.instance(pipelineId, instanceId(id, start)) ?? [])
  const wanted = Math.floor((at ?? runtime.now()) / 1000) * 1000
  if (at !== undefined) {
    const busy = instancesAt(wanted).find(one => !isOver(one))
    if (busy) throw new Fault('InvalidRequestException', `The run of that time is still under way: ${busy.plan.id}.`)
    return wanted
  }
  let start = wanted
  while (instancesAt(start).length > 0) start += 1000
  return start
}

/** The definition with values of parameters put in place of those it stores. */
export function withValues(definition: Definition, given: GivenValues): Definition {
  const entries = Object.entries(given)
  if (entries.length === 0) return definition
  const ids = new Set(entries.map(([id]) => bareId(id)))
  const declared = (id: string) => definition.parameters.find(one => bareId(one.id) === bareId(id))?.id ?? id
  return {
    ...definition,
    values: [
      ...definition.values.filter(value => !ids.has(bareId(value.id))),
      ...entries.flatMap(([id, value]) => [value].flat().map(stringValue => ({ id: declared(id), stringValue }))),
    ],
  }
}
