import type { EngineTrouble } from '../api/workspace.ts'
import type { Clock } from './ports.ts'

/** What of the engine may not be writable for a while. */
export type Written = 'decisions' | 'folders'

/** Why nothing new is started at present. */
export interface Hindrances {
  /** Something cannot be written at present; without an error, it can again. Told once, not at every try. */
  about(what: Written, error?: unknown): void
  first(): EngineTrouble | undefined
}

export function createHindrances(clock: Clock, trouble: (what: string, error: unknown) => void): Hindrances {
  const all = new Map<Written, EngineTrouble>()
  return {
    about(what, error) {
      const known = all.get(what)
      const why = error instanceof Error ? error.message : String(error)
      if (error === undefined ? !known : known?.why === why) return
      if (error === undefined) {
        all.delete(what)
        trouble(`The engine's ${what} can be written again, and all goes on.`, undefined)
      } else {
        all.set(what, { why, since: known?.since ?? clock.now() })
        trouble(`Nothing new is started: the engine's ${what} cannot be written. It is tried again.`, error)
      }
    },
    first: () => all.values().next().value,
  }
}
