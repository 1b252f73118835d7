import type { Picture } from './paint.ts'

/** A picture without what moves under the pointer: those cards, and the lines that end at them. */
export const stillPart = (picture: Picture): Picture => partOf(picture, false)

/** What moves under the pointer alone. */
export const movingPart = (picture: Picture): Picture => partOf(picture, true)

function partOf(picture: Picture, moves: boolean): Picture {
  const { cards, lines, selected, moving } = picture
  return {
    ...picture,
    cards: cards.filter(({ id }) => moving.has(id) === moves),
    lines: lines.filter(({ line }) => (moving.has(line.source) || moving.has(line.target)) === moves),
    selected: new Set([...selected].filter(id => moving.has(id) === moves)),
  }
}

/** Whether two moments of one drag have the same still part. While cards move, no other line finds another way. */
export const sameStill = (a: Picture, b: Picture): boolean =>
  a.cards === b.cards &&
  a.present === b.present &&
  a.marked === b.marked &&
  a.selected === b.selected &&
  a.focus === b.focus &&
  a.moving.size === b.moving.size &&
  [...a.moving].every(id => b.moving.has(id))
