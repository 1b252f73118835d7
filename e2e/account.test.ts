import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Draft } from '../src/api/versions.ts'
import { anyKeys, topics } from '../test/account/resources.ts'
import { refusedKey, standAccount } from '../test/account/stand.ts'
import { changedText, savedText } from './designer.ts'
import { call, keepPicture, openBrowser, openPage, type Studio, startStudio } from './studio.ts'
import { seriousIn } from './views.ts'

/** What an account of AWS has is chosen in the forms, kind by kind of the list of what the console looked up. */

let account: Awaited<ReturnType<typeof standAccount>>
let studio: Studio
let folder: string
let page: Page
let errors: readonly string[]
let id = ''
let end: () => Promise<void>

const definition = `{
  "objects": [
    { "id": "Default", "name": "Default", "scheduleType": "ondemand" },
    { "id": "Machine", "name": "Machine", "type": "Ec2Resource", "terminateAfter": "1 hour", "keyPair": "old-key",
      "subnetId": "subnet-1", "securityGroupIds": "sg-1", "role": "OldRole", "resourceRole": "OldProfile" },
    { "id": "Table", "name": "Table", "type": "DynamoDBDataNode", "tableName": "old_table" },
    { "id": "Rds", "name": "Rds", "type": "RdsDatabase", "rdsInstanceId": "old-instance", "username": "reader" },
    { "id": "Redshift", "name": "Redshift", "type": "RedshiftDatabase", "clusterId": "old-cluster", "username": "reader" },
    { "id": "Alarm", "name": "Alarm", "type": "SnsAlarm", "topicArn": "old-topic", "subject": "It failed",
      "message": "See the run.", "role": "OldRole" }
  ]
}
`

