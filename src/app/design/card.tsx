import { Handle, type NodeProps } from '@xyflow/react'
import { memo } from 'react'
import { FamilyIcon, familyInk } from '../ui/family.tsx'
import { countWords, SeverityIcon } from '../ui/severity.tsx'
import { CardName } from './card-name.tsx'
import { cardTitle } from './card-title.ts'
import { Note } from './note.tsx'
import { type CardNode, positions, sides } from './scene.ts'

/** One card for all types, drawn from what the catalogue says; and for containers that are collapsed. */
export const ObjectCard = memo(({ data, isConnectable }: NodeProps<CardNode>) => {
  const { card, tally, hidden, dim, note } = data
  const [line] = card.lines
  const box = card.members !== undefined
  return (
    <>
      <div
        className="pw-card"
        style={{ '--ink': familyInk(card.family) }}
        data-hidden={hidden}
        data-dim={dim}
        data-box={box}
        title={cardTitle(card, hidden)}
      >
        <span className="pw-card-icon">
          <FamilyIcon family={card.family} />
        </span>
        <span className="pw-card-words">
          <CardName name={card.name} />
          <span className="pw-card-type">{box ? `${card.members?.length} objects` : (card.type ?? 'No type yet')}</span>
          {line && <span className="pw-card-line">{line}</span>}
        </span>
        <span className="pw-card-badges">
          {card.note && (
            <svg
              className="pw-card-note"
              viewBox="0 0 16 16"
              width="14"
              height="14"
              role="img"
              aria-label={`Note: ${card.note}`}
            >
              <path d="M2.5 2.5h11v7l-4 4h-7z" fill="#ffe08a" stroke="#8a6d00" />
              <path d="M9.5 13.5v-4h4" fill="none" stroke="#8a6d00" />
            </svg>
          )}
          {tally?.worst && (
            <span title={countsOf(tally)}>
              <SeverityIcon severity={tally.worst} />
              <span className="pw-unseen">{countsOf(tally)}</span>
            </span>
          )}
        </span>
        {card.folded && <span className="pw-card-folded">+{card.folded}</span>}
      </div>
      {card.note && <Note card={card} open={note} />}
      {sides.map(side => (
        <Handle key={side} id={side} type="source" position={positions[side]} isConnectable={isConnectable} />
      ))}
    </>
  )
})

const countsOf = (tally: { readonly error: number; readonly warning: number; readonly info: number }): string =>
  (['error', 'warning', 'info'] as const)
    .filter(severity => tally[severity] > 0)
    .map(severity => countWords(tally[severity], severity))
    .join(', ')
