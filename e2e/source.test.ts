import type { Locator, Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { changedText, savedText } from './designer.ts'
import { story } from './story.ts'
import { call, type Studio, until } from './studio.ts'
import { seriousIn } from './views.ts'

const step = story()

/** Other programs may keep this machine busy. */
const soon = { timeout: 15_000 }

const definition = `{
  // Loads the orders of a day.
  "objects": [
    { "id": "Default", "scheduleType": "cron", "schedule": { "ref": "Daily" } },
    { "id": "Daily", "type": "Schedule", "period": "1 day", "startDateTime": "2026-01-01T06:00:00" },
    { "id": "Machine", "type": "Ec2Resource", "terminateAfter": "2 hours" },
    { "id": "Orders", "type": "S3DataNode", "directoryPath": "s3://orders/#{myRegion}" },
    {
      "id": "Load",
      "type": "ShellCommandActivity",
      "runsOn": { "ref": "Machine" },
      "input": { "ref": "Orders" },
      "stdout": "s3://logs/#{format(@scheduledStartTime, 'YYYY-MM-dd')}",
      "command": "echo "
    }
  ],
  "parameters": [
    { "id": "myRegion", "type": "String", "default": "eu" }
  ]
}
`

describe('the text pane, as a writer uses it', () => {
  let id = ''
  let text = ''

  const changed = async (page: Page, studio: Studio) => {
    text = await changedText(page, studio, id, text)
    return text
  }

  step('opens beside the graph, at the object that the address names', async ({ page, studio }) => {
    const made = await call<{ pipelineId: string }>(studio, 'ImportPipeline', { name: 'Orders', text: definition })
    id = made.pipelineId
    await page.goto(`${new URL(studio.ready.url).origin}/pipelines/${id}/design?source=open&select=Load`)
    await line(page, '"command"').waitFor()
    text = await savedText(page, studio, id)
    expect(text).toBe(definition)
  })

  step('proposes fields in an expression, best first, and tells the argument at hand', async ({ page, studio }) => {
    await caretBehind(page, '"command"', '"')
    await page.keyboard.type('#{format(@sch')
    await proposal(page, '@scheduledStartTime').waitFor()
    await page.keyboard.press('Enter')
    await page.keyboard.type(', ')
    await expect.poll(() => page.locator('.parameter-hints-widget').textContent(), soon).toContain('pattern: String')
    await page.keyboard.type("'")
    await page.keyboard.type('YYYY-MM')
    await page.keyboard.press('Escape')
    await until('the whole expression', async () => {
      text = await savedText(page, studio, id)
      return text.includes(`"command": "echo #{format(@scheduledStartTime, 'YYYY-MM`)
    })
  })

  step('takes all of that back, and undoes as the canvas does', async ({ page, studio }) => {
    for (let steps = 0; steps < 40 && text !== definition; steps += 1) {
      await page.keyboard.press('Control+z')
      text = await savedText(page, studio, id)
    }
    expect(text).toBe(definition)
  })

  step('tells what an expression comes to in the run that one chooses', async ({ page }) => {
    await word(page, '"stdout"', 'format').hover()
    const hover = page.locator('.monaco-hover-content').filter({ hasText: 'in the run of' })
    await expect.poll(() => hover.first().textContent(), soon).toMatch(/= \d{4}-\d\d-\d\d/)
    await page.locator('.pw-source').getByLabel('Values in').selectOption('first')
    await page.mouse.move(5, 5)
    await expect.poll(() => new URL(page.url()).searchParams.get('run'), soon).toBe('first')
    await word(page, '"stdout"', 'format').hover()
    await expect.poll(() => hover.first().textContent(), soon).toContain('= 2026-01-01')
    await page.mouse.move(5, 5)
  })

  step('goes from a reference to what it names, and renames it everywhere in one step', async ({ page, studio }) => {
    await word(page, '"runsOn"', 'Machine').click()
    await page.keyboard.press('F2')
    const name = page.locator('.rename-box input')
    await name.fill('Cluster')
    await name.press('Enter')
    await changed(page, studio)
    expect(text).toBe(
      definition.replace('"id": "Machine"', '"id": "Cluster"').replace('"ref": "Machine"', '"ref": "Cluster"'),
    )
    await word(page, 'directoryPath', 'myRegion').click()
    await page.keyboard.press('F2')
    await name.fill('myArea')
    await name.press('Enter')
    await changed(page, studio)
    expect(text.match(/myArea/g)).toHaveLength(2)
    await page.keyboard.press('Control+z')
    await changed(page, studio)
    await page.keyboard.press('Control+z')
    await changed(page, studio)
    expect(text).toBe(definition)
  })

  step('says why a name cannot be given', async ({ page }) => {
    await word(page, '"runsOn"', 'Machine').click()
    await page.keyboard.press('F2')
    const name = page.locator('.rename-box input')
    await name.fill('Orders')
    await name.press('Enter')
    await page.getByText('There is an object Orders already.').first().waitFor()
    await page.keyboard.press('Escape')
  })

  step('lays the text out on request only, and undoes it at once', async ({ page, studio }) => {
    await page.getByRole('button', { name: 'Format', exact: true }).click()
    await changed(page, studio)
    expect(text).toContain('    {\n      "id": "Daily",\n      "type": "Schedule",\n')
    expect(text).toContain('// Loads the orders of a day.')
    await page.keyboard.press('Control+z')
    await changed(page, studio)
    expect(text).toBe(definition)
  })

  step('has an outline, and finds objects by their names', async ({ page }) => {
    await page.getByRole('button', { name: 'Outline' }).click()
    const outline = page.getByRole('navigation', { name: 'Outline' })
    await expect
      .poll(() => outline.getByRole('heading').allTextContents())
      .toEqual(expect.arrayContaining(['Activities', 'Data nodes', 'Resources', 'Schedules', 'Parameters']))
    await outline.getByRole('button', { name: 'Orders' }).click()
    await expect.poll(() => new URL(page.url()).searchParams.get('select'), soon).toBe('Orders')
    await word(page, '"stdout"', 'format').click()
    await page.keyboard.press('Control+Shift+o')
    await page.keyboard.type('Daily')
    await page.locator('.quick-input-list').getByText('Daily').first().waitFor()
    await page.keyboard.press('Enter')
    await expect.poll(() => caretLine(page), soon).toContain('Daily')
    await page.getByRole('button', { name: 'Outline' }).click()
  })

  step('marks a wrong argument to the character, and mends from where it is', async ({ page, studio }) => {
    await caretBehind(page, '"command"', '"')
    await page.keyboard.type('#{minusDay(@scheduledStartTime, 1)')
    await page.keyboard.press('Escape')
    await expect.poll(() => page.locator('.squiggly-error').count(), soon).toBeGreaterThan(0)
    await word(page, '"command"', 'minusDay').click()
    await page.keyboard.press('Control+.')
    const fix = page.locator('.action-widget').getByText('Change command to')
    await fix.first().waitFor()
    await page.keyboard.press('Enter')
    await until('the mended text', async () => {
      text = await savedText(page, studio, id)
      return text.includes('#{minusDays(@scheduledStartTime, 1)}')
    })
  })

  step('points from the text to the form and the graph, and back, to the character', async ({ page }) => {
    await word(page, '"input"', 'Orders').click()
    const form = page.getByRole('complementary', { name: 'Settings' })
    await expect.poll(() => form.locator('[data-spot="true"] label').first().textContent(), soon).toBe('input')
    await expect.poll(() => page.locator('[data-chosen="true"]').count(), soon).toBe(1)
    await expect.poll(() => spotText(page), soon).toBe('{ "ref": "Orders" }')
    await form.getByRole('combobox', { name: 'runsOn' }).focus()
    await expect.poll(() => spotText(page), soon).toBe('{ "ref": "Machine" }')
    await form.getByRole('textbox', { name: 'stdout' }).focus()
    await expect.poll(() => spotText(page), soon).toMatch(/^"s3:\/\/logs\/.*"$/)
  })

  step('writes expressions in the form, completed and with their value', async ({ page, studio }) => {
    const form = page.getByRole('complementary', { name: 'Settings' })
    const input = form.getByRole('textbox', { name: 'command' })
    const field = form.locator('.pw-field', { has: page.getByText('command', { exact: true }) })
    await input.fill('cat ')
    await input.press('End')
    await input.pressSequentially('#{input.dir')
    await form.getByRole('option', { name: 'directoryPath' }).waitFor()
    await input.press('Enter')
    await input.pressSequentially('}')
    expect(await input.inputValue()).toBe('cat #{input.directoryPath}')
    await expect.poll(() => field.locator('output').first().textContent()).toContain('= cat s3://orders/eu')
    await field.getByRole('button', { name: 'Insert a word into command' }).click()
    await form.getByRole('searchbox', { name: 'Find a field' }).fill('plusDays')
    await form.getByRole('button', { name: 'plusDays' }).click()
    await expect.poll(() => input.inputValue(), soon).toBe('cat #{input.directoryPath}#{plusDays(, days)}')
    await until('the expression in the text', async () => (await savedText(page, studio, id)).includes('plusDays'))
  })

  step('has nothing that axe finds serious, in the light and in the dark', async ({ page }) => {
    const input = page.getByRole('textbox', { name: 'command' })
    await page.getByRole('button', { name: 'Outline' }).click()
    await input.press('Control+End')
    await input.pressSequentially(' #{format(@')
    await page.getByRole('listbox', { name: 'Proposals' }).waitFor()
    expect(await seriousIn(page, 'an expression', undefined, '.pw-expression')).toEqual([])
    expect(await seriousIn(page, 'the outline', undefined, '.pw-source-outline')).toEqual([])
    await page.getByRole('button', { name: 'Use the dark theme' }).click()
    expect(await seriousIn(page, 'it in the dark', ['color-contrast'], '.pw-expression')).toEqual([])
  })

  step('takes in a large text, and what is typed while that is read, and gives both back', async ({ page, studio }) => {
    await until('what was typed before', async () => (await savedText(page, studio, id)).includes('#{format(@'))
    const before = await savedText(page, studio, id)
    const objects = Array.from(
      { length: 1500 },
      (_, n) => `{ "id": "Part${n}", "type": "S3DataNode", "filePath": "s3://parts/${n}" }`,
    )
    const large = `{ "objects": [\n${objects.join(',\n')}\n] }`
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.evaluate(words => navigator.clipboard.writeText(words), large)
    await page.locator('.view-line').first().click()
    await page.keyboard.press('Control+a')
    await page.keyboard.press('Control+v')
    await page.keyboard.type('// all')
    await until('both', async () => (await savedText(page, studio, id)) === `${large}// all`)
    await page.locator('.pw-inspector').getByText('1500 objects').waitFor()
    for (let steps = 0; steps < 9 && (await savedText(page, studio, id)) !== before; steps += 1)
      await page.keyboard.press('Control+z')
    expect(await savedText(page, studio, id)).toBe(before)
  })
})

const line = (page: Page, words: string): Locator => page.locator('.view-line', { hasText: words }).first()

/** A word of a line of the pane. */
const word = (page: Page, inLine: string, words: string): Locator => line(page, inLine).getByText(words).last()

/** Puts the caret before the last sign of that kind on the line. */
async function caretBehind(page: Page, inLine: string, sign: string): Promise<void> {
  const text = (await line(page, inLine).textContent()) ?? ''
  await line(page, inLine).click({ position: { x: 80, y: 8 } })
  await page.keyboard.press('End')
  for (let at = text.length; at > text.lastIndexOf(sign); at -= 1) await page.keyboard.press('ArrowLeft')
}

const proposal = (page: Page, label: string): Locator =>
  page.locator('.suggest-widget .monaco-list-row').filter({ hasText: label }).first()

/** The line on which the caret of the pane stands. */
const caretLine = async (page: Page): Promise<string> => {
  const top = await page
    .locator('.view-overlays .current-line')
    .first()
    .evaluate(node => node.parentElement?.style.top)
  return (
    (await page
      .locator(`.view-line[style*="top:${top?.trim()}"], .view-line[style*="top: ${top?.trim()}"]`)
      .first()
      .textContent()) ?? ''
  )
}

/** The characters of the pane that are marked as the value one is at. */
async function spotText(page: Page): Promise<string> {
  const mark = page.locator('.pw-source-spot').first()
  return mark.evaluate(node => {
    const { left, right, top, bottom } = node.getBoundingClientRect()
    const middle = (top + bottom) / 2
    const line = [...document.querySelectorAll('.view-line')].find(one => {
      const box = one.getBoundingClientRect()
      return box.top <= middle && middle <= box.bottom
    })
    const walker = document.createTreeWalker(line ?? node, NodeFilter.SHOW_TEXT)
    let text = ''
    for (let now = walker.nextNode(); now; now = walker.nextNode())
      for (let at = 0; at < (now.textContent ?? '').length; at += 1) {
        const range = document.createRange()
        range.setStart(now, at)
        range.setEnd(now, at + 1)
        const box = range.getBoundingClientRect()
        const centre = (box.left + box.right) / 2
        if (centre > left && centre < right) text += now.textContent?.[at] ?? ''
      }
    return text.replaceAll('\u00a0', ' ')
  })
}
