import { alignRows, type Reach } from './align.ts'
import { orderColumns } from './order.ts'
import { type Corner, packColumns, packRows, type Size } from './pack.ts'
import { type Block, createPlot } from './plot.ts'
import { acyclic, type Pairs, ranksOf } from './rank.ts'
import { type Division, divide, type LayoutCard, type LayoutEdge, type Part } from './supports.ts'

/** Size of every card, in pixels at full size. */
export const cardWidth = 208
export const cardHeight = 64

/** The upper left corner of a card. */
export type Point = Corner

/** Cards that a person has put somewhere, by id. */
export type Pins = Readonly<Record<string, Point>>

export const columnGap = 72
export const rowGap = 24
/** Between a card and what only it uses. */
const closeGap = 16
const bendGap = 20
const pitch = cardWidth + columnGap
/** Wider between parts than between the columns of one, so that two lanes side by side do not read as one. */
const partGap: Size = { width: 144, height: 40 }
const bandGap = 48

/**
 * A place for every card: the flow from left to right, its unconnected parts below one another, what one card uses
 * beneath that card, what several use beneath their part, and what all use on top. No two cards overlap, a pinned
 * card stands where it is pinned (those in its way give way up or down), and the same cards and edges, in the same
 * order, always give the same picture.
 */
export function layoutGraph(
  cards: readonly LayoutCard[],
  edges: readonly LayoutEdge[],
  { pins = {}, ports }: { readonly pins?: Pins; readonly ports?: Ports } = {},
): ReadonlyMap<string, Point> {
  const division = withPorts(divide(cards, edges), ports)
  const heights = heightsOf(cards)
  const boxes = boxesOf(division, heights)
  const single = boxes.every(box => box.width === cardWidth)
  const corners =
    isThrough(division, ports) && boxes.length <= mostStacked
      ? stack(boxes)
      : packColumns(boxes, single ? { ...partGap, width: columnGap } : partGap)
  const width = boxes.reduce((most, box, index) => Math.max(most, (corners[index]?.x ?? 0) + box.width), 0)

  const places = new Map<string, Point>()
  const perRow = Math.max(4, Math.floor((width + columnGap) / pitch))
  const rows = rowsOf(division.header, index => Math.floor(index / perRow), heights, rowGap)
  division.header.forEach((id, index) => {
    places.set(id, { x: (index % perRow) * pitch, y: rows.tops[Math.floor(index / perRow)] ?? 0 })
  })
  const top = division.header.length === 0 ? 0 : rows.bottom + bandGap
  boxes.forEach((box, index) => {
    const corner = corners[index] ?? { x: 0, y: 0 }
    for (const [id, { x, y }] of box.places) places.set(id, { x: corner.x + x, y: top + corner.y + y })
  })
  return withPins(cards, places, pins, heights)
}

/** Cards that lines come to from the left, or leave to the right, as where a frame is a part of a larger picture. */
export interface Ports {
  readonly from: ReadonlySet<string>
  readonly to: ReadonlySet<string>
}

/**
 * Parts with lines from the left first, those with lines to the right last, so that these cross few others. Where most
 * have some the order stays, so that the lines between two frames run side by side.
 */
function withPorts(division: Division, ports: Ports | undefined): Division {
  if (!ports || isThrough(division, ports)) return division
  const pull = ({ members }: Part) =>
    (members.some(id => ports.to.has(id)) ? 1 : 0) - (members.some(id => ports.from.has(id)) ? 1 : 0)
  return { ...division, parts: division.parts.toSorted((a, b) => pull(a) - pull(b)) }
}

/** So many stand one below another, where nothing is in their lines' way; more would make a tower. */
const mostStacked = 14

/** Whether most parts have such lines. */
const isThrough = ({ parts }: Division, ports: Ports | undefined): boolean =>
  ports !== undefined &&
  parts.filter(({ members }) => members.some(id => ports.from.has(id) || ports.to.has(id))).length * 2 > parts.length

function stack(boxes: readonly Size[]): readonly Point[] {
  let y = 0
  return boxes.map(({ height }) => {
    const corner = { x: 0, y }
    y += height + partGap.height
    return corner
  })
}

