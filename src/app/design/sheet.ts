import { createGround } from './ground.ts'
import { type Inks, type Picture, paint, type Window } from './paint.ts'
import { ratioNow, sizeCanvas } from './pixels.ts'

/** What is painted around the window, in pixels on each side. */
const margin = 240

/** A picture of what the window shows and what lies around it, so that a pan takes from it what it shows next. */
export interface Sheet {
  /** Whether all that such a window shows is on the sheet. */
  readonly covers: (view: Window) => boolean
  readonly paint: (view: Window, picture: Picture, inks: Inks) => void
  /** Puts what such a window shows into it. */
  readonly show: (ctx: CanvasRenderingContext2D, view: Window) => void
  /** What is on the sheet no longer holds. */
  readonly forget: () => void
}

export function createSheet(): Sheet {
  const canvas = document.createElement('canvas')
  const ctx = canvas.getContext('2d', { alpha: false })
  const ground = createGround()
  let drawn: Window | undefined
  return {
    covers: view =>
      drawn?.zoom === view.zoom &&
      drawn.width === view.width &&
      drawn.height === view.height &&
      Math.abs(view.x - drawn.x) <= margin &&
      Math.abs(view.y - drawn.y) <= margin,
    paint(view, picture, inks) {
      if (!ctx) return
      const { x, y, zoom, width, height } = view
      const around = { x: x + margin, y: y + margin, zoom, width: width + margin * 2, height: height + margin * 2 }
      sizeCanvas(canvas, around)
      ground(ctx, around, inks)
      paint(ctx, ratioNow(), around, picture, inks)
      drawn = view
    },
    show(onto, { x, y }) {
      if (!drawn) return
      const ratio = ratioNow()
      // Whole pixels of the screen: between them a picture would be blended anew.
      const along = (offset: number) => Math.round((offset - margin) * ratio)
      onto.setTransform(1, 0, 0, 1, 0, 0)
      onto.imageSmoothingEnabled = false
      onto.drawImage(canvas, along(x - drawn.x), along(y - drawn.y))
    },
    forget() {
      drawn = undefined
    },
  }
}
