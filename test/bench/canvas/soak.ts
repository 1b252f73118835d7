import type { Browser, CDPSession, Page } from 'playwright-core'
import type { Studio } from '../../../e2e/studio.ts'
import { canvasBox, importPipeline, lieOf, openDesigner, openStudio } from './designer.ts'
import { type Bench, freeSpot, type Lie, move, type Point } from './gestures.ts'
import { definitionOf, graphFor, type PeerGraph } from './graph.ts'
import type { Box } from './pages.ts'

/** The middle of the card that is nearest to the middle of the window. */
export function middleCard({ cards, cardWidth, cardHeight }: PeerGraph, box: Box, { zoom, x, y }: Lie): Point {
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  const points = cards.map(card => ({
    x: x + (card.x + cardWidth / 2) * zoom,
    y: y + (card.y + cardHeight / 2) * zoom,
  }))
  const away = (point: Point) => Math.hypot(point.x - middle.x, point.y - middle.y)
  return points.reduce((a, b) => (away(b) < away(a) ? b : a))
}

/** Mebibytes of the page's heap, rubbish left out. */
export async function heapOf(input: CDPSession): Promise<number> {
  await input.send('HeapProfiler.collectGarbage')
  const { usedSize } = await input.send('Runtime.getHeapUsage')
  return usedSize / 2 ** 20
}

/** The page's heap at some moment, rubbish left out. */
interface Held {
  readonly megabytes: number
  /** How many objects, lists, functions and texts of the page's scripts it holds; compiled code comes and goes. */
  readonly things: number
}

async function held(input: CDPSession): Promise<Held> {
  const megabytes = await heapOf(input)
  const chunks: string[] = []
  const take = ({ chunk }: { readonly chunk: string }) => void chunks.push(chunk)
  input.on('HeapProfiler.addHeapSnapshotChunk', take)
  await input.send('HeapProfiler.enable')
  await input.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  await input.send('HeapProfiler.disable')
  input.off('HeapProfiler.addHeapSnapshotChunk', take)
  const { snapshot, nodes } = JSON.parse(chunks.join('')) as {
    readonly snapshot: { readonly meta: { readonly node_fields: readonly string[]; readonly node_types: unknown[] } }
    readonly nodes: readonly number[]
  }
  const { node_fields: fields, node_types: types } = snapshot.meta
  const kinds = types[fields.indexOf('type')] as readonly string[]
  let things = 0
  for (let at = fields.indexOf('type'); at < nodes.length; at += fields.length)
    if (ownKinds.has(kinds[nodes[at] ?? -1] ?? '')) things += 1
  return { megabytes, things }
}

const ownKinds: ReadonlySet<string> = new Set(['object', 'array', 'closure', 'string', 'concatenated string', 'number'])

/** What some minutes of use left in the heap. */
export interface Soaked {
  /** After a first minute, when all that is loaded once has been. */
  readonly before: Held
  readonly after: Held
  /** Mebibytes after the first minute and each one after it, rubbish left out. */
  readonly minutes: readonly number[]
  readonly rounds: number
}

/**
 * Uses the designer for some minutes: pan, drag and undo, select, edit and undo, zoom. Each round leaves the document as
 * it was.
 */
export async function soak(browser: Browser, studio: Studio, minutes: number): Promise<Soaked> {
  const text = definitionOf(100)
  const graph = graphFor(text)
  const pipelineId = await importPipeline(studio, text)
  const page = await openStudio(browser, studio)
  await openDesigner(page, pipelineId)
  const box = await canvasBox(page)
  const bench = {
    page,
    input: await page.context().newCDPSession(page),
    browser: await browser.newBrowserCDPSession(),
  }
  let rounds = 0
  const playMinute = async () => {
    for (const end = Date.now() + 60_000; Date.now() < end; rounds += 1) await playRound(bench, graph, box)
    // All that was put off has been done, and the draft is saved.
    await page.waitForTimeout(3000)
  }
  await playMinute()
  const before = await held(bench.input)
  const megabytes = [before.megabytes]
  for (let minute = 0; minute < minutes; minute += 1) {
    await playMinute()
    megabytes.push(await heapOf(bench.input))
  }
  const after = await held(bench.input)
  await page.context().close()
  return { before, after, minutes: megabytes, rounds }
}

async function playRound(bench: Bench, graph: PeerGraph, box: Box): Promise<void> {
  const { page } = bench
  await page.keyboard.press('0')
  await page.waitForTimeout(300)
  const size = { x: graph.cardWidth, y: graph.cardHeight }
  const short = { milliseconds: 400 }
  await move(bench, freeSpot(graph.cards, size, box, await lieOf(page)), { x: 90, y: 40 }, short)
  await page.keyboard.press('0')
  await page.waitForTimeout(300)
  await move(bench, middleCard(graph, box, await lieOf(page)), { x: 50, y: 30 }, short)
  await page.keyboard.press('Control+z')
  await edit(page)
  await page.keyboard.press('Escape')
}

/** A letter more in a field of the selected card, and the way back. */
async function edit(page: Page): Promise<void> {
  const field = page.locator('aside[aria-label="Settings"] :is(textarea, input[type="text"], input:not([type]))').last()
  await field.focus()
  await page.keyboard.press('End')
  await page.keyboard.type('x')
  await page.waitForTimeout(250)
  await page.keyboard.press('Control+z')
  await page.waitForTimeout(250)
  await page.locator('.pw-canvas').focus()
}
