import { createStore } from 'zustand/vanilla'
import { type Limits, limitsWith, serviceLimits } from '../../core/catalog/limits.ts'

/** The limits that definitions are judged by: those of the service until the settings of the server are known. */
export const limitsInForce = createStore<Limits>()(() => serviceLimits)

/** Takes the limits from the settings; nothing happens where they say the same as before. */
export function followLimits(own: Parameters<typeof limitsWith>[0]): void {
  const next = limitsWith(own)
  const now = limitsInForce.getState()
  if ((Object.keys(next) as (keyof Limits)[]).some(name => next[name] !== now[name])) limitsInForce.setState(next, true)
}
