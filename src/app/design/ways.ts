import type { Point } from '../../core/graph/layout.ts'
import { grid } from './deeds.ts'
import type { Hands } from './hands.ts'
import { nearest, type Way } from './nearest.ts'

/** Arrow keys, and which way each goes. */
export const ways: Readonly<Record<string, Way>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
}

export const wayOf = (chord: string | undefined): Way => ways[chord?.split(' ').at(-1) ?? ''] ?? 'right'

/** From where the keyboard is; from outside of the graph, that card itself. */
export const cardThatWay = ({ cursor, isAtCard, places }: Hands, chord: string | undefined): string | undefined => {
  const here = cursor()
  return here !== undefined && isAtCard() ? nearest(places(), here, wayOf(chord)) : here
}

/** How far a card goes at one press, in pixels of the graph. */
export const steps: Readonly<Record<Way, Point>> = {
  left: { x: -grid, y: 0 },
  right: { x: grid, y: 0 },
  up: { x: 0, y: -grid },
  down: { x: 0, y: grid },
}
