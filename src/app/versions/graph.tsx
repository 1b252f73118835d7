// biome-ignore-all lint/a11y/noStaticElementInteractions: dragging and the wheel move the picture; cards are buttons.
import { memo, useCallback, useMemo, useRef } from 'react'
import type { Definition } from '../../core/definition/model.ts'
import { graphDifference, type Mark, type MarkedEdge } from '../../core/graph/difference.ts'
import { cardHeight, cardWidth, type Pins, type Point } from '../../core/graph/layout.ts'
import type { Card } from '../../core/graph/project.ts'
import type { JudgedChange } from '../../core/versions/effect.ts'
import { usePlaces } from '../state/places.ts'
import { FamilyIcon, familyInk } from '../ui/family.tsx'
import { Waiting } from '../ui/kit.tsx'
import { meets, usePan } from '../ui/pan.ts'
import { PanTools } from '../ui/pan-tools.tsx'
import { MarkSign } from './effect.tsx'
import { keyOf } from './select.ts'

interface GraphProps {
  readonly before: Definition
  readonly after: Definition
  readonly changes: readonly JudgedChange[]
  readonly pins: Pins
  readonly selected: string | undefined
  readonly onSelect: (key: string) => void
}

/** Both definitions as one graph: what came, what changed, and, as ghosts, what went. */
export function ChangesGraph({ before, after, changes, pins, selected, onSelect }: GraphProps) {
  const difference = useMemo(() => graphDifference(before, after, changes), [before, after, changes])
  const graph = useMemo(
    () => ({ cards: difference.cards.map(one => one.card), edges: difference.edges.map(one => one.edge) }),
    [difference],
  )
  const places = usePlaces(graph, pins)
  if (!places) return <Waiting what={`Laying out ${graph.cards.length.toLocaleString('en')} objects`} />
  return <Drawn difference={difference} places={places} selected={selected} onSelect={onSelect} />
}

interface DrawnProps extends Pick<GraphProps, 'selected' | 'onSelect'> {
  readonly difference: ReturnType<typeof graphDifference>
  readonly places: ReadonlyMap<string, Point>
}

function Drawn({ difference: { cards, edges }, places, selected, onSelect }: DrawnProps) {
  const box = useRef<HTMLDivElement>(null)
  const extent = useMemo(() => extentOf([...places.values()]), [places])
  const whole = useMemo(
    () => new Set(cards.flatMap(({ card, mark }) => (mark === 'added' || mark === 'removed' ? [card.id] : []))),
    [cards],
  )
  const first = cards.find(({ mark, card }) => (selected === undefined ? mark !== 'same' : isOf(selected, card.id)))
  const { view, seen, isMoved, hands, showAll, goBack, show } = usePan(
    box,
    extent,
    boxOf(places.get(first?.card.id ?? '')),
  )
  const inSight = ({ edge, mark }: MarkedEdge): boolean => {
    const [from, to] = [places.get(edge.source), places.get(edge.target)]
    if (!from || !to) return false
    return mark !== 'same' || meets(around(from, to), seen)
  }
  const latest = useRef(show)
  latest.current = show
  const reach = useCallback((at: Point) => latest.current({ ...at, width: cardWidth, height: cardHeight }), [])
  return (
    <div ref={box} className="pw-diff-graph" {...hands}>
      <div className="pw-diff-world" style={{ transform: `translate(${view.x}px, ${view.y}px) scale(${view.zoom})` }}>
        <svg width="1" height="1" overflow="visible" aria-hidden="true">
          {edges.filter(inSight).map(one => (
            <Line
              key={one.edge.id}
              line={one}
              places={places}
              selected={selected}
              implied={whole.has(one.edge.source) || whole.has(one.edge.target)}
            />
          ))}
        </svg>
        {cards.map(({ card, mark }) => {
          const place = boxOf(places.get(card.id))
          // What changed is always there, for the keyboard; of the rest what is in sight.
          if (!place || (mark === 'same' && !meets(place, seen))) return null
          return (
            <DiffCard
              key={card.id}
              card={card}
              mark={mark}
              x={place.x}
              y={place.y}
              pressed={isOf(selected, card.id)}
              onSelect={onSelect}
              onReach={reach}
            />
          )
        })}
      </div>
      <div className="pw-diff-key" aria-hidden="true">
        {(['added', 'changed', 'renamed', 'removed'] as const).map(mark => (
          <MarkSign key={mark} mark={mark} />
        ))}
      </div>
      <PanTools className="pw-diff-fit" isMoved={isMoved} showAll={showAll} goBack={goBack} />
    </div>
  )
}

