export type Json = Readonly<Record<string, unknown>>

export const groups = ['General', 'Machine learning', 'DynamoDB', 'RDS and S3', 'Redshift'] as const

/** A job that people often begin with: a definition whose parameters are to be filled in. */
export interface Template {
  readonly name: string
  readonly group: (typeof groups)[number]
  readonly title: string
  /** One sentence for a list. */
  readonly about: string
  /** What a run does, step by step. */
  readonly steps: readonly string[]
  /** What the console of AWS called it, for those who look for it. */
  readonly console?: string
  /** The definition as a CLI file. */
  readonly text: string
}
