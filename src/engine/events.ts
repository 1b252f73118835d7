import type { Field } from '../core/definition/model.ts'
import type { Status } from '../core/runs/instance.ts'
import type { Instance } from './instance.ts'
import type { Outcome } from './ports.ts'

/** What can happen to an instance. `at` is the engine's time, UTC milliseconds since 1970. */
export type RunEvent = { readonly at: number } & Happening

export type Happening =
  /** It was made. `unmet` of its needs are not FINISHED yet; `failed` is one that never will be. */
  | { readonly type: 'made'; readonly unmet: readonly string[]; readonly failed?: string }
  /** Time went by. */
  | { readonly type: 'tick' }
  /** The clock was set by so many milliseconds, back if negative. */
  | { readonly type: 'clockSet'; readonly by: number }
  | { readonly type: 'needSettled'; readonly id: string; readonly status: Status }
  | { readonly type: 'needReset'; readonly id: string }
  | { readonly type: 'resourceUp'; readonly id: string }
  /** `again`: it will be tried again. */
  | { readonly type: 'resourceLost'; readonly id: string; readonly again: boolean; readonly why: string }
  | { readonly type: 'started'; readonly attempt: number; readonly hostname: string }
  | { readonly type: 'handedOut'; readonly taskId: string; readonly hostname?: string }
  | { readonly type: 'progressed'; readonly fields: readonly Field[] }
  | { readonly type: 'ended'; readonly attempt: number; readonly outcome: Outcome; readonly logLocation?: string }
  | { readonly type: 'cancel'; readonly reason: string }
  | {
      readonly type: 'rerun'
      readonly unmet: readonly string[]
      readonly failed?: string
      /** Something that it depends on has failed, or is being rerun. */
      readonly upset?: boolean
      /** Of a resource: whom it will serve. */
      readonly serves?: readonly string[]
      /** Its component is paused. */
      readonly held?: boolean
      /** Reruns nothing that depends on it. */
      readonly alone?: boolean
      /** Not asked for by itself: it failed with what is rerun. */
      readonly cascaded?: boolean
    }
  | { readonly type: 'markFinished' }
  | { readonly type: 'hold' }
  | { readonly type: 'unhold' }
  | { readonly type: 'wanted'; readonly by: string }
  /** Someone will want it again later. */
  | { readonly type: 'expected'; readonly by: string }
  | { readonly type: 'servedSettled'; readonly id: string; readonly failed: boolean }
  | { readonly type: 'closed'; readonly attempt: number }
  /** A machine that was up is gone, such as a spot instance that was taken away. */
  | { readonly type: 'interrupted'; readonly attempt: number; readonly why: string }

/** What the world shall do about it; asked for only after instance and effects are saved together. */
export type Effect =
  /** Start the attempt here as soon as this machine has a free slot. */
  | { readonly do: 'start'; readonly attempt: number }
  /** Let executors work on it; asked for again after a crash. */
  | { readonly do: 'run'; readonly attempt: number }
  | { readonly do: 'stop'; readonly attempt: number }
  /** Give a resource back. */
  | { readonly do: 'release'; readonly attempt: number }
  /** A worker may have it. */
  | { readonly do: 'offer'; readonly workerGroup: string }
  | { readonly do: 'tell'; readonly to: readonly string[] | 'dependents'; readonly what: Happening }
  /** Rerun these, or dependents that failed with it, or all that a resource serves. */
  | { readonly do: 'rerun'; readonly who: readonly string[] | 'cascaded' | 'served' }
  | { readonly do: 'act'; readonly cause: 'success' | 'fail' | 'late'; readonly actions: readonly string[] }

export type Step = readonly [instance: Instance, effects: readonly Effect[]]
