import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { showGraph } from '../../../src/core/graph/arrange.ts'
import { cardHeight, cardWidth, type Pins, type Point } from '../../../src/core/graph/layout.ts'
import { largestPart, layOut } from '../../../src/core/graph/layout-task.ts'
import { nameOfTask, placedBy, placeShown, sameTask, taskOf } from '../../../src/core/graph/placing.ts'
import type { Card } from '../../../src/core/graph/project.ts'
import { standIn } from '../../../src/core/graph/stand-in.ts'
import { anyGraph, graphOf, pipeline, web } from './pictures.ts'

/** A graph as somebody looks at it: in frames or not, some of it collapsed, cards moved, notes open. */
const anySight = fc
  .record({
    graph: anyGraph,
    grouping: fc.constantFrom('none' as const, 'resource' as const, 'schedule' as const),
    collapsed: fc.array(fc.nat(39), { maxLength: 6 }),
    pinned: fc.array(fc.tuple(fc.nat(39), fc.integer({ min: -900, max: 900 }), fc.integer({ min: -900, max: 900 })), {
      maxLength: 8,
    }),
    notes: fc.boolean(),
  })
  .map(({ graph, grouping, collapsed, pinned, notes }) => ({
    shown: showGraph(graph, { grouping, collapsed: new Set(collapsed.map(number => `c${number}`)) }),
    pins: Object.fromEntries(pinned.map(([number, x, y]) => [`c${number}`, { x, y }])) as Pins,
    below: notes ? ({ id }: Card) => id.length * 20 : undefined,
  }))

describe('a layout done elsewhere', () => {
  it('gives the same picture as here, whatever was laid out there before', () => {
    fc.assert(
      fc.property(anySight, anySight, ({ shown, pins, below }, other) => {
        const here = placeShown(shown, pins, below)
        const task = structuredClone(taskOf(shown, pins, below))
        layOut(taskOf(other.shown, other.pins, other.below))
        expect(placedBy(structuredClone(layOut(task)), shown)).toEqual(here)
      }),
      { numRuns: 200 },
    )
  })

  it('is asked for by a few bytes a card', () => {
    const task = taskOf(showGraph(graphOf(pipeline(3000)), { grouping: 'none', collapsed: new Set() }), {})
    expect(Object.values(task).reduce((sum, { byteLength }) => sum + byteLength, 0)).toBeLessThan(3000 * 16)
  })

  it('has a name that tells it from others', () => {
    fc.assert(
      fc.property(anySight, anySight, (one, two) => {
        const [a, b] = [one, two].map(({ shown, pins, below }) => taskOf(shown, pins, below))
        if (!a || !b) throw new Error('There are two.')
        expect(nameOfTask(a) === nameOfTask(b)).toBe(sameTask(a, b))
        expect(nameOfTask(structuredClone(a))).toBe(nameOfTask(a))
      }),
      { numRuns: 200 },
    )
  })

  it('is judged by its largest part', () => {
    const of = (picture: Parameters<typeof graphOf>[0]) =>
      largestPart(taskOf(showGraph(graphOf(picture), { grouping: 'none', collapsed: new Set() }), {}))
    const chain = (count: number, name: string) => ({
      cards: Array.from({ length: count }, (_, n) => ({ id: `${name}${n}`, family: 'activity' as const })),
      edges: Array.from({ length: count - 1 }, (_, n) => ({
        source: `${name}${n}`,
        target: `${name}${n + 1}`,
        flow: 'after' as const,
      })),
    })
    const [long, short] = [chain(40, 'a'), chain(12, 'b')]
    expect(of({ cards: [...long.cards, ...short.cards], edges: [...short.edges, ...long.edges.toReversed()] })).toBe(40)
    expect(of({ cards: [], edges: [] })).toBe(0)
    expect(of(web(300))).toBeGreaterThan(200)
  })
})

const at = (places: ReadonlyMap<string, Point>, id: string): Point => places.get(id) ?? { x: Number.NaN, y: Number.NaN }
const apart = (a: Point, b: Point) => Math.abs(a.x - b.x) >= cardWidth || Math.abs(a.y - b.y) >= cardHeight

