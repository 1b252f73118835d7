import { Fragment } from 'react'
import type { Definition } from '../../core/definition/model.ts'
import { type Card, projectGraph } from '../../core/graph/project.ts'
import { acyclic, type Pairs } from '../../core/graph/rank.ts'
import { FamilyIcon, familyInk } from '../ui/family.tsx'

/** What flows through a pipeline in one line: its data and activities, from left to right. */
export function FlowLine({ definition }: { readonly definition: Definition }) {
  const columns = columnsOf(definition)
  if (columns.length === 0) return null
  return (
    <ol className="pw-flow" aria-label="What flows through it">
      {columns.map((cards, n) => (
        <Fragment key={cards[0]?.id}>
          {n > 0 && (
            <li className="pw-flow-arrow" aria-hidden="true">
              →
            </li>
          )}
          <li className="pw-flow-column">
            {cards.map(({ id, name, family }) => (
              <span key={id} className="pw-flow-card" style={{ '--ink': familyInk(family) }}>
                <FamilyIcon family={family} size={16} />
                {name}
              </span>
            ))}
          </li>
        </Fragment>
      ))}
    </ol>
  )
}

function columnsOf(definition: Definition): readonly (readonly Card[])[] {
  const graph = projectGraph(definition)
  const cards = graph.cards.filter(({ family }) => family === 'activity' || family === 'dataNode')
  const index = new Map(cards.map((card, n) => [card.id, n]))
  const pairs: Pairs = graph.edges.flatMap(({ source, target }) => {
    const [from, to] = [index.get(source), index.get(target)]
    return from === undefined || to === undefined ? [] : [[from, to] as const]
  })
  const ranks = longest(cards.length, acyclic(cards.length, pairs))
  const columns = Map.groupBy(cards, (_, n) => ranks[n] ?? 0)
  return [...columns].sort(([a], [b]) => a - b).map(([, all]) => all)
}

/** How far each stands from what it begins with. */
function longest(count: number, pairs: Pairs): readonly number[] {
  const ranks = new Array<number>(count).fill(0)
  for (let round = 0; round < count; round++) {
    let moved = false
    for (const [from, to] of pairs) {
      const least = (ranks[from] ?? 0) + 1
      if ((ranks[to] ?? 0) >= least) continue
      ranks[to] = least
      moved = true
    }
    if (!moved) break
  }
  return ranks
}
