import { useStore } from '@xyflow/react'
import { useEffect, useMemo, useState } from 'react'
import { cardHeight, cardWidth, type Point } from '../../core/graph/layout.ts'
import { useLiveView } from './live-view.ts'

/** Beyond so many cards lines are painted, and only cards in sight are in the page. */
export const largeFrom = 60

/** Of more selected cards than this, only those in the window are in the page. */
export const mostAtHand = 120

/** Below this zoom even the cards of a large graph are painted. */
export const paintBelow = 0.42

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

/** Cards in the window and half a window around it; told anew only when the window comes near that border. */
function useAround(places: ReadonlyMap<string, Point>, wanted: boolean): ReadonlySet<string> {
  const live = useLiveView()
  const [around, setAround] = useState<ReadonlySet<string>>(none)
  useEffect(() => {
    if (!wanted) return
    let border = { left: 0, top: 0, right: 0, bottom: 0 }
    const look = () => {
      const { x, y, zoom, width, height } = live.read()
      // Nothing is shown yet.
      if (width === 0) return
      const window = { left: -x / zoom, top: -y / zoom, right: (width - x) / zoom, bottom: (height - y) / zoom }
      const inside =
        window.left >= border.left &&
        window.right <= border.right &&
        window.top >= border.top &&
        window.bottom <= border.bottom
      if (inside) return
      const [dx, dy] = [(window.right - window.left) / 2, (window.bottom - window.top) / 2]
      border = { left: window.left - dx, right: window.right + dx, top: window.top - dy, bottom: window.bottom + dy }
      const found = new Set<string>()
      for (const [id, at] of places)
        if (
          at.x + cardWidth >= border.left &&
          at.x <= border.right &&
          at.y + cardHeight >= border.top &&
          at.y <= border.bottom
        )
          found.add(id)
      setAround(found)
    }
    look()
    return live.subscribe(look)
  }, [live, places, wanted])
  return wanted ? around : none
}

const none: ReadonlySet<string> = new Set()

/** The card at a point of the graph. */
export function cardAt(places: ReadonlyMap<string, Point>, { x, y }: Point): string | undefined {
  for (const [id, at] of places)
    if (x >= at.x && y >= at.y && x <= at.x + cardWidth && y <= at.y + cardHeight) return id
  return undefined
}
