import { useEffect, useRef } from 'react'
import { eachFrame } from './each-frame.ts'
import { before, dotsFrom, gap } from './ground.ts'
import { useLiveView } from './live-view.ts'

/**
 * The dotted ground of a graph that is in the page as a whole. It lies in a layer of its own that is one gap larger than the canvas, and a pan moves it by less
 * than a gap: so the browser only shifts what it has drawn, where a pattern would be drawn anew for every frame.
 */
export function Dots() {
  const live = useLiveView()
  const ground = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const { style } = ground.current ?? {}
    if (!style) return
    let drawn = 0
    const place = () => {
      const { x, y, zoom } = live.read()
      if (zoom !== drawn) {
        drawn = zoom
        style.display = zoom < dotsFrom ? 'none' : ''
        style.backgroundSize = `${gap * zoom}px ${gap * zoom}px`
        style.inset = `0 -${Math.ceil(gap * zoom)}px -${Math.ceil(gap * zoom)}px 0`
      }
      if (zoom >= dotsFrom) style.transform = `translate(${before(x, gap * zoom)}px, ${before(y, gap * zoom)}px)`
    }
    place()
    const { ask, drop } = eachFrame(place)
    const stop = live.subscribe(ask)
    return () => {
      stop()
      drop()
    }
  }, [live])
  return <div ref={ground} className="pw-dots" aria-hidden="true" />
}
