import { BaseEdge, EdgeLabelRenderer, type EdgeProps } from '@xyflow/react'
import { memo } from 'react'
import { curveOf, pointOn, svgPath } from './curve.ts'
import type { LineEdge, Side } from './scene.ts'

/** A reference as a line: its pattern tells the layer, its arrow the direction, its label the field. */
export const ReferenceLine = memo(
  ({ sourceX, sourceY, targetX, targetY, sourceHandleId, targetHandleId, data, selected, id }: EdgeProps<LineEdge>) => {
    if (!data) return null
    const { edge, bends, faint, lit, dim } = data
    const [from, to] = [side(sourceHandleId, 'right'), side(targetHandleId, 'left')]
    const curve = curveOf({ x: sourceX, y: sourceY }, from, { x: targetX, y: targetY }, to, bends)
    const path = svgPath(curve)
    const { x, y } = pointOn(curve, 0.5)
    return (
      <>
        <path
          id={id}
          d={path}
          className="pw-edge"
          data-layer={edge.layer}
          data-flow={edge.layer === 'inherited' ? 'inherited' : edge.flow}
          data-faint={faint}
          data-lit={lit}
          data-chosen={selected}
          data-dim={dim}
          markerEnd={`url(#pw-arrow-${selected ? 'chosen' : edge.layer})`}
        />
        <BaseEdge path={path} className="pw-edge-hit" interactionWidth={0} />
        {(selected || lit) && (
          <EdgeLabelRenderer>
            <span className="pw-edge-label" style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}>
              {edge.slot}
              {edge.from !== undefined && ` from ${edge.from}`}
            </span>
          </EdgeLabelRenderer>
        )}
      </>
    )
  },
)

const side = (handle: string | null | undefined, otherwise: Side): Side =>
  handle === 'left' || handle === 'right' || handle === 'top' || handle === 'bottom' ? handle : otherwise

const inks = {
  flow: 'var(--pw-text-3)',
  machines: 'var(--pw-family-resource)',
  checks: 'var(--pw-family-precondition)',
  schedules: 'var(--pw-family-schedule)',
  actions: 'var(--pw-family-action)',
  parts: 'var(--pw-family-database)',
  inheritance: 'var(--pw-text-3)',
  inherited: 'var(--pw-text-3)',
  chosen: 'var(--pw-accent)',
} as const

/** Arrow heads, one for each colour of line. */
export const Arrows = () => (
  <svg width="0" height="0" style={{ position: 'absolute' }} aria-hidden="true" focusable="false">
    <defs>
      {Object.entries(inks).map(([name, ink]) => (
        <marker
          key={name}
          id={`pw-arrow-${name}`}
          viewBox="0 0 10 10"
          refX="8.5"
          refY="5"
          markerWidth="9"
          markerHeight="9"
          markerUnits="userSpaceOnUse"
          orient="auto-start-reverse"
        >
          <path d="M0 0.5L9.5 5L0 9.5z" fill={ink} />
        </marker>
      ))}
    </defs>
  </svg>
)
