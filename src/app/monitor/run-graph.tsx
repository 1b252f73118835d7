// biome-ignore-all lint/a11y/noStaticElementInteractions: dragging and the wheel move the picture; cards are buttons.
import { useMemo, useRef } from 'react'
import type { Definition } from '../../core/definition/model.ts'
import { cardHeight, cardWidth, type Point } from '../../core/graph/layout.ts'
import { type Graph, projectGraph } from '../../core/graph/project.ts'
import type { InstanceRow } from '../../core/runs/instance.ts'
import { lookOf } from '../../core/runs/life.ts'
import { usePlaces } from '../state/places.ts'
import { FamilyIcon, familyInk } from '../ui/family.tsx'
import { Waiting } from '../ui/kit.tsx'
import { usePan } from '../ui/pan.ts'
import { PanTools } from '../ui/pan-tools.tsx'
import { StatusIcon } from '../ui/status.tsx'
import { formatDuration } from '../ui/time.ts'
import { tookOf } from './words.ts'

interface RunGraphProps {
  readonly definition: Definition
  readonly instances: readonly InstanceRow[]
  readonly now: number
  readonly selected: string | undefined
  readonly onSelect: (instanceId: string) => void
}

/** The pipeline as it was in this run, coloured by what became of each object. */
export function RunGraph(props: RunGraphProps) {
  const { definition, instances } = props
  const graph = useMemo((): Graph => {
    const { cards, edges } = projectGraph(definition)
    const ran = new Set(instances.map(one => one.componentId))
    return {
      cards: cards.filter(card => ran.has(card.id)),
      edges: edges.filter(edge => ran.has(edge.source) && ran.has(edge.target)),
    }
  }, [definition, instances])
  const places = usePlaces(graph)
  if (!places) return <Waiting what={`Laying out ${graph.cards.length.toLocaleString('en')} objects`} />
  return <Drawn {...props} graph={graph} places={places} />
}

interface DrawnProps extends RunGraphProps {
  readonly graph: Graph
  readonly places: ReadonlyMap<string, Point>
}

function Drawn({ graph: { cards, edges }, places, instances, now, selected, onSelect }: DrawnProps) {
  const box = useRef<HTMLDivElement>(null)
  const byComponent = useMemo(() => new Map(instances.map(one => [one.componentId, one])), [instances])
  const extent = useMemo(() => {
    const all = [...places.values()]
    const [x, y] = [Math.min(...all.map(p => p.x), 0), Math.min(...all.map(p => p.y), 0)]
    const right = Math.max(...all.map(p => p.x + cardWidth), cardWidth)
    const bottom = Math.max(...all.map(p => p.y + cardHeight), cardHeight)
    return { x, y, width: right - x, height: bottom - y }
  }, [places])

  const chosen = instances.find(one => one.id === selected)?.componentId
  const { view, isMoved, hands, showAll, goBack, show } = usePan(box, extent, boxOf(places.get(chosen ?? '')))
  return (
    <div ref={box} className="pw-run-graph" {...hands}>
      <div
        className="pw-run-graph-world"
        style={{ transform: `translate(${view.x}px, ${view.y}px) scale(${view.zoom})` }}
      >
        <svg width="1" height="1" overflow="visible" aria-hidden="true">
          {edges.map(edge => {
            const from = places.get(edge.source)
            const to = places.get(edge.target)
            if (!from || !to) return null
            const side = edge.layer === 'flow'
            const mine = byComponent.get(edge.source)?.id === selected || byComponent.get(edge.target)?.id === selected
            if (!side && !mine) return null
            const [x1, y1] = [from.x + cardWidth, from.y + cardHeight / 2]
            const [x2, y2] = [to.x, to.y + cardHeight / 2]
            const bend = Math.max(30, Math.abs(x2 - x1) / 2)
            const path = side
              ? `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`
              : `M${from.x + cardWidth / 2} ${from.y + cardHeight / 2}L${to.x + cardWidth / 2} ${to.y + cardHeight / 2}`
            return <path key={edge.id} d={path} className="pw-run-graph-edge" data-layer={edge.layer} />
          })}
        </svg>
        {cards.map(card => {
          const place = places.get(card.id)
          const instance = byComponent.get(card.id)
          if (!place || !instance) return null
          const took = tookOf(instance.actualStart, instance.actualEnd, now)
          return (
            <button
              key={card.id}
              type="button"
              className="pw-run-card"
              data-taken={instance.taken !== undefined}
              aria-pressed={instance.id === selected}
              style={
                {
                  left: place.x,
                  top: place.y,
                  width: cardWidth,
                  height: cardHeight,
                  '--look': `var(--pw-look-${lookOf(instance.status)})`,
                } as React.CSSProperties
              }
              onClick={() => onSelect(instance.id)}
              onFocus={event => {
                if (!event.currentTarget.matches(':focus-visible')) return
                show({ ...place, width: cardWidth, height: cardHeight })
              }}
            >
              <StatusIcon status={instance.status} size={22} />
              <span className="pw-run-card-text">
                <b className="pw-cut">{card.name}</b>
                <span className="pw-cut pw-quiet">
                  {instance.taken === undefined ? instance.status : 'taken as done'}
                  {took !== undefined && took > 0 && `, ${formatDuration(took)}`}
                  {instance.attemptCount > 1 && `, ${instance.attemptCount} tries`}
                  {instance.rehearsed !== undefined && ', rehearsed'}
                </span>
              </span>
              <span className="pw-object-icon" style={{ color: familyInk(instance.family) }}>
                <FamilyIcon family={instance.family} size={14} />
              </span>
            </button>
          )
        })}
      </div>
      <PanTools className="pw-run-graph-fit" isMoved={isMoved} showAll={showAll} goBack={goBack} />
    </div>
  )
}

const boxOf = (place: Point | undefined) => place && { ...place, width: cardWidth, height: cardHeight }
