import { prices as snapshot } from './prices.ts'

export interface RegionPrices {
  readonly name: string
  readonly asOf: string
  readonly spotAsOf: string
  readonly defaultType: string
  /** type → [on-demand USD/h, vCPU, GiB, average spot USD/h or 0, EMR fee USD/h or 0] */
  readonly types: Readonly<Record<string, readonly [number, number, number, number, number]>>
}

export interface PriceSnapshot {
  readonly sources: readonly string[]
  readonly service: {
    readonly verified: boolean
    readonly aws: { readonly low: number; readonly high: number }
    readonly onPremises: { readonly low: number; readonly high: number }
    readonly inactiveMonth: number
  }
  readonly minimumSeconds: number
  readonly hoursPerMonth: number
  readonly sns: { readonly emailPer100k: number; readonly asOf: string }
  readonly s3: {
    readonly gbMonth: number
    readonly putPer1000: number
    readonly getPer1000: number
    readonly asOf: string
  }
  readonly ebs: { readonly asOf: string; readonly gbMonth: Readonly<Record<string, number>> }
  readonly emrGuessed: readonly string[]
  readonly regions: Readonly<Record<string, RegionPrices>>
}

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
