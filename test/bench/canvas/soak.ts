import type { Browser, Page } from 'playwright-core'
import type { Studio } from '../../../e2e/studio.ts'
import { canvasBox, importPipeline, lieOf, openDesigner, openStudio } from './designer.ts'
import { type Bench, freeSpot, type Lie, move, type Point } from './gestures.ts'
import { definitionOf, graphFor, type PeerGraph } from './graph.ts'
import { type Held, held } from './heap.ts'
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

/** A page's heap in the course of its use. */
export interface Soaked {
  /** After the first minute and each one after it. */
  readonly minutes: readonly Held[]
  /** So many of the minutes warmed the page up. */
  readonly warm: number
  /** Rounds played after these. */
  readonly rounds: number
}

/** Minutes of use that warm the page up, at least one, and of use after them. */
export interface Stretch {
  readonly warm: number
  readonly minutes: number
}

/**
 * Uses the designer for some minutes to warm it up and then for some more: pan, drag and undo, select, edit and undo,
 * zoom. Each round leaves the document as it was.
 */
export async function soak(browser: Browser, studio: Studio, { warm, minutes }: Stretch): Promise<Soaked> {
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
  const found: Held[] = []
  let rounds = 0
  while (found.length < warm + minutes) {
    for (const end = Date.now() + 60_000; Date.now() < end; ) {
      await playRound(bench, graph, box)
      if (found.length >= warm) rounds += 1
    }
    // All that was put off has been done, and the draft is saved.
    await page.waitForTimeout(3000)
    found.push(await held(bench.input))
  }
  await page.context().close()
  return { minutes: found, warm, rounds }
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
