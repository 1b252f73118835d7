import { objectById } from '../../core/definition/query.ts'
import type { Point } from '../../core/graph/layout.ts'
import { pinsOf } from '../../core/graph/pins.ts'
import type { Action } from '../state/actions.ts'
import type { Session } from '../state/session.ts'
import { focusOn, reveal, say, select } from '../state/view.ts'
import { isBox, objectsOf } from './arranger.ts'
import { copyNow, pasteNow } from './copying.ts'
import { cut, duplicate, grid, remove, selectAround, unpin } from './deeds.ts'
import type { LineChoice } from './line-picker.tsx'
import { moveCards } from './moving.ts'
import { firstCard, nearest, type Way } from './nearest.ts'
import { selectShown } from './sights.ts'

/** What the actions need of the canvas, as it is when they run. */
export interface Hands {
  readonly session: Session
  readonly places: () => ReadonlyMap<string, Point>
  /** The card that the keyboard is at, whether or not it has the focus. */
  readonly cursor: () => string | undefined
  /** Whether a card has the focus. */
  readonly isAtCard: () => boolean
  readonly go: (id: string | undefined) => void
  readonly selectedLine: () => string | undefined
  readonly clearLine: () => void
  readonly openMenu: (card: string | undefined) => void
  readonly choose: (what: LineChoice, card: string) => void
  /** Opens the editor of an object's note. */
  readonly writeNote: (id: string) => void
  /** Where something new goes. */
  readonly spot: () => Point
  readonly zoom: Readonly<Record<'fit' | 'full' | 'in' | 'out', () => void>>
}

/** All that can be done to the graph, without a mouse too. */
export const graphActions = (hands: Hands): readonly Action[] => [
  ...editing(hands),
  ...choosing(hands),
  ...moving(hands),
  ...zooming(hands),
]

/** What is selected, or else the card that has the focus; of a collapsed container, the objects in it. */
export const atHand = ({ session, isAtCard, cursor }: Hands): readonly string[] => {
  const { selected } = session.view.getState()
  const card = isAtCard() ? cursor() : undefined
  return selected.length > 0 || card === undefined ? selected : objectsOf(session, card)
}

/** The one card that a form or a line begins from; a collapsed container is none. */
export const oneAtHand = (hands: Hands): string | undefined => {
  const { selected } = hands.session.view.getState()
  const card = hands.cursor()
  if (card !== undefined && hands.isAtCard() && isBox(hands.session, card)) return undefined
  return hands.isAtCard() || (card !== undefined && selected.includes(card)) ? card : selected[0]
}

