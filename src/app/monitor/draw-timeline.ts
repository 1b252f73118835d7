import { type Look, looks } from '../../core/runs/life.ts'
import type { Timeline, TimelineRow } from '../../core/runs/timeline.ts'
import { blank, type Fold, paintRow, pixelEdges, type Window } from '../../core/runs/timeline-view.ts'
import type { Axis } from '../ui/axis.ts'
import { hatch, type Palette } from '../ui/palette.ts'
import { formatDuration } from '../ui/time.ts'

export const headHeight = 42
export const rowHeight = 26
const barHeight = 14

export interface Scene {
  readonly timeline: Timeline
  readonly window: Window
  readonly fold: Fold
  readonly axis: Axis
  readonly now: number
  /** Whether the run goes on, so that the line of now means something. */
  readonly live: boolean
  readonly scrollTop: number
  readonly height: number
  readonly hovered?: number
  readonly selected?: number
  readonly palette: Palette
}

/** How a look is drawn: thin for what does nothing, striped for machines in between, full for work. */
type Stroke = 'dots' | 'thin' | 'dashes' | 'striped' | 'full'
const strokes: Readonly<Record<Look, Stroke>> = {
  idle: 'dots',
  skipped: 'full',
  success: 'full',
  waiting: 'dots',
  queued: 'thin',
  creating: 'striped',
  stopping: 'striped',
  running: 'full',
  backoff: 'dashes',
  stopped: 'full',
  cascade: 'striped',
  error: 'full',
}

export function drawTimeline(ctx: CanvasRenderingContext2D, scene: Scene): void {
  const { timeline, window, scrollTop, height, palette } = scene
  ctx.clearRect(0, 0, window.width, height)
  drawGuides(ctx, scene)
  const first = Math.max(0, Math.floor(scrollTop / rowHeight))
  const last = Math.min(timeline.rows.length, Math.ceil((scrollTop + height - headHeight) / rowHeight))
  const spanShown = shareShown(scene)
  const edges = pixelEdges(window, scene.fold)
  const pixels = new Uint8Array(window.width)
  ctx.save()
  ctx.beginPath()
  ctx.rect(0, headHeight, window.width, height - headHeight)
  ctx.clip()
  for (let r = first; r < last; r += 1) {
    const row = timeline.rows[r]
    if (!row) continue
    const y = headHeight + r * rowHeight - scrollTop
    ctx.fillStyle = palette.line
    ctx.fillRect(0, y + rowHeight - 1, window.width, 1)
    if ((row.last - row.first) * spanShown < window.width / 10) drawBars(ctx, scene, row, y)
    else {
      paintRow(timeline, row, edges, scene.now, pixels)
      drawPixels(ctx, pixels, y, palette)
    }
  }
  ctx.restore()
  drawHead(ctx, scene)
}

/** Which part of the whole timeline the window shows, from 0 to 1. */
const shareShown = ({ timeline, window, fold }: Scene) =>
  Math.min(1, (window.to - window.from) / Math.max(1, fold.fold(timeline.to) - fold.fold(timeline.from)))

const xOf = ({ window, fold }: Scene, time: number) =>
  ((fold.fold(time) - window.from) * window.width) / Math.max(1, window.to - window.from)

function drawBars(ctx: CanvasRenderingContext2D, scene: Scene, row: TimelineRow, y: number): void {
  const { timeline, window, now, palette } = scene
  for (let bar = row.first; bar < row.last; bar += 1) {
    const start = timeline.start[bar] ?? 0
    const end = Math.min(timeline.end[bar] ?? 0, Math.max(now, start))
    const left = xOf(scene, start)
    const right = xOf(scene, end)
    if (right < -8 || left > window.width + 8) continue
    const look = looks[timeline.look[bar] ?? 0] ?? 'idle'
    const shown = { x: left, width: right - left }
    const brief = right - left < 3 && strokes[look] === 'full' && timeline.end[bar] !== Number.POSITIVE_INFINITY
    if (end === start || brief)
      drawMoment(ctx, left + (right - left) / 2, y + rowHeight / 2, look, palette, right - left)
    else drawBar(ctx, shown, y, look, palette)
    const attempt = timeline.attempts[timeline.attempt[bar] ?? -1]
    if (
      attempt &&
      strokes[look] === 'full' &&
      right - left > 16 &&
      (timeline.instances[timeline.instance[bar] ?? -1]?.attemptCount ?? 0) > 1
    ) {
      ctx.fillStyle = palette.panel
      ctx.font = `700 10px ${palette.font}`
      ctx.textBaseline = 'middle'
      ctx.textAlign = 'left'
      ctx.fillText(`${attempt.number}`, Math.max(left, 0) + 5, y + rowHeight / 2 + 0.5)
    }
    if (bar === scene.selected || bar === scene.hovered)
      outline(ctx, shown, y, bar === scene.selected ? palette.text : palette.text3)
  }
  drawTotal(ctx, scene, row, y)
}

