import type { Locator } from 'playwright-core'
import { expect } from 'vitest'
import { story } from './story.ts'
import { call, until } from './studio.ts'

const step = story()

const day = 86_400_000
const stamp = (time: number) => new Date(time).toISOString().slice(0, 19)

/** Two schedules: one that began three weeks ago, and one of sixty hours. */
const definition = JSON.stringify({
  objects: [
    {
      id: 'Default',
      name: 'Default',
      scheduleType: 'timeseries',
      schedule: { ref: 'Daily' },
      failureAndRerunMode: 'cascade',
      pipelineLogUri: 's3://e2e-schedule/logs/',
      role: 'DataPipelineDefaultRole',
      resourceRole: 'DataPipelineDefaultResourceRole',
    },
    { id: 'Daily', name: 'Daily', type: 'Schedule', period: '1 day', startDateTime: stamp(today() - 21 * day) },
    {
      id: 'Hourly',
      name: 'Hourly',
      type: 'Schedule',
      period: '1 hour',
      startDateTime: '2026-10-24T20:00:00',
      occurrences: '60',
    },
    { id: 'Machine', name: 'Machine', type: 'Ec2Resource', instanceType: 'm5.large', terminateAfter: '2 hours' },
    {
      id: 'Extract',
      name: 'Extract',
      type: 'ShellCommandActivity',
      command: 'true',
      runsOn: { ref: 'Machine' },
      schedule: { ref: 'Hourly' },
      scheduleType: 'cron',
    },
    {
      id: 'Load',
      name: 'Load',
      type: 'ShellCommandActivity',
      command: 'true',
      runsOn: { ref: 'Machine' },
      dependsOn: { ref: 'Extract' },
    },
  ],
})

function today(): number {
  return Math.floor(Date.now() / day) * day
}

const textOf = async (locator: Locator): Promise<string> => (await locator.textContent()) ?? ''

let home = ''
let origin = ''

step('the schedule stands beneath the graph, and in the address', async ({ studio, page }) => {
  const { pipelineId } = await call<{ pipelineId: string }>(studio, 'ImportPipeline', { name: 'due', text: definition })
  origin = new URL(studio.ready.url).origin
  home = `${origin}/pipelines/${pipelineId}`
  await page.goto(`${home}/design?zone=Europe/Berlin&activation=2026-10-25T12:00Z`)
  await page.getByRole('button', { name: 'Schedule preview' }).click()
  await page.getByRole('region', { name: 'Schedule preview' }).waitFor()
  await expect.poll(() => page.url()).toContain('schedule=open')
})

step(
  'it shows the first ten and the next ten, in UTC and in the zone, with the days of clock changes',
  async ({ page }) => {
    await page.getByRole('button', { name: 'Every hour: Extract' }).click()
    const detail = page.getByRole('region', { name: 'Instances of Extract' })
    const rows = detail.locator('tbody tr')
    expect(await textOf(rows.nth(0))).toBe('The first ten')
    expect(await textOf(rows.nth(1))).toMatch(/^1Sat 2026-10-24 20:00.*Sat 2026-10-24 22:00 UTC\+2/)
    expect(await textOf(rows.nth(11))).toBe('The next ten')
    expect(await textOf(rows.nth(12))).toMatch(/^18Sun 2026-10-25 13:00Sun 2026-10-25 14:00 UTC\+1clock −1 h/)
    expect(await textOf(detail)).toContain('Runs at the start of each interval (cron)')
    expect(await textOf(detail)).toContain('Ends after 60 instances in all.')
    expect(await textOf(detail)).toContain('about 24 of its runs share one machine')
  },
)

step('it says what timeseries means, and what waits for finer runs', async ({ page }) => {
  await page.getByRole('button', { name: 'Every day: Load' }).click()
  const detail = page.getByRole('region', { name: 'Instances of Load' })
  await detail.getByText('Runs at the end of each interval (timeseries)').waitFor()
  expect(await textOf(detail)).toContain('waits for about 24 runs of Extract')
})

step('what is selected is shown alone, and the source takes its place', async ({ page }) => {
  await page.locator('.react-flow__node[data-id="Hourly"]').click()
  await page.getByText('Of what is selected').waitFor()
  expect(await page.locator('.pw-plan-group').count()).toBe(1)
  await page.getByRole('button', { name: 'Show the whole pipeline' }).click()
  await expect.poll(() => page.locator('.pw-plan-group').count()).toBe(3)
  await page.getByRole('button', { name: '{ } Source' }).click()
  await page.getByRole('region', { name: 'Source', exact: true }).waitFor()
  expect(await page.getByRole('region', { name: 'Schedule preview' }).count()).toBe(0)
})

step('the launch page tells the backfill, why it is refused, and lists every instance', async ({ page }) => {
  await page.goto(`${home}/launch`)
  const card = page.getByRole('region', { name: 'Backfill' })
  await card.waitFor()
  await card.getByText(/\$\d/).first().waitFor()
  const text = await textOf(card)
  expect(text).toContain('AWS refuses this activation')
  expect(text).toContain("'failureAndRerunMode' field set to 'cascade'")
  expect(text).toMatch(/Machine hours, likely[\d.]+ h/)
  await card.getByText('Every instance').click()
  const grid = card.getByRole('grid', { name: 'Instances that are due already' })
  await grid.waitFor()
  const count = Number((await textOf(card.locator('dd').first())).replace(',', ''))
  expect(Number(await grid.getAttribute('aria-rowcount'))).toBe(count + 1)
  expect(await grid.getByRole('row').count()).toBeLessThan(60)
})

step('a raised limit lets the engine look further back, and then a confirmation is asked', async ({ studio, page }) => {
  await page.goto(`${origin}/settings`)
  await page.getByRole('textbox', { name: 'backfillDays, days' }).fill('400')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Everything is saved').waitFor()
  expect(await call(studio, 'GetSettings')).toMatchObject({ limits: { backfillDays: 400 } })
  await page.goto(`${home}/launch`)
  await page.getByText('You will be asked to confirm it, since it is more than 25 instances').waitFor()
  expect(await page.getByText('AWS refuses this activation').count()).toBe(0)
  await page.getByRole('button', { name: 'Activate on schedule…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Activate due?' })
  const activate = dialog.getByRole('button', { name: 'Activate', exact: true })
  const sure = dialog.getByRole('checkbox', { name: /past instances at once.*That is what I want/ })
  await sure.waitFor()
  expect(await activate.isDisabled()).toBe(true)
  await dialog.getByRole('radio', { name: /From now/ }).check()
  await expect.poll(() => sure.count()).toBe(0)
  await expect.poll(() => activate.isDisabled()).toBe(false)
  await dialog.getByRole('radio', { name: /From the start of the schedule/ }).check()
  await sure.check()
  await expect.poll(() => activate.isDisabled()).toBe(false)
  await activate.click()
  await page.waitForURL(/\/runs/)
  await until('instances of the past', async () => {
    const { total } = await call<{ total: number }>(studio, 'ListInstances', { limit: 1 })
    return total > 3
  })
})

step('limits of the account are kept to by the checks', async ({ page }) => {
  await page.goto(`${origin}/settings`)
  const objects = page.getByRole('textbox', { name: 'objects, objects' })
  await objects.fill('many')
  expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true)
  await objects.fill('5')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Everything is saved').waitFor()
  await page.goto(`${home}/design?problems=open`)
  await page.getByText('This pipeline has 6 objects; an account may have 5 in one.').first().waitFor()
})
