import type { Browser, Page } from 'playwright-core'
import { call, type Studio } from '../../../e2e/studio.ts'
import type { Lie } from './gestures.ts'
import type { Box } from './pages.ts'

/** The real designer of the built product, with a pipeline of its own for every round. */

export async function importPipeline(studio: Studio, text: string): Promise<string> {
  const { pipelineId } = await call<{ pipelineId: string }>(studio, 'ImportPipeline', { name: 'Bench', text })
  return pipelineId
}

/** A page in the studio that has loaded the designer's scripts but run none of it, as the peers' pages have theirs. */
export async function openStudio(browser: Browser, studio: Studio, scripts: readonly string[] = []): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  await page.goto(studio.ready.url)
  await page.locator('main a[href*="/pipelines/"]').first().waitFor()
  for (const script of scripts) await page.evaluate(address => import(address), script)
  return page
}

/** The scripts that the designer loads beyond those of the list. */
export async function designerScripts(page: Page, pipelineId: string): Promise<readonly string[]> {
  const loaded = () =>
    page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .map(entry => entry.name)
        .filter(name => name.endsWith('.js')),
    )
  const before = new Set(await loaded())
  await openDesigner(page, pipelineId)
  return (await loaded()).filter(name => !before.has(name))
}

/** Milliseconds from the arrival of the definition. */
interface Opening {
  /** Until two frames after cards and lines are on the screen: painted, if there are many, or in the page. */
  readonly painted: number
  /** Until two frames after the cards in sight are in the page and can be taken hold of. */
  readonly ready: number
}

/** Goes from the list to the designer. */
export async function openDesigner(page: Page, pipelineId: string): Promise<Opening> {
  await page.evaluate(() => {
    const when = (there: () => boolean) =>
      new Promise<number>(done => {
        const look = () => {
          if (!there()) requestAnimationFrame(look)
          else requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())))
        }
        requestAnimationFrame(look)
      })
    const picture = () => document.querySelector('.pw-first-picture')
    const inPage = () => {
      const card = document.querySelector<HTMLElement>('.react-flow__node')
      return card !== null && card.style.visibility !== 'hidden'
    }
    const opening = Promise.all([
      when(() => picture() !== null || inPage()),
      when(() => picture() === null && inPage()),
    ])
    Object.assign(window, { benchOpening: opening })
  })
  await page.locator(`main a[href^="/pipelines/${pipelineId}"]`).first().click()
  return page.evaluate(async () => {
    const [painted, ready] = await (window as unknown as { benchOpening: Promise<[number, number]> }).benchOpening
    const [draft] = performance.getEntriesByType('resource').filter(entry => entry.name.endsWith('/GetDraft'))
    if (!(draft instanceof PerformanceResourceTiming)) throw new Error('The designer asked for no draft.')
    return { painted: painted - draft.responseEnd, ready: ready - draft.responseEnd }
  })
}

export const canvasBox = (page: Page): Promise<Box> =>
  page.evaluate(() => {
    const { x, y, width, height } = document.querySelector('.pw-canvas')?.getBoundingClientRect() ?? new DOMRect()
    return { x, y, width, height }
  })

export const lieOf = (page: Page): Promise<Lie> =>
  page.evaluate(() => {
    const viewport = document.querySelector('.react-flow__viewport')
    const box = document.querySelector('.pw-canvas')?.getBoundingClientRect()
    if (!viewport || !box) throw new Error('The page has no canvas.')
    const { a, e, f } = new DOMMatrix(getComputedStyle(viewport).transform)
    return { zoom: a, x: box.x + e, y: box.y + f }
  })
