import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { WorkspaceCalls } from '../src/api/workspace.ts'
import { greetings } from '../test/fixtures/greetings.ts'
import { card } from './designer.ts'
import { story } from './story.ts'
import { call, type Studio, until } from './studio.ts'
import { foundIn } from './views.ts'

const step = story()
let pipelineId = ''
const first = Date.UTC(2026, 1, 1)

const rowsOf = async (studio: Studio, scheduledStart: number) =>
  (await call<WorkspaceCalls['ListInstances']['out']>(studio, 'ListInstances', { pipelineId, scheduledStart }))
    .instances
const over = (studio: Studio, scheduledStart: number) =>
  until('the end of the run', async () => {
    const rows = await rowsOf(studio, scheduledStart)
    return rows.length > 0 && rows.every(one => ['FINISHED', 'FAILED', 'CASCADE_FAILED'].includes(one.status)) && rows
  })
const startIn = async (page: Page) => {
  await page.getByRole('heading', { name: /^Run of/ }).waitFor()
  return Date.parse(decodeURIComponent(/runs\/([^?]+)/.exec(page.url())?.[1] ?? ''))
}
step('from the canvas one activity is run alone, after it was said what is missing', async ({ studio, page }) => {
  pipelineId = (await call<{ pipelineId: string }>(studio, 'ImportPipeline', { name: 'Greetings', text: greetings }))
    .pipelineId
  await page.goto(`${new URL(studio.ready.url).origin}/pipelines/${pipelineId}/design`)
  await card(page, 'Read').click({ button: 'right' })
  await page.getByRole('menuitem', { name: /^Run/ }).click()
  await page.getByRole('menuitem', { name: /^Run only this/ }).click()
  const dialog = page.getByRole('dialog', { name: 'Run a part of this pipeline' })
  await dialog.getByText('An input is missing: Greeting').waitFor()
  await dialog.getByText('Taken as done (2)').waitFor()
  expect(await foundIn(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Run 2 objects' }).click()
  const rows = await over(studio, await startIn(page))
  expect(rows.find(one => one.componentId === 'Read')?.status).toBe('FAILED')
  expect(
    rows
      .filter(one => one.taken === 0)
      .map(one => one.componentId)
      .sort(),
  ).toEqual(['Greeting', 'Write'])
  await page.getByText('2 of 4 objects').waitFor()
})

step('by the keyboard all from a step on is run with the outputs of a run that went well', async ({ studio, page }) => {
  await call(studio, 'RunOnce', { pipelineId, at: first })
  await over(studio, first)
  await page.goto(`${new URL(studio.ready.url).origin}/pipelines/${pipelineId}/design?select=Read`)
  await card(page, 'Read').waitFor()
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.type('run from here')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Run a part of this pipeline' })
  // The newest run in which all that is taken finished is proposed.
  await dialog.getByText('s3://parts/20260201000000/').waitFor()
  await dialog.getByText('is there', { exact: true }).waitFor()
  await dialog.getByRole('button', { name: 'Run 3 objects' }).click()
  const start = await startIn(page)
  const rows = await over(studio, start)
  expect(rows.every(one => one.status === 'FINISHED')).toBe(true)
  expect(
    rows
      .filter(one => one.taken === first)
      .map(one => one.componentId)
      .sort(),
  ).toEqual(['Greeting', 'Write'])
  await page.getByText('2 of 5 objects, from').waitFor()
  await page.getByRole('tab', { name: 'Table' }).click()
  await page.getByRole('row', { name: /Write taken/ }).click()
  await page.getByText('It did not run but was taken as done').waitFor()
  expect(await foundIn(page)).toEqual([])
})

step(
  'from a run the same is asked for with its outputs, and from the launch page with any',
  async ({ studio, page }) => {
    await page.goto(
      `${new URL(studio.ready.url).origin}/pipelines/${pipelineId}/runs/2026-02-01T00:00:00Z?instance=@Tell_2026-02-01T00:00:00`,
    )
    await page.getByRole('button', { name: 'Run a part…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Run a part of this pipeline' })
    await dialog.getByText('Taken as done (3)').waitFor()
    expect(await dialog.getByLabel('Steps before it').inputValue()).toBe(String(first))
    await dialog.getByRole('button', { name: 'Up to here' }).click()
    await dialog.getByText('Nothing: all that it builds on runs too.').waitFor()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await page.goto(`${new URL(studio.ready.url).origin}/pipelines/${pipelineId}/launch`)
    await page.getByRole('button', { name: 'Run only a part…' }).click()
    await dialog.getByLabel('Activity or data node').selectOption('Tell')
    await dialog.getByRole('button', { name: 'Run 2 objects' }).click()
    await over(studio, await startIn(page))
  },
)

step('a part of a run is run with the values that the run had, unless one says otherwise', async ({ studio, page }) => {
  const open = JSON.parse(greetings)
  const text = JSON.stringify({
    ...open,
    objects: open.objects.map((one: { id: string }) =>
      one.id === 'Tell' ? { ...one, command: 'test "#{myWord}" = then' } : one,
    ),
    parameters: [{ id: 'myWord', type: 'String', default: 'now' }],
  })
  const made = await call<{ pipelineId: string }>(studio, 'ImportPipeline', { name: 'Words', text })
  pipelineId = made.pipelineId
  const { scheduledStart } = await call<{ scheduledStart: number }>(studio, 'RunOnce', {
    pipelineId,
    values: { myWord: 'then' },
  })
  await over(studio, scheduledStart)
  const at = new Date(scheduledStart).toISOString().slice(0, 19)
  await page.goto(`${new URL(studio.ready.url).origin}/pipelines/${pipelineId}/runs/${at}Z?instance=@Tell_${at}`)
  await page.getByRole('button', { name: 'Run a part…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Run a part of this pipeline' })
  await dialog.getByText('myWord=then').waitFor()
  expect(await dialog.getByRole('checkbox', { name: /With the values of that run/ }).isChecked()).toBe(true)
  expect(await foundIn(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Run 2 objects' }).click()
  const rows = await over(studio, await startIn(page))
  expect(rows.find(one => one.componentId === 'Tell')?.status).toBe('FINISHED')
})

step(
  'a failed attempt is saved as a script, and run again by itself in a pipeline of its own',
  async ({ studio, page }) => {
    const failing = greetings.replace('cat ${INPUT1_STAGING_DIR}/greeting', 'cat ${INPUT1_STAGING_DIR}/nothing')
    const broken = await call<{ pipelineId: string }>(studio, 'ImportPipeline', {
      name: 'Broken greetings',
      text: failing,
    })
    pipelineId = broken.pipelineId
    await call(studio, 'RunOnce', { pipelineId, at: first })
    await until('the failure', async () => (await rowsOf(studio, first)).some(one => one.status === 'FAILED'))
    await page.goto(`${new URL(studio.ready.url).origin}/pipelines/${pipelineId}/runs/2026-02-01T00:00:00Z`)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save it as a script' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('Read-1.sh')
    await page.getByRole('button', { name: 'Run this attempt again by itself…' }).click()
    await page.getByRole('dialog', { name: 'Run attempt 1 of Read again by itself?' }).waitFor()
    expect(await foundIn(page)).toEqual([])
    await page.getByRole('dialog').getByRole('button', { name: 'Run it by itself' }).click()
    await page.getByRole('heading', { name: 'Replay of Read, Broken greetings' }).waitFor()
    await page.getByRole('heading', { name: /^Run of/ }).waitFor()
    expect((await rowsOf(studio, first)).find(one => one.componentId === 'Read')?.attemptCount).toBe(1)
  },
)
