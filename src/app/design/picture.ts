import { maskSecrets } from '../../core/formats/mask.ts'
import { findingsOf } from '../state/checks.ts'
import { findingsByObject } from '../state/derived.ts'
import type { Session } from '../state/session.ts'
import { tell } from '../ui/toasts.tsx'
import { settledArrangementOf } from './arranger.ts'
import { talliesOf } from './boxes.ts'
import { paintedLines } from './paint.ts'
import { readInks } from './paint-layer.tsx'
import { createScene } from './scene.ts'
import { drawSvg, mostOnSide, type Svg, scaleFor } from './svg.ts'

/** The graph as a file: all that the canvas shows, not only what the window does. */

export type Colours = 'light' | 'page'

/** The picture of what the canvas shows, with the definition in it. */
function pictureOf(session: Session, colours: Colours): Svg & { readonly masked: number } {
  const { graph, places, frames, boxes } = settledArrangementOf(session)
  const { document: doc } = session.editor.getState()
  const { hidden, notes, grouping } = session.view.getState()
  const tallies = talliesOf(findingsByObject(findingsOf(doc.definition)), boxes)
  const { lines } = createScene()({
    graph,
    places,
    moving: new Map(),
    selected: new Set(),
    cursor: undefined,
    selectedLine: undefined,
    hovered: undefined,
    hiddenObjects: new Set(),
    tallies,
    layers: hidden,
    focus: undefined,
    notes,
    only: new Set(),
  })
  const at = colours === 'light' ? document.documentElement : document.body
  const context = document.createElement('canvas').getContext('2d')
  // A picture is shown around, so what is secret in the text does not go along.
  const { text, losses } = maskSecrets(doc.text)
  const svg = drawSvg({
    title: 'Pipeline definition',
    text,
    cards: graph.cards,
    places,
    lines: paintedLines(lines, places),
    frames,
    grouping,
    notes,
    marked: new Map([...tallies].flatMap(([id, { worst }]) => (worst ? [[id, worst] as const] : []))),
    inks: readInks(at),
    background: getComputedStyle(at).getPropertyValue('--pw-canvas').trim(),
    measure: (text, font) => {
      if (!context) return text.length * 6
      context.font = font
      return context.measureText(text).width
    },
  })
  return { ...svg, masked: losses.length }
}

export function saveSvg(session: Session, colours: Colours): void {
  const { text, masked } = pictureOf(session, colours)
  save(new Blob([text], { type: 'image/svg+xml' }), 'svg')
  if (masked > 0)
    tell(`The picture carries the definition without its ${masked === 1 ? 'secret' : `${masked} secrets`}.`)
}

/** Below this the names on the cards could not be read. */
const leastScale = 0.5

export async function savePng(session: Session, colours: Colours): Promise<void> {
  const svg = pictureOf(session, colours)
  const scale = scaleFor(svg)
  const limit = `A browser draws pictures of at most ${mostOnSide.toLocaleString('en')} pixels a side`
  if (scale < leastScale)
    return tell(
      `${limit}; at that size the names of this graph could not be read. Save it as SVG, or focus on a part of it first.`,
      'error',
    )
  if (scale < 2) tell(`${limit}, so this PNG has ${scale.toFixed(1)} pixels a point instead of 2.`, 'info')
  const url = URL.createObjectURL(new Blob([svg.text], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = url
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = Math.floor(svg.width * scale)
    canvas.height = Math.floor(svg.height * scale)
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
    const blob = await new Promise<Blob | null>(done => canvas.toBlob(done, 'image/png'))
    if (blob) save(blob, 'png')
    else tell('The browser could not draw a picture of that size. Save it as SVG, or focus on a part of it.', 'error')
  } finally {
    URL.revokeObjectURL(url)
  }
}

function save(blob: Blob, kind: string): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = `pipeline.${kind}`
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 1000)
}
