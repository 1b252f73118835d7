import type { SQLInputValue } from 'node:sqlite'
import type { Status } from '../core/runs/instance.ts'
import { type Attempt, type Instance, isOver, type Need, type Plan, triesLeft } from '../engine/instance.ts'
import type { Side } from './store-past.ts'
import { changingColumns, fixedColumns, given, identityOf, type StoredInstance } from './store-rows.ts'

/**
 * Rows of instances as the engine reads and writes them. They are written at every turn, so that nothing stands in two
 * columns: what people ask for has a column of its own, a text holds the rest.
 */

/** Columns of an instance that can change, in the order of `stateValues`. */
export const stateColumns = [...changingColumns, 'live', 'state'] as const

export function stateValues(instance: Instance, status: Status): readonly SQLInputValue[] {
  const { trouble, unmet } = instance
  return [
    status,
    instance.actualStart ?? null,
    instance.actualEnd ?? null,
    instance.attempts,
    triesLeft(instance),
    instance.head?.id ?? null,
    instance.phase === 'blocked' && unmet.length > 0 ? JSON.stringify(unmet) : null,
    instance.cascadeFailedOn ?? null,
    trouble?.errorId ?? null,
    trouble?.errorMessage ?? null,
    instance.rehearsed ?? null,
    instance.updatedAt,
    isOver(instance) ? 0 : 1,
    stateText(instance),
  ]
}

/** What the columns do not say of an instance's state, without what is as usual; `stateOf` reads it. */
function stateText(instance: Instance): string {
  const { phase, unmet, serves, head } = instance
  return JSON.stringify({
    phase,
    due: instance.due ? undefined : false,
    held: instance.held || undefined,
    unmet: phase === 'blocked' || unmet.length === 0 ? undefined : unmet,
    tries: instance.tries,
    head: head && { ...head, id: undefined, number: head.number === instance.attempts ? undefined : head.number },
    retryAt: instance.retryAt,
    slip: instance.slip,
    rerun: instance.rerun || undefined,
    lateTold: instance.lateTold || undefined,
    resourceUp: instance.resourceUp || undefined,
    wanted: instance.wanted || undefined,
    serves: serves.length === 0 ? undefined : serves,
    stopAs: instance.stopAs,
    trouble: instance.trouble,
    cancellationReason: instance.cancellationReason,
  })
}

/** Columns of an instance that are fixed when it is made, in the order of `planValues`. */
export const planColumns = [...fixedColumns, 'policy', 'plan'] as const

/** `policy` is the number of its row of shared parts. */
export const planValues = (plan: Plan, policy: number): readonly SQLInputValue[] => [
  plan.pipelineId,
  plan.id,
  plan.componentId,
  plan.name,
  plan.type,
  plan.family,
  plan.scheduledStart,
  plan.scheduledEnd,
  plan.resource ?? null,
  plan.version,
  plan.taken ? (plan.taken.from?.start ?? 0) : null,
  policy,
  JSON.stringify({
    dueAt: plan.dueAt,
    needs: plan.needs.map(({ id, as }) => [id, as]),
    owner: plan.owner,
    workerGroup: plan.workerGroup,
    once: plan.once,
    taken: plan.taken,
  }),
]

type PlanText = Pick<Plan, 'dueAt' | 'owner' | 'workerGroup' | 'once' | 'taken'> & {
  readonly needs: readonly (readonly [id: string, as: Need['as']])[]
}

type StateText = Pick<Instance, 'phase' | 'tries'> &
  Partial<Omit<Instance, 'plan' | 'head'>> & {
    readonly head?: Omit<Attempt, 'id' | 'number'> & { readonly number?: number }
  }

/** Parts of a plan that instances share. */
export type Shared = Pick<Plan, 'policy' | 'actions'>

/** A row from which an instance is read, with what is not for people. */
export interface WholeInstance
  extends Pick<
    StoredInstance,
    | (typeof fixedColumns)[number]
    | 'actual_start'
    | 'actual_end'
    | 'attempts'
    | 'head_attempt'
    | 'waiting_on'
    | 'cascade_failed_on'
    | 'rehearsed'
    | 'updated'
  > {
  /** Where it is in its table. */
  readonly row: number
  /** Null in rows of an earlier format, whose plan is whole. */
  readonly policy: number | null
  readonly plan: string
  readonly state: string
}

const wholeNames = [
  ...planColumns,
  'actual_start',
  'actual_end',
  'attempts',
  'head_attempt',
  'waiting_on',
  'cascade_failed_on',
  'rehearsed',
  'updated',
  'state',
] as const satisfies readonly (keyof WholeInstance)[]

/** What `instanceOf` reads, for a SELECT. */
export const wholeColumns = ['rowid AS row', ...wholeNames].map(name => `instance.${name}`).join(', ')

/** The same of a row in the archive, which goes by a negative number. */
const pastColumns = wholeColumns.replace('instance.rowid', '-instance.rowid')

export const wholeColumnsOf = (side: Side): string => (side === 'past' ? pastColumns : wholeColumns)

export const instanceOf = (row: WholeInstance, sharedOf: (policy: number) => Shared): Instance => ({
  plan: planOf(row, sharedOf),
  ...stateOf(row),
})

export function planOf(row: WholeInstance, sharedOf: (policy: number) => Shared): Plan {
  if (row.policy === null) return JSON.parse(row.plan)
  const { needs, ...own }: PlanText = JSON.parse(row.plan)
  const { policy, actions } = sharedOf(row.policy)
  return {
    ...columnsOf(row),
    ...own,
    needs: needs.map(([id, as]) => ({ id, as })),
    policy,
    actions,
  }
}

/** What the columns alone tell of a plan. */
export const columnsOf = (row: Parameters<typeof identityOf>[0] & Pick<StoredInstance, 'resource'>) => ({
  ...identityOf(row),
  ...given('resource', row.resource),
})

/** In rows of an earlier format the text holds everything. */
function stateOf(row: WholeInstance): Omit<Instance, 'plan'> {
  const { head, ...said }: StateText = JSON.parse(row.state)
  return {
    due: true,
    held: false,
    unmet: row.waiting_on === null ? [] : JSON.parse(row.waiting_on),
    attempts: row.attempts,
    rerun: false,
    lateTold: false,
    resourceUp: false,
    wanted: false,
    serves: [],
    updatedAt: row.updated,
    ...given('actualStart', row.actual_start),
    ...given('actualEnd', row.actual_end),
    ...given('cascadeFailedOn', row.cascade_failed_on),
    ...given('rehearsed', row.rehearsed),
    ...said,
    ...(head && row.head_attempt !== null && { head: { number: row.attempts, ...head, id: row.head_attempt } }),
  }
}
