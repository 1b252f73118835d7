import { useStoreApi } from '@xyflow/react'
import { useEffect, useMemo, useRef } from 'react'
import type { Family } from '../../core/catalog/schema.ts'
import { useAppearance } from '../state/appearance.ts'
import { families } from '../ui/family.tsx'
import { type Inks, type Picture, paint } from './paint.ts'

/** The painted part of a large graph, beneath what is in the page. It follows the view without asking React. */
export function PaintLayer({ picture }: { readonly picture: Picture }) {
  const store = useStoreApi()
  const theme = useAppearance(now => now.theme)
  const canvas = useRef<HTMLCanvasElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme decides what the page's variables hold.
  const inks = useMemo(() => readInks(), [theme])
  const latest = useRef({ picture, inks, draw: () => {} })
  latest.current.picture = picture
  latest.current.inks = inks

  useEffect(() => {
    const element = canvas.current
    const ctx = element?.getContext('2d')
    if (!element || !ctx) return
    let frame = 0
    const draw = () => {
      frame = 0
      const { transform, width, height } = store.getState()
      const ratio = window.devicePixelRatio || 1
      const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)]
      if (element.width !== w || element.height !== h) [element.width, element.height] = [w, h]
      const [x, y, zoom] = transform
      paint(ctx, ratio, { x, y, zoom, width, height }, latest.current.picture, latest.current.inks)
    }
    const soon = () => {
      frame ||= requestAnimationFrame(draw)
    }
    latest.current.draw = soon
    draw()
    const stop = store.subscribe((now, before) => {
      if (now.transform !== before.transform || now.width !== before.width || now.height !== before.height) soon()
    })
    return () => {
      stop()
      cancelAnimationFrame(frame)
    }
  }, [store])

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
    line: read('--pw-line-strong'),
    text: read('--pw-text'),
    quiet: read('--pw-text-3'),
    accent: read('--pw-accent'),
    error: read('--pw-error'),
    warning: read('--pw-warning'),
    font: read('--pw-font'),
  }
}
