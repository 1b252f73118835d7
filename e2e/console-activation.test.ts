import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, expect } from 'vitest'
import type { RunRow } from '../src/api/runs.ts'
import type { InstanceRow, Status } from '../src/core/runs/instance.ts'
import { address, choose, create, dialog, hourly, inState, list, named, onDemand } from './console.ts'
import { story } from './story.ts'
import { call, type Studio, until } from './studio.ts'

// How the retired console deactivated and activated again: one test a line of its checklist.

const step = story()
const hour = 3_600_000
const began = Date.now() - 3 * hour - 60_000

const runsOf = async (studio: Studio, name: string) =>
  (await call<{ runs: RunRow[] }>(studio, 'ListRuns', { pipelineId: (await named(studio, name)).id })).runs
const activitiesOf = async (studio: Studio, name: string) =>
  (
    await call<{ instances: InstanceRow[] }>(studio, 'ListInstances', { pipelineId: (await named(studio, name)).id })
  ).instances.filter(one => one.family === 'activity')
const isIn = (studio: Studio, name: string, status: Status) =>
  until(`something of ${name} to be ${status}`, async () =>
    (await activitiesOf(studio, name)).some(one => one.status === status),
  )
const deactivate = async (page: Page, studio: Studio, name: string, how: RegExp) => {
  await page.goto(address(studio, '/'))
  await choose(page, [name], 'Deactivate…')
  const form = dialog(page, `Deactivate ${name}?`)
  await form.getByRole('radio', { name: how }).check()
  return form
}
const activate = async (page: Page, studio: Studio, name: string) => {
  await page.goto(address(studio, '/'))
  await choose(page, [name], 'Activate…')
  return dialog(page, `Activate ${name}?`)
}
/** What the activities of an interval came to, counted from 0. */
const statusesOf = async (studio: Studio, name: string, interval: number) => {
  const at = Math.floor(began / 1000) * 1000 + interval * hour
  return (await activitiesOf(studio, name)).filter(one => one.scheduledStart === at).map(one => one.status)
}

const scheduled = ['resumed', 'from now', 'from a date'] as const
const folders = new Map<string, string>()
afterAll(async () => {
  for (const folder of folders.values()) await rm(folder, { recursive: true })
})

/** Ends at once the first time; afterwards only when the folder has the word. */
const onceThenOnWord = (folder: string) =>
  `n=$(ls ${folder} | wc -l); touch ${folder}/$n; test $n -eq 0 || test -e ${folder}/go || sleep 60`

const start = (page: Page, name: string) =>
  dialog(page, `Activate ${name}?`).getByRole('button', { name: 'Activate', exact: true }).click()

step('deactivating can cancel what runs', async ({ page, studio }) => {
  const pipelineId = await create(studio, 'canceled', onDemand('sleep 50'))
  await call(studio, 'ActivatePipeline', { pipelineId })
  await isIn(studio, 'canceled', 'RUNNING')
  const form = await deactivate(page, studio, 'canceled', /Cancel it now/)
  await form.getByText(/What runs now: \d instances?/).waitFor()
  await form.getByRole('button', { name: 'Deactivate', exact: true }).click()
  await inState(studio, 'canceled', 'INACTIVE')
  expect((await activitiesOf(studio, 'canceled')).map(one => one.status)).toEqual(['CANCELED'])
})

step('deactivating can wait until what runs has finished', async ({ page, studio }) => {
  const pipelineId = await create(studio, 'awaited', onDemand('sleep 4; echo done'))
  await call(studio, 'ActivatePipeline', { pipelineId })
  await isIn(studio, 'awaited', 'RUNNING')
  const form = await deactivate(page, studio, 'awaited', /Wait until it finishes/)
  await form.getByRole('button', { name: 'Deactivate', exact: true }).click()
  await inState(studio, 'awaited', 'DEACTIVATING')
  await inState(studio, 'awaited', 'INACTIVE')
  expect((await activitiesOf(studio, 'awaited')).map(one => one.status)).toEqual(['FINISHED'])
})

step(
  'the first activation tells how many intervals are due, and starts them one after another',
  async ({ page, studio }) => {
    for (const name of scheduled) {
      const folder = await mkdtemp(join(tmpdir(), 'pipewright-activation-'))
      folders.set(name, folder)
      await create(studio, name, hourly({ start: began, mostRuns: 1, command: onceThenOnWord(folder) }))
      const form = await activate(page, studio, name)
      await form.getByRole('radio', { name: /From the start of the schedule.*4 intervals are due since/s }).waitFor()
      await start(page, name)
      await page.waitForURL(/\/runs/)
    }
    await until('the first of the four to be over', async () => {
      const all = await Promise.all(scheduled.map(name => runsOf(studio, name)))
      return all.every(runs => runs.at(-1)?.status === 'FINISHED')
    })
  },
)

