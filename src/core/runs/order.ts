import type { Flow } from '../catalog/schema.ts'
import type { Definition } from '../definition/model.ts'
import { projectGraph } from '../graph/project.ts'

/** Flows whose edges on the graph end at what has to be there first. */
const needsTarget: ReadonlySet<Flow> = new Set<Flow>(['on', 'when'])
/** Flows whose edges on the graph begin at what has to be there first. */
const needsSource: ReadonlySet<Flow> = new Set<Flow>(['in', 'out', 'after'])

/** Ids of all objects so that what an object needs stands before it, as close as may be; else as they were written. */
export function dependencyOrder(definition: Definition): readonly string[] {
  const { cards, edges } = projectGraph(definition)
  const needs = new Map<string, string[]>()
  const add = (who: string, what: string) => needs.set(who, [...(needs.get(who) ?? []), what])
  for (const { flow, source, target } of edges)
    if (needsTarget.has(flow)) add(source, target)
    else if (needsSource.has(flow)) add(target, source)
  for (const card of cards)
    for (const { flow, to } of card.inheritedRefs)
      if (needsTarget.has(flow) || flow === 'in' || flow === 'after') add(card.id, to)
      else if (flow === 'out') add(to, card.id)

  const order: string[] = []
  const seen = new Set<string>()
  for (const { id } of cards) {
    // A stack instead of recursion: chains may be long. An object is placed when it comes up the second time.
    const stack: { readonly id: string; readonly place: boolean }[] = [{ id, place: false }]
    for (let top = stack.pop(); top; top = stack.pop()) {
      if (top.place) order.push(top.id)
      else if (!seen.has(top.id)) {
        seen.add(top.id)
        stack.push({ id: top.id, place: true })
        for (const need of (needs.get(top.id) ?? []).toReversed()) stack.push({ id: need, place: false })
      }
    }
  }
  return order
}