/** How long the work of a row took, written after its last bar. */
function drawTotal(ctx: CanvasRenderingContext2D, scene: Scene, row: TimelineRow, y: number): void {
  const { timeline, now, palette, window } = scene
  let work = 0
  let end = 0
  for (let bar = row.first; bar < row.last; bar += 1) {
    const start = timeline.start[bar] ?? 0
    const stop = Math.min(timeline.end[bar] ?? 0, Math.max(now, start))
    end = Math.max(end, stop)
    if (strokes[looks[timeline.look[bar] ?? 0] ?? 'idle'] === 'full') work += stop - start
  }
  const x = xOf(scene, end) + 8
  const taken = timeline.instances[timeline.instance[row.first] ?? -1]?.taken !== undefined
  if ((work === 0 && !taken) || x > window.width || x < 0) return
  ctx.font = `11px ${palette.font}`
  ctx.textBaseline = 'middle'
  ctx.textAlign = 'left'
  ctx.fillStyle = palette.text3
  ctx.fillText(taken ? 'taken as done' : formatDuration(work), x, y + rowHeight / 2 + 0.5)
}

interface Extent {
  readonly x: number
  readonly width: number
}

function drawBar(ctx: CanvasRenderingContext2D, { x, width }: Extent, y: number, look: Look, palette: Palette): void {
  const color = palette.look[look]
  const middle = y + rowHeight / 2
  const top = middle - barHeight / 2
  switch (strokes[look]) {
    case 'dots':
    case 'dashes': {
      ctx.strokeStyle = color
      ctx.lineWidth = strokes[look] === 'dots' ? 2 : 3
      ctx.setLineDash(strokes[look] === 'dots' ? [2, 3] : [6, 4])
      ctx.beginPath()
      ctx.moveTo(x, middle)
      ctx.lineTo(x + width, middle)
      ctx.stroke()
      ctx.setLineDash([])
      return
    }
    case 'thin':
      ctx.fillStyle = color
      ctx.fillRect(x, middle - 3, Math.max(1, width), 6)
      return
    case 'striped':
      ctx.fillStyle = hatch(ctx, palette, color)
      ctx.fillRect(x, top, Math.max(1, width), barHeight)
      ctx.strokeStyle = color
      ctx.lineWidth = 1
      if (width > 3) ctx.strokeRect(x + 0.5, top + 0.5, width - 1, barHeight - 1)
      return
    case 'full':
      ctx.fillStyle = color
      ctx.beginPath()
      ctx.roundRect(x, top, Math.max(1, width), barHeight, Math.min(3, width / 2))
      ctx.fill()
  }
}

/** What took no time, or too little to show: a diamond one can see and hit. */
function drawMoment(
  ctx: CanvasRenderingContext2D,
  x: number,
  y: number,
  look: Look,
  palette: Palette,
  width: number,
): void {
  const half = width > 0 ? 4 : 5
  ctx.fillStyle = palette.look[look]
  ctx.beginPath()
  ctx.moveTo(x, y - half)
  ctx.lineTo(x + half, y)
  ctx.lineTo(x, y + half)
  ctx.lineTo(x - half, y)
  ctx.fill()
}

function outline(ctx: CanvasRenderingContext2D, { x, width }: Extent, y: number, color: string): void {
  ctx.strokeStyle = color
  ctx.lineWidth = 1.5
  const [left, wide] = width < 8 ? [x + width / 2 - 6, 12] : [x - 2, width + 4]
  ctx.beginPath()
  ctx.roundRect(left, y + (rowHeight - barHeight) / 2 - 2.5, wide, barHeight + 5, 4)
  ctx.stroke()
}

