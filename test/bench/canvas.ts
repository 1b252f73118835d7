import type { CDPSession } from 'playwright-core'
import { openBrowser, startStudio } from '../../e2e/studio.ts'
import { canvasBox, designerScripts, importPipeline, openStudio } from './canvas/designer.ts'
import { type Bench, type Cost, freeSpot, move } from './canvas/gestures.ts'
import { definitionOf, graphFor, type PeerGraph } from './canvas/graph.ts'
import { heapOf } from './canvas/heap.ts'
import { heapFigures } from './canvas/heap-figures.ts'
import { type First, type Opened, openInDesigner, openPeer } from './canvas/open.ts'
import { type Box, servePeers } from './canvas/pages.ts'
import { middleCard } from './canvas/soak.ts'
import type { Figure } from './runner.ts'

/**
 * The designer's canvas beside plain React Flow, Cytoscape.js and a bare canvas: the same graph in a box of the same
 * size in the same browser without a GPU, one after the other in every round, with the same moves of the mouse. The
 * designer is the built product, with its panes, its map and its checks; the peers draw and do nothing else.
 *
 * "overview" shows the whole graph, "near" a part of it at full size. A first render runs until two frames after cards
 * and lines are on the page; scripts are loaded before. It is told twice. "first render, places given" compares like
 * with like: our canvas and the peers are all given cards, lines and places, and the clock runs from that call. "first
 * render, from text" is the whole designer as one opens it: the clock runs from the end of the answer with the text, so
 * it reads and lays out besides, while the peers are still given their places. A large graph is painted before its
 * cards are in the page: "ready for hands" is when they are, which for the peers is the first render.
 */
export async function* figures(): AsyncGenerator<Figure> {
  const studio = await startStudio()
  const browser = await openBrowser()
  try {
    const warm = await importPipeline(studio, definitionOf(20))
    const page = await openStudio(browser, studio)
    const scripts = await designerScripts(page, warm)
    const box = await canvasBox(page)
    await page.context().close()
    const pages = await servePeers(box)
    const meter = await browser.newBrowserCDPSession()
    for (const size of sizes) {
      const text = definitionOf(size)
      const graph = graphFor(text)
      const rounds: Round[] = []
      for (let round = 0; round < roundCount; round += 1) {
        const measured: Partial<Record<Drawer, Measured>> = {}
        for (const name of drawers) {
          const opened =
            name === 'designer'
              ? await openInDesigner(browser, meter, studio, scripts, text)
              : await openPeer(browser, meter, pages.address(name), graph)
          measured[name] = await measure(meter, opened, graph, box, name)
          await opened.page.context().close()
        }
        rounds.push(measured as Round)
      }
      yield* compared(size, rounds)
    }
    await pages.close()
    if (minutes > 0) yield* heapFigures(browser, studio, { warm: warmUp, minutes })
  } finally {
    await browser.close()
    await studio.close()
  }
}

const sizes = (process.env.SIZES ?? '100,1000,3000').split(',').filter(Boolean).map(Number)
const roundCount = Number(process.env.ROUNDS ?? 3)
/** How long the heap is watched, not at all with 0, and for how long it is warmed up before. */
const minutes = Number(process.env.HEAP_MINUTES ?? 1)
const warmUp = Math.max(1, Number(process.env.HEAP_WARM ?? minutes))
/** Measures first renders alone. */
const onlyFirst = process.env.ONLY === 'first'
/** The size at which the canvas is also panned with a slower processor, and how many times slower: see `throttledPan`. */
const throttledSize = 1000
const throttle = Number(process.env.THROTTLE ?? 4)
const drawers = ['designer', 'react-flow', 'cytoscape', 'bare', 'canvas'] as const
const peers = ['react-flow', 'cytoscape', 'bare'] as const
type Drawer = (typeof drawers)[number]

const gestures = ['pan in overview', 'drag in overview', 'pan near', 'drag near'] as const
type Measured = { readonly first: First; readonly heap: number; readonly throttled?: Cost } & Readonly<
  Record<(typeof gestures)[number], Cost>
>
type Round = Readonly<Record<Drawer, Measured>>