/** How high each card stands with what lies beneath it, where that is more than the card. */
type Heights = ReadonlyMap<string, number>

const heightsOf = (cards: readonly LayoutCard[]): Heights =>
  new Map(cards.flatMap(({ id, below }) => (below ? [[id, cardHeight + below] as const] : [])))

const heightOf = (heights: Heights, id: string): number => heights.get(id) ?? cardHeight

/** Where rows of cards begin and the last ends, each as high as its highest. */
function rowsOf(ids: readonly string[], rowOf: (index: number) => number, heights: Heights, gap: number) {
  const most: number[] = []
  ids.forEach((id, index) => {
    const row = rowOf(index)
    most[row] = Math.max(most[row] ?? 0, heightOf(heights, id))
  })
  const tops: number[] = []
  let next = 0
  for (const height of most) {
    tops.push(next)
    next += (height ?? cardHeight) + gap
  }
  return { tops, bottom: Math.max(0, next - gap) }
}

interface Box extends Size {
  readonly places: ReadonlyMap<string, Point>
}

/** How a part lies, whatever its cards are called: a place for each of `idsOf`. */
interface Shape extends Size {
  readonly points: readonly Point[]
}

/** Of the newest layout, by all that they follow from: most changes of a definition leave most of its parts alone. */
let kept: ReadonlyMap<string, Shape> = new Map()

function boxesOf(division: Division, heights: Heights): readonly Box[] {
  const next = new Map<string, Shape>()
  const boxes = division.parts.map(part => {
    const ids = idsOf(part, division)
    const key = shapeOf(part, division, heights, ids)
    const shape = next.get(key) ?? kept.get(key) ?? layoutPart(part, division, heights, ids)
    next.set(key, shape)
    const places = new Map(ids.map((id, index) => [id, shape.points[index] ?? { x: 0, y: 0 }] as const))
    return { places, width: shape.width, height: shape.height }
  })
  kept = next
  return boxes
}

/** The cards of a part, each with what only it uses, and then what several use. */
const idsOf = ({ members, shared }: Part, { satellites }: Division): readonly string[] => [
  ...members.flatMap(id => [id, ...(satellites.get(id) ?? [])]),
  ...shared.keys(),
]

/** All that the layout of a part follows from, without names: large definitions repeat themselves, and so do parts. */
function shapeOf({ members, edges, shared }: Part, { satellites }: Division, heights: Heights, ids: readonly string[]) {
  const numbers = new Map(members.map((id, index) => [id, index]))
  const hanging = members.map(id => satellites.get(id)?.length ?? 0)
  const pairs = edges.map(([source, target]) => [numbers.get(source), numbers.get(target)])
  const users = [...shared.values()].map(some => some.map(id => numbers.get(id)))
  const high = heights.size === 0 ? [] : ids.map(id => heights.get(id) ?? 0)
  return [hanging.join(), pairs.join(';'), users.join(';'), high.join()].join('|')
}

function layoutPart(part: Part, { satellites }: Division, heights: Heights, ids: readonly string[]): Shape {
  const numbers = new Map(part.members.map((id, index) => [id, index]))
  const pairs: Pairs = part.edges.map(([source, target]) => [numbers.get(source) ?? 0, numbers.get(target) ?? 0])
  const count = part.members.length
  const edges = acyclic(count, pairs)
  const ranks = ranksOf(count, edges)
  const graph = orderColumns(count, edges, ranks)
  const reaches = part.members.map(
    (id): Reach => ({
      above: cardHeight / 2,
      below:
        heightOf(heights, id) -
        cardHeight / 2 +
        (satellites.get(id)?.reduce((sum, one) => sum + closeGap + heightOf(heights, one), 0) ?? 0),
    }),
  )
  const rows = alignRows(
    graph,
    node => reaches[node] ?? nothing,
    (upper, lower) => (upper < count && lower < count ? rowGap : bendGap),
  )

  const places = new Map<string, Point>()
  const top = part.members.reduce((least, _, node) => Math.min(least, rows[node] ?? 0), Number.POSITIVE_INFINITY)
  part.members.forEach((id, node) => {
    const point = { x: (ranks[node] ?? 0) * pitch, y: Math.round((rows[node] ?? 0) - top) }
    places.set(id, point)
    let next = point.y + heightOf(heights, id) + closeGap
    for (const satellite of satellites.get(id) ?? []) {
      places.set(satellite, { x: point.x, y: next })
      next += heightOf(heights, satellite) + closeGap
    }
  })
  const floors = graph.columns.map(column => {
    const last = column.at(-1)
    // Rows are told by the middle of a card, places by its corner.
    return last === undefined ? 0 : (rows[last] ?? 0) - top + cardHeight / 2 + (reaches[last] ?? nothing).below
  })
  addShared(part, places, heights, floors)
  return { points: ids.map(id => places.get(id) ?? { x: 0, y: 0 }), ...sizeOf(places, heights) }
}

