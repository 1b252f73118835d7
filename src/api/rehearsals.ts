import type { Family } from '../core/catalog/schema.ts'
import type { CostReport } from '../core/cost/report.ts'
import type { StatusCounts } from '../core/runs/summary.ts'
import type { Expectation } from '../core/scenario/expect.ts'

/** Rehearsals: stretches of a schedule played on a virtual clock, kept to be looked at like real runs. UTC milliseconds. */

export interface RehearsalSetup {
  readonly pipelineId: string
  /** The pipeline is activated at `from` and looked at just before `to`. */
  readonly from: number
  readonly to: number
  /** Another seed means other luck. */
  readonly seed: number
  /** The text of the scenario, as `pipewright simulate --scenario` reads it. */
  readonly scenario: string
  /** Values of parameters, instead of those that the definition stores. Secret ones have stand-ins, and are not kept. */
  readonly values?: Readonly<Record<string, string | string[]>>
  readonly name?: string
}

/** `waiting`: another one is being played. */
export type RehearsalState = 'waiting' | 'playing' | 'writing' | 'done' | 'failed'

export interface Rehearsal extends RehearsalSetup {
  readonly id: string
  readonly pipelineName: string
  /** When it was asked for, by the wall's clock. */
  readonly createdAt: number
  readonly state: RehearsalState
  /** How far the simulated time has come. */
  readonly reached: number
  /** How often it was begun again because the server stopped. */
  readonly restarts?: number
  /** Why it failed, in a sentence. */
  readonly trouble?: string
  /** Once it is done. */
  readonly figures?: RehearsalFigures
}

/** What a rehearsal came to. */
export interface RehearsalFigures {
  /** By the wall's clock, with writing it down. */
  readonly tookMs: number
  readonly runs: number
  /** Runs by the worst status of their activities. */
  readonly runCounts: StatusCounts
  readonly instances: number
  readonly attempts: number
  readonly counts: StatusCounts
  readonly failures: number
  readonly notices: number
  readonly usd: number
  /** Machines whose price is not known, and so is not in the sum. */
  readonly unknownPrices: number
  /** Bytes on disk. */
  readonly size: number
}

/** What the instances of one object came to. Milliseconds. */
export interface RehearsedObject {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly family: Family
  readonly counts: StatusCounts
  readonly attempts: number
  /** Of instances that began and ended. */
  readonly median?: number
  readonly longest?: number
  /** From the due time to the start, median. */
  readonly waited?: number
}

/** An instance that failed by itself, and how much did not happen because of it. */
export interface RehearsedFailure {
  readonly instanceId: string
  readonly scheduledStart: number
  readonly status: string
  readonly attempts: number
  readonly errorId?: string
  readonly message?: string
  readonly cascaded: number
  readonly waiting: number
}

/** A rule of the scenario, counted from 0, and whom it is about. */
export interface IdleRule {
  readonly rule: number
  readonly object: string
}

export interface RehearsalResult {
  readonly objects: readonly RehearsedObject[]
  readonly cost: CostReport
  /** The first of them. */
  readonly failures: readonly RehearsedFailure[]
  /** Rules of the scenario that no attempt was of, the first of them; not of results from before this was told. */
  readonly idleRules?: { readonly count: number; readonly first: readonly IdleRule[] }
  /** What came about, as a test case would hold it fast; `unsaid`: instances that it says nothing of. */
  readonly expectations: readonly Expectation[]
  readonly unsaid: number
}

export interface RehearsalCalls {
  /** Plays the draft. Fails with InvalidRequestException that says what is wrong with times, scenario or definition. */
  StartRehearsal: { in: RehearsalSetup; out: { rehearsalId: string; dropped: string[] } }
  /** Newest first, with how many are kept at most; beyond it the oldest go. */
  ListRehearsals: { in: { pipelineId?: string }; out: { rehearsals: Rehearsal[]; most: number; kept: number } }
  GetRehearsal: { in: { rehearsalId: string }; out: { rehearsal: Rehearsal; result?: RehearsalResult } }
  NameRehearsal: { in: { rehearsalId: string; name: string }; out: Record<never, never> }
  /** Ends one that waits or is being played, and forgets it; forgets one that is done. */
  DeleteRehearsal: { in: { rehearsalId: string }; out: Record<never, never> }
  /** A scenario with the lengths and failures of the pipeline's newest real runs, and how many those were. */
  RecordScenario: {
    in: { pipelineId: string; runs?: number }
    out: { scenario: string; runs: number; attempts: number }
  }
}
