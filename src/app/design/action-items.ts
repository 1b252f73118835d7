import { offeredActions } from '../state/actions.ts'
import { keysOf } from '../ui/chord.ts'
import type { MenuItem } from './menu.tsx'

/** An action as an item of a menu, with its keys. */
export function itemOf(id: string): MenuItem {
  const action = offeredActions().find(one => one.id === id)
  if (!action) throw new Error(`Nobody offers the action ${id}.`)
  const { label, about, keys, applies, run } = action
  return {
    label,
    ...(about !== undefined && { about }),
    ...(keys?.[0] !== undefined && { keys: keysOf(keys[0]).join(' ') }),
    disabled: applies?.() === false,
    run,
  }
}
