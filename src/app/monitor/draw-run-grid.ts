import type { InstanceRow, Status } from '../../core/runs/instance.ts'
import { lookOf } from '../../core/runs/life.ts'
import { type ColumnSummary, cellAt, type RunGrid, worstOfColumns } from '../../core/runs/run-grid.ts'
import { statusRank } from '../../core/runs/summary.ts'
import type { Zone } from '../state/zone.ts'
import { dateWords } from '../ui/axis.ts'
import { hatch, type Palette } from '../ui/palette.ts'
import { formatDuration, formatTime } from '../ui/time.ts'

export const gridHead = { bars: 40, axis: 22 } as const
export const gridHeadHeight = gridHead.bars + gridHead.axis
export const gridRowHeight = 21

export interface GridCell {
  readonly row: number
  readonly column: number
}

export interface GridScene {
  readonly grid: RunGrid
  readonly columns: readonly ColumnSummary[]
  readonly now: number
  /** Pixels a column. Below one, columns share a pixel and the worst status shows. */
  readonly columnWidth: number
  readonly scrollLeft: number
  readonly scrollTop: number
  readonly width: number
  readonly height: number
  readonly zone: Zone
  readonly hovered?: GridCell
  readonly selected?: GridCell
  readonly palette: Palette
}

export function drawRunGrid(ctx: CanvasRenderingContext2D, scene: GridScene): void {
  const { grid, columnWidth, scrollLeft, scrollTop, width, height, palette } = scene
  ctx.clearRect(0, 0, width, height)
  const first = Math.max(0, Math.floor(scrollLeft / columnWidth))
  const last = Math.min(grid.columns.length, Math.ceil((scrollLeft + width) / columnWidth))
  drawCross(ctx, scene)
  ctx.save()
  ctx.beginPath()
  ctx.rect(0, gridHeadHeight, width, height - gridHeadHeight)
  ctx.clip()
  const top = Math.floor(scrollTop / gridRowHeight)
  const bottom = Math.min(grid.rows.length, Math.ceil((scrollTop + height - gridHeadHeight) / gridRowHeight))
  for (let row = top; row < bottom; row += 1) {
    const y = gridHeadHeight + row * gridRowHeight - scrollTop
    ctx.fillStyle = palette.line
    ctx.fillRect(0, y + gridRowHeight - 1, width, 1)
    if (columnWidth >= 4) drawCells(ctx, scene, row, y, first, last)
    else drawDense(ctx, scene, row, y)
  }
  ctx.restore()
  drawBars(ctx, scene, first, last)
  drawDates(ctx, scene, first, last)
}

function drawCells(
  ctx: CanvasRenderingContext2D,
  scene: GridScene,
  row: number,
  y: number,
  first: number,
  last: number,
): void {
  const { grid, columnWidth, scrollLeft, palette } = scene
  const gap = columnWidth >= 7 ? 2 : 1
  for (let column = first; column < last; ) {
    const instance = cellAt(grid, row, column)
    let end = column + 1
    while (instance && end < last && cellAt(grid, row, end) === instance) end += 1
    if (instance) {
      const x = column * columnWidth - scrollLeft
      const box = { x: x + gap / 2, y: y + 3, width: (end - column) * columnWidth - gap, height: gridRowHeight - 7 }
      drawCell(ctx, box, instance, palette)
      for (const [mark, color] of [
        [scene.hovered, palette.text3],
        [scene.selected, palette.text],
      ] as const)
        if (mark?.row === row && mark.column >= column && mark.column < end) {
          ctx.strokeStyle = color
          ctx.lineWidth = 1.5
          ctx.strokeRect(box.x - 1, box.y - 1, box.width + 2, box.height + 2)
        }
    }
    column = end
  }
}

interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/**
 * A cell has a colour and, where there is room, a shape: done is full, taken as done hollow, failed crossed, waiting a
 * dot, others striped.
 */
