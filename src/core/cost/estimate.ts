import { familyOf } from '../catalog/index.ts'
import type { Definition, PipelineObject } from '../definition/model.ts'
import { effectiveValue, effectiveValues, objectById, typeOf } from '../definition/query.ts'
import { parsePeriod, periodMs } from '../runs/period.ts'
import { describeGroup, type Machine, machineCost, machineOf, type ReadText } from './machine.ts'
import { prices } from './price.ts'
import type { CostLine, CostReport } from './report.ts'

/** What an activity is assumed to take, and a machine to start, where no earlier run says better. In seconds. */
export const assumed = { activity: 20 * 60, start: 180, least: 60 } as const

export interface EstimateBasis {
  readonly readText?: ReadText
  /** Median seconds of earlier runs by component id, with how many they were. */
  readonly history?: ReadonlyMap<string, { readonly seconds: number; readonly runs: number }>
  /** Where a resource is that names no region. */
  readonly region?: string
}

const hour = 3600
const monthHours = prices.hoursPerMonth

/**
 * What one run, and a month of them, would cost on AWS at list prices. Low counts the shortest billable life, likely
 * the activities' medians (or an assumed length), high the bound that `terminateAfter` and the retries set.
 */
export function estimateCost(definition: Definition, basis: EstimateBasis = {}): CostReport {
  const active = definition.objects.filter(
    o => o.id !== 'Default' && familyOf(typeOf(definition, o) ?? '') !== undefined,
  )
  const activities = active.filter(o => familyOf(typeOf(definition, o) ?? '') === 'activity')
  const resources = active.filter(
    o => familyOf(typeOf(definition, o) ?? '') === 'resource' && userOf(definition, activities, o).length,
  )
  const estimates = resources.map(r => estimateResource(definition, r, userOf(definition, activities, r), basis))
  const runs = runsPerMonth(definition, activities, basis.readText)
  const fee = monthlyFee(definition, active, basis.readText)
  const sum = (pick: (e: (typeof estimates)[number]) => number) => estimates.reduce((total, e) => total + pick(e), 0)
  const bounded = estimates.every(e => e.high !== undefined)
  const perRunFee = runs ? fee.usd / runs : 0
  const likely = sum(e => e.likely) + perRunFee
  return {
    kind: 'estimate',
    low: sum(e => e.low) + perRunFee,
    likely,
    ...(bounded && { high: sum(e => e.high ?? 0) + perRunFee }),
    lines: [...estimates.flatMap(e => e.lines), ...(runs ? [feeLine(fee, runs)] : [])],
    basis: basisOf(estimates.map(e => e.machine)),
    assumptions: [
      ...new Set([
        ...estimates.flatMap(e => e.assumptions),
        ...feeNotes(runs !== undefined),
        'Storage, requests and transfer are not included.',
      ]),
    ],
    ...(runs && { monthly: { usd: likely * runs, runs, fee: fee.usd } }),
  }
}

const userOf = (definition: Definition, activities: readonly PipelineObject[], resource: PipelineObject) =>
  activities.filter(a => effectiveValues(definition, a, 'runsOn').some(f => f.refValue === resource.id))

function estimateResource(
  definition: Definition,
  resource: PipelineObject,
  users: readonly PipelineObject[],
  basis: EstimateBasis,
) {
  const text = basis.readText ?? ((o: PipelineObject, key: string) => effectiveValue(definition, o, key))
  const machine = machineOf(definition, resource, basis.readText, basis.region)
  const known = users.flatMap(u => basis.history?.get(u.id) ?? [])
  const work = users.reduce((total, u) => total + (basis.history?.get(u.id)?.seconds ?? assumed.activity), 0)
  const bound = lengthInSeconds(text(resource, 'terminateAfter'))
  const tries = triesOf(text(resource, 'maximumRetries'))
  const at = (s: number) => machineCost(machine, s)
  const total = (s: number) => at(s).ec2 + at(s).emr
  const likelySeconds = Math.min(work + assumed.start, bound ?? Number.POSITIVE_INFINITY)
  const likely = at(likelySeconds)
  const lines: CostLine[] = machine.groups.length
    ? [
        {
          what: machine.groups.map(describeGroup).join(' + '),
          kind: 'resource',
          object: resource.id,
          quantity: duration(likelySeconds),
          ...(likely.unknown.length ? { note: `no price known for ${likely.unknown.join(', ')}` } : {}),
          ...(likely.unknown.length < machine.groups.length && { usd: likely.ec2 }),
        },
        ...(likely.emr ? [emrLine(machine, resource.id, likelySeconds, likely.emr)] : []),
      ]
    : []
  return {
    machine,
    low: total(Math.min(assumed.least + assumed.start, likelySeconds)),
    likely: likely.ec2 + likely.emr,
    high: bound === undefined ? undefined : total(bound) * tries,
    lines,
    assumptions: [
      known.length === users.length
        ? earlier(Math.max(...known.map(k => k.runs)))
        : `An activity without earlier runs is taken as ${duration(assumed.activity)}, a machine’s start as ${duration(assumed.start)}.`,
      ...(bound === undefined ? [noBound(resource.id)] : []),
      ...(machine.groups.some(g => g.spot) ? ['Spot prices are averages of the snapshot; the market moves.'] : []),
    ],
  }
}

