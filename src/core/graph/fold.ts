import type { Card, Edge, Graph } from './project.ts'

/**
 * A graph in which some cards stand for others: `into` says who for whom. Cards folded into another are left out, lines
 * between them end at the card they are folded into, those within vanish, and several of one layer between the same two
 * become one, whose slot says how many it stands for. `boxes` are added in front; the rest stays as it was.
 */
export function foldGraph(graph: Graph, into: ReadonlyMap<string, string>, boxes: readonly Card[] = []): Graph {
  if (into.size === 0 && boxes.length === 0) return graph
  const bundles = new Map<string, Edge[]>()
  for (const edge of graph.edges) {
    const [source, target] = [into.get(edge.source) ?? edge.source, into.get(edge.target) ?? edge.target]
    if (source === target) continue
    const same = source === edge.source && target === edge.target
    const name = same ? edge.id : `${source}\n${target}\n${edge.layer}`
    const bundle = bundles.get(name)
    if (bundle) bundle.push(edge)
    else bundles.set(name, [edge])
  }
  const edges = [...bundles.values()].flatMap((bundle): Edge[] => {
    const [edge] = bundle
    if (!edge) return []
    const [source, target] = [into.get(edge.source) ?? edge.source, into.get(edge.target) ?? edge.target]
    if (source === edge.source && target === edge.target) return [edge]
    if (bundle.length === 1) return [{ ...edge, source, target }]
    const id = `${source}/${edge.layer}/${target}`
    return [{ ...edge, id, source, target, slot: `${bundle.length} references`, bundle: bundle.length }]
  })
  return { cards: [...boxes, ...graph.cards.filter(card => !into.has(card.id))], edges }
}
