/** What is asked of the logs of attempts. */

export interface LogFile {
  /** `s3://` address it has, or will have once the attempt is over. */
  readonly uri: string
  readonly name: string
  readonly kind: 'stdout' | 'stderr' | 'activity' | 'other'
  /** Bytes, uncompressed where known. */
  readonly size: number
  readonly lines?: number
  readonly live: boolean
}

export interface LogPage {
  readonly uri: string
  /** Number of the first line given, from 0. */
  readonly from: number
  readonly lines: readonly string[]
  readonly totalLines: number
  readonly live: boolean
}

export interface LogHits {
  /** Line numbers from 0, ascending. */
  readonly lines: readonly number[]
  readonly total: number
  /** Set, with the limit's name, when `lines` holds fewer than `total`. */
  readonly limit?: string
}

/** What is asked about logs. */
export interface LogCalls {
  ListLogs: { in: { pipelineId: string; attemptId: string }; out: { logs: LogFile[]; reason?: string } }
  ReadLog: { in: { pipelineId: string; attemptId: string; uri: string; from: number; count: number }; out: LogPage }
  SearchLog: {
    in: { pipelineId: string; attemptId: string; uri: string; text: string; regex?: boolean; caseSensitive?: boolean }
    out: LogHits
  }
}
