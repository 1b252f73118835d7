import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Draft } from '../src/api/versions.ts'
import { address, create, dialog, hourly, inState, named, onDemand, written } from './console.ts'
import { card, drawLine, middle } from './designer.ts'
import { small } from './small.ts'
import { story } from './story.ts'
import { call, type Studio, until } from './studio.ts'

// The retired console's Architect: one test a line of its checklist.

const step = story()
const hour = 3_600_000
const day = 24 * hour

const settings = (page: Page) => page.getByRole('complementary', { name: 'Settings' })
const section = (page: Page, name: string) => settings(page).getByRole('button', { name: new RegExp(`^${name} \\d`) })
const textOf = async (studio: Studio, name: string) =>
  (await call<Draft>(studio, 'GetDraft', { pipelineId: (await named(studio, name)).id })).text
const open = async (page: Page, studio: Studio, name: string, rest = '') => {
  await page.goto(address(studio, `/pipelines/${(await named(studio, name)).id}/design${rest}`))
  await page.locator('.react-flow__node').first().waitFor()
}
/** Leaves the form that is open, if one is. */
const allSections = (page: Page) => settings(page).getByRole('button', { name: 'All sections' }).click()

step(
  'the design pane shows icons and arrows; cards and the pane are dragged, zoomed and mapped',
  async ({ page, studio }) => {
    await create(studio, 'small', small)
    await open(page, studio, 'small')
    expect(await card(page, 'Greet').locator('svg').count()).toBeGreaterThan(0)
    await page
      .getByRole('img', { name: /Map of the whole graph/ })
      .or(page.locator('.pw-map'))
      .first()
      .waitFor()
    const before = await middle(card(page, 'Greet'))
    await page.mouse.move(before.x, before.y)
    await page.mouse.down()
    await page.mouse.move(before.x - 20, before.y + 160, { steps: 6 })
    await page.mouse.up()
    await expect.poll(async () => (await middle(card(page, 'Greet'))).y).toBeGreaterThan(before.y + 100)
    await page.getByRole('button', { name: 'Tidy' }).click()
    await expect.poll(async () => Math.round((await middle(card(page, 'Greet'))).y)).toBeLessThan(before.y + 100)
    const other = await middle(card(page, 'Machine'))
    const pane = await page.locator('.pw-canvas').boundingBox()
    if (!pane) throw new Error('The canvas is not there.')
    await page.mouse.move(pane.x + 300, pane.y + 40)
    await page.mouse.down()
    await page.mouse.move(pane.x + 360, pane.y + 90, { steps: 5 })
    await page.mouse.up()
    await expect.poll(async () => Math.round((await middle(card(page, 'Machine'))).x)).toBe(Math.round(other.x + 60))
    const zoom = page.getByRole('toolbar', { name: 'Zoom' })
    const percent = zoom.getByRole('button', { name: /Zoom is/ })
    const was = await percent.textContent()
    await zoom.getByRole('button', { name: 'Zoom in' }).click()
    await expect.poll(() => percent.textContent()).not.toBe(was)
    await zoom.getByRole('button', { name: 'Fit' }).click()
  },
)

step('an activity is added from the list of types', async ({ page, studio }) => {
  const types = page.getByRole('complementary', { name: 'Types of objects' })
  await types.getByRole('button', { name: /^SqlActivity/ }).click()
  await card(page, 'SqlActivity').waitFor()
  await until('it to be in the text', async () => (await textOf(studio, 'small')).includes('"type": "SqlActivity"'), 10)
})

step('the settings have the sections of the console, with counts and what is wrong in each', async ({ page }) => {
  await allSections(page)
  for (const [name, count] of [
    ['Activities', 4],
    ['Data nodes', 0],
    ['Schedules', 0],
    ['Resources', 1],
    ['Preconditions', 0],
    ['Parameters', 0],
    ['Others', 2],
  ] as const)
    expect(await section(page, name).textContent()).toContain(`${name}${count}`)
  expect(await section(page, 'Activities').textContent()).toMatch(/errors?/)
  expect(await section(page, 'Errors/Warnings').textContent()).toMatch(/errors?/)
})

