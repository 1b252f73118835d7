import { cardHeight, cardWidth, type Point } from './layout.ts'

/** Lines cards up by hand's orders. All cards have one size, so places are all there is to know. */

export type Alignment = 'left' | 'centre' | 'right' | 'top' | 'middle' | 'bottom'
export type Distribution = 'across' | 'down'

/** Least room between cards that come to stand beside or beneath each other. */
const least = { x: cardWidth + 24, y: cardHeight + 16 }

type Places = ReadonlyMap<string, Point>

/**
 * The places of cards brought to one edge or one middle. Those that would come to lie over one another are moved apart
 * along the line, in the order in which they stood. Fewer than two cards stay.
 */
export function alignPlaces(places: Places, how: Alignment): Places {
  if (places.size < 2) return places
  const across = how === 'left' || how === 'centre' || how === 'right'
  const [axis, along] = across ? (['x', 'y'] as const) : (['y', 'x'] as const)
  const values = [...places.values()].map(point => point[axis])
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const line =
    how === 'left' || how === 'top' ? low : how === 'right' || how === 'bottom' ? high : Math.round((low + high) / 2)
  let end = Number.NEGATIVE_INFINITY
  const aligned = sorted(places, along).map(([id, point]): readonly [string, Point] => {
    const at = Math.max(point[along], end)
    end = at + least[along]
    return [id, across ? { x: line, y: at } : { x: at, y: line }]
  })
  return inOrderOf(places, new Map(aligned))
}

/**
 * The places of cards with equal steps between the first and the last, which stay; where cards would come to lie over
 * one another the steps are as long as a card and the last one moves. Fewer than three cards stay.
 */
export function distributePlaces(places: Places, how: Distribution): Places {
  if (places.size < 3) return places
  const [axis, other] = how === 'across' ? (['x', 'y'] as const) : (['y', 'x'] as const)
  const list = sorted(places, axis)
  const [first, last] = [list[0]?.[1][axis] ?? 0, list.at(-1)?.[1][axis] ?? 0]
  const even = (last - first) / (list.length - 1)
  const room = other === 'x' ? cardWidth : cardHeight
  const beside = list.some(([, point], at) => {
    const next = list[at + 1]?.[1]
    return next !== undefined && Math.abs(next[other] - point[other]) < room
  })
  const step = beside ? Math.max(even, least[axis]) : even
  return inOrderOf(
    places,
    new Map(list.map(([id, point], at) => [id, { ...point, [axis]: Math.round(first + at * step) }])),
  )
}

const sorted = (places: Places, axis: 'x' | 'y') => {
  const other = axis === 'x' ? 'y' : 'x'
  return [...places].toSorted(([, a], [, b]) => a[axis] - b[axis] || a[other] - b[other])
}

const inOrderOf = (order: Places, places: Places): Places =>
  new Map([...order].map(([id, point]) => [id, places.get(id) ?? point]))
