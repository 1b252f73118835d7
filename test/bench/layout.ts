import { performance } from 'node:perf_hooks'
import ElkConstructor from 'elkjs/lib/elk.bundled.js'
import { cardHeight, cardWidth, layoutGraph, type Point } from '../../src/core/graph/layout.ts'
import { type Picture, pipeline, web } from '../core/graph/pictures.ts'
import type { Figure } from './runner.ts'

/** Our layout beside ELK's layered one: time, and crossings of the straight lines between the middles of cards. */
export async function* figures(): AsyncGenerator<Figure> {
  const pictures = [100, 500, 1000].map(size => [`pipeline of ${size} cards`, pipeline(size)] as const)
  for (const [name, picture] of [...pictures, ['web of 300 cards', web(300)] as const]) {
    const ours: number[] = []
    const theirs: number[] = []
    let [mine, peer]: ReadonlyMap<string, Point>[] = []
    for (let round = 0; round < 3; round += 1) {
      let start = performance.now()
      mine = layoutGraph(picture.cards, picture.edges)
      ours.push(performance.now() - start)
      start = performance.now()
      peer = await elkLayout(picture)
      theirs.push(performance.now() - start)
    }
    const [value, against] = [median(ours), median(theirs)]
    yield { name: `layout of a ${name}`, value, unit: 'ms', against: 'ELK layered', ratio: value / against }
    const crossings = crossingsOf(picture, mine ?? new Map())
    const ratio = crossings / Math.max(1, crossingsOf(picture, peer ?? new Map()))
    yield { name: `crossings in a ${name}`, value: crossings, unit: 'crossings', against: 'ELK layered', ratio }
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
