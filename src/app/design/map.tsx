import { Panel, useReactFlow, useStoreApi } from '@xyflow/react'
import { type PointerEvent, useEffect, useMemo, useRef } from 'react'
import { cardHeight, cardWidth, type Point } from '../../core/graph/layout.ts'
import type { Card } from '../../core/graph/project.ts'
import { useAppearance } from '../state/appearance.ts'
import { boundsOf } from './first-view.ts'

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
  const sheet = useMemo(() => sheetFor(places), [places])

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
        const { x, y } = sheet.at(place.x, place.y)
        ctx.fillRect(x, y, Math.max(1.5, cardWidth * sheet.scale), Math.max(1.5, cardHeight * sheet.scale))
      }
    }
  }, [cards, places, sheet, theme])

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
        <div className="pw-map-sheet">
          <canvas ref={canvas} style={{ width, height }} />
          <WindowFrame sheet={sheet} />
        </div>
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

/** What the canvas shows, on the map. Moved without React and without a layout: it follows every frame of a pan. */
function WindowFrame({ sheet }: { readonly sheet: Sheet }) {
  const store = useStoreApi()
  const frame = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const { style } = frame.current ?? {}
    if (!style) return
    let size = ''
    const place = () => {
      const { transform, width: across, height: down } = store.getState()
      const [x, y, zoom] = transform
      const corner = sheet.at(-x / zoom, -y / zoom)
      style.transform = `translate(${corner.x}px, ${corner.y}px)`
      const [w, h] = [Math.max(8, (across / zoom) * sheet.scale), Math.max(8, (down / zoom) * sheet.scale)]
      if (`${w}/${h}` === size) return
      size = `${w}/${h}`
      style.width = `${w}px`
      style.height = `${h}px`
    }
    place()
    return store.subscribe((now, last) => {
      if (now.transform !== last.transform || now.width !== last.width || now.height !== last.height) place()
    })
  }, [store, sheet])
  return <div ref={frame} className="pw-map-window" />
}
