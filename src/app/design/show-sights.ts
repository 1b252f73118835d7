import { useReactFlow } from '@xyflow/react'
import { useEffect, useRef } from 'react'
import type { Point } from '../../core/graph/layout.ts'
import { useSession, useView } from '../state/session.ts'
import { useSettled } from './arranger.ts'
import { uncover } from './sights.ts'
import { showAll } from './window.ts'

/** Seen smaller than this, frames would say nothing. */
const atLeast = 0.34

/** Shows all that is left, or its beginning, when a focus or frames have laid the cards out anew. */
export function useShowSights(places: ReadonlyMap<string, Point>): void {
  const flow = useReactFlow()
  const grouping = useView(now => now.grouping)
  const focus = useView(now => (now.focus?.rest === 'hide' ? now.focus : undefined))
  const settled = useSettled()
  const latest = useRef(places)
  latest.current = places
  const sights = useRef({ grouping, focus })
  useEffect(() => {
    if (!settled) return
    const before = sights.current
    sights.current = { grouping, focus }
    if (before.grouping === grouping && before.focus === focus) return
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches
    showAll(flow, latest.current, atLeast, still ? 0 : 200)
  }, [flow, grouping, focus, settled])
}

/** When something elsewhere wishes to show an object that a focus hides or a container covers, it is uncovered first. */
export function useUncover(places: ReadonlyMap<string, Point>): void {
  const session = useSession()
  const wish = useView(now => now.wish)
  const latest = useRef(places)
  latest.current = places
  useEffect(() => {
    const id = wish?.place.object
    if (!wish || id === undefined || latest.current.size === 0 || latest.current.has(id)) return
    if (!uncover(session, [id])) return
    const again = requestAnimationFrame(() => session.view.setState({ wish: { ...wish } }))
    return () => cancelAnimationFrame(again)
  }, [session, wish])
}
