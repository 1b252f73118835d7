import type { Definition } from '../definition/model.ts'
import type { EntryChange } from '../versions/changes.ts'
import { renamed } from '../versions/renames.ts'
import { type Card, type Edge, projectGraph } from './project.ts'

export type Mark = 'added' | 'removed' | 'renamed' | 'changed' | 'same'

export interface MarkedCard {
  readonly card: Card
  readonly mark: Mark
  readonly change?: EntryChange
}

export interface MarkedEdge {
  readonly edge: Edge
  readonly mark: 'added' | 'removed' | 'same'
}

/**
 * The graphs of two definitions as one picture: the cards and lines of the later, and those that went. `changes` are
 * those between the two.
 */
export function graphDifference(
  before: Definition,
  after: Definition,
  changes: readonly EntryChange[],
): { readonly cards: readonly MarkedCard[]; readonly edges: readonly MarkedEdge[] } {
  const objects = changes.filter(change => change.of === 'object')
  const byId = new Map(objects.map(change => [change.id, change]))
  const renames = new Map(objects.flatMap(({ was, id }) => (was === undefined ? [] : [[was, id] as const])))
  const [old, now] = [projectGraph(renamed(before, renames)), projectGraph(after)]
  const there = new Set(now.cards.map(card => card.id))
  const marked = (card: Card): MarkedCard => {
    const change = byId.get(card.id)
    return change ? { card, mark: change.kind, change } : { card, mark: 'same' }
  }
  const [gone, stayed] = [new Map(old.edges.map(edge => [keyOf(edge), edge])), new Set<string>()]
  const edges = now.edges.map((edge): MarkedEdge => {
    const key = keyOf(edge)
    const known = gone.has(key)
    if (known) stayed.add(key)
    return { edge, mark: known ? 'same' : 'added' }
  })
  return {
    cards: [...now.cards.map(marked), ...old.cards.filter(card => !there.has(card.id)).map(marked)],
    edges: [
      ...edges,
      ...[...gone]
        .filter(([key]) => !stayed.has(key))
        .map(([key, edge]): MarkedEdge => ({ edge: { ...edge, id: `gone ${key}` }, mark: 'removed' })),
    ],
  }
}

/** Which reference it is, wherever among its like it stands. */
const keyOf = ({ source, target, slot }: Edge): string => `${source} ${slot} ${target}`
