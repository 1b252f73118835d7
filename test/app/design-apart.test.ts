import { expect, it } from 'vitest'
import { comesApart, movingPart, sameStill, stillPart } from '../../src/app/design/apart.ts'
import { type Picture, paintedLines } from '../../src/app/design/paint.ts'
import { createScene } from '../../src/app/design/scene.ts'
import { read } from '../../src/core/definition/text.ts'
import { layoutGraph } from '../../src/core/graph/layout.ts'
import { projectGraph } from '../../src/core/graph/project.ts'
import { definitionOf } from '../bench/canvas/graph.ts'

const graph = projectGraph(read(definitionOf(60)).definition)
const places = layoutGraph(graph.cards, graph.edges)
const none: ReadonlySet<string> = new Set()

function pictureWith(moving: readonly string[]): Picture {
  const { lines } = createScene()({
    graph,
    places,
    moving: new Map(),
    selected: none,
    cursor: undefined,
    selectedLine: undefined,
    hovered: undefined,
    hiddenObjects: none,
    tallies: new Map(),
    layers: new Set(),
    focus: undefined,
    notes: false,
    only: none,
  })
  return {
    cards: graph.cards,
    places,
    lines: paintedLines(lines, places),
    present: none,
    paintCards: true,
    marked: new Map(),
    selected: new Set(['Data3', 'Step4']),
    moving: new Set(moving),
  }
}

it('what stays and what moves under the pointer are together the whole picture', () => {
  const picture = pictureWith(['Step4', 'Data9'])
  const [still, moving] = [stillPart(picture), movingPart(picture)]
  expect(new Set([...still.lines, ...moving.lines])).toEqual(new Set(picture.lines))
  expect(still.lines.length + moving.lines.length).toBe(picture.lines.length)
  expect(new Set([...still.cards, ...moving.cards])).toEqual(new Set(picture.cards))
  expect(still.cards.map(({ id }) => id)).not.toContain('Step4')
  expect([...still.selected]).toEqual(['Data3'])
})

it('a line that moves lies beneath every card that it crosses', () => {
  const picture = pictureWith(['Step4'])
  const { cards, lines } = movingPart(picture)
  const ends = lines.flatMap(({ line }) => [line.source, line.target])
  expect(ends.length).toBeGreaterThan(2)
  for (const id of ends) expect(cards.map(card => card.id)).toContain(id)
})

it('a drag comes apart from afar only, and not where a focus makes cards faint', () => {
  const picture = pictureWith(['Step4'])
  expect(comesApart(picture)).toBe(true)
  expect(comesApart({ ...picture, paintCards: false })).toBe(false)
  expect(comesApart({ ...picture, focus: new Set(['Step4']) })).toBe(false)
  expect(comesApart({ ...picture, moving: none })).toBe(false)
})

it('what stays is the same for every step of one drag, and for no other', () => {
  const picture = pictureWith(['Step4'])
  expect(sameStill(picture, { ...picture, places: new Map(places), moving: new Set(['Step4']) })).toBe(true)
  expect(sameStill(picture, { ...picture, moving: new Set(['Step6']) })).toBe(false)
  expect(sameStill(picture, { ...picture, marked: new Map([['Data3', 'error']]) })).toBe(false)
})
