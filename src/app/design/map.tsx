import { Panel, useReactFlow } from '@xyflow/react'
import { type PointerEvent, useEffect, useMemo, useRef } from 'react'
import { cardHeight, cardWidth, type Point } from '../../core/graph/layout.ts'
import type { Card } from '../../core/graph/project.ts'
import { useAppearance } from '../state/appearance.ts'
import { eachFrame } from './each-frame.ts'
import { boundsOf } from './first-view.ts'
import { useLiveView } from './live-view.ts'
import type { Inks, Window } from './paint.ts'
import { readInks } from './paint-layer.tsx'
import { ratioNow, sizeCanvas } from './pixels.ts'

const width = 168
const height = 104
const margin = 6

interface MapProps {
  readonly cards: readonly Card[]
  readonly places: ReadonlyMap<string, Point>
}

/** The whole graph in a corner, with the window on it. Press or drag to look elsewhere. */
export function GraphMap({ cards, places }: MapProps) {
  const flow = useReactFlow()
  const live = useLiveView()
  const theme = useAppearance(now => now.theme)
  const canvas = useRef<HTMLCanvasElement>(null)
  const sheet = useMemo(() => sheetFor(places), [places])

  // Drawn without React and without a layout: the window on it follows every frame of a pan.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme decides what the page's variables hold.
  useEffect(() => {
    const element = canvas.current
    const ctx = element?.getContext('2d', { alpha: false })
    if (!element || !ctx) return
    const inks = readInks()
    const ground = paintedCards(cards, places, sheet, inks)
    sizeCanvas(element, { width, height })
    const draw = () => {
      ctx.setTransform(1, 0, 0, 1, 0, 0)
      ctx.drawImage(ground, 0, 0)
      paintWindow(ctx, sheet, live.read(), inks)
    }
    draw()
    const { ask, drop } = eachFrame(draw)
    const stop = live.subscribe(ask)
    return () => {
      stop()
      drop()
    }
  }, [cards, places, sheet, theme, live])

  const look = (event: PointerEvent) => {
    const frame = event.currentTarget.getBoundingClientRect()
    const { x, y } = sheet.from(event.clientX - frame.left, event.clientY - frame.top)
    void flow.setCenter(x, y, { zoom: flow.getZoom() })
  }
  return (
    <Panel position="bottom-right">
      <div
        className="pw-map"
        style={{ width, height }}
        role="img"
        aria-label="Map of the whole graph"
        onPointerDown={event => {
          event.currentTarget.setPointerCapture(event.pointerId)
          look(event)
        }}
        onPointerMove={event => {
          if (event.buttons === 1) look(event)
        }}
      >
        <canvas ref={canvas} style={{ width, height }} />
      </div>
    </Panel>
  )
}

/** How the graph lies on the map. */
interface Sheet {
  readonly scale: number
  readonly at: (x: number, y: number) => Point
  readonly from: (x: number, y: number) => Point
}

function sheetFor(places: ReadonlyMap<string, Point>): Sheet {
  const box = boundsOf(places)
  const scale = Math.min((width - margin * 2) / box.width, (height - margin * 2) / box.height)
  const [left, top] = [
    (width - box.width * scale) / 2 - box.x * scale,
    (height - box.height * scale) / 2 - box.y * scale,
  ]
  return {
    scale,
    at: (x, y) => ({ x: left + x * scale, y: top + y * scale }),
    from: (x, y) => ({ x: (x - left) / scale, y: (y - top) / scale }),
  }
}

function paintedCards(
  cards: readonly Card[],
  places: ReadonlyMap<string, Point>,
  sheet: Sheet,
  inks: Inks,
): HTMLCanvasElement {
  const element = document.createElement('canvas')
  sizeCanvas(element, { width, height })
  const ctx = element.getContext('2d', { alpha: false })
  if (!ctx) return element
  ctx.fillStyle = inks.panel
  ctx.fillRect(0, 0, element.width, element.height)
  ctx.scale(ratioNow(), ratioNow())
  for (const [family, members] of Map.groupBy(cards, card => card.family ?? 'utility')) {
    ctx.fillStyle = inks.family[family]
    for (const card of members) {
      const place = places.get(card.id)
      if (!place) continue
      const { x, y } = sheet.at(place.x, place.y)
      ctx.fillRect(x, y, Math.max(1.5, cardWidth * sheet.scale), Math.max(1.5, cardHeight * sheet.scale))
    }
  }
  return element
}

const stroke = 1.5
/** The window on the map is never smaller than this. */
const least = 8

/** What the canvas shows, on the map. */
function paintWindow(ctx: CanvasRenderingContext2D, sheet: Sheet, view: Window, inks: Inks): void {
  const { x, y, zoom } = view
  const corner = sheet.at(-x / zoom, -y / zoom)
  const [across, down] = [(view.width / zoom) * sheet.scale, (view.height / zoom) * sheet.scale]
  ctx.scale(ratioNow(), ratioNow())
  ctx.beginPath()
  ctx.roundRect(
    corner.x + stroke / 2,
    corner.y + stroke / 2,
    Math.max(least, across) - stroke,
    Math.max(least, down) - stroke,
    1.25,
  )
  ctx.fillStyle = inks.accent
  ctx.globalAlpha = 0.08
  ctx.fill()
  ctx.globalAlpha = 1
  ctx.strokeStyle = inks.accent
  ctx.lineWidth = stroke
  ctx.stroke()
}
