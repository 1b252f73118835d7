import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { firstCard, nearest, nearestTo, type Way } from '../../src/app/design/nearest.ts'

const place = (x: number, y: number) => ({ x, y })
const rows = new Map([
  ['a', place(0, 0)],
  ['b', place(300, 0)],
  ['c', place(600, 0)],
  ['below', place(300, 120)],
  ['far', place(900, 700)],
])

describe('going from card to card', () => {
  it('keeps to the row before it changes it', () => {
    expect(nearest(rows, 'a', 'right')).toBe('b')
    expect(nearest(rows, 'b', 'right')).toBe('c')
    expect(nearest(rows, 'c', 'left')).toBe('b')
    expect(nearest(rows, 'b', 'down')).toBe('below')
    expect(nearest(rows, 'below', 'up')).toBe('b')
  })

  it('goes on to what lies aside where nothing lies straight on, and stops at the border', () => {
    expect(nearest(rows, 'c', 'right')).toBe('far')
    expect(nearest(rows, 'a', 'left')).toBeUndefined()
    expect(nearest(rows, 'nobody', 'left')).toBeUndefined()
  })

  it('begins at the left on top, and ends at the right below', () => {
    expect(firstCard(rows)).toBe('a')
    expect(firstCard(rows, true)).toBe('far')
    expect(firstCard(new Map())).toBeUndefined()
    expect(nearestTo(rows, place(290, 100))).toBe('below')
  })

  it('always goes the way it was asked, if any card lies there', () => {
    const point = fc.record({ x: fc.integer({ min: -900, max: 900 }), y: fc.integer({ min: -900, max: 900 }) })
    fc.assert(
      fc.property(
        fc.array(point, { minLength: 1, maxLength: 30 }),
        fc.constantFrom<Way>('left', 'right', 'up', 'down'),
        (points, way) => {
          const places = new Map(points.map((at, n) => [`${n}`, at]))
          const [here = place(0, 0)] = points
          const lies = ({ x, y }: { x: number; y: number }) =>
            ({ left: x < here.x, right: x > here.x, up: y < here.y, down: y > here.y })[way]
          const found = places.get(nearest(places, '0', way) ?? '')
          expect(found !== undefined).toBe(points.some(lies))
          if (found) expect(lies(found)).toBe(true)
        },
      ),
    )
  })
})
