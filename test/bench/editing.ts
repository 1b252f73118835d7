import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { openBrowser, type Studio, startStudio } from '../../e2e/studio.ts'
import { importPipeline, openDesigner, openStudio } from './canvas/designer.ts'
import { definitionOf } from './canvas/graph.ts'
import type { Figure } from './runner.ts'

/**
 * Editing as one feels it, in the built product: from a key to what the checks say of it on the screen, the longest
 * time that pasting a large definition keeps the page from answering, and what the first page loads.
 */
export async function* figures(): AsyncGenerator<Figure> {
  const studio = await startStudio()
  const browser = await openBrowser()
  try {
    yield* firstLoad(browser, studio)
    for (const size of [100, 2000]) yield* keyToFindings(browser, studio, size)
    for (const where of ['source', 'canvas'] as const) yield* pasting(browser, studio, where)
  } finally {
    await browser.close()
    await studio.close()
  }
}

/** Scripts and styles of the list of pipelines, compressed, against the goal of 330 KiB of script. */
async function* firstLoad(browser: Browser, studio: Studio): AsyncGenerator<Figure> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  const sizes = { script: 0, stylesheet: 0 }
  const loads: Promise<void>[] = []
  page.on('response', response => {
    const kind = response.request().resourceType()
    if (kind !== 'script' && kind !== 'stylesheet') return
    loads.push(
      response.body().then(body => {
        sizes[kind] += gzipSync(body).length / 1024
      }),
    )
  })
  await page.goto(studio.ready.url)
  await page.locator('main').waitFor()
  await page.waitForLoadState('networkidle')
  await Promise.all(loads)
  await context.close()
  for (const [kind, goal] of [
    ['script', 330],
    ['stylesheet', 225],
  ] as const)
    yield {
      name: `first load, ${kind}`,
      value: Math.round(sizes[kind]),
      unit: 'KiB gz',
      against: `${goal} KiB`,
      ratio: round3(sizes[kind] / goal),
    }
}

/**
 * A letter in the name of a reference makes it point nowhere, and Backspace mends it: from the key event to the frame
 * in which the strip of problems, and the marks in the text, say so.
 */
async function* keyToFindings(browser: Browser, studio: Studio, size: number): AsyncGenerator<Figure> {
  const text = definitionOf(size)
  const pipelineId = await importPipeline(studio, text)
  const page = await openStudio(browser, studio)
  await openDesigner(page, pipelineId)
  await openSource(page)
  await page.locator('.view-line').first().click()
  await caretInto(page, '"ref": "Box')
  await page.evaluate(watchFindings)
  const times: { strip: number; marks: number }[] = []
  for (let step = 0; step < 24; step += 1) {
    await page.keyboard.press(step % 2 === 0 ? 'x' : 'Backspace')
    times.push(await page.evaluate(findingsShown))
    await page.waitForTimeout(120)
  }
  const bound = await parseTime(page, text)
  await page.context().close()
  const settled = times.slice(4)
  for (const [name, list] of [
    ['in the strip of problems', settled.map(one => one.strip)],
    ['in the text', settled.map(one => one.marks)],
  ] as const)
    for (const part of [50, 95])
      yield {
        name: `key to findings ${name} at ${size} objects, p${part}`,
        value: round3(percentile(list, part)),
        unit: 'ms',
        against: `100 ms; JSON.parse takes ${round3(bound)} ms`,
        ratio: round3(percentile(list, part) / 100),
      }
}

async function openSource(page: Page): Promise<void> {
  await page.keyboard.press('Control+j')
  await page.locator('.view-line').first().waitFor({ timeout: 60_000 })
  await page.waitForTimeout(800)
}

/** The caret behind a text, found with the editor's own search. */
async function caretInto(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Control+f')
  await page.locator('.find-widget textarea').first().fill(words)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await page.keyboard.press('ArrowRight')
  await page.waitForTimeout(400)
}

