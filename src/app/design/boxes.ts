import type { Finding } from '../../core/validation/rule.ts'
import { type Tally, tally } from '../state/derived.ts'

/** Collapsed containers stand for the objects in them: they are selected with these and show their findings. */

type Boxes = ReadonlyMap<string, readonly string[]>

/** Findings of each card, those of a container together. */
export function talliesOf(findings: ReadonlyMap<string, readonly Finding[]>, boxes: Boxes): ReadonlyMap<string, Tally> {
  const tallies = new Map([...findings].map(([id, list]) => [id, tally(list.map(one => one.severity))]))
  for (const [id, members] of boxes) {
    const all = members.flatMap(member => findings.get(member) ?? [])
    if (all.length > 0) tallies.set(id, tally(all.map(one => one.severity)))
  }
  return tallies
}

/** Selected cards, and containers that hold one. */
export function chosenCards(selected: readonly string[], boxes: Boxes): ReadonlySet<string> {
  const chosen = new Set(selected)
  for (const [id, members] of boxes) if (members.some(member => chosen.has(member))) chosen.add(id)
  return chosen
}