step('each way to activate again says how many intervals it would start or skip', async ({ page, studio }) => {
  for (const name of scheduled) {
    await isIn(studio, name, 'RUNNING')
    await call(studio, 'DeactivatePipeline', { pipelineId: (await named(studio, name)).id })
    await inState(studio, name, 'INACTIVE')
    await writeFile(join(folders.get(name) ?? '', 'go'), '')
  }
  const form = await activate(page, studio, 'resumed')
  await form.getByRole('radio', { name: /After the last completed run.*3 intervals are due since/s }).waitFor()
  await form.getByRole('radio', { name: /From now.*3 intervals are skipped.*Nothing starts at once/s }).waitFor()
  await form.getByRole('radio', { name: /From a date and time/ }).waitFor()
})

step('after the last completed run, what was left undone is made up for', async ({ page, studio }) => {
  await start(page, 'resumed')
  await until('all four runs', async () => {
    const runs = await runsOf(studio, 'resumed')
    return runs.length === 4 && runs.every(run => run.status === 'FINISHED')
  })
})

step('from now, what was left undone is skipped', async ({ page, studio }) => {
  const form = await activate(page, studio, 'from now')
  await form.getByRole('radio', { name: /From now/ }).check()
  await start(page, 'from now')
  await inState(studio, 'from now', 'SCHEDULED')
  expect(await statusesOf(studio, 'from now', 2)).toEqual(['SKIPPED', 'SKIPPED'])
  expect(await statusesOf(studio, 'from now', 3)).toEqual(['SKIPPED', 'SKIPPED'])
})

step('from a date and time, what lies before it is skipped and the rest is made up for', async ({ page, studio }) => {
  const form = await activate(page, studio, 'from a date')
  await form.getByRole('radio', { name: /From a date and time/ }).check()
  await form.locator('input[type=datetime-local]').fill(new Date(began + 3 * hour - 600_000).toISOString().slice(0, 16))
  await form.getByRole('radio', { name: /2 intervals are skipped.*1 interval is due and starts at once/s }).waitFor()
  await start(page, 'from a date')
  await until('the last one to be over', async () => {
    const statuses = await statusesOf(studio, 'from a date', 3)
    return statuses.length === 2 && statuses.every(status => status === 'FINISHED')
  })
  expect(await statusesOf(studio, 'from a date', 2)).toEqual(['SKIPPED', 'SKIPPED'])
})

step(
  'on demand an activation is one run, of as many at a time as maxActiveInstances says',
  async ({ page, studio }) => {
    await create(studio, 'demanded', onDemand('sleep 30', 2))
    for (const said of [/None is under way; up to 2 may be at a time/, /1 under way; up to 2 may be at a time/]) {
      const form = await activate(page, studio, 'demanded')
      await form.getByText(said).waitFor()
      await form.getByText('on Default, 1 to 5').waitFor()
      await start(page, 'demanded')
      await page.waitForURL(/\/runs\/\d{4}-/)
    }
    expect(await runsOf(studio, 'demanded')).toHaveLength(2)
    const form = await activate(page, studio, 'demanded')
    await form.getByText('2 of at most 2 on-demand runs are under way').waitFor()
    expect(await form.getByRole('button', { name: 'Activate', exact: true }).isDisabled()).toBe(true)
    await form.getByRole('button', { name: 'Cancel' }).click()
  },
)

step('an activation takes values for its parameters', async ({ page, studio }) => {
  await create(studio, 'asked', onDemand('test #{myWord} = goodbye'))
  const { id } = await named(studio, 'asked')
  await page.goto(address(studio, '/'))
  await choose(page, ['asked'], 'Activate…')
  await dialog(page, 'Activate asked?').getByRole('link', { name: 'Give others on its Launch page' }).click()
  await page.getByRole('textbox', { name: /^myWord/ }).fill('goodbye')
  await page.getByRole('button', { name: 'Activate once…' }).click()
  const form = dialog(page, 'Activate asked?')
  await form.getByText(/a run likely about \$/).waitFor()
  await start(page, 'asked')
  await page.waitForURL(`**/pipelines/${id}/runs/*`)
  await until('it to end well', async () => (await list(studio)).find(one => one.id === id)?.health === 'HEALTHY')
  expect((await runsOf(studio, 'asked'))[0]?.parameters).toEqual({ myWord: 'goodbye' })
})
