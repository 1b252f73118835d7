import type { Point } from '../../core/graph/layout.ts'
import { offeredActions } from '../state/actions.ts'
import { useSession, useView } from '../state/session.ts'
import { keysOf } from '../ui/chord.ts'
import { pasteNow } from './copying.ts'
import { cut } from './deeds.ts'
import { Menu, type MenuItem } from './menu.tsx'

interface CanvasMenuProps {
  readonly at: Point
  readonly target: { readonly node?: string; readonly line?: string }
  /** A free spot for what is pasted. */
  readonly spot: () => Point
  readonly close: () => void
}

/** What can be done with what was right-clicked. */
export function CanvasMenu({ at, target, spot, close }: CanvasMenuProps) {
  const session = useSession()
  const selected = useView(now => now.selected)
  const { line, node } = target
  if (line !== undefined)
    return (
      <Menu
        at={at}
        close={close}
        items={[{ label: 'Disconnect', keys: itemOf('delete').keys ?? '', run: () => cut(session, line) }]}
      />
    )
  if (node === undefined)
    return (
      <Menu
        at={at}
        close={close}
        items={[
          { ...itemOf('paste'), run: () => void pasteNow(session, spot()) },
          itemOf('select-all'),
          'line',
          itemOf('tidy'),
        ]}
      />
    )
  const many = selected.length > 1
  const items: (MenuItem | 'line')[] = [
    ...(many
      ? []
      : [itemOf('edit'), itemOf('rename'), itemOf('connect'), itemOf('disconnect'), itemOf('follow'), 'line' as const]),
    itemOf('copy'),
    itemOf('duplicate'),
    { ...itemOf('delete'), ...(many && { label: `Delete ${selected.length} objects` }) },
    'line',
    itemOf('select-before'),
    itemOf('select-after'),
    'line',
    itemOf('in-source'),
    itemOf('unpin'),
  ]
  return <Menu at={at} title={many ? `${selected.length} objects` : node} close={close} items={items} />
}

/** An action as an item of a menu, with its keys. */
function itemOf(id: string): MenuItem {
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
