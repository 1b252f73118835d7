import { ec2InstanceTypes, emrInstanceTypes, retiredFamilies } from '../../core/catalog/instance-types.ts'
import { defaultRegion, priceOf, prices } from '../../core/cost/price.ts'

/** An instance type as a list shows it; what is not known is left out. */
export interface MachineChoice {
  readonly type: string
  readonly vCpu?: number
  readonly gib?: number
  /** USD an hour on demand, without the EMR fee. */
  readonly hourly?: number
  /** USD an hour that EMR takes on top, where the machine is of a cluster. */
  readonly emrFee?: number
  /** Of a generation long replaced. */
  readonly retired: boolean
  /** Among those that the developer guide lists for this use. */
  readonly listed: boolean
}

/** All instance types with a price in a region or in the guide's list: current and listed ones first, then by price. */
export function machineChoices(region: string, cluster: boolean): readonly MachineChoice[] {
  const listed = new Set(cluster ? emrInstanceTypes : ec2InstanceTypes)
  const priced = Object.keys(prices.regions[region]?.types ?? {})
  return [...new Set([...priced, ...listed])]
    .map((type): MachineChoice => {
      const price = priceOf(type, region)
      const [, vCpu, gib] = prices.regions[region]?.types[type] ?? []
      return {
        type,
        ...(vCpu !== undefined && { vCpu }),
        ...(gib !== undefined && { gib }),
        ...(price && { hourly: price.onDemand }),
        ...(cluster && price?.emrFee !== undefined && { emrFee: price.emrFee }),
        retired: retiredFamilies.has(type.split('.')[0] ?? ''),
        listed: listed.has(type),
      }
    })
    .sort(
      (a, b) =>
        Number(a.retired) - Number(b.retired) ||
        Number(b.listed) - Number(a.listed) ||
        (a.hourly ?? Number.POSITIVE_INFINITY) - (b.hourly ?? Number.POSITIVE_INFINITY) ||
        (a.type < b.type ? -1 : 1),
    )
}

/** Those that a search finds: words of the type, or bounds such as `8 vcpu` and `32 gib`. */
export function findMachines(all: readonly MachineChoice[], words: string): readonly MachineChoice[] {
  const wanted = words.trim().toLowerCase()
  const [, count, unit] = /^(\d+)\s*(vcpus?|gib|gb)$/.exec(wanted) ?? []
  if (count !== undefined && unit !== undefined)
    return all.filter(one => (unit.startsWith('v') ? one.vCpu : one.gib) === Number(count))
  return all.filter(one => one.type.includes(wanted))
}

/** Where a region's prices come from, such as `list prices, us-east-1, 2026-07-20`. */
export function priceBasis(region: string): string {
  const known = prices.regions[region]
  return known ? `List prices, ${region}, ${known.asOf}` : `No prices are known for ${region}`
}

export { defaultRegion }
