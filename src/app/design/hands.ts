import type { Point } from '../../core/graph/layout.ts'
import type { Session } from '../state/session.ts'
import { isBox, objectsOf } from './arranger.ts'
import type { LineChoice } from './line-picker.tsx'

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
