import type { Viewport } from '@xyflow/react'
import { cardHeight, cardWidth, type Point } from '../../core/graph/layout.ts'

/** How a graph lies in the canvas, in pixels of the screen. */

const margin = 40
/** Cards smaller than this cannot be read. */
const readable = 0.72
export const leastZoom = 0.015

type Room = Pick<DOMRect, 'width' | 'height'>

/** How the graph lies in a room when all of it is shown, or its beginning where cards would be smaller than `atLeast`. */
export function viewOfAll(places: ReadonlyMap<string, Point>, room: Room, atLeast: number): Viewport {
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

/** What all cards cover. */
export function boundsOf(places: ReadonlyMap<string, Point>) {
  let [left, top, right, bottom] = [
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ]
  for (const { x, y } of places.values()) {
    left = Math.min(left, x)
    top = Math.min(top, y)
    right = Math.max(right, x + cardWidth)
    bottom = Math.max(bottom, y + cardHeight)
  }
  if (places.size === 0) return { x: 0, y: 0, width: cardWidth, height: cardHeight }
  return { x: left, y: top, width: right - left, height: bottom - top }
}
