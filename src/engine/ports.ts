import type { Draft } from '../api/versions.ts'
import type { Notice } from '../api/workspace.ts'
import type { Definition, Field } from '../core/definition/model.ts'
import type { Status } from '../core/runs/instance.ts'
import type { Attempt, Instance } from './instance.ts'

/** What the engine is handed: time, a store, an object store, and hands that do things on the machine. */

/** Time in UTC milliseconds since 1970, of the engine's own clock (which may run faster than the wall's). */
export interface Clock {
  now(): number
  /** Calls back once the clock reaches `time`; returns a way to take that back. */
  at(time: number, wake: () => void): () => void
  /** Calls back so many milliseconds later, however the clock is set meanwhile; returns a way to take that back. */
  after(ms: number, wake: () => void): () => void
  /** Is told by how many milliseconds the clock was set, back if negative. Not by one that nobody sets. */
  onSet?(heard: (by: number) => void): void
}

export interface StoredObject {
  readonly uri: string
  readonly size: number
  readonly modified: number
}

/** The S3-compatible store, in process. Addresses are `s3://bucket/key`. */
export interface ObjectStore {
  head(uri: string): Promise<StoredObject | undefined>
  /**
   * The bytes (of `range`: from `start` up to but without `end`), or undefined where there is no such object. Each piece
   * is its reader's own.
   */
  get(
    uri: string,
    range?: { readonly start: number; readonly end?: number },
  ): Promise<ReadableStream<Uint8Array> | undefined>
  /**
   * The bytes that a gzip object holds, of all its parts one after the other; undefined where there is no such object.
   * Taking them fails where it is not gzip.
   */
  unpacked(uri: string): Promise<AsyncIterable<Uint8Array> | undefined>
  /** Writes whole or not at all; makes the bucket if it is missing. */
  put(uri: string, body: Uint8Array | string | ReadableStream<Uint8Array>, contentType?: string): Promise<void>
  remove(uri: string): Promise<void>
  /** Objects whose address begins with `prefix`, in the order of their keys. */
  list(prefix: string): AsyncIterable<StoredObject>
}

export interface CommandRequest {
  /** A script for `bash`, run as `bash FILE args…`; as bytes a file that is run as itself, by its own first line. */
  readonly script: string | Uint8Array
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
  readonly stdout: string
  readonly stderr: string
}

export interface CommandResult {
  /** Exit code, or 128 + the signal's number. */
  readonly exitCode: number
  readonly signal?: string
}

/** A folder of an attempt's own, its log, and what may be done there. Gone when the attempt is over. */
export interface Hands {
  readonly clock: Clock
  readonly storage: ObjectStore
  /** Working directory of the attempt, empty at its start. */
  readonly workDir: string
  /** Makes a folder of the attempt's own outside the working directory, such as for staging, and gives its path. */
  folder(name: string): Promise<string>
  /** Appends a line to the activity log. */
  log(level: 'INFO' | 'WARN' | 'ERROR', message: string): void
  /** Runs in a process group of its own; aborting `signal` ends the whole group. */
  command(request: Omit<CommandRequest, 'stdout' | 'stderr' | 'cwd'>, signal: AbortSignal): Promise<CommandResult>
  /** Last bytes of what the command wrote to stderr, as text. */
  stderrTail(bytes: number): Promise<string>
  /** A session on the database that a Database object (evaluated fields) stands for. */
  database(fields: readonly Field[], databaseId: string): Promise<SqlSession>
  /** Copies a store's prefix into a folder and back. Returns the number of objects. */
  download(uri: string, folder: string, signal: AbortSignal): Promise<number>
  upload(folder: string, uri: string, signal: AbortSignal): Promise<number>
  readText(path: string): Promise<string>
  /** Raises an alarm: the notification centre, and an SNS endpoint where one is set. */
  notify(notice: { kind: 'alarm' | 'terminate'; subject: string; message: string; topicArn?: string }): Promise<void>
  /** Whether a program is on the path. */
  has(program: string): Promise<boolean>
}

