import type { PeerGraph } from './graph.ts'
import { boundsOf, rootElement, twoFramesAfter } from './peer.ts'

/**
 * A bare canvas, the lower bound: boxes with a stripe and a name, curved lines with arrow heads, only what is in the
 * window; below a zoom of 0.35 without names, heads and borders. It can be panned, zoomed and its boxes dragged, and
 * that is all: no selection, no keys, nothing for a screen reader.
 */

const farBelow = 0.35
const element = document.createElement('canvas')
const ctx = element.getContext('2d', { alpha: false })
let cards = new Map<string, { id: string; name: string; ink: string; x: number; y: number }>()
let graph: PeerGraph | undefined
let view = { x: 0, y: 0, zoom: 1 }
let asked = false
let painted = 0

const soon = () => {
  if (!asked) requestAnimationFrame(paint)
  asked = true
}

function paint(): void {
  asked = false
  painted += 1
  if (!ctx || !graph) return
  const { cardWidth, cardHeight } = graph
  const [width, height] = [element.width, element.height]
  const { x, y, zoom } = view
  const far = zoom < farBelow
  ctx.setTransform(1, 0, 0, 1, 0, 0)
  ctx.fillStyle = '#ffffff'
  ctx.fillRect(0, 0, width, height)
  ctx.setTransform(zoom, 0, 0, zoom, x, y)
  const [left, top, right, bottom] = [-x / zoom, -y / zoom, (width - x) / zoom, (height - y) / zoom]
  ctx.strokeStyle = '#8c8c94'
  ctx.fillStyle = '#8c8c94'
  ctx.lineWidth = Math.max(1.5, 0.7 / zoom)
  ctx.beginPath()
  const heads: [number, number][] = []
  for (const { source, target } of graph.lines) {
    const [from, to] = [cards.get(source), cards.get(target)]
    if (!from || !to) continue
    const [x1, y1, x2, y2] = [from.x + cardWidth, from.y + cardHeight / 2, to.x, to.y + cardHeight / 2]
    if (Math.max(x1, x2) < left || Math.min(x1, x2) > right || Math.max(y1, y2) < top || Math.min(y1, y2) > bottom)
      continue
    const half = Math.max(12, Math.abs(x2 - x1) / 2)
    ctx.moveTo(x1, y1)
    ctx.bezierCurveTo(x1 + half, y1, x2 - half, y2, x2, y2)
    heads.push([x2, y2])
  }
  ctx.stroke()
  if (!far)
    for (const [hx, hy] of heads) {
      ctx.beginPath()
      ctx.moveTo(hx, hy)
      ctx.lineTo(hx - 9, hy - 5)
      ctx.lineTo(hx - 9, hy + 5)
      ctx.fill()
    }
  ctx.font = '600 14px sans-serif'
  ctx.textBaseline = 'middle'
  for (const card of cards.values()) {
    if (card.x > right || card.x + cardWidth < left || card.y > bottom || card.y + cardHeight < top) continue
    ctx.fillStyle = far ? card.ink : '#f8f8fa'
    ctx.fillRect(card.x, card.y, cardWidth, cardHeight)
    if (far) continue
    ctx.strokeRect(card.x, card.y, cardWidth, cardHeight)
    ctx.fillStyle = card.ink
    ctx.fillRect(card.x, card.y, 8, cardHeight)
    ctx.fillStyle = '#16191f'
    ctx.fillText(card.name, card.x + 24, card.y + cardHeight / 2)
  }
}

function whole(): void {
  if (!graph) return
  const { x, y, width, height } = boundsOf(graph)
  const zoom = Math.min(1, (element.width - 80) / width, (element.height - 80) / height)
  view = { zoom, x: (element.width - width * zoom) / 2 - x * zoom, y: (element.height - height * zoom) / 2 - y * zoom }
  soon()
}

let held: { id: string | undefined; x: number; y: number } | undefined
const place = ({ clientX, clientY }: MouseEvent) => {
  const box = element.getBoundingClientRect()
  return { x: clientX - box.left, y: clientY - box.top }
}
element.addEventListener('pointerdown', event => {
  const { x, y } = place(event)
  const [px, py] = [(x - view.x) / view.zoom, (y - view.y) / view.zoom]
  const { cardWidth = 0, cardHeight = 0 } = graph ?? {}
  const hit = [...cards.values()].find(
    card => px >= card.x && px <= card.x + cardWidth && py >= card.y && py <= card.y + cardHeight,
  )
  held = { id: hit?.id, x, y }
  element.setPointerCapture(event.pointerId)
})
element.addEventListener('pointermove', event => {
  if (!held) return
  const { x, y } = place(event)
  const card = cards.get(held.id ?? '')
  if (card) {
    card.x += (x - held.x) / view.zoom
    card.y += (y - held.y) / view.zoom
  } else view = { ...view, x: view.x + x - held.x, y: view.y + y - held.y }
  held = { ...held, x, y }
  soon()
})
element.addEventListener('pointerup', () => {
  held = undefined
})
element.addEventListener(
  'wheel',
  event => {
    event.preventDefault()
    const { x, y } = place(event)
    const zoom = Math.min(2, Math.max(0.015, view.zoom * 2 ** (-event.deltaY * 0.002)))
    const by = zoom / view.zoom
    view = { zoom, x: x - (x - view.x) * by, y: y - (y - view.y) * by }
    soon()
  },
  { passive: false },
)

window.peer = {
  async draw(given) {
    graph = given
    cards = new Map(given.cards.map(card => [card.id, { ...card }]))
    const root = rootElement()
    root.append(element)
    ;[element.width, element.height] = [root.clientWidth, root.clientHeight]
    whole()
    await twoFramesAfter(() => painted > 0)
  },
  near() {
    const card = graph?.cards[Math.floor(graph.cards.length / 2)]
    if (card) view = { zoom: 1, x: element.width / 2 - card.x, y: element.height / 2 - card.y }
    soon()
  },
  whole,
  middleOf(id) {
    const card = cards.get(id)
    if (!card || !graph) throw new Error(`There is no ${id}.`)
    const box = element.getBoundingClientRect()
    return {
      x: box.left + view.x + (card.x + graph.cardWidth / 2) * view.zoom,
      y: box.top + view.y + (card.y + graph.cardHeight / 2) * view.zoom,
    }
  },
}
