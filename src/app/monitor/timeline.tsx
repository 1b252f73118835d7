// biome-ignore-all lint/a11y/noNoninteractiveTabindex: arrow keys walk the bars; the table of the run says the same in text.
// biome-ignore-all lint/a11y/noAriaHiddenOnFocusable: the canvas is a picture, its frame takes the keys.
import './timeline.css'
import { type KeyboardEvent, type PointerEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Timeline } from '../../core/runs/timeline.ts'
import { barAt, foldIdle, nextBar, rowOfBar, unfolded } from '../../core/runs/timeline-view.ts'
import type { Zone } from '../state/zone.ts'
import { axisOf } from '../ui/axis.ts'
import { ObjectName } from '../ui/object-name.tsx'
import { prepareCanvas, usePalette } from '../ui/palette.ts'
import { zoneName } from '../ui/time.ts'
import { Tip } from '../ui/tip.tsx'
import { drawTimeline, headHeight, rowHeight } from './draw-timeline.ts'
import { Legend } from './legend.tsx'
import { useSize } from './use-size.ts'
import { describeBar } from './words.ts'

export interface TimelineProps {
  readonly timeline: Timeline
  readonly now: number
  /** Whether anything in it still goes on. */
  readonly live: boolean
  readonly zone: Zone
  /** Selected instance and attempt. */
  readonly selected?: { readonly instanceId: string; readonly attemptId?: string | undefined } | undefined
  readonly onSelect: (instanceId: string, attemptId: string | undefined) => void
  /** Visible stretch of real time as `from_to`, in UTC milliseconds; undefined shows all. */
  readonly zoom?: string | undefined
  readonly onZoom: (zoom: string | undefined) => void
  readonly folded: boolean
  readonly onFold: (folded: boolean) => void
  readonly maxHeight?: number
}

const labelWidth = 232

