import type { Edge, Node } from '@xyflow/react'
import { Position } from '@xyflow/react'
import { spokenCard } from '../../core/graph/arrange.ts'
import type { Layer } from '../../core/graph/layers.ts'
import { cardHeight, cardWidth, type Point } from '../../core/graph/layout.ts'
import type { Card, Graph, Edge as GraphEdge } from '../../core/graph/project.ts'
import { type Places, routeEdges, runsBack } from '../../core/graph/routes.ts'
import type { Tally } from '../state/derived.ts'
import { countWords } from '../ui/severity.tsx'

/** What React Flow is given: cards as nodes of fixed size with declared handles, references as edges. */

export interface CardData extends Record<string, unknown> {
  readonly card: Card
  readonly tally: Tally | undefined
  /** Shown from before, since the broken text hides it. */
  readonly hidden: boolean
  readonly dim: boolean
  /** Its comment lies open beneath it. */
  readonly note: boolean
}

export interface LineData extends Record<string, unknown> {
  readonly edge: GraphEdge
  readonly bends: readonly Point[]
  /** Drawn quietly: support that is not of the cards at hand. */
  readonly faint: boolean
  /** Belongs to a card at hand. */
  readonly lit: boolean
  readonly dim: boolean
}

export type CardNode = Node<CardData, 'card'>
export type LineEdge = Edge<LineData, 'line'>

export const sides = ['left', 'right', 'top', 'bottom'] as const
export type Side = (typeof sides)[number]

export const positions: Readonly<Record<Side, Position>> = {
  left: Position.Left,
  right: Position.Right,
  top: Position.Top,
  bottom: Position.Bottom,
}

const grip = 10
export const middles: Readonly<Record<Side, Point>> = {
  left: { x: 0, y: cardHeight / 2 },
  right: { x: cardWidth, y: cardHeight / 2 },
  top: { x: cardWidth / 2, y: 0 },
  bottom: { x: cardWidth / 2, y: cardHeight },
}

/** Given, so that React Flow need not measure what has a fixed size. */
const handles = sides.map(side => ({
  id: side,
  type: 'source' as const,
  position: positions[side],
  x: middles[side].x - grip / 2,
  y: middles[side].y - grip / 2,
  width: grip,
  height: grip,
}))

export interface SceneInput {
  readonly graph: Graph
  readonly places: ReadonlyMap<string, Point>
  /** Where cards under the pointer are at this moment. */
  readonly moving: ReadonlyMap<string, Point>
  readonly selected: ReadonlySet<string>
  /** The one card in the order of Tab. */
  readonly cursor: string | undefined
  readonly selectedLine: string | undefined
  readonly hovered: string | undefined
  readonly hiddenObjects: ReadonlySet<string>
  readonly tallies: ReadonlyMap<string, Tally>
  readonly layers: ReadonlySet<Layer>
  /** When set, all else steps back. */
  readonly focus: ReadonlySet<string> | undefined
  readonly notes: boolean
  /** When set, only these cards become nodes, and no line an edge: the rest is painted. */
  readonly only: ReadonlySet<string> | undefined
}

export interface Scene {
  readonly nodes: CardNode[]
  /** All lines to draw. */
  readonly lines: LineEdge[]
}

/** A support that so many use is joined to the cards at hand only: its lines would cover all else. */
export const mostUsers = 12

/** So is one that is so far away, in pixels, that nobody would follow the line. */
const longestSupport = 1300

const isLong = ({ source, target }: GraphEdge, places: Places): boolean => {
  const [from, to] = [places.get(source), places.get(target)]
  return from !== undefined && to !== undefined && Math.hypot(from.x - to.x, from.y - to.y) > longestSupport
}

/** Where cards are at this moment, those under the pointer included. */
export const placesNow = (places: Places, moving: ReadonlyMap<string, Point>): Places =>
  moving.size === 0 ? places : { get: id => moving.get(id) ?? places.get(id) }

