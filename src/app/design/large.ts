import { useStore } from '@xyflow/react'
import { useEffect, useMemo, useState } from 'react'
import { cardHeight, cardWidth, type Point } from '../../core/graph/layout.ts'
import { dotsFrom } from './ground.ts'
import { useLiveView } from './live-view.ts'
import type { Window } from './paint.ts'

/** Beyond so many cards lines are painted, and only cards in sight are in the page. */
export const largeFrom = 60

/** Of more selected cards than this, only those in the window are in the page. */
export const mostAtHand = 120

/** Below this zoom even the cards of a large graph are painted, on plain ground. */
const paintBelow = dotsFrom

interface Sight {
  /** Cards that are to be in the page; undefined for all. */
  readonly only: ReadonlySet<string> | undefined
  /** Those among them that are seen, and so need not be painted. From afar the one that Tab comes to rests unseen. */
  readonly present: ReadonlySet<string>
  readonly paintCards: boolean
}

/**
 * What of a graph has to be in the page. Of a large one: seen from near, the cards in and around the window; seen from
 * afar, those at hand alone, which are the chosen ones, the one under the pointer and the one in the order of Tab.
 */
export function useSight(
  places: ReadonlyMap<string, Point>,
  chosen: ReadonlySet<string>,
  inTabOrder: string | undefined,
  hovered: string | undefined,
): Sight {
  const large = places.size > largeFrom
  const paintCards = useStore(now => large && now.transform[2] < paintBelow)
  const around = useAround(places, large && !paintCards)
  return useMemo(() => {
    const touched = new Set(chosen.size > mostAtHand ? none : chosen)
    if (hovered !== undefined) touched.add(hovered)
    const only = new Set(inTabOrder === undefined ? touched : [...touched, inTabOrder])
    if (!large) return { only: undefined, present: only, paintCards }
    if (paintCards) return { only, present: touched, paintCards }
    for (const id of around) only.add(id)
    return { only, present: only, paintCards }
  }, [large, paintCards, around, chosen, inTabOrder, hovered])
}

/** When the view has rested for so long, in milliseconds, the cards around the window are brought into the page. */
const rest = 150

/**
 * Cards in the window and half a window around it; told anew only when the window comes near that border. Amid a zoom
 * that begins with painted cards there are at first those in the window alone: it shows fewer and fewer.
 */
function useAround(places: ReadonlyMap<string, Point>, wanted: boolean): ReadonlySet<string> {
  const live = useLiveView()
  const [around, setAround] = useState<ReadonlySet<string>>(none)
  useEffect(() => {
    if (!wanted) return
    let known: Box | undefined
    let resting: ReturnType<typeof setTimeout> | undefined
    const lookAt = (box: Box) => {
      known = box
      setAround(cardsIn(places, box))
    }
    const settle = () => {
      const box = widened(windowOf(live.read()))
      if (!known || areaOf(known) > areaOf(box) * 1.2 || areaOf(known) * 1.2 < areaOf(box)) lookAt(box)
    }
    const look = () => {
      const view = live.read()
      // Nothing is shown yet.
      if (view.width === 0) return
      const window = windowOf(view)
      if (!known) lookAt(window)
      else if (!isWithin(window, known)) lookAt(widened(window))
      clearTimeout(resting)
      resting = setTimeout(settle, rest)
    }
    look()
    const stop = live.subscribe(look)
    return () => {
      stop()
      clearTimeout(resting)
    }
  }, [live, places, wanted])
  return wanted ? around : none
}

/** A part of the graph. */
interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

const windowOf = ({ x, y, zoom, width, height }: Window): Box => ({
  left: -x / zoom,
  top: -y / zoom,
  right: (width - x) / zoom,
  bottom: (height - y) / zoom,
})

/** With half as much around it. */
function widened({ left, top, right, bottom }: Box): Box {
  const [dx, dy] = [(right - left) / 2, (bottom - top) / 2]
  return { left: left - dx, right: right + dx, top: top - dy, bottom: bottom + dy }
}

const areaOf = ({ left, top, right, bottom }: Box): number => (right - left) * (bottom - top)

const isWithin = (inner: Box, outer: Box): boolean =>
  inner.left >= outer.left && inner.right <= outer.right && inner.top >= outer.top && inner.bottom <= outer.bottom

function cardsIn(places: ReadonlyMap<string, Point>, { left, top, right, bottom }: Box): ReadonlySet<string> {
  const found = new Set<string>()
  for (const [id, { x, y }] of places)
    if (x + cardWidth >= left && x <= right && y + cardHeight >= top && y <= bottom) found.add(id)
  return found
}

const none: ReadonlySet<string> = new Set()

/** The card at a point of the graph. */
export function cardAt(places: ReadonlyMap<string, Point>, { x, y }: Point): string | undefined {
  for (const [id, at] of places)
    if (x >= at.x && y >= at.y && x <= at.x + cardWidth && y <= at.y + cardHeight) return id
  return undefined
}
