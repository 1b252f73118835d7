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

/**
 * Goes from the list to the designer; milliseconds from the arrival of the definition until two frames after cards
 * are on the page.
 */
export async function openDesigner(page: Page, pipelineId: string): Promise<number> {
  await page.evaluate(() => {
    const painted = new Promise<number>(done => {
      const look = () => {
        const card = document.querySelector<HTMLElement>('.react-flow__node')
        if (!card || card.style.visibility === 'hidden') requestAnimationFrame(look)
        else requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())))
      }
      requestAnimationFrame(look)
    })
    Object.assign(window, { benchPainted: painted })
  })
  await page.locator(`main a[href^="/pipelines/${pipelineId}"]`).first().click()
  return page.evaluate(async () => {
    const painted = await (window as unknown as { benchPainted: Promise<number> }).benchPainted
    const [draft] = performance.getEntriesByType('resource').filter(entry => entry.name.endsWith('/GetDraft'))
    if (!(draft instanceof PerformanceResourceTiming)) throw new Error('The designer asked for no draft.')
    return painted - draft.responseEnd
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
