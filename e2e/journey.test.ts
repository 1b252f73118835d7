import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { card, caretAfter, changedText, drawLine, insertion, savedText } from './designer.ts'
import { keepPicture, openBrowser, openPage, type Studio, startStudio, until } from './studio.ts'

let studio: Studio
let browser: Browser
let page: Page
let errors: readonly string[]

beforeAll(async () => {
  studio = await startStudio()
  browser = await openBrowser()
  const opened = await openPage(browser, studio)
  page = opened.page
  errors = opened.errors
  page.setDefaultTimeout(20_000)
})
afterAll(async () => {
  await browser?.close()
  await studio?.close()
})

const pipelineOf = (address: string) => /\/pipelines\/([^/?]+)/.exec(address)?.[1] ?? ''
const step = (sentence: string, work: () => Promise<void>) =>
  it(sentence, async ({ onTestFailed }) => {
    onTestFailed(() => keepPicture(page, sentence))
    await work()
    expect(errors, 'no page reported an error').toEqual([])
  })

describe('from the template to a finished, costed run', () => {
  let id = ''
  let original = ''
  let text = ''

  step('a first start offers the example, and one click opens it', async () => {
    await page.getByRole('button', { name: 'Run the daily retraining example' }).click()
    await page.waitForURL(/\/pipelines\/df-[^/]+\/launch/)
    id = pipelineOf(page.url())
    await page.getByRole('link', { name: 'Design', exact: true }).click()
    await card(page, 'BuildFeatures').waitFor()
    original = await savedText(page, studio, id)
  })

  step('a type dragged from the palette becomes an object at the end of the list, and nothing else changes', async () => {
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
  })

  step('a line drawn between two cards by their grips becomes one reference', async () => {
    const before = text
    await drawLine(page, 'ExtractTransactions', 'ShellCommandActivity')
    text = await changedText(page, studio, id, before)
    expect(insertion(before, text)).toMatch(/^,\s+"dependsOn": \{ "ref": "ExtractTransactions" \}$/)
  })

  step('its form writes at its place and nowhere else', async () => {
    const before = text
    const form = page.getByRole('complementary', { name: 'Settings' })
    await form.getByRole('textbox', { name: 'command' }).fill('wc -l *.csv')
    await form.getByRole('combobox', { name: 'runsOn' }).selectOption('PrepInstance')
    text = await until('both fields in the text', async () => {
      const now = await savedText(page, studio, id)
      return /"wc -l[^}]+PrepInstance/.test(now) && now
    })
    expect(insertion(before, text)).toMatch(/^,\s+"command": "wc -l \*.csv",\s+"runsOn": \{ "ref": "PrepInstance" \}$/)
    await expect.poll(() => page.getByRole('button', { name: /Problems/ }).innerText()).not.toContain('error')
  })

  step('what is typed into the JSON shows on the canvas and in the form', async () => {
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
})