function editing(hands: Hands): readonly Action[] {
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

function choosing(hands: Hands): readonly Action[] {
  const { session, cursor, go } = hands
  const { view } = session
  const group = 'Move about the graph'
  const selectAt = (id: string | undefined) => {
    if (id === undefined) return
    hands.clearLine()
    select(view, objectsOf(session, id))
    go(id)
  }
  return [
    {
      id: 'jump',
      label: 'Go to the next card that way',
      group,
      reach: 'graph',
      keys: ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'],
      keysOnly: true,
      run: chord => selectAt(cardThatWay(hands, chord)),
    },
    {
      id: 'look',
      label: 'The same, and leave the selection as it is',
      group,
      reach: 'graph',
      keys: ['Ctrl ArrowLeft', 'Ctrl ArrowRight', 'Ctrl ArrowUp', 'Ctrl ArrowDown'],
      keysOnly: true,
      run: chord => go(cardThatWay(hands, chord) ?? cursor()),
    },
    {
      id: 'pick',
      label: 'Select the card as well, or no longer',
      group,
      reach: 'graph',
      keys: ['Space', 'Ctrl Space'],
      keysOnly: true,
      applies: hands.isAtCard,
      run: () => {
        const id = cursor()
        if (id === undefined) return
        const { selected } = view.getState()
        const own = objectsOf(session, id)
        const is = own.some(one => selected.includes(one))
        select(view, is ? selected.filter(one => !own.includes(one)) : [...selected, ...own])
        say(view, `${id} is ${is ? 'no longer ' : ''}selected.`)
      },
    },
    {
      id: 'first',
      label: 'Go to the first card',
      group,
      reach: 'graph',
      keys: ['Home'],
      run: () => selectAt(firstCard(hands.places())),
    },
    {
      id: 'last',
      label: 'Go to the last card',
      group,
      reach: 'graph',
      keys: ['End'],
      run: () => selectAt(firstCard(hands.places(), true)),
    },
    {
      id: 'follow',
      label: 'Go along a line…',
      about: 'To what it refers to, or what refers to it',
      group,
      reach: 'graph',
      keys: ['J'],
      applies: () => oneAtHand(hands) !== undefined,
      run: () => {
        const id = oneAtHand(hands)
        if (id !== undefined) hands.choose('follow', id)
      },
    },
    {
      id: 'select-all',
      label: 'Select all',
      group: 'Graph',
      reach: 'graph',
      keys: ['Ctrl A'],
      run: () => selectShown(session),
    },
    {
      id: 'select-before',
      label: 'Select all before it',
      about: 'What it waits for or reads',
      group: 'Graph',
      applies: () => atHand(hands).length > 0,
      run: () => selectAround(session, atHand(hands), 'up'),
    },
    {
      id: 'select-after',
      label: 'Select all after it',
      about: 'What waits for it',
      group: 'Graph',
      applies: () => atHand(hands).length > 0,
      run: () => selectAround(session, atHand(hands), 'down'),
    },
    {
      id: 'deselect',
      label: 'Select nothing',
      group: 'Graph',
      reach: 'graph',
      keys: ['Escape'],
      run: () => {
        hands.clearLine()
        if (view.getState().selected.length === 0) return
        select(view, [])
        say(view, 'Nothing is selected.')
      },
    },
  ]
}

const ways: Readonly<Record<string, Way>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
}
const wayOf = (chord: string | undefined): Way => ways[chord?.split(' ').at(-1) ?? ''] ?? 'right'

/** From where the keyboard is; from outside of the graph, that card itself. */
const cardThatWay = ({ cursor, isAtCard, places }: Hands, chord: string | undefined): string | undefined => {
  const here = cursor()
  return here !== undefined && isAtCard() ? nearest(places(), here, wayOf(chord)) : here
}

const steps: Readonly<Record<Way, Point>> = {
  left: { x: -grid, y: 0 },
  right: { x: grid, y: 0 },
  up: { x: 0, y: -grid },
  down: { x: 0, y: grid },
}

function moving(hands: Hands): readonly Action[] {
  const move = (times: number) => (chord?: string) => {
    const { document } = hands.session.editor.getState()
    const places = hands.places()
    const { x, y } = steps[wayOf(chord)]
    const moved = atHand(hands).flatMap(id => {
      const at = places.get(id)
      return at && objectById(document.definition, id)
        ? [[id, { x: Math.round(at.x + x * times), y: Math.round(at.y + y * times) }] as const]
        : []
    })
    if (moved.length === 0) return
    const label = moved.length === 1 ? `Move ${moved[0]?.[0]}` : `Move ${moved.length} cards`
    moveCards(hands.session, label, new Map(moved), label)
  }
  const arrows = Object.keys(ways)
  return [
    {
      id: 'move',
      label: 'Move the card',
      about: `By ${grid}; all steps in one go are one undo`,
      group: 'Graph',
      reach: 'graph',
      keys: arrows.map(arrow => `Shift ${arrow}`),
      keysOnly: true,
      run: move(1),
    },
    {
      id: 'move-far',
      label: 'Move the card farther',
      about: `By ${grid * 6}`,
      group: 'Graph',
      reach: 'graph',
      keys: arrows.map(arrow => `Ctrl Shift ${arrow}`),
      keysOnly: true,
      run: move(6),
    },
  ]
}

const zooming = ({ zoom }: Hands): readonly Action[] => [
  { id: 'fit', label: 'Show the whole graph', group: 'Show and hide', reach: 'graph', keys: ['0'], run: zoom.fit },
  { id: 'full', label: 'Zoom to full size', group: 'Show and hide', reach: 'graph', keys: ['1'], run: zoom.full },
  { id: 'zoom-in', label: 'Zoom in', group: 'Show and hide', reach: 'graph', keys: ['+', '='], run: zoom.in },
  { id: 'zoom-out', label: 'Zoom out', group: 'Show and hide', reach: 'graph', keys: ['-'], run: zoom.out },
]
