import type { Definition } from '../definition/model.ts'
import { projectGraph } from '../graph/project.ts'
import type { InstanceRow } from './instance.ts'

/** Ids of the objects that come after one: those that use its data, wait for it, or run on it, directly or not. */
export function dependentsOf(definition: Definition, id: string): ReadonlySet<string> {
  const { cards, edges } = projectGraph(definition)
  const next = new Map<string, string[]>()
  const add = (from: string, to: string) => next.set(from, [...(next.get(from) ?? []), to])
  for (const { flow, source, target } of edges)
    if (flow === 'on' || flow === 'when') add(target, source)
    else if (flow === 'in' || flow === 'out' || flow === 'after') add(source, target)
  for (const card of cards)
    for (const { flow, to } of card.inheritedRefs)
      if (flow === 'out') add(card.id, to)
      else if (flow === 'on' || flow === 'when' || flow === 'in' || flow === 'after') add(to, card.id)
  const found = new Set<string>()
  const open = [id]
  for (let at = open.pop(); at !== undefined; at = open.pop())
    for (const to of next.get(at) ?? [])
      if (!found.has(to) && to !== id) {
        found.add(to)
        open.push(to)
      }
  return found
}

/** Where trouble began: instances that failed, timed out or were stopped by themselves, not because of another. */
export const originsOfFailure = (instances: readonly InstanceRow[]): readonly InstanceRow[] => {
  const failed = instances.filter(i => i.status === 'FAILED' || i.status === 'TIMEDOUT')
  return failed.length > 0 ? failed : instances.filter(i => i.status === 'CANCELED')
}
