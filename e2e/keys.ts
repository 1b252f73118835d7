import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** What somebody without a mouse does, and hears. Nothing here clicks, or moves the focus by script. */

/** Presses Tab until what is named has the focus, as somebody without a mouse does. */
export async function tabTo(page: Page, name: string): Promise<void> {
  for (let tries = 0; tries < 150; tries++) {
    const here = await focused(page)
    if (here === name || here.startsWith(`${name} `)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab does not come to ${name}.`)
}

/** Does what the palette finds first for some words. */
export async function ask(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await choose(page, 'What do you want to do?', words)
}

/** Types into the list that is open until it offers what is meant, and takes it. */
export async function choose(page: Page, title: string | RegExp, words: string): Promise<void> {
  const list = page.getByRole('dialog', { name: title })
  await list.waitFor()
  await page.keyboard.type(words)
  await list.getByRole('option').first().waitFor()
  await page.keyboard.press('Enter')
}

/** What is read out of what has the focus: `CopyData, CopyActivity, selected`, or the label of a field. */
export const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const at = document.activeElement
    if (!(at instanceof HTMLElement) || at === document.body) return ''
    const labels = 'labels' in at ? [...((at.labels as NodeListOf<HTMLLabelElement> | null) ?? [])] : []
    const label = at.getAttribute('aria-label') ?? (labels.length > 0 ? labels[0]?.textContent : at.textContent)
    return (label ?? '').trim()
  })

export const comesTo = (page: Page, label: string | RegExp) => expect.poll(() => focused(page)).toMatch(label)

/** What is said to people who hear the page: the newest sentences of the graph's log. */
export const heard = (page: Page): Promise<readonly string[]> =>
  page.getByRole('log', { name: 'What happened to the graph' }).locator('p').allTextContents()

export const hears = (page: Page, sentence: string | RegExp) =>
  expect.poll(async () => (await heard(page)).join('\n')).toMatch(sentence)
