import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask } from './keys.ts'
import { openBrowser, type Studio, startStudio } from './studio.ts'
import { everyView, goTo } from './views.ts'

/** What people see who force colours on a page, enlarge it, or want less motion. */

let studio: Studio
let browser: Browser
let views: Readonly<Record<string, string>>

beforeAll(async () => {
  studio = await startStudio()
  browser = await openBrowser()
  views = await everyView(studio)
})
afterAll(async () => {
  await browser?.close()
  await studio?.close()
})

/** A page in the studio, past its door. */
async function open(options: BrowserContextOptions): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options })).newPage()
  await page.goto(studio.ready.url)
  return page
}

const looks = (page: Page, selector: string, ...names: readonly string[]): Promise<readonly string[]> =>
  page
    .locator(selector)
    .first()
    .evaluate((element, all) => all.map(name => getComputedStyle(element).getPropertyValue(name)), names)

describe.each(['light', 'dark'] as const)('with colours forced, %s', colorScheme => {
  let page: Page
  beforeAll(async () => {
    page = await open({ forcedColors: 'active', colorScheme })
    await goTo(page, studio, views['the designer'] ?? '')
    await ask(page, '@Break')
    await page.locator('.react-flow__node:focus').waitFor()
  })
  afterAll(() => page.context().close())

  it('the selected card stands out, and so does what has the focus', async () => {
    const outline = ['outline-style', 'outline-width'] as const
    const other = await looks(page, '.react-flow__node:not(.selected) .pw-card', ...outline)
    expect(other[0]).toBe('none')
    expect(await looks(page, '.react-flow__node.selected .pw-card', ...outline)).toEqual(['double', '4px'])
    await page.keyboard.press('F6')
    expect((await looks(page, ':focus', 'outline-style'))[0]).not.toBe('none')
  })

  it('what is pressed, open or chosen looks other than what is not', async () => {
    for (const [on, off] of [
      ['.pw-tool[aria-pressed="true"]', '.pw-tool[aria-pressed="false"]'],
      ['.pw-bar-zone [aria-pressed="true"]', '.pw-bar-zone [aria-pressed="false"]'],
      ['.pw-heading-tabs [data-here="true"]', '.pw-heading-tabs [data-here="false"]'],
      ['.pw-nav-place[data-here="true"]', '.pw-nav-place[data-here="false"]'],
    ] as const) {
      const names = ['outline-style', 'border-bottom-color', 'background-color'] as const
      expect(await looks(page, on, ...names), on).not.toEqual(await looks(page, off, ...names))
    }
    const [ink, ground] = await looks(page, '.pw-tool[aria-pressed="true"]', 'color', 'background-color')
    expect(ink).not.toBe(ground)
  })

  it('lines differ by their pattern and can be told from the ground', async () => {
    await page.getByRole('button', { name: /^Lines/ }).click()
    const lines = await page.locator('.pw-legend label').evaluateAll(rows =>
      rows.map(row => {
        const { strokeDasharray, stroke } = getComputedStyle(row.querySelector('path') as SVGPathElement)
        return { pattern: strokeDasharray, stroke, words: row.textContent }
      }),
    )
    expect(lines.length).toBeGreaterThan(5)
    expect(new Set(lines.map(line => line.pattern)).size).toBe(lines.length)
    const [ground] = await looks(page, '.pw-canvas', 'background-color')
    for (const { stroke, words } of lines) {
      expect(words).toMatch(/[A-Z]\w+/)
      expect(stroke).not.toBe(ground)
    }
    await page.keyboard.press('Escape')
  })

  it('what is at hand in the palette stands out', async () => {
    await page.keyboard.press('Control+k')
    await page.locator('.pw-picker [role="option"]').first().waitFor()
    const names = ['background-color', 'outline-style'] as const
    expect(await looks(page, '.pw-picker [aria-selected="true"]', ...names)).not.toEqual(
      await looks(page, '.pw-picker [aria-selected="false"]', ...names),
    )
    await page.keyboard.press('Escape')
  })

  it('the text has the colours of the system, in all that is said and chosen in it', async () => {
    await page.locator('.view-line', { hasText: '#{' }).first().click()
    const tell = () =>
      page.evaluate(() => {
        const colourOf = (name: string) => {
          const probe = document.body.appendChild(document.createElement('span'))
          probe.style.color = name
          const { color } = getComputedStyle(probe)
          probe.remove()
          return color
        }
        const editor = document.querySelector('.pw-source-text .monaco-editor')
        const words = [...(editor?.querySelectorAll('.view-line span span') ?? [])]
        return {
          system: ['CanvasText', 'LinkText'].map(colourOf),
          canvas: colourOf('Canvas'),
          ground: getComputedStyle(editor?.querySelector('.monaco-editor-background') ?? document.body).backgroundColor,
          inks: [...new Set(words.map(word => getComputedStyle(word).color))],
          numbers: [...(editor?.querySelectorAll('.line-numbers') ?? [])].map(one => getComputedStyle(one).color),
          contrast: editor?.matches('.hc-light, .hc-black'),
        }
      })
    const { system, canvas, ground, inks, numbers, contrast } = await tell()
    expect(contrast).toBe(true)
    expect(ground).toBe(canvas)
    expect(inks.length).toBeGreaterThan(0)
    for (const ink of [...inks, ...numbers]) expect(system).toContain(ink)
    expect(system).not.toContain(ground)

    // What is forced may be lifted while the page is open, and come again.
    await page.emulateMedia({ forcedColors: 'none', colorScheme })
    await expect.poll(async () => (await tell()).contrast).toBe(false)
    expect((await tell()).inks.length).toBeGreaterThan(3)
    await page.emulateMedia({ forcedColors: 'active', colorScheme })
    await expect.poll(async () => (await tell()).contrast).toBe(true)
  })

  it('every status and every finding has a sign and a word', async () => {
    for (const view of ['the designer', 'a failed run with attempt and log', 'the table of a run', 'all runs']) {
      await goTo(page, studio, views[view] ?? '')
      const marks = await page
        .locator('.pw-status, .pw-problems-bar span:has(> svg)')
        .evaluateAll(all => all.map(one => ({ drawn: one.querySelector('svg') !== null, words: one.textContent })))
      expect(marks.length, view).toBeGreaterThan(0)
      for (const mark of marks) expect(mark, view).toEqual({ drawn: true, words: expect.stringMatching(/[a-zA-Z]{3}/) })
    }
  })
})

