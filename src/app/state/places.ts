import { startTransition, useEffect, useMemo, useRef, useState } from 'react'
import type { Shown } from '../../core/graph/arrange.ts'
import type { Pins, Point } from '../../core/graph/layout.ts'
import { placedBy, taskOf } from '../../core/graph/placing.ts'
import type { Graph } from '../../core/graph/project.ts'
import { type Before, standIn } from '../../core/graph/stand-in.ts'
import { layouts } from './aside.ts'

/** Draws anew what follows from layouts when one has come: in slices, since a large graph takes long to be drawn. */
export function useLayoutCount(): number {
  const [count, setCount] = useState(layouts.count)
  useEffect(() => {
    const look = () => startTransition(() => setCount(layouts.count()))
    look()
    return layouts.subscribe(look)
  }, [])
  return count
}

const unpinned: Pins = {}
const noneClosed: Shown['closed'] = new Set()

/**
 * Where the cards of a graph stand that one only looks at. Undefined at first where that takes long to work out; later
 * they stay where they stood until it has been.
 */
export function usePlaces(graph: Graph, pins: Pins = unpinned): ReadonlyMap<string, Point> | undefined {
  const count = useLayoutCount()
  const before = useRef<Before>(undefined)
  const shown = useMemo((): Shown => ({ graph, groups: [], closed: noneClosed }), [graph])
  const task = useMemo(() => taskOf(shown, pins), [shown, pins])
  // biome-ignore lint/correctness/useExhaustiveDependencies: every answer may be the one that is waited for.
  const answer = useMemo(() => layouts.answerTo(task), [task, count])
  const placed = useMemo(() => {
    if (answer) return placedBy(answer, shown)
    return before.current && standIn(shown, pins, before.current)
  }, [answer, shown, pins])
  if (placed) before.current = { graph, ...placed }
  return placed?.places
}
