import type { BackfillCost } from '../core/cost/backfill.ts'
import type { CostReport } from '../core/cost/report.ts'
import type { Status } from '../core/runs/instance.ts'
import type { Tag } from './connections.ts'

/** Pipelines as the studio lists, makes and activates them. Times are UTC milliseconds since 1970; money is USD. */

export interface PipelineSummary {
  readonly id: string
  readonly name: string
  readonly description?: string
  readonly state: Status
  readonly health?: 'HEALTHY' | 'ERROR'
  /** The newest instance that finished, or, where the health is ERROR, that failed. */
  readonly healthInstance?: string
  readonly firstActivation?: number
  readonly scheduleType?: string
  /** Such as `1 day`, or `on demand`. */
  readonly period?: string
  readonly createdAt: number
  readonly latestRun?: number
  readonly nextRun?: number
  /** Of the service's version; none where there is only a draft. */
  readonly objects?: number
  readonly tags: readonly { readonly key: string; readonly value: string }[]
  readonly runs: Readonly<Partial<Record<Status, number>>>
  /** Versions of the service: the one put last, and the one that runs. */
  readonly latest?: number
  readonly active?: number
}

/** What activating the draft of a pipeline would do now. Nothing of it is done. Times are UTC milliseconds. */
export interface ActivationPreview {
  /** Why it would be refused, in a sentence. */
  readonly fault?: string
  /** From now on it would not be refused. */
  readonly elsewhere?: true
  readonly onDemand: boolean
  /** It was never activated before. */
  readonly first: boolean
  /** A schedule starts with this activation, so that all its times follow from now. */
  readonly startsNow: boolean
  /** Runs that would start at once: the one on demand, or all intervals that are due. */
  readonly due: number
  /** The scheduled start of the first of them. */
  readonly dueFrom?: number
  /** Intervals that were due and would be skipped. */
  readonly skipped: number
  /** There are more than were counted of the due or the skipped ones. */
  readonly atLeast: boolean
  /** When the next run after these is due. */
  readonly next?: number
  /** Scheduled start of the newest run of which something was completed. */
  readonly lastCompleted?: number
  /** Runs that are under way now, and, on demand, how many may be. */
  readonly underWay: number
  readonly mostRuns?: number
  /** Objects that fail with what they depend on. */
  readonly cascading: number
}

export interface ExampleInfo {
  readonly name: string
  readonly title: string
  readonly summary: string
  readonly needs: readonly string[]
  /** Parameter settings worth trying: the plain one first, and one that fails in an instructive way. */
  readonly presets: readonly {
    readonly title: string
    readonly why: string
    readonly values: Readonly<Record<string, string>>
  }[]
}

/** What is asked about pipelines. Name of each call → what it takes and gives. */
export interface PipelineCalls {
  ListPipelineSummaries: { in: Record<never, never>; out: { pipelines: PipelineSummary[] } }
  /** Creates a pipeline from a definition's text; nothing runs. */
  ImportPipeline: {
    in: { name: string; text: string; description?: string; tags?: Tag[] }
    out: { pipelineId: string; notes: string[] }
  }
  ListExamples: { in: Record<never, never>; out: { examples: ExampleInfo[] } }
  CreateFromExample: { in: { name: string; as?: string }; out: { pipelineId: string } }
  /**
   * A new pipeline with the draft of another, or a version as GetVersionText names it. `period` keeps only the period of its schedules, as the
   * console did; they then start with the first activation.
   */
  ClonePipeline: {
    in: { pipelineId: string; name: string; version?: string; schedule?: 'keep' | 'period' }
    out: { pipelineId: string }
  }
  /** All that is kept of a pipeline, without secrets, as one JSON text for a file of that name. */
  ExportBundle: { in: { pipelineId: string }; out: { name: string; text: string } }
  /** Counts what activating the draft would start, going on where it was, or `from` a time. */
  PreviewActivation: {
    in: { pipelineId: string; values?: Record<string, string | string[]>; from?: number }
    out: ActivationPreview
  }
  /** Estimate for a definition's text (or a pipeline's draft), one run and a month. */
  EstimateCost: {
    in: { text?: string; pipelineId?: string; values?: Record<string, string | string[]>; region?: string }
    out: CostReport
  }
  /** What making up for all that is due already would take, were the pipeline activated at a time, or now. */
  EstimateBackfill: {
    in: {
      text?: string
      pipelineId?: string
      values?: Record<string, string | string[]>
      at?: number
      since?: number
    }
    out: BackfillCost
  }
}
