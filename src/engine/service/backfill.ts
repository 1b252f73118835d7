import type { Roster } from '../roster.ts'
import { nextOf } from '../scheduler.ts'

/**
 * Objects that cascade failures and have several intervals to make up for, were they activated `now`: one failure
 * takes all of them down. Source: developer guide, cascading failures; the words in quotes are the service's.
 */
export function backfillWarnings(
  roster: Roster,
  now: number,
): readonly { readonly id: string; readonly warning: string }[] {
  return [...roster.components.values()].flatMap(component => {
    if (!component.policy.cascade) return []
    const first = nextOf(component, undefined)
    const second = first && nextOf(component, first.span.start + 1)
    if (!second || second.at > now) return []
    const warning = `BACKFILL: ${component.id} has 'failureAndRerunMode' field set to 'cascade' and its schedule began in the past, so that one failure while it catches up fails what follows as well.`
    return [{ id: component.id, warning }]
  })
}
