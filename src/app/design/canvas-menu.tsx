import type { Point } from '../../core/graph/layout.ts'
import { useDerived, useSession, useView } from '../state/session.ts'
import { reveal, select } from '../state/view.ts'
import { copyNow, pasteNow } from './copying.ts'
import { cut, duplicate, remove, selectAround, unpin } from './deeds.ts'
import { Menu, type MenuItem } from './menu.tsx'

interface CanvasMenuProps {
  readonly at: Point
  readonly target: { readonly node?: string; readonly line?: string }
  readonly places: ReadonlyMap<string, Point>
  /** A free spot for what is pasted. */
  readonly spot: () => Point
  readonly close: () => void
}

/** What can be done with what was right-clicked. */
export function CanvasMenu({ at, target, places, spot, close }: CanvasMenuProps) {
  const session = useSession()
  const selected = useView(now => now.selected)
  const { definition } = useDerived()
  const { line, node } = target
  if (line !== undefined)
    return <Menu at={at} close={close} items={[{ label: 'Disconnect', keys: 'Del', run: () => cut(session, line) }]} />
  if (node === undefined)
    return (
      <Menu
        at={at}
        close={close}
        items={[
          { label: 'Paste', keys: 'Ctrl V', run: () => void pasteNow(session, spot()) },
          {
            label: 'Select all',
            keys: 'Ctrl A',
            run: () =>
              select(
                session.view,
                definition.objects.map(object => object.id),
              ),
          },
          'line',
          { label: 'Tidy the layout', about: 'Forgets where cards were moved by hand', run: () => unpin(session) },
        ]}
      />
    )
  const many = selected.length > 1
  const items: (MenuItem | 'line')[] = [
    { label: 'Copy', keys: 'Ctrl C', run: () => void copyNow(session, selected) },
    { label: 'Duplicate', keys: 'Ctrl D', run: () => duplicate(session, selected, places) },
    { label: many ? `Delete ${selected.length} objects` : 'Delete', keys: 'Del', run: () => remove(session, selected) },
    'line',
    {
      label: 'Select all before it',
      about: 'What it waits for or reads',
      run: () => selectAround(session, selected, 'up'),
    },
    { label: 'Select all after it', about: 'What waits for it', run: () => selectAround(session, selected, 'down') },
    'line',
    {
      label: 'Show in the source',
      run: () => {
        session.view.setState({ source: true })
        reveal(session.view, { object: node }, 'canvas')
      },
    },
    { label: 'Let the layout place it', run: () => unpin(session, selected) },
  ]
  return <Menu at={at} title={many ? `${selected.length} objects` : node} close={close} items={items} />
}
