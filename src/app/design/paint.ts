import type { Family } from '../../core/catalog/schema.ts'
import { cardHeight, cardWidth, type Point } from '../../core/graph/layout.ts'
import type { Card, Layer } from '../../core/graph/project.ts'
import type { Severity } from '../../core/validation/rule.ts'
import { type Curve, curveOf, pointOn } from './curve.ts'
import { type LineEdge, middles, type Side } from './scene.ts'

/** Large graphs, painted: lines always, cards where they are too small to be read. Nothing is kept between frames. */

export interface Inks {
  readonly family: Readonly<Record<Family, string>>
  readonly panel: string
  readonly line: string
  readonly text: string
  readonly quiet: string
  readonly accent: string
  readonly error: string
  readonly warning: string
  readonly font: string
}

export interface Picture {
  readonly cards: readonly Card[]
  readonly places: ReadonlyMap<string, Point>
  readonly lines: readonly PaintedLine[]
  /** Cards that are in the page anyway. */
  readonly present: ReadonlySet<string>
  readonly paintCards: boolean
  readonly marked: ReadonlyMap<string, Severity>
  readonly selected: ReadonlySet<string>
  /** When set, all other cards step back. */
  readonly focus?: ReadonlySet<string> | undefined
}

export interface PaintedLine {
  readonly line: LineEdge
  readonly curve: Curve
  readonly layer: Layer
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

export interface Window {
  readonly x: number
  readonly y: number
  readonly zoom: number
  readonly width: number
  readonly height: number
}

/** Lines with their curves and the boxes around them. */
export function paintedLines(lines: readonly LineEdge[], places: ReadonlyMap<string, Point>): readonly PaintedLine[] {
  return lines.flatMap(line => {
    const [from, to] = [places.get(line.source), places.get(line.target)]
    if (!from || !to || !line.data) return []
    const [out, into] = [sideOf(line.sourceHandle, 'right'), sideOf(line.targetHandle, 'left')]
    const curve = curveOf(gripOf(from, out), out, gripOf(to, into), into, line.data.bends)
    const points = [curve.start, ...curve.segments.flatMap(({ a, b, end }) => [a, b, end])]
    const [xs, ys] = [points.map(point => point.x), points.map(point => point.y)]
    const box = { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) }
    return [{ line, curve, layer: line.data.edge.layer, ...box }]
  })
}

const sideOf = (handle: string | null | undefined, otherwise: Side): Side =>
  handle && Object.hasOwn(middles, handle) ? (handle as Side) : otherwise

const gripOf = ({ x, y }: Point, side: Side): Point => ({ x: x + middles[side].x, y: y + middles[side].y })

export const dashes: Readonly<Record<Layer, readonly number[]>> = {
  flow: [],
  machines: [2, 3],
  checks: [10, 3, 2, 3],
  schedules: [1, 4],
  actions: [5, 3, 1, 3],
  parts: [3, 2],
  inheritance: [1, 3],
  inherited: [6, 6],
}

export const layerFamily: Readonly<Record<Layer, Family | undefined>> = {
  flow: undefined,
  machines: 'resource',
  checks: 'precondition',
  schedules: 'schedule',
  actions: 'action',
  parts: 'database',
  inheritance: undefined,
  inherited: undefined,
}

/** Dashes cost by length; a line longer than this is drawn whole. */
const longestDashed = 1600

export function paint(ctx: CanvasRenderingContext2D, ratio: number, view: Window, picture: Picture, inks: Inks): void {
  const { x, y, zoom, width, height } = view
  ctx.setTransform(1, 0, 0, 1, 0, 0)
  ctx.clearRect(0, 0, width * ratio, height * ratio)
  ctx.setTransform(ratio * zoom, 0, 0, ratio * zoom, ratio * x, ratio * y)
  const seen = { left: -x / zoom, top: -y / zoom, right: (width - x) / zoom, bottom: (height - y) / zoom }
  paintLines(ctx, seen, zoom, picture, inks)
  if (picture.paintCards) paintCards(ctx, seen, zoom, picture, inks)
}

interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

const meets = (a: Box, b: Box): boolean =>
  a.left <= b.right && a.right >= b.left && a.top <= b.bottom && a.bottom >= b.top

