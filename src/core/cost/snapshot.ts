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
