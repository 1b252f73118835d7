import type { Viewport } from '@xyflow/react'
import { cardHeight, cardWidth, type Point } from '../../core/graph/layout.ts'

/** How a graph lies in the canvas, in pixels of the screen. */

const margin = 40
/** Cards smaller than this show their names at most. */
const readable = 0.72
/** Names on cards smaller than this cannot be read. */
const legible = 0.5
export const leastZoom = 0.015

type Room = Pick<DOMRect, 'width' | 'height'>

/** Size at which all of the graph is seen, no larger than it is. */
function wholeIn(places: ReadonlyMap<string, Point>, room: Room): number {
  const { width, height } = boundsOf(places)
  return Math.min(1, (room.width - margin * 2) / width, (room.height - margin * 2) / height)
}

/** How the graph lies in a room when all of it is shown, or its beginning where cards would be smaller than `atLeast`. */
export function viewOfAll(places: ReadonlyMap<string, Point>, room: Room, atLeast: number): Viewport {
  const { x, y, width, height } = boundsOf(places)
  const zoom = Math.max(atLeast, wholeIn(places, room))
  const along = (size: number, space: number) =>
    size * zoom + margin * 2 <= space ? (space - size * zoom) / 2 : margin
  return { x: along(width, room.width) - x * zoom, y: along(height, room.height) - y * zoom, zoom }
}

/**
 * What one sees at first: all of it while names can be read, else its beginning at a size at which cards can, or the
 * surroundings of the card that the address selects.
 */
export function firstView(places: ReadonlyMap<string, Point>, room: Room, selected?: string): Viewport {
  const view = viewOfAll(places, room, wholeIn(places, room) >= legible ? 0 : readable)
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