describe('at 200 %', () => {
  it('no view is wider than the window, and all that can be used can be brought into sight', async () => {
    const page = await open({ viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 })
    const found: string[] = []
    for (const [name, address] of Object.entries(views)) {
      await goTo(page, studio, address)
      found.push(...(await page.evaluate(lookFor)).map(one => `${name}: ${one}`))
    }
    expect(found).toEqual([])
    await page.context().close()
  })

  it('the palette, the sheet and a menu fit into the window', async () => {
    const page = await open({ viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 })
    await goTo(page, studio, views['the designer'] ?? '')
    await ask(page, '@Break')
    await page.locator('.react-flow__node:focus').waitFor()
    for (const [key, selector] of [
      ['Control+k', '.pw-picker'],
      ['?', '.pw-sheet'],
      ['Shift+F10', '.pw-menu[role="menu"]'],
    ] as const) {
      await page.keyboard.press(key)
      await page.locator(selector).waitFor()
      const box = await page.locator(selector).boundingBox()
      expect(box && box.x >= 0 && box.y >= 0 && box.x + box.width <= 720 && box.y + box.height <= 450, key).toBe(true)
      await page.keyboard.press('Escape')
      await page.locator(selector).waitFor({ state: 'hidden' })
    }
    await page.context().close()
  })
})

it('nothing moves for people who asked for less motion', async () => {
  const page = await open({ reducedMotion: 'reduce' })
  await goTo(page, studio, '/gallery')
  await page.locator('.pw-status-turn').first().waitFor({ state: 'attached' })
  const durations = await page
    .locator('.pw-status-turn')
    .evaluateAll(all => all.map(one => getComputedStyle(one).animationDuration))
  expect(durations.length).toBeGreaterThan(0)
  for (const duration of durations) expect(Number.parseFloat(duration)).toBeLessThan(0.001)
  await goTo(page, studio, views['the designer'] ?? '')
  await ask(page, '@Break')
  await page.locator('.react-flow__node:focus').waitFor()
  const before = await zoomOf(page)
  await page.keyboard.press('+')
  // One frame is enough for what does not move.
  await page.evaluate(() => new Promise(requestAnimationFrame))
  const after = await zoomOf(page)
  expect(after).not.toBe(before)
  await page.waitForTimeout(300)
  expect(await zoomOf(page)).toBe(after)
  await page.context().close()
})

const zoomOf = (page: Page) =>
  page.locator('.react-flow__viewport').evaluate(one => (one as HTMLElement).style.transform)

/** In the page: what sticks out of the window, and controls that stay hidden however one scrolls. */
function lookFor(): string[] {
  const found: string[] = []
  const width = document.documentElement.clientWidth
  if (document.documentElement.scrollWidth > width) found.push('the page scrolls sideways')
  for (const box of document.querySelectorAll('main, [data-scroll]'))
    if (box.scrollWidth > box.clientWidth + 1) found.push(`${box.className || box.tagName} scrolls sideways`)
  const usable = 'main :is(a[href], button, input, select, textarea):not(:disabled, [tabindex="-1"])'
  for (const control of document.querySelectorAll<HTMLElement>(usable)) {
    // Cards lie on a plane that one moves, and the text pane scrolls by itself.
    if (control.closest('.react-flow, .monaco-editor, .pw-unseen') || !control.checkVisibility()) continue
    control.scrollIntoView({ block: 'center', inline: 'center' })
    const box = control.getBoundingClientRect()
    if (box.width === 0 || box.height < 2) continue
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2]
    const top = document.elementFromPoint(x, y)
    const label = control instanceof HTMLInputElement ? control.labels?.[0] : undefined
    const isSeen = top !== null && (control.contains(top) || top.contains(control) || label?.contains(top) === true)
    if (!isSeen) found.push(`${control.outerHTML.slice(0, 120)} at ${Math.round(x)}, ${Math.round(y)}`)
  }
  return found
}
