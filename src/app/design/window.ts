import { type ReactFlowInstance, useReactFlow } from '@xyflow/react'
import { type RefObject, useCallback, useEffect, useRef } from 'react'
import { cardHeight, cardWidth, type Point } from '../../core/graph/layout.ts'
import { useView } from '../state/session.ts'
import type { Wish } from '../state/view.ts'
import { lasting } from '../ui/motion.ts'
import { useSettled } from './arranger.ts'
import { firstView, leastZoom, viewOfAll } from './first-view.ts'

/** What part of the graph the canvas shows. */

type Flow = Pick<ReactFlowInstance, 'setViewport'>

const roomOf = () => document.querySelector('.pw-canvas')?.getBoundingClientRect()

/** Shows the whole graph; `atLeast` keeps its cards legible, then only its beginning is shown. */
export function showAll(flow: Flow, places: ReadonlyMap<string, Point>, atLeast = leastZoom, duration = 0): void {
  const room = roomOf()
  if (room && places.size > 0) void flow.setViewport(viewOfAll(places, room, atLeast), { duration })
}

export function showFirst(flow: Flow, places: ReadonlyMap<string, Point>, selected?: string): void {
  const room = roomOf()
  if (room && places.size > 0) void flow.setViewport(firstView(places, room, selected))
}

/** The way to show all, as it is now. */
export function useShowAll(places: ReadonlyMap<string, Point>): () => void {
  const flow = useReactFlow()
  return useCallback(() => showAll(flow, places, leastZoom, lasting(160)), [flow, places])
}

/** When panes open and close around it, what was in the middle stays there. */
export function useKeepCentre(frame: RefObject<HTMLElement | null>): void {
  const flow = useReactFlow()
  useEffect(() => {
    const box = frame.current
    if (!box) return
    let [width, height] = [box.clientWidth, box.clientHeight]
    const observer = new ResizeObserver(() => {
      const [dx, dy] = [(box.clientWidth - width) / 2, (box.clientHeight - height) / 2]
      ;[width, height] = [box.clientWidth, box.clientHeight]
      const { x, y, zoom } = flow.getViewport()
      if (dx !== 0 || dy !== 0) void flow.setViewport({ x: x + dx, y: y + dy, zoom })
    })
    observer.observe(box)
    return () => observer.disconnect()
  }, [flow, frame])
}

/** Moves the view when something elsewhere wishes to show an object that is out of sight, and again when it has come to rest. */
export function useBringIntoSight(places: ReadonlyMap<string, Point>): void {
  const flow = useReactFlow()
  const wish = useView(now => now.wish)
  const settled = useSettled()
  const done = useRef<Wish>(undefined)
  const latest = useRef(places)
  latest.current = places
  useEffect(() => {
    if (wish === done.current) return
    if (settled) done.current = wish
    const id = wish?.from === 'canvas' ? undefined : wish?.place.object
    const at = id === undefined ? undefined : latest.current.get(id)
    const box = document.querySelector('.pw-canvas')?.getBoundingClientRect()
    if (!at || !box) return
    const corner = flow.flowToScreenPosition(at)
    const { zoom } = flow.getViewport()
    const inside =
      corner.x >= box.left + 8 &&
      corner.y >= box.top + 8 &&
      corner.x + cardWidth * zoom <= box.right - 8 &&
      corner.y + cardHeight * zoom <= box.bottom - 8
    if (inside && zoom >= 0.4) return
    void flow.setCenter(at.x + cardWidth / 2, at.y + cardHeight / 2, {
      zoom: Math.max(zoom, 0.7),
      duration: lasting(250),
    })
  }, [wish, settled, flow])
}
