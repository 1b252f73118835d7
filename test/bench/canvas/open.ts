import type { Browser, CDPSession, Page } from 'playwright-core'
import type { Studio } from '../../../e2e/studio.ts'
import { importPipeline, lieOf, openDesigner, openStudio } from './designer.ts'
import { cpuTimes, type Lie, spent } from './gestures.ts'
import type { PeerGraph } from './graph.ts'

/** A page that shows the graph, with what it took until it did. */
export interface Opened {
  readonly page: Page
  readonly first: First
  readonly lie: () => Promise<Lie>
  readonly whole: () => Promise<unknown>
  readonly near: () => Promise<unknown>
}

export interface First {
  readonly ms: number
  /** CPU time of all of the browser's processes until `ready`, in milliseconds: steadier on a busy machine. */
  readonly cpu: number
  /** The same as `ms` where nothing is painted before cards are in the page. */
  readonly ready: number
}

/** Opens one of the pages that are given the graph with its places. */
export async function openPeer(
  browser: Browser,
  meter: CDPSession,
  address: string,
  graph: PeerGraph,
): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  await page.goto(address)
  await page.waitForFunction(() => Object.hasOwn(window, 'peer'))
  await page.evaluate(async given => {
    Object.assign(window, { benchGraph: given })
    window.peer.prepare?.(given)
    await new Promise(done => setTimeout(done, 300))
  }, graph)
  const before = await cpuTimes(meter)
  const first = await page.evaluate(async () => {
    const begun = performance.now()
    await window.peer.draw((window as unknown as { benchGraph: PeerGraph }).benchGraph)
    const ms = performance.now() - begun
    await window.peer.ready?.()
    return { ms, ready: performance.now() - begun }
  })
  const cpu = spent(before, await cpuTimes(meter))
  const [one, two] = farApart(graph)
  const lie = async () => {
    const [a, b] = await page.evaluate(ids => ids.map(id => window.peer.middleOf(id)), [one.id, two.id])
    const zoom = ((b?.x ?? 0) - (a?.x ?? 0)) / (two.x - one.x)
    const [halfWidth, halfHeight] = [graph.cardWidth / 2, graph.cardHeight / 2]
    return { zoom, x: (a?.x ?? 0) - (one.x + halfWidth) * zoom, y: (a?.y ?? 0) - (one.y + halfHeight) * zoom }
  }
  const whole = () => page.evaluate(() => window.peer.whole())
  const near = () => page.evaluate(() => window.peer.near())
  return { page, first: { ...first, cpu }, lie, whole, near }
}

const farApart = ({ cards }: PeerGraph) => {
  const [one, ...others] = cards.toSorted((a, b) => a.x - b.x)
  const two = others.at(-1)
  if (!one || !two) throw new Error('The graph is too small.')
  return [one, two] as const
}

/** Opens a new pipeline of that text in the designer of the built product. */
export async function openInDesigner(
  browser: Browser,
  meter: CDPSession,
  studio: Studio,
  scripts: readonly string[],
  text: string,
): Promise<Opened> {
  const pipelineId = await importPipeline(studio, text)
  const page = await openStudio(browser, studio, scripts)
  await page.waitForTimeout(300)
  const before = await cpuTimes(meter)
  const { painted, ready } = await openDesigner(page, pipelineId)
  const cpu = spent(before, await cpuTimes(meter))
  const press = (key: string) => async () => {
    await page.keyboard.press(key)
    await page.waitForTimeout(350)
  }
  return { page, first: { ms: painted, ready, cpu }, lie: () => lieOf(page), whole: press('0'), near: press('1') }
}
