import { resolveParameters } from '../../core/definition/parameters.ts'
import type { InstanceRow } from '../../core/runs/instance.ts'
import { startOfInstance } from '../../core/runs/instance-id.ts'
import { occurrenceAt } from '../../core/runs/period.ts'
import { intervalAt } from '../../core/runs/schedule.ts'
import { type Attempt, type Instance, newInstance, type Phase } from '../../engine/instance.ts'
import { type Component, type Roster, rosterOf } from '../../engine/roster.ts'
import { onceAt, type Planned, planned } from '../../engine/scheduler.ts'
import { openStore, type SqliteStore } from '../store.ts'
import { instanceRow, type StoredInstance } from '../store-rows.ts'

/** The engine's phase that a status of the service stands for, as far as telling goes. */
const phases: Readonly<Partial<Record<InstanceRow['status'], Phase>>> = {
  PAUSED: 'blocked',
  WAITING_ON_DEPENDENCIES: 'blocked',
  WAITING_FOR_RUNNER: 'queued',
  CREATING: 'creating',
  RUNNING: 'running',
  SHUTTING_DOWN: 'closing',
  FINISHED: 'finished',
  FAILED: 'failed',
  CASCADE_FAILED: 'cascadeFailed',
  CANCELED: 'canceled',
  TIMEDOUT: 'timedOut',
  SKIPPED: 'skipped',
}

/** A rehearsal's database as a store of the engine: instances come back with the plans that were not kept. */
export function rehearsedStore(path: string): SqliteStore {
  const store = openStore(path)
  const roster = memorized((pipelineId: string) => {
    const record = store.pipeline(pipelineId)
    const version = record?.active
    const definition = version === undefined ? undefined : store.version(pipelineId, version)?.definition
    return (
      definition && rosterOf(definition, resolveParameters(definition).values, version ?? 1, record?.firstActivation)
    )
  })
  const plans = memorized((key: string) => {
    const [pipelineId = '', start = ''] = key.split('|')
    const known = roster(pipelineId)
    return known ? plansAt(known, pipelineId, Number(start)) : new Map<string, Planned>()
  })
  const plansBeside = (pipelineId: string, id: string): ReadonlyMap<string, Planned> => {
    const start = startOfInstance(id)
    return start === undefined ? new Map() : plans(`${pipelineId}|${start}`)
  }
  const instance = (pipelineId: string, id: string): Instance | undefined => {
    const plan = plansBeside(pipelineId, id).get(id)
    const row =
      plan && store.database.row<StoredInstance>('SELECT * FROM instance WHERE pipeline = ? AND id = ?', pipelineId, id)
    return row && rebuiltInstance(plan, instanceRow(row), store.attempts(pipelineId, id).at(-1))
  }
  return {
    ...store,
    instance,
    live: () => [],
    // Of those that start at the same time: that is all of them but for mixed periods.
    dependents: (pipelineId, id) =>
      [...plansBeside(pipelineId, id).values()].flatMap(({ plan, needs }) =>
        plan.resource === id || needs.some(need => need.id === id) ? (instance(pipelineId, plan.id) ?? []) : [],
      ),
  }
}

/** Answers given lately; few questions are asked of many runs at a time. */
const mostAnswers = 64

function memorized<T>(ask: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>()
  return key => {
    const found = known.get(key)
    if (found !== undefined) return found
    if (known.size >= mostAnswers) known.delete(known.keys().next().value ?? '')
    const answer = ask(key)
    known.set(key, answer)
    return answer
  }
}

/**
 * All instances of one scheduled start as the engine plans them. A plan follows from the definition and the start
 * alone, so that it need not be kept of hundreds of thousands.
 */
function plansAt(roster: Roster, pipelineId: string, start: number): ReadonlyMap<string, Planned> {
  const plans = new Map<string, Planned>()
  for (const component of roster.components.values()) {
    if (component.family === 'precondition') continue
    const span = spanAt(component, start)
    if (!span) continue
    for (const one of planned(roster, pipelineId, component, span, !component.timetable)) plans.set(one.plan.id, one)
  }
  return plans
}

function spanAt(component: Component, start: number) {
  if (!component.timetable) return onceAt(component, start)
  const { schedule, type } = component.timetable
  const span = intervalAt(schedule, type, occurrenceAt(schedule.start, schedule.period, start))
  return span?.start === start ? span : undefined
}

/** An instance as far as it can be told from its rows and its plan. */
function rebuiltInstance({ plan, needs, serves }: Planned, row: InstanceRow, head: Attempt | undefined): Instance {
  return {
    ...newInstance({ ...plan, needs: needs.map(({ id, as }) => ({ id, as })) }, serves, row.updatedAt),
    phase: phases[row.status] ?? 'blocked',
    held: row.status === 'PAUSED',
    unmet: row.waitingOn,
    attempts: row.attemptCount,
    tries: plan.policy.maximumRetries + 1 - row.triesLeft,
    updatedAt: row.updatedAt,
    ...(head && { head }),
    ...(row.actualStart !== undefined && { actualStart: row.actualStart }),
    ...(row.actualEnd !== undefined && { actualEnd: row.actualEnd }),
    ...(row.cascadeFailedOn !== undefined && { cascadeFailedOn: row.cascadeFailedOn }),
    ...(row.errorId !== undefined && { trouble: { errorId: row.errorId, errorMessage: row.errorMessage ?? '' } }),
    ...(row.rehearsed !== undefined && { rehearsed: row.rehearsed }),
  }
}
