import { PutPipelineDefinitionCommand } from '@aws-sdk/client-data-pipeline'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { PipelineSummary } from '../src/api/pipelines.ts'
import type { Draft } from '../src/api/versions.ts'
import type { WorkspaceCalls } from '../src/api/workspace.ts'
import { read } from '../src/core/definition/text.ts'
import { toWire } from '../src/core/formats/wire.ts'
import { type InstanceRow, settled } from '../src/core/runs/instance.ts'
import { card, changedText, savedText } from './designer.ts'
import { small } from './small.ts'
import { story } from './story.ts'
import { call, dataPipelineClient, type Studio, until } from './studio.ts'

const step = story()
const good = small.replace("echo 'ERROR: the table orders is not there' >&2; exit 3", 'true')

let id = ''
let failed = 0
const home = (studio: Studio) => `${new URL(studio.ready.url).origin}/pipelines/${id}`
const draft = (studio: Studio) => call<Draft>(studio, 'GetDraft', { pipelineId: id })
const list = (studio: Studio) => call<WorkspaceCalls['ListVersions']['out']>(studio, 'ListVersions', { pipelineId: id })
const form = (page: Page) => page.getByRole('complementary', { name: 'Settings' })
const plan = (page: Page) => page.getByRole('region', { name: 'Change plan' })
const row = (page: Page, text: RegExp) => page.getByRole('row', { name: text })

async function runOnce(studio: Studio): Promise<number> {
  const { scheduledStart } = await call<{ scheduledStart: number }>(studio, 'RunOnce', { pipelineId: id })
  await until('the end of the run', async () => {
    const ask = { pipelineId: id, scheduledStart }
    const { instances } = await call<{ instances: InstanceRow[] }>(studio, 'ListInstances', ask)
    return instances.length > 0 && instances.every(one => settled(one.status))
  })
  return scheduledStart
}

/** What another program does through the gateway, with AWS's own SDK. */
const putElsewhere = (studio: Studio, text: string, pipelineId = id) =>
  dataPipelineClient(studio).send(new PutPipelineDefinitionCommand({ pipelineId, ...toWire(read(text).definition) }))

step('a failed run leads to what changed since the last one that went well', async ({ page, studio }) => {
  id = (await call<{ pipelineId: string }>(studio, 'ImportPipeline', { name: 'morning', text: good })).pipelineId
  await runOnce(studio)
  const { revision, pins } = await draft(studio)
  await call(studio, 'SaveDraft', { pipelineId: id, text: small, pins, revision })
  failed = await runOnce(studio)
  await page.goto(`${home(studio)}/runs/${new Date(failed).toISOString().replace('.000Z', 'Z')}?instance=none`)
  await page.getByRole('link', { name: 'What changed since the last good run' }).click()
  await row(page, /command.*true.*exit 3/).waitFor()
  expect(await page.getByRole('grid', { name: 'Changes' }).getByRole('row').count(), 'heading, object, field').toBe(3)
})

step('every version says what made it and which runs used it', async ({ page, studio }) => {
  await call(studio, 'PutPipelineDefinition', { pipelineId: id, ...toWire(read(small).definition) })
  await call(studio, 'ActivatePipeline', { pipelineId: id })
  await page.getByRole('button', { name: '← All versions' }).click()
  await row(page, /Activated.*service/).waitFor()
  await row(page, /the first version, 6 objects.*Imported.*1 run/).waitFor()
  await row(page, /command of Break changed.*Saved/)
    .getByRole('link', { name: /run/ })
    .click()
  await page.getByRole('button', { name: /^Version \d/ }).waitFor()
  expect(await page.getByRole('grid', { name: /^Runs/ }).getByText('FAILED').count()).toBeGreaterThan(0)
})

step('a form says which fields are held before anybody types', async ({ page, studio }) => {
  await page.goto(`${home(studio)}/design?select=Follow`)
  await card(page, 'Follow').waitFor()
  await form(page).getByText('the service refuses another dependsOn').waitFor()
  expect(await form(page).getByText('the service refuses another command').count()).toBe(0)
})

step('each change is listed with what the service makes of it', async ({ page, studio }) => {
  await form(page).getByRole('textbox', { name: 'command' }).fill('echo at last')
  await plan(page).getByText('1 change').waitFor()
  await form(page).getByRole('button', { name: 'Remove dependsOn of Follow' }).click()
  await plan(page).getByRole('button', { name: '2 changes, 1 refused' }).click()
  const items = plan(page).getByRole('listitem')
  await items.first().getByText('Follow cannot change its references after the first activation').waitFor()
  expect(await items.first().textContent()).toContain('Source: AWS Data Pipeline Developer Guide')
  expect(await items.nth(1).textContent()).toContain('It changes the instances of Follow')
  // The service answers as the plan foretold.
  const text = await savedText(page, studio, id)
  const verdict = await call<{ errored: boolean; validationErrors: { id: string }[] }>(
    studio,
    'ValidatePipelineDefinition',
    { pipelineId: id, ...toWire(read(text).definition) },
  )
  expect(verdict).toMatchObject({ errored: true, validationErrors: [{ id: 'Follow' }] })
})