beforeAll(async () => {
  account = await standAccount()
  folder = await mkdtemp(join(tmpdir(), 'pipewright-account-'))
  const keys = (key: string) => `aws_access_key_id = ${key}\naws_secret_access_key = ${anyKeys.secretAccessKey}\n`
  await writeFile(
    join(folder, 'config'),
    '[profile analytics]\nregion = eu-west-1\n[profile nobody]\nregion = eu-west-1\n',
  )
  await writeFile(join(folder, 'credentials'), `[analytics]\n${keys(anyKeys.accessKeyId)}[nobody]\n${keys(refusedKey)}`)
  studio = await startStudio({
    env: {
      AWS_CONFIG_FILE: join(folder, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
      AWS_ACCESS_KEY_ID: '',
      AWS_ENDPOINT_URL: account.url,
      AWS_ENDPOINT_URL_REDSHIFT: account.url,
    },
  })
  const browser = await openBrowser()
  const opened = await openPage(browser, studio)
  ;({ page, errors } = opened)
  page.setDefaultTimeout(15_000)
  end = () => browser.close()
  id = (await call<{ pipelineId: string }>(studio, 'ImportPipeline', { name: 'names', text: definition })).pipelineId
})
afterAll(async () => {
  await end?.()
  await Promise.all([studio?.close(), account?.stop()])
  await rm(folder, { recursive: true, force: true })
})

/** A test whose page is kept as a picture when it fails. */
const line = (sentence: string, work: () => Promise<void>, options = {}) =>
  it(sentence, options, async () => {
    try {
      await work()
      expect(errors).toEqual([])
    } catch (error) {
      await keepPicture(page, sentence)
      throw error
    }
  })

const formOf = (object: string) =>
  page.goto(`${new URL(studio.ready.url).origin}/pipelines/${id}/design?select=${object}`)
const list = () => page.getByRole('listbox', { name: / for / })
const options = () => list().getByRole('option')

/** Opens the list of a field and clicks a name in it; answers what the text lost and what it got. */
async function pick(object: string, field: string, many: string, name: RegExp): Promise<string> {
  await formOf(object)
  const before = await savedText(page, studio, id)
  // What the checks find stands above the fields and moves them down: a press between the two would miss its button.
  await page.getByRole('button', { name: /Problems .*\d/ }).waitFor()
  await page.getByRole('button', { name: `List the ${many} for ${field}` }).click()
  const option = options().filter({ hasText: name }).first()
  await option.waitFor()
  // Where people gave it another name, the id stands below that.
  const told = await option.locator('b, small').allTextContents()
  const chosen = told.find(text => /^(subnet|sg)-/.test(text)) ?? told[0] ?? ''
  await option.click()
  const after = await changedText(page, studio, id, before)
  const old = new RegExp(`"${field}": "([^"]*)"`).exec(before.slice(before.indexOf(`"id": "${object}"`)))?.[1] ?? ''
  const at = before.indexOf(`"${field}": "${old}"`, before.indexOf(`"id": "${object}"`))
  const written = `"${field}": "${old}"`
  expect(after).toBe(`${before.slice(0, at)}"${field}": "${chosen}"${before.slice(at + written.length)}`)
  return chosen
}

line('DynamoDB tables', async () => {
  expect(await pick('Table', 'tableName', 'DynamoDB tables', /^events/)).toBe('events')
})

line('RDS instances, with engine and state', async () => {
  expect(await pick('Rds', 'rdsInstanceId', 'RDS instances', /orders.*postgres/)).toBe('orders')
})

line('Redshift clusters', async () => {
  expect(await pick('Redshift', 'clusterId', 'Redshift clusters', /warehouse/)).toBe('warehouse')
})

line('SNS topics, page after page, narrowed down by typing', async () => {
  await formOf('Alarm')
  const field = page.getByRole('combobox', { name: 'topicArn' })
  await field.click()
  await field.press('ArrowDown')
  await page.getByText(`${topics.length} SNS topics in eu-west-1, by sns:ListTopics.`).waitFor()
  await expect.poll(() => options().count()).toBe(topics.length)
  await field.fill('reports 11')
  await expect.poll(() => options().count()).toBe(11)
  await page.getByText('11 of 120 SNS topics').waitFor()
  const before = await savedText(page, studio, id)
  await field.press('ArrowDown')
  await field.press('Enter')
  expect(await changedText(page, studio, id, before)).toContain('"arn:aws:sns:eu-west-1:123456789012:reports-110"')
})

line('IAM roles, and instance profiles for machines', async () => {
  expect(await pick('Alarm', 'role', 'IAM roles', /DefaultRole/)).toBe('DataPipelineDefaultRole')
  expect(await pick('Machine', 'role', 'IAM roles', /DefaultRole/)).toBe('DataPipelineDefaultRole')
  expect(await pick('Machine', 'resourceRole', 'instance profiles', /with the role/)).toBe(
    'DataPipelineDefaultResourceRole',
  )
})

line('key pairs, subnets and security groups', async () => {
  expect(await pick('Machine', 'keyPair', 'key pairs', /operators/)).toBe('operators')
  expect(await pick('Machine', 'subnetId', 'subnets', /eu-west-1b/)).toMatch(/^subnet-/)
  expect(await pick('Machine', 'securityGroupIds', 'security groups', /workers/)).toMatch(/^sg-/)
})

line('all by keys: the list opens, is walked, closed and left, and nothing changes but what was chosen', async () => {
  await formOf('Table')
  const before = await savedText(page, studio, id)
  const field = page.getByRole('combobox', { name: 'tableName' })
  await field.focus()
  await page.keyboard.press('ArrowDown')
  await options().first().waitFor()
  const active = async () => page.locator(`[id="${await field.getAttribute('aria-activedescendant')}"]`).textContent()
  expect(await active()).toBe('customers')
  await page.keyboard.press('ArrowUp')
  expect(await active()).toBe('features')
  await page.keyboard.press('Escape')
  await expect.poll(() => list().count()).toBe(0)
  await page.keyboard.press('ArrowDown')
  for (const name of ['List the DynamoDB tables for tableName', 'Connection', 'Region', 'Refresh']) {
    await page.keyboard.press('Tab')
    const focus = page.locator(':focus')
    expect((await focus.getAttribute('aria-label')) ?? (await focus.textContent())).toBe(name)
  }
  await page.keyboard.press('Escape')
  expect(await field.evaluate(element => element === document.activeElement)).toBe(true)
  expect((await call<Draft>(studio, 'GetDraft', { pipelineId: id })).text).toBe(before)
  await page.keyboard.press('ArrowDown')
  await options().first().waitFor()
  await page.keyboard.press('Enter')
  expect(await changedText(page, studio, id, before)).toBe(before.replace('"events"', '"customers"'))
})

// moto grants everything unless it is told otherwise for good, so that the refusals are those that were kept of it.
line(
  'a right that is missing is named, and another connection has it',
  async () => {
    await formOf('Alarm')
    await page.getByRole('button', { name: 'List the SNS topics for topicArn' }).click()
    await options().first().waitFor()
    await page.getByRole('combobox', { name: 'Connection' }).selectOption({ label: 'Profile nobody' })
    await page
      .getByText(
        'Profile nobody in eu-west-1 may not call ListTopics. Its user or role needs the action sns:ListTopics.',
      )
      .waitFor()
    expect(await options().count()).toBe(0)
    expect(await seriousIn(page, 'a refusal', undefined, '.pw-names-panel')).toEqual([])
    await page.getByRole('combobox', { name: 'Connection' }).selectOption({ label: 'Profile analytics' })
    await options().first().waitFor()
  },
  { skip: process.env.PIPEWRIGHT_MOTO !== undefined },
)

line('the region of the object is asked, and people may ask another', async () => {
  const text = definition.replace('"tableName": "old_table"', '"tableName": "old_table", "region": "us-west-2"')
  const made = await call<{ pipelineId: string }>(studio, 'ImportPipeline', { name: 'elsewhere', text })
  await page.goto(`${new URL(studio.ready.url).origin}/pipelines/${made.pipelineId}/design?select=Table`)
  await page.getByRole('button', { name: 'List the DynamoDB tables for tableName' }).click()
  await page.getByText(/ in us-west-2[,.]/).waitFor()
  const region = page.getByRole('textbox', { name: 'Region' })
  await region.fill('nowhere')
  await region.press('Enter')
  await page.getByText(/is no region, such as eu-west-1/).waitFor()
  await region.fill('eu-west-1')
  await region.press('Enter')
  await page.getByText('3 DynamoDB tables in eu-west-1, by dynamodb:ListTables.').waitFor()
  expect(await region.evaluate(element => element === document.activeElement)).toBe(true)
})

line('roles are chosen on the page that creates pipelines', async () => {
  await page.goto(`${new URL(studio.ready.url).origin}/create?from=empty`)
  await page.getByRole('radio', { name: 'Custom' }).check()
  for (const [field, many, name] of [
    ['Pipeline role', 'IAM roles', 'DataPipelineDefaultResourceRole'],
    ['Role of its EC2 machines', 'instance profiles', 'DataPipelineDefaultResourceRole'],
  ] as const) {
    await page.getByRole('button', { name: `List the ${many} for ${field}` }).click()
    await options().filter({ hasText: name }).first().click()
    expect(await page.getByRole('combobox', { name: field }).inputValue()).toBe(name)
  }
})

line('axe finds nothing serious in an open list, light and dark', async () => {
  await formOf('Machine')
  await page.getByRole('button', { name: 'List the security groups for securityGroupIds' }).click()
  await options().first().waitFor()
  expect(await seriousIn(page, 'the list', undefined, '.pw-names')).toEqual([])
  await page.getByRole('button', { name: /dark/i }).first().click()
  expect(await seriousIn(page, 'the list, dark', ['color-contrast'], '.pw-names')).toEqual([])
})

line('a machine that knows no account says how it gets to know one', async () => {
  const alone = await startStudio({
    env: {
      AWS_CONFIG_FILE: join(folder, 'none'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none'),
      AWS_ACCESS_KEY_ID: '',
    },
  })
  try {
    const made = await call<{ pipelineId: string }>(alone, 'ImportPipeline', { name: 'alone', text: definition })
    await page.goto(alone.ready.url)
    await page.goto(`${new URL(alone.ready.url).origin}/pipelines/${made.pipelineId}/design?select=Table`)
    await page.getByRole('button', { name: 'List the DynamoDB tables for tableName' }).click()
    await page.getByText(/This machine knows no AWS account yet/).waitFor()
    await page.getByRole('button', { name: 'Look again' }).click()
    await page.getByText(/This machine knows no AWS account yet/).waitFor()
  } finally {
    await alone.close()
  }
})
