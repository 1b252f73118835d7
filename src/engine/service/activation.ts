import type { InputOf, PipelineService } from '../../api/operations.ts'
import { resolveParameters } from '../../core/definition/parameters.ts'
import { printDateTime } from '../../core/expression/value.ts'
import { cursorsFrom } from '../cursors.ts'
import { type Instance, newInstance, takenBack } from '../instance.ts'
import { needsIn } from '../needs.ts'
import type { PipelineRecord } from '../ports.ts'
import { type Roster, rosterOf } from '../roster.ts'
import { allAt, startOf, withValues } from '../run-once.ts'
import { instanceId, nextOf, planned } from '../scheduler.ts'
import { type Context, invalid, recordOf } from './context.ts'
import { hinderedBy } from './forbidden.ts'
import { firstError } from './verdict.ts'

type Operations = Pick<PipelineService, 'ActivatePipeline' | 'DeactivatePipeline'>

const day = 86_400_000
const days = (count: number) => (count === 1 ? 'a day' : `${count} days`)

export const activation = (context: Context): Operations => ({
  async ActivatePipeline(input) {
    activate(context, input)
    await context.runtime.saved()
    return {}
  },
  async DeactivatePipeline({ pipelineId, cancelActive }) {
    deactivate(context, recordOf(context, pipelineId), cancelActive ?? true)
    await context.runtime.saved()
    return {}
  },
})

/** Freezes the definition put last as the active one and lets it run. Source: API reference, ActivatePipeline. */
function activate(context: Context, input: InputOf<'ActivatePipeline'>) {
  const { runtime, ledger } = context
  const { pipelineId } = input
  const record = recordOf(context, pipelineId)
  if (record.state === 'DEACTIVATING')
    throw invalid(`Pipeline ${pipelineId} is still being deactivated; activate it once it is INACTIVE.`)
  const now = runtime.now()
  const started = {
    state: 'SCHEDULED' as const,
    firstActivation: record.firstActivation ?? Math.floor(now / 1000) * 1000,
    lastActivated: now,
  }
  const number = goesOn(record) ? record.active : record.latest
  const base = number === undefined ? undefined : ledger.version(pipelineId, number)?.definition
  if (!base || base.objects.length === 0) {
    // A pipeline without a definition has nothing to validate and nothing to run.
    ledger.setPipeline({ ...record, ...started })
    return
  }
  const given = Map.groupBy(input.parameterValues ?? [], value => value.id)
  const definition = withValues(
    base,
    Object.fromEntries([...given].map(([id, values]) => [id, values.map(value => value.stringValue)])),
  )
  const before = record.active === undefined ? undefined : ledger.version(pipelineId, record.active)?.definition
  const error = firstError(definition, context.settings.limits()) ?? (before && hinderedBy(before, definition))
  if (error !== undefined) throw invalid(`The definition has errors and cannot be activated. ${error}`)

  const from = startTimestamp(input.startTimestamp)
  const version = record.versions + 1
  const next: PipelineRecord = { ...record, ...started, versions: version, active: version }
  const roster = rosterOf(definition, resolveParameters(definition).values, version, next.firstActivation)
  const fault = obstacle(context, record, roster, from)
  if (fault !== undefined) throw invalid(fault)
  ledger.addVersion({ pipelineId, version, createdAt: now, source: 'activation', definition })
  ledger.setPipeline(next)
  if (roster.onDemand) {
    runtime.make(allAt(roster, pipelineId, startOf(context, pipelineId, roster, undefined)))
    return
  }
  const cursors = cursorsFrom(record, roster, from, now)
  if (from !== undefined && record.active !== undefined)
    for (const { id } of roster.components.values())
      skip(context, pipelineId, roster, id, record.cursors[id], Math.min(from, cursors[id] ?? from))
  ledger.setPipeline({ ...next, cursors })
  if (from !== undefined) passOver(context, pipelineId)
  runtime.touch(pipelineId)
}

/** Tells those that are there of what was still to come for them, and lies before the new start now. */
function passOver({ runtime, ledger }: Context, pipelineId: string) {
  const needs = needsIn(ledger)
  for (const { plan, phase, serves, unmet } of ledger.live(pipelineId)) {
    for (const id of serves)
      if (!needs.mayRun(pipelineId, id)) runtime.tell(pipelineId, plan.id, { type: 'servedSettled', id, failed: false })
    if (phase !== 'blocked') continue
    for (const id of unmet)
      if (!ledger.instance(pipelineId, id) && !needs.mayRun(pipelineId, id))
        runtime.tell(pipelineId, plan.id, { type: 'needSettled', id, status: 'SKIPPED' })
  }
}

/** Whether an activation takes up what a deactivation left, with the values that it had: nothing was put since. */
const goesOn = ({ state, active, latest }: PipelineRecord): boolean =>
  state === 'INACTIVE' && active !== undefined && active > (latest ?? 0)

