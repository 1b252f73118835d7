import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cardHeight, cardWidth, type Point } from '../../../src/core/graph/layout.ts'
import { type Alignment, alignPlaces, distributePlaces } from '../../../src/core/graph/lineup.ts'

const places = (...points: readonly (readonly [number, number])[]): ReadonlyMap<string, Point> =>
  new Map(points.map(([x, y], at) => [`c${at}`, { x, y }]))
const flat = (map: ReadonlyMap<string, Point>) => [...map.values()].map(({ x, y }) => [x, y])

describe('aligning cards', () => {
  const apart = places([10, 0], [400, 200], [100, 500])
  const cases: readonly (readonly [Alignment, readonly (readonly [number, number])[]])[] = [
    [
      'left',
      [
        [10, 0],
        [10, 200],
        [10, 500],
      ],
    ],
    [
      'centre',
      [
        [205, 0],
        [205, 200],
        [205, 500],
      ],
    ],
    [
      'right',
      [
        [400, 0],
        [400, 200],
        [400, 500],
      ],
    ],
  ]
  for (const [how, expected] of cases)
    it(`brings them to the ${how}`, () => expect(flat(alignPlaces(apart, how))).toEqual(expected))

  it('brings them to the top, the middle or the bottom', () => {
    const wide = places([0, 10], [400, 30], [900, 200])
    expect(flat(alignPlaces(wide, 'top')).map(([, y]) => y)).toEqual([10, 10, 10])
    expect(flat(alignPlaces(wide, 'middle')).map(([, y]) => y)).toEqual([105, 105, 105])
    expect(flat(alignPlaces(wide, 'bottom')).map(([, y]) => y)).toEqual([200, 200, 200])
  })

  it('moves apart what would come to lie over one another', () => {
    expect(flat(alignPlaces(places([0, 0], [300, 0], [600, 10]), 'left'))).toEqual([
      [0, 0],
      [0, 80],
      [0, 160],
    ])
  })

  it('leaves one card alone, and never puts two in one place', () => {
    expect(flat(alignPlaces(places([7, 8]), 'right'))).toEqual([[7, 8]])
    const point = fc.tuple(fc.integer({ min: -500, max: 3000 }), fc.integer({ min: -500, max: 3000 }))
    const how = fc.constantFrom<Alignment>('left', 'centre', 'right', 'top', 'middle', 'bottom')
    fc.assert(
      fc.property(fc.array(point, { minLength: 2, maxLength: 12 }), how, (points, side) => {
        const aligned = [...alignPlaces(places(...points), side).values()]
        aligned.forEach((a, at) => {
          for (const b of aligned.slice(at + 1))
            expect(Math.abs(a.x - b.x) >= cardWidth || Math.abs(a.y - b.y) >= cardHeight).toBe(true)
        })
      }),
    )
  })
})

describe('distributing cards', () => {
  it('makes equal steps between the first and the last', () => {
    expect(flat(distributePlaces(places([0, 0], [900, 40], [300, 20]), 'across'))).toEqual([
      [0, 0],
      [900, 40],
      [450, 20],
    ])
    expect(flat(distributePlaces(places([0, 0], [5, 100], [9, 400]), 'down'))).toEqual([
      [0, 0],
      [5, 200],
      [9, 400],
    ])
  })

  it('makes room where cards would lie over one another', () => {
    expect(flat(distributePlaces(places([0, 0], [100, 0], [200, 0]), 'across')).map(([x]) => x)).toEqual([0, 232, 464])
  })

  it('leaves two cards alone', () => {
    expect(flat(distributePlaces(places([0, 0], [90, 0]), 'across'))).toEqual([
      [0, 0],
      [90, 0],
    ])
  })
})