step('one change is taken back alone', async ({ page, studio }) => {
  const before = await savedText(page, studio, id)
  await plan(page).getByRole('button', { name: 'Take back command of Follow' }).click()
  expect(await changedText(page, studio, id, before)).toBe(
    small.replace(
      '"runsOn": { "ref": "Machine" }, "dependsOn": { "ref": "Break" },',
      '"runsOn": { "ref": "Machine" },',
    ),
  )
  await page.keyboard.press('Control+z')
  await plan(page).getByRole('button', { name: '2 changes, 1 refused' }).waitFor()
})

step('a clone takes what the active pipeline cannot, which is mended in one step', async ({ page, studio }) => {
  await plan(page).getByRole('button', { name: 'Clone and apply…' }).click()
  await page.getByRole('dialog', { name: 'Clone and apply' }).getByRole('button', { name: 'Clone and open it' }).click()
  await page.waitForURL(url => !url.pathname.includes(id))
  await card(page, 'Follow').waitFor()
  const { pipelines } = await call<{ pipelines: PipelineSummary[] }>(studio, 'ListPipelineSummaries')
  const made = pipelines.find(one => one.name === 'morning changed')
  expect(made).toMatchObject({ state: 'PENDING' })
  const cloned = (await call<Draft>(studio, 'GetDraft', { pipelineId: made?.id })).text
  expect(cloned).toContain('"command": "echo at last"')
  expect(cloned).not.toContain('"ref": "Break"')
  const { text } = await draft(studio)
  expect(text).toContain('"command": "echo at last"')
  expect(text).toContain('"dependsOn": { "ref": "Break" }')
})

step('two versions are compared by object, on the canvas, and as text', async ({ page, studio }) => {
  await page.goto(`${home(studio)}/design?select=Follow`)
  await card(page, 'Follow').waitFor()
  await page.getByRole('button', { name: 'Delete Follow' }).click()
  await plan(page).getByText('1 change, 1 refused').waitFor()
  await savedText(page, studio, id)
  await page.goto(`${home(studio)}/versions?from=active&to=draft`)
  await row(page, /Follow ShellCommandActivity.*removed.*Refused/).waitFor()
  await row(page, /command removed echo never/).click()
  await page.getByRole('region', { name: 'Change of Follow' }).getByText('cannot be removed').first().waitFor()

  await page.getByRole('tab', { name: 'Graph' }).click()
  const ghost = page.locator('.pw-diff-card[data-id="Follow"]')
  await ghost.waitFor()
  expect(await ghost.getAttribute('data-mark')).toBe('removed')
  expect(await ghost.textContent()).toContain('removed')
  await page.locator('.pw-diff-line[data-mark="removed"]', { hasText: 'dependsOn removed' }).waitFor()
  expect(await page.locator('.pw-diff-card[data-id="Greet"]').getAttribute('data-mark')).toBe('same')

  await page.getByRole('tab', { name: 'Text' }).click()
  await page.locator('.pw-text-diff .line-delete', { hasText: '' }).first().waitFor()
  await page.locator('.view-line', { hasText: 'echo never' }).first().waitFor()
  expect(new URL(page.url()).search).toContain('view=text')
})

step('an earlier version comes back as one step, and one undo takes it away', async ({ page, studio }) => {
  const before = (await draft(studio)).text
  await page.goto(`${home(studio)}/versions`)
  await page.getByRole('button', { name: /^Restore Saved version 1,/ }).click()
  await page.waitForURL(/\/design/)
  await card(page, 'Follow').waitFor()
  expect(await savedText(page, studio, id)).toBe(good)
  expect((await list(studio)).versions[0]).toMatchObject({ cause: 'restore' })
  await page.getByRole('button', { name: 'Undo' }).click()
  expect(await changedText(page, studio, id, good)).toBe(before)
  await page.getByRole('button', { name: 'Redo' }).click()
  expect(await changedText(page, studio, id, before)).toBe(good)
})

