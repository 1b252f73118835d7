import type { Browser, Page } from 'playwright-core'
import { openBrowser, type Studio, startStudio } from '../../e2e/studio.ts'
import { canvasBox, designerScripts, importPipeline, lieOf, openDesigner, openStudio } from './canvas/designer.ts'
import { type Bench, type Cost, freeSpot, type Lie, move } from './canvas/gestures.ts'
import { definitionOf, graphFor, type PeerGraph } from './canvas/graph.ts'
import { type Box, servePeers } from './canvas/pages.ts'
import { heapOf, middleCard, soak } from './canvas/soak.ts'
import type { Figure } from './runner.ts'

/**
 * The designer's canvas beside plain React Flow, Cytoscape.js and a bare canvas: the same graph in a box of the same
 * size in the same browser without a GPU, one after the other in every round, with the same moves of the mouse. The
 * designer is the built product, with its panes, its map and its checks; the peers draw and do nothing else.
 *
 * "overview" shows the whole graph, "near" a part of it at full size. A first render runs from the moment the data is
 * there (peers: the call that is given the graph; the designer: the end of the answer with the text, so it reads,
 * checks and lays out besides) until two frames after cards and lines are on the page; scripts are loaded before.
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
    for (const size of sizes) {
      const text = definitionOf(size)
      const graph = graphFor(text)
      const rounds: Round[] = []
      for (let round = 0; round < roundCount; round += 1) {
        const measured: Partial<Record<Drawer, Measured>> = {}
        for (const name of drawers) {
          const opened =
            name === 'designer'
              ? await designer(browser, studio, scripts, text)
              : await peer(browser, pages.address(name), graph)
          measured[name] = await measure(browser, opened, graph, box, name)
          await opened.page.context().close()
        }
        rounds.push(measured as Round)
      }
      yield* compared(size, rounds)
    }
    await pages.close()
    if (minutes > 0) {
      const { before, after, rounds } = await soak(browser, studio, minutes)
      yield {
        name: `heap after ${minutes} min of use, ${rounds} rounds`,
        value: round2(after),
        unit: 'MiB',
        against: `after half a minute, ${round2(before)} MiB`,
        ratio: round2(after / before),
      }
    }
  } finally {
    await browser.close()
    await studio.close()
  }
}

const sizes = (process.env.SIZES ?? '100,1000,3000').split(',').filter(Boolean).map(Number)
const roundCount = Number(process.env.ROUNDS ?? 3)
/** How long the heap is watched; none at all with 0. */
const minutes = Number(process.env.HEAP_MINUTES ?? 1)
/** Measures first renders alone. */
const onlyFirst = process.env.ONLY === 'first'
/** The size at which the canvas is also panned with a slower processor, and how many times slower: see `throttledPan`. */
const throttledSize = 1000
const throttle = Number(process.env.THROTTLE ?? 4)
const drawers = ['designer', 'react-flow', 'cytoscape', 'bare'] as const
type Drawer = (typeof drawers)[number]

const gestures = ['pan in overview', 'drag in overview', 'pan near', 'drag near'] as const
type Measured = { readonly first: number; readonly heap: number; readonly throttled?: Cost } & Readonly<
  Record<(typeof gestures)[number], Cost>
>
type Round = Readonly<Record<Drawer, Measured>>

interface Opened {
  readonly page: Page
  readonly first: number
  readonly lie: () => Promise<Lie>
  readonly whole: () => Promise<unknown>
  readonly near: () => Promise<unknown>
}

