import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Download } from 'playwright-core'
import { afterAll, expect } from 'vitest'
import type { WorkspaceCalls } from '../src/api/workspace.ts'
import { dailyLoad } from '../test/fixtures/daily-load.ts'
import { story } from './story.ts'
import { call, root } from './studio.ts'
import { foundIn } from './views.ts'

const stretch = 'from=2026-01-01T00:00:00Z&to=2026-01-08T00:00:00Z'

const step = story()
const folder = await mkdtemp(join(tmpdir(), 'rehearse-'))
afterAll(() => rm(folder, { recursive: true, force: true }))
let pipelineId = ''

const textOf = async (download: Download) => {
  const path = join(folder, download.suggestedFilename())
  await download.saveAs(path)
  return path
}

step(
  'a pipeline is rehearsed from its page: a form says what happens, and its JSON says the same',
  async ({ studio, page }) => {
    pipelineId = (await call<{ pipelineId: string }>(studio, 'ImportPipeline', { name: 'Daily load', text: dailyLoad }))
      .pipelineId
    await page.goto(`${new URL(studio.ready.url).origin}/pipelines/${pipelineId}/rehearsals?${stretch}`)
    await page.getByText('7 runs of 3 objects').waitFor()
    await page.getByLabel('How long Train takes').selectOption('always')
    const time = page.getByRole('textbox', { name: 'How long Train takes' })
    await time.fill('45 minutes')
    await page.getByRole('button', { name: 'Add an exception' }).click()
    await page.getByLabel('Object or pattern').fill('Load')
    await page.getByLabel('Attempts', { exact: true }).fill('1-2')
    await page.getByLabel('Scheduled times that it is for').selectOption('scheduled at')
    await page.getByLabel('Scheduled start, UTC').fill('2026-01-03T00:00:00')
    await page.getByRole('textbox', { name: 'Error of Load', exact: true }).fill('No space left.')
    await page.getByText('attempts 1 to 2: fails (“No space left.”)').waitFor()
    expect(await foundIn(page)).toEqual([])
    await page.getByRole('button', { name: 'JSON' }).click()
    const source = page.getByRole('textbox', { name: /^The scenario as JSON/ })
    expect(await source.inputValue()).toBe(
      '{\n  "rules": [\n    { "object": "Load", "scheduled": "2026-01-03T00:00:00", "attempts": "1-2", "outcome": "fail", "message": "No space left." },\n    { "object": "Train", "duration": "45 minutes" }\n  ]\n}\n',
    )
    await source.fill((await source.inputValue()).replace('"Train"', '"Trian"'))
    await page.getByText('No activity, precondition or resource is called that').first().waitFor()
    expect(await page.getByRole('button', { name: 'Start the rehearsal' }).isDisabled()).toBe(true)
    await source.fill((await source.inputValue()).replace('"Trian"', '"Train"'))
    await page.waitForURL(/scenario=gz\./)
  },
)

step(
  'its address brings everything back, and the rehearsal shows on the screens of real runs, marked as one',
  async ({ page }) => {
    await page.reload()
    await page
      .getByText('attempts 1 to 2')
      .or(page.getByRole('textbox', { name: /^The scenario as JSON/ }))
      .waitFor()
    await page.getByLabel('Name').fill('A full disk')
    await page.getByRole('button', { name: 'Start the rehearsal' }).click()
    await page.getByRole('heading', { name: 'A full disk' }).waitFor()
    await page.getByText('Object by object').waitFor()
    await page.getByText('1 CASCADE_FAILED, 6 FINISHED').waitFor()
    expect(await foundIn(page)).toEqual([])
    await page.getByRole('tab', { name: 'Alarms (1)' }).click()
    await page.getByText('Rehearsed: nobody was told').waitFor()
    await page.getByRole('tab', { name: 'Runs (7)' }).click()
    await page
      .getByRole('row', { name: /FAILED.*2026-01-03/ })
      .getByRole('link', { name: '2026-01-03 00:00' })
      .click()
    await page.getByRole('heading', { name: /^Run of 2026-01-03/ }).waitFor()
    await page.getByLabel('Rehearsal', { exact: true }).getByText('nothing really ran').waitFor()
    expect(await page.getByRole('button', { name: /Rerun|Cancel the run|Mark finished/ }).count()).toBe(0)
    await page.getByText('Nothing really ran: what this attempt came to').waitFor()
    await page.getByRole('tab', { name: 'Fields' }).click()
    await page.getByText('echo 2026-01-03').waitFor()
    expect(await foundIn(page)).toEqual([])
    await page.getByRole('link', { name: 'Newer run' }).click()
    await page.getByRole('heading', { name: /^Run of 2026-01-04/ }).waitFor()
    expect(page.url()).toContain('/rehearsals/rh-')
  },
)

