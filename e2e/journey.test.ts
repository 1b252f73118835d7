import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import type { Draft } from '../src/api/versions.ts'
import type { InstanceRow } from '../src/core/runs/instance.ts'
import { card, caretAfter, changedText, drawLine, insertion, middle, savedText } from './designer.ts'
import { story } from './story.ts'
import { call, openPage, s3Client, until } from './studio.ts'

const step = story()
const pipelineOf = (address: string) => /\/pipelines\/([^/?]+)/.exec(address)?.[1] ?? ''
const panel = (page: Page, title: string) =>
  page.locator('.pw-panel', { has: page.getByRole('heading', { name: title }) })
const pages = (page: Page) => page.getByRole('navigation', { name: 'Pages of this pipeline' })
const runStatus = (page: Page, status: string) =>
  page.locator('.pw-run-title .pw-status', { hasText: new RegExp(`^${status}$`) })
describe('from the template to a finished, costed run', () => {
  let id = ''
  let original = ''
  let text = ''
  let failedRun = ''

  step('a first start offers the example, and one click opens it', async ({ page, studio }) => {
    await page.getByRole('button', { name: 'Run the daily retraining example' }).click()
    await page.waitForURL(/\/pipelines\/df-[^/]+\/launch/)
    id = pipelineOf(page.url())
    await pages(page).getByRole('link', { name: 'Design' }).click()
    await card(page, 'BuildFeatures').waitFor()
    original = await savedText(page, studio, id)
  })

  step(
    'a type dragged from the palette becomes an object at the end of the list, and nothing else changes',
    async ({ page, studio }) => {
      await page.getByRole('button', { name: /^ShellCommandActivity/ }).dragTo(page.locator('.pw-canvas'), {
        targetPosition: { x: 330, y: 560 },
      })
      await card(page, 'ShellCommandActivity').waitFor()
      text = await changedText(page, studio, id, original)
      expect(JSON.parse(insertion(original, text).replace(/^,|,$/, ''))).toEqual({
        id: 'ShellCommandActivity',
        name: 'ShellCommandActivity',
        type: 'ShellCommandActivity',
      })
    },
  )

  step('a line drawn between two cards by their grips becomes one reference', async ({ page, studio }) => {
    const before = text
    await drawLine(page, 'ExtractTransactions', 'ShellCommandActivity')
    text = await changedText(page, studio, id, before)
    expect(insertion(before, text)).toMatch(/^,\s+"dependsOn": \{ "ref": "ExtractTransactions" \}$/)
  })

  step('its form writes at its place and nowhere else', async ({ page, studio }) => {
    const before = text
    const form = page.getByRole('complementary', { name: 'Settings' })
    await form.getByRole('textbox', { name: 'command' }).fill('wc -l *.csv')
    await form.getByRole('combobox', { name: 'runsOn' }).selectOption('PrepInstance')
    text = await until('both fields in the text', async () => {
      const now = await savedText(page, studio, id)
      return /"wc -l[^}]+PrepInstance/.test(now) && now
    })
    expect(insertion(before, text)).toMatch(/^,\s+"command": "wc -l \*.csv",\s+"runsOn": \{ "ref": "PrepInstance" \}$/)
    await expect.poll(() => page.getByRole('button', { name: /Problems/ }).textContent()).not.toContain('error')
  })

  step('a card moved by hand changes no character, and undo takes it back', async ({ page, studio }) => {
    const pinOf = async () => (await call<Draft>(studio, 'GetDraft', { pipelineId: id })).pins.ShellCommandActivity
    const before = await pinOf()
    const place = await middle(card(page, 'ShellCommandActivity'))
    await page.mouse.move(place.x, place.y)
    await page.mouse.down()
    await page.mouse.move(place.x + 60, place.y + 40, { steps: 6 })
    await page.mouse.up()
    await expect.poll(pinOf).not.toEqual(before)
    expect(await savedText(page, studio, id)).toBe(text)
    await page.keyboard.press('Control+z')
    await expect.poll(pinOf).toEqual(before)
  })

  step('what is typed into the JSON shows on the canvas and in the form', async ({ page, studio }) => {
    await page.getByRole('button', { name: /Source/ }).click()
    await page.locator('.monaco-editor .view-line').first().waitFor()
    const before = text
    await caretAfter(page, '"command": "wc')
    await page.keyboard.press('Enter')
    await page.keyboard.type('"maximumRetries": "3",')
    text = await changedText(page, studio, id, before)
    expect(insertion(before, text).replace(/\s/g, '')).toBe('maximumRetries":"3","')
    await expect.poll(() => page.getByRole('textbox', { name: 'maximumRetries' }).inputValue()).toBe('3')
  })

  step('while the JSON is broken the canvas keeps its last good state and says so', async ({ page, studio }) => {
    const cards = await page.locator('.react-flow__node').count()
    await page.keyboard.press('Home')
    await page.keyboard.press('Delete')
    await page.getByText('The text is broken.').waitFor()
    await page.waitForTimeout(400)
    expect(await page.locator('.react-flow__node').count()).toBe(cards)
    expect(await card(page, 'ShellCommandActivity').textContent()).toContain('ShellCommandActivity')
    await page.getByRole('button', { name: /Problems/ }).click()
    await page
      .getByRole('region', { name: 'Problems' })
      .getByText(/^line \d+, column \d+$/)
      .first()
      .waitFor()
    await page.keyboard.press('Control+z')
    await page.getByText('The text is broken.').waitFor({ state: 'hidden' })
    expect(await savedText(page, studio, id)).toBe(text)
  })

  step('undo goes back through text, form, line and card to the first character', async ({ page, studio }) => {
    const undo = page.getByRole('button', { name: 'Undo' })
    for (let steps = 0; steps < 60 && (await undo.isEnabled()); steps++) await page.keyboard.press('Control+z')
    expect(await undo.isEnabled()).toBe(false)
    await card(page, 'ShellCommandActivity').waitFor({ state: 'detached' })
    expect(
      await until('the first text', async () => (await savedText(page, studio, id)) === original && original),
    ).toBe(original)
  })

  step('a launch with changed parameters tells its cost before', async ({ page }) => {
    await pages(page).getByRole('link', { name: 'Launch' }).click()
    const cost = panel(page, 'What it will cost')
    await cost.getByText('Likely, one run').waitFor()
    expect(await cost.textContent()).toMatch(/Likely, one run\s*\$\d/)
    await page.getByRole('textbox', { name: 'Length of a training step' }).fill('0.1')
    await page.getByRole('textbox', { name: /Passes over the training data/ }).fill('20')
    await page.getByRole('textbox', { name: /Payments to make up/ }).fill('2000')
    await page.getByText('3 changed here').waitFor()
    await page.getByRole('button', { name: 'Run once now' }).click()
    await page.waitForURL(/\/runs\/2\d{3}-/)
    await page.getByRole('heading', { name: /^Run of/ }).waitFor()
  })

  step('one watches it run and finish without touching the page', async ({ page }) => {
    await runStatus(page, 'RUNNING').waitFor()
    await runStatus(page, 'FINISHED').waitFor({ timeout: 90_000 })
    const head = await page.locator('.pw-run-head').textContent()
    expect(head).toContain('myLearningRate=0.1')
    expect(head).toContain('myEpochs=20')
    expect(head).toMatch(/Cost accrued\s*\$0\.\d*[1-9]/)
  })

  step('a setting that fails shows the failed step, its log and the reason at once', async ({ page }) => {
    await pages(page).getByRole('link', { name: 'Launch' }).click()
    await page.getByRole('button', { name: 'Steps too long' }).click()
    await page.getByRole('textbox', { name: /Payments to make up/ }).fill('2000')
    await page.getByRole('button', { name: 'Run once now' }).click()
    await runStatus(page, 'FAILED').waitFor({ timeout: 90_000 })
    const shown = page.getByRole('region', { name: 'Train the model, selected' })
    await shown.getByText('The training diverged', { exact: true }).waitFor()
    const log = shown.getByRole('log')
    await log.getByText('Traceback (most recent call last):').waitFor()
    await log.getByText(/TrainingDiverged: the loss is .+ the learning rate 60 is too high/).click()
    expect(await shown.getByRole('tab', { name: 'StdError' }).getAttribute('aria-selected')).toBe('true')
    failedRun = page.url()
  })

  step(
    'rerun from the failed step, its program mended in the store, runs that step and what follows, and finishes',
    async ({ page, studio }) => {
      const client = s3Client(studio)
      const place = { Bucket: 'fraud-retraining', Key: 'code/train.py' }
      const program = (await (await client.send(new GetObjectCommand(place))).Body?.transformToString()) ?? ''
      await client.send(
        new PutObjectCommand({
          ...place,
          Body: program.replace('labels, args.learning_rate', 'labels, min(args.learning_rate, 0.1)'),
        }),
      )
      await page.getByRole('button', { name: 'Rerun from failed step' }).click()
      const dialog = page.getByRole('dialog', { name: 'Rerun from the failed step?' })
      expect(await dialog.textContent()).toContain('What had finished is not run again.')
      await dialog.getByRole('button', { name: /^Rerun \d+ objects?$/ }).click()
      await runStatus(page, 'FINISHED').waitFor({ timeout: 90_000 })
      const scheduledStart = Date.parse(/runs\/([^?]+)/.exec(decodeURIComponent(page.url()))?.[1] ?? '')
      const { instances } = await call<{ instances: InstanceRow[] }>(studio, 'ListInstances', {
        pipelineId: id,
        scheduledStart,
      })
      const tries = Object.fromEntries(
        instances.filter(one => one.family === 'activity').map(one => [one.componentId, one.attemptCount]),
      )
      expect(tries).toEqual({
        GenerateTransactions: 1,
        ExtractTransactions: 1,
        BuildFeatures: 1,
        TrainModel: 2,
        EvaluateModel: 1,
        DeployModel: 1,
      })
    },
  )

  step('what it came to stands beside what was estimated', async ({ page }) => {
    await page.getByRole('tab', { name: 'Cost' }).click()
    await page.getByText('Accrued, this run').waitFor()
    expect(await page.locator('.pw-cost-lines').textContent()).toMatch(/TrainModel, try 2/)
    await pages(page).getByRole('link', { name: 'Cost' }).click()
    await page.getByRole('heading', { name: 'Estimate' }).waitFor()
  })

  step('every view has an address that opens it in a fresh browser as it was', async ({ page, studio, browser }) => {
    const origin = new URL(page.url()).origin
    const run = /runs\/([^?]+)/.exec(failedRun)?.[1]
    const views = [
      '/',
      '/?q=retraining&sort=-last',
      `/pipelines/${id}/design?select=TrainModel&source=open&problems=open`,
      `/pipelines/${id}/launch`,
      `/pipelines/${id}/runs?status=FINISHED`,
      failedRun.slice(origin.length),
      `/pipelines/${id}/runs/${run}?tab=graph&instance=none`,
      `/pipelines/${id}/runs/${run}?tab=table&instance=none&tz=local`,
      `/pipelines/${id}/cost`,
      '/runs?range=24h',
      '/cost',
      '/notices',
      '/storage',
    ]
    const { context } = await openPage(browser, studio)
    for (const view of views) {
      const { here, there } = await withinAMinute(async () => {
        await page.goto(origin + view)
        const here = await restingText(page)
        const fresh = await context.newPage()
        await fresh.goto(page.url())
        const there = await restingText(fresh)
        await fresh.close()
        return { here, there }
      })
      expect(there === here || differing(here, there), view).toBe(true)
    }
  })
})

