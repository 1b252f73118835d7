import { performance } from 'node:perf_hooks'
import ElkConstructor from 'elkjs/lib/elk.bundled.js'
import { cardHeight, cardWidth, layoutGraph, type Point } from '../../src/core/graph/layout.ts'
import { type Picture, pipeline, web } from '../core/graph/pictures.ts'
import type { Figure } from './runner.ts'

/**
 * Our layout beside ELK's layered one: time, and crossings of the straight lines between the middles of cards. Every
 * round draws another graph of its kind, since ours keeps the parts of the layout before.
 */
export async function* figures(): AsyncGenerator<Figure> {
  const kinds: readonly (readonly [string, (seed: number) => Picture])[] = [
    ...[100, 500, 1000].map(size => [`pipeline of ${size} cards`, (seed: number) => pipeline(size, seed)] as const),
    ['web of 300 cards', seed => web(300, seed)],
  ]
  for (const [name, draw] of kinds) {
    const times = { ours: [] as number[], theirs: [] as number[] }
    const crossings = { ours: 0, theirs: 0 }
    for (const seed of [7, 8, 9, 10, 11]) {
      const picture = draw(seed)
      let start = performance.now()
      const mine = layoutGraph(picture.cards, picture.edges)
      times.ours.push(performance.now() - start)
      start = performance.now()
      const peer = await elkLayout(picture)
      times.theirs.push(performance.now() - start)
      crossings.ours += crossingsOf(picture, mine)
      crossings.theirs += crossingsOf(picture, peer)
    }
    const [value, against] = [median(times.ours), median(times.theirs)]
    const ratio = median(times.ours.map((time, round) => time / (times.theirs[round] ?? 1)))
    yield { name: `layout of a ${name}`, value, unit: 'ms', against: `ELK layered, ${Math.round(against)} ms`, ratio }
    yield {
      name: `crossings in five of a ${name}`,
      value: crossings.ours,
      unit: 'crossings',
      against: `ELK layered, ${crossings.theirs}`,
      ratio: crossings.ours / Math.max(1, crossings.theirs),
    }
  }
}

const elk = new ElkConstructor()

async function elkLayout({ cards, edges }: Picture): Promise<ReadonlyMap<string, Point>> {
  const result = await elk.layout({
    id: 'root',
    layoutOptions: { 'elk.algorithm': 'layered', 'elk.direction': 'RIGHT' },
    children: cards.map(({ id }) => ({ id, width: cardWidth, height: cardHeight })),
    edges: edges.map(({ source, target }, index) => ({ id: `e${index}`, sources: [source], targets: [target] })),
  })
  return new Map(result.children?.map(({ id, x = 0, y = 0 }) => [id, { x, y }]))
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

function crossingsOf({ edges }: Picture, places: ReadonlyMap<string, Point>): number {
  const lines = edges.flatMap(edge => {
    const [from, to] = [places.get(edge.source), places.get(edge.target)]
    return from && to ? [{ ...edge, from, to }] : []
  })
  const side = (a: Point, b: Point, c: Point) => Math.sign((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x))
  let crossings = 0
  for (const [index, one] of lines.entries())
    for (const two of lines.slice(index + 1)) {
      const ends = new Set([one.source, one.target, two.source, two.target])
      if (ends.size < 4) continue
      const apart = side(one.from, one.to, two.from) * side(one.from, one.to, two.to) < 0
      if (apart && side(two.from, two.to, one.from) * side(two.from, two.to, one.to) < 0) crossings += 1
    }
  return crossings
}