/** Equal neighbours as one rectangle each. */
function drawPixels(ctx: CanvasRenderingContext2D, pixels: Uint8Array, y: number, palette: Palette): void {
  const top = y + (rowHeight - barHeight) / 2
  for (let from = 0; from < pixels.length; ) {
    const value = pixels[from] ?? blank
    let to = from + 1
    while (to < pixels.length && pixels[to] === value) to += 1
    const look = looks[value]
    if (look) {
      const thin = strokes[look] === 'dots' || strokes[look] === 'dashes' || strokes[look] === 'thin'
      ctx.fillStyle = palette.look[look]
      ctx.fillRect(from, thin ? top + 5 : top, to - from, thin ? 4 : barHeight)
    }
    from = to
  }
}

function drawGuides(ctx: CanvasRenderingContext2D, scene: Scene): void {
  const { axis, palette, height, timeline, scrollTop, window } = scene
  for (const [bar, color] of [
    [scene.hovered, palette.hover],
    [scene.selected, palette.wash],
  ] as const) {
    const row = bar === undefined ? -1 : timeline.rows.findIndex(r => bar >= r.first && bar < r.last)
    if (row < 0) continue
    ctx.fillStyle = color
    ctx.fillRect(0, headHeight + row * rowHeight - scrollTop, window.width, rowHeight)
  }
  ctx.fillStyle = palette.line
  for (const { x } of axis.ticks) ctx.fillRect(Math.round(x), headHeight, 1, height)
  ctx.fillStyle = palette.lineStrong
  for (const { x } of axis.days) if (x > 0) ctx.fillRect(Math.round(x), headHeight, 1, height)
  for (const gap of axis.gaps) {
    if (gap.to - gap.from < 12) continue
    ctx.fillStyle = palette.shade
    ctx.fillRect(gap.from, headHeight, gap.to - gap.from, height)
    ctx.strokeStyle = palette.lineStrong
    ctx.lineWidth = 1
    ctx.setLineDash([3, 3])
    ctx.strokeRect(Math.round(gap.from) + 0.5, headHeight, Math.round(gap.to - gap.from), height)
    ctx.setLineDash([])
  }
}

function drawHead(ctx: CanvasRenderingContext2D, scene: Scene): void {
  const { axis, palette, window, now, live, height } = scene
  ctx.fillStyle = palette.shade
  ctx.fillRect(0, 0, window.width, headHeight)
  ctx.fillStyle = palette.line
  ctx.fillRect(0, headHeight - 1, window.width, 1)
  ctx.textBaseline = 'middle'
  ctx.textAlign = 'left'
  ctx.font = `600 11px ${palette.font}`
  ctx.fillStyle = palette.text2
  let free = 0
  for (const [i, { x, label }] of axis.days.entries()) {
    const next = axis.days[i + 1]?.x ?? window.width
    const wide = ctx.measureText(label).width
    const at = x + 4
    if (at < free || (x === 0 && at + wide > next && i + 1 < axis.days.length) || at + wide > window.width) continue
    ctx.fillText(label, at, 12)
    free = at + wide + 12
  }
  ctx.font = `11px ${palette.font}`
  ctx.fillStyle = palette.text3
  for (const { x, label } of axis.ticks) {
    ctx.fillStyle = palette.line
    ctx.fillRect(Math.round(x), 24, 1, headHeight - 24)
    ctx.fillStyle = palette.text3
    if (x + 4 + ctx.measureText(label).width < window.width) ctx.fillText(label, x + 4, 31)
  }
  ctx.textAlign = 'center'
  for (const gap of axis.gaps) {
    if (gap.to - gap.from < ctx.measureText(gap.label).width + 4) continue
    ctx.fillStyle = palette.shade
    ctx.fillRect(gap.from, 22, gap.to - gap.from, headHeight - 23)
    ctx.fillStyle = palette.text3
    ctx.fillText(gap.label, (gap.from + gap.to) / 2, 31)
  }
  if (!live) return
  const x = xOf(scene, now)
  if (x < 0 || x > window.width) return
  ctx.fillStyle = palette.accent
  ctx.fillRect(Math.round(x) - 0.5, headHeight - 4, 1.5, height)
  ctx.beginPath()
  ctx.roundRect(x - 15, headHeight - 18, 30, 15, 7)
  ctx.fill()
  ctx.fillStyle = palette.panel
  ctx.font = `700 10px ${palette.font}`
  ctx.fillText('now', x, headHeight - 10)
}
