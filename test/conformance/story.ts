import type { EngineSettings } from '../../src/engine/settings.ts'
import type { Play } from '../engine/toy.ts'
import type { ChoiceName } from './choices.ts'
import type { Stage } from './stage.ts'

/** One sentence of the reference, and a story that it must come true in. */
export interface Case extends Facts {
  readonly title: string
  readonly tell: (stage: Stage) => Promise<void>
}

export interface Facts {
  /** Section, place and tag of the sentence in the behaviour reference: `§5 retryDelay [L]`. */
  readonly from: string
  /** Where the sources are silent: what we chose, by the name it has in `choices.ts`. */
  readonly ours?: ChoiceName
  /** Hours pass in it, or the moment is known beforehand: it needs a clock that the test moves. */
  readonly clock?: true
  /** Sends what no SDK would send, so that it is told over the wire only. */
  readonly bare?: true
  /** Alarms are read where they were published, which no operation can do. */
  readonly alarms?: true
  /** What machines do with the tasks on them, by component id and number of the attempt; all goes well otherwise. */
  readonly machines?: (componentId: string, attempt: number) => Play
  /** Settings of the engine that the story is about. */
  readonly settings?: Partial<EngineSettings>
}

export interface Section {
  readonly title: string
  readonly cases: readonly Case[]
}

export const section = (title: string, cases: readonly Case[]): Section => ({ title, cases })

export const story = (title: string, facts: Facts, tell: Case['tell']): Case => ({ title, ...facts, tell })
