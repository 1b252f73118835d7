import type { Action } from '../state/actions.ts'
import { say, select } from '../state/view.ts'
import { objectsOf } from './arranger.ts'
import { selectAround } from './deeds.ts'
import { atHand, type Hands, oneAtHand } from './hands.ts'
import { firstCard } from './nearest.ts'
import { selectShown } from './sights.ts'
import { cardThatWay } from './ways.ts'

/** How cards are come to and chosen. */
export function chooseActions(hands: Hands): readonly Action[] {
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