/** Why an activation is refused, in a sentence. */
export function obstacle(
  { runtime, ledger, settings }: Context,
  record: PipelineRecord,
  roster: Roster,
  from: number | undefined,
) {
  const [problem] = roster.problems
  if (problem !== undefined) return `A schedule cannot be counted with. ${problem}`
  if (roster.onDemand) {
    const runs = new Set(ledger.live(record.id).flatMap(one => (one.rerun ? [] : one.plan.scheduledStart)))
    return runs.size < roster.maxRuns
      ? undefined
      : `${runs.size} of at most ${roster.maxRuns} on-demand runs are under way; raise maxActiveInstances or wait.`
  }
  const starts = [...roster.components.values()].flatMap(one => one.timetable?.schedule.start ?? [])
  const first = starts.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  if (
    settings.refuseOldStarts &&
    record.firstActivation === undefined &&
    from === undefined &&
    first < runtime.now() - settings.limits().backfillDays * day
  )
    return `The first run was scheduled for ${printDateTime(first)}, more than ${days(settings.limits().backfillDays)} ago; move the start, or activate with a start time.`
  return undefined
}

/** Intervals that were due and lie before the new start are SKIPPED. Source: API reference, ActivatePipeline. */
function skip(
  { runtime, ledger }: Context,
  pipelineId: string,
  roster: Roster,
  componentId: string,
  known: number | undefined,
  from: number,
) {
  const component = roster.components.get(componentId)
  let cursor = known
  for (let next = component && nextOf(component, cursor); component && next; next = nextOf(component, cursor)) {
    if (next.span.start >= from || next.at > runtime.now()) return
    cursor = next.span.start + 1
    if (ledger.instance(pipelineId, instanceId(componentId, next.span.start))) continue
    for (const { plan, needs } of planned(roster, pipelineId, component, next.span, false)) {
      if (ledger.instance(pipelineId, plan.id)) continue
      const made = newInstance({ ...plan, needs: needs.map(({ id, as }) => ({ id, as })) }, [], runtime.now())
      ledger.setInstance({ ...made, phase: 'skipped' })
      if (plan.resource !== undefined)
        runtime.tell(pipelineId, plan.resource, { type: 'servedSettled', id: plan.id, failed: false })
      for (const { plan: waiting } of ledger.dependents(pipelineId, plan.id, 'live')) {
        const why = `${plan.id} was skipped.`
        if (waiting.resource === plan.id)
          runtime.tell(pipelineId, waiting.id, { type: 'resourceLost', id: plan.id, again: false, why })
        else runtime.tell(pipelineId, waiting.id, { type: 'needSettled', id: plan.id, status: 'SKIPPED' })
      }
    }
  }
}

/** Unix seconds, fractions cut, or ISO text; the wire carries both. */
function startTimestamp(given: number | string | null | undefined): number | undefined {
  if (given === null || given === undefined) return undefined
  const number = typeof given === 'number' ? given : Number(given)
  const ms = Number.isFinite(number) ? Math.floor(number) * 1000 : Date.parse(String(given))
  if (Number.isNaN(ms)) throw invalid(`startTimestamp '${given}' is not a time.`)
  return ms
}

/**
 * Takes back what has not begun, and cancels what has or waits for it. Source: API reference, DeactivatePipeline;
 * what becomes of instances that have not begun is our reading.
 */
function deactivate({ runtime, ledger }: Context, record: PipelineRecord, cancelActive: boolean) {
  const { id } = record
  if (record.state === 'INACTIVE' || (record.state === 'DEACTIVATING' && !cancelActive)) return
  if (record.state !== 'SCHEDULED' && record.state !== 'DEACTIVATING')
    throw invalid(`Pipeline ${id} is ${record.state}; only one that is SCHEDULED can be deactivated.`)
  const cursors: Record<string, number> = { ...record.cursors }
  const rewind = ({ plan: { componentId, scheduledStart, once } }: Instance) => {
    if (!once) cursors[componentId] = Math.min(cursors[componentId] ?? scheduledStart, scheduledStart)
  }
  const live = ledger.live(id)
  const begun = live.filter(one => one.attempts > 0 && one.phase !== 'blocked')
  const waiting = live.filter(one => !begun.includes(one))
  for (const instance of waiting) {
    rewind(instance)
    if (instance.attempts === 0) ledger.drop(instance)
    else runtime.tell(id, instance.plan.id, { type: 'cancel', reason: takenBack })
  }
  const isThere = (other: string | undefined) => other === undefined || ledger.instance(id, other) !== undefined
  for (const instance of begun) {
    const { plan, phase, serves, actualStart } = instance
    // Who knows whether a worker comes for what none has taken; what is asked for nobody never ends.
    const untaken = plan.workerGroup !== undefined && actualStart === undefined
    const idle = phase === 'queued' && (untaken || !isThere(plan.resource))
    if (cancelActive || idle || !isThere(plan.owner)) {
      rewind(instance)
      runtime.tell(id, plan.id, { type: 'cancel', reason: takenBack })
    } else
      for (const served of serves)
        if (!begun.some(one => one.plan.id === served))
          runtime.tell(id, plan.id, { type: 'servedSettled', id: served, failed: false })
  }
  ledger.setPipeline({ ...record, state: 'DEACTIVATING', lastDeactivated: runtime.now(), cursors })
  runtime.touch(id)
}
