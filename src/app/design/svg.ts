import { escapeXml, svgDefinition } from '../../core/formats/svg-definition.ts'
import type { Frame } from '../../core/graph/arrange.ts'
import { cardHeight, cardWidth, type Point } from '../../core/graph/layout.ts'
import type { Grouping } from '../../core/graph/pins.ts'
import type { Card } from '../../core/graph/project.ts'
import type { Severity } from '../../core/validation/rule.ts'
import { familyIcon } from '../ui/family.tsx'
import { svgPath } from './curve.ts'
import { frameCounts } from './frame-words.ts'
import { noteLines, noteRoom } from './note.tsx'
import { dashes, type Inks, layerFamily, type PaintedLine } from './paint.ts'

/** A graph as an SVG file that needs nothing else: text stays text, and the definition comes along. */

export interface SvgInput {
  readonly title: string
  /** The definition's text. */
  readonly text: string
  readonly cards: readonly Card[]
  readonly places: ReadonlyMap<string, Point>
  readonly lines: readonly PaintedLine[]
  readonly frames: readonly Frame[]
  readonly grouping: Grouping
  readonly notes: boolean
  readonly marked: ReadonlyMap<string, Severity>
  readonly inks: Inks
  readonly background: string
  /** The width of a text in pixels, in a font as CSS writes it. */
  readonly measure: (text: string, font: string) => number
}

export interface Svg {
  readonly text: string
  readonly width: number
  readonly height: number
}

/** What browsers draw at most: pixels on a side, and pixels in all. Chromium's limits; Firefox's lie above them. */
export const mostOnSide = 16_384
const mostPixels = 268_435_456

/** The scale at which a picture can be drawn, at most 2. */
export const scaleFor = ({ width, height }: Pick<Svg, 'width' | 'height'>): number =>
  Math.min(2, mostOnSide / width, mostOnSide / height, Math.sqrt(mostPixels / (width * height)))

const margin = 32
const mono = 'ui-monospace, Menlo, Consolas, monospace'

export function drawSvg(input: SvgInput): Svg {
  const { title, text, cards, places, lines, frames, inks, background } = input
  const { x, y, width, height } = boxAround(input)
  const families = [...new Set(lines.map(one => one.layer))]
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${x} ${y} ${width} ${height}" font-family="${escapeXml(inks.font)}">`,
    `<title>${escapeXml(title)}</title>`,
    `<metadata>${svgDefinition(text)}</metadata>`,
    `<defs>${families.map(layer => arrowOf(layer, inkOf(layer, inks))).join('')}</defs>`,
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${background}"/>`,
    ...frames.map(frame => frameOf(frame, input)),
    ...lines.map(line => lineOf(line, inks)),
    ...cards.flatMap(card => {
      const place = places.get(card.id)
      return place ? [cardOf(card, place, input)] : []
    }),
    '</svg>\n',
  ]
  return { text: parts.join('\n'), width, height }
}

function boxAround({ cards, places, lines, frames, notes }: SvgInput) {
  const boxes = [
    ...cards.flatMap(card => {
      const at = places.get(card.id)
      const below = notes ? noteRoom(card) : 0
      return at ? [{ left: at.x, top: at.y, right: at.x + cardWidth, bottom: at.y + cardHeight + below }] : []
    }),
    ...frames.map(one => ({ left: one.x, top: one.y, right: one.x + one.width, bottom: one.y + one.height })),
    ...lines,
  ]
  let [left, top, right, bottom] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0, 0]
  if (boxes.length === 0) [left, top] = [0, 0]
  else [right, bottom] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const box of boxes) {
    left = Math.min(left, box.left)
    top = Math.min(top, box.top)
    right = Math.max(right, box.right)
    bottom = Math.max(bottom, box.bottom)
  }
  const [x, y] = [Math.floor(left) - margin, Math.floor(top) - margin]
  return { x, y, width: Math.ceil(right) + margin - x, height: Math.ceil(bottom) + margin - y }
}

const inkOf = (layer: PaintedLine['layer'], inks: Inks): string => {
  const family = layerFamily[layer]
  return family ? inks.family[family] : inks.quiet
}

const arrowOf = (layer: string, ink: string): string =>
  `<marker id="arrow-${layer}" viewBox="0 0 10 10" refX="8.5" refY="5" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0.5L9.5 5L0 9.5z" fill="${ink}"/></marker>`

function lineOf({ line, curve, layer }: PaintedLine, inks: Inks): string {
  const edge = line.data?.edge
  const dash = edge?.flow === 'after' && layer === 'flow' ? [7, 4] : dashes[layer]
  const dashed = dash.length > 0 ? ` stroke-dasharray="${dash.join(' ')}"` : ''
  const faint = line.data?.faint ? ' opacity="0.4"' : ''
  return `<path d="${svgPath(curve)}" fill="none" stroke="${inkOf(layer, inks)}" stroke-width="1.6"${dashed}${faint} marker-end="url(#arrow-${layer})"><title>${escapeXml(`${line.source} to ${line.target}, ${edge?.slot ?? ''}`)}</title></path>`
}