async function measure(meter: CDPSession, opened: Opened, graph: PeerGraph, box: Box, name: Drawer): Promise<Measured> {
  const { page, first } = opened
  const bench: Bench = { page, input: await page.context().newCDPSession(page), browser: meter }
  const size = { x: graph.cardWidth, y: graph.cardHeight }
  const wide = { x: 160, y: 60 }
  const costs: Partial<Record<string, Cost>> = {}
  const still = onlyFirst || name === 'canvas'
  for (const view of still ? [] : (['overview', 'near'] as const)) {
    if (view === 'near' && name === 'cytoscape') continue
    await (view === 'near' ? opened.near() : opened.whole())
    await page.waitForTimeout(200)
    costs[`pan ${view === 'near' ? view : 'in overview'}`] = await move(
      bench,
      freeSpot(graph.cards, size, box, await opened.lie()),
      wide,
    )
    await page.waitForTimeout(150)
    const card = middleCard(graph, box, await opened.lie())
    costs[`drag ${view === 'near' ? view : 'in overview'}`] = await move(bench, card, { x: 60, y: 40 })
    await page.waitForTimeout(150)
  }
  const slow = !still && graph.cards.length > throttledSize * 0.9 && graph.cards.length <= throttledSize
  if (slow) costs.throttled = await throttledPan(bench, opened, graph, box)
  const heap = await heapOf(bench.input)
  return { first, heap, ...costs } as Measured
}

/** Frames of a pan in overview where the processor is slower: a screen's 60 frames a second hide who could do more. */
async function throttledPan(bench: Bench, opened: Opened, graph: PeerGraph, box: Box): Promise<Cost> {
  await opened.whole()
  await bench.page.waitForTimeout(200)
  const spot = freeSpot(graph.cards, { x: graph.cardWidth, y: graph.cardHeight }, box, await opened.lie())
  await bench.input.send('Emulation.setCPUThrottlingRate', { rate: throttle })
  const cost = await move(bench, spot, { x: 160, y: 60 }, { milliseconds: 2000 })
  await bench.input.send('Emulation.setCPUThrottlingRate', { rate: 1 })
  return cost
}

function* compared(size: number, rounds: readonly Round[]): Generator<Figure> {
  const show = (
    name: string,
    unit: string,
    read: (one: Measured) => number | undefined,
    against: Drawer,
    ours: Drawer = 'designer',
  ): Figure => {
    const pairs = rounds.map(round => [read(round[ours]) ?? 0, read(round[against]) ?? 0] as const)
    const value = median(pairs.map(([one]) => one))
    const theirs = median(pairs.map(([, other]) => other))
    const ratio = median(pairs.map(([one, other]) => one / other))
    return {
      name: `${size} objects: ${name}`,
      value: round2(value),
      unit,
      against: `${against}, ${round2(theirs)} ${unit}`,
      ratio: round2(ratio),
    }
  }
  for (const gesture of onlyFirst ? [] : gestures)
    for (const against of peers) {
      if (gesture.endsWith('near') && against === 'cytoscape') continue
      yield show(gesture, 'fps', one => one[gesture].fps, against)
      yield show(gesture, 'ms CPU a frame', one => one[gesture].cpu, against)
    }
  if (rounds.every(round => round.designer.throttled))
    for (const against of peers)
      yield show(`pan in overview, throttled ${throttle} times`, 'fps', one => one.throttled?.fps, against)
  for (const [how, ours] of [
    ['places given', 'canvas'],
    ['from text', 'designer'],
  ] as const)
    for (const against of peers) {
      yield show(`first render, ${how}`, 'ms', one => one.first.ms, against, ours)
      yield show(`ready for hands, ${how}`, 'ms', one => one.first.ready, against, ours)
      yield show(`ready for hands, ${how}`, 'ms CPU', one => one.first.cpu, against, ours)
    }
  yield show('heap', 'MiB', one => one.heap, 'react-flow')
}

/** The middle one; of an even number the mean of the middle two. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const [low, high] = [sorted[(sorted.length - 1) >> 1] ?? 0, sorted[sorted.length >> 1] ?? 0]
  return (low + high) / 2
}
const round2 = (value: number): number => Math.round(value * 100) / 100