async function peer(browser: Browser, address: string, graph: PeerGraph): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  await page.goto(address)
  await page.waitForFunction(() => Object.hasOwn(window, 'peer'))
  const first = await page.evaluate(async given => {
    await new Promise(done => setTimeout(done, 100))
    const begun = performance.now()
    await window.peer.draw(given)
    return performance.now() - begun
  }, graph)
  const [one, two] = farApart(graph)
  const lie = async () => {
    const [a, b] = await page.evaluate(ids => ids.map(id => window.peer.middleOf(id)), [one.id, two.id])
    const zoom = ((b?.x ?? 0) - (a?.x ?? 0)) / (two.x - one.x)
    const [halfWidth, halfHeight] = [graph.cardWidth / 2, graph.cardHeight / 2]
    return { zoom, x: (a?.x ?? 0) - (one.x + halfWidth) * zoom, y: (a?.y ?? 0) - (one.y + halfHeight) * zoom }
  }
  const whole = () => page.evaluate(() => window.peer.whole())
  const near = () => page.evaluate(() => window.peer.near())
  return { page, first, lie, whole, near }
}

const farApart = ({ cards }: PeerGraph) => {
  const [one, ...others] = cards.toSorted((a, b) => a.x - b.x)
  const two = others.at(-1)
  if (!one || !two) throw new Error('The graph is too small.')
  return [one, two] as const
}

async function designer(browser: Browser, studio: Studio, scripts: readonly string[], text: string): Promise<Opened> {
  const pipelineId = await importPipeline(studio, text)
  const page = await openStudio(browser, studio, scripts)
  const first = await openDesigner(page, pipelineId)
  const press = (key: string) => async () => {
    await page.keyboard.press(key)
    await page.waitForTimeout(350)
  }
  return { page, first, lie: () => lieOf(page), whole: press('0'), near: press('1') }
}

async function measure(browser: Browser, opened: Opened, graph: PeerGraph, box: Box, name: Drawer): Promise<Measured> {
  const { page, first } = opened
  const bench: Bench = {
    page,
    input: await page.context().newCDPSession(page),
    browser: await browser.newBrowserCDPSession(),
  }
  const size = { x: graph.cardWidth, y: graph.cardHeight }
  const wide = { x: 160, y: 60 }
  const costs: Partial<Record<string, Cost>> = {}
  for (const view of onlyFirst ? [] : (['overview', 'near'] as const)) {
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
  const slow = !onlyFirst && graph.cards.length > throttledSize * 0.9 && graph.cards.length <= throttledSize
  if (slow) costs.throttled = await throttledPan(bench, opened, graph, box)
  const heap = await heapOf(bench.input)
  await bench.browser.detach()
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
  const show = (name: string, unit: string, read: (one: Measured) => number | undefined, against: Drawer): Figure => {
    const pairs = rounds.map(round => [read(round.designer) ?? 0, read(round[against]) ?? 0] as const)
    const value = median(pairs.map(([ours]) => ours))
    const theirs = median(pairs.map(([, other]) => other))
    const ratio = median(pairs.map(([ours, other]) => ours / other))
    return {
      name: `${size} objects: ${name}`,
      value: round2(value),
      unit,
      against: `${against}, ${round2(theirs)} ${unit}`,
      ratio: round2(ratio),
    }
  }
  for (const gesture of onlyFirst ? [] : gestures)
    for (const against of drawers) {
      if (against === 'designer' || (gesture.endsWith('near') && against === 'cytoscape')) continue
      yield show(gesture, 'fps', one => one[gesture].fps, against)
      yield show(gesture, 'ms CPU a frame', one => one[gesture].cpu, against)
    }
  if (rounds.every(round => round.designer.throttled))
    for (const against of drawers)
      if (against !== 'designer')
        yield show(`pan in overview, throttled ${throttle} times`, 'fps', one => one.throttled?.fps, against)
  for (const against of drawers) if (against !== 'designer') yield show('first render', 'ms', one => one.first, against)
  yield show('heap', 'MiB', one => one.heap, 'react-flow')
}

/** The middle one; of an even number the mean of the middle two. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const [low, high] = [sorted[(sorted.length - 1) >> 1] ?? 0, sorted[sorted.length >> 1] ?? 0]
  return (low + high) / 2
}
const round2 = (value: number): number => Math.round(value * 100) / 100
