import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { expect } from 'vitest'
import type { Draft } from '../src/api/versions.ts'
import { changedText, savedText } from './designer.ts'
import { story } from './story.ts'
import { call, s3Client } from './studio.ts'

const step = story()

const definition = `{
  "objects": [
    { "id": "Default", "name": "Default", "scheduleType": "ondemand", "maximumRetries": "1" },
    { "id": "Machine", "name": "Machine", "type": "Ec2Resource", "instanceType": "m5.large", "terminateAfter": "2 hours" },
    { "id": "Raw", "name": "Raw", "type": "S3DataNode", "directoryPath": "s3://e2e-inspector/raw/" },
    { "id": "One", "name": "One", "type": "ShellCommandActivity", "command": "true", "scriptArgument": ["a", "b", "c"],
      "maximumRetries": "3", "runsOn": { "ref": "Machine" }, "input": { "ref": "Raw" }, "password": "open" },
    { "id": "Two", "name": "Two", "type": "ShellCommandActivity", "command": "false", "runsOn": { "ref": "Machine" } }
  ]
}
`

let id = ''
let address = ''

step('a folder is chosen from the store', async ({ studio, page }) => {
  const s3 = s3Client(studio)
  await s3.send(new CreateBucketCommand({ Bucket: 'e2e-inspector' }))
  for (const Key of ['raw/a.csv', 'clean/2026/b.csv'])
    await s3.send(new PutObjectCommand({ Bucket: 'e2e-inspector', Key, Body: 'x' }))
  id = (await call<{ pipelineId: string }>(studio, 'ImportPipeline', { name: 'form', text: definition })).pipelineId
  address = `${new URL(studio.ready.url).origin}/pipelines/${id}/design`
  await page.goto(`${address}?select=Raw`)
  const before = await savedText(page, studio, id)
  await page.getByRole('button', { name: 'Browse the store for directoryPath' }).click()
  const dialog = page.getByRole('dialog', { name: 'Choose a folder for directoryPath' })
  await dialog.getByText('a.csv').waitFor()
  await dialog.getByRole('button', { name: 'e2e-inspector' }).click()
  await dialog.getByText('clean/').click()
  await dialog.getByRole('button', { name: 'Use this address' }).click()
  const after = await changedText(page, studio, id, before)
  expect(after).toBe(before.replace('s3://e2e-inspector/raw/', 's3://e2e-inspector/clean/'))
})

step('the store is walked by keys alone, and Escape leaves the address as it was', async ({ studio, page }) => {
  const before = (await call<Draft>(studio, 'GetDraft', { pipelineId: id })).text
  const browse = page.getByRole('button', { name: 'Browse the store for directoryPath' })
  await browse.focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  const grid = dialog.getByRole('grid')
  await grid.focus()
  await page.keyboard.press('Enter')
  await expect
    .poll(() => dialog.getByRole('textbox', { name: 'Address' }).inputValue())
    .toBe('s3://e2e-inspector/clean/2026/')
  await page.keyboard.press('Escape')
  await expect.poll(() => dialog.count()).toBe(0)
  expect((await call<Draft>(studio, 'GetDraft', { pipelineId: id })).text).toBe(before)
})

step('a machine is found by what it has, with what it costs', async ({ studio, page }) => {
  await page.goto(`${address}?select=Machine`)
  const before = await savedText(page, studio, id)
  await page.getByText('2 vCPU, 8 GiB, $0.0960 an hour').waitFor()
  const field = page.getByRole('combobox', { name: 'instanceType' })
  const options = page.getByRole('listbox', { name: 'Instance types for instanceType' }).getByRole('option')
  await page.getByRole('button', { name: 'List the instance types for instanceType' }).click()
  await expect.poll(() => options.count()).toBeGreaterThan(30)
  await field.fill('32 gib')
  await expect.poll(() => options.count()).toBeLessThan(30)
  for (const text of await options.allTextContents()) expect(text).toContain('32 GiB')
  await field.fill('m3.')
  await page.getByText('retired generation').first().waitFor()
  await field.fill('c5.2x')
  await field.press('Enter')
  const after = await changedText(page, studio, id, before)
  expect(after).toBe(before.replace('m5.large', 'c5.2xlarge'))
})

step('a list is put in another order by keys and by buttons', async ({ studio, page }) => {
  await page.goto(`${address}?select=One`)
  const before = await savedText(page, studio, id)
  await page.getByRole('textbox', { name: 'scriptArgument' }).first().focus()
  await page.keyboard.press('Alt+ArrowDown')
  const once = await changedText(page, studio, id, before)
  expect(once).toBe(before.replace('["a", "b", "c"]', '["b", "a", "c"]'))
  expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).value)).toBe('a')
  await page.getByRole('button', { name: 'Move value 3 of scriptArgument up' }).click()
  const twice = await changedText(page, studio, id, once)
  expect(twice).toBe(before.replace('["a", "b", "c"]', '["b", "c", "a"]'))
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Control+z')
  expect(await changedText(page, studio, id, twice)).toBe(before)
})

