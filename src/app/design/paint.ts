import type { Family } from '../../core/catalog/schema.ts'
import type { Layer } from '../../core/graph/layers.ts'
import { cardHeight, cardWidth, type Point } from '../../core/graph/layout.ts'
import type { Card } from '../../core/graph/project.ts'
import type { Places } from '../../core/graph/routes.ts'
import type { Severity } from '../../core/validation/rule.ts'
import { type Curve, curveOf, pointOn } from './curve.ts'
import { type LineEdge, middles, type Side } from './scene.ts'

/** Large graphs, painted: lines always, cards where they are too small to be read. No pixel is kept between frames. */

export interface Inks {
  readonly family: Readonly<Record<Family, string>>
  readonly panel: string
  readonly ground: string
  readonly line: string
  readonly text: string
  readonly quiet: string
  readonly accent: string
  readonly error: string
  readonly warning: string
  readonly font: string
  readonly mono: string
}

export interface Picture {
  readonly cards: readonly Card[]
  readonly places: Places
  readonly lines: readonly PaintedLine[]
  /** Cards that show themselves in the page. */
  readonly present: ReadonlySet<string>
  readonly paintCards: boolean
  readonly marked: ReadonlyMap<string, Severity>
  readonly selected: ReadonlySet<string>
  /** Cards that follow the pointer at this moment. */
  readonly moving: ReadonlySet<string>
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

/** Lines with their curves and the boxes around them; of lines that are and end where they were, the same as before. */
export function paintedLines(lines: readonly LineEdge[], places: Places): readonly PaintedLine[] {
  const painted: PaintedLine[] = []
  for (const line of lines) {
    const [from, to] = [places.get(line.source), places.get(line.target)]
    if (!from || !to || !line.data) continue
    const before = drawn.get(line)
    if (before?.from === from && before.to === to) {
      painted.push(before.painted)
      continue
    }
    const [out, into] = [sideOf(line.sourceHandle, 'right'), sideOf(line.targetHandle, 'left')]
    const curve = curveOf(gripOf(from, out), out, gripOf(to, into), into, line.data.bends)
    const one = { line, curve, layer: line.data.edge.layer, ...boxOf(curve) }
    drawn.set(line, { from, to, painted: one })
    painted.push(one)
  }
  return painted
}

const drawn = new WeakMap<LineEdge, { readonly from: Point; readonly to: Point; readonly painted: PaintedLine }>()

function boxOf({ start, segments }: Curve): Box {
  let { x: left, y: top, x: right, y: bottom } = start
  for (const { a, b, end } of segments) {
    left = Math.min(left, a.x, b.x, end.x)
    right = Math.max(right, a.x, b.x, end.x)
    top = Math.min(top, a.y, b.y, end.y)
    bottom = Math.max(bottom, a.y, b.y, end.y)
  }
  return { left, right, top, bottom }
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

/** Paints upon the ground. */
export function paint(ctx: CanvasRenderingContext2D, ratio: number, view: Window, picture: Picture, inks: Inks): void {
  const { x, y, zoom, width, height } = view
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

/** Below this a card is a few pixels high: a block of its family's colour says more than a border and a stripe. */
const blocksBelow = 0.14

function paintCards(ctx: CanvasRenderingContext2D, seen: Box, zoom: number, picture: Picture, inks: Inks): void {
  const { focus } = picture
  if (focus) {
    ctx.globalAlpha = 0.28
    paintSome(ctx, seen, zoom, picture, inks, id => !focus.has(id))
    ctx.globalAlpha = 1
  }
  paintSome(ctx, seen, zoom, picture, inks, id => focus?.has(id) !== false)
}

function paintSome(
  ctx: CanvasRenderingContext2D,
  seen: Box,
  zoom: number,
  picture: Picture,
  inks: Inks,
  wanted: (id: string) => boolean,
): void {
  const { places, present, marked } = picture
  const inSight = (id: string): Point | undefined => {
    const at = places.get(id)
    if (!at || present.has(id) || !wanted(id)) return undefined
    const { x, y } = at
    const inside = x <= seen.right && x + cardWidth >= seen.left && y <= seen.bottom && y + cardHeight >= seen.top
    return inside ? at : undefined
  }
  const blocks = zoom < blocksBelow
  if (!blocks) {
    ctx.fillStyle = inks.panel
    ctx.strokeStyle = inks.line
    ctx.lineWidth = Math.max(1, 0.8 / zoom)
    ctx.beginPath()
    for (const { id } of picture.cards) {
      const at = inSight(id)
      if (at) ctx.rect(at.x, at.y, cardWidth, cardHeight)
    }
    ctx.fill()
    ctx.stroke()
  }
  for (const [family, members] of byFamily(picture.cards)) {
    ctx.fillStyle = blocks ? `color-mix(in srgb, ${inks.family[family]} 60%, ${inks.panel})` : inks.family[family]
    for (const { id } of members) {
      const at = inSight(id)
      if (at) ctx.fillRect(at.x, at.y, blocks ? cardWidth : 14, cardHeight)
    }
  }
  paintChosen(ctx, zoom, picture, inks)
  for (const [id, severity] of marked) {
    const at = severity === 'info' ? undefined : inSight(id)
    if (!at) continue
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
  for (const { id, name } of picture.cards) {
    const at = inSight(id)
    if (!at) continue
    const [first = '', second] = wrapped(name)
    ctx.fillText(first, at.x + 24, at.y + (second ? 21 : 32))
    if (second) ctx.fillText(second, at.x + 24, at.y + 44)
  }
}

/** Cards in the page show by themselves that they are selected, except where they are tiny. */
function paintChosen(ctx: CanvasRenderingContext2D, zoom: number, picture: Picture, inks: Inks): void {
  const { selected, places, present } = picture
  const edge = 2 / zoom
  ctx.strokeStyle = inks.accent
  ctx.lineWidth = edge
  for (const id of selected) {
    const at = zoom >= blocksBelow && present.has(id) ? undefined : places.get(id)
    if (at) ctx.strokeRect(at.x - edge, at.y - edge, cardWidth + 2 * edge, cardHeight + 2 * edge)
  }
}

const families = new WeakMap<readonly Card[], ReadonlyMap<Family, readonly Card[]>>()

function byFamily(cards: readonly Card[]): ReadonlyMap<Family, readonly Card[]> {
  const known = families.get(cards) ?? Map.groupBy(cards, card => card.family ?? 'utility')
  families.set(cards, known)
  return known
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
