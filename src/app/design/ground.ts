import type { Inks, Window } from './paint.ts'
import { ratioNow } from './pixels.ts'

/** Between two dots, in pixels of the graph. */
export const gap = 24
/** Below this zoom dots are too small to be seen; a large graph is painted from there on. */
export const dotsFrom = 0.42

/** How much of the screen a dot covers at full size, in square pixels. */
const ink = 2.8

/** The ground of a painted graph. Its dots are drawn once for a zoom and shifted from then on. */
export function createGround(): (ctx: CanvasRenderingContext2D, view: Window, inks: Inks) => void {
  const dots = document.createElement('canvas')
  let drawn = ''
  return (ctx, view, inks) => {
    const ratio = ratioNow()
    const [width, height, step] = [view.width * ratio, view.height * ratio, gap * view.zoom * ratio]
    ctx.setTransform(1, 0, 0, 1, 0, 0)
    if (view.zoom < dotsFrom) {
      ctx.fillStyle = inks.ground
      ctx.fillRect(0, 0, width, height)
      return
    }
    const asked = [width, height, step, inks.ground, inks.line].join(' ')
    if (asked !== drawn) drawDots(dots, width + step, height + step, step, inks)
    drawn = asked
    ctx.imageSmoothingEnabled = false
    ctx.drawImage(dots, before(view.x * ratio, step), before(view.y * ratio, step))
  }
}

/** The place of the first dot at or before the edge, in whole pixels: between them dots would be blended anew. */
export const before = (offset: number, step: number): number => Math.round((((offset % step) + step) % step) - step)

function drawDots(canvas: HTMLCanvasElement, width: number, height: number, step: number, inks: Inks): void {
  ;[canvas.width, canvas.height] = [Math.ceil(width), Math.ceil(height)]
  const ctx = canvas.getContext('2d', { alpha: false })
  if (!ctx) return
  ctx.fillStyle = inks.ground
  ctx.fillRect(0, 0, canvas.width, canvas.height)
  ctx.fillStyle = inks.line
  const area = ink * (step / gap) ** 2
  const side = Math.max(1, Math.round(Math.sqrt(area)))
  ctx.globalAlpha = Math.min(1, area / side ** 2)
  for (let y = step / 2; y < height; y += step)
    for (let x = step / 2; x < width; x += step)
      ctx.fillRect(Math.round(x - side / 2), Math.round(y - side / 2), side, side)
}