/** Does something again where a minute ended meanwhile, since pages tell when a run would be that begins now. */
async function withinAMinute<T>(work: () => Promise<T>): Promise<T> {
  const minute = () => Math.floor(Date.now() / 60_000)
  for (;;) {
    const begun = minute()
    const result = await work()
    if (minute() === begun) return result
  }
}

/** What a page says once it says no more and waits for nothing, without what the clock moves. */
async function restingText(on: Page): Promise<string> {
  let before = ''
  for (let tries = 0; tries < 40; tries++) {
    await on.waitForTimeout(200)
    const { text, waits } = await on.evaluate(() => ({
      text: document.querySelector('main')?.textContent ?? '',
      waits: document.querySelector('.pw-wait') !== null,
    }))
    const now = text.replaceAll(/\d+[smhd] ago|in \d+[smhd]|now/g, 'then')
    if (now === before && now.length > 20 && !waits) return now
    before = now
  }
  throw new Error(`The page ${on.url()} comes to no rest.`)
}

/** Where two texts begin to differ, for people. */
function differing(a: string, b: string): string {
  let at = 0
  while (a[at] === b[at]) at++
  return `… ${a.slice(Math.max(0, at - 40), at + 60)} … became … ${b.slice(Math.max(0, at - 40), at + 60)} …`
}
