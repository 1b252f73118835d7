import type { Graph } from './project.ts'

/** What comes before and after in the flow of data and dependencies. */

/** All cards that these wait for or read from, directly or not; themselves only where they lie on a cycle. */
export const upstream = (graph: Graph, ids: Iterable<string>): ReadonlySet<string> =>
  reached(neighbours(graph, 'upstream'), ids)

/** All cards that wait for these or read what they write, directly or not. */
export const downstream = (graph: Graph, ids: Iterable<string>): ReadonlySet<string> =>
  reached(neighbours(graph, 'downstream'), ids)

/**
 * The chain of cards that takes longest, in its order. `weights` are lengths of time by id (any unit); without them
 * every activity counts 1 and all else nothing. Edges that close a cycle are passed over. Empty for an empty graph.
 */
export function criticalPath(graph: Graph, weights?: ReadonlyMap<string, number>): readonly string[] {
  const before = neighbours(graph, 'upstream')
  const families = new Map(graph.cards.map(card => [card.id, card.family]))
  const weight = (id: string) => (weights ? (weights.get(id) ?? 0) : families.get(id) === 'activity' ? 1 : 0)

  const best = new Map<string, { readonly length: number; readonly from: string | undefined; readonly steps: number }>()
  for (const id of inOrder(graph, before)) {
    let from: string | undefined
    let [length, steps] = [0, 0]
    for (const other of before.get(id) ?? []) {
      const found = best.get(other)
      if (found && (found.length > length || (found.length === length && found.steps > steps))) {
        from = other
        length = found.length
        steps = found.steps
      }
    }
    best.set(id, { length: length + weight(id), from, steps: steps + 1 })
  }

  let last: string | undefined
  for (const [id, found] of best) {
    const longest = last === undefined ? undefined : best.get(last)
    if (!longest || found.length > longest.length || (found.length === longest.length && found.steps > longest.steps))
      last = id
  }
  const path: string[] = []
  for (let id = last; id !== undefined; id = best.get(id)?.from) path.push(id)
  return path.reverse()
}

type Neighbours = ReadonlyMap<string, readonly string[]>

function neighbours(graph: Graph, way: 'upstream' | 'downstream'): Neighbours {
  const found = new Map<string, string[]>()
  for (const edge of graph.edges) {
    if (edge.layer !== 'flow') continue
    const [here, there] = way === 'upstream' ? [edge.target, edge.source] : [edge.source, edge.target]
    const list = found.get(here)
    if (list) list.push(there)
    else found.set(here, [there])
  }
  return found
}

function reached(next: Neighbours, ids: Iterable<string>): ReadonlySet<string> {
  const found = new Set<string>()
  const open = [...ids]
  for (let id = open.pop(); id !== undefined; id = open.pop())
    for (const other of next.get(id) ?? [])
      if (!found.has(other)) {
        found.add(other)
        open.push(other)
      }
  return found
}

/** Cards with all that comes before each first, as far as cycles allow. */
function inOrder(graph: Graph, before: Neighbours): readonly string[] {
  const order: string[] = []
  const seen = new Set<string>()
  for (const { id: root } of graph.cards) {
    if (seen.has(root)) continue
    seen.add(root)
    const stack = [{ id: root, next: 0 }]
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const other = before.get(top.id)?.[top.next]
      top.next += 1
      if (other === undefined) {
        order.push(top.id)
        stack.pop()
      } else if (!seen.has(other)) {
        seen.add(other)
        stack.push({ id: other, next: 0 })
      }
    }
  }
  return order
}
