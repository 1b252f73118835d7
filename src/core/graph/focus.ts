import { meantRefs } from './inherited.ts'
import { downstream, upstream } from './lineage.ts'
import type { Graph } from './project.ts'

/** What a focus goes after: what something depends on, what depends on it, or both. */
export type Way = 'up' | 'down' | 'both'

/**
 * The cards that a focus keeps, those asked about among them. Up: all that they wait for and read, and what these run
 * on, check, keep to or use, by a reference of their own or of a parent. Down: all that waits for them or reads what
 * they write; of a resource or schedule, first those that use it. Ids without a card are passed over.
 */
export function focusOf(graph: Graph, ids: Iterable<string>, way: Way): ReadonlySet<string> {
  const known = new Set(graph.cards.map(card => card.id))
  const start = new Set([...ids].filter(id => known.has(id)))
  const kept = new Set(start)
  const { uses, users } = supportOf(graph)
  if (way !== 'down') for (const id of closure([...start, ...upstream(graph, start)], uses)) kept.add(id)
  if (way !== 'up') {
    const first = closure(start, users)
    for (const id of [...first, ...downstream(graph, first)]) kept.add(id)
  }
  return kept
}

type Links = ReadonlyMap<string, readonly string[]>

/** Who uses what outside of the flow, inherited references too; actions are used by what triggers them. */
function supportOf(graph: Graph): { readonly uses: Links; readonly users: Links } {
  const [uses, users] = [new Map<string, string[]>(), new Map<string, string[]>()]
  const known = new Set(graph.cards.map(card => card.id))
  const link = (from: string, to: string) => {
    if (!known.has(to)) return
    put(uses, from, to)
    put(users, to, from)
  }
  for (const { layer, source, target } of graph.edges) if (layer !== 'flow') link(source, target)
  for (const card of graph.cards)
    for (const { to, from } of meantRefs(card)) {
      link(card.id, to)
      link(card.id, from)
    }
  return { uses, users }
}

function put(links: Map<string, string[]>, from: string, to: string): void {
  const list = links.get(from)
  if (list) list.push(to)
  else links.set(from, [to])
}

function closure(ids: Iterable<string>, links: Links): ReadonlySet<string> {
  const found = new Set(ids)
  for (const id of found) for (const other of links.get(id) ?? []) found.add(other)
  return found
}
