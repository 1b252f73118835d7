import type { PeerGraph } from './graph.ts'

/** What every peer page lets the benchmark do. Distances are those of the window, in CSS pixels. */
export interface Peer {
  /** Takes in what the clock leaves out. */
  prepare?(graph: PeerGraph): void
  /** Draws the whole graph; resolves two frames after all of it is on the page. */
  draw(graph: PeerGraph): Promise<void>
  /** Resolves two frames after all can be taken hold of, where that is later. */
  ready?(): Promise<void>
  /** Full size, about the middle of the graph. */
  near(): void
  /** Everything in the window. */
  whole(): void
  middleOf(id: string): { readonly x: number; readonly y: number }
}

declare global {
  interface Window {
    peer: Peer
  }
}

export const frame = (): Promise<void> => new Promise(done => requestAnimationFrame(() => done()))

export async function twoFramesAfter(there: () => boolean): Promise<void> {
  while (!there()) await frame()
  await frame()
  await frame()
}

export function rootElement(): HTMLElement {
  const root = document.getElementById('root')
  if (!root) throw new Error('The page has no root.')
  return root
}

/** The middle of all cards and what they cover, for pages that have no such word of their own. */
export function boundsOf({ cards, cardWidth, cardHeight }: PeerGraph) {
  const [xs, ys] = [cards.map(card => card.x), cards.map(card => card.y)]
  const [x, y] = [Math.min(...xs), Math.min(...ys)]
  return { x, y, width: Math.max(...xs) + cardWidth - x, height: Math.max(...ys) + cardHeight - y }
}
