import type { Definition } from '../definition/model.ts'
import type { ParameterValues } from '../definition/parameters.ts'
import { effectiveValue, effectiveValues, objectById } from '../definition/query.ts'
import { countBy } from '../runs/counts.ts'
import { occurrence, occurrenceAt } from '../runs/period.ts'
import { type Coming, comingFrom, type ObjectPreview, previewSchedules } from '../runs/preview.ts'
import { assumed, basisOf, type EstimateBasis, lengthInSeconds, noBound, triesOf } from './estimate.ts'
import { machineCost, machineOf } from './machine.ts'

/** An object with instances that are due already. */
export interface Owed {
  readonly preview: ObjectPreview
  /** Number of the first of them, from 0. */
  readonly from: number
  readonly count: number
}

/** What an activation starts at once, since it is due already. */
export interface Backfill {
  readonly owed: readonly Owed[]
  readonly instances: number
  /** The earliest scheduled start among them, UTC milliseconds. */
  readonly first?: number
  /** Ids of objects that cascade failures and owe several instances: one failure takes the rest down. */
  readonly cascade: readonly string[]
}

export interface BackfillOptions {
  readonly values: ParameterValues
  /** When the pipeline is activated, UTC milliseconds. */
  readonly at: number
  /** The scheduled start of the last run that there was; what lies after it is made up for. */
  readonly since?: number
}

/** The instances that an activation makes up for. On demand nothing is ever due. */
export function backfillOf(definition: Definition, { values, at, since }: BackfillOptions): Backfill {
  const owed = previewSchedules(definition, { values, activation: at }).flatMap((preview): Owed[] => {
    const { timetable, type, moment } = preview
    if (!timetable) return []
    const from = since === undefined ? 0 : Math.max(0, occurrenceAt(timetable.start, timetable.period, since) + 1)
    const count = countBy(timetable, type, at, moment) - from
    return count > 0 ? [{ preview, from, count }] : []
  })
  const starts = owed.map(({ preview, from }) => startOf(preview, from))
  const cascade = owed.filter(({ count, preview }) => count > 1 && cascades(definition, preview.id))
  return {
    owed,
    instances: owed.reduce((sum, { count }) => sum + count, 0),
    ...(starts.length > 0 && { first: starts.reduce((a, b) => Math.min(a, b)) }),
    cascade: cascade.map(({ preview }) => preview.id),
  }
}

/** One of all owed instances by its place: object after object, each in the order of time. Undefined beyond the last. */
export function owedAt(
  { owed }: Backfill,
  place: number,
): { readonly preview: ObjectPreview; readonly coming: Coming } | undefined {
  let rest = place
  for (const { preview, from, count } of owed) {
    if (rest < count) {
      const [coming] = comingFrom(preview, from + rest, 1)
      return coming && { preview, coming }
    }
    rest -= count
  }
  return undefined
}

/** What a backfill takes: hours of machines, and USD at list prices. `high` is missing where nothing bounds it. */
export interface BackfillCost {
  readonly instances: number
  readonly machineHours: number
  readonly low: number
  readonly likely: number
  readonly high?: number
  readonly unknown: readonly string[]
  readonly basis: string
  readonly assumptions: readonly string[]
}

/**
 * What it costs to make up for a backfill. A machine lives for its start and the work of its interval: that of finer
 * activities several times, that of coarser ones in part.
 */
export function backfillCost(definition: Definition, backfill: Backfill, basis: EstimateBasis = {}): BackfillCost {
  const owed = new Map(backfill.owed.map(one => [one.preview.id, one]))
  const text = basis.readText ?? ((o, key) => effectiveValue(definition, o, key))
  const machines = backfill.owed
    .filter(({ preview }) => preview.family === 'resource')
    .flatMap(({ preview, count }) => {
      const object = objectById(definition, preview.id)
      if (!object) return []
      const users = definition.objects.filter(
        user =>
          owed.has(user.id) && effectiveValues(definition, user, 'runsOn').some(one => one.refValue === object.id),
      )
      // Nothing starts a machine that no work needs.
      if (users.length === 0) return []
      const work = users.reduce((sum, user) => {
        const each = basis.history?.get(user.id)?.seconds ?? assumed.activity
        return sum + each * (owed.get(user.id)?.count ?? 0)
      }, 0)
      const bound = lengthInSeconds(text(object, 'terminateAfter'))
      const seconds = Math.min(work / count + assumed.start, bound ?? Number.POSITIVE_INFINITY)
      const machine = machineOf(definition, object, basis.readText)
      const usd = (life: number) => {
        const { ec2, emr } = machineCost(machine, life)
        return (ec2 + emr) * count
      }
      const nodes = machine.groups.reduce((sum, group) => sum + group.count, 0)
      return [
        {
          machine,
          hours: (seconds * count * nodes) / 3600,
          low: usd(Math.min(assumed.least + assumed.start, seconds)),
          likely: usd(seconds),
          high: bound === undefined ? undefined : usd(bound) * triesOf(text(object, 'maximumRetries')),
          unknown: machineCost(machine, seconds).unknown,
          assumption: bound === undefined ? noBound(object.id) : undefined,
          guessed: users.some(user => !basis.history?.has(user.id)),
        },
      ]
    })
  const sum = (pick: (one: (typeof machines)[number]) => number) => machines.reduce((all, one) => all + pick(one), 0)
  return {
    instances: backfill.instances,
    machineHours: sum(one => one.hours),
    low: sum(one => one.low),
    likely: sum(one => one.likely),
    ...(machines.every(one => one.high !== undefined) && { high: sum(one => one.high ?? 0) }),
    unknown: [...new Set(machines.flatMap(one => one.unknown))],
    basis: basisOf(machines.map(one => one.machine)),
    assumptions: [
      ...machines.flatMap(one => one.assumption ?? []),
      ...(machines.some(one => one.guessed)
        ? [`An activity without earlier runs is taken as ${assumed.activity / 60} minutes.`]
        : []),
      'Storage, requests, transfer and the monthly fee of the service are not included.',
    ],
  }
}

const startOf = ({ timetable }: ObjectPreview, k: number): number =>
  timetable ? occurrence(timetable.start, timetable.period, k) : 0

function cascades(definition: Definition, id: string): boolean {
  const object = objectById(definition, id)
  const mode = object && effectiveValue(definition, object, 'failureAndRerunMode')
  return mode?.trim().toLowerCase() === 'cascade'
}
