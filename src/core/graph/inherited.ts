import { slotOf } from '../catalog/index.ts'
import type { Card, Edge, Graph } from './project.ts'

/** References that a card has through its parents and that mean something to its type: a schedule keeps to none. */
export const meantRefs = ({ type, family, inheritedRefs }: Card): Card['inheritedRefs'] =>
  family === undefined ? inheritedRefs : inheritedRefs.filter(one => slotOf(type, one.slot) !== undefined)

/** References that objects have through their parents, as lines. Those to objects that do not exist give none. */
export function inheritedEdges({ cards }: Graph): readonly Edge[] {
  const known = new Set(cards.map(card => card.id))
  return cards.flatMap(card => {
    const counts = new Map<string, number>()
    return meantRefs(card).flatMap(({ slot, to, from, flow }): Edge[] => {
      const occurrence = counts.get(slot) ?? 0
      counts.set(slot, occurrence + 1)
      if (!known.has(to) || to === card.id) return []
      const [source, target] = flow === 'in' || flow === 'after' ? [to, card.id] : [card.id, to]
      return [
        {
          id: `${card.id}/${slot}/${occurrence}/inherited`,
          source,
          target,
          slot,
          occurrence,
          flow,
          layer: 'inherited',
          from,
        },
      ]
    })
  })
}

/** What a card inherits and from whom, a line for each: `From Default: schedule, runsOn, role`. */
export const inheritedWords = ({ inherits }: Card): readonly string[] =>
  inherits.map(({ from, keys }) => `From ${from}: ${keys.join(', ')}`)
