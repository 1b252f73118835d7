import type { Point } from '../../core/graph/layout.ts'
import type { Side } from './scene.ts'

/** A line between two cards as cubic curves, for SVG and for a canvas alike. */
export interface Curve {
  readonly start: Point
  /** Each with its two control points. */
  readonly segments: readonly { readonly a: Point; readonly b: Point; readonly end: Point }[]
}

const steps: Readonly<Record<Side, Point>> = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  top: { x: 0, y: -1 },
  bottom: { x: 0, y: 1 },
}

/** From a point on one side to a point on another, level with the sides, over the bends given. */
export function curveOf(start: Point, from: Side, end: Point, to: Side, bends: readonly Point[]): Curve {
  const stops = [start, ...bends, end]
  const [ahead, behind] = from === 'left' ? [steps.left, steps.right] : [steps.right, steps.left]
  const segments = stops.slice(1).map((stop, at) => {
    const last = stops[at] ?? start
    const out = at === 0 ? steps[from] : ahead
    const into = at === stops.length - 2 ? steps[to] : behind
    return {
      a: along(last, out, reach(last, stop, out)),
      b: along(stop, into, reach(last, stop, { x: -into.x, y: -into.y })),
      end: stop,
    }
  })
  return { start, segments }
}

const along = ({ x, y }: Point, step: Point, by: number): Point => ({ x: x + step.x * by, y: y + step.y * by })

/** How far a curve leaves straight: half the way there, and a loop's worth where it has to turn back. */
function reach(from: Point, to: Point, step: Point): number {
  const ahead = (to.x - from.x) * step.x + (to.y - from.y) * step.y
  return ahead >= 0 ? Math.max(12, ahead / 2) : 12 + 7 * Math.sqrt(-ahead)
}

export const svgPath = ({ start, segments }: Curve): string =>
  `M${start.x},${start.y}${segments.map(({ a, b, end }) => ` C${a.x},${a.y} ${b.x},${b.y} ${end.x},${end.y}`).join('')}`

/** A point of the curve; `t` runs from 0 to 1 over all segments. */
export function pointOn({ start, segments }: Curve, t: number): Point {
  const whole = Math.min(segments.length - 1, Math.floor(t * segments.length))
  const segment = segments[whole]
  if (!segment) return start
  const from = whole === 0 ? start : (segments[whole - 1]?.end ?? start)
  const u = t * segments.length - whole
  const [k0, k1, k2, k3] = [(1 - u) ** 3, 3 * u * (1 - u) ** 2, 3 * u * u * (1 - u), u ** 3]
  const { a, b, end } = segment
  return {
    x: k0 * from.x + k1 * a.x + k2 * b.x + k3 * end.x,
    y: k0 * from.y + k1 * a.y + k2 * b.y + k3 * end.y,
  }
}

/** Distance of a point from a curve, near enough to tell what was clicked. */
export function distanceTo(curve: Curve, { x, y }: Point): number {
  let least = Number.POSITIVE_INFINITY
  let last = curve.start
  const parts = 14 * curve.segments.length
  for (let at = 1; at <= parts; at += 1) {
    const next = pointOn(curve, at / parts)
    least = Math.min(least, distanceToPiece(x, y, last, next))
    last = next
  }
  return least
}

function distanceToPiece(x: number, y: number, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y]
  const length = dx * dx + dy * dy
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - from.x) * dx + (y - from.y) * dy) / length))
  return Math.hypot(x - from.x - t * dx, y - from.y - t * dy)
}