/** How a database wants names and texts to be quoted. */
export type SqlDialect = 'postgresql' | 'mysql'

export interface SqlSession {
  /** What it is, for the log: `PGlite`, `PostgreSQL 15 at host`. */
  readonly kind: string
  readonly dialect: SqlDialect
  /**
   * Runs one or several statements; gives the rows of the last. With `args` one statement, a `?` for each. Fails with an
   * Error whose `position` is the character of the text, from 1, at which the database sees what is wrong.
   */
  query(
    sql: string,
    args?: readonly unknown[],
  ): Promise<{ columns: readonly string[]; rows: readonly (readonly unknown[])[]; affected: number }>
  /** Runs a query whose rows come as they are taken, however many they are. Ask nothing else until they are. */
  read(sql: string): Promise<{
    columns: readonly string[]
    rows: Iterable<readonly unknown[]> | AsyncIterable<readonly unknown[]>
  }>
  close(): Promise<void>
}

/** An object with every expression evaluated and inheritance applied. */
export interface EvaluatedObject {
  readonly id: string
  readonly type: string
  readonly fields: readonly Field[]
}

/** One try of one instance: all that an executor needs to know. */
export interface Work {
  readonly pipelineId: string
  readonly instanceId: string
  readonly attemptId: string
  readonly attempt: number
  readonly scheduledStart: number
  readonly scheduledEnd: number
  readonly object: EvaluatedObject
  /** Objects it refers to (data nodes, database, data formats, `node` of a precondition), evaluated, by id. */
  readonly objects: ReadonlyMap<string, EvaluatedObject>
}

export type Outcome =
  | { readonly status: 'FINISHED'; readonly rehearsed?: string }
  /** Only of preconditions: evaluated, and not true yet. */
  | { readonly status: 'FALSE'; readonly errorMessage?: string; readonly rehearsed?: string }
  | {
      readonly status: 'FAILED'
      readonly errorId: string
      readonly errorMessage: string
      readonly errorStackTrace?: string
      readonly rehearsed?: string
    }

/**
 * Does the work of some types. Never throws for what the work does wrong (that is an Outcome), stops soon after
 * `signal` is aborted, and may be started again with the same attempt after a crash.
 */
export interface Executor {
  readonly name: string
  readonly types: readonly string[]
  run(work: Work, hands: Hands, signal: AbortSignal): Promise<Outcome>
}

/** Hands that belong to one attempt, until they are closed. */
export interface OpenHands extends Hands {
  /**
   * Packs the logs into the store under `logUri`, empties the working directory and gives the address of the logs,
   * `s3://…/<attemptId>/`. Safe to call again after a crash.
   */
  close(
    outcome: Outcome | { readonly status: 'CANCELED'; readonly reason?: string },
  ): Promise<{ readonly logLocation?: string }>
}

/** Opens hands for attempts and clears up after an earlier process that was killed. */
export interface HandsFactory {
  /** `logUri` is the evaluated `pipelineLogUri`; without one logs are kept beside the database only. */
  open(work: Work, logUri: string | undefined): Promise<OpenHands>
  /** Ends every process that an earlier server process started for these attempts and left behind. */
  sweep(attemptIds: readonly string[]): Promise<void>
}

/** A pipeline as the engine keeps it. Times are UTC milliseconds since 1970. */
export interface PipelineRecord {
  readonly id: string
  readonly name: string
  readonly uniqueId: string
  readonly description?: string
  readonly tags: readonly { readonly key: string; readonly value: string }[]
  readonly createdAt: number
  readonly state: Status
  /** Version that was put last, and the one that runs. */
  readonly latest?: number
  readonly active?: number
  /** Highest version number given so far; run-once versions count too. */
  readonly versions: number
  /** The definition put last has errors, which blocks activation. */
  readonly errored: boolean
  readonly firstActivation?: number
  readonly lastActivated?: number
  readonly lastDeactivated?: number
  readonly finishedAt?: number
  /** Of each component, the least scheduled start of an instance that is still to be made. */
  readonly cursors: Readonly<Record<string, number>>
  /** Components held by PAUSE. */
  readonly paused: readonly string[]
}

