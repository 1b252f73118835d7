import { readFile } from 'node:fs/promises'
import { ActivatePipelineCommand, AddTagsCommand } from '@aws-sdk/client-data-pipeline'
import { expect } from 'vitest'
import type { Draft } from '../src/api/versions.ts'
import type { CostReport } from '../src/core/cost/report.ts'
import {
  address,
  choose,
  create,
  dialog,
  home,
  hourly,
  inState,
  list,
  named,
  onDemand,
  row,
  written,
} from './console.ts'
import { story } from './story.ts'
import { call, dataPipelineClient, until } from './studio.ts'

// The retired console's entry and list page, and its cloning and deleting: one test a line of its checklist.

const step = story()
const hour = 3_600_000
const began = Date.now() - 2 * hour - 60_000

step('where there are no pipelines yet, a welcome leads to the first', async ({ page }) => {
  await page.getByRole('heading', { name: 'See a pipeline run, end to end' }).waitFor()
  await page.getByRole('button', { name: 'Run the daily retraining example' }).waitFor()
  expect(await page.getByRole('button', { name: 'Create pipeline' }).count()).toBe(0)
  await page.getByRole('button', { name: /Start with an empty canvas/ }).click()
  await page.waitForURL(/\/create/)
  await home(page)
})

step('with pipelines there is a list, and a button that creates another', async ({ page, studio }) => {
  await create(studio, 'idle', onDemand('echo idle'))
  await create(studio, 'hourly', hourly({ start: began }), 'Loads the orders of the hour')
  await create(studio, 'broken', onDemand('echo no such table >&2; exit 3'))
  await row(page, 'idle').waitFor()
  await page.getByRole('button', { name: 'Create pipeline' }).click()
  await page.waitForURL(/\/create/)
  await home(page)
})

step(
  'the bar names the region, and choosing another changes prices and what commands get',
  async ({ page, studio }) => {
    const pipelineId = (await named(studio, 'hourly')).id
    const basis = async () => (await call<CostReport>(studio, 'EstimateCost', { pipelineId })).basis
    expect(await basis()).toContain('us-east-1')
    await page.getByRole('button', { name: 'Region: us-east-1' }).click()
    const menu = page.getByRole('group', { name: 'Region of this machine' })
    await menu.getByText('Nothing here runs in AWS').waitFor()
    await menu.getByRole('radio', { name: /eu-west-1/ }).click()
    await page.getByRole('button', { name: 'Region: eu-west-1' }).waitFor()
    expect(await basis()).toContain('eu-west-1')
    const kept: unknown = JSON.parse(await readFile(`${studio.ready.dataDir}/settings.json`, 'utf8'))
    expect(kept).toMatchObject({ region: 'eu-west-1' })
    const asked = await create(studio, 'asked', onDemand('echo region is $AWS_REGION; test $AWS_REGION = eu-west-1'))
    await call(studio, 'RunOnce', { pipelineId: asked })
    await until('the command to end well', async () => (await named(studio, 'asked')).health === 'HEALTHY', 30)
  },
)

step('the list has the ID, the name, the schedule state and the health status', async ({ page, studio }) => {
  const idle = await named(studio, 'idle')
  for (const name of ['Name, Pipeline ID', 'Schedule state', 'Health status'])
    await page.getByRole('columnheader', { name }).waitFor()
  const cells = await row(page, 'idle').getByRole('cell').allTextContents()
  expect(cells.slice(2, 5)).toEqual([`idle${idle.id}3 objects`, 'PENDING', '-'])
})

step('tags and an activation made with the AWS SDK show by themselves', async ({ page, studio }) => {
  const client = dataPipelineClient(studio)
  const pipelineId = (await named(studio, 'hourly')).id
  await client.send(new AddTagsCommand({ pipelineId, tags: [{ key: 'team', value: 'warehouse' }] }))
  await row(page, 'hourly').getByText('team: warehouse').waitFor()
  await client.send(new ActivatePipelineCommand({ pipelineId }))
  await row(page, 'hourly').getByText('SCHEDULED').waitFor()
})

