import {
  ActivatePipelineCommand,
  CreatePipelineCommand,
  PutPipelineDefinitionCommand,
} from '@aws-sdk/client-data-pipeline'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Draft } from '../src/api/versions.ts'
import { readDefinition } from '../src/core/formats/index.ts'
import { toWire } from '../src/core/formats/wire.ts'
import { small } from './small.ts'
import { call, dataPipelineClient, openBrowser, openPage, type Studio, startStudio } from './studio.ts'

let studio: Studio
let browser: Browser

beforeAll(async () => {
  studio = await startStudio()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await studio?.close()
})

it('what an AWS client does shows on open pages by itself', async () => {
  const aws = dataPipelineClient(studio)
  const { page: list } = await openPage(browser, studio)
  await list.getByText('See a pipeline run, end to end').waitFor()

  const { pipelineId } = await aws.send(new CreatePipelineCommand({ name: 'from the SDK', uniqueId: 'live' }))
  const row = list.getByRole('row', { name: /from the SDK/ })
  await row.getByText('PENDING').waitFor()

  const { definition } = readDefinition(small)
  const { pipelineObjects } = toWire(definition)
  await aws.send(new PutPipelineDefinitionCommand({ pipelineId, pipelineObjects: [...pipelineObjects] as never }))
  await row.getByText(/^6 objects/).waitFor()

  const { page: runs } = await openPage(browser, studio)
  await runs.goto(`${new URL(studio.ready.url).origin}/pipelines/${pipelineId}/runs`)
  await runs.getByText('This pipeline has not run yet').waitFor()
  await runs.getByRole('link', { name: 'Open Launch' }).waitFor()

  await aws.send(new ActivatePipelineCommand({ pipelineId }))
  await runs.getByRole('row', { name: /FAILED/ }).waitFor({ timeout: 60_000 })
  await row.getByText('ERROR').waitFor()

  await runs
    .getByRole('row', { name: /FAILED/ })
    .getByRole('link', { name: /\d{4}-\d\d-\d\d/ })
    .click()
  await runs.getByRole('heading', { name: /^Run of/ }).waitFor()
  await aws.send(new ActivatePipelineCommand({ pipelineId }))
  await runs.getByRole('link', { name: 'Newer run' }).waitFor({ timeout: 60_000 })
})

it('a page says when the server does not answer, and goes on when it does again', async () => {
  const { page } = await openPage(browser, studio)
  await page.getByText('Local engine').waitFor()
  const dataDir = studio.ready.dataDir
  const port = Number(new URL(studio.ready.url).port)
  await studio.kill()
  await page.getByText('Server not reachable').waitFor()
  studio = await startStudio({ dataDir, port })
  await page.getByText('Local engine').waitFor({ timeout: 60_000 })
  expect(new URL(studio.ready.url).port).toBe(String(port))
})

it('two tabs that edit one pipeline never overwrite one another silently', async () => {
  const { pipelineId } = await call<{ pipelineId: string }>(studio, 'ImportPipeline', { name: 'shared', text: small })
  const { page } = await openPage(browser, studio)
  await page.goto(`${new URL(studio.ready.url).origin}/pipelines/${pipelineId}/design?select=Greet`)
  const command = page.getByRole('textbox', { name: 'command' })
  await command.waitFor()

  // What another saves while nothing waits here is simply taken over.
  const first = await call<Draft>(studio, 'GetDraft', { pipelineId })
  await call(studio, 'SaveDraft', { ...first, text: small.replace('good morning', 'good day') })
  await expect.poll(() => command.inputValue()).toBe('echo good day')

  // While something waits here, it asks.
  const second = await call<Draft>(studio, 'GetDraft', { pipelineId })
  let release = () => {}
  const held = new Promise<void>(go => {
    release = go
  })
  await page.route('**/api/call/SaveDraft', async route => {
    await held
    await route.continue()
  })
  await command.fill('echo mine')
  await page.getByText('Saving…').waitFor()
  await call(studio, 'SaveDraft', { ...second, text: small.replace('good morning', 'theirs') })
  release()
  await page.getByText('This pipeline was changed elsewhere').waitFor()
  expect(await command.inputValue()).toBe('echo mine')
  await page.getByRole('button', { name: 'Take that version' }).click()
  await expect.poll(() => command.inputValue()).toBe('echo theirs')
  await page.keyboard.press('Control+z')
  await expect.poll(() => command.inputValue()).toBe('echo mine')
})
