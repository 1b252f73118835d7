import { cardHeight, cardWidth, type Point } from '../../core/graph/layout.ts'

export type Way = 'left' | 'right' | 'up' | 'down'

type Places = ReadonlyMap<string, Point>

/** How much farther a card seems for lying aside of the way. */
const aside = 2.2

/**
 * The card that one comes to from another by going left, right, up or down: the nearest of those whose middle lies that
 * way, where lying aside counts more than lying far. Undefined at the border of the graph.
 */
export function nearest(places: Places, from: string, way: Way): string | undefined {
  const here = places.get(from)
  if (!here) return undefined
  const [across, sign] = [way === 'up' || way === 'down', way === 'right' || way === 'down' ? 1 : -1]
  let best: { id: string; far: number } | undefined
  for (const [id, { x, y }] of places) {
    if (id === from) continue
    const along = (across ? y - here.y : x - here.x) * sign
    if (along <= 0) continue
    const off = Math.abs(across ? x - here.x : y - here.y)
    const beyond = Math.max(0, off - (across ? cardWidth : cardHeight) / 2)
    const far = along + beyond * aside + off * 0.2
    if (!best || far < best.far) best = { id, far }
  }
  return best?.id
}

/** The card nearest to a point, whichever way it lies. */
export function nearestTo(places: Places, { x, y }: Point): string | undefined {
  let best: { id: string; far: number } | undefined
  for (const [id, at] of places) {
    const far = Math.hypot(at.x - x, at.y - y)
    if (!best || far < best.far) best = { id, far }
  }
  return best?.id
}

/** The card where reading the graph begins: at the left, and there on top. With `last`, where it ends. */
export function firstCard(places: Places, last = false): string | undefined {
  let best: { id: string; at: Point } | undefined
  const sign = last ? -1 : 1
  for (const [id, at] of places) {
    const before = !best || sign * (at.x - best.at.x) < 0 || (at.x === best.at.x && sign * (at.y - best.at.y) < 0)
    if (before) best = { id, at }
  }
  return best?.id
}