step('health is one of the five words of the console', async ({ page, studio }) => {
  const word = (name: string) => row(page, name).getByRole('cell').nth(4)
  await until('a healthy one', async () => (await named(studio, 'hourly')).health === 'HEALTHY', 40)
  await word('hourly').getByText('HEALTHY').waitFor()
  await call(studio, 'RunOnce', { pipelineId: (await named(studio, 'broken')).id })
  await word('broken').getByText('ERROR').waitFor()
  expect(await word('idle').textContent()).toBe('-')
  const slow = await create(studio, 'slow', onDemand('sleep 60'))
  await call(studio, 'RunOnce', { pipelineId: slow })
  await word('slow').getByText('No Completed Executions').waitFor()
  const ahead = await create(studio, 'ahead', hourly({ start: Date.now() + 5 * hour }))
  await call(studio, 'ActivatePipeline', { pipelineId: ahead })
  await word('ahead').getByText('No Health Information Available').waitFor()
})

step('ERROR leads to the newest instance that failed, HEALTHY to the newest that finished', async ({ page }) => {
  await row(page, 'broken').getByRole('link', { name: 'ERROR' }).click()
  await page.getByRole('region', { name: 'Say it, selected' }).getByText('FAILED').first().waitFor()
  await home(page)
  await row(page, 'hourly').getByRole('link', { name: 'HEALTHY' }).click()
  await page
    .getByRole('region', { name: /selected/ })
    .getByText('FINISHED')
    .first()
    .waitFor()
  await home(page)
})

step(
  'the arrow of a row opens its schedule, activities, tags and the health of its parts',
  async ({ page, studio }) => {
    await page.getByRole('button', { name: 'Details of hourly' }).click()
    const panel = page.getByRole('region', { name: 'Details of hourly' })
    await panel.getByText(`every 1 hour, from ${written(began).replace('T', ' ')} UTC, without end`).waitFor()
    await panel.getByText('team: warehouse').waitFor()
    await panel.getByText('2 activities, 1 resource').waitFor()
    const load = panel.getByRole('row').filter({ hasText: 'Load orders' })
    await load.getByRole('link', { name: 'HEALTHY' }).waitFor()
    expect(await load.textContent()).toContain('ShellCommandActivity')
    await page.reload()
    await panel.getByText('2 activities, 1 resource').waitFor()
    await panel.getByRole('link', { name: 'View execution details' }).click()
    await page.waitForURL(`**/pipelines/${(await named(studio, 'hourly')).id}/runs*`)
    await home(page)
  },
)

step('the Pipeline ID opens the designer', async ({ page, studio }) => {
  const { id } = await named(studio, 'idle')
  await page.getByRole('link', { name: id }).click()
  await page.waitForURL(`**/pipelines/${id}/design*`)
  await home(page)
})

step('tags are edited in a dialog: up to ten, and upper and lower case differ', async ({ page, studio }) => {
  await choose(page, ['idle'], 'Edit tags…')
  const form = dialog(page, 'Tags of idle')
  await form.getByText('On AWS they pass on to the EC2 and EMR resources it starts').waitFor()
  const add = form.getByRole('button', { name: 'Add a tag' })
  for (let n = 0; n < 10; n += 1) {
    await add.click()
    await form
      .getByRole('textbox', { name: 'Key' })
      .nth(n)
      .fill(n === 0 ? 'Team' : n === 1 ? 'team' : `key${n}`)
  }
  expect(await add.isDisabled()).toBe(true)
  await form.getByRole('textbox', { name: 'Value' }).first().fill('fraud')
  await form.getByRole('button', { name: 'Save' }).click()
  await row(page, 'idle').getByText('Team: fraud').waitFor()
  expect((await named(studio, 'idle')).tags).toHaveLength(10)
  await choose(page, ['idle'], 'Edit tags…')
  await form.getByRole('button', { name: 'Remove the tag Team', exact: true }).click()
  await form.getByRole('button', { name: 'Save' }).click()
  await until('the tag to go', async () => (await named(studio, 'idle')).tags.every(tag => tag.key !== 'Team'), 10)
})

step(
  'every action asks first, and several pipelines are activated and deactivated at once',
  async ({ page, studio }) => {
    await page.reload()
    await choose(page, ['hourly', 'slow', 'ahead'], 'Deactivate…')
    const off = dialog(page, 'Deactivate 2 pipelines?')
    await off.getByText('One of those ticked is not active already.').waitFor()
    await off.getByRole('button', { name: 'Deactivate', exact: true }).click()
    await inState(studio, 'hourly', 'INACTIVE')
    await inState(studio, 'ahead', 'INACTIVE')
    await choose(page, ['hourly', 'ahead'], 'Activate…')
    const on = dialog(page, 'Activate 2 pipelines?')
    await on.getByText('Charges start.').waitFor()
    await on.getByRole('button', { name: 'Activate 2 of 2' }).click()
    await inState(studio, 'hourly', 'SCHEDULED')
    await inState(studio, 'ahead', 'SCHEDULED')
  },
)

