import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cardHeight, cardWidth, layoutGraph, type Pins, type Point } from '../../../src/core/graph/layout.ts'
import { crossingsOf, orderColumns } from '../../../src/core/graph/order.ts'
import { acyclic, ranksOf } from '../../../src/core/graph/rank.ts'
import { anyPicture, lanes, type Picture, pipeline } from './pictures.ts'

const lay = ({ cards, edges }: Picture, pins: Pins = {}) => layoutGraph(cards, edges, { pins })
const at = (places: ReadonlyMap<string, Point>, id: string): Point => places.get(id) ?? { x: Number.NaN, y: Number.NaN }

/** Pairs of cards that overlap. */
function overlaps(places: ReadonlyMap<string, Point>): readonly string[] {
  const sorted = [...places].toSorted(([, a], [, b]) => a.x - b.x)
  const found: string[] = []
  for (const [index, [id, one]] of sorted.entries())
    for (const [other, two] of sorted.slice(index + 1)) {
      if (two.x - one.x >= cardWidth) break
      if (Math.abs(two.y - one.y) < cardHeight) found.push(`${id} ${other}`)
    }
  return found
}

describe('the layout', () => {
  it('gives every card a place of its own', () => {
    fc.assert(
      fc.property(anyPicture(false), picture => {
        const places = lay(picture)
        expect([...places.keys()].toSorted()).toEqual(picture.cards.map(card => card.id).toSorted())
        expect(overlaps(places)).toEqual([])
        for (const { x, y } of places.values())
          expect(Number.isInteger(x) && Number.isInteger(y) && x >= 0 && y >= 0).toBe(true)
      }),
      { numRuns: 200 },
    )
  })

  it('lets the flow run forward', () => {
    fc.assert(
      fc.property(anyPicture(true), picture => {
        const places = lay(picture)
        for (const { source, target, flow } of picture.edges)
          if (flow === 'in' || flow === 'out' || flow === 'after')
            expect(at(places, target).x).toBeGreaterThanOrEqual(at(places, source).x + cardWidth)
      }),
      { numRuns: 200 },
    )
  })

  it('keeps those in their order that all join the same one', () => {
    const spokes = Array.from({ length: 9 }, (_, index) => `in${index}`)
    const places = lay({
      cards: [...spokes, 'hub'].map(id => ({ id, family: 'activity' })),
      edges: spokes.map(source => ({ source, target: 'hub', flow: 'after' })),
    })
    expect(spokes.toSorted((a, b) => at(places, a).y - at(places, b).y)).toEqual(spokes)
  })

  it('is the same for the same graph', () => {
    fc.assert(
      fc.property(anyPicture(false), picture => {
        expect([...lay(structuredClone(picture))]).toEqual([...lay(picture)])
      }),
      { numRuns: 50 },
    )
  })

  it('does not depend on what cards are called', () => {
    const called = (id: string) => `${[...id].toReversed().join('')}-other`
    fc.assert(
      fc.property(anyPicture(false), picture => {
        const places = lay(picture)
        const others = lay({
          cards: picture.cards.map(card => ({ ...card, id: called(card.id) })),
          edges: picture.edges.map(edge => ({ ...edge, source: called(edge.source), target: called(edge.target) })),
        })
        expect([...others]).toEqual([...places].map(([id, place]) => [called(id), place]))
      }),
      { numRuns: 200 },
    )
  })

  it('lays a part out as if it stood alone, whatever others of its shape are beside it', () => {
    const [one, two] = [pipeline(40, 3), pipeline(40, 3)]
    const twin = (id: string) => `${id}-twin`
    const both = lay({
      cards: [...one.cards, ...two.cards.map(card => ({ ...card, id: twin(card.id) }))],
      edges: [
        ...one.edges,
        ...two.edges.map(edge => ({ ...edge, source: twin(edge.source), target: twin(edge.target) })),
      ],
    })
    const within = (ids: readonly string[]) => {
      const points = ids.map(id => at(both, id))
      const [left, top] = [Math.min(...points.map(({ x }) => x)), Math.min(...points.map(({ y }) => y))]
      return points.map(({ x, y }) => ({ x: x - left, y: y - top }))
    }
    const joined = one.cards
      .map(card => card.id)
      .filter(id => one.edges.some(edge => edge.source === id || edge.target === id))
    expect(within(joined.map(twin))).toEqual(within(joined))
  })

  it('leaves pinned cards where they are pinned, and moves others only out of their way', () => {
    const pinned = fc.tuple(
      anyPicture(true),
      fc.array(fc.tuple(fc.nat(39), fc.integer({ min: -300, max: 900 }), fc.nat(600)), { maxLength: 8 }),
    )
    fc.assert(
      fc.property(pinned, ([picture, list]) => {
        const pins = Object.fromEntries(list.map(([index, x, y]) => [`c${index}`, { x, y }]))
        const [before, after] = [lay(picture), lay(picture, pins)]
        for (const [id, place] of after) {
          if (Object.hasOwn(pins, id)) expect(place).toEqual(pins[id])
          else expect(place.x).toBe(at(before, id).x)
        }
        for (const pair of overlaps(after)) expect(pair.split(' ').every(id => Object.hasOwn(pins, id))).toBe(true)
      }),
      { numRuns: 200 },
    )
  })

  it('shows lanes as lanes, under what all of them use', () => {
    const places = lay(lanes(26))
    for (let n = 0; n < 26; n += 1) {
      const [from, load, to] = [at(places, `from${n}`), at(places, `load${n}`), at(places, `to${n}`)]
      expect([load.y, to.y]).toEqual([from.y, from.y])
      expect(load.x - from.x).toBe(to.x - load.x)
      expect(from.y).toBeGreaterThan(at(places, 'machine').y)
    }
    expect(at(places, 'Default').y).toBe(at(places, 'machine').y)
    const first = Array.from({ length: 26 }, (_, n) => at(places, `from${n}`))
    expect(new Set(first.map(one => one.x)).size).toBeLessThanOrEqual(3)
  })

  it('puts what one card uses beneath that card', () => {
    const places = lay({
      cards: [
        { id: 'in', family: 'dataNode' },
        { id: 'exists', family: 'precondition' },
        { id: 'copy', family: 'activity' },
        { id: 'machine', family: 'resource' },
        { id: 'proxy', family: 'config' },
      ],
      edges: [
        { source: 'in', target: 'copy', flow: 'in' },
        { source: 'in', target: 'exists', flow: 'when' },
        { source: 'copy', target: 'machine', flow: 'on' },
        { source: 'machine', target: 'proxy', flow: 'uses' },
      ],
    })
    expect(at(places, 'exists')).toMatchObject({ x: at(places, 'in').x })
    expect(at(places, 'machine').x).toBe(at(places, 'copy').x)
    expect(at(places, 'proxy').y).toBeGreaterThan(at(places, 'machine').y)
  })

  it('puts what several cards use beneath their columns, however high others are', () => {
    const checks = ['one', 'two', 'three', 'four']
    const places = lay({
      cards: [
        { id: 'fill', family: 'activity' },
        { id: 'table', family: 'dataNode' },
        { id: 'copy', family: 'activity' },
        ...checks.map(id => ({ id, family: 'precondition' as const })),
        { id: 'shop', family: 'database' },
      ],
      edges: [
        { source: 'fill', target: 'table', flow: 'after' },
        { source: 'table', target: 'copy', flow: 'in' },
        ...checks.map(target => ({ source: 'copy', target, flow: 'when' as const })),
        { source: 'fill', target: 'shop', flow: 'uses' },
        { source: 'table', target: 'shop', flow: 'uses' },
      ],
    })
    expect(at(places, 'shop').y).toBeGreaterThan(at(places, 'table').y + cardHeight)
    expect(at(places, 'shop').y).toBeLessThan(at(places, 'three').y)
  })

  it('draws a tree and a ladder of lanes without a crossing', () => {
    const tree = Array.from({ length: 62 }, (_, n) => [Math.floor((n - 1) / 2), n] as const).slice(1)
    expect(crossings(62, tree)).toBe(0)
    const ladder = Array.from(
      { length: 20 },
      (_, n) =>
        [
          [3 * n, 3 * n + 1],
          [3 * n + 1, 3 * n + 2],
          [3 * n + 2, 60],
        ] as const,
    ).flat()
    expect(crossings(61, ladder)).toBe(0)
  })

  it('lays out a thousand cards', () => {
    const places = lay(pipeline(1000))
    expect(places.size).toBe(1000)
    expect(overlaps(places)).toEqual([])
  })
})

