import type { Definition } from '../definition/model.ts'
import { effectiveValue, effectiveValues, objectById } from '../definition/query.ts'
import type { Backfill } from '../runs/backfill.ts'
import { assumed, basisOf, type EstimateBasis, lengthInSeconds, noBound, triesOf } from './estimate.ts'
import { machineCost, machineOf } from './machine.ts'

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
      const machine = machineOf(definition, object, basis.readText, basis.region)
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
