import type { Family, Flow } from '../catalog/schema.ts'
import { layerOf } from './layers.ts'

/** What a layout needs to know of a card and of an edge. */
export interface LayoutCard {
  readonly id: string
  readonly family?: Family | undefined
  /** Room to be kept free beneath it, in pixels, as for a note. */
  readonly below?: number
}

export interface LayoutEdge {
  readonly source: string
  readonly target: string
  readonly flow: Flow
}

/** Cards that the flow runs through, and where each of the others belongs. Every card is in exactly one place. */
export interface Division {
  /** Parts of the flow that nothing joins, the largest first, in the order of the definition within. */
  readonly parts: readonly Part[]
  /** Cards that one card of the flow uses, by that card. */
  readonly satellites: ReadonlyMap<string, readonly string[]>
  /** Cards that all use, or none. */
  readonly header: readonly string[]
}

export interface Part {
  readonly members: readonly string[]
  readonly edges: readonly (readonly [source: string, target: string])[]
  /** Cards that several of the members use, with those. */
  readonly shared: ReadonlyMap<string, readonly string[]>
}

/** Tells the flow from what supports it, by what refers to what. Worked out once for the same lists. */
export function divide(cards: readonly LayoutCard[], edges: readonly LayoutEdge[]): Division {
  const known = remembered.get(edges)
  if (known?.cards === cards) return known.division
  const division = divided(cards, edges)
  remembered.set(edges, { cards, division })
  return division
}

const remembered = new WeakMap<
  readonly LayoutEdge[],
  { readonly cards: readonly LayoutCard[]; readonly division: Division }
>()

function divided(cards: readonly LayoutCard[], edges: readonly LayoutEdge[]): Division {
  const known = new Map(cards.map(card => [card.id, card]))
  const sound = edges.filter(one => one.source !== one.target && known.has(one.source) && known.has(one.target))
  const isFlow = (one: LayoutEdge) => layerOf(one.flow) === 'flow'
  const joined = new Set(sound.filter(isFlow).flatMap(one => [one.source, one.target]))
  const inherited = new Set(sound.filter(one => one.flow === 'inherits').map(one => one.target))
  const inFlow = (card: LayoutCard) =>
    joined.has(card.id) || ((card.family === 'activity' || card.family === 'dataNode') && !inherited.has(card.id))

  const flowIds = cards.filter(inFlow).map(card => card.id)
  const parts = partsOf(flowIds, pairsOf(sound.filter(isFlow)))
  const users = usersOf(
    flowIds,
    sound.filter(one => !isFlow(one)),
  )
  const partOf = new Map(parts.flatMap((part, index) => part.members.map(id => [id, index] as const)))

  const satellites = new Map<string, string[]>()
  const shared = parts.map(() => new Map<string, readonly string[]>())
  const header: LayoutCard[] = []
  const flow = new Set(flowIds)
  for (const card of cards) {
    if (flow.has(card.id)) continue
    const anchors = [...(users.get(card.id) ?? [])]
    const [first, ...others] = anchors
    const index = first === undefined ? undefined : partOf.get(first)
    if (first === undefined || index === undefined || others.some(id => partOf.get(id) !== index)) header.push(card)
    else if (others.length === 0) satellites.set(first, [...(satellites.get(first) ?? []), card.id])
    else if (isGeneral(anchors.length, parts[index]?.members.length ?? 0)) header.push(card)
    else shared[index]?.set(card.id, anchors)
  }
  header.sort((a, b) => standing(a) - standing(b))
  return {
    parts: parts.map((part, index) => ({ ...part, shared: shared[index] ?? new Map() })),
    satellites,
    header: header.map(card => card.id),
  }
}

/** Used by so much of a part that it belongs to no place in it. */
const isGeneral = (users: number, members: number): boolean => users >= 4 && users >= members * 0.4

const standings: readonly (Family | undefined)[] = [
  'default',
  'schedule',
  'resource',
  'database',
  'dataFormat',
  'precondition',
  'action',
  'config',
  'utility',
]

const standing = (card: LayoutCard): number => {
  const index = standings.indexOf(card.family)
  return index < 0 ? standings.length : index
}

function pairsOf(edges: readonly LayoutEdge[]): readonly (readonly [string, string])[] {
  const found = new Map<string, Set<string>>()
  const pairs: (readonly [string, string])[] = []
  for (const { source, target } of edges) {
    const targets = found.get(source) ?? new Set<string>()
    found.set(source, targets)
    if (targets.has(target)) continue
    targets.add(target)
    pairs.push([source, target])
  }
  return pairs
}

function partsOf(
  ids: readonly string[],
  pairs: readonly (readonly [string, string])[],
): readonly Omit<Part, 'shared'>[] {
  const near = new Map<string, string[]>(ids.map(id => [id, []]))
  for (const [source, target] of pairs) {
    near.get(source)?.push(target)
    near.get(target)?.push(source)
  }
  const number = new Map<string, number>()
  let count = 0
  for (const root of ids) {
    if (number.has(root)) continue
    number.set(root, count)
    const open = [root]
    for (let id = open.pop(); id !== undefined; id = open.pop())
      for (const other of near.get(id) ?? [])
        if (!number.has(other)) {
          number.set(other, count)
          open.push(other)
        }
    count += 1
  }
  const parts = Array.from({ length: count }, () => ({
    members: [] as string[],
    edges: [] as (readonly [string, string])[],
  }))
  for (const id of ids) parts[number.get(id) ?? 0]?.members.push(id)
  for (const pair of pairs) parts[number.get(pair[0]) ?? 0]?.edges.push(pair)
  return parts.sort((a, b) => b.members.length - a.members.length)
}

/** For each card outside the flow, the cards of the flow that use it, straight or through others. */
function usersOf(flowIds: readonly string[], edges: readonly LayoutEdge[]): ReadonlyMap<string, ReadonlySet<string>> {
  const flow = new Set(flowIds)
  const uses = new Map<string, string[]>()
  for (const { source, target } of edges) {
    if (flow.has(target)) continue
    const list = uses.get(source)
    if (list) list.push(target)
    else uses.set(source, [target])
  }
  const users = new Map<string, Set<string>>()
  for (const user of flowIds) {
    const open = [...(uses.get(user) ?? [])]
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      const found = users.get(id) ?? new Set<string>()
      users.set(id, found)
      if (found.has(user)) continue
      found.add(user)
      open.push(...(uses.get(id) ?? []))
    }
  }
  return users
}
