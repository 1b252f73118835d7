import { alignRows, type Reach } from './align.ts'
import { orderColumns } from './order.ts'
import { type Corner, packColumns, packRows, type Size } from './pack.ts'
import { acyclic, type Pairs, ranksOf } from './rank.ts'
import { type Division, divide, type LayoutCard, type LayoutEdge, type Part } from './supports.ts'

/** Size of every card, in pixels at full size. */
export const cardWidth = 208
export const cardHeight = 64

/** The upper left corner of a card. */
export type Point = Corner

/** Cards that a person has put somewhere, by id. */
export type Pins = Readonly<Record<string, Point>>

const columnGap = 72
const rowGap = 24
/** Between a card and what only it uses. */
const closeGap = 16
const bendGap = 20
const pitch = cardWidth + columnGap
const closePitch = cardHeight + closeGap
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
  { pins = {} }: { readonly pins?: Pins } = {},
): ReadonlyMap<string, Point> {
  const division = divide(cards, edges)
  const boxes = division.parts.map(part => layoutPart(part, division))
  const single = boxes.every(box => box.width === cardWidth)
  const corners = packColumns(boxes, single ? { ...partGap, width: columnGap } : partGap)
  const width = boxes.reduce((most, box, index) => Math.max(most, (corners[index]?.x ?? 0) + box.width), 0)

  const places = new Map<string, Point>()
  const perRow = Math.max(4, Math.floor((width + columnGap) / pitch))
  division.header.forEach((id, index) => {
    places.set(id, { x: (index % perRow) * pitch, y: Math.floor(index / perRow) * (cardHeight + rowGap) })
  })
  const rows = Math.ceil(division.header.length / perRow)
  const top = rows === 0 ? 0 : rows * (cardHeight + rowGap) - rowGap + bandGap
  boxes.forEach((box, index) => {
    const corner = corners[index] ?? { x: 0, y: 0 }
    for (const [id, { x, y }] of box.places) places.set(id, { x: corner.x + x, y: top + corner.y + y })
  })
  return withPins(cards, places, pins)
}

interface Box extends Size {
  readonly places: ReadonlyMap<string, Point>
}

function layoutPart(part: Part, { satellites }: Division): Box {
  const numbers = new Map(part.members.map((id, index) => [id, index]))
  const pairs: Pairs = part.edges.map(([source, target]) => [numbers.get(source) ?? 0, numbers.get(target) ?? 0])
  const count = part.members.length
  const edges = acyclic(count, pairs)
  const ranks = ranksOf(count, edges)
  const graph = orderColumns(count, edges, ranks)
  const reaches = part.members.map(
    (id): Reach => ({
      above: cardHeight / 2,
      below: cardHeight / 2 + (satellites.get(id)?.length ?? 0) * closePitch,
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
    satellites.get(id)?.forEach((satellite, index) => {
      places.set(satellite, { x: point.x, y: point.y + (index + 1) * closePitch })
    })
  })
  addShared(part, places)
  return { places, ...sizeOf(places) }
}

const nothing: Reach = { above: 0, below: 0 }

/** Puts what several members use in rows beneath, each near the columns of its users. */
function addShared(part: Part, places: Map<string, Point>): void {
  if (part.shared.size === 0) return
  const { width, height } = sizeOf(places)
  const columns = Math.max(3, Math.round((width + columnGap) / pitch))
  const wishes = [...part.shared.values()].map(
    users => users.reduce((sum, id) => sum + (places.get(id)?.x ?? 0), 0) / users.length / pitch,
  )
  const cells = packRows(wishes, columns)
  ;[...part.shared.keys()].forEach((id, index) => {
    const { column, row } = cells[index] ?? { column: 0, row: 0 }
    places.set(id, { x: column * pitch, y: height + bandGap + row * closePitch })
  })
}

function sizeOf(places: ReadonlyMap<string, Point>): Size {
  let [width, height] = [0, 0]
  for (const { x, y } of places.values()) {
    width = Math.max(width, x + cardWidth)
    height = Math.max(height, y + cardHeight)
  }
  return { width, height }
}

/** Puts pinned cards where they are pinned, and moves others up or down, as little as will do, out of their way. */
function withPins(
  cards: readonly LayoutCard[],
  places: ReadonlyMap<string, Point>,
  pins: Pins,
): ReadonlyMap<string, Point> {
  const pinned = new Map(
    cards.flatMap(({ id }) => (Object.hasOwn(pins, id) && pins[id] ? [[id, pins[id]] as const] : [])),
  )
  if (pinned.size === 0) return places
  const taken = new Map<number, Point[]>()
  const take = (point: Point) => {
    for (const stripe of stripesOf(point.x)) {
      const points = taken.get(stripe)
      if (points) points.push(point)
      else taken.set(stripe, [point])
    }
  }
  for (const point of pinned.values()) take(point)
  const inWay = (point: Point): readonly Point[] =>
    stripesOf(point.x).flatMap(stripe => taken.get(stripe)?.filter(other => overlap(point, other)) ?? [])

  const waiting: string[] = []
  const result = new Map<string, Point>()
  for (const [id, point] of places) {
    const pin = pinned.get(id)
    result.set(id, pin ?? point)
    if (pin) continue
    if (inWay(point).length > 0) waiting.push(id)
  }
  const moving = new Set(waiting)
  for (const [id, point] of result) if (!pinned.has(id) && !moving.has(id)) take(point)
  for (const id of waiting) {
    const from = result.get(id) ?? { x: 0, y: 0 }
    const point = nearestFree(from, inWay)
    result.set(id, point)
    take(point)
  }
  return result
}

/** The free place straight above or below that is nearest; below of two alike. */
function nearestFree(from: Point, inWay: (point: Point) => readonly Point[]): Point {
  const search = (step: (blocks: readonly Point[]) => number): number => {
    let y = from.y
    for (let blocks = inWay({ x: from.x, y }); blocks.length > 0; blocks = inWay({ x: from.x, y })) y = step(blocks)
    return y
  }
  const lower = search(blocks => Math.max(...blocks.map(one => one.y)) + cardHeight + closeGap)
  const upper = search(blocks => Math.min(...blocks.map(one => one.y)) - cardHeight - closeGap)
  return { x: from.x, y: from.y - upper < lower - from.y ? upper : lower }
}

const stripesOf = (x: number): readonly number[] => {
  const first = Math.floor(x / pitch)
  const last = Math.floor((x + cardWidth) / pitch)
  return first === last ? [first] : [first, last]
}

const overlap = (a: Point, b: Point): boolean => Math.abs(a.x - b.x) < cardWidth && Math.abs(a.y - b.y) < cardHeight
