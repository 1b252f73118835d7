import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ask, tabTo } from './keys.ts'
import { call, openBrowser, openPage, type Studio, startStudio } from './studio.ts'
import { everyView, goTo, seriousIn } from './views.ts'

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

const press =
  (...keys: readonly string[]) =>
  async (page: Page) => {
    for (const key of keys) await page.keyboard.press(key)
  }
const button = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name }).first().click()
const inActions = (name: string) => async (page: Page) => {
  const item = page.getByRole('menuitem', { name })
  // A press while the dialog before it is still leaving opens nothing.
  for (let tries = 0; tries < 4 && !(await item.isVisible()); tries++) {
    await button('Actions')(page)
    await item.waitFor({ timeout: 3000 }).catch(() => {})
  }
  await item.click()
}
/** Goes to a card, which takes the focus a moment after it is chosen: what is done before then loses the focus to it. */
const goToCard = async (page: Page) => {
  await ask(page, '@Break')
  await page.locator('.react-flow__node:focus').waitFor()
}
/** A key at a card that has the focus. */
const atCard = (key: string) => async (page: Page) => {
  await goToCard(page)
  await page.keyboard.press(key)
}
/** The list of fields that the form of a card can add. */
const atFields = async (page: Page) => {
  await goToCard(page)
  await page.getByRole('combobox', { name: /^Add a field/ }).focus()
}
const askFor = (words: string) => async (page: Page) => {
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.type(words)
}

type Layer = readonly [view: string, name: string, open: (page: Page) => Promise<void>, box: string]

/** All that opens over a view: how it is opened, and what it is in the page. */
function layersOver(views: Readonly<Record<string, string>>): readonly Layer[] {
  const design = (views['the designer'] ?? '').replace('&source=open&problems=open', '')
  const run = views['a failed run with attempt and log'] ?? ''
  const [list, menu, dialog] = ['.pw-picker', '.pw-menu[role="menu"]', '[role="dialog"]']
  return [
    [design, 'the palette', press('Control+k'), list],
    [design, 'the palette with nothing found', askFor('zzzz'), list],
    [design, 'the sheet of shortcuts', atCard('?'), '.pw-sheet'],
    [design, 'the choice of what to connect to', atCard('c'), list],
    [design, 'the choice of a line to follow', atCard('j'), list],
    [design, 'the menu of a card', atCard('Shift+F10'), menu],
    [design, 'the note of a card', page => ask(page, 'write a note'), '.pw-sticky-editor'],
    [design, 'how the cards stand', button(/^View/), '.pw-stand'],
    [design, 'the legend of lines', button(/^Lines/), '.pw-legend'],
    [design, 'the menu of pictures', button(/^Picture/), menu],
    [design, 'the choice of a field', atFields, '.pw-add-list'],
    [
      design,
      'objects found',
      page => page.getByRole('combobox', { name: 'Find in the' }).fill('break'),
      '.pw-find-list',
    ],
    [design, 'the export dialog', inActions('Export…'), dialog],
    [design, 'the clone dialog', inActions('Clone…'), dialog],
    [design, 'the tags dialog', inActions('Edit tags…'), dialog],
    [design, 'the delete dialog', inActions('Delete…'), dialog],
    [design, 'the activate dialog', button('Activate…'), '.pw-activate-facts'],
    [design, 'what the service says', button('Save to the service'), dialog],
    [design, 'the choice of a region', button(/^Region/), '.pw-region-menu'],
    [run, 'the rerun dialog', button('Rerun from failed step'), dialog],
    ['/create?from=import', 'the window of the store', button('Choose from S3'), '.pw-s3-dialog[open]'],
    ['/storage', 'the palette elsewhere', press('F1'), list],
  ]
}

it('axe finds nothing serious or critical on any view, in the light and in the dark', async () => {
  const { page, errors } = await openPage(browser, studio)
  const found: string[] = []
  for (const [name, address] of Object.entries(views)) {
    await goTo(page, studio, address)
    found.push(...(await seriousIn(page, name)))
    await page.getByRole('button', { name: 'Use the dark theme' }).click()
    // Only colours differ between the themes.
    found.push(...(await seriousIn(page, `${name}, dark`, ['color-contrast'])))
    await page.getByRole('button', { name: 'Use the light theme' }).click()
  }
  expect(found).toEqual([])
  expect(errors).toEqual([])
})

it.each(['light', 'dark'] as const)('nor in anything that opens over one, in the %s', async theme => {
  const { page, errors } = await openPage(browser, studio, theme)
  // What fades in is to be looked at as it is in the end.
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const found: string[] = []
  let here = ''
  for (const [view, name, open, box] of layersOver(views)) {
    if (view !== here) await goTo(page, studio, view)
    here = view
    await open(page)
    const layer = page.locator(box).filter({ visible: true }).first()
    await layer.waitFor()
    await layer.getByText(/./).first().waitFor()
    found.push(...(await seriousIn(page, name, theme === 'dark' ? ['color-contrast'] : undefined, box)))
    await page.keyboard.press('Escape')
    await expect
      .poll(() => page.locator(box).filter({ visible: true }).count(), { message: `${name} stays open` })
      .toBe(0)
  }
  expect(found).toEqual([])
  expect(errors).toEqual([])
})

it('Escape leaves a dialog also when what had the focus in it is gone', async () => {
  const { page, errors } = await openPage(browser, studio)
  await goTo(page, studio, views['the designer'] ?? '')
  await inActions('Clone…')(page)
  await page.getByRole('dialog').waitFor()
  await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur())
  await page.keyboard.press('Escape')
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
  expect(errors).toEqual([])
})

it('a pipeline is built, saved and launched without a mouse', async () => {
  const { page, errors } = await openPage(browser, studio)
  const { pipelineId } = await call<{ pipelineId: string }>(studio, 'ImportPipeline', { name: 'by keys', text: bare })
  await page.goto(`${new URL(studio.ready.url).origin}/pipelines/${pipelineId}/design`)
  await page.getByRole('searchbox', { name: 'Find a type of object' }).waitFor()
  const press = (key: string) => page.keyboard.press(key)

  await tabTo(page, 'Find a type of object')
  await page.keyboard.type('shell')
  await press('Enter')
  await tabTo(page, 'command')
  await page.keyboard.type('echo made by keys')
  await tabTo(page, 'runsOn')
  await page.keyboard.type('Machine')
  await expect
    .poll(async () => (await call<{ text: string }>(studio, 'GetDraft', { pipelineId })).text)
    .toMatch(/"command": "echo made by keys",\s+"runsOn": \{\s*"ref": "Machine"\s*\}/)
  await tabTo(page, 'Launch…')
  await press('Enter')
  await page.getByRole('button', { name: 'Run once now' }).waitFor()
  await tabTo(page, 'Run once now')
  await press('Enter')
  await page.locator('.pw-run-title .pw-status', { hasText: /^FINISHED$/ }).waitFor({ timeout: 60_000 })
  expect(errors).toEqual([])
})

const bare = `{ "objects": [
  { "id": "Default", "name": "Default", "scheduleType": "ondemand", "role": "DataPipelineDefaultRole",
    "resourceRole": "DataPipelineDefaultResourceRole", "pipelineLogUri": "s3://e2e-small/logs/" },
  { "id": "Machine", "name": "Machine", "type": "Ec2Resource", "instanceType": "m5.large", "terminateAfter": "1 Hour" }
] }
`
