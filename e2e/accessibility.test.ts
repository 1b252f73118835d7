import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type InstanceRow, settled } from '../src/core/runs/instance.ts'
import { tabTo } from './keys.ts'
import { small } from './small.ts'
import { call, openBrowser, openPage, type Studio, startStudio, until } from './studio.ts'

let studio: Studio
let browser: Browser
let views: Readonly<Record<string, string>>

beforeAll(async () => {
  studio = await startStudio()
  browser = await openBrowser()
  const { pipelineId } = await call<{ pipelineId: string }>(studio, 'ImportPipeline', { name: 'small', text: small })
  await call(studio, 'CreateFromExample', { name: 'daily-retraining' })
  const { scheduledStart } = await call<{ scheduledStart: number }>(studio, 'RunOnce', { pipelineId })
  await until('the end of the run', async () => {
    const { instances } = await call<{ instances: InstanceRow[] }>(studio, 'ListInstances', { pipelineId })
    return instances.length > 0 && instances.every(one => settled(one.status))
  })
  const home = `/pipelines/${pipelineId}`
  const run = `${home}/runs/${new Date(scheduledStart).toISOString().replace('.000Z', 'Z')}`
  views = {
    'the list of pipelines': '/',
    'the designer': `${home}/design?select=Break&source=open&problems=open`,
    'the launch page': `${home}/launch`,
    'the history of runs': `${home}/runs`,
    'a failed run with attempt and log': run,
    'the graph of a run': `${run}?tab=graph&instance=none`,
    'the table of a run': `${run}?tab=table&instance=none`,
    'the cost of a pipeline': `${home}/cost`,
    'all runs': '/runs',
    'all cost': '/cost',
    notifications: '/notices',
    storage: '/storage?at=s3://e2e-small/',
  }
})
afterAll(async () => {
  await browser?.close()
  await studio?.close()
})

describe.each(['light', 'dark'] as const)('in the %s theme', theme => {
  it('axe finds nothing serious or critical on any view', async () => {
    const { page, errors } = await openPage(browser, studio, theme)
    const found: string[] = []
    for (const [name, address] of Object.entries(views)) {
      await page.goto(new URL(studio.ready.url).origin + address)
      await settledDown(page)
      const axe = new AxeBuilder({ page: page as never })
      // Only colours differ between the themes.
      const { violations, passes } = await (theme === 'dark' ? axe.withRules('color-contrast') : axe).analyze()
      expect(passes.length, name).toBeGreaterThan(0)
      for (const { id, impact, nodes } of violations)
        if (impact === 'serious' || impact === 'critical')
          found.push(...nodes.slice(0, 3).map(node => `${name}: ${id}: ${node.html.slice(0, 160)}`))
    }
    expect(found).toEqual([])
    expect(errors).toEqual([])
  })
})

it('a pipeline is built, saved and launched without a mouse', async () => {
  const { page, errors } = await openPage(browser, studio)
  const { pipelineId } = await call<{ pipelineId: string }>(studio, 'ImportPipeline', { name: 'by keys', text: bare })
  await page.goto(`${new URL(studio.ready.url).origin}/pipelines/${pipelineId}/design`)
  await page.getByRole('searchbox', { name: 'Find a type of object' }).waitFor()
  const press = (key: string) => page.keyboard.press(key)

  await tabTo(page, 'Find a type of object')
  await page.keyboard.type('shell')
  await press('Enter')
  await tabTo(page, 'command')
  await page.keyboard.type('echo made by keys')
  await tabTo(page, 'runsOn')
  await page.keyboard.type('Machine')
  await expect
    .poll(async () => (await call<{ text: string }>(studio, 'GetDraft', { pipelineId })).text)
    .toMatch(/"command": "echo made by keys",\s+"runsOn": \{\s*"ref": "Machine"\s*\}/)
  await tabTo(page, 'Launch…')
  await press('Enter')
  await page.getByRole('button', { name: 'Run once now' }).waitFor()
  await tabTo(page, 'Run once now')
  await press('Enter')
  await page.locator('.pw-run-title .pw-status', { hasText: /^FINISHED$/ }).waitFor({ timeout: 60_000 })
  expect(errors).toEqual([])
})

const bare = `{ "objects": [
  { "id": "Default", "name": "Default", "scheduleType": "ondemand", "role": "DataPipelineDefaultRole",
    "resourceRole": "DataPipelineDefaultResourceRole", "pipelineLogUri": "s3://e2e-small/logs/" },
  { "id": "Machine", "name": "Machine", "type": "Ec2Resource", "instanceType": "m5.large", "terminateAfter": "1 Hour" }
] }
`

/** Waits until nothing is being loaded any more. */
async function settledDown(page: Page): Promise<void> {
  await page.locator('main').getByText(/./).first().waitFor()
  await page.waitForLoadState('load')
  let before = -1
  for (let tries = 0; tries < 20; tries++) {
    await page.waitForTimeout(200)
    const now = (await page.locator('main').innerHTML()).length
    if (now === before) return
    before = now
  }
}
