import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import type { Draft } from '../src/api/versions.ts'
import type { PipelineObject } from '../src/core/definition/model.ts'
import { typeOf } from '../src/core/definition/query.ts'
import { read } from '../src/core/definition/text.ts'
import { savedText } from './designer.ts'
import { ask, choose, comesTo, focused, hears, tabTo } from './keys.ts'
import { small } from './small.ts'
import { story } from './story.ts'
import { call, type Studio, s3Client, until } from './studio.ts'

const step = story()
const rows = 'id,total\n1,20\n2,35\n'
let pipelineId = ''

describe('the copy of the guide, made with the keyboard alone', () => {
  step('an empty pipeline of the name CopyMyS3Data is made through the palette', async ({ page, studio }) => {
    const store = s3Client(studio)
    await store.send(new CreateBucketCommand({ Bucket: 'copy-guide' }))
    await store.send(new PutObjectCommand({ Bucket: 'copy-guide', Key: 'in/orders.csv', Body: rows }))
    await page.getByRole('heading').first().waitFor()
    await ask(page, 'create empty')
    await page.waitForURL(/\/create\?from=blank/)
    await page.getByRole('textbox', { name: 'Name', exact: true }).waitFor()
    await tabTo(page, 'Name')
    await page.keyboard.type('CopyMyS3Data')
    await tabTo(page, 'Disabled')
    await page.keyboard.press('ArrowLeft')
    await comesTo(page, 'Enabled')
    await tabTo(page, 'S3 location for logs')
    await page.keyboard.type('s3://copy-guide/logs/')
    await tabTo(page, 'Edit in the designer')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/pipelines\/df-[^/]+\/design/)
    pipelineId = /\/pipelines\/([^/?]+)/.exec(page.url())?.[1] ?? ''
    await page.locator('.react-flow__node').first().waitFor()
  })

  step('the defaults get a schedule type', async ({ page, studio }) => {
    await ask(page, '@Default')
    await comesTo(page, /^Default, /)
    await page.keyboard.press('Enter')
    await comesTo(page, 'scheduleType')
    await page.keyboard.type('cron')
    await page.keyboard.press('Escape')
    await comesTo(page, /^Default, /)
    await saved(page, studio, text => /"scheduleType": "cron"/.test(text))
  })

  step('an activity is added, renamed, and its place in the graph is heard', async ({ page }) => {
    await ask(page, '+CopyActivity')
    await comesTo(page, /^CopyActivity, /)
    await hears(page, /CopyActivity was added\./)
    await page.keyboard.press('F2')
    await comesTo(page, 'Name')
    await page.keyboard.type('Copy my data')
    await page.keyboard.press('Enter')
    await comesTo(page, /^Copy my data, CopyActivity/)
    await hears(page, /CopyActivity is now called Copy my data\./)
  })

  step('its input is made and connected in one go, and its form filled', async ({ page, studio }) => {
    await page.keyboard.press('c')
    await choose(page, 'Connect CopyActivity to', 'new s3datanode input')
    await comesTo(page, /^S3DataNode, /)
    await hears(page, /S3DataNode was added, and input of CopyActivity points to it\./)
    await changeId(page, 'MyS3Input')
    await fill(page, 'filePath', 's3://copy-guide/in/orders.csv')
    await page.keyboard.press('Escape')
    await comesTo(page, /^MyS3Input, /)
    await saved(page, studio, text => text.includes('in/orders.csv'))
  })

  step('an output that is there already is connected by choosing what the line means', async ({ page }) => {
    await ask(page, '+S3DataNode')
    await comesTo(page, /^S3DataNode, /)
    await changeId(page, 'MyS3Output')
    await fill(page, 'filePath', 's3://copy-guide/out/orders.csv')
    await page.keyboard.press('Escape')
    await comesTo(page, /^MyS3Output, /)
    await ask(page, '@CopyActivity')
    await comesTo(page, /^Copy my data, /)
    await page.keyboard.press('l')
    await choose(page, 'Connect CopyActivity to', 'MyS3Output')
    await choose(page, 'What shall the line mean?', 'writes')
    await hears(page, /CopyActivity writes MyS3Output: output of CopyActivity was set\./)
    await comesTo(page, /^Copy my data, /)
  })

  step('so is an instance; a schedule is added', async ({ page, studio }) => {
    await page.keyboard.press('c')
    await choose(page, 'Connect CopyActivity to', 'new ec2 runsOn')
    await comesTo(page, /^Ec2Resource, /)
    await addField(page, 'instanceType', 'm5.large')
    await addField(page, 'terminateAfter', '1')
    await page.keyboard.press('Escape')
    await comesTo(page, /^Ec2Resource, /)
    await ask(page, '+Schedule')
    await comesTo(page, /^Schedule, /)
    await fill(page, 'period', '1')
    await fill(page, 'startAt', 'F')
    await page.keyboard.press('Escape')
    await comesTo(page, /^Schedule, /)
    await saved(page, studio, text => text.includes('FIRST_ACTIVATION_DATE_TIME'))
  })

  step('what the checks find is gone to and mended', async ({ page, studio }) => {
    await page.keyboard.press('F8')
    await hears(page, /^Problem 1 of \d, Default: 4 objects have no schedule/m)
    await comesTo(page, /^Default, /)
    await page.keyboard.press('c')
    await choose(page, 'Connect Default to', 'Schedule')
    await hears(page, /Default keeps to Schedule: schedule of Default was set\./)
    await saved(page, studio, text => /"scheduleType": "cron",[^}]+"schedule"/.test(text))
    await expect.poll(() => page.getByRole('button', { name: /Problems/ }).textContent()).not.toMatch(/error/)
  })

  step('the definition says what was meant', async ({ page, studio }) => {
    const { definition, problems } = read(await savedText(page, studio, pipelineId))
    expect(problems).toEqual([])
    expect(
      definition.objects.map(object => [object.id, object.name, typeOf(definition, object), fieldsOf(object)]),
    ).toEqual([
      [
        'Default',
        'Default',
        'Default',
        {
          scheduleType: 'cron',
          failureAndRerunMode: 'CASCADE',
          role: 'DataPipelineDefaultRole',
          resourceRole: 'DataPipelineDefaultResourceRole',
          pipelineLogUri: 's3://copy-guide/logs/',
          schedule: '→ Schedule',
        },
      ],
      [
        'CopyActivity',
        'Copy my data',
        'CopyActivity',
        { input: '→ MyS3Input', output: '→ MyS3Output', runsOn: '→ Ec2Resource' },
      ],
      ['MyS3Input', 'MyS3Input', 'S3DataNode', { filePath: 's3://copy-guide/in/orders.csv' }],
      ['MyS3Output', 'MyS3Output', 'S3DataNode', { filePath: 's3://copy-guide/out/orders.csv' }],
      ['Ec2Resource', 'Ec2Resource', 'Ec2Resource', { instanceType: 'm5.large', terminateAfter: '1 hour' }],
      ['Schedule', 'Schedule', 'Schedule', { period: '1 hour', startAt: 'FIRST_ACTIVATION_DATE_TIME' }],
    ])
  })

  step('it is launched once and finishes, and the file is there', async ({ page, studio }) => {
    await launchOnce(page)
    await page.locator('.pw-run-title .pw-status', { hasText: /^FINISHED$/ }).waitFor({ timeout: 60_000 })
    const copy = await s3Client(studio).send(new GetObjectCommand({ Bucket: 'copy-guide', Key: 'out/orders.csv' }))
    expect(await copy.Body?.transformToString()).toBe(rows)
  })

  step('a launch that fails says why, and the way back to the graph is two keys', async ({ page, studio }) => {
    await ask(page, 'design of this')
    await page.locator('.react-flow__node').first().waitFor()
    await ask(page, '@MyS3Input')
    await comesTo(page, /^MyS3Input, /)
    await tabTo(page, 'filePath')
    await page.keyboard.press('Control+a')
    await page.keyboard.type('s3://copy-guide/in/lost.csv')
    await saved(page, studio, text => text.includes('in/lost.csv'))
    await page.keyboard.press('Escape')
    await comesTo(page, /^MyS3Input, /)
    await ask(page, '@CopyActivity')
    await comesTo(page, /^Copy my data, /)
    await page.keyboard.press('Enter')
    await addField(page, 'maximumRetries', '0')
    await page.keyboard.press('Escape')
    await comesTo(page, /^Copy my data, /)
    await saved(page, studio, text => text.includes('"maximumRetries": "0"'))
    await launchOnce(page)
    await page.locator('.pw-run-title .pw-status', { hasText: /^FAILED$/ }).waitFor({ timeout: 60_000 })
    const shown = page.getByRole('region', { name: 'Copy my data, selected' })
    await expect.poll(() => shown.textContent()).toMatch(/in\/lost\.csv/)
    await tabTo(page, 'Error text')
    await page.keyboard.press('Enter')
    await expect.poll(() => shown.getByRole('tab', { name: 'Error text' }).getAttribute('aria-selected')).toBe('true')
    await page.keyboard.press('g')
    await page.keyboard.press('Shift+D')
    await page.waitForURL(/\/design/)
  })
})