function drawCell(ctx: CanvasRenderingContext2D, box: Box, { status, taken }: InstanceRow, palette: Palette): void {
  const { x, y, width, height } = box
  const look = lookOf(status)
  const color = palette.look[look]
  const middle = { x: x + Math.min(width, 24) / 2, y: y + height / 2 }
  ctx.fillStyle = color
  ctx.strokeStyle = color
  if (taken !== undefined) {
    ctx.lineWidth = 1.5
    ctx.beginPath()
    ctx.roundRect(x + 0.75, y + 0.75, Math.max(1, width - 1.5), height - 1.5, width >= 8 ? 3 : 1)
    ctx.stroke()
    return
  }
  if (look === 'waiting' || look === 'idle' || look === 'queued') {
    ctx.globalAlpha = look === 'idle' ? 0.5 : 1
    ctx.lineWidth = 1
    if (width >= 6) {
      ctx.strokeRect(x + 0.5, y + 0.5, width - 1, height - 1)
      ctx.fillRect(middle.x - 1.5, middle.y - 1.5, 3, 3)
    } else ctx.fillRect(x, middle.y - 1.5, width, 3)
    ctx.globalAlpha = 1
    return
  }
  if (look === 'cascade' || look === 'creating' || look === 'stopping' || look === 'skipped')
    ctx.fillStyle = hatch(ctx, palette, color)
  ctx.beginPath()
  ctx.roundRect(x, y, width, height, width >= 8 ? 3 : 1)
  ctx.fill()
  if (width < 9) return
  ctx.strokeStyle = palette.panel
  ctx.fillStyle = palette.panel
  ctx.lineWidth = 1.8
  const r = 3
  ctx.beginPath()
  if (look === 'error') {
    ctx.moveTo(middle.x - r, middle.y - r)
    ctx.lineTo(middle.x + r, middle.y + r)
    ctx.moveTo(middle.x + r, middle.y - r)
    ctx.lineTo(middle.x - r, middle.y + r)
    ctx.stroke()
  } else if (look === 'stopped') {
    ctx.moveTo(middle.x - r, middle.y)
    ctx.lineTo(middle.x + r, middle.y)
    ctx.stroke()
  } else if (look === 'running') {
    ctx.moveTo(middle.x - 2, middle.y - 3.2)
    ctx.lineTo(middle.x + 3.4, middle.y)
    ctx.lineTo(middle.x - 2, middle.y + 3.2)
    ctx.fill()
  }
}

/** Many columns a pixel: the worst status of each wins; equal neighbours become one rectangle. */
function drawDense(ctx: CanvasRenderingContext2D, scene: GridScene, row: number, y: number): void {
  const { grid, columnWidth, scrollLeft, width, palette } = scene
  const statusOf = (pixel: number): Status | undefined => {
    const from = Math.floor((scrollLeft + pixel) / columnWidth)
    const to = Math.max(from + 1, Math.floor((scrollLeft + pixel + 1) / columnWidth))
    return from < grid.columns.length ? worstOfColumns(grid, row, from, Math.min(to, grid.columns.length)) : undefined
  }
  for (let from = 0; from < width; ) {
    const status = statusOf(from)
    let to = from + 1
    while (to < width && statusOf(to) === status) to += 1
    if (status) {
      ctx.fillStyle = palette.look[lookOf(status)]
      ctx.fillRect(from, y + 3, to - from, gridRowHeight - 7)
    }
    from = to
  }
}

const worse = (a: ColumnSummary | undefined, b: ColumnSummary): ColumnSummary =>
  a && statusRank[a.status] >= statusRank[b.status] ? a : b

