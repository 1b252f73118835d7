import type { RehearsalFigures, RehearsalResult } from '../../api/rehearsals.ts'
import type { Limits } from '../../core/catalog/limits.ts'
import type { Definition } from '../../core/definition/model.ts'
import type { GivenValues } from '../../core/definition/parameters.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'

/** What the server hands to the process that plays a rehearsal. */
export interface Job {
  readonly pipelineId: string
  readonly pipelineName: string
  readonly definition: Definition
  readonly from: number
  readonly to: number
  readonly seed: number
  readonly scenario: Scenario
  readonly values: GivenValues
  readonly region: string
  readonly limits: Limits
  /** The database that it writes. */
  readonly file: string
}

/** What that process says: how far it is, and how it ended. */
export type Word =
  | { readonly says: 'reached'; readonly at: number }
  | { readonly says: 'writing' }
  | { readonly says: 'done'; readonly figures: RehearsalFigures; readonly result: RehearsalResult }
  | { readonly says: 'failed'; readonly why: string }
