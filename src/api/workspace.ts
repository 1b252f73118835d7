import type { AccountKind, Family } from '../core/catalog/schema.ts'
import type { BackfillCost } from '../core/cost/backfill.ts'
import type { CostReport } from '../core/cost/report.ts'
import type { Definition } from '../core/definition/model.ts'
import type { AttemptRow, InstanceRow, Status } from '../core/runs/instance.ts'
import type {
  AccountNames,
  Connection,
  ConnectionChoice,
  RemoteAttempts,
  RemotePipeline,
  RemoteReplay,
  Tag,
} from './connections.ts'
import type { LogFile, LogHits, LogPage } from './logs.ts'
import type { RehearsalCalls } from './rehearsals.ts'
import type { StudioSettings } from './settings.ts'
import type { Draft, HistorySettings, SavedVersion, VersionCause, VersionText } from './versions.ts'

export type { BackfillCost } from '../core/cost/backfill.ts'
export type { CostLine, CostReport } from '../core/cost/report.ts'

/**
 * What the studio asks beyond the 19 operations: our own few. Types only; each is `POST /api/call/<Name>` with a JSON
 * body, like the 19. Times are UTC milliseconds since 1970; money is USD.
 */

export interface Environment {
  readonly version: string
  /** Where a resource or bucket is that names no region: its prices count, and commands get it as AWS_REGION. */
  readonly region: string
  /** Regions to choose from, and the date of the prices known there. */
  readonly regions: readonly { readonly id: string; readonly name: string; readonly pricesOf: string }[]
  readonly dataDir: string
  readonly gateway: string
  readonly speed: number
  readonly python: { readonly found: boolean; readonly version?: string; readonly path?: string }
  readonly awsCli: { readonly found: boolean; readonly version?: string }
  /** Tools that decide what really runs here: `spark-submit`, `hive`, `pig`, `hadoop`. */
  readonly tools: Readonly<Record<string, boolean>>
  readonly now: number
  /** Why nothing new is started since when, such as a full disk. */
  readonly trouble?: EngineTrouble
}

export interface EngineTrouble {
  /** In the words of the system. */
  readonly why: string
  readonly since: number
}

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

