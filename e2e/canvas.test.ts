import { readFile } from 'node:fs/promises'
import type { Download, Page } from 'playwright-core'
import { expect } from 'vitest'
import { definitionInSvg } from '../src/core/formats/svg-definition.ts'
import { card, changedText, middle, savedText } from './designer.ts'
import { ask, comesTo, focused } from './keys.ts'
import { story } from './story.ts'
import { call } from './studio.ts'
import { seriousIn } from './views.ts'

/** The canvas at full depth, used as a person does: with a mouse, menus and the address. */

const definition = `{
  "objects": [
    { "id": "Default", "name": "Default", "scheduleType": "cron", "schedule": { "ref": "Daily" } },
    { "id": "Daily", "name": "Every day", "type": "Schedule", "period": "1 day", "startDateTime": "2026-01-01T00:00:00" },
    { "id": "Hourly", "name": "Every hour", "type": "Schedule", "period": "1 hour", "startDateTime": "2026-01-01T00:00:00" },
    { "id": "Cluster", "name": "Cluster", "type": "EmrCluster", "terminateAfter": "3 Hours" },
    { "id": "Box", "name": "Box", "type": "Ec2Resource", "instanceType": "m5.large", "terminateAfter": "1 Hour" },
    { "id": "Base", "name": "Base", "type": "EmrActivity", "runsOn": { "ref": "Cluster" } },
    { "id": "Raw", "name": "Raw", "type": "S3DataNode", "directoryPath": "s3://shop/raw/", "precondition": { "ref": "Ready" } },
    { "id": "Ready", "name": "Ready", "type": "S3KeyExists", "s3Key": "s3://shop/raw/_DONE" },
    { "id": "Clean", "name": "Clean", "parent": { "ref": "Base" }, "input": { "ref": "Raw" }, "output": { "ref": "Cleaned" }, "step": "s3://code/clean.jar" },
    { "id": "Cleaned", "name": "Cleaned", "type": "S3DataNode", "directoryPath": "s3://shop/clean/" },
    { "id": "Load", "name": "Load <1>", "type": "ShellCommandActivity", "runsOn": { "ref": "Box" }, "dependsOn": { "ref": "Clean" }, "command": "load", "myComment": "Ask before you change it." },
    { "id": "Report", "name": "Report", "type": "ShellCommandActivity", "runsOn": { "ref": "Box" }, "schedule": { "ref": "Hourly" }, "dependsOn": { "ref": "Load" }, "command": "report" }
  ]
}
`
const names = [
  'Default',
  'Every day',
  'Every hour',
  'Cluster',
  'Box',
  'Base',
  'Raw',
  'Ready',
  'Clean',
  'Cleaned',
  'Load <1>',
  'Report',
]

const step = story()
let pipelineId = ''
const shown = (page: Page) =>
  page.locator('.react-flow__node').evaluateAll(all => all.map(one => one.getAttribute('data-id') ?? '').toSorted())
const selected = (page: Page) =>
  page
    .locator('.react-flow__node.selected')
    .evaluateAll(all => all.map(one => one.getAttribute('data-id') ?? '').toSorted())
const choose = async (page: Page, ...path: readonly string[]) => {
  for (const name of path) await page.getByRole('menuitem', { name }).first().click()
}
const rightClick = (page: Page, id: string) => card(page, id).click({ button: 'right' })
const words = (page: Page) => new URL(page.url()).searchParams
const addressSays = (page: Page, key: string, value: string | null) =>
  expect.poll(() => words(page).get(key)).toBe(value)
/** Where cards stand, in pixels of the graph. */
const places = (page: Page, ids: readonly string[]) =>
  Promise.all(
    ids.map(id =>
      card(page, id).evaluate(one => {
        const [x = 0, y = 0] = (one.style.transform.match(/-?[\d.]+/g) ?? []).map(Number)
        return { x, y }
      }),
    ),
  )

/** Waits until the view has come to rest. */
async function still(page: Page): Promise<void> {
  const view = page.locator('.react-flow__viewport')
  let before = ''
  await expect
    .poll(async () => {
      const [last, now] = [before, (await view.getAttribute('style')) ?? '']
      before = now
      return now === last
    })
    .toBe(true)
}

