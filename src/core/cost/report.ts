/** One line of a cost report. Without `usd` the price is unknown, which is not zero. */
export interface CostLine {
  readonly what: string
  readonly kind: 'resource' | 'emr' | 'fee' | 'idle' | 'waste' | 'other'
  readonly object?: string
  readonly quantity: string
  readonly usd?: number
  readonly note?: string
}

/** Money in USD with what it rests on. `high` is missing where nothing bounds it. */
export interface CostReport {
  readonly kind: 'estimate' | 'accrued'
  readonly low: number
  readonly likely: number
  readonly high?: number
  readonly lines: readonly CostLine[]
  readonly basis: string
  readonly assumptions: readonly string[]
  readonly monthly?: { readonly usd: number; readonly runs: number; readonly fee: number }
}