function watchFindings(): void {
  const strip = document.querySelector('.pw-problems-bar')
  const text = document.querySelector('.pw-source-text')
  if (!strip || !text) throw new Error('The page shows no problems.')
  const seen = { key: 0, strip: 0, marks: 0 }
  const marks = () => [...text.querySelectorAll('.squiggly-error')].length
  let [stripBefore, marksBefore] = [strip.textContent, marks()]
  document.addEventListener(
    'keydown',
    event => {
      Object.assign(seen, { key: event.timeStamp, strip: 0, marks: 0 })
      ;[stripBefore, marksBefore] = [strip.textContent, marks()]
    },
    true,
  )
  const look = () => {
    if (seen.strip === 0 && strip.textContent !== stripBefore) seen.strip = performance.now()
    if (seen.marks === 0 && marks() !== marksBefore) seen.marks = performance.now()
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
  Object.assign(window, { benchSeen: seen })
}

async function findingsShown(): Promise<{ strip: number; marks: number }> {
  const { benchSeen: seen } = window as unknown as { benchSeen: { key: number; strip: number; marks: number } }
  for (let frames = 0; frames < 300 && !(seen.strip && seen.marks); frames += 1)
    await new Promise(done => requestAnimationFrame(done))
  if (!seen.strip || !seen.marks) throw new Error(`No finding came to be seen: ${JSON.stringify(seen)}`)
  return { strip: seen.strip - seen.key, marks: seen.marks - seen.key }
}

/** The middle of fifteen times that the page takes to parse a text as JSON, in milliseconds. */
const parseTime = (page: Page, text: string): Promise<number> =>
  page.evaluate(json => {
    const times = Array.from({ length: 15 }, () => {
      const begun = performance.now()
      JSON.parse(json)
      return performance.now() - begun
    })
    return times.sort((a, b) => a - b)[7] ?? 0
  }, text)

/** The longest task of the main thread while two megabytes replace a small definition, until the checks are through. */
async function* pasting(browser: Browser, studio: Studio, where: 'source' | 'canvas'): AsyncGenerator<Figure> {
  const text = definitionOf(7800)
  const pipelineId = await importPipeline(studio, definitionOf(20))
  const page = await openStudio(browser, studio)
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await openDesigner(page, pipelineId)
  if (where === 'source') {
    await openSource(page)
    await page.locator('.view-line').first().click()
    await page.keyboard.press('Control+a')
  } else await page.keyboard.press('Escape')
  await page.evaluate(async words => {
    await navigator.clipboard.writeText(words)
    const tasks: number[] = []
    new PerformanceObserver(list => tasks.push(...list.getEntries().map(entry => entry.duration))).observe({
      type: 'longtask',
    })
    Object.assign(window, { benchTasks: tasks, benchBegun: performance.now() })
  }, text)
  await page.keyboard.press('Control+v')
  await page.waitForFunction(
    size => new RegExp(`(^|\\D)${size} objects`).test(document.querySelector('.pw-inspector')?.textContent ?? ''),
    7800,
    { timeout: 60_000 },
  )
  await page.waitForTimeout(5000)
  const tasks = await page.evaluate(() => (window as unknown as { benchTasks: number[] }).benchTasks)
  const bound = await parseTime(page, text)
  await page.context().close()
  const longest = Math.max(0, ...tasks)
  yield {
    name: `longest task while ${round3(text.length / 1e6)} MB are pasted into the ${where}`,
    value: Math.round(longest),
    unit: 'ms',
    against: `200 ms; JSON.parse takes ${round3(bound)} ms`,
    ratio: round3(longest / 200),
  }
}

const percentile = (values: readonly number[], part: number): number =>
  values.toSorted((a, b) => a - b)[Math.ceil((values.length * part) / 100) - 1] ?? 0
const round3 = (value: number): number => Math.round(value * 1000) / 1000