describe('the graph under the keys', () => {
  step('arrows go to the card that lies that way, and Tab leaves the graph', async ({ page, studio }) => {
    const made = await call<{ pipelineId: string }>(studio, 'ImportPipeline', { name: 'small', text: small })
    pipelineId = made.pipelineId
    await page.goto(`${new URL(studio.ready.url).origin}/pipelines/${pipelineId}/design`)
    // The graph comes first, the palette beside it a moment later, and the place of the keys in it with its first turn.
    await page.getByRole('searchbox', { name: 'Find a type of object' }).waitFor()
    await page.locator('.react-flow__node[tabindex="0"]').first().waitFor()
    await page.keyboard.press('F6')
    await comesTo(page, 'Find a type of object')
    await page.keyboard.press('F6')
    await comesTo(page, /, /)
    await ask(page, '@Greet')
    await comesTo(page, /^Greet, ShellCommandActivity, selected/)
    await page.keyboard.press('ArrowRight')
    await comesTo(page, /^Break, /)
    await page.keyboard.press('ArrowRight')
    await comesTo(page, /^Follow, /)
    await page.keyboard.press('ArrowLeft')
    await comesTo(page, /^Break, /)
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.closest('.react-flow__node'))).toBe(null)
    await page.keyboard.press('Shift+Tab')
    await comesTo(page, /^Break, /)
  })

  step('Shift and arrows move the card, and one undo takes all of it back', async ({ page, studio }) => {
    const pinOf = async () => (await call<Draft>(studio, 'GetDraft', { pipelineId })).pins.Break
    // Half a second of rest ends a move. A busy machine may take that for one key: then it is taken back and tried anew.
    await until('four keys without a rest', async () => {
      let slowest = 0
      for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowRight']) {
        const began = performance.now()
        await page.keyboard.press(`Shift+${key}`)
        slowest = Math.max(slowest, performance.now() - began)
      }
      await hears(page, /Break was moved/)
      await expect.poll(pinOf).toBeDefined()
      if (slowest < 200) return true
      const undo = page.getByRole('button', { name: 'Undo' })
      while (await undo.isEnabled()) await page.keyboard.press('Control+z')
      await expect.poll(pinOf).toBeUndefined()
      return false
    })
    await page.keyboard.press('Control+z')
    await hears(page, /“Move Break” was undone\./)
    await expect.poll(pinOf).toBeUndefined()
    await comesTo(page, /^Break, /)
  })

  step('what is deleted gives the focus to the nearest card, and comes back by undo', async ({ page }) => {
    await page.keyboard.press('Delete')
    await hears(page, /Break was removed\./)
    await comesTo(page, /^(Greet|Follow|Tell|Machine), /)
    await page.keyboard.press('Control+z')
    await hears(page, /“Remove Break” was undone\./)
    await comesTo(page, /^(Greet|Follow|Tell|Machine), /)
  })

  step('a reference is taken away, and followed, by choosing it from a list', async ({ page }) => {
    await ask(page, '@Break')
    await comesTo(page, /^Break, /)
    await page.keyboard.press('x')
    await choose(page, 'Disconnect Break from', 'tell')
    await hears(page, /onFail of Break no longer points to Tell\./)
    await page.keyboard.press('j')
    await choose(page, 'Go from Break along', 'waits for greet')
    await comesTo(page, /^Greet, /)
  })

  step('a field keeps the focus when it grows to several lines while one types', async ({ page, studio }) => {
    await ask(page, '@Tell')
    await comesTo(page, /^Tell, /)
    await tabTo(page, 'subject')
    const subject = 'A subject that is so long that one line is not enough for it any more'
    await page.keyboard.press('Control+a')
    await page.keyboard.type(subject)
    await comesTo(page, 'subject')
    await saved(page, studio, text => text.includes(subject))
    await page.keyboard.press('Escape')
    await comesTo(page, /^Tell, /)
    await ask(page, '@Greet')
  })

  step('copies are made by keys and by the menu of the card', async ({ page }) => {
    await page.keyboard.press('Control+d')
    await hears(page, /Greet was duplicated\./)
    await ask(page, '@Greet2')
    await comesTo(page, /^Greet2, /)
    await page.keyboard.press('Shift+F10')
    await page.getByRole('menu', { name: 'Greet2' }).waitFor()
    for (let n = 0; n < 20 && !(await focused(page)).startsWith('Delete'); n++) await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await hears(page, /Greet2 was removed\./)
    // Its own card may have the focus for a moment longer.
    await comesTo(page, /^(?!Greet2).+, ShellCommandActivity/)
    await page.keyboard.press('Control+c')
    await page.keyboard.press('Control+v')
    await hears(page, /pasted\./)
    await comesTo(page, /2, ShellCommandActivity/)
  })

  step('the question mark shows the keys of this page, and Escape gives the focus back', async ({ page }) => {
    const before = await focused(page)
    await page.keyboard.press('?')
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await sheet.waitFor()
    const text = (await sheet.textContent()) ?? ''
    for (const label of ['Undo', 'Connect to…', 'Move the card', 'Go to the next problem', 'Design of this pipeline'])
      expect(text).toContain(label)
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'hidden' })
    await comesTo(page, before)
  })

  step('the palette offers what was used last first, and nothing of the designer elsewhere', async ({ page }) => {
    const palette = page.getByRole('dialog', { name: 'What do you want to do?' })
    await ask(page, 'go to the first')
    await page.keyboard.press('Control+Shift+p')
    expect(await palette.getByRole('option').first().textContent()).toContain('Go to the first card')
    await page.keyboard.press('Escape')
    await page.keyboard.press('g')
    await page.keyboard.press('s')
    await page.waitForURL(/\/storage/)
    await page.getByRole('heading', { name: 'Storage' }).waitFor()
    await page.keyboard.press('F1')
    await palette.waitFor()
    const offered = await palette.getByRole('option').allTextContents()
    expect(offered.some(one => one.startsWith('Pipelines'))).toBe(true)
    expect(offered.filter(one => /Undo|Add S3DataNode|Connect to/.test(one))).toEqual([])
    await page.keyboard.type('small')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/design/)
  })

  step('letters do nothing once they are turned off', async ({ page }) => {
    await ask(page, 'turn off shortcuts')
    await page.keyboard.press('?')
    await page.keyboard.press('F6')
    expect(await page.getByRole('dialog').count()).toBe(0)
    await ask(page, 'turn on shortcuts')
  })

  step('a large graph that is mostly painted is walked through all the same', async ({ page, studio }) => {
    const made = await call<{ pipelineId: string }>(studio, 'ImportPipeline', { name: 'large', text: large(400) })
    await page.goto(`${new URL(studio.ready.url).origin}/pipelines/${made.pipelineId}/design`)
    await page.getByRole('searchbox', { name: 'Find a type of object' }).waitFor()
    await page.locator('.react-flow__node').first().waitFor()
    await page.keyboard.press('0')
    await expect.poll(() => page.locator('.react-flow__node').count()).toBeLessThan(5)
    await page.keyboard.press('F6')
    await page.keyboard.press('F6')
    await comesTo(page, /, /)
    await ask(page, '@Step200')
    await comesTo(page, /^Step200, ShellCommandActivity, selected/)
    await page.keyboard.press('ArrowRight')
    await comesTo(page, /^Step201, ShellCommandActivity, selected/)
    await page.keyboard.press('ArrowLeft')
    await comesTo(page, /^Step200, /)
    await page.keyboard.press('Delete')
    await hears(page, /Step200 was removed\./)
    await comesTo(page, /^Step\d+, /)
    const list = page.getByRole('list', { name: 'All 401 objects' })
    await expect.poll(() => list.getByRole('listitem').count(), { timeout: 5000 }).toBe(401)
  })
})

