import type { Frame, Shown } from './arrange.ts'
import { cardHeight, cardWidth, columnGap, type Pins, type Point, rowGap } from './layout.ts'
import type { Placed } from './placing.ts'
import { createPlot } from './plot.ts'
import type { Graph } from './project.ts'

/** What was shown before, and where. */
export interface Before extends Placed {
  readonly graph: Graph
}

/** More new cards than this do not go to their neighbours one by one. */
const mostGuests = 200

/**
 * Where cards stand while their places are still being worked out: those shown before where they stood, pinned ones
 * where they are pinned, new ones beside a neighbour, and those that have none, or come in great number, in rows
 * beneath all else.
 */
export function standIn({ graph, groups, closed }: Shown, pins: Pins, before: Before): Placed {
  const known = new Map(before.frames.map(frame => [frame.group.key, frame]))
  const frames = groups.flatMap((group): Frame[] => {
    const frame = closed.has(group.key) ? undefined : known.get(group.key)
    return frame ? [{ ...frame, group }] : []
  })
  const origins = new Map(frames.flatMap(({ group, origin }) => group.members.map(id => [id, origin] as const)))
  const pinOf = (id: string): Point | undefined => {
    const pin = Object.hasOwn(pins, id) ? pins[id] : undefined
    const { x, y } = origins.get(id) ?? start
    return pin && { x: x + pin.x, y: y + pin.y }
  }
  const places = new Map<string, Point>()
  const guests = new Set<string>()
  const ofBox = boxPlaces(before)
  for (const { id, members = [] } of graph.cards) {
    const member = members.find(one => before.places.has(one))
    const place = pinOf(id) ?? before.places.get(id) ?? before.places.get(member ?? '')
    if (place) places.set(id, place)
    else guests.add(id)
  }
  if (guests.size > 0) seat(graph, guests, places, ofBox)
  return { places: new Map(graph.cards.map(({ id }) => [id, places.get(id) ?? start])), frames }
}

const start: Point = { x: 0, y: 0 }

/** Where the collapsed container of a card stood. */
const boxPlaces = ({ graph, places }: Before): ReadonlyMap<string, Point> =>
  new Map(
    graph.cards.flatMap(({ id, members = [] }) => {
      const place = places.get(id)
      return place ? members.map(member => [member, place] as const) : []
    }),
  )

function seat(graph: Graph, guests: Set<string>, places: Map<string, Point>, ofBox: ReadonlyMap<string, Point>): void {
  const plot = createPlot(cardWidth, rowGap)
  let bottom = 0
  for (const place of places.values()) {
    plot.take({ ...place, height: cardHeight })
    bottom = Math.max(bottom, place.y + cardHeight + rowGap)
  }
  const put = (id: string, wish: Point) => {
    const place = plot.nearestFree({ ...wish, height: cardHeight })
    places.set(id, place)
    plot.take({ ...place, height: cardHeight })
    guests.delete(id)
  }
  if (guests.size <= mostGuests) {
    for (const id of [...guests]) {
      const box = ofBox.get(id)
      if (box) put(id, box)
    }
    // Guests of guests come once those have a seat.
    for (let seated = -1; seated !== guests.size; ) {
      seated = guests.size
      for (const [id, wish] of wishesOf(graph, guests, places)) put(id, wish)
    }
  }
  const perRow = Math.max(4, Math.ceil(Math.sqrt(guests.size)))
  ;[...guests].forEach((id, index) => {
    places.set(id, {
      x: (index % perRow) * (cardWidth + columnGap),
      y: bottom + Math.floor(index / perRow) * (cardHeight + rowGap),
    })
  })
}

/** Beside the first neighbour that has a place: after it or before it where something flows, else beneath it. */
function wishesOf({ edges }: Graph, guests: ReadonlySet<string>, places: ReadonlyMap<string, Point>) {
  const wishes = new Map<string, Point>()
  for (const { source, target, layer } of edges)
    for (const [id, other, side] of [
      [source, target, -1],
      [target, source, 1],
    ] as const) {
      const at = places.get(other)
      if (!at || !guests.has(id) || wishes.has(id)) continue
      const flows = layer === 'flow'
      wishes.set(id, {
        x: flows ? at.x + side * (cardWidth + columnGap) : at.x,
        y: flows ? at.y : at.y + cardHeight + rowGap,
      })
    }
  return wishes
}
