import type { NodeChange } from '@xyflow/react'
import { useCallback, useState } from 'react'
import type { Point } from '../../core/graph/layout.ts'
import { useSession } from '../state/session.ts'
import { select } from '../state/view.ts'
import { moveCards, withCompanions } from './moving.ts'
import type { CardNode } from './scene.ts'

type Places = ReadonlyMap<string, Point>

/** Cards that follow the pointer, and what is selected by it; let go, a move is one step of the history. */
export function useDragging(
  places: Places,
  boxes: ReadonlyMap<string, readonly string[]>,
  chosen: ReadonlySet<string>,
): { readonly moving: Places; readonly onNodesChange: (changes: NodeChange<CardNode>[]) => void } {
  const session = useSession()
  const { view } = session
  const [moving, setMoving] = useState<Places>(nothingMoves)
  const onNodesChange = useCallback(
    (changes: NodeChange<CardNode>[]) => {
      const ids = new Set(view.getState().selected)
      const moves = new Map<string, Point>()
      let [picked, dragging] = [false, false]
      for (const change of changes) {
        if (change.type === 'select') {
          picked = true
          for (const id of boxes.get(change.id) ?? [change.id]) change.selected ? ids.add(id) : ids.delete(id)
        } else if (change.type === 'position' && change.position) {
          moves.set(change.id, { x: Math.round(change.position.x), y: Math.round(change.position.y) })
          dragging ||= change.dragging === true
        }
      }
      if (picked) select(view, [...ids])
      if (moves.size === 0) return
      const all = withCompanions(moves, chosen, places, boxes)
      if (dragging) return setMoving(all)
      setMoving(nothingMoves)
      const real = [...all].filter(([id, to]) => !isAt(places.get(id), to))
      if (real.length === 0) return
      const label = real.length === 1 ? `Move ${real[0]?.[0]}` : `Move ${real.length} cards`
      moveCards(session, label, new Map(real), label)
    },
    [session, view, places, boxes, chosen],
  )
  return { moving, onNodesChange }
}

const nothingMoves: Places = new Map()

const isAt = (from: Point | undefined, to: Point): boolean =>
  from !== undefined && Math.round(from.x) === to.x && Math.round(from.y) === to.y
