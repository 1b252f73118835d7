import { foldableCards, spokenCard } from '../../core/graph/arrange.ts'
import type { Point } from '../../core/graph/layout.ts'
import { graphOf } from '../state/derived.ts'
import { useDerived, useSession, useView } from '../state/session.ts'
import { itemOf } from './action-items.ts'
import { lineUpItems } from './align-menu.tsx'
import { pasteNow } from './copying.ts'
import { cut } from './deeds.ts'
import { Menu, type MenuItem } from './menu.tsx'
import { toggleCollapsed } from './sights.ts'

interface CanvasMenuProps {
  readonly at: Point
  readonly target: { readonly node?: string; readonly line?: string }
  /** The key of the container that was right-clicked, when it is collapsed. */
  readonly box: string | undefined
  /** A free spot for what is pasted. */
  readonly spot: () => Point
  readonly close: () => void
}

/** What can be done with what was right-clicked. */
export function CanvasMenu({ at, target, box, spot, close }: CanvasMenuProps) {
  const session = useSession()
  const focused = useView(now => now.focus !== undefined)
  const { definition } = useDerived()
  const { line, node } = target
  if (line !== undefined) {
    const written = graphOf(definition).edges.some(edge => edge.id === line)
    const keys = itemOf('delete').keys
    const item: MenuItem = {
      label: 'Disconnect',
      ...(written && keys !== undefined && { keys }),
      ...(!written && { about: 'Inherited, or of several cards: change it where it is written' }),
      disabled: !written,
      run: () => cut(session, line),
    }
    return <Menu at={at} close={close} items={[item]} />
  }
  if (node !== undefined) return <CardMenu at={at} node={node} box={box} close={close} />
  return (
    <Menu
      at={at}
      close={close}
      items={[
        { ...itemOf('paste'), run: () => void pasteNow(session, spot()) },
        itemOf('select-all'),
        'line',
        ...(focused ? [itemOf('focus/end')] : []),
        itemOf('tidy'),
      ]}
    />
  )
}

type CardMenuProps = Pick<CanvasMenuProps, 'at' | 'box' | 'close'> & { readonly node: string }

function CardMenu({ at, node, box, close }: CardMenuProps) {
  const session = useSession()
  const count = useView(now => now.selected.length)
  const focused = useView(now => now.focus !== undefined)
  const collapsed = useView(now => now.collapsed)
  const { definition } = useDerived()
  const graph = graphOf(definition)
  const many = count > 1
  const hanging = foldableCards(graph).get(node)?.length ?? 0
  const card = graph.cards.find(one => one.id === node)
  const first: readonly MenuItem[] =
    box !== undefined
      ? [{ label: 'Expand', about: 'Shows the cards in it', run: () => toggleCollapsed(session, box) }]
      : many
        ? []
        : ['edit', 'rename', 'connect', 'disconnect', 'follow'].map(brief)
  const items: (MenuItem | 'line')[] = [
    ...first,
    ...(first.length > 0 ? ['line' as const] : []),
    brief('copy'),
    brief('duplicate'),
    { ...brief('delete'), ...(many && { label: `Delete ${count} objects` }) },
    'line',
    ...[
      ['up', many ? 'Only what these depend on' : 'Only what this depends on'],
      ['down', many ? 'What depends on these' : 'What depends on this'],
      ['both', 'Both ways'],
    ].map(([way, label = '']) => ({ label, run: itemOf(`focus/${way}`).run ?? close })),
    ...(focused ? [itemOf('focus/end')] : []),
    'line',
    ...(many || !(card?.family === 'activity' || card?.family === 'dataNode')
      ? []
      : [{ label: 'Run', more: ['run/only', 'run/until', 'run/from'].map(itemOf) }]),
    { label: 'Select', more: ['select-before', 'select-after', 'select-alike'].map(itemOf) },
    ...(many ? [{ label: 'Line up', more: lineUpItems() }] : []),
    ...(hanging > 0 ? [foldItem(hanging, collapsed.has(node), () => toggleCollapsed(session, node))] : []),
    brief('unpin'),
  ]
  if (card)
    items.push(
      'line',
      { ...brief('note'), label: card.note === undefined ? 'Add a note…' : 'Edit the note…' },
      brief('in-source'),
    )
  return <Menu at={at} title={many ? `${count} objects` : spokenCard(node)} close={close} items={items} />
}

/** Without the half sentence that the palette has: the menu of a card is long enough. */
function brief(id: string): MenuItem {
  const { about: _, ...item } = itemOf(id)
  return item
}

const foldItem = (count: number, folded: boolean, run: () => void): MenuItem => ({
  label: folded ? 'Unfold what hangs on it' : 'Fold what hangs on it',
  about: `${count} ${count === 1 ? 'object' : 'objects'} that only it uses`,
  run,
})
