// biome-ignore-all lint/a11y/noNoninteractiveTabindex: arrow keys walk the cells; the list of runs says the same in text.
// biome-ignore-all lint/a11y/noAriaHiddenOnFocusable: the canvas is a picture, its frame takes the keys.
// biome-ignore-all lint/a11y/noStaticElementInteractions: as above.
// biome-ignore-all lint/a11y/useKeyWithClickEvents: as above.
import './timeline.css'
import { type KeyboardEvent, type PointerEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { InstanceRow } from '../../core/runs/instance.ts'
import { cellAt, nextCell, type RunGrid, summarizeColumns, worstOfColumns } from '../../core/runs/run-grid.ts'
import type { Zone } from '../state/zone.ts'
import { ObjectName } from '../ui/object-name.tsx'
import { prepareCanvas, usePalette } from '../ui/palette.ts'
import { StatusMark } from '../ui/status.tsx'
import { formatDuration, formatTimeWithZone, zoneName } from '../ui/time.ts'
import { Tip } from '../ui/tip.tsx'
import { drawRunGrid, type GridCell, gridHead, gridHeadHeight, gridRowHeight } from './draw-run-grid.ts'
import { Taken } from './taken.tsx'
import { useSize } from './use-size.ts'
import { describeInstance, gistOf, tookOf } from './words.ts'

interface RunGridProps {
  readonly grid: RunGrid
  readonly now: number
  readonly zone: Zone
  readonly onOpenRun: (scheduledStart: number) => void
  readonly onOpenInstance: (instance: InstanceRow) => void
  readonly maxHeight?: number
}

const labelWidth = 232
const widest = 26

/** Activities by scheduled times, newest on the right. Wheel with Ctrl makes columns wider, arrow keys walk the cells. */
export function RunGridChart({ grid, now, zone, onOpenRun, onOpenInstance, maxHeight = 360 }: RunGridProps) {
  const stage = useRef<HTMLDivElement>(null)
  const scroll = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const size = useSize(stage)
  const palette = usePalette()
  const [at, setAt] = useState({ left: 0, top: 0 })
  const [chosen, setChosen] = useState<number>()
  const [hover, setHover] = useState<GridCell & { x: number; y: number }>()
  const [focused, setFocused] = useState<GridCell>()

  const width = Math.max(0, size.width - labelWidth)
  const count = grid.columns.length
  const narrowest = Math.min(widest, width / Math.max(1, count))
  const columnWidth = Math.max(narrowest, Math.min(widest, chosen ?? Math.max(9, width / Math.max(1, count))))
  const inner = Math.max(width, count * columnWidth)
  const bodyHeight = grid.rows.length * gridRowHeight
  const bar = count * columnWidth > width + 1 ? 12 : 0
  const height = Math.min(maxHeight, gridHeadHeight + bodyHeight + bar)
  const columns = useMemo(() => summarizeColumns(grid), [grid])

  const atEnd = useRef(true)
  useLayoutEffect(() => {
    const box = scroll.current
    if (box && atEnd.current) box.scrollLeft = inner
  }, [inner])

  useEffect(() => {
    if (!canvas.current || width <= 0) return
    const ctx = prepareCanvas(canvas.current, width, height - bar)
    if (!ctx) return
    drawRunGrid(ctx, {
      grid,
      columns,
      now,
      columnWidth,
      scrollLeft: at.left,
      scrollTop: at.top,
      width,
      height: height - bar,
      zone,
      palette,
      ...(hover && { hovered: hover }),
      ...(focused && { selected: focused }),
    })
  }, [grid, columns, now, columnWidth, at, width, height, bar, zone, palette, hover, focused])

  useEffect(() => {
    const box = scroll.current
    if (!box) return
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return
      event.preventDefault()
      const x = event.clientX - box.getBoundingClientRect().left
      const next = Math.max(
        narrowest,
        Math.min(widest, columnWidth * Math.exp(-Math.max(-60, Math.min(60, event.deltaY)) / 180)),
      )
      const under = (box.scrollLeft + x) / columnWidth
      setChosen(next)
      requestAnimationFrame(() => {
        box.scrollLeft = under * next - x
      })
    }
    box.addEventListener('wheel', onWheel, { passive: false })
    return () => box.removeEventListener('wheel', onWheel)
  }, [columnWidth, narrowest])

  const cellUnder = (event: PointerEvent): GridCell | undefined => {
    const box = scroll.current?.getBoundingClientRect()
    if (!box) return undefined
    const shown = Math.floor((event.clientX - box.left + at.left) / columnWidth)
    const y = event.clientY - box.top
    if (shown < 0 || shown >= count || y > height - bar) return undefined
    if (y < gridHead.bars + gridHead.axis) return { row: -1, column: shown }
    const row = Math.floor((y - gridHeadHeight + at.top) / gridRowHeight)
    return row < grid.rows.length ? { row, column: worstColumn(grid, row, shown, columnWidth) } : undefined
  }
  const open = ({ row, column }: GridCell) => {
    const instance = cellAt(grid, row, column)
    if (instance) onOpenInstance(instance)
    else if (grid.columns[column] !== undefined) onOpenRun(grid.columns[column])
  }
  const reveal = ({ row, column }: GridCell) => {
    const box = scroll.current
    if (!box) return
    const x = column * columnWidth
    if (x < box.scrollLeft || x + columnWidth > box.scrollLeft + width) box.scrollLeft = x - width / 2
    const y = row * gridRowHeight
    const room = height - bar - gridHeadHeight
    if (y < box.scrollTop || y + gridRowHeight > box.scrollTop + room) box.scrollTop = y - room / 2
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const direction = ({ ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' } as const)[event.key]
    if (direction) {
      const next = focused ? nextCell(grid, focused.row, focused.column, direction) : { row: 0, column: count - 1 }
      if (next) {
        setFocused(next)
        reveal(next)
      }
    } else if (event.key === 'Enter' && focused) open(focused)
    else if (event.key === '+' || event.key === '=') setChosen(columnWidth * 1.5)
    else if (event.key === '-') setChosen(columnWidth / 1.5)
    else return
    event.preventDefault()
  }
  const heard = focused && cellAt(grid, focused.row, focused.column)
  return (
    <div className="pw-tl">
      <div
        ref={stage}
        className="pw-tl-stage"
        style={{ height }}
        role="application"
        aria-label="Runs as a grid of activities by scheduled times. Arrow keys go from cell to cell, Enter opens one. The list below says the same in text."
        tabIndex={0}
        onKeyDown={onKeyDown}
        onBlur={() => setFocused(undefined)}
      >
        <div className="pw-rg-labels" style={{ width: labelWidth - 1 }}>
          <div className="pw-rg-corner" style={{ height: gridHeadHeight - 1 }}>
            <span className="pw-rg-zoom">
              <button
                type="button"
                className="pw-btn"
                aria-label="Narrower columns"
                title="Narrower columns (−, or Ctrl and the wheel)"
                disabled={columnWidth <= narrowest}
                onClick={() => setChosen(Math.max(narrowest, columnWidth / 1.5))}
              >
                −
              </button>
              <button
                type="button"
                className="pw-btn"
                aria-label="Wider columns"
                title="Wider columns (+, or Ctrl and the wheel)"
                disabled={columnWidth >= widest}
                onClick={() => setChosen(Math.min(widest, columnWidth * 1.5))}
              >
                +
              </button>
              <span>Duration</span>
            </span>
            <span>{zoneName(zone, now)}</span>
          </div>
          <div className="pw-rg-names">
            <div style={{ transform: `translateY(${-at.top}px)` }}>
              {grid.rows.map((row, i) => (
                <div
                  key={row.componentId}
                  className="pw-rg-name"
                  style={{ height: gridRowHeight }}
                  data-hovered={hover?.row === i}
                  title={`${row.label} (${row.type})`}
                >
                  <ObjectName name={row.label} family={row.family} />
                </div>
              ))}
            </div>
          </div>
        </div>
        <div
          ref={scroll}
          className="pw-rg-scroll"
          style={{ left: labelWidth }}
          data-over={hover !== undefined}
          onScroll={({ currentTarget: box }) => {
            atEnd.current = box.scrollLeft + box.clientWidth >= box.scrollWidth - 2
            setAt({ left: box.scrollLeft, top: box.scrollTop })
          }}
          onPointerMove={event => {
            const cell = cellUnder(event)
            setHover(cell && { ...cell, x: event.clientX, y: event.clientY })
          }}
          onPointerLeave={() => setHover(undefined)}
          onClick={event => {
            const cell = cellUnder(event as never)
            if (cell) open(cell)
          }}
        >
          <div style={{ width: inner, height: gridHeadHeight + bodyHeight }} />
        </div>
        <canvas ref={canvas} className="pw-tl-canvas" style={{ left: labelWidth }} aria-hidden="true" />
        <span className="pw-unseen" aria-live="polite">
          {heard && describeInstance(heard, zone)}
        </span>
      </div>
      {hover && (
        <Tip x={hover.x} y={hover.y}>
          <CellTip
            instance={cellAt(grid, hover.row, hover.column)}
            column={columns[hover.column]}
            start={grid.columns[hover.column] ?? 0}
            now={now}
            zone={zone}
          />
        </Tip>
      )}
    </div>
  )
}

/** Where columns share a pixel, the one that it shows: the worst. */
function worstColumn(grid: RunGrid, row: number, column: number, columnWidth: number): number {
  const last = Math.min(grid.columns.length, column + Math.max(1, Math.round(1 / columnWidth)))
  const worst = worstOfColumns(grid, row, column, last)
  for (let c = column; c < last; c += 1) if (cellAt(grid, row, c)?.status === worst) return c
  return column
}

interface CellTipProps {
  readonly instance: InstanceRow | undefined
  readonly column: ReturnType<typeof summarizeColumns>[number] | undefined
  readonly start: number
  readonly now: number
  readonly zone: Zone
}

function CellTip({ instance, column, start, now, zone }: CellTipProps) {
  const took = instance
    ? tookOf(instance.actualStart, instance.actualEnd, now)
    : tookOf(column?.start, column?.end, now)
  const status = instance?.status ?? column?.status
  return (
    <>
      <b>{instance ? instance.name : 'The whole run'}</b>
      {status && <StatusMark status={status} rehearsed={instance?.rehearsed} />}
      {instance?.taken !== undefined && <Taken from={instance.taken} zone={zone} />}
      <div className="pw-quiet">
        Scheduled {formatTimeWithZone(instance?.scheduledStart ?? start, zone)}
        {took !== undefined && (
          <>
            <br />
            Took {formatDuration(took)}
            {instance && instance.attemptCount > 1 ? ` in ${instance.attemptCount} attempts` : ''}
          </>
        )}
      </div>
      {instance?.errorMessage && <div className="pw-tip-error">{gistOf(instance.errorMessage)}</div>}
    </>
  )
}
