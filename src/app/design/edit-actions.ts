import { pinsOf } from '../../core/graph/pins.ts'
import type { Action } from '../state/actions.ts'
import { focusOn, reveal } from '../state/view.ts'
import { copyNow, pasteNow } from './copying.ts'
import { cut, duplicate, remove, unpin } from './deeds.ts'
import { atHand, type Hands, oneAtHand } from './hands.ts'

/** What is done to cards: written, joined, copied, taken away. */
export function editActions(hands: Hands): readonly Action[] {
  const { session, places } = hands
  const many = (): boolean => atHand(hands).length > 0
  const one = (): boolean => oneAtHand(hands) !== undefined
  const withOne = (work: (id: string) => void) => () => {
    const id = oneAtHand(hands)
    if (id !== undefined) work(id)
  }
  const graph = { group: 'Graph', reach: 'graph' } as const
  return [
    {
      ...graph,
      id: 'edit',
      label: 'Edit its fields',
      about: 'Escape comes back to the card',
      keys: ['Enter'],
      applies: one,
      run: withOne(id => focusOn(session.view, id, 'form')),
    },
    {
      ...graph,
      id: 'rename',
      label: 'Rename',
      keys: ['F2'],
      applies: one,
      run: withOne(id => focusOn(session.view, id, 'name')),
    },
    {
      ...graph,
      id: 'id',
      label: 'Change its id',
      about: 'What refers to it follows',
      keys: ['Shift F2'],
      applies: one,
      run: withOne(id => focusOn(session.view, id, 'id')),
    },
    {
      ...graph,
      id: 'connect',
      label: 'Connect to…',
      about: 'Any object that fits, or a new one',
      keys: ['C', 'L'],
      applies: one,
      run: withOne(id => hands.choose('connect', id)),
    },
    {
      ...graph,
      id: 'disconnect',
      label: 'Disconnect from…',
      keys: ['X'],
      applies: one,
      run: withOne(id => hands.choose('disconnect', id)),
    },
    {
      ...graph,
      id: 'copy',
      label: 'Copy',
      keys: ['Ctrl C'],
      isNative: true,
      applies: many,
      run: () => void copyNow(session, atHand(hands)),
    },
    {
      ...graph,
      id: 'cut',
      label: 'Cut',
      keys: ['Ctrl X'],
      isNative: true,
      applies: many,
      run: () => {
        const ids = atHand(hands)
        void copyNow(session, ids)
        remove(session, ids)
      },
    },
    {
      ...graph,
      id: 'paste',
      label: 'Paste',
      keys: ['Ctrl V'],
      isNative: true,
      run: () => void pasteNow(session, hands.spot()),
    },
    {
      ...graph,
      id: 'duplicate',
      label: 'Duplicate',
      keys: ['Ctrl D'],
      applies: many,
      run: () => duplicate(session, atHand(hands), places()),
    },
    {
      ...graph,
      id: 'delete',
      label: 'Delete',
      about: 'With every reference to it',
      keys: ['Delete', 'Backspace'],
      applies: () => many() || hands.selectedLine() !== undefined,
      run: () => {
        const line = hands.selectedLine()
        if (line === undefined) return remove(session, atHand(hands))
        cut(session, line)
        hands.clearLine()
      },
    },
    {
      ...graph,
      id: 'menu',
      label: 'Open the menu of the card',
      keys: ['Shift F10', 'ContextMenu'],
      keysOnly: true,
      run: () => hands.openMenu(hands.isAtCard() ? hands.cursor() : undefined),
    },
    {
      group: 'Graph',
      id: 'unpin',
      label: 'Let the layout place it',
      applies: many,
      run: () => unpin(session, atHand(hands)),
    },
    {
      group: 'Graph',
      id: 'tidy',
      label: 'Tidy the layout',
      about: 'Forgets where cards were moved by hand',
      applies: () => Object.keys(pinsOf(session.editor.getState().pins, session.view.getState().grouping)).length > 0,
      run: () => unpin(session),
    },
    {
      group: 'Show and hide',
      id: 'in-source',
      label: 'Show it in the source',
      applies: one,
      run: withOne(id => {
        session.view.setState({ source: true })
        reveal(session.view, { object: id }, 'canvas')
      }),
    },
  ]
}
