import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cardHeight, cardWidth, layoutGraph, type Point } from '../../../src/core/graph/layout.ts'
import { routeEdges } from '../../../src/core/graph/routes.ts'
import { lanes, type Picture, pipeline } from './pictures.ts'

/** Cards, other than its own ends, that the line of some edge of the flow runs through. */
function crossedCards({ cards, edges }: Picture): readonly string[] {
  const places = layoutGraph(cards, edges)
  const flow = edges.flatMap(({ source, target, flow }, index) =>
    flow === 'in' || flow === 'out' || flow === 'after' ? [{ id: String(index), source, target }] : [],
  )
  const routes = routeEdges(places, flow)
  return flow.flatMap(({ id, source, target }) => {
    const [from, to] = [places.get(source), places.get(target)]
    if (!from || !to) return []
    const start = { x: from.x + cardWidth, y: from.y + cardHeight / 2 }
    const line = [start, ...(routes.get(id) ?? []), { x: to.x, y: to.y + cardHeight / 2 }]
    const passed = [...places].filter(
      ([card, place]) =>
        card !== source &&
        card !== target &&
        line.some((point, index) => index > 0 && cuts(line[index - 1] ?? point, point, place)),
    )
    return passed.map(([card]) => `${source} > ${target} through ${card}`)
  })
}

/** Whether a line that runs to the right passes over a card, two pixels of grace all around. */
function cuts(a: Point, b: Point, card: Point): boolean {
  const [left, right] = [Math.max(a.x, card.x + 2), Math.min(b.x, card.x + cardWidth - 2)]
  if (left >= right) return false
  const at = (x: number) => a.y + ((b.y - a.y) * (x - a.x)) / (b.x - a.x)
  const [high, low] = [Math.min(at(left), at(right)), Math.max(at(left), at(right))]
  return high < card.y + cardHeight - 2 && low > card.y + 2
}

describe('the lines between cards', () => {
  it('run through the gaps and not behind cards', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 120 }), fc.nat(), (size, seed) => {
        expect(crossedCards(pipeline(size, seed))).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  it('are straight where nothing is in the way', () => {
    const { cards, edges } = lanes(5)
    const flow = edges.filter(one => one.flow === 'in').map((one, index) => ({ ...one, id: String(index) }))
    expect([...routeEdges(layoutGraph(cards, edges), flow).values()].flat()).toEqual([])
  })

  it('turn at the same points where they run back, and are not told for cards above one another', () => {
    const places = new Map([
      ['a', { x: 900, y: 0 }],
      ['between', { x: 450, y: 0 }],
      ['b', { x: 0, y: 0 }],
      ['below', { x: 40, y: 300 }],
    ])
    const routes = routeEdges(places, [
      { id: 'back', source: 'a', target: 'b' },
      { id: 'forth', source: 'b', target: 'a' },
      { id: 'down', source: 'b', target: 'below' },
    ])
    expect(routes.get('forth')).toHaveLength(2)
    expect(routes.get('back')).toEqual(routes.get('forth')?.toReversed())
    expect(routes.has('down')).toBe(false)
  })
})
