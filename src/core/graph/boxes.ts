import { alignRows } from './align.ts'
import { orderColumns } from './order.ts'
import { type Corner, packColumns, type Size } from './pack.ts'
import { acyclic, type Pairs, ranksOf } from './rank.ts'

/** Rectangles of any size put where the flow between them runs from left to right. */

const gap: Size = { width: 96, height: 56 }

/**
 * The upper left corner of each box, in the order given; no two overlap. Boxes that something flows between stand in
 * columns along it; those apart from one another are packed to about the shape of a page.
 */
export function placeBoxes(boxes: readonly Size[], flows: Pairs): readonly Corner[] {
  const real = flows.filter(([source, target]) => source !== target)
  const parts = joined(boxes.length, real).map(members => placePart(members, boxes, real))
  const corners = packColumns(parts, gap)
  const result: Corner[] = boxes.map(() => ({ x: 0, y: 0 }))
  parts.forEach(({ places }, part) => {
    const corner = corners[part] ?? { x: 0, y: 0 }
    for (const [box, { x, y }] of places) result[box] = { x: corner.x + x, y: corner.y + y }
  })
  return result
}

interface Part extends Size {
  readonly places: ReadonlyMap<number, Corner>
}

function placePart(members: readonly number[], boxes: readonly Size[], flows: Pairs): Part {
  const size = (index: number): Size => boxes[members[index] ?? 0] ?? { width: 0, height: 0 }
  const numbers = new Map(members.map((box, index) => [box, index]))
  const inside = flows.flatMap(([source, target]): [number, number][] => {
    const [from, to] = [numbers.get(source), numbers.get(target)]
    return from === undefined || to === undefined ? [] : [[from, to]]
  })
  const edges = acyclic(members.length, inside)
  const ranks = ranksOf(members.length, edges)
  const graph = orderColumns(members.length, edges, ranks)
  const rows = alignRows(
    graph,
    node => {
      const half = node < members.length ? size(node).height / 2 : 0
      return { above: half, below: half }
    },
    () => gap.height,
  )
  const widths: number[] = []
  members.forEach((_, index) => {
    const rank = ranks[index] ?? 0
    widths[rank] = Math.max(widths[rank] ?? 0, size(index).width)
  })
  const lefts = widths.map((_, rank) => widths.slice(0, rank).reduce((sum, width) => sum + width + gap.width, 0))
  const top = Math.min(...members.map((_, index) => (rows[index] ?? 0) - size(index).height / 2))
  const places = new Map(
    members.map((box, index) => {
      const y = Math.round((rows[index] ?? 0) - size(index).height / 2 - top)
      return [box, { x: lefts[ranks[index] ?? 0] ?? 0, y }] as const
    }),
  )
  const width = Math.max(...members.map((box, index) => (places.get(box)?.x ?? 0) + size(index).width))
  const height = Math.max(...members.map((box, index) => (places.get(box)?.y ?? 0) + size(index).height))
  return { places, width, height }
}

/** Numbers that flows join, each list in its order. */
function joined(count: number, flows: Pairs): readonly (readonly number[])[] {
  const near: number[][] = Array.from({ length: count }, () => [])
  for (const [a, b] of flows) {
    near[a]?.push(b)
    near[b]?.push(a)
  }
  const seen = new Set<number>()
  const parts: number[][] = []
  for (let root = 0; root < count; root += 1) {
    if (seen.has(root)) continue
    const part = new Set([root])
    for (const one of part) for (const other of near[one] ?? []) part.add(other)
    for (const one of part) seen.add(one)
    parts.push([...part].toSorted((a, b) => a - b))
  }
  return parts
}
