import type { Locator, Page } from 'playwright-core'
import type { Draft } from '../src/api/versions.ts'
import { call, type Studio, until } from './studio.ts'

/** What the browser journeys do in the designer, in the words of its users. */

export const card = (page: Page, id: string): Locator => page.locator(`.react-flow__node[data-id="${id}"]`)

/** The text that the server keeps once the page says that it is saved. */
export async function savedText(page: Page, studio: Studio, pipelineId: string): Promise<string> {
  await page.getByText('Draft saved').waitFor()
  return (await call<Draft>(studio, 'GetDraft', { pipelineId })).text
}

/** The saved text once it differs from an earlier one. */
export const changedText = (page: Page, studio: Studio, pipelineId: string, before: string): Promise<string> =>
  until(
    'the text to change',
    async () => {
      const now = await savedText(page, studio, pipelineId)
      return now !== before && now
    },
    15,
  )

/**
 * What stands in the later text beyond the earlier one, which must otherwise be the same to the character. Where the
 * stretch could be told in several ways, it is the one that ends last.
 */
export function insertion(before: string, after: string): string {
  let start = 0
  while (start < before.length && before[start] === after[start]) start++
  const added = after.slice(start, start + after.length - before.length)
  if (before.slice(0, start) + added + before.slice(start) !== after)
    throw new Error(
      `More changed than one stretch was added, from character ${start} on: ${after.slice(start, start + 80)}`,
    )
  return added
}

/** Drags a line from the right grip of one card to another card, as a hand does. */
export async function drawLine(page: Page, from: string, to: string): Promise<void> {
  await card(page, from).hover()
  const grip = await middle(card(page, from).locator('.react-flow__handle-right'))
  const goal = await middle(card(page, to))
  await page.mouse.move(grip.x, grip.y)
  await page.mouse.down()
  await page.mouse.move(grip.x + 30, grip.y + 10, { steps: 3 })
  await page.mouse.move(goal.x, goal.y, { steps: 12 })
  await page.mouse.up()
}

export async function middle(locator: Locator): Promise<{ x: number; y: number }> {
  const box = await locator.boundingBox()
  if (!box) throw new Error(`${locator} is not on the page.`)
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

/** Puts the caret of the source pane at the end of the first line in view that holds a text. */
export async function caretAfter(page: Page, text: string): Promise<void> {
  await page
    .locator('.view-line', { hasText: text })
    .first()
    .click({ position: { x: 60, y: 8 } })
  await page.keyboard.press('End')
}
