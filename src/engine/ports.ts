import type { Field } from '../core/definition/model.ts'
import type { AttemptRow, InstanceRow } from '../core/runs/instance.ts'

/** What the engine is handed: time, a store, an object store, and hands that do things on the machine. */

/** Time in UTC milliseconds since 1970, of the engine's own clock (which may run faster than the wall's). */
export interface Clock {
  now(): number
  /** Calls back once the clock reaches `time`; returns a way to take that back. */
  at(time: number, wake: () => void): () => void
}

export interface StoredObject {
  readonly uri: string
  readonly size: number
  readonly modified: number
}

/** The S3-compatible store, in process. Addresses are `s3://bucket/key`. */
export interface ObjectStore {
  head(uri: string): Promise<StoredObject | undefined>
  /** The bytes (of `range`: from `start` up to but without `end`), or undefined where there is no such object. */
  get(
    uri: string,
    range?: { readonly start: number; readonly end?: number },
  ): Promise<ReadableStream<Uint8Array> | undefined>
  /** Writes whole or not at all; makes the bucket if it is missing. */
  put(uri: string, body: Uint8Array | string | ReadableStream<Uint8Array>, contentType?: string): Promise<void>
  remove(uri: string): Promise<void>
  /** Objects whose address begins with `prefix`, in the order of their keys. */
  list(prefix: string): AsyncIterable<StoredObject>
}

export interface CommandRequest {
  /** A script for `bash`, run as `bash FILE args…`. */
  readonly script: string
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

export interface SqlSession {
  /** What it is, for the log: `PGlite`, `PostgreSQL 15 at host`. */
  readonly kind: string
  /** Runs one or several statements; gives the rows of the last. */
  query(
    sql: string,
    args?: readonly unknown[],
  ): Promise<{ columns: readonly string[]; rows: readonly (readonly unknown[])[]; affected: number }>
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

export type { AttemptRow, InstanceRow }

/** Hands that belong to one attempt, until they are closed. */
export interface OpenHands extends Hands {
  /**
   * Packs the logs into the store under `logUri`, empties the working directory and gives the address of the logs,
   * `s3://…/<attemptId>/`. Safe to call again after a crash.
   */
  close(outcome: Outcome | { readonly status: 'CANCELED' }): Promise<{ readonly logLocation?: string }>
}

/** Opens hands for attempts and clears up after an earlier process that was killed. */
export interface HandsFactory {
  /** `logUri` is the evaluated `pipelineLogUri`; without one logs are kept beside the database only. */
  open(work: Work, logUri: string | undefined): Promise<OpenHands>
  /** Ends every process that an earlier server process started for these attempts and left behind. */
  sweep(attemptIds: readonly string[]): Promise<void>
}
