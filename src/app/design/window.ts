import { type ReactFlowInstance, useReactFlow, type Viewport } from '@xyflow/react'
import { type RefObject, useCallback, useEffect, useRef } from 'react'
import { cardHeight, cardWidth, type Point } from '../../core/graph/layout.ts'
import { useView } from '../state/session.ts'
import { lasting } from '../ui/motion.ts'
import { boundsOf } from './map.tsx'

/** What part of the graph the canvas shows. */

const margin = 40
/** Cards smaller than this cannot be read. */
const readable = 0.72
export const leastZoom = 0.015

type Flow = Pick<ReactFlowInstance, 'setViewport'>

type Room = Pick<DOMRect, 'width' | 'height'>

/** How the graph lies in a room when all of it is shown, or its beginning where cards would be smaller than `atLeast`. */
function viewOfAll(places: ReadonlyMap<string, Point>, room: Room, atLeast: number): Viewport {
  const { x, y, width, height } = boundsOf(places)
  const whole = Math.min(1, (room.width - margin * 2) / width, (room.height - margin * 2) / height)
  const zoom = Math.max(atLeast, whole)
  const along = (size: number, space: number) =>
    size * zoom + margin * 2 <= space ? (space - size * zoom) / 2 : margin
  return { x: along(width, room.width) - x * zoom, y: along(height, room.height) - y * zoom, zoom }
}

/** What one sees at first: all or the beginning, or else the surroundings of the card that the address selects. */
export function firstView(places: ReadonlyMap<string, Point>, room: Room, selected?: string): Viewport {
  const view = viewOfAll(places, room, readable)
  const at = places.get(selected ?? '')
  if (!at) return view
  const { x, y, zoom } = view
  const [left, top] = [x + at.x * zoom, y + at.y * zoom]
  const inside =
    left >= 0 && top >= 0 && left + cardWidth * zoom <= room.width && top + cardHeight * zoom <= room.height
  if (inside) return view
  const middle = { x: at.x + cardWidth / 2, y: at.y + cardHeight / 2 }
  return { x: room.width / 2 - middle.x * zoom, y: room.height / 2 - middle.y * zoom, zoom }
}

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

/** Moves the view when something elsewhere wishes to show an object that is out of sight. */
export function useBringIntoSight(places: ReadonlyMap<string, Point>): void {
  const flow = useReactFlow()
  const wish = useView(now => now.wish)
  const latest = useRef(places)
  latest.current = places
  useEffect(() => {
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
  }, [wish, flow])
}