step('an own value stands beside the one of Default, and gives way to it', async ({ studio, page }) => {
  const before = await savedText(page, studio, id)
  const instead = page.locator('.pw-field', { hasText: 'maximumRetries' }).locator('.pw-instead')
  expect(await instead.textContent()).toBe('1set by DefaultUse this instead')
  await instead.getByRole('button', { name: 'Use this instead' }).click()
  const after = await changedText(page, studio, id, before)
  expect(JSON.parse(after).objects[3].maximumRetries).toBeUndefined()
  const inherited = page.getByRole('region', { name: 'Inherited fields' })
  await inherited.getByRole('button', { name: 'Override maximumRetries' }).click()
  expect(JSON.parse(await changedText(page, studio, id, after)).objects[3].maximumRetries).toBe('1')
})

step('an open password is masked, and the star is one press away', async ({ studio, page }) => {
  const before = await savedText(page, studio, id)
  const field = page.locator('.pw-field', { has: page.getByText('password', { exact: true }) })
  expect(await field.locator('input').getAttribute('type')).toBe('password')
  await field.getByText('With a star in front').waitFor()
  await field.getByRole('button', { name: 'Show password' }).click()
  expect(await field.locator('input').getAttribute('type')).toBe('text')
  await field.getByRole('button', { name: 'Rename password to *password' }).click()
  expect(await changedText(page, studio, id, before)).toContain('"*password": "open"')
})

step('each field leads to its text', async ({ page }) => {
  await page.getByRole('button', { name: 'Go to the text of command of One' }).click()
  await page.getByRole('region', { name: 'Source', exact: true }).waitFor()
  await page.locator('.monaco-editor.focused').waitFor()
  expect(await page.locator('.view-line', { hasText: '"One"' }).first().isVisible()).toBe(true)
  await page.getByRole('region', { name: 'Source', exact: true }).getByRole('button', { name: 'Close' }).click()
})

step(
  'a value with an expression in it has the width of the form, and what it comes to stands beneath',
  async ({ page }) => {
    await page.goto(`${address}?select=One`)
    const command = page.locator('.pw-field', { has: page.getByText('command', { exact: true }) })
    const field = command.locator('textarea')
    await field.fill("echo #{format(minusDays(@scheduledStartTime, 1), 'YYYY-MM-dd')}")
    await command.locator('.pw-preview output').waitFor()
    const [whole, box, value] = await Promise.all(
      [command, field, command.locator('.pw-preview')].map(one => one.boundingBox()),
    )
    if (!whole || !box || !value) throw new Error('The field is not on the page.')
    expect(box.width).toBeGreaterThan(whole.width * 0.8)
    expect(value.y).toBeGreaterThanOrEqual(box.y + box.height)
    await page.getByRole('button', { name: 'Undo' }).click()
  },
)

step('several objects are set at once, and undone at once', async ({ studio, page }) => {
  await page.goto(`${address}?select=One~Two`)
  await page.getByRole('heading', { name: '2 objects are selected' }).waitFor()
  const before = await savedText(page, studio, id)
  const command = page.locator('.pw-field', { has: page.getByText('command', { exact: true }) })
  await command.getByText('mixed').waitFor()
  expect(await command.locator('.pw-said li').allTextContents()).toEqual(['true1 object', 'false1 object'])
  await command.locator('textarea').fill('echo both')
  const after = await changedText(page, studio, id, before)
  expect(
    JSON.parse(after)
      .objects.slice(3)
      .map((one: { command: string }) => one.command),
  ).toEqual(['echo both', 'echo both'])
  await page.getByRole('combobox', { name: 'Set another field for all' }).selectOption('retryDelay')
  await page.locator('.pw-field', { hasText: 'retryDelay' }).getByRole('spinbutton').fill('5')
  const delayed = await changedText(page, studio, id, after)
  expect(delayed.match(/"retryDelay": "5 minutes?"|"retryDelay": "5 hours"/g)).toHaveLength(2)
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('button', { name: 'Undo' }).click()
  expect(await changedText(page, studio, id, delayed)).toBe(before)
})

step('what was typed just before the page is loaded anew is kept', async ({ page }) => {
  await page.goto(`${address}?select=One`)
  const command = page.locator('.pw-field', { has: page.getByText('command', { exact: true }) }).locator('textarea')
  await command.fill('echo in time')
  await page.reload()
  await expect.poll(() => command.inputValue()).toBe('echo in time')
})

step('a page that cannot be loaded says so, and comes once the server answers', async ({ page }) => {
  await page.goto(`${address}?select=One`)
  await page.locator('.react-flow__node').first().waitFor()
  await page.route('**/*', route => route.abort())
  const pages = page.getByRole('navigation', { name: 'Pages of this pipeline' })
  await pages.getByRole('link', { name: 'Runs' }).click()
  await page.getByText('This page could not be loaded').waitFor()
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByText('The server still does not answer.').waitFor()
  await page.unroute('**/*')
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByText('This pipeline has not run yet').waitFor()
})