/** Makes scenes; nodes, edges and lists of them that did not change are the same as in the scene before. */
export function createScene(): (input: SceneInput) => Scene {
  let nodes = new Map<string, CardNode>()
  let edges = new Map<string, LineEdge>()
  let last: SceneInput | undefined
  let scene: Scene = { nodes: [], lines: [] }
  let shown: readonly GraphEdge[] = []
  let users: ReadonlyMap<string, number> = new Map()
  const bends = new Map<string, readonly Point[]>()
  return input => {
    if (last && sameMembers(last, input)) return scene
    const nextNodes = new Map<string, CardNode>()
    for (const card of input.graph.cards)
      if (!input.only || input.only.has(card.id)) nextNodes.set(card.id, kept(nodes.get(card.id), nodeOf(card, input)))
    nodes = nextNodes
    const { graph, layers, moving } = input
    const sameEdges = last?.graph === graph && last.layers === layers
    if (!sameEdges) {
      shown = graph.edges.filter(edge => !layers.has(edge.layer))
      users = usersOf(shown)
    }
    const places = placesNow(input.places, moving)
    const touched = sameEdges && last ? touchedSince(last, input) : undefined
    const old = edges
    const stays = (edge: GraphEdge) =>
      touched !== undefined &&
      !(touched.has(edge.source) || touched.has(edge.target)) &&
      edge.id !== last?.selectedLine &&
      edge.id !== input.selectedLine
    if (!touched || moving.size > 0) {
      const routed = shown.filter(edge => edge.layer === 'flow' && !stays(edge))
      if (touched) for (const { id } of routed) bends.delete(id)
      else bends.clear()
      for (const [id, points] of routeEdges(input.places, routed, places)) bends.set(id, points)
    }
    const nextEdges = new Map<string, LineEdge>()
    for (const edge of shown) {
      const before = old.get(edge.id)
      if (stays(edge)) {
        if (before) nextEdges.set(edge.id, before)
        continue
      }
      const line = lineOf(edge, places, bends.get(edge.id) ?? straight, input)
      if (line.data?.faint && ((users.get(edge.target) ?? 0) > mostUsers || isLong(edge, places))) continue
      nextEdges.set(edge.id, keptLine(before, line))
    }
    edges = nextEdges
    last = input
    scene = { nodes: sameOr(scene.nodes, [...nodes.values()]), lines: sameOr(scene.lines, [...edges.values()]) }
    return scene
  }
}

/** Cards whose lines may have to change, if all that lines depend on besides is as it was. */
function touchedSince(last: SceneInput, input: SceneInput): ReadonlySet<string> | undefined {
  if (last.places !== input.places || last.focus !== input.focus) return undefined
  // A card that was let go stands in the way of other lines again.
  if (last.moving.size > 0 && input.moving.size === 0) return undefined
  const touched = new Set([...last.moving.keys(), ...input.moving.keys()])
  for (const id of last.selected) if (!input.selected.has(id)) touched.add(id)
  for (const id of input.selected) if (!last.selected.has(id)) touched.add(id)
  if (last.hovered !== input.hovered)
    for (const id of [last.hovered, input.hovered]) if (id !== undefined) touched.add(id)
  return touched
}

const straight: readonly Point[] = []

const sameOr = <T>(old: T[], next: T[]): T[] =>
  old.length === next.length && old.every((one, at) => one === next[at]) ? old : next

function usersOf(edges: readonly GraphEdge[]): ReadonlyMap<string, number> {
  const users = new Map<string, number>()
  for (const { layer, target } of edges) if (layer !== 'flow') users.set(target, (users.get(target) ?? 0) + 1)
  return users
}

const inTabOrder = { tabIndex: 0 }
const outOfTabOrder = { tabIndex: -1 }