step('a focus leaves only what a card depends on, and its address shows the same again', async ({ page, studio }) => {
  pipelineId = (
    await call<{ pipelineId: string }>(studio, 'ImportPipeline', { name: 'Orders', description: '', text: definition })
  ).pipelineId
  await page.goto(new URL(`/pipelines/${pipelineId}/design?fold=types`, studio.ready.url).href)
  await card(page, 'Load').waitFor()
  await rightClick(page, 'Cleaned')
  await choose(page, 'Only what this depends on')
  const needed = ['Base', 'Clean', 'Cleaned', 'Cluster', 'Daily', 'Default', 'Raw', 'Ready']
  await expect.poll(() => shown(page)).toEqual(needed)
  await addressSays(page, 'focus', 'up~Cleaned')
  await page.reload()
  await card(page, 'Cleaned').waitFor()
  expect(await shown(page)).toEqual(needed)

  // It goes on under the new id of its object, and no frame in between shows anything else.
  await page.evaluate(() => {
    const seen = new Set<number>()
    const look = () => {
      seen.add(document.querySelectorAll('.react-flow__node').length)
      requestAnimationFrame(look)
    }
    look()
    Object.assign(window, { cardsSeen: seen })
  })
  await page.getByRole('textbox', { name: 'Id', exact: true }).fill('Tidy')
  await page.keyboard.press('Enter')
  await expect.poll(() => shown(page)).toEqual([...needed.filter(id => id !== 'Cleaned'), 'Tidy'].toSorted())
  await addressSays(page, 'focus', 'up~Tidy')
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect.poll(() => shown(page)).toEqual(needed)
  await addressSays(page, 'focus', 'up~Cleaned')
  expect(await page.evaluate(() => [...(window as unknown as { cardsSeen: Set<number> }).cardsSeen])).toEqual([8])

  const bar = page.getByRole('region', { name: 'Focus' })
  await bar.getByText('8 of 12').waitFor()
  await bar.getByRole('button', { name: 'What needs it' }).click()
  await expect.poll(() => shown(page)).toEqual(['Cleaned'])
  await bar.getByRole('button', { name: 'Both' }).click()
  await bar.getByLabel('Dim the rest').check()
  await expect.poll(() => shown(page)).toHaveLength(12)
  expect(await page.locator('.pw-card[data-dim="true"]').count()).toBe(4)
  await page.keyboard.press('Escape')
  await bar.waitFor({ state: 'detached' })
  await addressSays(page, 'focus', null)
})

step('what is looked for is shown though a focus hid it', async ({ page }) => {
  await rightClick(page, 'Raw')
  await choose(page, 'Only what this depends on')
  await expect.poll(() => shown(page)).not.toContain('Report')
  await page.getByRole('combobox', { name: 'Find in the pipeline' }).fill('Report')
  await page.keyboard.press('Enter')
  await card(page, 'Report').waitFor()
  await page.getByRole('region', { name: 'Focus' }).waitFor({ state: 'detached' })
})

step('a card that would take the focus late leaves it to somebody who types elsewhere by then', async ({ page }) => {
  await ask(page, '@Report')
  await comesTo(page, /^Report, /)
  // A machine that draws a frame a second.
  await page.evaluate(() => {
    const real = window.requestAnimationFrame
    window.requestAnimationFrame = draw => window.setTimeout(() => real(draw), 1000)
    Object.assign(window, { quickFrames: () => Object.assign(window, { requestAnimationFrame: real }) })
  })
  await ask(page, '@Raw')
  await page.getByRole('combobox', { name: 'Find in the pipeline' }).fill('Load')
  await page.waitForTimeout(1500)
  expect(await focused(page)).toBe('Find in the pipeline')
  await page.evaluate(() => void (window as unknown as { quickFrames: () => void }).quickFrames())
})