function paintLines(ctx: CanvasRenderingContext2D, seen: Box, zoom: number, picture: Picture, inks: Inks): void {
  const inSight = picture.lines.filter(one => meets(one, seen))
  const groups = Map.groupBy(inSight, ({ line, layer, curve }) => {
    const { data, selected } = line
    const dashed = dashes[layer].length > 0 && lengthOf(curve) < longestDashed && zoom > 0.3
    return selected
      ? 'chosen'
      : `${layer}/${data?.dim ? 'faint' : data?.lit ? 'lit' : data?.faint ? 'faint' : 'plain'}/${dashed}`
  })
  const thin = Math.max(1.6, 0.7 / zoom)
  for (const [name, lines] of groups) {
    const [layer = 'flow', emphasis] = name.split('/') as [Layer, string]
    const family = layerFamily[layer]
    const ink = name === 'chosen' ? inks.accent : family ? inks.family[family] : inks.quiet
    ctx.strokeStyle = ink
    ctx.fillStyle = ink
    ctx.globalAlpha = emphasis === 'faint' ? 0.3 : 1
    ctx.lineWidth = name === 'chosen' ? thin * 1.9 : emphasis === 'lit' ? thin * 1.5 : thin
    ctx.setLineDash(name.endsWith('true') ? [...dashes[layer]] : [])
    ctx.beginPath()
    for (const { curve } of lines) {
      ctx.moveTo(curve.start.x, curve.start.y)
      for (const { a, b, end } of curve.segments) ctx.bezierCurveTo(a.x, a.y, b.x, b.y, end.x, end.y)
    }
    ctx.stroke()
    if (zoom > 0.25) for (const { curve } of lines) paintHead(ctx, curve)
  }
  ctx.setLineDash([])
  ctx.globalAlpha = 1
}

const lengthOf = ({ start, segments }: Curve): number => {
  const end = segments.at(-1)?.end ?? start
  return Math.abs(end.x - start.x) + Math.abs(end.y - start.y)
}

function paintHead(ctx: CanvasRenderingContext2D, curve: Curve): void {
  const end = curve.segments.at(-1)?.end ?? curve.start
  const before = pointOn(curve, 0.97)
  const angle = Math.atan2(end.y - before.y, end.x - before.x)
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  ctx.beginPath()
  ctx.moveTo(end.x, end.y)
  ctx.lineTo(end.x - 9 * cos + 4.5 * sin, end.y - 9 * sin - 4.5 * cos)
  ctx.lineTo(end.x - 9 * cos - 4.5 * sin, end.y - 9 * sin + 4.5 * cos)
  ctx.fill()
}

/** Below this a name would be a smear. */
const namesFrom = 0.2

function paintCards(ctx: CanvasRenderingContext2D, seen: Box, zoom: number, picture: Picture, inks: Inks): void {
  const visible = picture.cards.flatMap(card => {
    const at = picture.places.get(card.id)
    if (!at || picture.present.has(card.id)) return []
    const inside =
      at.x <= seen.right && at.x + cardWidth >= seen.left && at.y <= seen.bottom && at.y + cardHeight >= seen.top
    return inside ? [{ card, at }] : []
  })
  const { focus } = picture
  const lit = focus ? visible.filter(({ card }) => focus.has(card.id)) : visible
  if (focus) {
    const dimmed = visible.filter(({ card }) => !focus.has(card.id))
    ctx.globalAlpha = 0.28
    paintSome(ctx, zoom, dimmed, picture, inks)
    ctx.globalAlpha = 1
  }
  paintSome(ctx, zoom, lit, picture, inks)
}

function paintSome(
  ctx: CanvasRenderingContext2D,
  zoom: number,
  visible: readonly { readonly card: Card; readonly at: Point }[],
  picture: Picture,
  inks: Inks,
): void {
  if (visible.length === 0) return
  ctx.fillStyle = inks.panel
  ctx.strokeStyle = inks.line
  ctx.lineWidth = Math.max(1, 0.8 / zoom)
  ctx.beginPath()
  for (const { at } of visible) ctx.rect(at.x, at.y, cardWidth, cardHeight)
  ctx.fill()
  ctx.stroke()
  for (const [family, members] of Map.groupBy(visible, one => one.card.family ?? 'utility')) {
    ctx.fillStyle = inks.family[family]
    for (const { at } of members) ctx.fillRect(at.x, at.y, 14, cardHeight)
  }
  for (const { card, at } of visible) {
    const severity = picture.marked.get(card.id)
    if (severity === undefined || severity === 'info') continue
    ctx.fillStyle = severity === 'error' ? inks.error : inks.warning
    ctx.beginPath()
    if (severity === 'error') ctx.arc(at.x + cardWidth - 12, at.y + 12, 11, 0, Math.PI * 2)
    else ctx.rect(at.x + cardWidth - 22, at.y + 2, 20, 20)
    ctx.fill()
  }
  if (zoom < namesFrom) return
  ctx.fillStyle = inks.text
  ctx.font = `600 20px ${inks.font}`
  ctx.textBaseline = 'middle'
  for (const { card, at } of visible) {
    const [first = '', second] = wrapped(card.name)
    ctx.fillText(first, at.x + 24, at.y + (second ? 21 : 32))
    if (second) ctx.fillText(second, at.x + 24, at.y + 44)
  }
}

const perLine = 16

/** A name on at most two lines. */
function wrapped(name: string): readonly string[] {
  if (name.length <= perLine) return [name]
  const space = name.lastIndexOf(' ', perLine)
  const cut = space > 5 ? space : perLine
  const rest = name.slice(cut).trim()
  return [name.slice(0, cut), rest.length > perLine ? `${rest.slice(0, perLine - 1)}…` : rest]
}