step('what another program puts is said, and merged with what I did', async ({ page, studio }) => {
  await card(page, 'Greet').click()
  await form(page).getByRole('textbox', { name: 'command' }).fill('echo mine')
  const mine = await changedText(page, studio, id, good)
  await putElsewhere(studio, small.replace('"1 Hour"', '"2 Hours"').replace('echo good morning', 'echo theirs'))
  await page.getByText(/^aws-sdk-js\/.* put another definition to the service$/).waitFor()
  await page.getByRole('button', { name: 'Merge…' }).click()
  const dialog = page.getByRole('dialog', { name: /^Merge with what aws-sdk-js/ })
  await dialog.getByRole('region', { name: 'Comes from there' }).getByText('terminateAfter from 1 Hour').waitFor()
  const merge = dialog.getByRole('button', { name: 'Merge', exact: true })
  expect(await merge.isDisabled(), 'while a conflict is open').toBe(true)
  const stays = dialog.getByRole('region', { name: 'Stays of yours' })
  expect(await stays.textContent(), 'what is still open').not.toContain('echo theirs')
  await dialog.getByRole('radio', { name: /^Mine/ }).check()
  await stays.getByText('command from echo theirs to echo mine').waitFor()
  await dialog.getByRole('radio', { name: /^Theirs/ }).check()
  await merge.click()
  await dialog.waitFor({ state: 'hidden' })
  expect(await changedText(page, studio, id, mine)).toBe(
    good.replace('"1 Hour"', '"2 Hours"').replace('echo good morning', 'echo theirs'),
  )
  expect(await page.getByText('put another definition').count()).toBe(0)
  expect((await list(studio)).versions[0]).toMatchObject({ cause: 'merge' })
  await page.getByRole('button', { name: 'Undo' }).click()
  expect(await changedText(page, studio, id, (await draft(studio)).text)).toBe(mine)
})

step('a draft that nobody changed follows what another program puts', async ({ page, studio }) => {
  const made = await call<{ pipelineId: string }>(studio, 'ImportPipeline', { name: 'evening', text: good })
  await page.goto(home(studio).replace(id, `${made.pipelineId}/design`))
  await card(page, 'Greet').waitFor()
  await putElsewhere(studio, good.replace('good morning', 'good evening'), made.pipelineId)
  expect(await changedText(page, studio, made.pipelineId, good)).toBe(good.replace('good morning', 'good evening'))
  await page.getByText(/^Note\. aws-sdk-js.*the draft follows it$/).waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  expect(await changedText(page, studio, made.pipelineId, good.replace('good morning', 'good evening'))).toBe(good)
})

step('two tabs that changed different things are made one', async ({ page, studio }) => {
  await page.goto(`${home(studio)}/design?select=Greet`)
  const command = form(page).getByRole('textbox', { name: 'command' })
  await command.waitFor()
  const known = await draft(studio)
  let release = () => {}
  const held = new Promise<void>(go => {
    release = go
  })
  await page.route('**/api/call/SaveDraft', async route => {
    await held
    await route.continue()
  })
  await command.fill('echo here')
  await page.getByText('Saving…').waitFor()
  await call(studio, 'SaveDraft', { ...known, text: known.text.replace('echo never', 'echo there') })
  release()
  await page.getByText('This pipeline was changed elsewhere').waitFor()
  await page.getByRole('button', { name: 'Merge…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Merge with what another tab changed' })
  await dialog.getByText('command from echo never to echo there').waitFor()
  await dialog.getByRole('button', { name: 'Merge', exact: true }).click()
  expect(await changedText(page, studio, id, known.text.replace('echo never', 'echo there'))).toBe(
    known.text.replace('echo never', 'echo there').replace('echo mine', 'echo here'),
  )
  await page.unroute('**/api/call/SaveDraft')
})

step('a version gets a name, and a file dropped is compared with the draft', async ({ page, studio }) => {
  await page.goto(`${home(studio)}/versions`)
  await page.getByRole('button', { name: 'Name saved version 1', exact: true }).click()
  await page.getByRole('textbox', { name: 'Name of saved version 1' }).fill('The good one')
  await page.keyboard.press('Enter')
  await row(page, /The good one/).waitFor()
  expect((await list(studio)).versions.find(one => one.number === 1)?.name).toBe('The good one')
  const data = await page.evaluateHandle(
    text => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([text], 'other.json'))
      return transfer
    },
    small.replace('"5m.large"', '').replace('m5.large', 'm5.xlarge'),
  )
  await page.getByRole('region', { name: 'Versions' }).dispatchEvent('drop', { dataTransfer: data })
  await row(page, /instanceType changed m5.large m5.xlarge/).waitFor()
  expect(new URL(page.url()).search).toContain('from=draft&to=file')
})
