import { cardHeight, cardWidth } from '../../core/graph/layout.ts'
import type { Inks, Picture, Window } from './paint.ts'

/** Cards at a size at which they can be read, as they look in the page, for the moment until they are there. */
export function paintLegible(ctx: CanvasRenderingContext2D, view: Window, picture: Picture, inks: Inks): void {
  const { x, y, zoom, width, height } = view
  const seen = { left: -x / zoom, top: -y / zoom, right: (width - x) / zoom, bottom: (height - y) / zoom }
  ctx.textBaseline = 'middle'
  ctx.lineWidth = 1
  for (const card of picture.cards) {
    const at = picture.places.get(card.id)
    if (!at || at.x > seen.right || at.x + cardWidth < seen.left || at.y > seen.bottom || at.y + cardHeight < seen.top)
      continue
    const ink = inks.family[card.family ?? 'utility']
    ctx.save()
    ctx.beginPath()
    ctx.roundRect(at.x + 0.5, at.y + 0.5, cardWidth - 1, cardHeight - 1, 8)
    ctx.fillStyle = inks.panel
    ctx.strokeStyle = picture.selected.has(card.id) ? inks.accent : inks.line
    ctx.fill()
    ctx.stroke()
    ctx.clip()
    ctx.fillStyle = ink
    ctx.fillRect(at.x, at.y, 5, cardHeight)
    ctx.globalAlpha = 0.13
    ctx.beginPath()
    ctx.roundRect(at.x + 11, at.y + 16, 32, 32, 7)
    ctx.fill()
    ctx.globalAlpha = 1
    const [line] = card.lines
    const middle = at.y + cardHeight / 2
    const words = [
      [card.name, `700 13px ${inks.font}`, inks.text],
      [card.type ?? 'No type yet', `11px ${inks.font}`, inks.quiet],
      ...(line === undefined ? [] : [[line, `10.5px ${inks.mono}`, inks.text] as const]),
    ] as const
    words.forEach(([text, font, colour], index) => {
      ctx.font = font
      ctx.fillStyle = colour
      ctx.fillText(text, at.x + 52, middle + (index - (words.length - 1) / 2) * 15)
    })
    ctx.restore()
  }
}
