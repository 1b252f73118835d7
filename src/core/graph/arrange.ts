import { placeBoxes } from './boxes.ts'
import { foldGraph } from './fold.ts'
import { type Group, groupCards, makesGroup, otherKey } from './groups.ts'
import { inheritedEdges } from './inherited.ts'
import { cardHeight, cardWidth, layoutGraph, type Pins, type Point } from './layout.ts'
import type { Corner, Size } from './pack.ts'
import type { Grouping } from './pins.ts'
import type { Card, Edge, Graph } from './project.ts'
import { divide } from './supports.ts'

/** What the canvas shows of a graph: what is in focus, in frames, with what is collapsed as one card. */

export interface ShowOptions {
  /** The only cards to show; undefined for all. */
  readonly only?: ReadonlySet<string> | undefined
  readonly grouping: Grouping
  /** Keys of groups, and ids of cards whose own supports are folded away. */
  readonly collapsed: ReadonlySet<string>
  /** Whether references that objects have through parents are lines too. */
  readonly inherited?: boolean
}

/** The frame around an open group. */
export interface Frame extends Corner, Size {
  readonly group: Group
  /** Where its pins count from. */
  readonly origin: Point
}

interface Placed {
  readonly places: ReadonlyMap<string, Point>
  readonly frames: readonly Frame[]
}

/** Around the cards of a frame; above them stands its name. */
const padding = 24
const titleHeight = 44

/** The card that stands for a collapsed group. No object is called so. */
const boxId = (key: string): string => `${boxMark}${key}`
const boxMark = 'group\n'

/** The key of the group that such a card stands for. */
export const keyOfBox = (id: string): string => id.slice(boxMark.length)

/** A card as one speaks of it: by its id, or as what is collapsed. */
export const spokenCard = (id: string): string =>
  !id.startsWith(boxMark) ? id : keyOfBox(id) === otherKey ? 'the other objects' : `all of ${keyOfBox(id)}`

/** A graph as it is shown, and the groups that its frames stand for. */
export interface Shown {
  readonly graph: Graph
  readonly groups: readonly Group[]
  readonly closed: ReadonlySet<string>
}

/** What is shown, without places. Lines that say what a frame says already are left out. */
export function showGraph(graph: Graph, { only, grouping, collapsed, inherited = false }: ShowOptions): Shown {
  const kept = only ? restrict(graph, only) : graph
  const foldable = collapsed.size === 0 ? nothingHangs : foldableCards(kept)
  const groups = grouping === 'none' ? [] : groupCards(kept, grouping)
  const closed = groups.filter(group => collapsed.has(group.key))
  const into = new Map<string, string>()
  for (const [id, hanging] of foldable) if (collapsed.has(id)) for (const one of hanging) into.set(one, id)
  for (const group of closed) for (const id of group.members) into.set(id, boxId(group.key))
  const all = inherited ? { cards: kept.cards, edges: [...kept.edges, ...inheritedEdges(kept)] } : kept
  const folded = foldGraph(withFoldCounts(all, collapsed, foldable), into, closed.map(boxOf))
  const keyOf = new Map(groups.flatMap(({ key, members }) => members.map(id => [id, key] as const)))
  const said = (edge: Edge) => makesGroup(grouping, edge.flow) && keyOf.get(edge.source) === edge.target
  const left = new Set(folded.cards.map(card => card.id))
  return {
    graph: groups.length === 0 ? folded : { cards: folded.cards, edges: folded.edges.filter(edge => !said(edge)) },
    groups: groups.filter(({ key, members }) => collapsed.has(key) || members.some(id => left.has(id))),
    closed: new Set(closed.map(group => group.key)),
  }
}

/**
 * Places for what is shown: no two cards or frames overlap, pinned cards keep their place within their frame, and the
 * same graph and options always give the same picture. `pins` are those of the grouping, see pins.ts; in frames they
 * count from the frame's origin. `below` is the room wanted beneath a card, in pixels.
 */
export function placeShown(shown: Shown, pins: Pins, below?: (card: Card) => number): Placed {
  const room = (cards: readonly Card[]): readonly RoomyCard[] =>
    below ? cards.map(card => ({ ...card, below: below(card) })) : cards
  const edges = shown.graph.edges.filter(edge => edge.layer !== 'inherited')
  if (shown.groups.length === 0) return { places: layoutGraph(room(shown.graph.cards), edges, { pins }), frames: [] }
  return placeGroups({ ...shown, graph: { cards: shown.graph.cards, edges } }, pins, room)
}

