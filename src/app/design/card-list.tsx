import { memo, useEffect, useState } from 'react'
import type { Card } from '../../core/graph/project.ts'
import type { Tally } from '../state/derived.ts'
import { countWords } from '../ui/severity.tsx'

interface CardListProps {
  readonly cards: readonly Card[]
  readonly tallies: ReadonlyMap<string, Tally>
  readonly go: (id: string) => void
}

/** How many cards join the list at a time: a browser lays a list out as a whole, and thousands would hold up the page. */
const portion = 300

/**
 * All cards of a large graph as a list for people who hear the page, since most of them are painted. It is filled when
 * the page has nothing else to do, bit by bit.
 */
export const CardList = memo(({ cards, tallies, go }: CardListProps) => {
  const [shown, setShown] = useState<CardListProps>()
  const [count, setCount] = useState(portion)
  useEffect(() => {
    const later = setTimeout(() => setShown({ cards, tallies, go }), 1200)
    return () => clearTimeout(later)
  }, [cards, tallies, go])
  const whole = shown?.cards.length ?? 0
  useEffect(() => {
    if (count >= whole) return
    const soon = setTimeout(() => setCount(count + portion), 30)
    return () => clearTimeout(soon)
  }, [count, whole])
  if (!shown) return null
  return (
    <ul className="pw-unseen" aria-label={`All ${whole} objects`}>
      {shown.cards.slice(0, count).map(card => (
        <Entry key={card.id} card={card} tally={shown.tallies.get(card.id)} go={shown.go} />
      ))}
    </ul>
  )
})

const Entry = memo(
  ({
    card,
    tally,
    go,
  }: {
    readonly card: Card
    readonly tally: Tally | undefined
    readonly go: CardListProps['go']
  }) => (
    <li>
      <button type="button" tabIndex={-1} onClick={() => go(card.id)}>
        {card.name}, {card.type ?? 'no type'}
        {tally && tally.error > 0 && `, ${countWords(tally.error, 'error')}`}
        {tally && tally.warning > 0 && `, ${countWords(tally.warning, 'warning')}`}
      </button>
    </li>
  ),
)
