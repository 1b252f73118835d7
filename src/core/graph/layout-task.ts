import { allFamilies, allFlows, type Family } from '../catalog/schema.ts'
import { placeBoxes } from './boxes.ts'
import { layerOf } from './layers.ts'
import { cardHeight, cardWidth, layoutGraph, type Pins, type Point } from './layout.ts'
import type { Size } from './pack.ts'
import type { LayoutCard, LayoutEdge } from './supports.ts'

/**
 * A layout as it is asked for and answered across threads: lists of numbers alone. Cards, groups, families and flows
 * go by their number, since no layout depends on what anything is called.
 */
export interface LayoutTask {
  /** The family of each card, as its place in `families`. */
  readonly cards: Uint8Array
  /** The room wanted beneath each card, in pixels; empty where none wants any. */
  readonly below: Float64Array
  /** Source, target and flow of each edge; the flow as its place in `allFlows`. */
  readonly edges: Int32Array
  /** The group of each card; empty without groups. */
  readonly groups: Int32Array
  /** For each group, whether it is collapsed: 1 or 0. */
  readonly closed: Uint8Array
  /** Number, x and y of each card that is pinned; in a group from its origin. */
  readonly pins: Float64Array
}

export interface LayoutAnswer {
  /** The x and y of each card. */
  readonly places: Float64Array
  /** The x, y, width, height of the frame of each group, and x and y of where its pins count from. */
  readonly frames: Float64Array
}

/** Of a card whose type nobody knows, the first. */
export const families: readonly (Family | undefined)[] = [undefined, ...allFamilies]

/** Around the cards of a frame; above them stands its name. */
const padding = 24
const titleHeight = 44

/** Does a task: the same gives the same answer, to the number. */
export function layOut(task: LayoutTask): LayoutAnswer {
  const cards = Array.from(
    task.cards,
    (family, number): LayoutCard => ({
      id: String(number),
      family: families[family],
      ...(task.below.length > 0 && { below: task.below[number] ?? 0 }),
    }),
  )
  const edges = edgesOf(task)
  const pins = pinsOf(task)
  if (task.closed.length > 0) return layOutGroups(task, cards, edges, pins)
  return { places: inOrder(cards, layoutGraph(cards, edges, { pins })), frames: new Float64Array() }
}

/** How many cards are in the largest part of the flow: what takes long of a layout is not many cards, but large parts. */
export function largestPart({ cards, edges }: LayoutTask): number {
  const heads = Int32Array.from(cards, (_, number) => number)
  const headOf = (number: number): number => {
    let head = number
    for (let up = heads[head] ?? head; up !== head; up = heads[head] ?? head) {
      heads[head] = heads[up] ?? up
      head = up
    }
    return head
  }
  for (let at = 0; at < edges.length; at += 3)
    if (layerOf(allFlows[edges[at + 2] ?? 0] ?? 'uses') === 'flow')
      heads[headOf(edges[at] ?? 0)] = headOf(edges[at + 1] ?? 0)
  const sizes = new Int32Array(cards.length)
  for (let number = 0; number < cards.length; number += 1) sizes[headOf(number)] = (sizes[headOf(number)] ?? 0) + 1
  return sizes.reduce((most, size) => Math.max(most, size), 0)
}

function edgesOf({ edges }: LayoutTask): readonly LayoutEdge[] {
  const list: LayoutEdge[] = []
  for (let at = 0; at < edges.length; at += 3)
    list.push({
      source: String(edges[at]),
      target: String(edges[at + 1]),
      flow: allFlows[edges[at + 2] ?? 0] ?? 'uses',
    })
  return list
}

function pinsOf({ pins }: LayoutTask): Pins {
  const map: Record<string, Point> = {}
  for (let at = 0; at < pins.length; at += 3) map[String(pins[at])] = { x: pins[at + 1] ?? 0, y: pins[at + 2] ?? 0 }
  return map
}

function inOrder(cards: readonly LayoutCard[], places: ReadonlyMap<string, Point>): Float64Array {
  const list = new Float64Array(cards.length * 2)
  cards.forEach(({ id }, number) => {
    const { x, y } = places.get(id) ?? start
    list.set([x, y], number * 2)
  })
  return list
}

const start: Point = { x: 0, y: 0 }

/** Lays out each group by itself, then the groups along what flows between them. */
function layOutGroups(
  task: LayoutTask,
  cards: readonly LayoutCard[],
  edges: readonly LayoutEdge[],
  pins: Pins,
): LayoutAnswer {
  const groupOf = (id: string) => task.groups[Number(id)] ?? none
  const inside = Map.groupBy(edges, ({ source, target }) => {
    const group = groupOf(source)
    return group === groupOf(target) ? group : between
  })
  const members = Map.groupBy(cards, ({ id }) => groupOf(id))
  const across = (inside.get(between) ?? []).filter(edge => layerOf(edge.flow) === 'flow')
  const ports = { from: new Set(across.map(edge => edge.target)), to: new Set(across.map(edge => edge.source)) }
  const closed = Array.from(task.closed, Boolean)
  const contents = closed.map((isClosed, group) => {
    const own = members.get(group) ?? []
    return measure(layoutGraph(own, inside.get(group) ?? [], { pins: isClosed ? {} : pins, ports }), own)
  })
  const sizes = contents.map(({ width, height }, group): Size => {
    if (closed[group]) return { width, height }
    return { width: Math.max(leastWidth, width) + padding * 2, height: height + titleHeight + padding }
  })
  const pairs = across.map(({ source, target }): [number, number] => [groupOf(source), groupOf(target)])
  const corners = placeBoxes(sizes, pairs)

  const places = new Map<string, Point>()
  const frames = new Float64Array(contents.length * 6)
  contents.forEach(({ places: own, x, y }, group) => {
    const corner = corners[group] ?? start
    const { width, height } = sizes[group] ?? { width: 0, height: 0 }
    const isOpen = !closed[group]
    const origin = { x: corner.x - x + (isOpen ? padding : 0), y: corner.y - y + (isOpen ? titleHeight : 0) }
    for (const [id, place] of own) places.set(id, { x: origin.x + place.x, y: origin.y + place.y })
    frames.set([corner.x, corner.y, width, height, origin.x, origin.y], group * 6)
  })
  return { places: inOrder(cards, places), frames }
}

/** The number of no group, and that of lines from one to another. */
const none = -1
const between = -2
/** A frame is wide enough for its title. */
const leastWidth = cardWidth + 120

/** Places with the box around them. Its corner never moves right or down, lest a frame follow a card moved in it. */
function measure(places: ReadonlyMap<string, Point>, own: readonly LayoutCard[]) {
  let [x, y, right, bottom] = [0, 0, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const { id, below = 0 } of own) {
    const place = places.get(id) ?? start
    x = Math.min(x, place.x)
    y = Math.min(y, place.y)
    right = Math.max(right, place.x + cardWidth)
    bottom = Math.max(bottom, place.y + cardHeight + below)
  }
  return { places, x, y, width: right - x, height: bottom - y }
}