type RoomyCard = Card & { readonly below?: number }
type Room = (cards: readonly Card[]) => readonly RoomyCard[]

const nothingHangs: ReadonlyMap<string, readonly string[]> = new Map()

/** The cards that hang on each card alone, and so can be folded into it. */
export const foldableCards = (graph: Graph): ReadonlyMap<string, readonly string[]> =>
  divide(graph.cards, graph.edges).satellites

const restrict = ({ cards, edges }: Graph, only: ReadonlySet<string>): Graph => ({
  cards: cards.filter(card => only.has(card.id)),
  edges: edges.filter(edge => only.has(edge.source) && only.has(edge.target)),
})

const boxOf = ({ key, name, family, members }: Group): Card => ({
  id: boxId(key),
  name,
  type: undefined,
  family: family ?? 'default',
  lines: [],
  inheritedRefs: [],
  inherits: [],
  members,
})

function withFoldCounts(
  graph: Graph,
  collapsed: ReadonlySet<string>,
  foldable: ReadonlyMap<string, readonly string[]>,
): Graph {
  if (![...foldable.keys()].some(id => collapsed.has(id))) return graph
  const cards = graph.cards.map(card => {
    const hanging = collapsed.has(card.id) ? foldable.get(card.id) : undefined
    return hanging ? { ...card, folded: hanging.length } : card
  })
  return { ...graph, cards }
}

function placeGroups({ graph, groups, closed }: Shown, pins: Pins, room: Room): Placed {
  const cards = new Map(graph.cards.map(card => [card.id, card]))
  const shownOf = ({ key, members }: Group) =>
    (closed.has(key) ? [boxId(key)] : members).flatMap(id => cards.get(id) ?? [])
  const number = new Map(groups.flatMap((group, at) => shownOf(group).map(card => [card.id, at] as const)))
  const inside = Map.groupBy(graph.edges, ({ source, target }) => {
    const at = number.get(source)
    return at !== undefined && at === number.get(target) ? at : between
  })
  const across = (inside.get(between) ?? []).filter(edge => edge.layer === 'flow')
  const ports = { from: new Set(across.map(edge => edge.target)), to: new Set(across.map(edge => edge.source)) }
  const contents = groups.map((group, at) => {
    const own = room(shownOf(group))
    return measure(layoutGraph(own, inside.get(at) ?? [], { pins: closed.has(group.key) ? {} : pins, ports }), own)
  })
  const sizes = groups.map(({ key }, at): Size => {
    const { width, height } = contents[at] ?? empty
    if (closed.has(key)) return { width, height }
    return { width: Math.max(leastWidth, width) + padding * 2, height: height + titleHeight + padding }
  })
  const flows = across.flatMap(({ source, target }): [number, number][] => {
    const [from, to] = [number.get(source), number.get(target)]
    return from === undefined || to === undefined ? [] : [[from, to]]
  })
  const corners = placeBoxes(sizes, flows)

  const places = new Map<string, Point>()
  const frames: Frame[] = []
  groups.forEach((group, at) => {
    const [corner, size] = [corners[at] ?? start, sizes[at] ?? empty]
    const { places: own, x, y } = contents[at] ?? empty
    const open = !closed.has(group.key)
    const origin = { x: corner.x - x + (open ? padding : 0), y: corner.y - y + (open ? titleHeight : 0) }
    for (const [id, place] of own) places.set(id, { x: origin.x + place.x, y: origin.y + place.y })
    if (open) frames.push({ group, ...corner, ...size, origin })
  })
  return { places, frames }
}

/** The number of no group: lines from one to another. */
const between = -1
const start: Point = { x: 0, y: 0 }
const empty = { ...start, width: 0, height: 0, places: new Map<string, Point>() }
/** A frame is wide enough for its title. */
const leastWidth = cardWidth + 120

/** Places with the box around them. Its corner never moves right or down, lest a frame follow a card moved in it. */
function measure(places: ReadonlyMap<string, Point>, own: readonly RoomyCard[]) {
  const blocks = own.flatMap(({ id, below = 0 }) => {
    const place = places.get(id)
    return place ? [{ ...place, below }] : []
  })
  const [x, y] = [Math.min(0, ...blocks.map(one => one.x)), Math.min(0, ...blocks.map(one => one.y))]
  const right = Math.max(...blocks.map(one => one.x + cardWidth))
  const bottom = Math.max(...blocks.map(one => one.y + cardHeight + one.below))
  return { places, x, y, width: right - x, height: bottom - y }
}