describe('while a layout is under way', () => {
  it('cards shown before stay, pinned ones stand where they are pinned, and every card has a place', () => {
    fc.assert(
      fc.property(anySight, anySight, (before, { shown, pins }) => {
        const earlier = { graph: before.shown.graph, ...placeShown(before.shown, before.pins) }
        const { places } = standIn(shown, pins, earlier)
        expect([...places.keys()]).toEqual(shown.graph.cards.map(card => card.id))
        for (const [id, place] of places) {
          expect(Number.isFinite(place.x) && Number.isFinite(place.y)).toBe(true)
          if (!Object.hasOwn(pins, id) && earlier.places.has(id)) expect(place).toEqual(earlier.places.get(id))
          if (Object.hasOwn(pins, id) && shown.groups.length === 0) expect(place).toEqual(pins[id])
        }
      }),
      { numRuns: 200 },
    )
  })

  it('new cards stand beside their neighbours, and in no other card’s way', () => {
    const old = graphOf(pipeline(60, 3))
    const shownOf = (graph: typeof old) => showGraph(graph, { grouping: 'none', collapsed: new Set() })
    const earlier = { graph: old, ...placeShown(shownOf(old), {}) }
    const added = graphOf({
      cards: ['next', 'beyond', 'check', 'alone'].map(id => ({ id, family: 'activity' as const })),
      edges: [
        { source: 'next', target: 'beyond', flow: 'after' },
        { source: 'n5', target: 'next', flow: 'after' },
        { source: 'n7', target: 'check', flow: 'when' },
      ],
    })
    const graph = { cards: [...old.cards, ...added.cards], edges: [...old.edges, ...added.edges] }
    const { places } = standIn(shownOf(graph), {}, earlier)
    expect(at(places, 'next').x).toBe(at(places, 'n5').x + 280)
    expect(at(places, 'beyond').x).toBe(at(places, 'n5').x + 560)
    expect(at(places, 'check').x).toBe(at(places, 'n7').x)
    const all = [...places]
    for (const { id } of added.cards)
      for (const [other, place] of all) if (other !== id) expect(apart(at(places, id), place)).toBe(true)
  })

  it('what is collapsed stands where its cards stood, and these come back beside it', () => {
    const graph = graphOf({
      cards: [
        { id: 'box', family: 'resource' },
        { id: 'work', family: 'activity' },
        { id: 'more', family: 'activity' },
        { id: 'other', family: 'activity' },
      ],
      edges: [
        { source: 'work', target: 'box', flow: 'on' },
        { source: 'more', target: 'box', flow: 'on' },
        { source: 'work', target: 'more', flow: 'after' },
        { source: 'more', target: 'other', flow: 'after' },
      ],
    })
    const open = showGraph(graph, { grouping: 'resource', collapsed: new Set() })
    const closed = showGraph(graph, { grouping: 'resource', collapsed: new Set(['box']) })
    const earlier = { graph: open.graph, ...placeShown(open, {}) }
    const folded = standIn(closed, {}, earlier)
    expect(folded.places.get('group\nbox')).toEqual(earlier.places.get('box'))
    const later = standIn(open, {}, { graph: closed.graph, ...folded })
    expect(at(later.places, 'box')).toEqual(earlier.places.get('box'))
    expect(at(later.places, 'work').x).toBe(at(later.places, 'box').x)
  })

  it('many new cards at once stand in rows beneath all others', () => {
    const [old, graph] = [graphOf(pipeline(20)), graphOf(pipeline(900))]
    const shown = showGraph(graph, { grouping: 'none', collapsed: new Set() })
    const earlier = { graph: old, ...placeShown(showGraph(old, { grouping: 'none', collapsed: new Set() }), {}) }
    const { places } = standIn(shown, {}, earlier)
    const lowest = Math.max(...[...earlier.places.values()].map(({ y }) => y))
    expect(at(places, 'n500').y).toBeGreaterThan(lowest + cardHeight)
    expect(new Set([...places.values()].map(({ x, y }) => `${x} ${y}`)).size).toBe(900)
  })
})
