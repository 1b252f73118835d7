import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readDefinition } from '../src/core/formats/index.ts'
import { toWire } from '../src/core/formats/wire.ts'
import { settled } from '../src/core/runs/instance.ts'
import { validate } from '../src/core/validation/index.ts'
import { type Example, findExample, readExamples, uploadFiles } from '../src/server/examples.ts'
import { type Local, openLocal } from '../src/server/local.ts'

const folder = join(import.meta.dirname, '..', 'public', 'examples')
const examples = await readExamples(folder)
const definitionOf = (example: Example) =>
  readDefinition(readFileSync(join(folder, example.definition), 'utf8')).definition

describe.each(examples.map(example => [example.name, example] as const))('%s', (_, example) => {
  const definition = definitionOf(example)
  const text = readFileSync(join(folder, example.definition), 'utf8')

  it('is without fault', () => {
    const findings = validate(definition).filter(finding => finding.severity !== 'info')
    expect(findings.map(({ code, message }) => `${code}: ${message}`)).toEqual([])
  })

  it('brings every program that it runs, to where it looks for them', () => {
    const code = definition.parameters
      .find(p => p.id === 'myCode')
      ?.attributes.find(a => a.key === 'default')?.stringValue
    const addressed = [...text.matchAll(/#\{myCode\}\/([\w.]+\.\w+)/g)].map(match => match[1])
    const started = [...text.matchAll(/python3 ([\w.]+)|--model (\w+\.json)/g)].map(match => match[1] ?? match[2])
    const imported = example.files.flatMap(({ from }) =>
      [...readFileSync(join(folder, from), 'utf8').matchAll(/^from (model) import/gm)].map(match => `${match[1]}.py`),
    )
    const wanted = new Set([...addressed, ...started, ...imported].map(name => `${code}/${name}`))
    expect(wanted.size).toBeGreaterThan(1)
    const brought = example.files.map(({ to }) => to)
    expect([...wanted].filter(uri => !brought.includes(uri))).toEqual([])
    for (const { from } of example.files) expect(readFileSync(join(folder, from), 'utf8')).not.toBe('')
  })

  it('offers settings of parameters that it has, the plain ones first', () => {
    const known = new Set(definition.parameters.map(({ id }) => id))
    expect(example.presets[0]?.values).toEqual({})
    for (const { values } of example.presets) for (const id of Object.keys(values)) expect(known).toContain(id)
  })
})

describe('on the engine', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'pipewright-examples-'))
  let local: Local
  beforeAll(async () => {
    // Without the machine's own AWS CLI: ours takes its place, and takes a tenth of its time.
    const bin = join(dataDir, 'programs')
    mkdirSync(bin)
    symlinkSync(
      execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' }).trim(),
      join(bin, 'python3'),
    )
    process.env.PATH = `${bin}:/usr/bin:/bin`
    local = await openLocal({ dataDir, speed: 30 })
  })
  afterAll(async () => {
    await local.close()
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 3 })
  })

  /** Runs an example to its end; gives how each activity ended, and the object texts to look into. */
  async function run(name: string, preset: string | undefined, values: Record<string, string>) {
    const example = await findExample(folder, name)
    const definition = definitionOf(example)
    await uploadFiles(example, folder, local.storage)
    const { pipelineId } = await local.engine.service.CreatePipeline({ name, uniqueId: `${name}-${preset}` })
    await local.engine.service.PutPipelineDefinition({ pipelineId, ...toWire(definition) })
    const chosen = example.presets.find(({ title }) => title === preset)?.values ?? {}
    const { scheduledStart } = await local.engine.runOnce(pipelineId, { definition, values: { ...chosen, ...values } })
    for (;;) {
      const { instances } = await local.history.ListInstances({ pipelineId, scheduledStart })
      if (instances.every(({ status }) => settled(status))) {
        const activities = instances.filter(({ family }) => family === 'activity')
        return {
          pipelineId,
          scheduledStart,
          instances,
          ends: Object.fromEntries(activities.map(i => [i.componentId, i.status])),
        }
      }
      await new Promise(done => setTimeout(done, 100))
    }
  }

  const few = { myPaymentsPerDay: '600', myEpochs: '6', myMinimumAuc: '0.7' }
  const read = async (uri: string) => new Response(await local.storage.get(uri)).text()

  it('retrains, judges and deploys a model', async () => {
    const { ends, pipelineId } = await run('daily-retraining', 'Logistic regression', few)
    expect(new Set(Object.values(ends))).toEqual(new Set(['FINISHED']))
    expect(JSON.parse(await read('s3://fraud-retraining/production/release.json'))).toMatchObject({
      metrics: { promoted: true },
    })
    const { notices } = await local.history.ListNotices({ pipelineId })
    expect(notices.map(({ kind, subject }) => [kind, subject])).toEqual([['alarm', 'New fraud model is live']])
  }, 120_000)

  it('shows why a training diverged, and cascades', async () => {
    const { ends, instances, pipelineId } = await run('daily-retraining', 'Steps too long', { myPaymentsPerDay: '400' })
    expect(ends).toMatchObject({
      BuildFeatures: 'FINISHED',
      TrainModel: 'FAILED',
      EvaluateModel: 'CASCADE_FAILED',
      DeployModel: 'CASCADE_FAILED',
    })
    const { notices } = await local.history.ListNotices({ pipelineId })
    expect(notices.map(({ kind, subject }) => `${kind}: ${subject}`)).toContain(
      'alarm: Retraining failed: Train the model',
    )
    expect(notices.filter(({ kind }) => kind === 'engine')).toEqual([])
    const train = instances.find(({ componentId }) => componentId === 'TrainModel')
    expect(train).toMatchObject({
      attemptCount: 1,
      errorMessage: expect.stringMatching(/Traceback[\s\S]*the learning rate 60 is too high$/),
    })
    const { attempts } = await local.history.ListAttempts({ pipelineId, instanceId: train?.id ?? '' })
    const uri = `${attempts[0]?.logLocation}StdError.gz`
    expect(await local.logs.search(pipelineId, attempts[0]?.id ?? '', uri, { text: 'TrainingDiverged' })).toMatchObject(
      { total: 2 },
    )
  }, 120_000)

  it('holds back a model that misses the bar', async () => {
    const { ends, instances } = await run('daily-retraining', 'Too little training', { myPaymentsPerDay: '400' })
    expect(ends).toMatchObject({ EvaluateModel: 'FINISHED', DeployModel: 'CASCADE_FAILED' })
    const flag = instances.find(({ componentId }) => componentId === 'PromotionApproved')
    expect(flag?.status).toBe('FAILED')
  }, 120_000)

  it('scores customers shard by shard, and counts them', async () => {
    const some = { myCustomers: '4000', myExpected: '4000' }
    expect(new Set(Object.values((await run('batch-prediction', undefined, some)).ends))).toEqual(new Set(['FINISHED']))
    const { ends } = await run('batch-prediction', 'Customers are missing', { myCustomers: '4000' })
    expect(ends).toMatchObject({ Predict1: 'FINISHED', Predict4: 'FINISHED', Aggregate: 'FAILED' })
  }, 120_000)

  it('refreshes the feature store, but not from a dead feed', async () => {
    expect(new Set(Object.values((await run('feature-store', undefined, { myEventsPerHour: '300' })).ends))).toEqual(
      new Set(['FINISHED']),
    )
    const { ends } = await run('feature-store', 'A broken feed', {})
    expect(ends).toMatchObject({ ExtractEvents: 'FINISHED', ComputeFeatures: 'FAILED', LoadFeatures: 'CASCADE_FAILED' })
  }, 120_000)
})