step('a click on an icon opens its form in its section, and a section lists its objects', async ({ page }) => {
  await card(page, 'Machine').click()
  const bar = settings(page).getByRole('navigation', { name: 'Section' })
  await bar.getByText('Resources').waitFor()
  await allSections(page)
  await section(page, 'Activities').click()
  expect(
    await settings(page)
      .getByRole('button', { name: /^Break/ })
      .count(),
  ).toBe(0)
  await expect.poll(() => page.url()).toContain('sections=')
  await section(page, 'Activities').click()
  await settings(page)
    .getByRole('button', { name: /^Break/ })
    .click()
  await bar.getByText('2 of 4').waitFor()
  await bar.getByRole('button', { name: 'The next one in Activities' }).click()
  await bar.getByText('3 of 4').waitFor()
  expect(await settings(page).getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Follow')
})

step(
  'an object has its name, a choice of types, required fields, and optional ones to add',
  async ({ page, studio }) => {
    const form = settings(page)
    await card(page, 'SqlActivity').click()
    await form.getByRole('textbox', { name: 'Name' }).fill('Count the orders')
    expect(await form.getByRole('combobox', { name: 'Type' }).inputValue()).toBe('SqlActivity')
    await form.getByRole('combobox', { name: 'database' }).waitFor()
    await form.getByRole('combobox', { name: 'Type' }).selectOption('ShellCommandActivity')
    await form.getByRole('textbox', { name: 'command' }).fill('echo counted')
    await form.getByRole('combobox', { name: /^Add a field to/ }).fill('maximumRetries')
    await page.keyboard.press('Enter')
    await form
      .getByRole('textbox', { name: 'maximumRetries' })
      .or(form.getByRole('spinbutton', { name: 'maximumRetries' }))
      .fill('2')
    await until(
      'all of it in the text',
      async () => {
        const text = await textOf(studio, 'small')
        return ['Count the orders', 'echo counted', '"maximumRetries": "2"'].every(part => text.includes(part))
      },
      10,
    )
  },
)

step('a reference is one of what is there, or a new object', async ({ page, studio }) => {
  const form = settings(page)
  const runsOn = form.getByRole('combobox', { name: 'runsOn' })
  await runsOn.selectOption('Machine')
  await until(
    'the reference',
    async () => /echo counted[^}]*"runsOn": \{ "ref": "Machine" \}/s.test(await textOf(studio, 'small')),
    10,
  )
  await runsOn.selectOption({ label: 'New EmrCluster…' })
  await card(page, 'EmrCluster').waitFor()
  await until(
    'the new one',
    async () => (await textOf(studio, 'small')).includes('"runsOn": { "ref": "EmrCluster" }'),
    10,
  )
  await drawLine(page, 'Follow', 'SqlActivity')
  await until('the line', async () => (await textOf(studio, 'small')).includes('"dependsOn": { "ref": "Follow" }'), 10)
})

step('a start is picked from a calendar in UTC, a period is a number and a unit', async ({ page, studio }) => {
  const start = Date.now() + day
  await create(studio, 'dated', hourly({ start }))
  await open(page, studio, 'dated', '?select=Hourly')
  const form = settings(page)
  const field = form.locator('input[type=datetime-local]')
  await field.fill(written(start + day))
  expect(await field.locator('xpath=..').textContent()).toContain('UTC')
  await form.getByRole('spinbutton', { name: 'period' }).fill('3')
  await form.getByRole('combobox', { name: 'Unit of period' }).selectOption('days')
  await until(
    'both',
    async () => {
      const text = await textOf(studio, 'dated')
      return text.includes(`"startDateTime": "${written(start + day)}"`) && text.includes('"period": "3 days"')
    },
    10,
  )
})

step('saving tells success, and says whether our checks agree', async ({ page, studio }) => {
  await create(studio, 'clean', onDemand('echo clean'))
  await open(page, studio, 'clean')
  await page.getByRole('button', { name: 'Save to the service' }).click()
  const result = dialog(page, 'Saved to the service')
  await result.getByText('The service says: no errors, no warnings').waitFor()
  await result.getByText('Our checks agree: they find nothing either.').waitFor()
  await result.getByRole('button', { name: 'Close' }).last().click()
})

step('saving with errors saves, tells them in red object by object, and leads to each', async ({ page, studio }) => {
  await create(
    studio,
    'bad',
    onDemand('echo x')
      .replace('"type": "Ec2Resource"', '"type": "Ec2Resource", "terminateAfter": "soon"')
      .replace(', "terminateAfter": "1 hour"', ''),
  )
  await open(page, studio, 'bad')
  await page.getByRole('button', { name: 'Save to the service' }).click()
  const result = dialog(page, 'Saved to the service')
  await result.getByText(/^The service says: 1 error/).waitFor()
  await result.getByText('It is saved all the same. It cannot be activated before the errors are mended.').waitFor()
  await result.getByText(/INVALID_FIELD_VALUE: 'terminateAfter'/).waitFor()
  await result.getByText('The service and our checks').first().waitFor()
  await result.getByText('Machine', { exact: true }).click()
  expect(await result.getByText(/INVALID_FIELD_VALUE/).isVisible()).toBe(false)
  await result.getByText('Machine', { exact: true }).click()
  await result.getByRole('button', { name: 'Go there' }).first().click()
  await settings(page).getByRole('navigation', { name: 'Section' }).getByText('Resources').waitFor()
  const { pipelineObjects } = await call<{ pipelineObjects: { id: string }[] }>(studio, 'GetPipelineDefinition', {
    pipelineId: (await named(studio, 'bad')).id,
  })
  expect(pipelineObjects.map(one => one.id)).toContain('Machine')
})

