/** A way from this machine to an account of AWS. What opens it never leaves the server. */
export interface Connection {
  readonly id: string
  readonly title: string
  /** Where its credentials come from. */
  readonly about: string
  readonly region?: string
}

/** A connection with the region asked, and another address than that of AWS where there is one. */
export interface ConnectionChoice {
  readonly id: string
  readonly region: string
  readonly endpoint?: string | undefined
}

/** A pipeline as the service behind a connection describes it. */
export interface RemotePipeline {
  readonly id: string
  readonly name: string
  readonly description?: string
  readonly state?: string
  readonly tags: readonly Tag[]
}

export interface Tag {
  readonly key: string
  readonly value: string
}

/** One of the things that an account has, as a field of a definition names it. */
export interface AccountName {
  readonly name: string
  /** What people call it, where its name is an id or an address. */
  readonly title?: string
  /** What tells it from others, in a few words: an engine, a state, the id of a network. */
  readonly about?: string
}

/** What a connection lists of one kind, in the order of their names. */
export interface AccountNames {
  /** The IAM action that listing takes, such as `dynamodb:ListTables`. */
  readonly action: string
  readonly names: readonly AccountName[]
  /** Listing ended here, though the account has more. */
  readonly mostListed?: number
}

/** An attempt of an activity as the service behind a connection tells it. Times are UTC milliseconds. */
export interface RemoteAttempt {
  readonly id: string
  readonly componentId: string
  readonly number: number
  readonly type: string
  /** In the service's words. */
  readonly status: string
  readonly scheduledStart: number
  readonly actualStart?: number
  readonly actualEnd?: number
  readonly errorMessage?: string
  /** It ran a command, which can be saved as a script. */
  readonly hasCommand: boolean
}

/** The newest attempts, newest first. */
export interface RemoteAttempts {
  readonly attempts: readonly RemoteAttempt[]
  /** How many there are of all that were read. */
  readonly total: number
  /** Reading ended here, though the account has more. */
  readonly mostRead?: number
}

/** What a replay of such an attempt would be made of. */
export interface RemoteReplay {
  /** The activity and what it refers to, as the service evaluated them; what it keeps secret is masked. */
  readonly objects: readonly {
    readonly id: string
    readonly type: string
    readonly fields: readonly { readonly key: string; readonly stringValue?: string; readonly refValue?: string }[]
  }[]
  /** Ids of secrets that the account does not tell; a replay needs a value of each. */
  readonly untold: readonly string[]
  /** What differs from the original, a sentence each. */
  readonly notes: readonly string[]
}