function frameOf({ group, x, y, width, height }: Frame, { inks, background, grouping }: SvgInput): string {
  const ink = group.family ? inks.family[group.family] : inks.quiet
  const about = frameCounts(group, grouping)
  return [
    `<g>`,
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="12" fill="${ink}" fill-opacity="0.05" stroke="${ink}" stroke-opacity="0.55"${group.family ? '' : ' stroke-dasharray="6 5"'}/>`,
    `<text x="${x + 16}" y="${y + 27}" font-size="14" font-weight="700" fill="${inks.text}" stroke="${background}" stroke-width="3" paint-order="stroke">${escapeXml(group.name)}<tspan dx="10" font-size="12" font-weight="400" fill="${inks.quiet}">${about}</tspan></text>`,
    `</g>`,
  ].join('')
}

function cardOf(card: Card, { x, y }: Point, { inks, measure, marked, notes }: SvgInput): string {
  const ink = inks.family[card.family ?? 'utility']
  const severity = marked.get(card.id)
  const room = cardWidth - 62
  const type = card.members ? `${card.members.length} objects` : (card.type ?? 'No type yet')
  const [line] = card.lines
  const text = (words: string, top: number, size: number, colour: string, weight = 400, font = inks.font) =>
    `<text x="51" y="${top}" font-size="${size}" font-weight="${weight}" fill="${colour}"${font === inks.font ? '' : ` font-family="${font}"`}>${escapeXml(cutTo(words, room, measure, `${weight} ${size}px ${font}`))}</text>`
  const top = line ? 20 : 28
  return [
    `<g transform="translate(${x} ${y})">`,
    `<title>${escapeXml([card.name, type, ...card.lines].join('\n'))}</title>`,
    card.members
      ? `<rect x="5" y="5" width="${cardWidth}" height="${cardHeight}" rx="8" fill="${inks.panel}" stroke="${inks.line}"/>`
      : '',
    `<rect width="${cardWidth}" height="${cardHeight}" rx="8" fill="${inks.panel}" stroke="${inks.line}"/>`,
    `<path d="M4 0.5H8V${cardHeight - 0.5}H4Q0.5 ${cardHeight - 0.5} 0.5 ${cardHeight - 8}V8Q0.5 0.5 4 0.5z" fill="${ink}" transform="scale(0.5 1)"/>`,
    `<rect x="10" y="16" width="32" height="32" rx="7" fill="${ink}" fill-opacity="0.13"/>`,
    `<path d="${familyIcon(card.family)}" transform="translate(16 22)" fill="none" stroke="${ink}" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"/>`,
    text(card.name, top, 13, inks.text, 700),
    text(type, top + 16, 11, inks.quiet),
    line ? text(line, top + 31, 10.5, inks.quiet, 400, mono) : '',
    severity === 'error' || severity === 'warning' ? markOf(severity, inks) : '',
    card.folded
      ? text(`+${card.folded}`, cardHeight - 10, 11, inks.quiet, 600).replace(
          'x="51"',
          `x="${cardWidth - 8}" text-anchor="end"`,
        )
      : '',
    notes && card.note !== undefined ? noteOf(card, measure) : '',
    `</g>`,
  ].join('')
}

const markOf = (severity: 'error' | 'warning', inks: Inks): string =>
  severity === 'error'
    ? `<circle cx="${cardWidth - 13}" cy="13" r="7" fill="${inks.error}"/><path d="M${cardWidth - 13} 9.5v4M${cardWidth - 13} 16v.1" stroke="${inks.panel}" stroke-width="1.8" stroke-linecap="round"/>`
    : `<path d="M${cardWidth - 13} 5.5l7.5 13h-15z" fill="${inks.warning}"/><path d="M${cardWidth - 13} 10v4M${cardWidth - 13} 16.3v.1" stroke="${inks.panel}" stroke-width="1.6" stroke-linecap="round"/>`

function noteOf(card: Card, measure: SvgInput['measure']): string {
  const lines = noteLines(card.note ?? '').map(line => cutTo(line, cardWidth - 26, measure, '400 11px sans-serif'))
  const height = noteRoom(card) - 8
  return [
    `<rect x="6" y="${cardHeight + 4}" width="${cardWidth - 12}" height="${height}" rx="3" fill="#fff3bf" stroke="#d9b84a"/>`,
    ...lines.map(
      (line, at) =>
        `<text x="14" y="${cardHeight + 19 + at * 15}" font-size="11" fill="#3d3200">${escapeXml(line)}</text>`,
    ),
  ].join('')
}

/** A text that fits, with three dots where it was cut. */
function cutTo(text: string, room: number, measure: SvgInput['measure'], font: string): string {
  if (measure(text, font) <= room) return text
  let [low, high] = [0, text.length]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (measure(`${text.slice(0, middle)}…`, font) <= room) low = middle
    else high = middle - 1
  }
  return `${text.slice(0, low).trimEnd()}…`
}
