import type { Family } from '../catalog/schema.ts'
import type { Status } from '../runs/instance.ts'

/** Where a text comes from: a field of the attempt, or one of its logs. */
export type TextSource =
  | 'errorId'
  | 'errorMessage'
  | 'errorStackTrace'
  | 'failureReason'
  | 'cancellationReason'
  | 'stderr'
  | 'stdout'
  | 'activityLog'
  | 'taskRunnerLog'
  | 'emrStep'
  | 'bootstrap'
  | 'apiError'
  | 'ec2StateReason'
  | 'emrStateChangeReason'

/** What must hold of an object and its state; parts left out hold. */
export interface StatePattern {
  readonly statuses?: readonly Status[]
  readonly pipelineStates?: readonly Status[]
  readonly minutesInStateOver?: number
  readonly minutesSinceProgressOver?: number
  readonly missingAll?: readonly string[]
  readonly presentAll?: readonly string[]
  readonly waitingOnTypes?: readonly Family[]
  readonly late?: boolean
  readonly noRunYet?: boolean
  readonly startedBeforeSibling?: boolean
  readonly logsMissing?: boolean
  readonly fieldEquals?: Readonly<Record<string, string>>
  readonly fieldAbove?: { readonly fields: readonly string[]; readonly value: number }
  readonly fieldBelow?: { readonly field: string; readonly version: string }
  readonly objectType?: string
  readonly onNodeType?: string
  readonly noOtherMatch?: boolean
}

/** One known cause: how it shows, and what to do. */
export interface DiagnosisRule {
  readonly id: string
  readonly title: string
  /** Types or families that it speaks of; `pipeline` for the pipeline as a whole, `*` for any. */
  readonly of: readonly string[]
  readonly rank: number
  readonly confidence: 'high' | 'medium' | 'low'
  /** Its group `said`, where there is one, is what is shown. Those of a fallback are only shown, and need not match. */
  readonly texts?: readonly { readonly in: readonly TextSource[]; readonly like: RegExp }[]
  readonly state?: StatePattern
  /** With `texts` and `state` both given, one of them is enough. */
  readonly either?: boolean
  readonly cause: string
  readonly remedies: readonly string[]
}

/** Everything known of one instance when it is asked why. Minutes are of the engine's clock. */
export interface Situation {
  readonly type: string
  readonly family: Family | undefined
  readonly status: Status
  readonly pipelineState?: Status
  readonly minutesInState?: number
  readonly minutesSinceProgress?: number
  /** Effective fields, references as ids. */
  readonly fields: ReadonlyMap<string, readonly string[]>
  readonly waitingOn: readonly Family[]
  /** Type of the object that a precondition serves. */
  readonly nodeType?: string
  readonly late?: boolean
  readonly noRunYet?: boolean
  readonly startedBeforeSibling?: boolean
  readonly logsMissing?: boolean
  readonly texts: Readonly<Partial<Record<TextSource, string>>>
}

export interface Evidence {
  readonly text: string
  readonly source: TextSource
  /** Line of the match within the text given, from 0. */
  readonly line: number
}

export interface Finding {
  readonly rule: DiagnosisRule
  readonly evidence?: Evidence
}
