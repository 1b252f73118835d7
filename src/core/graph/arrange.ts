import { foldGraph } from './fold.ts'
import { type Group, groupCards, makesGroup, otherKey } from './groups.ts'
import { inheritedEdges } from './inherited.ts'
import type { Point } from './layout.ts'
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
