import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { ExampleInfo } from '../src/api/pipelines.ts'
import type { Draft } from '../src/api/versions.ts'
import { type InstanceRow, settled } from '../src/core/runs/instance.ts'
import { lanesOf } from './lanes.ts'
import { shrinkPng } from './png.ts'
import { call, openBrowser, openPage, root, type Studio, startStudio, until } from './studio.ts'

/** Starts the product, lets the examples really run, and takes a picture of every view in both themes. */
async function takePictures(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  const studio = await startStudio()
  const browser = await openBrowser()
  try {
    const views = await prepare(studio)
    for (const theme of ['light', 'dark'] as const) {
      const { page, context } = await openPage(browser, studio, theme)
      for (const { name, address, before, after } of views) {
        await page.goto(new URL(studio.ready.url).origin + address)
        await atRest(page)
        await before?.(page)
        await writeFile(join(folder, `${name}-${theme}.png`), shrinkPng(await page.screenshot()))
        await after?.(page)
        console.log(`${name}-${theme}.png`)
      }
      await context.close()
    }
  } finally {
    await browser.close()
    await studio.close()
  }
}

interface View {
  readonly name: string
  readonly address: string
  readonly before?: (page: Page) => Promise<void>
  /** Takes back what it changed, so that the next views show none of it. */
  readonly after?: (page: Page) => Promise<void>
}

const day = 86_400_000

/** Values of one run a day, the newest last. Names of presets where a run is to fail. */
const runs: readonly (Readonly<Record<string, string>> | string)[] = [
  {},
  { myEpochs: '20' },
  { myLearningRate: '0.1' },
  'Boosted stumps',
  { myLearningRate: '0.02', myEpochs: '40' },
  'Steps too long',
  {},
  { myLearningRate: '0.08' },
  'Boosted stumps',
  'Too little training',
  { myEpochs: '40' },
  { myLearningRate: '0.1', myEpochs: '40' },
  'Steps too long',
  {},
]

async function prepare(studio: Studio): Promise<readonly View[]> {
  const create = async (name: string, as?: string) =>
    (await call<{ pipelineId: string }>(studio, 'CreateFromExample', { name, ...(as && { as }) })).pipelineId
  const { examples } = await call<{ examples: ExampleInfo[] }>(studio, 'ListExamples')
  const presets = new Map(examples.flatMap(example => example.presets.map(one => [one.title, one.values] as const)))
  const tag = (pipelineId: string, tags: Readonly<Record<string, string>>) =>
    call(studio, 'AddTags', { pipelineId, tags: Object.entries(tags).map(([key, value]) => ({ key, value })) })

  const retraining = await create('daily-retraining')
  await tag(retraining, { team: 'fraud', stage: 'prod' })
  const warehouse = await call<{ pipelineId: string }>(studio, 'ImportPipeline', {
    name: 'Nightly warehouse load',
    description: 'Twenty-four tables of the shop, from S3 into Redshift.',
    text: await readFile(join(root, 'test', 'fixtures', 'lanes-80', 'definition.json'), 'utf8'),
  })
  await tag(warehouse.pipelineId, { team: 'warehouse' })

  const large = await call<{ pipelineId: string }>(studio, 'ImportPipeline', {
    name: 'Every table of the shop',
    description: 'Eighty-two tables cleaned side by side, on three machines.',
    text: lanesOf(250),
  })
  const little = await call<{ pipelineId: string }>(studio, 'ImportPipeline', {
    name: 'Orders of the hour',
    text: lanesOf(10),
  })

  const parallel: string[] = []
  for (const { name } of examples.filter(one => one.name !== 'daily-retraining')) {
    const pipelineId = await create(name)
    await tag(pipelineId, { team: 'data-science' })
    const start = await runOnce(studio, pipelineId)
    await finished(studio, pipelineId, start)
    parallel.push(addressOf(pipelineId, start))
  }

  const today = new Date().setUTCHours(2, 0, 0, 0)
  let [well, badly] = [0, 0]
  for (const [at, values] of runs.entries()) {
    const given = typeof values === 'string' ? presets.get(values) : values
    const start = await runOnce(studio, retraining, given, today - (runs.length - 1 - at) * day)
    const good = await finished(studio, retraining, start)
    if (good) well = start
    else if (values === 'Steps too long') badly = start
    console.error(`Run ${at + 1} of ${runs.length}: ${good ? 'well' : 'failed'}`)
  }

  await edited(studio, retraining)
  const rehearsed = await rehearse(studio, retraining, today)
  const home = `/pipelines/${retraining}`
  const run = (start: number) => addressOf(retraining, start)
  return [
    { name: 'pipelines', address: '/' },
    { name: 'design', address: `${home}/design?select=TrainModel` },
    { name: 'design-source', address: `${home}/design?select=BuildFeatures&source=open` },
    { name: 'design-10', address: `/pipelines/${little.pipelineId}/design` },
    { name: 'design-80', address: `/pipelines/${warehouse.pipelineId}/design` },
    { name: 'design-250', address: `/pipelines/${large.pipelineId}/design?group=resource` },
    { name: 'design-focus', address: `${home}/design?focus=up~TrainModel` },
    { name: 'expression', address: `${home}/design?select=DailyExtract`, before: writeExpression, after: undoAll },
    { name: 'schedule', address: `${home}/design?schedule=open` },
    { name: 'palette', address: `${home}/design`, before: openPalette },
    { name: 'versions', address: `${home}/versions` },
    { name: 'diff-graph', address: `${home}/versions?from=1&to=draft&view=graph` },
    { name: 'diff-text', address: `${home}/versions?from=1&to=draft&view=text` },
    { name: 'create', address: '/create?template=ml-retraining' },
    { name: 'launch', address: `${home}/launch` },
    { name: 'rehearse', address: `${home}/rehearsals` },
    { name: 'rehearsal', address: `${home}/rehearsals/${rehearsed}` },
    { name: 'runs', address: `${home}/runs` },
    { name: 'run', address: run(well) },
    { name: 'run-graph', address: `${parallel[0] ?? run(well)}?tab=graph` },
    { name: 'run-failed', address: run(badly) },
    { name: 'cost', address: `${home}/cost` },
    { name: 'all-runs', address: '/runs' },
  ]
}

