import { cardHeight, cardWidth } from '../../core/graph/layout.ts'
import type { PaintedLine, Picture } from './paint.ts'

/** Whether a drag can be painted apart. Faint cards cannot be painted twice, and a focus makes most of them faint. */
export const comesApart = ({ paintCards, moving, focus }: Picture): boolean =>
  paintCards && moving.size > 0 && focus === undefined

/** A picture without what moves under the pointer: those cards, and the lines that end at them. */
export function stillPart(picture: Picture): Picture {
  const { cards, lines, selected, moving } = picture
  return {
    ...picture,
    cards: cards.filter(({ id }) => !moving.has(id)),
    lines: lines.filter(line => !ends(line, moving)),
    selected: new Set([...selected].filter(id => !moving.has(id))),
  }
}

/** What moves under the pointer, and the cards under which its lines run. */
export function movingPart(picture: Picture): Picture {
  const { cards, places, lines, moving } = picture
  const moved = lines.filter(line => ends(line, moving))
  const [left, right] = [Math.min(...moved.map(one => one.left)), Math.max(...moved.map(one => one.right))]
  const [top, bottom] = [Math.min(...moved.map(one => one.top)), Math.max(...moved.map(one => one.bottom))]
  const isCrossed = (id: string) => {
    const at = places.get(id)
    return at && at.x <= right && at.x + cardWidth >= left && at.y <= bottom && at.y + cardHeight >= top
  }
  return { ...picture, cards: cards.filter(({ id }) => moving.has(id) || isCrossed(id)), lines: moved }
}

const ends = ({ line }: PaintedLine, moving: ReadonlySet<string>): boolean =>
  moving.has(line.source) || moving.has(line.target)

/** Whether two moments of one drag have the same still part. While cards move, no other line finds another way. */
export const sameStill = (a: Picture, b: Picture): boolean =>
  a.cards === b.cards &&
  a.present === b.present &&
  a.marked === b.marked &&
  a.selected === b.selected &&
  a.moving.size === b.moving.size &&
  [...a.moving].every(id => b.moving.has(id))
