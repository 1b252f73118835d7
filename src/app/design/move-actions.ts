import { objectById } from '../../core/definition/query.ts'
import type { Action } from '../state/actions.ts'
import { grid } from './deeds.ts'
import { atHand, type Hands } from './hands.ts'
import { moveCards } from './moving.ts'
import { steps, wayOf, ways } from './ways.ts'

/** How cards are moved. */
export function moveActions(hands: Hands): readonly Action[] {
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