step('cascade with intervals to make up for is a warning, which does not block', async ({ page, studio }) => {
  await create(studio, 'cascading', hourly({ start: Date.now() - 3 * hour - 60_000, mode: 'CASCADE' }))
  await open(page, studio, 'cascading')
  await page.getByRole('button', { name: 'Save to the service' }).click()
  const result = dialog(page, 'Saved to the service')
  await result.getByText(/Load has 'failureAndRerunMode' field set to 'cascade' and/).waitFor()
  await result.getByText('Warnings do not stop its activation.').waitFor()
  await result.getByText(/Our checks say nothing of the kind/).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Activate…' }).click()
  const form = dialog(page, 'Activate cascading?')
  await form.getByText('one failure fails what depends on it in each').waitFor()
  await expect.poll(() => form.getByRole('button', { name: 'Activate', exact: true }).isEnabled()).toBe(true)
  await form.getByRole('button', { name: 'Cancel' }).click()
})

step(
  'of a pipeline that was activated, what cannot change is refused before it is activated again',
  async ({ page, studio }) => {
    const pipelineId = await create(studio, 'running', hourly({ start: Date.now() + hour }))
    await call(studio, 'ActivatePipeline', { pipelineId })
    await open(page, studio, 'running', '?select=Load')
    const form = settings(page)
    await form.getByRole('textbox', { name: 'command' }).fill('echo anew')
    await until('the command', async () => (await textOf(studio, 'running')).includes('echo anew'), 10)
    await page.getByRole('button', { name: 'Save to the service' }).click()
    await dialog(page, 'Saved to the service').getByText('no errors').waitFor()
    await page.keyboard.press('Escape')
    await open(page, studio, 'running', '?select=Hourly')
    await form.getByText('Held: this pipeline was activated, and the service refuses another period.').waitFor()
    await form.getByRole('spinbutton', { name: 'period' }).fill('2')
    await until('the period', async () => (await textOf(studio, 'running')).includes('"2 hours"'), 10)
    await page.getByRole('button', { name: 'Save to the service' }).click()
    const refusal = /Hourly cannot change its period after the first activation/
    await dialog(page, 'Saved to the service').getByText(refusal).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Activate…' }).click()
    const again = dialog(page, 'Activate running?')
    await again.getByText(refusal).first().waitFor()
    expect(await again.getByRole('button', { name: 'Activate', exact: true }).isDisabled()).toBe(true)
    await again.getByRole('button', { name: 'Cancel' }).click()
    await form.getByRole('spinbutton', { name: 'period' }).fill('1')
    await page.getByRole('button', { name: 'Activate…' }).click()
    await again.getByText('It is active already: new runs take the draft.').waitFor()
    await again.getByRole('button', { name: 'Activate', exact: true }).click()
    await page.waitForURL(/\/runs/)
    const active = await call<{ pipelineObjects: unknown }>(studio, 'GetPipelineDefinition', {
      pipelineId,
      version: 'active',
    })
    expect(JSON.stringify(active)).toContain('echo anew')
  },
)

step('export shows the JSON in a dialog, to copy or to save', async ({ page, studio }) => {
  await open(page, studio, 'clean')
  await page.locator('.pw-heading').getByRole('button', { name: 'Actions' }).click()
  await page.getByRole('menuitem', { name: 'Export…' }).click()
  const form = dialog(page, 'Export clean')
  expect(await form.locator('pre').textContent()).toBe(await textOf(studio, 'clean'))
  const saving = page.waitForEvent('download')
  await form.getByRole('button', { name: 'Save' }).click()
  expect((await saving).suggestedFilename()).toBe('clean.json')
  await form.getByRole('button', { name: 'Close' }).first().click()
})

step('activating asks, says that charges start, and goes on to the execution details', async ({ page, studio }) => {
  await page.getByRole('button', { name: 'Activate…' }).click()
  const form = dialog(page, 'Activate clean?')
  await form.getByText('Charges start.').waitFor()
  await form.getByRole('button', { name: 'Activate', exact: true }).click()
  await page.waitForURL(/\/runs\/\d{4}-/)
  await page.getByText('FINISHED').first().waitFor()
  await inState(studio, 'clean', 'FINISHED')
})

step('a start more than a day in the past is refused, with what to do', async ({ page, studio }) => {
  await create(studio, 'late', hourly({ start: Date.now() - 3 * day }))
  await open(page, studio, 'late')
  await page.getByRole('button', { name: 'Activate…' }).click()
  const form = dialog(page, 'Activate late?')
  const button = form.getByRole('button', { name: 'Activate', exact: true })
  await form
    .getByText(/more than a day ago; move the start, or activate with a start time/)
    .first()
    .waitFor()
  expect(await button.isDisabled()).toBe(true)
  await form.getByRole('radio', { name: /From now/ }).check()
  await expect.poll(() => button.isEnabled()).toBe(true)
  await button.click()
  await inState(studio, 'late', 'SCHEDULED')
})
