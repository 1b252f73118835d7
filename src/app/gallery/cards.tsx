import '@xyflow/react/dist/style.css'
import '../design/design.css'
import '../design/sights.css'
import { ReactFlow } from '@xyflow/react'
import { useMemo } from 'react'
import type { Family } from '../../core/catalog/schema.ts'
import { cardHeight, cardWidth } from '../../core/graph/layout.ts'
import { ObjectCard } from '../design/card.tsx'
import type { CardNode } from '../design/scene.ts'
import { families } from '../ui/family.tsx'

/** A card of every family, and a card in every state. */
export function Cards() {
  const nodes = useMemo(
    () => [
      ...(Object.keys(families) as Family[]).map((family, i) =>
        cardOf(`${family} ${i}`, families[family].word, family, i),
      ),
      ...states.map(([name, data, card], i) => cardOf(name, name, 'activity', i + 12, data, card)),
    ],
    [],
  )
  return (
    <div style={{ height: 'calc(100vh - 110px)' }}>
      <ReactFlow
        nodes={nodes}
        nodeTypes={types}
        fitView
        nodesDraggable={false}
        proOptions={{ hideAttribution: false }}
      />
    </div>
  )
}

const types = { card: ObjectCard }

const states: readonly (readonly [string, Partial<CardNode['data']>, Partial<CardNode['data']['card']>?])[] = [
  ['With an error', { tally: { error: 2, warning: 1, info: 0, worst: 'error' } }],
  ['With a warning', { tally: { error: 0, warning: 1, info: 0, worst: 'warning' } }],
  ['In broken text', { hidden: true }],
  ['Not in focus', { dim: true }],
  ['Folded', {}, { folded: 3 }],
  ['Collapsed', { tally: { error: 1, warning: 0, info: 0, worst: 'error' } }, { members: ['a', 'b', 'c'] }],
  ['With a note', { note: true }, { note: 'Ask the data team before this is changed.' }],
]

function cardOf(
  id: string,
  name: string,
  family: Family,
  place: number,
  data: Partial<CardNode['data']> = {},
  card: Partial<CardNode['data']['card']> = {},
): CardNode {
  return {
    id,
    type: 'card',
    position: { x: (place % 4) * (cardWidth + 32), y: Math.floor(place / 4) * (cardHeight + 32) },
    width: cardWidth,
    height: cardHeight,
    data: {
      card: {
        id,
        name,
        type: `Some ${name}`,
        family,
        lines: ['s3://churn-data/sessions/#{format(@scheduledStartTime, "YYYY-MM-dd")}'],
        inheritedRefs: [],
        inherits: [],
        ...card,
      },
      tally: undefined,
      hidden: false,
      dim: false,
      note: false,
      ...data,
    },
  }
}