step('frames stand around what runs on one resource, inherited or not', async ({ page }) => {
  await page.getByRole('button', { name: 'View ▾' }).click()
  await page.getByLabel('By resource').check()
  await page.keyboard.press('Escape')
  const cluster = page.getByRole('region', { name: 'Cluster: 2 run on it, 1 by inheritance' })
  await cluster.waitFor()
  const frame = await cluster.boundingBox()
  const clean = await card(page, 'Clean').boundingBox()
  const box = await card(page, 'Box').boundingBox()
  if (!frame || !clean || !box) throw new Error('A frame or a card is not on the page.')
  expect(clean.x > frame.x && clean.x + clean.width < frame.x + frame.width).toBe(true)
  expect(
    box.x > frame.x && box.x + box.width < frame.x + frame.width && box.y > frame.y && box.y < frame.y + frame.height,
  ).toBe(false)
  await addressSays(page, 'group', 'resource')
})

step('a card is moved within its frame, and stands where it stood without frames', async ({ page, studio }) => {
  await still(page)
  const [clean, raw] = await places(page, ['Clean', 'Raw'])
  const from = await middle(card(page, 'Clean'))
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(from.x + 20, from.y + 60, { steps: 5 })
  await page.mouse.up()
  await expect.poll(async () => (await places(page, ['Clean']))[0]?.y).toBeGreaterThan((clean?.y ?? 0) + 40)
  expect(await places(page, ['Raw'])).toEqual([raw])
  expect(await savedText(page, studio, pipelineId)).toBe(definition)
  await page.getByRole('button', { name: 'By resource ▾' }).click()
  await page.getByLabel('No frames').check()
  expect(await page.getByRole('button', { name: 'Tidy' }).isDisabled()).toBe(true)
  await page.getByLabel('By resource').check()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Tidy' }).click()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('button', { name: 'Undo' }).click()
})

step('a frame collapses to one card, which its address keeps and two clicks open', async ({ page }) => {
  await page.getByRole('button', { name: 'Collapse Cluster' }).click()
  const collapsed = page.locator('.pw-card[data-box="true"]')
  await collapsed.waitFor()
  await collapsed.getByText(/^\d objects$/).waitFor()
  expect(await shown(page)).not.toContain('Clean')
  await addressSays(page, 'collapse', 'Cluster')
  await page.reload()
  await collapsed.waitFor()
  expect(await shown(page)).not.toContain('Clean')
  await collapsed.dblclick()
  await card(page, 'Clean').waitFor()
  await page.getByRole('button', { name: 'By resource ▾' }).click()
  await page.getByLabel('No frames').check()
  await page.keyboard.press('Escape')
  await page.locator('.pw-container').first().waitFor({ state: 'detached' })
})

step('aligned cards are one step to undo, and the text stays as it is', async ({ page, studio }) => {
  const ids = ['Raw', 'Clean', 'Load'] as const
  const before = await places(page, ids)
  await card(page, 'Raw').click()
  await card(page, 'Clean').click({ modifiers: ['Shift'] })
  await card(page, 'Load').click({ modifiers: ['Control'] })
  expect(await selected(page)).toEqual(['Clean', 'Load', 'Raw'])
  await rightClick(page, 'Clean')
  await choose(page, 'Line up', 'Align left')
  await expect.poll(async () => new Set((await places(page, ids)).map(one => one.x)).size).toBe(1)
  const aligned = await places(page, ids)
  expect(new Set(aligned.map(one => one.y)).size, 'no card lies over another').toBe(3)
  await page.getByRole('button', { name: 'Align ▾' }).click()
  await choose(page, 'Distribute down')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => places(page, ids)).toEqual(aligned)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => places(page, ids)).toEqual(before)
  expect(await savedText(page, studio, pipelineId)).toBe(definition)
})

step('many cards are selected by a band, or by their type', async ({ page }) => {
  await page.keyboard.press('Escape')
  const [from, to] = [await card(page, 'Raw').boundingBox(), await middle(card(page, 'Clean'))]
  if (!from) throw new Error('Raw is not on the page.')
  await page.keyboard.down('Shift')
  await page.mouse.move(from.x - 12, from.y - 12)
  await page.mouse.down()
  await page.mouse.move(to.x, to.y, { steps: 8 })
  await page.mouse.up()
  await page.keyboard.up('Shift')
  await expect.poll(() => selected(page)).toEqual(['Clean', 'Raw'])
  await rightClick(page, 'Report')
  await choose(page, 'Select', 'All of this type')
  expect(await selected(page)).toEqual(['Load', 'Report'])
})

