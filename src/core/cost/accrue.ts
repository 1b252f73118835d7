import type { Definition } from '../definition/model.ts'
import { objectById } from '../definition/query.ts'
import type { AttemptRow, InstanceRow } from '../runs/instance.ts'
import { allocate } from './allocate.ts'
import { duration } from './estimate.ts'
import { describeGroup, machineCost, machineOf, type ReadText } from './machine.ts'
import { prices } from './price.ts'
import type { CostLine, CostReport } from './report.ts'

const failed: ReadonlySet<string> = new Set(['FAILED', 'TIMEDOUT', 'CANCELED'])

/**
 * What the machines of a run cost so far at list prices: the life of each resource instance, split among the attempts
 * that used it, with idle time and failed attempts on lines of their own. The lines add up to the total.
 * `now` ends what still lives; `region` is where a resource is that names none. Times are UTC milliseconds.
 */
export function accrueCost(
  definition: Definition,
  instances: readonly InstanceRow[],
  attempts: readonly AttemptRow[],
  now: number,
  readText?: ReadText,
  region?: string,
): CostReport {
  const regions = new Set<string>()
  const lines: CostLine[] = []
  for (const resource of instances) {
    const object = resource.family === 'resource' ? objectById(definition, resource.componentId) : undefined
    if (!object || resource.actualStart === undefined) continue
    const machine = machineOf(definition, object, readText, region)
    regions.add(machine.region)
    lines.push(...linesOf(resource, resource.actualStart, attempts, instances, now, machine))
  }
  const total = lines.reduce((sum, line) => sum + (line.usd ?? 0), 0)
  return {
    kind: 'accrued',
    low: total,
    likely: total,
    high: total,
    lines,
    basis: `list price ${[...regions].map(r => `${r}, ${prices.regions[r]?.asOf ?? 'no prices known'}`).join('; ') || '(no machine was used)'}`,
    assumptions: ['Seconds a machine lived × its list price; storage, requests and transfer are not included.'],
  }
}

function linesOf(
  resource: InstanceRow,
  start: number,
  attempts: readonly AttemptRow[],
  instances: readonly InstanceRow[],
  now: number,
  machine: ReturnType<typeof machineOf>,
): CostLine[] {
  const end = resource.actualEnd ?? now
  const seconds = (end - start) / 1000
  const cost = machineCost(machine, seconds)
  const whole = cost.ec2 + cost.emr
  const names = machine.groups.map(describeGroup).join(' + ')
  const known = cost.unknown.length < machine.groups.length
  const users = new Set(instances.filter(i => i.resourceInstance === resource.id).map(i => i.id))
  const uses = attempts
    .filter(a => users.has(a.instanceId) && a.actualStart !== undefined)
    .map(a => ({ id: a.id, start: a.actualStart ?? start, end: a.actualEnd ?? now, failed: failed.has(a.status) }))
  const { shares, idle } = allocate(start, end, uses)
  const note = cost.unknown.length ? { note: `no price known for ${cost.unknown.join(', ')}` } : {}
  const line = (kind: CostLine['kind'], object: string, what: string, share: number): CostLine => ({
    kind,
    what,
    object,
    quantity: duration(seconds * share),
    ...(known && { usd: whole * share }),
    ...note,
  })
  const lines = uses.map(use =>
    line(
      use.failed ? 'waste' : 'resource',
      use.id,
      `${names} for ${use.failed ? 'a failed attempt' : 'an attempt'}`,
      shares.get(use.id) ?? 0,
    ),
  )
  return [...lines, ...(idle > 0 ? [line('idle', resource.id, `${names}, starting, waiting or ending`, idle)] : [])]
}
