import { Panel, useReactFlow, useStore } from '@xyflow/react'
import { type PointerEvent, useEffect, useMemo, useRef } from 'react'
import { cardHeight, cardWidth, type Point } from '../../core/graph/layout.ts'
import type { Card } from '../../core/graph/project.ts'
import { useAppearance } from '../state/appearance.ts'

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
  const theme = useAppearance(now => now.theme)
  const canvas = useRef<HTMLCanvasElement>(null)
  const box = useMemo(() => boundsOf(places), [places])
  const scale = Math.min((width - margin * 2) / box.width, (height - margin * 2) / box.height)
  const [left, top] = [(width - box.width * scale) / 2, (height - box.height * scale) / 2]
  const at = (x: number, y: number) => ({ x: left + (x - box.x) * scale, y: top + (y - box.y) * scale })

  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme decides what the page's variables hold.
  useEffect(() => {
    const element = canvas.current
    const ctx = element?.getContext('2d')
    if (!element || !ctx) return
    const ratio = window.devicePixelRatio || 1
    ;[element.width, element.height] = [width * ratio, height * ratio]
    ctx.scale(ratio, ratio)
    const style = getComputedStyle(document.body)
    for (const [family, members] of Map.groupBy(cards, card => card.family ?? 'utility')) {
      ctx.fillStyle = style.getPropertyValue(`--pw-family-${family}`)
      for (const card of members) {
        const place = places.get(card.id)
        if (!place) continue
        const corner = at(place.x, place.y)
        ctx.fillRect(corner.x, corner.y, Math.max(1.5, cardWidth * scale), Math.max(1.5, cardHeight * scale))
      }
    }
  }, [cards, places, theme])

  const look = (event: PointerEvent) => {
    const frame = event.currentTarget.getBoundingClientRect()
    const x = (event.clientX - frame.left - left) / scale + box.x
    const y = (event.clientY - frame.top - top) / scale + box.y
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
        <WindowFrame at={at} scale={scale} />
      </div>
    </Panel>
  )
}

function WindowFrame({ at, scale }: { readonly at: (x: number, y: number) => Point; readonly scale: number }) {
  const [x, y, zoom] = useStore(now => now.transform)
  const size = useStore(now => `${now.width}/${now.height}`)
  const [w = 0, h = 0] = size.split('/').map(Number)
  const corner = at(-x / zoom, -y / zoom)
  return (
    <div
      className="pw-map-window"
      style={{
        left: corner.x,
        top: corner.y,
        width: Math.max(8, (w / zoom) * scale),
        height: Math.max(8, (h / zoom) * scale),
      }}
    />
  )
}

export function boundsOf(places: ReadonlyMap<string, Point>) {
  let [left, top, right, bottom] = [
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ]
  for (const { x, y } of places.values()) {
    left = Math.min(left, x)
    top = Math.min(top, y)
    right = Math.max(right, x + cardWidth)
    bottom = Math.max(bottom, y + cardHeight)
  }
  if (places.size === 0) return { x: 0, y: 0, width: cardWidth, height: cardHeight }
  return { x: left, y: top, width: right - left, height: bottom - top }
}
