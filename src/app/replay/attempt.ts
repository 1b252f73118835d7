import type { ConnectionChoice } from '../../api/connections.ts'

/** An attempt that ran here or, with a connection, in an account of AWS. */
export interface AttemptChoice {
  readonly pipelineId: string
  readonly attemptId: string
  readonly connection?: ConnectionChoice
}
