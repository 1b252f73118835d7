import { catalog } from '../catalog/index.ts'
import type { Definition, PipelineObject } from '../definition/model.ts'
import { effectiveValue, typeOf } from '../definition/query.ts'
import { charge, defaultRegion, type HourPrice, priceOf, prices } from './price.ts'

/** Some nodes of one kind within a resource. */
export interface NodeGroup {
  /** `` for a single machine, else `master`, `core` or `task`. */
  readonly role: string
  readonly type: string
  readonly count: number
  readonly spot: boolean
  readonly price?: HourPrice
}

/** The machines that a resource object stands for. */
export interface Machine {
  readonly object: string
  readonly region: string
  readonly groups: readonly NodeGroup[]
  /** Whether the EMR fee is charged on top. */
  readonly cluster: boolean
}

/** Gives the text of a field with parameters and expressions put in, as far as they can be known. */
export type ReadText = (object: PipelineObject, key: string) => string | undefined

/**
 * Reads a resource's machines from its slots for instance types: the word before `InstanceType` is the role, and
 * beside it stand `…InstanceCount` and `…InstanceBidPrice`. Count defaults to 1; a group without type or count is left
 * out unless it is the first, which then has the region's default type. `home` is where a resource is that names no
 * region.
 */
export function machineOf(
  definition: Definition,
  object: PipelineObject,
  readText?: ReadText,
  home: string = defaultRegion,
): Machine {
  const text = readText ?? ((o, key) => effectiveValue(definition, o, key))
  const slots = Object.entries(catalog.get(typeOf(definition, object) ?? '')?.slots ?? {})
  const region = text(object, 'region') ?? home
  const typeKeys = slots.filter(([, slot]) => slot.kind === 'instanceType').map(([key]) => key)
  const groups = typeKeys.flatMap((key, index): NodeGroup[] => {
    const role = key.replace(/instanceType$/i, '')
    const named = (suffix: string) => text(object, role ? `${role}Instance${suffix}` : `spot${suffix}`)
    const type = text(object, key) ?? (index === 0 || named('Count') ? prices.regions[region]?.defaultType : undefined)
    if (!type) return []
    const price = priceOf(type, region)
    return [
      {
        role,
        type,
        count: Number(role ? named('Count') : 1) || 1,
        spot: named('BidPrice') !== undefined,
        ...(price && { price }),
      },
    ]
  })
  return { object: object.id, region, groups, cluster: typeKeys.length > 1 }
}

/** USD for the whole resource living `seconds`: EC2 and the EMR fee apart, and the types whose price is unknown. */
export function machineCost(machine: Machine, seconds: number) {
  let ec2 = 0
  let emr = 0
  const unknown: string[] = []
  for (const { count, price, spot, type } of machine.groups) {
    const hourly = spot ? (price?.spot ?? price?.onDemand) : price?.onDemand
    if (hourly === undefined) unknown.push(`${type} in ${machine.region}`)
    else ec2 += count * charge(seconds, hourly)
    if (machine.cluster && price?.emrFee !== undefined) emr += count * charge(seconds, price.emrFee)
  }
  return { ec2, emr, unknown }
}

/** Such as `4 × m5.xlarge (core, spot)`. */
export const describeGroup = ({ count, type, role, spot }: NodeGroup): string => {
  const notes = [role, spot ? 'spot' : ''].filter(Boolean)
  return `${count > 1 ? `${count} × ` : ''}${type}${notes.length ? ` (${notes.join(', ')})` : ''}`
}