interface CardProps {
  readonly card: Card
  readonly mark: Mark
  readonly x: number
  readonly y: number
  readonly pressed: boolean
  readonly onSelect: (key: string) => void
  /** The keyboard has come to it. */
  readonly onReach: (at: Point) => void
}

const DiffCard = memo(({ card, mark, x, y, pressed, onSelect, onReach }: CardProps) => (
  <button
    type="button"
    className="pw-diff-card"
    data-mark={mark}
    data-id={card.id}
    aria-pressed={pressed}
    disabled={mark === 'same'}
    style={{ left: x, top: y, width: cardWidth, height: cardHeight, '--ink': familyInk(card.family) }}
    onClick={() => onSelect(keyOf({ of: 'object', id: card.id }))}
    onFocus={event => event.currentTarget.matches(':focus-visible') && onReach({ x, y })}
  >
    <span className="pw-diff-icon">
      <FamilyIcon family={card.family} size={18} />
    </span>
    <span className="pw-diff-words">
      <b className="pw-cut">{card.name}</b>
      {mark === 'same' ? <span className="pw-cut pw-quiet">{card.type ?? 'No type'}</span> : <MarkSign mark={mark} />}
    </span>
  </button>
))

interface LineProps {
  readonly line: MarkedEdge
  readonly places: ReadonlyMap<string, Point>
  readonly selected: string | undefined
  /** It came or went with one of its cards, which says so. */
  readonly implied: boolean
}

/**
 * A reference. Of those that stayed, or that came and went with a card, only the flow is drawn, and what belongs to the
 * card at hand.
 */
function Line({ line: { edge, mark }, places, selected, implied }: LineProps) {
  const [from, to] = [places.get(edge.source), places.get(edge.target)]
  if (!from || !to) return null
  const flow = edge.layer === 'flow'
  const mine = isOf(selected, edge.source) || isOf(selected, edge.target)
  if ((mark === 'same' || implied) && !flow && !mine) return null
  if (edge.layer === 'inheritance' && !mine) return null
  const [x1, y1] = [from.x + (flow ? cardWidth : cardWidth / 2), from.y + cardHeight / 2]
  const [x2, y2] = [to.x + (flow ? 0 : cardWidth / 2), to.y + cardHeight / 2]
  const bend = Math.max(30, Math.abs(x2 - x1) / 2)
  const path = flow ? `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}` : `M${x1} ${y1}L${x2} ${y2}`
  const [mx, my] = [(x1 + x2) / 2, (y1 + y2) / 2]
  return (
    <g className="pw-diff-line" data-mark={mark} data-layer={edge.layer}>
      <path d={path} />
      {mark !== 'same' && (
        <>
          <circle cx={mx} cy={my} r="9" />
          <path className="pw-diff-line-sign" d={`M${mx - 4} ${my}h8${mark === 'added' ? `M${mx} ${my - 4}v8` : ''}`} />
          <text x={mx} y={Math.abs(y2 - y1) < cardHeight ? my - cardHeight / 2 - 8 : my - 16} textAnchor="middle">
            {edge.slot} {mark}
          </text>
        </>
      )}
    </g>
  )
}

const isOf = (selected: string | undefined, id: string): boolean => {
  const key = keyOf({ of: 'object', id })
  return selected === key || (selected?.startsWith(`${key}/`) ?? false)
}

const boxOf = (place: Point | undefined) => place && { ...place, width: cardWidth, height: cardHeight }

const around = (a: Point, b: Point) => {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)]
  return { x, y, width: Math.max(a.x, b.x) + cardWidth - x, height: Math.max(a.y, b.y) + cardHeight - y }
}

function extentOf(all: readonly Point[]) {
  let [x, y, right, bottom] = [0, 0, cardWidth, cardHeight]
  for (const place of all) {
    x = Math.min(x, place.x)
    y = Math.min(y, place.y)
    right = Math.max(right, place.x + cardWidth)
    bottom = Math.max(bottom, place.y + cardHeight)
  }
  return { x, y, width: right - x, height: bottom - y }
}
