import { useEffect } from 'react'
import type { Place } from '../../core/definition/model.ts'
import type { Edge, Graph } from '../../core/graph/project.ts'
import { useSession, useView } from '../state/session.ts'
import { point, samePlace } from '../state/view.ts'

/** Where the reference that a line stands for is written: on the object that its own flow runs from. */
const placeOf = (edge: Edge): Place => ({
  object: edge.flow === 'in' || edge.flow === 'after' ? edge.target : edge.source,
  field: edge.slot,
  occurrence: edge.occurrence,
})

/** Keeps the chosen line and the value that the text or the form is at together, both ways. */
export function useLineAtSpot(
  graph: Graph,
  line: string | undefined,
  choose: (line: string | undefined) => void,
): void {
  const { view } = useSession()
  const spot = useView(now => now.spot)
  useEffect(() => {
    if (!spot || spot.from === 'canvas') return
    choose(graph.edges.find(edge => samePlace(placeOf(edge), spot.place))?.id)
  }, [graph, spot, choose])
  useEffect(() => {
    const edge = line === undefined ? undefined : graph.edges.find(one => one.id === line)
    const now = view.getState().spot
    if (edge && !samePlace(now?.place, placeOf(edge))) point(view, placeOf(edge), 'canvas')
    if (!edge && now?.from === 'canvas') point(view, undefined, 'canvas')
  }, [view, graph, line])
}
