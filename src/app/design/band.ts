import { useReactFlow } from '@xyflow/react'
import { type MouseEvent, useRef } from 'react'
import { cardHeight, cardWidth, type Point } from '../../core/graph/layout.ts'
import { useSession } from '../state/session.ts'
import { select } from '../state/view.ts'

/** The cards that a rectangle between two points touches. */
export function cardsWithin(places: ReadonlyMap<string, Point>, a: Point, b: Point): readonly string[] {
  const [left, right] = [Math.min(a.x, b.x), Math.max(a.x, b.x)]
  const [top, bottom] = [Math.min(a.y, b.y), Math.max(a.y, b.y)]
  return [...places].flatMap(([id, { x, y }]) =>
    x <= right && x + cardWidth >= left && y <= bottom && y + cardHeight >= top ? [id] : [],
  )
}

/** The rubber band of a large graph, which must also catch cards that are only painted. */
export function useBand(
  places: ReadonlyMap<string, Point>,
  large: boolean,
  boxes: ReadonlyMap<string, readonly string[]>,
) {
  const { view } = useSession()
  const flow = useReactFlow()
  const from = useRef<Point>(undefined)
  const at = (event: MouseEvent) => flow.screenToFlowPosition({ x: event.clientX, y: event.clientY })
  return {
    onSelectionStart: (event: MouseEvent) => {
      from.current = at(event)
    },
    onSelectionEnd: (event: MouseEvent) => {
      const start = from.current
      if (!large || !start) return
      const caught = cardsWithin(places, start, at(event))
      select(view, [...new Set(caught.flatMap(id => boxes.get(id) ?? [id]))])
    },
  }
}