const emrLine = (machine: Machine, object: string, s: number, usd: number): CostLine => ({
  what: 'EMR fee',
  kind: 'emr',
  object,
  quantity: duration(s),
  usd,
  ...(machine.groups.some(g => g.price?.guessed) && { note: '± 17 %: from the rule of a quarter of the EC2 price' }),
})

/** Monthly fee of the service: activities and preconditions by how often they run and where. Source: guide, pricing. */
function monthlyFee(definition: Definition, objects: readonly PipelineObject[], readText?: ReadText) {
  const charged = objects.filter(o =>
    ['activity', 'precondition'].includes(familyOf(typeOf(definition, o) ?? '') ?? ''),
  )
  let usd = 0
  for (const object of charged) {
    const own = (key: string) => effectiveValues(definition, object, key).length > 0
    const place = own('workerGroup') && !own('runsOn') ? prices.service.onPremises : prices.service.aws
    const period = periodHours(definition, object, readText)
    usd += period !== undefined && period < 24 ? place.high : place.low
  }
  return { usd, charged: charged.length }
}

const feeLine = (fee: { usd: number; charged: number }, runs: number): CostLine => ({
  what: `Share of the service’s monthly fee for ${fee.charged} activities and preconditions`,
  kind: 'fee',
  quantity: `1/${Math.round(runs)} of ${fee.usd.toFixed(2)} USD`,
  usd: fee.usd / runs,
  note: 'not verified',
})

const earlier = (runs: number) =>
  runs === 1 ? 'Lengths are those of the one earlier run.' : `Lengths are medians of up to ${runs} earlier runs.`

const feeNotes = (included: boolean): readonly string[] => {
  if (!included)
    return ['The service’s monthly fee is not included: it follows how often an on-demand pipeline is activated.']
  return prices.service.verified ? [] : ['The service’s own fee is from memory of its price page.']
}

function runsPerMonth(
  definition: Definition,
  activities: readonly PipelineObject[],
  readText?: ReadText,
): number | undefined {
  const periods = activities.flatMap(a => periodHours(definition, a, readText) ?? [])
  return periods.length ? monthHours / Math.min(...periods) : undefined
}

function periodHours(definition: Definition, object: PipelineObject, readText?: ReadText): number | undefined {
  const schedule = objectById(definition, effectiveValue(definition, object, 'schedule') ?? '')
  const text = schedule && (readText ? readText(schedule, 'period') : effectiveValue(definition, schedule, 'period'))
  const period = parsePeriod(text ?? '')
  return period && periodMs(period) / (hour * 1000)
}

/** Tries that a resource is given at most; 2 retries where none are said. */
export const triesOf = (retries: string | undefined): number => 1 + (Number(retries ?? 2) || 0)

export const noBound = (id: string): string => `${id} has no terminateAfter: nothing bounds its cost.`

/** The length of a time-out in seconds; undefined where it cannot be read. */
export function lengthInSeconds(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  // EmrCluster's terminateAfter is documented as a bare number of hours, Ec2Resource's as a period.
  if (/^\s*\d+\s*$/.test(text)) return Number(text) * hour
  const period = parsePeriod(text)
  return period && periodMs(period) / 1000
}

/** Such as `list price us-east-1, 2026-07-20`. */
export function basisOf(machines: readonly Machine[]): string {
  const regions = [...new Set(machines.map(m => m.region))]
  const dates = regions.map(region => `${region}, ${prices.regions[region]?.asOf ?? 'no prices known'}`)
  return `list price ${dates.join('; ') || 'of the service only'}`
}

/** Such as `1 h 05 min` or `42 s`. */
export function duration(s: number): string {
  if (s < 60) return `${Math.round(s)} s`
  const minutes = Math.round(s / 60)
  if (minutes < 60) return `${minutes} min`
  return minutes % 60
    ? `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`
    : `${minutes / 60} h`
}