step(
  'a clone keeps the whole schedule, or only its period as in the console, and stays PENDING',
  async ({ page, studio }) => {
    await page.reload()
    await choose(page, ['hourly'], 'Clone…')
    const form = dialog(page, 'Clone hourly')
    await form.getByRole('textbox').fill('by period')
    await form.getByRole('radio', { name: /Only its period/ }).check()
    await form.getByRole('button', { name: 'Clone' }).click()
    await page.waitForURL(/\/design/)
    const copy = await named(studio, 'by period')
    expect(copy.state).toBe('PENDING')
    const { text } = await call<Draft>(studio, 'GetDraft', { pipelineId: copy.id })
    expect(text).toContain('"period": "1 hour"')
    expect(text).toContain('FIRST_ACTIVATION_DATE_TIME')
    expect(text).not.toContain('startDateTime')
  },
)

step(
  'a clone takes the latest definition, or the active one, or an earlier version where that is wanted',
  async ({ page, studio }) => {
    const { id } = await named(studio, 'hourly')
    const draft = await call<Draft>(studio, 'GetDraft', { pipelineId: id })
    await call(studio, 'SaveDraft', {
      ...draft,
      updatedAt: undefined,
      text: draft.text.replace('echo reported', 'echo later'),
    })
    const cloned = async (name: string, which: RegExp, version?: RegExp) => {
      await home(page)
      await choose(page, ['hourly'], 'Clone…')
      const form = dialog(page, 'Clone hourly')
      await form.getByRole('textbox').fill(name)
      await form.getByRole('radio', { name: which }).check()
      if (version) {
        await form.getByRole('button', { name: /^Version/ }).click()
        await page.getByRole('option', { name: version }).last().click()
      }
      await form.getByRole('button', { name: 'Clone' }).click()
      await page.waitForURL(/\/design/)
      return (await call<Draft>(studio, 'GetDraft', { pipelineId: (await named(studio, name)).id })).text
    }
    expect(await cloned('of the latest', /The latest/)).toContain('echo later')
    expect(await cloned('of the active', /The active one/)).toContain('echo reported')
    expect(await cloned('of an earlier one', /An earlier version/, /Version 1/)).toContain('echo reported')
  },
)

step('deleting says what is lost, offers a copy first, and is confirmed by the name', async ({ page, studio }) => {
  await page.goto(address(studio, '/'))
  await choose(page, ['broken'], 'Delete…')
  const form = dialog(page, 'Delete broken?')
  await form.getByText('This cannot be undone').waitFor()
  await form.getByText('the history of 1 run go').waitFor()
  const saving = page.waitForEvent('download')
  await form.getByRole('button', { name: 'Save a bundle first' }).click()
  const file = await saving
  expect(file.suggestedFilename()).toBe('broken.bundle.json')
  const bundle = JSON.parse(await readFile(await file.path(), 'utf8'))
  expect(bundle).toMatchObject({ pipeline: { name: 'broken' }, runs: [{ status: 'FAILED' }] })
  expect(bundle.draft).toContain('no such table')
  expect(bundle.attempts.length).toBeGreaterThan(0)
  expect(bundle.versions[0].definition.objects).toHaveLength(3)
  const button = form.getByRole('button', { name: 'Delete for good' })
  expect(await button.isDisabled()).toBe(true)
  await form.getByRole('textbox').fill('broken')
  await button.click()
  await row(page, 'broken').waitFor({ state: 'detached' })
  expect((await list(studio)).map(one => one.name)).not.toContain('broken')
})

step('several pipelines are deleted together', async ({ page, studio }) => {
  await choose(page, ['of the latest', 'of the active', 'of an earlier one'], 'Delete…')
  const form = dialog(page, 'Delete 3 pipelines?')
  await form.getByRole('textbox').fill('delete 3 pipelines')
  await form.getByRole('button', { name: 'Delete for good' }).click()
  await row(page, 'of the latest').waitFor({ state: 'detached' })
  expect((await list(studio)).map(one => one.name)).not.toContain('of the active')
})
