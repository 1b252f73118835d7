/** Drafts and the versions that the local history keeps of them. Times are UTC milliseconds. */

/** The text of a definition as its author left it, with the places of cards moved by hand. */
export interface Draft {
  readonly pipelineId: string
  readonly text: string
  readonly pins: Readonly<Record<string, { readonly x: number; readonly y: number }>>
  /** Counts saves; a save with an older revision is refused, so that two tabs never overwrite one another. */
  readonly revision: number
  readonly updatedAt: number
  /** The newest version put to the service that this draft has taken in; a later one came from somebody else. */
  readonly base?: number
}

/** What made a version: an autosave, a way into the studio, a deed of its user, or a call of an AWS client. */
export type VersionCause = 'save' | 'import' | 'example' | 'clone' | 'restore' | 'merge' | 'put' | 'activation'

/** A state of a pipeline's definition that the local history keeps. Autosaves of one sitting are one version. */
export interface SavedVersion {
  readonly pipelineId: string
  /** Counts the versions of a pipeline from 1. */
  readonly number: number
  readonly cause: VersionCause
  /** `this studio`, or how an AWS client calls itself, such as `aws-cli/2.15.1`. */
  readonly by: string
  /** When it began, and when its last save was. */
  readonly at: number
  readonly updatedAt: number
  readonly saves: number
  /** Revision of the draft that it holds; 0 where the draft was not touched. */
  readonly revision: number
  /** Given by a person. */
  readonly name?: string
  /** What changed since the version before, in words without a full stop. */
  readonly says: string
  /** The versions under which the service froze it, oldest first. */
  readonly service: readonly { readonly version: number; readonly source: 'put' | 'activation' | 'run once' }[]
  /** How many runs used it, and the newest of them by their scheduled start. */
  readonly runs: number
  readonly newestRuns: readonly number[]
}

/** The text of a version, whoever keeps it. */
export interface VersionText {
  readonly text: string
  readonly pins: Draft['pins']
  /** The saved version that it is or comes from, and the service's, where there are such. */
  readonly number?: number
  readonly service?: number
  readonly at: number
}

/** Limits of the local history, by name. */
export interface HistorySettings {
  /** Longest pause between two autosaves of one version, and the longest time one goes on, in milliseconds. */
  readonly restInSitting: number
  readonly longestSitting: number
  /** Versions kept of a pipeline. Beyond it the oldest autosaves go that have no name and that no run used. */
  readonly mostVersions: number
  /** Runs that are looked through for the versions that they used, newest first. */
  readonly mostRuns: number
}

/** What is asked about drafts and versions. */
export interface VersionCalls {
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
}
