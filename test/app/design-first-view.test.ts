import { describe, expect, it } from 'vitest'
import { firstView } from '../../src/app/design/first-view.ts'
import { cardHeight, cardWidth, type Point } from '../../src/core/graph/layout.ts'

const room = { width: 800, height: 600 }
const row = (count: number): ReadonlyMap<string, Point> =>
  new Map(Array.from({ length: count }, (_, index) => [`c${index}`, { x: index * 280, y: 0 }]))
const onScreen = (places: ReadonlyMap<string, Point>, id: string, selected?: string) => {
  const { x, y, zoom } = firstView(places, room, selected)
  const at = places.get(id) ?? { x: Number.NaN, y: Number.NaN }
  return {
    left: x + at.x * zoom,
    right: x + (at.x + cardWidth) * zoom,
    middle: { x: x + (at.x + cardWidth / 2) * zoom, y: y + (at.y + cardHeight / 2) * zoom },
  }
}

describe('what one sees at first', () => {
  it('is all of a small graph, in the middle', () => {
    const places = row(2)
    expect(firstView(places, room).zoom).toBe(1)
    expect(onScreen(places, 'c0').left).toBeCloseTo(room.width - onScreen(places, 'c1').right)
  })

  it('is the beginning of a large one, at a size that can be read', () => {
    const places = row(200)
    expect(firstView(places, room).zoom).toBeGreaterThan(0.7)
    expect(onScreen(places, 'c0').left).toBeGreaterThan(0)
    expect(onScreen(places, 'c9').left).toBeGreaterThan(room.width)
  })

  it('is the surroundings of what is selected, if the beginning does not show it', () => {
    const places = row(200)
    expect(onScreen(places, 'c150', 'c150').middle).toEqual({ x: room.width / 2, y: room.height / 2 })
    expect(firstView(places, room, 'c0')).toEqual(firstView(places, room))
    expect(firstView(places, room, 'gone')).toEqual(firstView(places, room))
  })
})
