import { type Limits, limits as service } from '../../core/catalog/limits.ts'
import type { Backfill } from '../../core/runs/backfill.ts'

const day = 86_400_000

/** Why a first activation is refused for its old start; undefined where it is not. */
export function refusalOf({ first }: Backfill, at: number, limits: Limits): string | undefined {
  if (first === undefined || first >= at - limits.backfillDays * day) return undefined
  const back = Math.floor((at - first) / day)
  const allowed = `${limits.backfillDays} ${limits.backfillDays === 1 ? 'day' : 'days'}`
  const limit = limits.backfillDays === service.backfillDays.value ? '' : ', as the settings have it'
  return `The first run lies ${back} ${back === 1 ? 'day' : 'days'} back. A first activation is refused when that is more than ${allowed} (the limit backfillDays${limit}).`
}

/** How long AWS takes at least, since it makes one instance of an object every few minutes. Milliseconds. */
export const leastTime = ({ owed }: Backfill, limits: Limits): number =>
  Math.max(0, ...owed.map(({ count }) => (count - 1) * limits.instanceEveryMinutes * 60_000))
