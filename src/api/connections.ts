import type { AccountKind } from '../core/catalog/schema.ts'
import type { Status } from '../core/runs/instance.ts'
/** A way from this machine to an account of AWS. What opens it never leaves the server. */
export interface Connection {
  readonly id: string
  readonly title: string
  /** Where its credentials come from. */
  readonly about: string
  readonly region?: string
  /** Another address than that of AWS, where its profile names one. */
  readonly endpoint?: string
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

/** What is asked about accounts of AWS. */
export interface ConnectionCalls {
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
}