/** Changes a draft as somebody would who tunes it: a field, an object less, an object more. */
async function edited(studio: Studio, pipelineId: string): Promise<void> {
  const draft = await call<Draft>(studio, 'GetDraft', { pipelineId })
  const text = draft.text
    .replace('"attemptTimeout": "30 Minutes"', '"attemptTimeout": "45 Minutes"')
    .replace('"preconditionTimeout": "2 Minutes"', '"preconditionTimeout": "10 Minutes"')
    .replace(
      /\{\s*"id": "RunIsLate"/,
      '{ "id": "Archive", "name": "Archive of the models", "type": "S3DataNode", "directoryPath": "#{myBucket}/archive/" },\n    $&',
    )
  await call(studio, 'SaveDraft', { ...draft, text })
}

/** Plays two weeks in which trainings vary, one machine is taken away, and a disk is full for a day. */
async function rehearse(studio: Studio, pipelineId: string, from: number): Promise<string> {
  const full = { object: 'BuildFeatures', scheduled: { from: iso(from + 4 * day), to: iso(from + 5 * day) } }
  const rules = [
    { ...full, outcome: 'fail', message: 'No space left on device.' },
    { object: 'SpotTrainer', chance: 0.2, outcome: 'interrupt', after: '6 minutes' },
    { object: 'TrainModel', duration: { lognormal: { median: '12 minutes', sigma: 0.3 } } },
    ...['*Transactions', 'BuildFeatures', 'EvaluateModel', 'DeployModel'].map(object => ({
      object,
      duration: '4 minutes',
    })),
  ]
  const asked = { pipelineId, from, to: from + 14 * day, seed: 7, scenario: JSON.stringify({ rules }, null, 2) }
  const { rehearsalId } = await call<{ rehearsalId: string }>(studio, 'StartRehearsal', {
    ...asked,
    name: 'A full disk',
  })
  await until('the end of the rehearsal', async () => {
    const { result } = await call<{ result?: unknown }>(studio, 'GetRehearsal', { rehearsalId })
    return result !== undefined
  })
  return rehearsalId
}

const iso = (time: number) => new Date(time).toISOString().slice(0, 19)

/** Begins an expression, so that what could follow is offered. */
async function writeExpression(page: Page): Promise<void> {
  const field = page.locator('.pw-expression-box textarea').first()
  await field.click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type('#{format(@sch')
  await page.getByRole('listbox').first().waitFor()
}

async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByRole('listbox').first().waitFor()
}

async function undoAll(page: Page): Promise<void> {
  const undo = page.getByRole('button', { name: 'Undo' })
  while (await undo.isEnabled()) await undo.click()
  await page.getByText('Draft saved').waitFor()
}

const addressOf = (pipelineId: string, start: number) =>
  `/pipelines/${pipelineId}/runs/${new Date(start).toISOString().replace('.000Z', 'Z')}`

async function runOnce(
  studio: Studio,
  pipelineId: string,
  values: Readonly<Record<string, string>> = {},
  at?: number,
): Promise<number> {
  const input = { pipelineId, values, ...(at !== undefined && { at }) }
  return (await call<{ scheduledStart: number }>(studio, 'RunOnce', input)).scheduledStart
}

/** Waits for the end of a run; whether all its activities finished. */
async function finished(studio: Studio, pipelineId: string, scheduledStart: number): Promise<boolean> {
  const ask = { pipelineId, scheduledStart }
  const over = async () => {
    const { instances } = await call<{ instances: InstanceRow[] }>(studio, 'ListInstances', ask)
    return instances.length > 0 && instances.every(one => settled(one.status)) && instances
  }
  const instances = await until('the end of a run', over, 240)
  return instances.filter(one => one.family === 'activity').every(one => one.status === 'FINISHED')
}

/** Waits until a page looks the same twice. */
async function atRest(page: Page): Promise<void> {
  let before = ''
  for (let tries = 0; tries < 40; tries++) {
    await page.waitForTimeout(250)
    const now = (await page.locator('main').screenshot()).toString('base64')
    if (now === before) return
    before = now
  }
}

await takePictures(process.argv[2] ?? join(root, 'docs', 'pictures'))
