import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { PipelineSummary } from '../src/api/pipelines.ts'
import type { Draft } from '../src/api/versions.ts'
import type { Definition } from '../src/core/definition/model.ts'
import { ownValue } from '../src/core/definition/query.ts'
import { read } from '../src/core/definition/text.ts'
import { small } from './small.ts'
import { call, keepPicture, openBrowser, openPage, type Studio, s3Client, startStudio } from './studio.ts'

/** The ways in, and the console's Create Pipeline page, line by line of the list of what it did. */

let studio: Studio
let away: Studio
let folder: string
let page: Page
let errors: readonly string[]
let end: () => Promise<void>

beforeAll(async () => {
  away = await startStudio()
  folder = await mkdtemp(join(tmpdir(), 'pipewright-create-'))
  await writeFile(join(folder, 'config'), '[profile analytics]\nregion = eu-west-1\n')
  await writeFile(
    join(folder, 'credentials'),
    `[analytics]\naws_access_key_id = ${away.ready.accessKeyId}\naws_secret_access_key = ${away.ready.secretAccessKey}\n`,
  )
  studio = await startStudio({
    env: {
      AWS_CONFIG_FILE: join(folder, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
      AWS_ACCESS_KEY_ID: '',
    },
  })
  const s3 = s3Client(studio)
  await s3.send(new CreateBucketCommand({ Bucket: 'shelf' }))
  await s3.send(new PutObjectCommand({ Bucket: 'shelf', Key: 'definitions/noon.json', Body: small }))
  await s3.send(new PutObjectCommand({ Bucket: 'shelf', Key: 'definitions/huge.json', Body: ' '.repeat(5_000_000) }))
  s3.destroy()
  const browser = await openBrowser()
  const opened = await openPage(browser, studio)
  ;({ page, errors } = opened)
  await opened.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  page.setDefaultTimeout(15_000)
  end = () => browser.close()
})
afterAll(async () => {
  await end?.()
  await Promise.all([studio?.close(), away?.close()])
  await rm(folder, { recursive: true, force: true })
})

/** A test whose page is kept as a picture when it fails. */
const line = (sentence: string, work: () => Promise<void>) =>
  it(sentence, async () => {
    try {
      await work()
      expect(errors, 'no page reported an error').toEqual([])
    } catch (error) {
      await keepPicture(page, sentence)
      throw error
    }
  })

const go = (address: string) => page.goto(new URL(studio.ready.url).origin + address)
const field = (name: string | RegExp) => page.getByRole('textbox', { name, exact: typeof name === 'string' })
const radio = (name: string | RegExp, within: Page | Locator = page) => within.getByRole('radio', { name })
const press = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' }).click()

async function made(
  name: string,
): Promise<PipelineSummary & { readonly definition: Definition; readonly text: string }> {
  const { pipelines } = await call<{ pipelines: PipelineSummary[] }>(studio, 'ListPipelineSummaries')
  const found = pipelines.find(one => one.name === name)
  if (!found) throw new Error(`There is no ${name} among ${pipelines.map(one => one.name)}`)
  const { text } = await call<Draft>(studio, 'GetDraft', { pipelineId: found.id })
  return { ...found, text, definition: read(text).definition }
}
const said = ({ definition }: { readonly definition: Definition }, id: string, key: string) => {
  const object = definition.objects.find(one => one.id === id)
  return object && ownValue(object, key)
}

line('B1 name and description', async () => {
  await go('/')
  await press(/Start from a template/)
  await page.waitForURL(/\/create\?from=template/)
  await field('Name').fill('')
  await page.getByText('Give the pipeline a name.').waitFor()
  await field('Name').fill('first of all')
  await field('Description').fill('Counts the lines of the day')
  await radio('Disabled').check()
  await press('Create')
  await page.waitForURL(/\/$/)
  expect(await made('first of all')).toMatchObject({ description: 'Counts the lines of the day', state: 'PENDING' })
})

line('B2 source: a template, a definition from a file, one from S3, or an empty canvas', async () => {
  await go('/create')
  for (const source of ['Template', 'Import a definition', 'From AWS', 'Example', 'Empty canvas'])
    await page.getByRole('button', { name: source, exact: true }).waitFor()
  await press('Empty canvas')
  await field('Name').fill('bare')
  await press('Edit in the designer')
  await page.waitForURL(/\/design/)
  expect((await made('bare')).definition.objects.map(one => one.id)).toEqual(['Default'])
})

line(
  'B3 on a template, a form of its parameters: types, defaults, help, allowed values, secrets, S3 picker',
  async () => {
    await go('/create?from=template&template=mysql-to-redshift')
    const parameters = page.getByRole('region', { name: 'Parameters' })
    await parameters.getByText('13 parameters').waitFor({ state: 'detached' })
    expect(await field(/Type of the machine/).inputValue()).toBe('m5.large')
    expect(await parameters.getByRole('combobox', { name: /rows that are there/ }).inputValue()).toBe('TRUNCATE')
    await parameters.getByRole('combobox', { name: /rows that are there/ }).selectOption('APPEND')
    const secret = parameters.getByLabel(/MySQL password/)
    expect(await secret.getAttribute('type')).toBe('password')
    await secret.fill('hush')
    expect(await field(/^MySQL table/).getAttribute('placeholder')).toBe('orders')
    await field(/^MySQL table/).fill('clicks')
    await field(/S3 folder for what/).fill('nowhere')
    await parameters.getByText(/takes an S3 address that begins with s3/).waitFor()
    await press('Browse the store for S3 folder for what is on its way')
    await pick('shelf/', 'definitions/')
    expect(await field(/S3 folder for what/).inputValue()).toBe('s3://shelf/definitions/')
    await radio('Disabled').check()
    await field('Name').fill('filled in')
    await press('Create')
    await page.waitForURL(/\/$/)
    expect((await made('filled in')).definition.values).toEqual([
      { id: '*myRdsPassword', stringValue: 'hush' },
      { id: 'myRdsTable', stringValue: 'clicks' },
      { id: 'myInsertMode', stringValue: 'APPEND' },
      { id: 'myStagingFolder', stringValue: 's3://shelf/definitions/' },
    ])
  },
)

line('B4 templates: the eleven of the console, and those of machine learning, each told step by step', async () => {
  await go('/create')
  await expect.poll(() => page.locator('input[name=template]').count()).toBeGreaterThanOrEqual(14)
  await radio('Retrain a model, and deploy it only if it is good').check()
  const about = page.getByRole('region', { name: /^Retrain a model/ })
  await about.getByText('Trains a model on a machine of its own.').waitFor()
  await about.getByRole('list', { name: 'What flows through it' }).getByText('Train the model').waitFor()
  await expect.poll(() => page.url()).toContain('template=ml-retraining')
  await radio('Import a DynamoDB export from S3').check()
  await page.getByText('In the console of AWS: Import DynamoDB backup data from S3.').waitFor()
})

line('B5 schedule: once on activation, or every N units from a date, and its end', async () => {
  await go('/create')
  await radio('Once, each time it is activated').waitFor()
  await radio('On a schedule').check()
  await page.getByRole('spinbutton', { name: 'Number of units' }).fill('6')
  await page.getByRole('combobox', { name: 'Unit' }).selectOption('hour')
  const starting = page.getByRole('radiogroup', { name: 'Starting' })
  await radio('at a date', starting).check()
  await starting.locator('input[type=datetime-local]').fill('2027-01-05T02:00')
  await starting.getByText('UTC').waitFor()
  const ending = page.getByRole('radiogroup', { name: 'Ending' })
  await radio('after', ending).check()
  await ending.getByRole('spinbutton').fill('12')
  await page.getByText('every 6 hours from 2027-01-05 02:00 UTC, 12 times').waitFor()
  await radio('Disabled').check()
  await field('Name').fill('six hours')
  await press('Create')
  await page.waitForURL(/\/$/)
  const six = await made('six hours')
  expect(said(six, 'Default', 'scheduleType')).toBe('cron')
  const schedule = said(six, 'Default', 'schedule') ?? ''
  expect(['period', 'startDateTime', 'occurrences'].map(key => said(six, schedule, key))).toEqual([
    '6 hours',
    '2027-01-05T02:00:00',
    '12',
  ])
})

line('B6 a definition with several schedules hides the choice, and says why', async () => {
  await go('/create?from=import')
  await field(/paste the text/).fill(
    `{"objects": [{"id": "Default"}, {"id": "A", "type": "Schedule", "period": "1 day"}, {"id": "B", "type": "Schedule", "period": "1 hour"}]}`,
  )
  await page.getByText(/It has 2 schedules, each for other objects/).waitFor()
  expect(await page.getByRole('radio', { name: 'On a schedule' }).count()).toBe(0)
})

line('B7 logging: on with a location in S3, or off', async () => {
  await go('/create')
  await page.getByText('Say where logs go, or disable logging.').waitFor()
  await field('S3 location for logs').fill('logs')
  await page.getByText('A location in S3 begins with s3:// and a bucket.').first().waitFor()
  await field('S3 location for logs').fill('')
  await press('Browse the store for S3 location for logs')
  await pick('shelf/')
  await field('Name').fill('with logs')
  await press('Create')
  await page.waitForURL(/\/$/)
  expect(said(await made('with logs'), 'Default', 'pipelineLogUri')).toBe('s3://shelf/')
  expect(said(await made('first of all'), 'Default', 'pipelineLogUri')).toBeUndefined()
})

line('B8 IAM roles: the default ones, or others', async () => {
  const role = (name: string) => page.getByRole('combobox', { name })
  await go('/create')
  await page.getByText(/DataPipelineDefaultRole for the pipeline/).waitFor()
  await radio('Disabled').check()
  await radio('Custom').check()
  await role('Pipeline role').fill('')
  await page.getByText('Name both roles.').waitFor()
  await role('Pipeline role').fill('Etl')
  await role('Role of its EC2 machines').fill('EtlMachines')
  await field('Name').fill('own roles')
  await press('Create')
  await page.waitForURL(/\/$/)
  const own = await made('own roles')
  expect([said(own, 'Default', 'role'), said(own, 'Default', 'resourceRole')]).toEqual(['Etl', 'EtlMachines'])
  expect(said(await made('with logs'), 'Default', 'role')).toBe('DataPipelineDefaultRole')
})

line('B9 tags: up to ten, each key once', async () => {
  await go('/create')
  await radio('Disabled').check()
  for (let n = 1; n <= 10; n++) {
    await press('Add a tag')
    await field(`Key of tag ${n}`).fill(n === 2 ? 'Tag1' : `tag${n}`)
  }
  expect(await page.getByRole('button', { name: 'Add a tag' }).isDisabled()).toBe(true)
  await field('Key of tag 10').fill('tag1')
  await page.getByText('The key tag1 is there twice.').first().waitFor()
  await press('Remove tag 10')
  await field('Value of tag 1').fill('one')
  await field('Name').fill('tagged')
  await press('Create')
  await page.waitForURL(/\/$/)
  const { tags } = await made('tagged')
  expect(tags).toHaveLength(9)
  expect(tags).toContainEqual({ key: 'tag1', value: 'one' })
  expect(tags).toContainEqual({ key: 'Tag1', value: '' })
})

line(
  'B10 buttons: Activate goes to launch, Edit to the designer, Create to the list, Cancel makes nothing',
  async () => {
    const before = (await call<{ pipelines: unknown[] }>(studio, 'ListPipelineSummaries')).pipelines.length
    await go('/create?from=example')
    await press('Cancel')
    await page.waitForURL(/\/$/)
    expect((await call<{ pipelines: unknown[] }>(studio, 'ListPipelineSummaries')).pipelines).toHaveLength(before)
    await go('/create?from=template&template=aws-cli')
    await radio('Disabled').check()
    await press('Activate…')
    await page.waitForURL(/\/launch/)
    expect((await made('aws-cli')).state).toBe('PENDING')
  },
)

line('in by drop, anywhere on the list of pipelines', async () => {
  await go('/')
  await page.getByRole('heading', { name: 'Pipelines' }).waitFor()
  await drop(page.getByRole('region', { name: 'Pipelines', exact: true }), 'dawn.json', small)
  await page.waitForURL(/\/create\?from=import/)
  await page.getByText(/Definition file of the AWS CLI: 6 objects, 0 parameters/).waitFor()
  await press('Create')
  await page.waitForURL(/\/$/)
  expect((await made('dawn')).text).toBe(small)
})

line('in by paste, with every repair shown, and the text as it is where one wants that', async () => {
  const broken = `{“objects”: [\n  {"id": "A", "type": 'S3DataNode', "directoryPath": "s3://x/",},\n  {"id": "B" "name": "a\tb"}\n`
  await go('/create?from=import')
  await field(/paste the text/).fill(broken)
  const repairs = page.getByRole('region', { name: 'Repairs' })
  await repairs.getByText('7 repairs').waitFor()
  await repairs.getByText('Line 2', { exact: true }).first().waitFor()
  await repairs.getByText('Nothing follows this comma, and the AWS CLI refuses it.').waitFor()
  await field('Name').fill('mended')
  await press('Create')
  await page.waitForURL(/\/$/)
  const { text } = await made('mended')
  expect(JSON.parse(text).objects).toHaveLength(2)
  await go('/create?from=import')
  await field(/paste the text/).fill(broken)
  await radio('Take it as it is').check()
  await field('Name').fill('broken')
  await press('Create')
  await page.waitForURL(/\/$/)
  expect((await made('broken')).text).toBe(broken)
})

line('in from S3, and a sentence for what is too large', async () => {
  await go('/create?from=import')
  const choose = async (name: string) => {
    await press('Choose from S3')
    await pick('shelf/', 'definitions/', name)
  }
  await choose('huge.json')
  await page.getByText(/larger than 4 MB, the most that is read from S3 here/).waitFor()
  await choose('noon.json')
  await page
    .getByText(/6 objects/)
    .first()
    .waitFor()
  expect(await field('Name').inputValue()).toBe('noon')
  await press('Create')
  await page.waitForURL(/\/$/)
  expect((await made('noon')).text).toBe(small)
})

line('out as a link with secrets masked, and in by it: what it holds is shown first, and nothing is made', async () => {
  const secret = small.replace('"id": "Default"', '"id": "Default", "*mySecret": "hunter2"')
  const { pipelineId } = await call<{ pipelineId: string }>(studio, 'ImportPipeline', { name: 'linked', text: secret })
  await go(`/pipelines/${pipelineId}/launch`)
  await press('Actions')
  await page.getByRole('menuitem', { name: 'Export…' }).click()
  const form = page.getByRole('dialog', { name: 'Export linked' })
  await form.getByText('The secret *mySecret of Default is masked; put it in before the file is used.').waitFor()
  await form.getByText('hunter2').waitFor({ state: 'detached' })
  await form.getByRole('checkbox', { name: 'With secrets' }).check()
  await form.getByText('The file holds one secret in plain text').waitFor()
  await form.getByText(/hunter2/).waitFor()
  await form.getByRole('checkbox', { name: 'With secrets' }).uncheck()
  await form.getByRole('button', { name: 'Copy as link' }).click()
  await page.getByText(/The link was copied/).waitFor()
  const link = await page.evaluate(() => navigator.clipboard.readText())
  const before = (await call<{ pipelines: unknown[] }>(studio, 'ListPipelineSummaries')).pipelines.length
  await page.goto(link)
  await page.getByText(/This text came with the link/).waitFor()
  await page
    .getByText(/6 objects/)
    .first()
    .waitFor()
  expect(await field('Name').inputValue()).toBe('linked')
  expect(await field(/Text of linked/).inputValue()).toBe(secret.replace('hunter2', '********'))
  expect((await call<{ pipelines: unknown[] }>(studio, 'ListPipelineSummaries')).pipelines).toHaveLength(before)
  const packed = /import=(gz\.[\w-]+)/.exec(link)?.[1]
  await go(`/#import=${packed}`)
  await page.waitForURL(/\/create/)
  await page.getByText(/AWS CLI: 6 objects/).waitFor()
  await go(`/?import=${encodeURIComponent('{"objects": [{"id": "A", "type": "S3DataNode"}]}')}`)
  await page.getByText(/Definition file of the AWS CLI: 1 object/).waitFor()
})

line(
  'in from AWS: a profile of this machine lists its pipelines, and those ticked come with description and tags',
  async () => {
    const tags = [{ key: 'team', value: 'fraud' }]
    for (const name of ['alpha', 'beta', 'gamma'])
      await call(away, 'ImportPipeline', { name, text: small, description: `The ${name} one`, tags })
    await go('/create?from=aws')
    await page
      .getByText(/datapipeline:ListPipelines, datapipeline:DescribePipelines, datapipeline:GetPipelineDefinition/)
      .waitFor()
    await page
      .getByRole('combobox', { name: 'Connection' })
      .selectOption({ label: 'Profile analytics (keys in the credentials file)' })
    expect(await field('Region').inputValue()).toBe('eu-west-1')
    await field('Region').fill('us-east-1')
    await field(/^Endpoint/).fill('http://127.0.0.1:9')
    await press('List its pipelines')
    await page.getByText(/Profile analytics in us-east-1 could not be reached/).waitFor()
    await field(/^Endpoint/).fill(away.ready.dataPipelineEndpoint)
    await press('List its pipelines')
    await page.getByText('3 of 3').waitFor()
    expect(await page.content()).not.toContain(away.ready.secretAccessKey)
    await page.getByRole('searchbox', { name: 'Find pipelines there' }).fill('gamma')
    await page.getByText('1 of 3').waitFor()
    await page.getByRole('checkbox', { name: 'Tick gamma' }).check()
    await page.getByRole('searchbox', { name: 'Find pipelines there' }).fill('')
    await page.getByRole('checkbox', { name: 'Tick alpha' }).check()
    await press('Import 2 pipelines')
    await page.getByText('2 pipelines were imported; none runs until you launch it').waitFor()
    expect(await made('gamma')).toMatchObject({ description: 'The gamma one', tags, objects: 6, state: 'PENDING' })
    expect((await made('alpha')).definition.objects.map(one => one.id)).toContain('Break')
  },
)

line('a definition dropped on the designer is added to it, or takes its place, and undo takes that back', async () => {
  const { pipelineId } = await call<{ pipelineId: string }>(studio, 'ImportPipeline', {
    name: 'target',
    text: '{"objects": [{"id": "Default"}, {"id": "Break", "type": "S3DataNode", "directoryPath": "s3://x/"}]}',
  })
  const text = async () => (await call<Draft>(studio, 'GetDraft', { pipelineId })).text
  await go(`/pipelines/${pipelineId}/design`)
  await page.locator('.react-flow__node').first().waitFor()
  const before = await text()
  await drop(page.locator('.pw-canvas'), 'small.json', small)
  const ask = page.getByRole('dialog', { name: 'What to do with small.json?' })
  await ask.getByText('Its Default object is not added, for this definition has its own.').waitFor()
  await ask.getByRole('button', { name: 'Add its 5 objects' }).click()
  await expect.poll(async () => read(await text()).definition.objects.length).toBe(7)
  expect(read(await text()).definition.objects.map(one => one.id)).toContain('Break2')
  await drop(page.locator('.pw-canvas'), 'small.json', small)
  await ask.getByRole('button', { name: 'Replace this definition' }).click()
  await expect.poll(text).toBe(small)
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Control+z')
  await expect.poll(text).toBe(before)
})

/** Goes down the store in its window, and takes what is reached. */
async function pick(...names: readonly string[]): Promise<void> {
  const store = page.getByRole('dialog', { name: /^Choose / })
  for (const name of names) await store.getByRole('row').filter({ hasText: name }).click()
  await store.getByRole('button', { name: 'Use this address' }).click()
}

/** Drops a file on something, as a hand does from the desktop. */
async function drop(target: Locator, name: string, text: string): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    ([file, content]) => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([content], file))
      return transfer
    },
    [name, text] as const,
  )
  await target.dispatchEvent('dragover', { dataTransfer })
  await target.dispatchEvent('drop', { dataTransfer })
}
