import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { anyKeys, topics } from '../test/account/resources.ts'
import { refusedKey, standAccount } from '../test/account/stand.ts'
import { changedText, savedText } from './designer.ts'
import { call, keepPicture, openBrowser, openPage, type Studio, startStudio } from './studio.ts'

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
  await writeFile(join(folder, 'config'), '[profile analytics]\nregion = eu-west-1\n[profile nobody]\nregion = eu-west-1\n')
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

const line = (sentence: string, work: () => Promise<void>) =>
  it(sentence, async () => {
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
const told = () => page.locator('.pw-names-told')
const options = () => page.getByRole('option')

/** Opens the list of a field and clicks a name in it; answers what the text lost and what it got. */
async function pick(object: string, field: string, many: string, name: RegExp): Promise<string> {
  await formOf(object)
  const before = await savedText(page, studio, id)
  await page.getByRole('button', { name: `List the ${many} for ${field}` }).click()
  const option = options().filter({ hasText: name }).first()
  const chosen = (await option.locator('b').textContent()) ?? ''
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
  await expect.poll(() => options().count()).toBe(10)
  await page.getByText('10 of 120 SNS topics').waitFor()
  const before = await savedText(page, studio, id)
  await field.press('ArrowDown')
  await field.press('Enter')
  expect(await changedText(page, studio, id, before)).toContain('"arn:aws:sns:eu-west-1:123456789012:reports-111"')
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