const nothing: Reach = { above: 0, below: 0 }

/**
 * Puts what several members use in rows beneath, each near the columns of its users, and each row as high as what
 * already stands in its columns lets it: `floors` says where that ends.
 */
function addShared(part: Part, places: Map<string, Point>, heights: Heights, floors: readonly number[]): void {
  if (part.shared.size === 0) return
  const columns = Math.max(3, Math.round((sizeOf(places, heights).width + columnGap) / pitch))
  const shared = [...part.shared].map(([id, users]) => ({
    id,
    wish: users.reduce((sum, user) => sum + (places.get(user)?.x ?? 0), 0) / users.length / pitch,
  }))
  const cells = packRows(
    shared.map(one => one.wish),
    columns,
  )
  const rows = Map.groupBy(
    shared.map(({ id }, index) => ({ id, ...(cells[index] ?? { column: 0, row: 0 }) })),
    cell => cell.row,
  )
  const bottoms = floors.map(floor => floor + bandGap - closeGap)
  const lowest = Math.max(...bottoms)
  for (const row of [...rows.keys()].toSorted((a, b) => a - b)) {
    const cards = rows.get(row) ?? []
    const y = Math.round(Math.max(...cards.map(({ column }) => bottoms[column] ?? lowest)) + closeGap)
    for (const { id, column } of cards) {
      places.set(id, { x: column * pitch, y })
      bottoms[column] = y + heightOf(heights, id)
    }
  }
}

function sizeOf(places: ReadonlyMap<string, Point>, heights: Heights): Size {
  let [width, height] = [0, 0]
  for (const [id, { x, y }] of places) {
    width = Math.max(width, x + cardWidth)
    height = Math.max(height, y + heightOf(heights, id))
  }
  return { width, height }
}

/** Puts pinned cards where they are pinned, and moves others up or down, as little as will do, out of their way. */
function withPins(
  cards: readonly LayoutCard[],
  places: ReadonlyMap<string, Point>,
  pins: Pins,
  heights: Heights,
): ReadonlyMap<string, Point> {
  const pinned = new Map(
    cards.flatMap(({ id }) => (Object.hasOwn(pins, id) && pins[id] ? [[id, pins[id]] as const] : [])),
  )
  if (pinned.size === 0) return places
  const plot = createPlot(cardWidth, closeGap)
  const blockAt = (id: string, { x, y }: Point): Block => ({ x, y, height: heightOf(heights, id) })
  for (const [id, point] of pinned) plot.take(blockAt(id, point))
  const inWay = [...places].filter(([id, point]) => !pinned.has(id) && !plot.isFree(blockAt(id, point)))
  const moving = new Set(inWay.map(([id]) => id))
  const result = new Map<string, Point>()
  for (const [id, point] of places) {
    result.set(id, pinned.get(id) ?? point)
    if (!pinned.has(id) && !moving.has(id)) plot.take(blockAt(id, point))
  }
  for (const [id, point] of inWay) {
    const free = plot.nearestFree(blockAt(id, point))
    result.set(id, free)
    plot.take(blockAt(id, free))
  }
  return result
}
