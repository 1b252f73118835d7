import { cardHeight, cardWidth, type Point } from './layout.ts'

/** Where the lines between cards run. */

/** Places to look up by the id of a card. */
export type Places = Pick<ReadonlyMap<string, Point>, 'get'>

/** An edge to draw: from the right side of one card to the left side of another, or back the other way. */
export interface RouteEdge {
  readonly id: string
  readonly source: string
  readonly target: string
}

/** Room between a line and a card that it passes. */
const clearance = 14

/**
 * Points at which each edge turns on its way, so that long ones run through the gaps between cards and not behind
 * them; none for most. A pure matter of places, so it holds for cards moved by hand. Edges that run back, from a card
 * to one at its left, turn at the same points as one that runs forward would; those between cards that stand above one
 * another are left out. Edges may end at other places, `ends`, than those that they keep clear of: while a card is on
 * its way, its lines follow it through all that rests.
 */
export function routeEdges(
  places: ReadonlyMap<string, Point>,
  edges: readonly RouteEdge[],
  ends: Places = places,
): ReadonlyMap<string, readonly Point[]> {
  const columns = columnsOf(places)
  const routes = new Map<string, readonly Point[]>()
  for (const edge of edges) {
    const from = ends.get(edge.source)
    const to = ends.get(edge.target)
    if (!from || !to) continue
    if (to.x > from.x + cardWidth) routes.set(edge.id, routeOf(from, to, columns))
    else if (runsBack(from, to)) routes.set(edge.id, routeOf(to, from, columns).toReversed())
  }
  return routes
}

/** Whether a line from a card to another leaves it at the left. */
export const runsBack = (from: Point, to: Point): boolean => from.x > to.x + cardWidth

/** Cards that stand one below another, by their left edge, with what they cover from top to bottom. */
interface Column {
  readonly x: number
  readonly covered: readonly (readonly [top: number, bottom: number])[]
}

const remembered = new WeakMap<ReadonlyMap<string, Point>, readonly Column[]>()

function columnsOf(places: ReadonlyMap<string, Point>): readonly Column[] {
  const known = remembered.get(places)
  if (known) return known
  const found = new Map<number, number[]>()
  for (const { x, y } of places.values()) {
    const tops = found.get(x)
    if (tops) tops.push(y)
    else found.set(x, [y])
  }
  const columns = [...found]
    .map(([x, tops]) => ({ x, covered: merged(tops.toSorted((a, b) => a - b)) }))
    .sort((a, b) => a.x - b.x)
  remembered.set(places, columns)
  return columns
}

/** What cards at these heights cover, those too close for a line between them as one. */
function merged(tops: readonly number[]): Column['covered'] {
  const covered: [number, number][] = []
  for (const top of tops) {
    const last = covered.at(-1)
    const [from, to] = [top - clearance, top + cardHeight + clearance]
    if (last && from < last[1]) last[1] = Math.max(last[1], to)
    else covered.push([from, to])
  }
  return covered
}

function routeOf(from: Point, to: Point, columns: readonly Column[]): readonly Point[] {
  const start = { x: from.x + cardWidth, y: from.y + cardHeight / 2 }
  const goal = { x: to.x, y: to.y + cardHeight / 2 }
  const points: Point[] = [start]
  let here = start
  for (let index = firstBehind(columns, start.x); index < columns.length; index += 1) {
    const column = columns[index]
    if (!column || column.x + cardWidth > goal.x) break
    const straight = (x: number) => here.y + ((goal.y - here.y) * (x - here.x)) / (goal.x - here.x)
    let [enter, leave] = [straight(column.x), straight(column.x + cardWidth)]
    const [low, high] = [Math.min(enter, leave), Math.max(enter, leave)]
    if (column.covered.some(([top, bottom]) => top < high && bottom > low))
      enter = leave = freeRow(column, (low + high) / 2)
    if (column.x > here.x) points.push({ x: column.x, y: enter })
    here = { x: column.x + cardWidth, y: leave }
    points.push(here)
  }
  return unbent([...points, goal]).map(({ x, y }) => ({ x: Math.round(x), y: Math.round(y) }))
}

/** The points between the first and the last at which the line really turns. */
function unbent(points: readonly Point[]): readonly Point[] {
  const kept = points.slice(0, 1)
  for (const [index, point] of points.entries()) {
    const before = kept.at(-1)
    const next = points[index + 1]
    if (index === 0 || !before || !next) continue
    const straight = before.y + ((next.y - before.y) * (point.x - before.x)) / (next.x - before.x || 1)
    if (Math.abs(straight - point.y) > 0.5) kept.push(point)
  }
  return kept.slice(1)
}

/** The first column that begins at or behind x. */
function firstBehind(columns: readonly Column[], x: number): number {
  let [low, high] = [0, columns.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((columns[middle]?.x ?? 0) < x) low = middle + 1
    else high = middle
  }
  return low
}

/** The row nearest to the one wished for that no card covers. */
function freeRow({ covered }: Column, wish: number): number {
  const block = covered.find(([top, bottom]) => top < wish && wish < bottom)
  if (!block) return wish
  const [top, bottom] = block
  return wish - top <= bottom - wish ? top : bottom
}
