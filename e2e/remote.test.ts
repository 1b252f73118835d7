import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type InstanceRow, settled } from '../src/core/runs/instance.ts'
import { call, openBrowser, openPage, type Studio, startStudio, until } from './studio.ts'
import { foundIn } from './views.ts'

/** An account in which something failed, which another studio stands for, and the studio that looks at it. */

const text = JSON.stringify({
  objects: [
    {
      id: 'Default',
      scheduleType: 'ondemand',
      role: 'DataPipelineDefaultRole',
      resourceRole: 'DataPipelineDefaultResourceRole',
      maximumRetries: '0',
      failureAndRerunMode: 'CASCADE',
    },
    { id: 'Machine', type: 'Ec2Resource', instanceType: 'm5.large', terminateAfter: '1 Hour' },
    {
      id: 'Orders',
      type: 'S3DataNode',
      directoryPath: "s3://shop-orders/#{format(@scheduledStartTime, 'YYYY-MM-dd')}/",
    },
    {
      id: 'Totals',
      type: 'S3DataNode',
      directoryPath: "s3://shop-totals/#{format(@scheduledStartTime, 'YYYY-MM-dd')}/",
    },
    {
      id: 'SumUp',
      type: 'ShellCommandActivity',
      runsOn: { ref: 'Machine' },
      input: { ref: 'Orders' },
      output: { ref: 'Totals' },
      stage: 'true',
      command: 'cat $INPUT1_STAGING_DIR/* >&2; echo "no total for #{@scheduledStartTime}" >&2; exit 4',
    },
  ],
})

let folder = ''
let account: Studio
let studio: Studio
let browser: Browser
let page: Page
let errors: string[]
let pipelineId = ''

const over = async (of: Studio, id: string) =>
  until('the run to be over', async () => {
    const { instances } = await call<{ instances: InstanceRow[] }>(of, 'ListInstances', { pipelineId: id })
    return instances.length > 0 && instances.every(one => settled(one.status)) && instances
  })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pipewright-remote-'))
  account = await startStudio()
  const { accessKeyId, secretAccessKey, dataPipelineEndpoint } = account.ready
  await writeFile(
    join(folder, 'credentials'),
    `[shop]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
  )
  await writeFile(join(folder, 'config'), '[profile shop]\nregion = eu-west-1\n')
  studio = await startStudio({
    env: { AWS_CONFIG_FILE: join(folder, 'config'), AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials') },
  })
  const made = await call<{ pipelineId: string }>(account, 'ImportPipeline', { name: 'Shop totals', text })
  pipelineId = made.pipelineId
  await call(account, 'RunOnce', { pipelineId })
  await over(account, pipelineId)
  browser = await openBrowser()
  const opened = await openPage(browser, studio)
  page = opened.page
  errors = opened.errors
  const address = new URL('/create', studio.ready.url)
  for (const [key, value] of Object.entries({ from: 'aws', endpoint: dataPipelineEndpoint }))
    address.searchParams.set(key, value)
  await page.goto(address.href)
})
afterAll(async () => {
  await browser.close()
  await studio.close()
  await account.close()
  await rm(folder, { recursive: true, force: true })
})

it('leads from the pipelines of an account to what failed there, with its evaluated fields', async () => {
  await page.getByRole('button', { name: 'List its pipelines' }).click()
  await page.getByRole('link', { name: 'Attempts of Shop totals' }).click()
  await page.getByRole('heading', { name: 'Attempts of Shop totals in AWS' }).waitFor()
  const attempt = page.getByRole('region', { name: 'Attempt 1 of SumUp' })
  await attempt.getByText(/s3:\/\/shop-orders\/\d{4}-\d\d-\d\d\//).waitFor()
  await attempt.getByText('no total for').first().waitFor()
  expect(new URL(page.url()).searchParams.get('region')).toBe('eu-west-1')
  expect(await foundIn(page)).toEqual([])
})

it('saves the attempt as a script that says who ran it', async () => {
  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save it as a script' }).click()
  const saved = await saving
  expect(saved.suggestedFilename()).toBe('SumUp-1.sh')
})

it('runs it here after saying what does not come along, and the run goes on saying so', async () => {
  await page.getByRole('button', { name: 'Run it on this machine…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('The IAM role of its machine').waitFor()
  await dialog.getByText(/is not in that store yet; copy it there first/).waitFor()
  await dialog.getByRole('button', { name: 'Run it here' }).click()
  await page
    .getByRole('note')
    .getByText(/Profile shop in eu-west-1/)
    .waitFor()
  const id = decodeURIComponent(new URL(page.url()).pathname.split('/')[2] ?? '')
  const rows = await over(studio, id)
  expect(rows.find(one => one.componentId === 'SumUp')?.status).toBe('FAILED')
  expect(errors).toEqual([])
})
