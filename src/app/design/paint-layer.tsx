import { useStoreApi } from '@xyflow/react'
import { useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import type { Family } from '../../core/catalog/schema.ts'
import { useAppearance } from '../state/appearance.ts'
import { families } from '../ui/family.tsx'
import { type Inks, type Picture, paint } from './paint.ts'

/** What is painted around the window where cards are painted, in pixels on each side. */
const panMargin = 240
/** The margin is painted when the view has rested for so long, in milliseconds, so that no pan begins with it. */
const rest = 180

/**
 * The painted part of a large graph, beneath what is in the page. It follows the view without asking React. Where cards
 * are painted, a pan shifts what has been painted, with a margin around the window, and paints anew only at the end of
 * that margin; all else (another zoom, a card that moves) paints the window alone. There it is opaque too, so that the
 * browser need not blend it with the ground.
 */
export function PaintLayer({ picture }: { readonly picture: Picture }) {
  const store = useStoreApi()
  const theme = useAppearance(now => now.theme)
  const sheet = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme decides what the page's variables hold.
  const inks = useMemo(() => readInks(), [theme])
  const latest = useRef({ picture, inks, draw: () => {} })
  latest.current.picture = picture
  latest.current.inks = inks
  const { paintCards } = picture

  useLayoutEffect(() => {
    const element = canvas.current
    const ctx = element?.getContext('2d', { alpha: !paintCards })
    const { style } = sheet.current ?? {}
    if (!element || !ctx || !style) return
    let frame = 0
    let widening: ReturnType<typeof setTimeout> | undefined
    let drawn = { x: 0, y: 0, zoom: 0, width: 0, height: 0, margin: 0 }
    const draw = (margin: number) => {
      cancelAnimationFrame(frame)
      clearTimeout(widening)
      frame = 0
      const { transform, width, height } = store.getState()
      const [x, y, zoom] = transform
      drawn = { x, y, zoom, width, height, margin }
      const [across, down] = [width + margin * 2, height + margin * 2]
      const ratio = window.devicePixelRatio || 1
      const [w, h] = [Math.round(across * ratio), Math.round(down * ratio)]
      if (element.width !== w || element.height !== h) {
        ;[element.width, element.height] = [w, h]
        ;[element.style.width, element.style.height] = [`${across}px`, `${down}px`]
      }
      style.transform = `translate(${-margin}px, ${-margin}px)`
      const view = { x: x + margin, y: y + margin, zoom, width: across, height: down }
      paint(ctx, ratio, view, latest.current.picture, latest.current.inks)
      // Seen from near, the cards around the window come and go in the page, and each time all is painted anew.
      if (margin === 0 && paintCards) widening = setTimeout(() => draw(panMargin), rest)
    }
    const soon = (margin: number) => {
      frame ||= requestAnimationFrame(() => draw(margin))
    }
    const follow = () => {
      const { transform, width, height } = store.getState()
      const [x, y, zoom] = transform
      const panned = zoom === drawn.zoom && width === drawn.width && height === drawn.height
      const { margin } = drawn
      const [dx, dy] = [wholePixels(x - drawn.x), wholePixels(y - drawn.y)]
      if (!panned || Math.max(Math.abs(dx), Math.abs(dy)) > margin) soon(panned && paintCards ? panMargin : 0)
      else style.transform = `translate(${dx - margin}px, ${dy - margin}px)`
    }
    latest.current.draw = () => soon(0)
    draw(0)
    const stop = store.subscribe((now, before) => {
      if (now.transform !== before.transform || now.width !== before.width || now.height !== before.height) follow()
    })
    return () => {
      stop()
      cancelAnimationFrame(frame)
      clearTimeout(widening)
    }
  }, [store, paintCards])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new picture or new colours are to be painted.
  useEffect(() => latest.current.draw(), [picture, inks])

  // The sheet is shifted and not the canvas, which the browser would take for painted anew.
  return (
    <div ref={sheet} className="pw-paint">
      <canvas key={paintCards ? 'opaque' : 'clear'} ref={canvas} />
    </div>
  )
}

/** Rounded to pixels of the screen: between them a picture would be blended anew. */
const wholePixels = (length: number): number => {
  const ratio = window.devicePixelRatio || 1
  return Math.round(length * ratio) / ratio
}

/** The colours of the page, as they hold at an element. */
export function readInks(at: Element = document.body): Inks {
  const style = getComputedStyle(at)
  const read = (name: string) => style.getPropertyValue(name).trim()
  return {
    family: Object.fromEntries(Object.keys(families).map(family => [family, read(`--pw-family-${family}`)])) as Record<
      Family,
      string
    >,
    panel: read('--pw-panel'),
    ground: read('--pw-canvas'),
    line: read('--pw-line-strong'),
    text: read('--pw-text'),
    quiet: read('--pw-text-3'),
    accent: read('--pw-accent'),
    error: read('--pw-error'),
    warning: read('--pw-warning'),
    font: read('--pw-font'),
    mono: read('--pw-mono'),
  }
}
