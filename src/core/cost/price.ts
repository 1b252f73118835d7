import { prices as snapshot } from './prices.ts'
import type { PriceSnapshot } from './snapshot.ts'

/** What a type costs an hour. `guessed` marks an EMR fee that rests on a rule. */
export interface HourPrice {
  readonly onDemand: number
  readonly spot?: number
  readonly emrFee?: number
  readonly guessed: boolean
  readonly asOf: string
  readonly region: string
}

export const defaultRegion = 'us-east-1'

/** The price of a type in a region, or undefined where none is known: never zero. */
export function priceOf(type: string, region: string, prices: PriceSnapshot = snapshot): HourPrice | undefined {
  const there = prices.regions[region]
  const row = there?.types[type]
  if (!there || !row) return undefined
  const [onDemand, , , spot, emrFee] = row
  return {
    onDemand,
    ...(spot > 0 && { spot }),
    ...(emrFee > 0 && { emrFee }),
    guessed: prices.emrGuessed.includes(type),
    asOf: there.asOf,
    region,
  }
}

/** USD for `seconds` at an hourly rate, by the second with the minimum of 60. Source: EC2 billing rules. */
export const charge = (seconds: number, hourly: number, prices: PriceSnapshot = snapshot): number =>
  (Math.max(prices.minimumSeconds, seconds) / 3600) * hourly

export { snapshot as prices }