export interface Notice {
  readonly id: number
  readonly at: number
  readonly pipelineId?: string
  readonly instanceId?: string
  readonly kind: 'alarm' | 'terminate' | 'engine'
  readonly subject: string
  readonly message: string
  /** Where it was sent besides here. */
  readonly sentTo?: string
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

/** Name of each call → what it takes and gives. */
export interface WorkspaceCalls extends RehearsalCalls {
  GetEnvironment: { in: Record<never, never>; out: Environment }
  GetSettings: { in: Record<never, never>; out: StudioSettings }
  /** Keeps all settings of the data directory; limits left out are the service's own again. */
  SaveSettings: { in: StudioSettings; out: StudioSettings }
  /** Keeps, in the data directory, the region that this machine stands for. */
  ChooseRegion: { in: { region: string }; out: { region: string } }
  /** Moves runs that ended so long ago into the archive now. Nobody notices, but that they are out of the way. */
  ArchiveRuns: { in: { olderThanDays: number }; out: { moved: number; archived: number; more: boolean } }
  ListPipelineSummaries: { in: Record<never, never>; out: { pipelines: PipelineSummary[] } }
  GetDraft: { in: { pipelineId: string }; out: Draft }
  /** Keeps the text. Fails with InvalidRequestException when `revision` is not the one kept. */
  SaveDraft: {
    in: Omit<Draft, 'updatedAt'> & {
      /** Keeps it as a version of its own, and says what it is. `of`: the version that was restored. */
      cause?: Exclude<VersionCause, 'save' | 'put' | 'activation'>
      of?: number
    }
    out: Draft
  }
  /** Newest first, with the limits of the history and the service's versions. */
  ListVersions: {
    in: { pipelineId: string; limit?: number; offset?: number }
    out: { versions: SavedVersion[]; total: number; settings: HistorySettings; latest?: number; active?: number }
  }
  /** `version`: the number of a saved one, `s5` for the service's, or `draft`, `latest`, `active`. */
  GetVersionText: { in: { pipelineId: string; version: string }; out: VersionText }
  /** Names a version; an empty name takes it away. */
  NameVersion: { in: { pipelineId: string; number: number; name: string }; out: Record<never, never> }
  /** Creates a pipeline from a definition's text; nothing runs. */
  ImportPipeline: {
    in: { name: string; text: string; description?: string; tags?: Tag[] }
    out: { pipelineId: string; notes: string[] }
  }
  /** What this machine can connect with, and the IAM actions that reading another account's pipelines takes. */
  ListConnections: {
    in: Record<never, never>
    out: {
      connections: Connection[]
      actions: string[]
      /** What looking at attempts takes besides. */
      attemptActions: string[]
    }
  }
  /** All pipelines that a connection shows. */
  ListRemotePipelines: { in: { connection: ConnectionChoice }; out: { pipelines: RemotePipeline[] } }
  /** What the account behind a connection has of a kind that fields name. */
  ListAccountNames: { in: { connection: ConnectionChoice; kind: AccountKind }; out: AccountNames }
  /** Creates a pipeline here of each one chosen there, with its description and tags; nothing runs. */
  ImportRemotePipelines: {
    in: { connection: ConnectionChoice; pipelineIds: string[] }
    out: {
      imported: { from: string; name: string; pipelineId: string }[]
      refused: { from: string; message: string }[]
    }
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
  /** The newest attempts of activities that an account tells of, scheduled `from` then on. */
  ListRemoteAttempts: {
    in: { connection: ConnectionChoice; pipelineId: string; statuses: Status[]; from?: number }
    out: RemoteAttempts
  }
  /** What replaying an attempt of an account would take. Nothing of it is done. */
  PreviewRemoteReplay: {
    in: { connection: ConnectionChoice; pipelineId: string; attemptId: string }
    out: RemoteReplay
  }
  /** Counts what activating the draft would start, going on where it was, or `from` a time. */
  PreviewActivation: {
    in: { pipelineId: string; values?: Record<string, string | string[]>; from?: number }
    out: ActivationPreview
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
  ListLogs: { in: { pipelineId: string; attemptId: string }; out: { logs: LogFile[]; reason?: string } }
  ReadLog: { in: { pipelineId: string; attemptId: string; uri: string; from: number; count: number }; out: LogPage }
  SearchLog: {
    in: { pipelineId: string; attemptId: string; uri: string; text: string; regex?: boolean; caseSensitive?: boolean }
    out: LogHits
  }
  Why: { in: { pipelineId: string; instanceId: string }; out: WhyReport }
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
  /** Accrued cost of a run. */
  RunCost: { in: { pipelineId: string; scheduledStart: number }; out: CostReport }
  ListNotices: { in: { pipelineId?: string; limit?: number }; out: { notices: Notice[] } }
  /** Objects of the local S3 store under an address, a level at a time. */
  ListStorage: {
    in: { uri: string }
    out: { prefixes: string[]; objects: { uri: string; size: number; modified: number }[] }
  }
  ReadObject: { in: { uri: string; limit?: number }; out: { text: string; size: number; truncated: boolean } }
}

export type WorkspaceName = keyof WorkspaceCalls
export type WorkspaceService = {
  readonly [N in WorkspaceName]: (
    input: WorkspaceCalls[N]['in'],
    signal?: AbortSignal,
  ) => Promise<WorkspaceCalls[N]['out']>
}

/**
 * What `GET /api/events` sends, as a list: something changed; ask again for what you show. Coalesced to at most ten
 * lists a second; an empty list only keeps the line open.
 */
export interface ChangeEvent {
  readonly pipelineId?: string
  readonly what: 'pipelines' | 'runs' | 'drafts' | 'notices' | 'logs' | 'settings' | 'rehearsals'
  readonly at: number
}
