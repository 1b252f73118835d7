import type { ConnectionCalls } from './connections.ts'
import type { LogCalls } from './logs.ts'
import type { PipelineCalls } from './pipelines.ts'
import type { RehearsalCalls } from './rehearsals.ts'
import type { RunCalls } from './runs.ts'
import type { StudioSettings } from './settings.ts'
import type { VersionCalls } from './versions.ts'

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

/** What is asked about the machine itself, its settings, notices and store. */
interface MachineCalls {
  GetEnvironment: { in: Record<never, never>; out: Environment }
  GetSettings: { in: Record<never, never>; out: StudioSettings }
  /** Keeps all settings of the data directory; limits left out are the service's own again. */
  SaveSettings: { in: StudioSettings; out: StudioSettings }
  /** Keeps, in the data directory, the region that this machine stands for. */
  ChooseRegion: { in: { region: string }; out: { region: string } }
  /** Moves runs that ended so long ago into the archive now. Nobody notices, but that they are out of the way. */
  ArchiveRuns: { in: { olderThanDays: number }; out: { moved: number; archived: number; more: boolean } }
  ListNotices: { in: { pipelineId?: string; limit?: number }; out: { notices: Notice[] } }
  /** Objects of the local S3 store under an address, a level at a time. */
  ListStorage: {
    in: { uri: string }
    out: { prefixes: string[]; objects: { uri: string; size: number; modified: number }[] }
  }
  ReadObject: { in: { uri: string; limit?: number }; out: { text: string; size: number; truncated: boolean } }
}

/** Name of each call → what it takes and gives. */
export interface WorkspaceCalls
  extends MachineCalls,
    PipelineCalls,
    VersionCalls,
    RunCalls,
    LogCalls,
    ConnectionCalls,
    RehearsalCalls {}

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
