import { useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import type { Family } from '../../core/catalog/schema.ts'
import { useAppearance } from '../state/appearance.ts'
import { families } from '../ui/family.tsx'
import { comesApart, movingPart, sameStill, stillPart } from './apart.ts'
import { eachFrame } from './each-frame.ts'
import { createGround } from './ground.ts'
import { useLiveView } from './live-view.ts'
import { type Inks, type Picture, paint, type Window } from './paint.ts'
import { ratioNow, sizeCanvas } from './pixels.ts'
import { createSheet } from './sheet.ts'

/** The sheet is painted when the view has rested for so long, in milliseconds, so that no pan begins with it. */
const rest = 180

interface Latest {
  picture: Picture
  inks: Inks
  draw: () => void
}

/**
 * The painted part of a large graph, beneath what is in the page. It follows the view without asking React. Where cards
 * are painted, a pan takes what it shows from a sheet with a margin around the window, and paints anew only at the end
 * of that margin; a drag takes from it all that does not move. All else, as another zoom, paints the window alone. The
 * picture is opaque and has the dots of the ground, so that the browser need not blend it with them.
 */
export function PaintLayer({ picture }: { readonly picture: Picture }) {
  const live = useLiveView()
  const theme = useAppearance(now => now.theme)
  const canvas = useRef<HTMLCanvasElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme decides what the page's variables hold.
  const inks = useMemo(() => readInks(), [theme])
  const latest = useRef<Latest>({ picture, inks, draw: () => {} })
  latest.current.picture = picture
  latest.current.inks = inks
  const { paintCards } = picture

  useLayoutEffect(() => {
    const element = canvas.current
    const ctx = element?.getContext('2d', { alpha: false })
    if (!element || !ctx) return
    const sheet = createSheet()
    const ground = createGround()
    let widening: ReturnType<typeof setTimeout> | undefined
    let drawn: Window | undefined
    /** Whether nothing but the place of the window has changed since it was drawn. */
    let panned = false
    /** The picture of which the sheet holds what does not follow the pointer. */
    let still: Picture | undefined

    const drawWhole = (view: Window, { picture, inks }: Latest) => {
      ;[still, panned] = [undefined, true]
      sheet.forget()
      ground(ctx, view, inks)
      paint(ctx, ratioNow(), view, picture, inks)
      // Seen from near, the cards around the window come and go in the page, and each time all is painted anew.
      if (paintCards) widening = setTimeout(widen, rest)
    }
    const drawPanned = (view: Window, { picture, inks }: Latest) => {
      if (!sheet.covers(view)) sheet.paint(view, picture, inks)
      sheet.show(ctx, view)
    }
    const drawMoving = (view: Window, { picture, inks }: Latest) => {
      if (!still || !sameStill(still, picture) || !sheet.covers(view)) sheet.paint(view, stillPart(picture), inks)
      ;[still, panned] = [picture, false]
      sheet.show(ctx, view)
      paint(ctx, ratioNow(), view, movingPart(picture), inks)
    }
    const draw = () => {
      clearTimeout(widening)
      const view = live.read()
      drawn = view
      sizeCanvas(element, view)
      const way = comesApart(latest.current.picture) ? drawMoving : panned ? drawPanned : drawWhole
      way(view, latest.current)
    }
    const widen = () => sheet.paint(live.read(), latest.current.picture, latest.current.inks)
    const { ask, drop } = eachFrame(draw)
    latest.current.draw = () => {
      panned = false
      ask()
    }
    draw()
    const stop = live.subscribe(() => {
      const { zoom, width, height } = live.read()
      panned &&= paintCards && zoom === drawn?.zoom && width === drawn.width && height === drawn.height
      ask()
    })
    return () => {
      stop()
      drop()
      clearTimeout(widening)
    }
  }, [live, paintCards])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new picture or new colours are to be painted.
  useEffect(() => latest.current.draw(), [picture, inks])

  return <canvas ref={canvas} className="pw-paint" />
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