function drawBars(ctx: CanvasRenderingContext2D, scene: GridScene, first: number, last: number): void {
  const { columns, now, columnWidth, scrollLeft, width, palette } = scene
  ctx.fillStyle = palette.shade
  ctx.fillRect(0, 0, width, gridHeadHeight)
  const took = (c: ColumnSummary) => (c.start === undefined ? 0 : (c.end ?? now) - c.start)
  let longest = 0
  for (let i = first; i < last; i += 1) longest = Math.max(longest, took(columns[i] ?? { status: 'PENDING' }))
  const room = gridHead.bars - 8
  const step = Math.max(1, Math.floor(1 / columnWidth))
  for (let i = first; i < last; i += step) {
    let worst: ColumnSummary | undefined
    let long = 0
    for (let k = i; k < Math.min(i + step, last); k += 1) {
      const one = columns[k]
      if (!one) continue
      worst = worse(worst, one)
      long = Math.max(long, took(one))
    }
    if (!worst || long === 0) continue
    const height = Math.max(2, (room * long) / Math.max(1, longest))
    const x = i * columnWidth - scrollLeft
    const gap = columnWidth >= 4 ? (columnWidth >= 7 ? 2 : 1) : 0
    ctx.globalAlpha = scene.hovered && scene.hovered.column >= i && scene.hovered.column < i + step ? 1 : 0.75
    ctx.fillStyle = palette.look[lookOf(worst.status)]
    ctx.fillRect(x + gap / 2, gridHead.bars - 1 - height, Math.max(1, columnWidth * step - gap), height)
  }
  ctx.globalAlpha = 1
  if (longest > 0) {
    ctx.fillStyle = palette.text3
    ctx.font = `10px ${palette.font}`
    ctx.textAlign = 'right'
    ctx.textBaseline = 'top'
    const label = formatDuration(longest)
    const wide = ctx.measureText(label).width
    ctx.fillStyle = palette.shade
    ctx.fillRect(width - wide - 8, 1, wide + 8, 13)
    ctx.fillStyle = palette.text3
    ctx.fillText(label, width - 4, 2)
  }
}

/** The date under the first column of each day and, where there is room, the time under others. */
function drawDates(ctx: CanvasRenderingContext2D, scene: GridScene, first: number, last: number): void {
  const { grid, columnWidth, scrollLeft, width, zone, palette } = scene
  const y = gridHead.bars + gridHead.axis / 2
  ctx.fillStyle = palette.line
  ctx.fillRect(0, gridHead.bars, width, 1)
  ctx.fillRect(0, gridHeadHeight - 1, width, 1)
  ctx.textAlign = 'left'
  ctx.textBaseline = 'middle'
  let free = Number.NEGATIVE_INFINITY
  let day = ''
  const step = Math.max(1, Math.floor(1 / columnWidth))
  for (let i = Math.max(0, first); i < last; i += step) {
    const time = grid.columns[i] ?? 0
    const x = Math.max(0, i * columnWidth - scrollLeft)
    const today = formatTime(time, zone, 'day')
    const newDay = today !== day
    day = today
    const text = newDay ? dateWords(time, zone).replace(/ \d{4}$/, '') : formatTime(time, zone).slice(11)
    ctx.font = `${newDay ? 600 : 400} 11px ${palette.font}`
    const wide = ctx.measureText(text).width
    if (x < free || x + wide > width || (!newDay && nextDayWithin(scene, i, wide + 14))) continue
    ctx.fillStyle = newDay ? palette.lineStrong : palette.line
    ctx.fillRect(Math.round(x), gridHead.bars + 1, 1, gridHead.axis - 2)
    ctx.fillStyle = newDay ? palette.text2 : palette.text3
    ctx.fillText(text, x + 4, y)
    free = x + wide + 14
  }
}

function nextDayWithin({ grid, columnWidth, zone }: GridScene, column: number, pixels: number): boolean {
  const day = formatTime(grid.columns[column] ?? 0, zone, 'day')
  const until = Math.min(grid.columns.length, column + Math.ceil(pixels / columnWidth) + 1)
  for (let i = column + 1; i < until; i += 1) if (formatTime(grid.columns[i] ?? 0, zone, 'day') !== day) return true
  return false
}

/** The row and the column under the pointer. */
function drawCross(ctx: CanvasRenderingContext2D, scene: GridScene): void {
  const { hovered, columnWidth, scrollLeft, scrollTop, width, height, palette } = scene
  if (!hovered) return
  ctx.fillStyle = palette.hover
  ctx.fillRect(0, gridHeadHeight + hovered.row * gridRowHeight - scrollTop, width, gridRowHeight)
  ctx.fillRect(hovered.column * columnWidth - scrollLeft, gridHeadHeight, Math.max(1, columnWidth), height)
}
