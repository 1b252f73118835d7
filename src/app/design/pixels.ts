import type { Window } from './paint.ts'

/** Gives a canvas that many pixels of the page, as the screen has them. */
export function sizeCanvas(canvas: HTMLCanvasElement, { width, height }: Pick<Window, 'width' | 'height'>): void {
  const ratio = ratioNow()
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)]
  if (canvas.width === w && canvas.height === h) return
  ;[canvas.width, canvas.height] = [w, h]
  ;[canvas.style.width, canvas.style.height] = [`${width}px`, `${height}px`]
}

/** Pixels of the screen for one of the page. */
export const ratioNow = (): number => window.devicePixelRatio || 1