step('it is exported as a scenario and as a test case, which the command line plays', async ({ page }) => {
  await page.getByRole('link', { name: 'A full disk' }).click()
  const save = async (what: string) => {
    await page.getByRole('button', { name: 'Export' }).click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: what }).click(),
    ])
    return textOf(download)
  }
  const [scenario, testCase] = [await save('Scenario'), await save('Test case for CI')]
  expect(await readFile(scenario, 'utf8')).toContain('"seed": 1')
  const file = join(folder, 'definition.json')
  await writeFile(file, dailyLoad)
  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, [join(root, 'dist/pipewright.js'), 'simulate', file, ...args])
  expect((await run('--from', '2026-01-01', '--to', '2026-01-08', '--scenario', scenario)).stdout).toContain(
    '1  CASCADE_FAILED',
  )
  expect((await run('--case', testCase)).stdout).toMatch(/(\d+) of \1 expectations met/)
  await writeFile(file, dailyLoad.replace('"maximumRetries":"1"', '"maximumRetries":"3"'))
  await expect(run('--case', testCase)).rejects.toThrow()
})

step('real history makes a scenario, two rehearsals are compared, and one is deleted', async ({ studio, page }) => {
  await call(studio, 'RunOnce', { pipelineId })
  await expect
    .poll(
      async () => (await call<WorkspaceCalls['ListRuns']['out']>(studio, 'ListRuns', { pipelineId })).runs[0]?.status,
      { timeout: 30_000 },
    )
    .toBe('FINISHED')
  await page.getByRole('button', { name: 'Rehearse again…' }).click()
  await page.getByText('7 runs of 3 objects').waitFor()
  await page.getByRole('button', { name: 'From recorded history' }).click()
  await page.getByText(/attempts of 1 real run/).waitFor()
  await page.getByLabel('Name').fill('As it really went')
  await page.getByRole('button', { name: 'Start the rehearsal' }).click()
  await page.getByRole('heading', { name: 'As it really went' }).waitFor()
  await page.getByText('Object by object').waitFor()
  await page.getByRole('link', { name: 'Rehearse', exact: true }).click()
  await page.getByLabel('Compare As it really went').check()
  await page.getByLabel('Compare A full disk').check()
  await page.getByRole('link', { name: 'Compare these two' }).click()
  await page.getByRole('row', { name: /Runs that finished 7 6/ }).waitFor()
  expect(await foundIn(page)).toEqual([])
  await page.getByRole('link', { name: 'All rehearsals' }).click()
  await page.getByRole('button', { name: 'Delete A full disk…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Delete A full disk?' })
  await dialog.getByText('would give the same again').waitFor()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  expect(await page.getByRole('link', { name: 'A full disk' }).count()).toBe(1)
  await page.getByRole('button', { name: 'Delete A full disk…' }).click()
  await dialog.getByRole('button', { name: 'Delete it' }).click()
  await expect.poll(() => page.getByRole('link', { name: 'A full disk' }).count()).toBe(0)
  await page.getByRole('link', { name: 'As it really went' }).waitFor()
})

step(
  'a secret without a value keeps nobody from rehearsing, and the page says what stands in for it',
  async ({ studio, page }) => {
    const text = JSON.stringify({
      ...JSON.parse(dailyLoad),
      parameters: [
        { id: '*myPassword', type: 'String', description: 'Password of the warehouse' },
        { id: 'myWord', type: 'String', default: 'hello' },
      ],
    })
    const made = await call<{ pipelineId: string }>(studio, 'ImportPipeline', { name: 'With a secret', text })
    await page.goto(`${new URL(studio.ready.url).origin}/pipelines/${made.pipelineId}/rehearsals?${stretch}`)
    await page.getByText('1, as the definition has them; 1 secret, with a stand-in').click()
    await page.getByText('is secret and has a stand-in').waitFor()
    expect(await foundIn(page)).toEqual([])
    await page.getByRole('button', { name: 'Start the rehearsal' }).click()
    await page.getByText('Object by object').waitFor()
  },
)

step(
  'of many exceptions the first are shown, all are played, and the result says which had no effect',
  async ({ studio, page }) => {
    const made = await call<{ pipelineId: string }>(studio, 'ImportPipeline', { name: 'Many', text: dailyLoad })
    const days = Array.from({ length: 150 }, (_, day) =>
      new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 19),
    )
    const rules = days.map(scheduled => ({ object: 'Load', scheduled, attempts: 1, outcome: 'fail' }))
    await page.goto(`${new URL(studio.ready.url).origin}/pipelines/${made.pipelineId}/rehearsals?${stretch}`)
    await page.getByRole('button', { name: 'JSON' }).click()
    await page.getByRole('textbox', { name: /^The scenario as JSON/ }).fill(JSON.stringify({ rules }))
    await page.getByRole('button', { name: 'Form' }).click()
    await page.getByText('The first 100 of 150; all of them are played').waitFor()
    expect(await page.getByRole('button', { name: /^Remove: / }).count()).toBe(100)
    await page.getByRole('button', { name: 'Add an exception' }).click()
    expect(await page.getByLabel('Object or pattern').count()).toBe(1)
    await page.getByRole('button', { name: 'Show 100 more' }).click()
    expect(await page.getByRole('button', { name: /^Remove: / }).count()).toBe(151)
    await page.getByRole('button', { name: 'Start the rehearsal' }).click()
    await page.getByText(/^143 rules of the scenario had no effect.*Load \(rule 8\).* and 138 more/).waitFor()
    expect(await foundIn(page)).toEqual([])
  },
)
