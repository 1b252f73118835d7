import { foldableCards } from '../../core/graph/arrange.ts'
import type { Way } from '../../core/graph/focus.ts'
import type { Alignment, Distribution } from '../../core/graph/lineup.ts'
import type { Grouping } from '../../core/graph/pins.ts'
import type { Action } from '../state/actions.ts'
import { derive, graphOf } from '../state/derived.ts'
import type { Session } from '../state/session.ts'
import { atHand, type Hands, oneAtHand } from './hands.ts'
import { alignCards, distributeCards } from './moving.ts'
import { savePicture } from './picture-menu.tsx'
import {
  collapseAll,
  endFocus,
  expandAll,
  focusOn,
  groupBy,
  selectAlike,
  showNotes,
  toggleCollapsed,
} from './sights.ts'

/** What one can do to look at the graph: focus, frames, notes, pictures; and to line its cards up. */
export const sightActions = (hands: Hands): readonly Action[] => [
  ...focusing(hands),
  ...lining(hands),
  ...standing(hands),
  ...noting(hands),
  ...picturing(hands.session),
]

function focusing(hands: Hands): readonly Action[] {
  const { session } = hands
  const way = (id: Way, label: string, about: string): Action => ({
    id: `focus/${id}`,
    label,
    about,
    group: 'Show and hide',
    applies: () => atHand(hands).length > 0,
    run: () => focusOn(session, atHand(hands), id),
  })
  return [
    way('up', 'Only what this depends on', 'What comes before, and what that runs on, checks and uses'),
    way('down', 'Only what depends on this', 'What waits for it, reads what it writes, or uses it'),
    way('both', 'Only what this depends on and what depends on it', 'Both ways'),
    {
      id: 'focus/end',
      label: 'Show all cards',
      about: 'Ends the focus',
      group: 'Show and hide',
      applies: () => session.view.getState().focus !== undefined,
      run: () => endFocus(session),
    },
    {
      id: 'select-alike',
      label: 'Select all of this type',
      group: 'Graph',
      applies: () => atHand(hands).length > 0,
      run: () => selectAlike(session, atHand(hands)),
    },
  ]
}

const alignments: readonly (readonly [Alignment, string])[] = [
  ['left', 'Align left'],
  ['centre', 'Align centre'],
  ['right', 'Align right'],
  ['top', 'Align top'],
  ['middle', 'Align middle'],
  ['bottom', 'Align bottom'],
]
const distributions: readonly (readonly [Distribution, string])[] = [
  ['across', 'Distribute across'],
  ['down', 'Distribute down'],
]

/** Ids of the actions that line cards up, as menus show them. */
export const lineUpIds: readonly (string | 'line')[] = [
  ...alignments.map(([how]) => `align/${how}`),
  'line',
  ...distributions.map(([how]) => `distribute/${how}`),
]

const lining = (hands: Hands): readonly Action[] => [
  ...alignments.map(
    ([how, label]): Action => ({
      id: `align/${how}`,
      label,
      group: 'Graph',
      applies: () => atHand(hands).length > 1,
      run: () => alignCards(hands.session, atHand(hands), how),
    }),
  ),
  ...distributions.map(
    ([how, label]): Action => ({
      id: `distribute/${how}`,
      label,
      group: 'Graph',
      applies: () => atHand(hands).length > 2,
      run: () => distributeCards(hands.session, atHand(hands), how),
    }),
  ),
]

function standing(hands: Hands): readonly Action[] {
  const { session } = hands
  const { view } = session
  const group = 'Show and hide'
  const frames = (how: Grouping, label: string): Action => ({
    id: `frames/${how}`,
    label,
    group,
    applies: () => view.getState().grouping !== how,
    run: () => groupBy(session, how),
  })
  const hanging = () => {
    const card = oneAtHand(hands)
    const { document, whole } = session.editor.getState()
    return card !== undefined && foldableCards(graphOf(derive(document, whole).definition)).has(card) ? card : undefined
  }
  return [
    frames('resource', 'Put cards into frames by resource'),
    frames('schedule', 'Put cards into frames by schedule'),
    frames('none', 'Take the frames away'),
    {
      id: 'collapse-all',
      label: 'Collapse all',
      about: 'Frames to one card each; without frames, what only one card uses into that',
      group,
      run: () => collapseAll(session),
    },
    {
      id: 'expand-all',
      label: 'Expand all',
      group,
      applies: () => view.getState().collapsed.size > 0,
      run: () => expandAll(session),
    },
    {
      id: 'fold',
      label: 'Fold or unfold what hangs on it',
      about: 'Objects that only it uses',
      group,
      applies: () => hanging() !== undefined,
      run: () => {
        const card = hanging()
        if (card !== undefined) toggleCollapsed(session, card)
      },
    },
  ]
}

const noting = (hands: Hands): readonly Action[] => [
  {
    id: 'note',
    label: 'Write a note on it…',
    about: 'Its myComment',
    group: 'Graph',
    applies: () => oneAtHand(hands) !== undefined,
    run: () => {
      const id = oneAtHand(hands)
      if (id !== undefined) hands.writeNote(id)
    },
  },
  {
    id: 'notes',
    label: 'Show or hide notes',
    group: 'Show and hide',
    run: () => showNotes(hands.session, !hands.session.view.getState().notes),
  },
]

const picturing = (session: Session): readonly Action[] => [
  {
    id: 'picture/svg',
    label: 'Save the graph as SVG',
    about: 'With the definition in it',
    group: 'Graph',
    run: () => savePicture(session, 'svg', 'page'),
  },
  {
    id: 'picture/png',
    label: 'Save the graph as PNG',
    group: 'Graph',
    run: () => savePicture(session, 'png', 'page'),
  },
]