/** The run as bars over time. Wheel with Ctrl zooms, dragging or Shift with the wheel pans, arrow keys walk the bars. */
export function TimelineChart(props: TimelineProps) {
  const { timeline, now, live, zone, selected, onSelect, zoom, onZoom, folded, onFold, maxHeight = 560 } = props
  const stage = useRef<HTMLDivElement>(null)
  const scroll = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const surface = useRef<HTMLDivElement>(null)
  const size = useSize(stage)
  const palette = usePalette()
  const [scrollTop, setScrollTop] = useState(0)
  const [hover, setHover] = useState<{ bar: number; x: number; y: number }>()
  const [focused, setFocused] = useState<number>()

  const foldable = useMemo(() => foldIdle(timeline, now), [timeline, now])
  const fold = folded ? foldable : unfolded

  const all = useMemo(() => {
    const from = fold.fold(timeline.from)
    const to = fold.fold(live ? Math.max(now, timeline.to) : timeline.to)
    const pad = Math.max(1000, (to - from) * 0.03)
    return { from: from - pad, to: to + pad * 2.4 }
  }, [timeline, fold, live, now])

  const chosen = useMemo(() => {
    const [from, to] = (zoom ?? '').split('_').map(Number)
    return from !== undefined && to !== undefined && to > from
      ? { from: fold.fold(from), to: fold.fold(to) }
      : undefined
  }, [zoom, fold])
  const width = Math.max(0, size.width - labelWidth)
  const [moving, setMoving] = useState<{ from: number; to: number }>()
  const view = moving ?? chosen ?? all
  const window = useMemo(() => ({ ...view, width }), [view, width])

  const settle = useRef<ReturnType<typeof setTimeout>>(undefined)
  const look = useCallback(
    (from: number, to: number) => {
      setMoving({ from, to })
      clearTimeout(settle.current)
      settle.current = setTimeout(() => {
        onZoom(`${Math.round(fold.unfold(from))}_${Math.round(fold.unfold(to))}`)
        setMoving(undefined)
      }, 250)
    },
    [fold, onZoom],
  )
  const zoomBy = useCallback(
    (factor: number, at = 0.5) => {
      const span = view.to - view.from
      const next = Math.min(Math.max(span * factor, 500), (all.to - all.from) * 4)
      const middle = view.from + span * at
      look(middle - next * at, middle + next * (1 - at))
    },
    [view, all, look],
  )
  const panBy = useCallback(
    (part: number) => {
      const shift = (view.to - view.from) * part
      look(view.from + shift, view.to + shift)
    },
    [view, look],
  )

  useEffect(() => {
    const element = surface.current
    if (!element || width <= 0) return
    const onWheel = (event: WheelEvent) => {
      if (event.ctrlKey || event.metaKey) {
        const x = event.clientX - element.getBoundingClientRect().left
        zoomBy(Math.exp(Math.max(-60, Math.min(60, event.deltaY)) / 180), x / width)
      } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY))
        panBy((event.deltaX || event.deltaY) / width)
      else return
      event.preventDefault()
    }
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => element.removeEventListener('wheel', onWheel)
  }, [width, zoomBy, panBy])

  const selectedBar = useMemo(() => findBar(timeline, selected), [timeline, selected])
  const current = focused ?? selectedBar
  const axis = useMemo(() => axisOf(window, fold, zone), [window, fold, zone])
  const bodyHeight = Math.max(rowHeight, timeline.rows.length * rowHeight)
  const height = Math.min(maxHeight, headHeight + bodyHeight)

  useEffect(() => {
    if (!canvas.current || width <= 0) return
    const ctx = prepareCanvas(canvas.current, width, height)
    if (!ctx) return
    drawTimeline(ctx, {
      timeline,
      window,
      fold,
      axis,
      now,
      live,
      scrollTop,
      height,
      palette,
      ...(hover && { hovered: hover.bar }),
      ...(current !== undefined && { selected: current }),
    })
  }, [timeline, window, fold, axis, now, live, scrollTop, height, palette, hover, current, width])

  const revealRow = useCallback((row: number) => {
    const box = scroll.current
    const top = row * rowHeight
    if (box && row >= 0 && (top < box.scrollTop || top + rowHeight > box.scrollTop + box.clientHeight))
      box.scrollTop = top - box.clientHeight / 2
  }, [])
  useEffect(() => {
    if (selectedBar !== undefined && height > 0) revealRow(rowOfBar(timeline, selectedBar))
  }, [timeline, selectedBar, height, revealRow])

  const barUnder = (event: PointerEvent) => {
    const box = surface.current?.getBoundingClientRect()
    const row = timeline.rows[Math.floor((event.clientY - (box?.top ?? 0)) / rowHeight)]
    if (!box || !row) return undefined
    const step = (view.to - view.from) / Math.max(1, width)
    const at = view.from + (event.clientX - box.left) * step
    const time = fold.unfold(at)
    return barAt(timeline, row, time, fold.unfold(at + 7 * step) - time, now)
  }
  const drag = useRef<{ x: number; from: number; to: number; moved: boolean }>(undefined)
  const onPointerMove = (event: PointerEvent) => {
    const held = drag.current
    if (held && Math.abs(event.clientX - held.x) > 3) held.moved = true
    if (held?.moved) {
      const shift = ((held.x - event.clientX) * (held.to - held.from)) / Math.max(1, width)
      setHover(undefined)
      return look(held.from + shift, held.to + shift)
    }
    const bar = barUnder(event)
    setHover(bar === undefined ? undefined : { bar, x: event.clientX, y: event.clientY })
  }
  const select = (bar: number) => {
    const instance = timeline.instances[timeline.instance[bar] ?? -1]
    if (instance) onSelect(instance.id, timeline.attempts[timeline.attempt[bar] ?? -1]?.id)
    setFocused(undefined)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const direction = ({ ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' } as const)[event.key]
    if (direction && event.shiftKey && (direction === 'left' || direction === 'right'))
      panBy(direction === 'left' ? -0.2 : 0.2)
    else if (direction) {
      const next = current === undefined ? 0 : nextBar(timeline, current, direction, now)
      if (next !== undefined) {
        setFocused(next)
        revealRow(rowOfBar(timeline, next))
      }
    } else if (event.key === 'Enter' && focused !== undefined) select(focused)
    else if (event.key === '+' || event.key === '=') zoomBy(0.6)
    else if (event.key === '-') zoomBy(1 / 0.6)
    else if (event.key === '0') onZoom(undefined)
    else return
    event.preventDefault()
  }

  const tip = hover && describeBar(timeline, hover.bar, now, zone)
  const heard = focused !== undefined ? describeBar(timeline, focused, now, zone) : undefined
  const selectedRow = current === undefined ? -1 : rowOfBar(timeline, current)
  const hoveredRow = hover ? rowOfBar(timeline, hover.bar) : -1
  const firstRow = Math.max(0, Math.floor(scrollTop / rowHeight) - 2)
  const shownRows = timeline.rows.slice(firstRow, firstRow + Math.ceil(height / rowHeight) + 4)
  return (
    <div className="pw-tl">
      <div className="pw-tl-tools">
        <Legend timeline={timeline} />
        <div className="pw-tl-buttons">
          <button
            type="button"
            className="pw-btn"
            aria-pressed={folded && foldable.gaps.length > 0}
            disabled={foldable.gaps.length === 0}
            title="Draw long stretches in which nothing happens short"
            onClick={() => onFold(!folded)}
          >
            Fold idle time
          </button>
          <button
            type="button"
            className="pw-btn"
            aria-label="Zoom out"
            title="Zoom out (−, or Ctrl and the wheel)"
            onClick={() => zoomBy(1 / 0.6)}
          >
            −
          </button>
          <button
            type="button"
            className="pw-btn"
            aria-label="Zoom in"
            title="Zoom in (+, or Ctrl and the wheel)"
            onClick={() => zoomBy(0.6)}
          >
            +
          </button>
          <button
            type="button"
            className="pw-btn"
            title="Show the whole run (0)"
            disabled={zoom === undefined}
            onClick={() => onZoom(undefined)}
          >
            Fit
          </button>
        </div>
      </div>
      <div
        ref={stage}
        className="pw-tl-stage"
        style={{ height }}
        role="application"
        aria-label="Timeline of the run. Arrow keys go from bar to bar, Enter opens one, plus and minus zoom. The table shows the same in text."
        tabIndex={0}
        onKeyDown={onKeyDown}
        onBlur={() => setFocused(undefined)}
      >
        <div className="pw-tl-corner" style={{ height: headHeight, width: labelWidth }}>
          Times in {zoneName(zone, now)}
        </div>
        <div ref={scroll} className="pw-tl-scroll" onScroll={event => setScrollTop(event.currentTarget.scrollTop)}>
          <div className="pw-tl-labels" style={{ width: labelWidth - 1, height: bodyHeight }}>
            {shownRows.map((row, i) => (
              <button
                key={`${row.componentId} ${row.lane}`}
                type="button"
                className="pw-tl-label"
                style={{ top: (firstRow + i) * rowHeight, height: rowHeight }}
                data-selected={firstRow + i === selectedRow}
                data-hovered={firstRow + i === hoveredRow}
                title={`${row.label} (${row.type})`}
                onClick={() => row.last > row.first && select(row.last - 1)}
              >
                <ObjectName name={row.lane === 0 ? row.label : ''} family={row.family} />
              </button>
            ))}
          </div>
          <div
            ref={surface}
            className="pw-tl-surface"
            style={{ left: labelWidth, height: bodyHeight }}
            data-over={hover !== undefined}
            onPointerDown={event => {
              drag.current = { x: event.clientX, ...view, moved: false }
              event.currentTarget.setPointerCapture(event.pointerId)
            }}
            onPointerMove={onPointerMove}
            onPointerUp={event => {
              const bar = barUnder(event)
              if (drag.current && !drag.current.moved && bar !== undefined) select(bar)
              drag.current = undefined
            }}
            onPointerCancel={() => {
              drag.current = undefined
            }}
            onPointerLeave={() => setHover(undefined)}
          />
        </div>
        <canvas ref={canvas} className="pw-tl-canvas" style={{ left: labelWidth }} aria-hidden="true" />
        <span className="pw-unseen" aria-live="polite">
          {heard && `${heard.title}. ${heard.stretch}. ${heard.when}. ${heard.message ?? ''}`}
        </span>
      </div>
      {hover && tip && (
        <Tip x={hover.x} y={hover.y}>
          <b>{tip.title}</b>
          {tip.stretch}
          <br />
          <span className="pw-quiet">{tip.when}</span>
          {tip.message && <div className="pw-tip-error">{tip.message}</div>}
        </Tip>
      )}
    </div>
  )
}

/** The bar that stands for what is selected: of the attempt, its last, else the last of the instance. */
function findBar(timeline: Timeline, selected: TimelineProps['selected']): number | undefined {
  if (!selected) return undefined
  let found: number | undefined
  for (let bar = 0; bar < timeline.start.length; bar += 1) {
    if (timeline.instances[timeline.instance[bar] ?? -1]?.id !== selected.instanceId) continue
    const attempt = timeline.attempts[timeline.attempt[bar] ?? -1]?.id
    if (selected.attemptId === undefined || attempt === selected.attemptId) found = bar
    else found ??= bar
  }
  return found
}