/** What a component's instances add up to. Times are UTC milliseconds since 1970. */
export interface ComponentStats {
  readonly componentId: string
  /** Newest scheduled start of an instance, and of one that is FINISHED. */
  readonly latestRun: number
  readonly latestCompleted?: number
  /** The instance that was over last, and how. */
  readonly last?: { readonly instanceId: string; readonly status: Status; readonly at: number }
  /** Ids of instances that are not over. */
  readonly active: readonly string[]
}

/** A definition as a put, an activation or a run once froze it. */
export interface VersionRecord {
  readonly pipelineId: string
  readonly version: number
  readonly createdAt: number
  readonly source: 'put' | 'activation' | 'run once'
  readonly definition: Definition
}

/** An action that was asked for and is not known to be done. */
export interface Outstanding {
  /** `<instanceId>|<cause>|<action id>`, so that asking twice is asking once. */
  readonly id: string
  readonly pipelineId: string
  readonly instanceId: string
  readonly cause: 'success' | 'fail' | 'late'
  readonly action: string
}

/** All that one turn of the loop decided. Kept whole or not at all. */
export interface Changes {
  readonly pipelines: ReadonlyMap<string, PipelineRecord>
  readonly versions: readonly VersionRecord[]
  /** Each instance once, and each attempt. */
  readonly instances: ReadonlyMap<unknown, Instance>
  readonly attempts: ReadonlyMap<
    unknown,
    { readonly pipelineId: string; readonly instanceId: string; readonly attempt: Attempt }
  >
  readonly asked: readonly Outstanding[]
  readonly done: readonly string[]
  readonly notices: readonly Omit<Notice, 'id'>[]
  /** Pipelines that are erased with all that belongs to them. */
  readonly erased: readonly string[]
  /** Instances that are taken back as if they had never been made. */
  readonly dropped: readonly { readonly pipelineId: string; readonly id: string }[]
}

/** Which instances of a pipeline; all conditions must hold. Bounds include both ends. */
export interface InstanceFilter {
  readonly statuses?: readonly Status[]
  readonly componentIds?: readonly string[]
  readonly scheduledFrom?: number
  readonly scheduledTo?: number
  readonly startedFrom?: number
  readonly startedTo?: number
}

/** What the engine remembers. Answers at once; fails only when the disk does. */
export interface RunStore {
  /** In the order of their creation. */
  pipelines(): readonly PipelineRecord[]
  pipeline(id: string): PipelineRecord | undefined
  /** Whether a pipeline of this id once was and is erased. */
  wasErased(id: string): boolean
  version(pipelineId: string, version: number): VersionRecord | undefined
  instance(pipelineId: string, id: string): Instance | undefined
  /** No instance of the component has a later scheduled start; -Infinity where it has none. */
  latestStart(pipelineId: string, componentId: string): number
  /** Instances that are not over, of all pipelines. */
  live(): Iterable<Instance>
  /** Instances that need this one or run on it. */
  dependents(pipelineId: string, id: string): readonly Instance[]
  /** By scheduled start, then id. */
  instances(pipelineId: string, filter?: InstanceFilter): Iterable<Instance>
  stats(pipelineId: string): readonly ComponentStats[]
  /** By number. */
  attempts(pipelineId: string, instanceId: string): readonly Attempt[]
  /** Each attempt with its instance's id, by scheduled start of the instance, then id. */
  allAttempts(pipelineId: string): Iterable<{ readonly instanceId: string; readonly attempt: Attempt }>
  outstanding(): readonly Outstanding[]
  save(changes: Changes): void
  draft(pipelineId: string): Draft | undefined
  /** Keeps it and gives it back with its new revision, or undefined when another was kept since `revision`. */
  keepDraft(draft: Draft): Draft | undefined
  /** Newest first. */
  notices(pipelineId: string | undefined, limit: number): readonly Notice[]
  addNotice(notice: Omit<Notice, 'id'>): Notice
}
