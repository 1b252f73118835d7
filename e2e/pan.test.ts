import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { card } from './designer.ts'
import { lanesOf } from './lanes.ts'
import { story } from './story.ts'
import { call } from './studio.ts'

/** The graph under a hand that pans it: at every step it shows what it would show at rest. */

const step = story()

const view = (page: Page) =>
  page.locator('.react-flow__viewport').evaluate(one => {
    const { a: zoom, e: x, f: y } = new DOMMatrix(getComputedStyle(one).transform)
    return { x, y, zoom }
  })
const atRest = (page: Page) => page.waitForTimeout(400)
const selected = (page: Page) => page.locator('.react-flow__node.selected').count()
const patch = (page: Page, x: number, y: number) => page.screenshot({ clip: { x, y, width: 240, height: 160 } })
/** Between the palette and the cards, where nothing stands. */
async function freeSpot(page: Page) {
  const box = await page.locator('.pw-canvas').boundingBox()
  if (!box) throw new Error('There is no canvas.')
  return { x: Math.round(box.x + 14), y: Math.round(box.y + box.height / 2) }
}

step('from afar the picture follows the hand, and stays where it was let go', async ({ page, studio }) => {
  const text = lanesOf(250)
  const { pipelineId } = await call<{ pipelineId: string }>(studio, 'ImportPipeline', { name: 'Shop', text })
  await page.goto(new URL(`/pipelines/${pipelineId}`, page.url()).href)
  await card(page, 'Default').waitFor({ state: 'attached' })
  await page.locator('.pw-canvas').focus()
  await page.keyboard.press('0')
  await atRest(page)
  const [spot, from] = [await freeSpot(page), await view(page)]
  expect(from.zoom).toBeLessThan(0.42)
  await page.mouse.move(spot.x, spot.y)
  await page.mouse.down()
  // Farther than what is painted around the window; what is painted on the way lies on whole pixels.
  await page.mouse.move(spot.x + 10, spot.y + 330, { steps: 4 })
  await page.waitForTimeout(100)
  await page.mouse.move(spot.x + 10, spot.y, { steps: 4 })
  await page.waitForTimeout(100)
  const before = await patch(page, 560, 300)
  await page.mouse.move(spot.x + 50, spot.y + 30, { steps: 4 })
  await page.waitForTimeout(100)
  expect((await patch(page, 600, 330)).equals(before), 'the same, 40 pixels to the right and 30 down').toBe(true)
  await page.mouse.up()
  const to = await view(page)
  expect([Math.abs(to.x - from.x - 50), Math.abs(to.y - from.y - 30)].every(off => off <= 0.5)).toBe(true)
  await page.waitForTimeout(100)
  expect((await patch(page, 600, 330)).equals(before), 'the same when it is let go').toBe(true)
})

step('a selected card goes with the picture, and is still selected afterwards', async ({ page }) => {
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Escape')
  await page.getByPlaceholder('Find in the pipeline ( / )').fill('Machine 2')
  await page.keyboard.press('Enter')
  await page.locator('.pw-canvas').focus()
  await page.keyboard.press('0')
  await atRest(page)
  const [spot, at] = [await freeSpot(page), await card(page, 'Machine2').boundingBox()]
  await page.mouse.move(spot.x, spot.y)
  await page.mouse.down()
  await page.mouse.move(spot.x + 60, spot.y + 20, { steps: 4 })
  await page.waitForTimeout(100)
  const amid = await card(page, 'Machine2').boundingBox()
  await page.mouse.up()
  const after = await card(page, 'Machine2').boundingBox()
  for (const now of [amid, after]) {
    expect(Math.abs((now?.x ?? 0) - (at?.x ?? 0) - 60)).toBeLessThan(1)
    expect(Math.abs((now?.y ?? 0) - (at?.y ?? 0) - 20)).toBeLessThan(1)
  }
  expect(await selected(page)).toBe(1)
})

step('the wheel zooms from where a pan is, and the pan goes on', async ({ page }) => {
  const [spot, from] = [await freeSpot(page), await view(page)]
  await page.mouse.move(spot.x, spot.y)
  await page.mouse.down()
  await page.mouse.move(spot.x + 80, spot.y, { steps: 4 })
  await page.mouse.wheel(0, -60)
  await atRest(page)
  const zoomed = await view(page)
  expect(zoomed.zoom).toBeGreaterThan(from.zoom)
  const canvas = await page.locator('.pw-canvas').boundingBox()
  const hand = spot.x + 80 - (canvas?.x ?? 0)
  const under = ({ x, zoom }: { readonly x: number; readonly zoom: number }) => (hand - x) / zoom
  expect(Math.abs(under(zoomed) - under({ ...from, x: from.x + 80 })) * zoomed.zoom).toBeLessThan(1)
  await page.mouse.move(spot.x + 100, spot.y, { steps: 4 })
  await page.mouse.up()
  expect(Math.abs((await view(page)).x - zoomed.x - 20)).toBeLessThan(1)
})

step('from near, cards follow the hand, and others come into the page on the way', async ({ page }) => {
  await page.keyboard.press('1')
  await atRest(page)
  const cards = () => page.locator('.react-flow__node').evaluateAll(all => all.map(one => one.getAttribute('data-id')))
  const canvas = await page.locator('.pw-canvas').boundingBox()
  if (!canvas) throw new Error('There is no canvas.')
  const [ids, boxes] = await page
    .locator('.react-flow__node')
    .evaluateAll(all => [
      all.map(one => one.getAttribute('data-id') ?? ''),
      all.map(one => one.getBoundingClientRect().toJSON()),
    ])
  const inSight = boxes.findIndex(
    one => one.left > canvas.x && one.right < canvas.x + canvas.width - 40 && one.top > canvas.y + 80,
  )
  const [one, start] = [card(page, ids[inSight] ?? ''), boxes[inSight]]
  const gap = { x: start.right + 24, y: start.bottom + 8 }
  await page.mouse.move(gap.x, gap.y)
  await page.mouse.down()
  await page.mouse.move(gap.x - 40, gap.y - 10, { steps: 4 })
  await page.waitForTimeout(100)
  const amid = await one.boundingBox()
  expect(Math.abs((amid?.x ?? 0) - start.x + 40)).toBeLessThan(1)
  expect(Math.abs((amid?.y ?? 0) - start.y + 10)).toBeLessThan(1)
  await page.mouse.move(gap.x - 40, gap.y - 900, { steps: 10 })
  await expect.poll(async () => (await cards()).some(id => !ids.includes(id ?? ''))).toBe(true)
  await page.mouse.up()
})

step('a press on the ground that goes nowhere is a click, and takes the selection away', async ({ page }) => {
  await page.keyboard.press('0')
  await atRest(page)
  expect(await selected(page)).toBe(1)
  const spot = await freeSpot(page)
  await page.mouse.click(spot.x, spot.y)
  await expect.poll(() => selected(page)).toBe(0)
})
