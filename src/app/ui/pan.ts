import { type PointerEvent, type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { firstView, type View, wholeView } from './first-view.ts'

interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A drawing that is moved by dragging and zoomed by the wheel. `keep`: what stays in sight at first. */
export function usePan(box: RefObject<HTMLElement | null>, drawing: Box, keep?: Box) {
  const [frame, setFrame] = useState({ width: 0, height: 0 })
  const [moved, setMoved] = useState<View>()
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const measure = () => setFrame({ width: element.clientWidth, height: element.clientHeight })
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [box])
  const view = moved ?? inSight(firstView(drawing, frame), keep, frame)
  const latest = useRef(view)
  latest.current = view

  useEffect(() => {
    const element = box.current
    if (!element) return
    const onWheel = (event: WheelEvent) => {
      event.preventDefault()
      const from = latest.current
      const rect = element.getBoundingClientRect()
      const [px, py] = [event.clientX - rect.left, event.clientY - rect.top]
      const zoom = Math.max(0.1, Math.min(2, from.zoom * Math.exp(-Math.max(-60, Math.min(60, event.deltaY)) / 220)))
      const k = zoom / from.zoom
      setMoved({ zoom, x: px - (px - from.x) * k, y: py - (py - from.y) * k })
    }
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => element.removeEventListener('wheel', onWheel)
  }, [box])

  const held = useRef<{ readonly x: number; readonly y: number; readonly view: View }>(undefined)
  return {
    view,
    /** What is in sight of the drawing, with some room around, in the drawing's own pixels. */
    seen: seenBox(view, frame),
    isMoved: moved !== undefined,
    showAll: () => setMoved(wholeView(drawing, frame)),
    goBack: () => setMoved(undefined),
    show: (what: Box) => {
      // The browser scrolls to what gets the focus; here the view moves instead.
      box.current?.scrollTo(0, 0)
      setMoved(inSight(view, what, frame))
    },
    hands: {
      onPointerDown: (event: PointerEvent) => {
        if (event.target instanceof Element && event.target.closest('button')) return
        held.current = { x: event.clientX, y: event.clientY, view }
        event.currentTarget.setPointerCapture(event.pointerId)
      },
      onPointerMove: (event: PointerEvent) => {
        const from = held.current
        if (from)
          setMoved({ ...from.view, x: from.view.x + event.clientX - from.x, y: from.view.y + event.clientY - from.y })
      },
      onPointerUp: () => {
        held.current = undefined
      },
    },
  }
}

const margin = 28

/** Half a frame more on each side, so that little has to come in while one drags. */
const seenBox = (
  { x, y, zoom }: View,
  { width, height }: { readonly width: number; readonly height: number },
): Box => ({
  x: (-x - width / 2) / zoom,
  y: (-y - height / 2) / zoom,
  width: (2 * width) / zoom,
  height: (2 * height) / zoom,
})

export const meets = (a: Box, b: Box): boolean =>
  a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height

/** The view moved as little as it takes to have something in it. */
function inSight(view: View, what: Box | undefined, frame: { readonly width: number; readonly height: number }): View {
  if (!what || frame.width === 0) return view
  const shift = (from: number, length: number, room: number) =>
    Math.max(0, margin - from) - Math.max(0, from + length * view.zoom + margin - room)
  return {
    ...view,
    x: view.x + shift(view.x + what.x * view.zoom, what.width, frame.width),
    y: view.y + shift(view.y + what.y * view.zoom, what.height, frame.height),
  }
}