describe('columns', () => {
  it('are as near as edges allow: no card can move alone to make them shorter', () => {
    const connected = fc
      .integer({ min: 2, max: 25 })
      .chain(count =>
        fc.tuple(
          fc.constant(count),
          fc.tuple(...Array.from({ length: count - 1 }, (_, n) => fc.nat(n).map(from => [from, n + 1] as const))),
          fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: 30, size: 'max' }),
        ),
      )
    fc.assert(
      fc.property(connected, ([count, spine, more]) => {
        const pairs = [...spine, ...more.filter(([a, b]) => a < b)]
        const ranks = ranksOf(count, pairs)
        const length = (of: Int32Array) => pairs.reduce((sum, [a, b]) => sum + (of[b] ?? 0) - (of[a] ?? 0), 0)
        const sound = (of: Int32Array) => pairs.every(([a, b]) => (of[b] ?? 0) > (of[a] ?? 0))
        expect(sound(ranks)).toBe(true)
        expect(Math.min(...ranks)).toBe(0)
        for (let node = 0; node < count; node += 1)
          for (const step of [-1, 1]) {
            const moved = ranks.with(node, (ranks[node] ?? 0) + step)
            if (sound(moved)) expect(length(moved)).toBeGreaterThanOrEqual(length(ranks))
          }
      }),
      { numRuns: 200 },
    )
  })

  it('turn round as few edges as it takes to have no cycle', () => {
    const ring = [
      [0, 1],
      [1, 2],
      [2, 0],
      [2, 3],
    ] as const
    expect(acyclic(4, ring)).toEqual([
      [0, 1],
      [1, 2],
      [0, 2],
      [2, 3],
    ])
  })
})

function crossings(count: number, pairs: readonly (readonly [number, number])[]): number {
  return crossingsOf(orderColumns(count, pairs, ranksOf(count, pairs)))
}
