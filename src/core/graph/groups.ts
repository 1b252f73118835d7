import type { Family, Flow } from '../catalog/schema.ts'
import { meantRefs } from './inherited.ts'
import type { Grouping } from './pins.ts'
import type { Graph } from './project.ts'

/** Cards that belong together since they run on one resource or by one worker group, or keep to one schedule. */
export interface Group {
  /** The id of the resource or schedule, `workers/` and the name of a worker group, or `otherKey` for what has none. */
  readonly key: string
  readonly name: string
  readonly family: Family | undefined
  /** Its cards in the order of the definition: those that name it, itself, and what only these use. */
  readonly members: readonly string[]
  /** How many of them name it. */
  readonly count: number
  /** How many of these name it through a parent, such as Default. */
  readonly inherited: number
}

/** The group of what has no resource, or no schedule. */
export const otherKey = '*'

const workers = 'workers/'

const flows: Readonly<Record<Exclude<Grouping, 'none'>, Flow>> = { resource: 'on', schedule: 'schedule' }

/** Whether a reference is what puts a card into its group. */
export const makesGroup = (grouping: Grouping, flow: Flow): boolean => grouping !== 'none' && flow === flows[grouping]

/**
 * Every card in one group: with the resource or schedule that it names itself or through a parent; what names none,
 * with the one group whose cards it is used by, writes to or is read by, else with the one that makes it. What is left,
 * and Default, is a group of its own, the last. Groups come in the order of the definition.
 */
export function groupCards(graph: Graph, grouping: Exclude<Grouping, 'none'>): readonly Group[] {
  const named = namedGroups(graph, grouping)
  const keyOf = new Map<string, string>()
  const cards = new Map(graph.cards.map(card => [card.id, card]))
  for (const [id, { key }] of named) keyOf.set(id, key)
  for (const { key } of named.values()) if (cards.has(key)) keyOf.set(key, key)
  join(graph, keyOf)

  const members = Map.groupBy(graph.cards, card => keyOf.get(card.id) ?? otherKey)
  const isNamed = new Set([...named.values()].map(one => one.key))
  const heads = [...graph.cards.map(card => card.id), ...isNamed].filter(key => isNamed.has(key))
  const ofHead = [...new Set(heads)].map((key): Group => {
    const own = members.get(key) ?? []
    const naming = own.flatMap(card => named.get(card.id) ?? [])
    return {
      key,
      name: cards.get(key)?.name ?? `Worker group ${key.slice(workers.length)}`,
      family: cards.has(key) ? cards.get(key)?.family : 'resource',
      members: own.map(card => card.id),
      count: naming.length,
      inherited: naming.filter(one => one.inherited).length,
    }
  })
  const others = members.get(otherKey)
  if (!others) return ofHead
  const name = grouping === 'resource' ? 'On no resource of their own' : 'On no schedule of their own'
  const rest = others.map(card => card.id)
  return [...ofHead, { key: otherKey, name, family: undefined, members: rest, count: rest.length, inherited: 0 }]
}

interface Named {
  readonly key: string
  readonly inherited: boolean
}

/** The group that each card names; of several, the first. */
function namedGroups(graph: Graph, grouping: Exclude<Grouping, 'none'>): ReadonlyMap<string, Named> {
  const flow = flows[grouping]
  const cards = new Map(graph.cards.map(card => [card.id, card]))
  const found = new Map<string, Named>()
  const add = (id: string, key: string, inherited: boolean) => {
    const known = cards.has(key) && cards.get(id)?.family !== 'default'
    if (known && id !== key && !found.has(id)) found.set(id, { key, inherited })
  }
  for (const edge of graph.edges) if (edge.flow === flow) add(edge.source, edge.target, false)
  for (const card of graph.cards) for (const one of meantRefs(card)) if (one.flow === flow) add(card.id, one.to, true)
  // What stands at the head of a group is in its own, though it may name another.
  const heads = new Set([...found.values()].map(one => one.key))
  for (const id of heads) found.delete(id)
  if (grouping === 'resource')
    for (const { id, family, workerGroup } of graph.cards)
      if (workerGroup && family !== 'default' && !found.has(id) && !heads.has(id))
        found.set(id, { key: `${workers}${workerGroup.name}`, inherited: workerGroup.inherited })
  return found
}

/** Gives cards without a group that of their neighbours, from near to far. */
function join(graph: Graph, keyOf: Map<string, string>): void {
  const loose = new Set(
    graph.cards.filter(card => card.family !== 'default' && !keyOf.has(card.id)).map(card => card.id),
  )
  const near = new Map<string, { readonly makers: string[]; readonly all: string[] }>()
  const note = (id: string, other: string, makes: boolean) => {
    if (!loose.has(id)) return
    const found = near.get(id) ?? { makers: [], all: [] }
    near.set(id, found)
    found.all.push(other)
    if (makes) found.makers.push(other)
  }
  for (const { source, target, layer } of graph.edges) {
    if (layer === 'inheritance') continue
    note(target, source, layer === 'flow')
    if (layer === 'flow') note(source, target, false)
  }
  for (;;) {
    const joined = [...near].flatMap(([id, { makers, all }]): (readonly [string, string])[] => {
      const key = only(all, keyOf) ?? only(makers, keyOf)
      return key === undefined ? [] : [[id, key]]
    })
    if (joined.length === 0) return
    for (const [id, key] of joined) {
      keyOf.set(id, key)
      near.delete(id)
    }
  }
}

/** The one group that those among these that have a group are in. */
function only(ids: readonly string[], keyOf: ReadonlyMap<string, string>): string | undefined {
  const keys = new Set(ids.flatMap(id => keyOf.get(id) ?? []))
  return keys.size === 1 ? [...keys][0] : undefined
}
