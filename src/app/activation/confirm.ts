import type { StudioSettings } from '../../api/settings.ts'
import type { BackfillCost } from '../../core/cost/backfill.ts'

/** Why a backfill must be confirmed before it starts, as the settings want it; undefined where it need not be. */
export function toConfirm(
  cost: Pick<BackfillCost, 'instances' | 'likely'> | undefined,
  { confirmInstances, confirmUsd }: StudioSettings,
): string | undefined {
  if (!cost) return undefined
  if (cost.instances > confirmInstances)
    return `more than ${confirmInstances.toLocaleString('en-US')} ${confirmInstances === 1 ? 'instance' : 'instances'}`
  return cost.likely > confirmUsd ? `more than ${confirmUsd.toLocaleString('en-US')} USD` : undefined
}
