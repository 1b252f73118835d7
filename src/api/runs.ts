import type { Family } from '../core/catalog/schema.ts'
import type { CostReport } from '../core/cost/report.ts'
import type { Definition } from '../core/definition/model.ts'
import type { AttemptRow, InstanceRow, Status } from '../core/runs/instance.ts'
import type { ConnectionChoice } from './connections.ts'

/** Runs, whole or in part, their attempts, and why they came to what they did. Times are UTC milliseconds since 1970. */

/** A part of a pipeline: one object alone, all up to it, or all from it on. */
export interface RunPart {
  readonly kind: 'only' | 'until' | 'from'
  readonly objectId: string
}

/** What a run of a part would do. Nothing of it is done. Times are UTC milliseconds. */
export interface PartPreview {
  readonly runs: readonly PartObject[]
  /** Taken as done; `status`: what became of it in the run whose outputs are taken. */
  readonly taken: readonly (PartObject & { readonly status?: Status })[]
  /** Data that is read and not brought forth: where it lies, and whether it is there. */
  readonly inputs: readonly (PartObject & {
    /** Scheduled start of the run that it is taken from. */
    readonly from?: number
    readonly where?: string
    readonly state: 'there' | 'missing' | 'unknown'
    readonly note?: string
  })[]
  /** The newest run in which all that would be taken finished. */
  readonly suggested?: number
  /** Why it would be refused, in a sentence. */
  readonly fault?: string
}

export interface PartObject {
  readonly id: string
  readonly name: string
  readonly family: Family
}

/** All instances of a pipeline with one scheduled start. */
export interface RunRow {
  readonly pipelineId: string
  readonly pipelineName: string
  readonly scheduledStart: number
  readonly scheduledEnd: number
  /** Worst status of its activities, in the service's words. */
  readonly status: Status
  readonly startedAt?: number
  readonly endedAt?: number
  readonly version: number
  readonly counts: Readonly<Partial<Record<Status, number>>>
  readonly activities: number
  readonly cost?: Money
  readonly parameters: Readonly<Record<string, string>>
}

/** USD with what it rests on. An unknown price is left out of the sum and named. */
export interface Money {
  readonly usd: number
  readonly unknown: readonly string[]
  /** Such as `list price us-east-1, 2026-07-20`. */
  readonly basis: string
}

export interface Diagnosis {
  readonly rule: string
  readonly title: string
  readonly cause: string
  readonly remedies: readonly string[]
  readonly confidence: number
  /** The matched text and where it stands. */
  readonly evidence?: { readonly text: string; readonly source: string; readonly line?: number }
}

export interface WhyReport {
  readonly instanceId: string
  readonly headline: string
  /** From the instance asked about to the origin. */
  readonly chain: readonly { readonly instanceId: string; readonly status: Status; readonly reason: string }[]
  readonly diagnoses: readonly Diagnosis[]
}

/** What is asked about runs. */
export interface RunCalls {
  /**
   * Runs every object of the saved draft once, now or for `at`, whatever its schedule says, with these values.
   * `scheduledStart` names the run. Fails with InvalidRequestException when the definition has errors. With a `part`
   * only that runs, and what it builds on is taken as done, with the outputs of the run `outputsOf` where one is named.
   */
  RunOnce: {
    in: {
      pipelineId: string
      values?: Record<string, string | string[]>
      at?: number
      part?: RunPart
      outputsOf?: number
    }
    out: { scheduledStart: number }
  }
  /** Tells what a run of a part would run and take as done, and which of its inputs are missing. */
  PreviewPart: {
    in: {
      pipelineId: string
      part: RunPart
      values?: Record<string, string | string[]>
      at?: number
      outputsOf?: number
    }
    out: PartPreview
  }
  /**
   * Runs an attempt's activity again by itself, with its fields as they were evaluated, in a new pipeline; its own run
   * is left as it is. With `scratch` what it writes to S3 goes to a place of its own. Notes say what differs. With a
   * `connection` the attempt is one of that account, and `secrets` has a value of each that the account does not tell.
   */
  ReplayAttempt: {
    in: {
      pipelineId: string
      attemptId: string
      outputs: 'scratch' | 'same'
      connection?: ConnectionChoice
      secrets?: Record<string, string>
    }
    out: { pipelineId: string; scheduledStart: number; notes: string[] }
  }
  /** The command of an attempt as a script that runs elsewhere, secrets masked. */
  ExportAttempt: {
    in: { pipelineId: string; attemptId: string; connection?: ConnectionChoice }
    out: { name: string; text: string }
  }
  /** Newest first. */
  ListRuns: {
    in: { pipelineId?: string; statuses?: Status[]; from?: number; to?: number; limit?: number; offset?: number }
    out: { runs: RunRow[]; total: number }
  }
  ListInstances: {
    in: {
      pipelineId?: string
      scheduledStart?: number
      from?: number
      to?: number
      statuses?: Status[]
      componentIds?: string[]
      limit?: number
      offset?: number
    }
    out: { instances: InstanceRow[]; total: number }
  }
  ListAttempts: {
    in: { pipelineId: string; scheduledStart?: number; instanceId?: string }
    out: { attempts: AttemptRow[] }
  }
  /** Definition that a version of a pipeline froze. */
  GetVersion: {
    in: { pipelineId: string; version: number }
    out: { version: number; createdAt: number; source: string; definition: Definition }
  }
  Why: { in: { pipelineId: string; instanceId: string }; out: WhyReport }
  /** Accrued cost of a run. */
  RunCost: { in: { pipelineId: string; scheduledStart: number }; out: CostReport }
}
