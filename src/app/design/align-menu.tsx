import { useView } from '../state/session.ts'
import { itemOf } from './action-items.ts'
import type { MenuItem } from './menu.tsx'
import { MenuButton } from './menu-button.tsx'
import { lineUpIds } from './sight-actions.ts'

/** All ways to line up what is selected, for a menu. */
export const lineUpItems = (): readonly (MenuItem | 'line')[] =>
  lineUpIds.map(id => (id === 'line' ? 'line' : itemOf(id)))

export function AlignMenu() {
  const count = useView(now => now.selected.length)
  return (
    <MenuButton
      label="Align"
      title={count < 2 ? 'Line up cards: select two or more' : `Line up ${count} cards`}
      items={lineUpItems}
    />
  )
}