/** A definition of a schedule-less default and chains of ten steps each. */
const large = (count: number): string =>
  JSON.stringify({
    objects: [
      { id: 'Default', name: 'Default', scheduleType: 'ondemand' },
      { id: 'Machine', name: 'Machine', type: 'Ec2Resource', terminateAfter: '1 hour' },
      ...Array.from({ length: count }, (_, n) => ({
        id: `Step${n}`,
        name: `Step${n}`,
        type: 'ShellCommandActivity',
        command: 'true',
        runsOn: { ref: 'Machine' },
        ...(n % 10 !== 0 && { dependsOn: { ref: `Step${n - 1}` } }),
      })),
    ],
  })

const fieldsOf = ({ fields }: PipelineObject) =>
  Object.fromEntries(
    fields
      .filter(one => one.key !== 'type')
      .map(({ key, stringValue, refValue }) => [key, stringValue ?? `→ ${refValue}`] as const),
  )

async function launchOnce(page: Page): Promise<void> {
  await page.keyboard.press('g')
  await page.keyboard.press('Shift+L')
  await page.getByRole('button', { name: 'Run once now' }).waitFor()
  await tabTo(page, 'Run once now')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/runs\/2\d{3}-/)
}

/** Adds an optional field by its name and writes its value; the focus is in the form or at its card. */
async function addField(page: Page, field: string, value: string): Promise<void> {
  await tabTo(page, 'Add a field to')
  await page.keyboard.type(field)
  await page.keyboard.press('Enter')
  await comesTo(page, field)
  await page.keyboard.type(value)
}

/** Writes a field that the form shows already. */
async function fill(page: Page, field: string, value: string): Promise<void> {
  await tabTo(page, field)
  await page.keyboard.type(value)
}

async function changeId(page: Page, id: string): Promise<void> {
  await page.keyboard.press('Shift+F2')
  await comesTo(page, /^Id/)
  await page.keyboard.type(id)
  await page.keyboard.press('Enter')
  await comesTo(page, new RegExp(`^${id}, `))
}

const saved = (page: Page, studio: Studio, holds: (text: string) => boolean): Promise<string> =>
  until(
    'the text to be saved',
    async () => {
      const text = await savedText(page, studio, pipelineId)
      return holds(text) && text
    },
    15,
  )