function nodeOf(card: Card, input: SceneInput): CardNode {
  const { places, moving, selected, cursor, tallies, hiddenObjects, focus, notes } = input
  return {
    id: card.id,
    type: 'card',
    position: moving.get(card.id) ?? places.get(card.id) ?? { x: 0, y: 0 },
    data: {
      card,
      tally: tallies.get(card.id),
      hidden: hiddenObjects.has(card.id),
      dim: focus !== undefined && !focus.has(card.id),
      note: notes && card.note !== undefined,
    },
    ...(card.members && { draggable: false, connectable: false }),
    selected: selected.has(card.id),
    width: cardWidth,
    height: cardHeight,
    handles,
    ariaLabel: labelOf(card, tallies.get(card.id), selected.has(card.id)),
    domAttributes: card.id === cursor ? inTabOrder : outOfTabOrder,
  }
}

function lineOf(
  edge: GraphEdge,
  places: Places,
  bends: readonly Point[],
  { selected, selectedLine, hovered, focus }: SceneInput,
): LineEdge {
  const [sourceSide, targetSide] = sidesOf(edge, places.get(edge.source), places.get(edge.target))
  const lit =
    hovered === edge.source || hovered === edge.target || selected.has(edge.source) || selected.has(edge.target)
  return {
    id: edge.id,
    type: 'line',
    source: edge.source,
    target: edge.target,
    sourceHandle: sourceSide,
    targetHandle: targetSide,
    selected: selectedLine === edge.id,
    data: {
      edge,
      bends,
      faint: edge.layer !== 'flow' && !lit && selectedLine !== edge.id,
      lit,
      dim: focus !== undefined && !(focus.has(edge.source) && focus.has(edge.target)),
    },
    ariaLabel: `${spokenCard(edge.source)} to ${spokenCard(edge.target)}, ${edge.slot}`,
  }
}

/** The flow runs from right to left sides, and back where it must; support hangs below or above, whichever is nearer. */
function sidesOf(edge: GraphEdge, from: Point | undefined, to: Point | undefined): readonly [Side, Side] {
  if (!from || !to) return ['right', 'left']
  if (edge.layer === 'flow') return runsBack(from, to) ? ['left', 'right'] : ['right', 'left']
  if (to.y >= from.y + cardHeight) return ['bottom', 'top']
  if (to.y + cardHeight <= from.y) return ['top', 'bottom']
  return to.x >= from.x ? ['right', 'left'] : ['left', 'right']
}

const labelOf = (card: Card, tally: Tally | undefined, isSelected: boolean): string =>
  [
    card.name,
    card.members ? `collapsed, ${card.members.length} objects` : (card.type ?? 'no type'),
    card.folded ? `${card.folded} folded away` : '',
    tally?.error ? countWords(tally.error, 'error') : '',
    tally?.warning ? countWords(tally.warning, 'warning') : '',
    isSelected ? 'selected' : '',
  ]
    .filter(Boolean)
    .join(', ')

function kept(old: CardNode | undefined, next: CardNode): CardNode {
  if (!old) return next
  const same =
    old.position.x === next.position.x &&
    old.position.y === next.position.y &&
    old.selected === next.selected &&
    old.domAttributes === next.domAttributes &&
    old.ariaLabel === next.ariaLabel
  const sameData = sameMembers(old.data, next.data)
  return same && sameData ? old : sameData ? { ...next, data: old.data } : next
}

function keptLine(old: LineEdge | undefined, next: LineEdge): LineEdge {
  if (!old?.data || !next.data) return next
  const same =
    old.selected === next.selected && old.sourceHandle === next.sourceHandle && old.targetHandle === next.targetHandle
  return same &&
    sameBends(old.data.bends, next.data.bends) &&
    sameMembers({ ...old.data, bends: 0 }, { ...next.data, bends: 0 })
    ? old
    : next
}

const sameMembers = <T extends object>(a: T, b: T): boolean =>
  (Object.keys(b) as (keyof T)[]).every(key => Object.is(a[key], b[key]))

const sameBends = (a: readonly Point[], b: readonly Point[]): boolean =>
  a.length === b.length && a.every((point, at) => point.x === b[at]?.x && point.y === b[at]?.y)