step('a note is written from the menu and lies beneath its card', async ({ page, studio }) => {
  await rightClick(page, 'Raw')
  await choose(page, 'Add a note')
  await page.getByRole('textbox', { name: 'Note of Raw' }).fill('From the shop, about 01:30.')
  await page.keyboard.press('Control+Enter')
  const text = await changedText(page, studio, pipelineId, definition)
  expect(text).toContain('"myComment": "From the shop, about 01:30."')
  await page.getByRole('button', { name: 'View ▾' }).click()
  await page.getByLabel('Notes').check()
  await page.keyboard.press('Escape')
  await page.getByText('From the shop, about 01:30.').waitFor()
  await page.getByText('Ask before you change it.').waitFor()
  await addressSays(page, 'notes', 'open')
  await rightClick(page, 'Raw')
  await choose(page, 'Edit the note')
  await page.getByRole('dialog', { name: 'Note of Raw' }).getByRole('button', { name: 'Remove' }).click()
  expect(await changedText(page, studio, pipelineId, text)).toBe(definition)
})

step('inherited references are drawn on demand, and told by a card', async ({ page }) => {
  const lines = page.locator('.pw-edge[data-layer="inherited"]')
  expect(await lines.count()).toBe(0)
  await page.getByRole('button', { name: 'Lines ▾' }).click()
  await page.getByLabel('Inherited references').check()
  await page.keyboard.press('Escape')
  await expect.poll(() => lines.count()).toBeGreaterThan(3)
  const title = await card(page, 'Clean').locator('.pw-card').getAttribute('title')
  expect(title).toContain('From Base: runsOn')
  expect(title).toContain('From Default: scheduleType, schedule')
})

step('axe finds nothing serious about frames, notes, a focus and what is collapsed', async ({ page }) => {
  const base = new URL(page.url())
  base.search = '?group=resource&collapse=Box~Raw&notes=open&focus=both-dim~Clean&lines=inheritance'
  await page.goto(base.href)
  await page.locator('.pw-card[data-box="true"]').waitFor()
  await page.getByRole('region', { name: 'Focus' }).waitFor()
  expect(await seriousIn(page, 'the graph', undefined, '.pw-designer-canvas')).toEqual([])
  base.search = '?notes=open&lines=inheritance'
  await page.goto(base.href)
  await card(page, 'Raw').waitFor()
})

const saved = async (page: Page, kind: string): Promise<Buffer> => {
  await page.getByRole('button', { name: 'Picture ▾' }).click()
  const [download] = await Promise.all([page.waitForEvent('download') as Promise<Download>, choose(page, kind)])
  expect(download.suggestedFilename()).toBe(`pipeline.${kind.toLowerCase()}`)
  return readFile(await download.path())
}

step('the picture holds the whole graph and its definition, as SVG and as PNG', async ({ page }) => {
  const svg = (await saved(page, 'SVG')).toString('utf8')
  expect(definitionInSvg(svg)).toBe(definition)
  const drawn = await page.evaluate(source => {
    const parsed = new DOMParser().parseFromString(source, 'image/svg+xml')
    const root = parsed.documentElement
    return {
      broken: parsed.querySelector('parsererror') !== null,
      texts: [...parsed.querySelectorAll('text')].map(one => one.textContent),
      width: Number(root.getAttribute('width')),
      height: Number(root.getAttribute('height')),
    }
  }, svg)
  expect(drawn.broken).toBe(false)
  for (const name of names) expect(drawn.texts).toContain(name)
  expect(drawn.texts).toContain('Ask before you change it.')
  const png = await saved(page, 'PNG')
  expect(png.toString('latin1', 1, 4)).toBe('PNG')
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([drawn.width * 2, drawn.height * 2])
})
