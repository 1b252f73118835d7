import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { PipelineSummary } from '../src/api/pipelines.ts'
import type { Draft } from '../src/api/versions.ts'
import { small } from './small.ts'
import { story } from './story.ts'
import { call, type Studio } from './studio.ts'

const step = story()

const dialog = (page: Page, name: string) => page.getByRole('dialog', { name })
const home = (page: Page) =>
  page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: 'Pipelines' }).click()
const list = async (studio: Studio) =>
  (await call<{ pipelines: PipelineSummary[] }>(studio, 'ListPipelineSummaries')).pipelines
const tick = (page: Page, name: string) => page.getByRole('checkbox', { name: `Tick ${name}`, exact: true }).check()
const choose = async (page: Page, action: string) => {
  await page.getByRole('button', { name: 'Actions' }).click()
  await page.getByRole('menuitem', { name: action }).click()
}

step('a pasted definition is told apart, named and kept to the character', async ({ page, studio }) => {
  await page.getByRole('button', { name: /Import a definition/ }).click()
  await page.getByRole('textbox', { name: /paste the text/ }).fill(small)
  await page.getByText(/AWS CLI: 6 objects, 0 parameters/).waitFor()
  await page.getByRole('textbox', { name: 'Name' }).fill('morning')
  await page.getByRole('button', { name: 'Edit in the designer' }).click()
  await page.waitForURL(/\/design/)
  const [made] = await list(studio)
  expect(made).toMatchObject({ name: 'morning', objects: 6, state: 'PENDING' })
  expect((await call<Draft>(studio, 'GetDraft', { pipelineId: made?.id })).text).toBe(small)
})

step('a file brings its name along, and its repairs are shown before anything is created', async ({ page, studio }) => {
  const folder = await mkdtemp(join(tmpdir(), 'pipewright-import-'))
  const file = join(folder, 'evening.json')
  await writeFile(file, small.replace('"type": "SnsAlarm",', '"type": "SnsAlarm"'))
  await home(page)
  await page.getByRole('button', { name: 'Import' }).click()
  await page.locator('input[type=file]').setInputFiles(file)
  const repairs = page.getByRole('region', { name: 'Repairs' })
  await repairs.getByText('A comma is missing after this.').waitFor()
  expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('evening')
  await page.getByRole('button', { name: 'Edit in the designer' }).click()
  await page.waitForURL(/\/design/)
  await rm(folder, { recursive: true })
  expect((await list(studio)).map(one => one.name).sort()).toEqual(['evening', 'morning'])
})

step('a text that is no definition is refused with a sentence', async ({ page }) => {
  await home(page)
  await page.getByRole('button', { name: 'Import' }).click()
  await page.getByRole('textbox', { name: /paste the text/ }).fill('Dear Sir or Madam,')
  await page.getByText('No objects of a pipeline are in this text').waitFor()
  expect(await page.getByRole('button', { name: 'Create', exact: true }).isDisabled()).toBe(true)
  await page.getByRole('button', { name: 'Cancel' }).click()
})

step('a clone has the text of its original and a name of its own', async ({ page, studio }) => {
  await tick(page, 'morning')
  await choose(page, 'Clone…')
  await dialog(page, 'Clone morning').getByRole('textbox').fill('noon')
  await dialog(page, 'Clone morning').getByRole('button', { name: 'Clone' }).click()
  await page.waitForURL(/\/design/)
  const noon = (await list(studio)).find(one => one.name === 'noon')
  expect((await call<Draft>(studio, 'GetDraft', { pipelineId: noon?.id })).text).toBe(small)
})

step('what an alarm said stands in the notifications, and leads to the run', async ({ page, studio }) => {
  const id = (await list(studio)).find(one => one.name === 'morning')?.id
  await call(studio, 'RunOnce', { pipelineId: id })
  await page.getByRole('link', { name: 'Notifications' }).click()
  await page.getByRole('heading', { name: 'Something broke' }).waitFor({ timeout: 60_000 })
  await page.getByText('Break failed: look at its log').waitFor()
  await page.getByRole('link', { name: /^@Break_/ }).click()
  await page.getByRole('region', { name: 'Break, selected' }).getByText('FAILED').first().waitFor()
  await page.getByText('ERROR: the table orders is not there').first().waitFor()
})

step('the storage browser goes down to a log and shows it unpacked', async ({ page }) => {
  await page.getByRole('link', { name: 'Storage' }).click()
  const open = (name: RegExp | string) => page.getByRole('button', { name }).click()
  await open('e2e-small/')
  await open('logs/')
  await open(/^df-/)
  await open('Break/')
  await open(/^@Break_/)
  await open(/Attempt/)
  await open(/StdError/)
  await page
    .getByRole('region', { name: /StdError/ })
    .getByText('ERROR: the table orders is not there')
    .waitFor()
  await page.goBack()
})

step('a pipeline is deleted only when its name was typed', async ({ page, studio }) => {
  await home(page)
  await tick(page, 'noon')
  await choose(page, 'Delete…')
  const form = dialog(page, 'Delete noon?')
  const button = form.getByRole('button', { name: 'Delete for good' })
  expect(await button.isDisabled()).toBe(true)
  await form.getByRole('textbox').fill('noo')
  expect(await button.isDisabled()).toBe(true)
  await form.getByRole('textbox').fill('noon')
  await button.click()
  await page.getByRole('link', { name: 'noon', exact: true }).waitFor({ state: 'detached' })
  expect((await list(studio)).map(one => one.name).sort()).toEqual(['evening', 'morning'])
})

step('the list finds by words and state, and its address says so', async ({ page }) => {
  await page.getByRole('searchbox', { name: 'Find pipelines' }).fill('even')
  await page.getByText('1 of 2').first().waitFor()
  await expect.poll(() => page.url()).toContain('q=even')
  await page.reload()
  await page.getByText('1 of 2').first().waitFor()
})

step('an address that ends with the word pipelines is that of the list', async ({ page }) => {
  await page.goto(new URL('/pipelines', page.url()).href)
  await page.getByRole('searchbox', { name: 'Find pipelines' }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/')
})
