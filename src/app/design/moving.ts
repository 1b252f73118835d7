import type { Point } from '../../core/graph/layout.ts'
import { type Alignment, alignPlaces, type Distribution, distributePlaces } from '../../core/graph/lineup.ts'
import { withMoved } from '../../core/graph/pins.ts'
import type { Session } from '../state/session.ts'
import { say } from '../state/view.ts'
import { tell } from '../ui/toasts.tsx'
import { arrangementOf, settledArrangementOf } from './arranger.ts'

/** Where cards stand by hand: each change is one step of the history, and none touches the text. */

/** Pins cards at places of the canvas. In a frame they are pinned within it. */
export function moveCards(session: Session, label: string, moved: ReadonlyMap<string, Point>, merge?: string): void {
  const { grouping } = session.view.getState()
  // Pins count from where the frames are.
  const { frames, movable } = grouping === 'none' ? arrangementOf(session) : settledArrangementOf(session)
  if (!movable) {
    tell(standStill, 'info')
    return
  }
  const origins = new Map(frames.flatMap(({ group, origin }) => group.members.map(id => [id, origin] as const)))
  const own = [...moved].map(([id, { x, y }]): readonly [string, Point] => {
    const origin = origins.get(id) ?? { x: 0, y: 0 }
    return [id, { x: Math.round(x - origin.x), y: Math.round(y - origin.y) }]
  })
  const { pin, pins } = session.editor.getState()
  pin(label, withMoved(pins, grouping, own), merge)
}

/** Moves of some of the chosen cards, and as far those of the others, which need not be in the page. */
export function withCompanions(
  moves: ReadonlyMap<string, Point>,
  chosen: ReadonlySet<string>,
  places: ReadonlyMap<string, Point>,
  boxes: ReadonlyMap<string, unknown>,
): ReadonlyMap<string, Point> {
  const [lead] = moves
  const from = lead && places.get(lead[0])
  if (!lead || !from || moves.size >= chosen.size || !chosen.has(lead[0])) return moves
  const [dx, dy] = [lead[1].x - from.x, lead[1].y - from.y]
  const all = new Map(moves)
  for (const id of chosen) {
    const at = places.get(id)
    if (at && !all.has(id) && !boxes.has(id)) all.set(id, { x: at.x + dx, y: at.y + dy })
  }
  return all
}

/** Brings cards to one edge or middle, in frames those of each. */
export const alignCards = (session: Session, ids: readonly string[], how: Alignment): void =>
  lineUp(session, ids, 2, places => alignPlaces(places, how), `aligned ${sides[how]}`)

/** Puts cards at equal steps, in frames those of each. */
export const distributeCards = (session: Session, ids: readonly string[], how: Distribution): void =>
  lineUp(session, ids, 3, places => distributePlaces(places, how), `distributed ${how}`)

const sides: Readonly<Record<Alignment, string>> = {
  left: 'at the left',
  centre: 'at the centre',
  right: 'at the right',
  top: 'at the top',
  middle: 'at the middle',
  bottom: 'at the bottom',
}

const standStill = 'Cards of a focus stand where the layout puts them. Dim the rest, or end the focus, to move them.'

type Places = ReadonlyMap<string, Point>

function lineUp(
  session: Session,
  ids: readonly string[],
  least: number,
  order: (places: Places) => Places,
  done: string,
) {
  const { places, frames, movable } = settledArrangementOf(session)
  if (!movable) return tell(standStill, 'info')
  const frameOf = new Map(frames.flatMap(({ group }) => group.members.map(id => [id, group.key] as const)))
  const there = [...new Set(ids)].filter(id => places.has(id))
  const moved = new Map<string, Point>()
  for (const members of Map.groupBy(there, id => frameOf.get(id)).values()) {
    if (members.length < least) continue
    const now = new Map(members.map(id => [id, places.get(id) ?? { x: 0, y: 0 }] as const))
    for (const [id, place] of order(now)) moved.set(id, place)
  }
  if (moved.size === 0)
    return tell(`Select at least ${least} cards${frames.length > 0 ? ' of one frame' : ''}.`, 'info')
  moveCards(session, `Line up ${moved.size} cards`, moved)
  say(session.view, `${moved.size} cards were ${done}.`)
}
