import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Local, openLocal } from '../../src/server/local.ts'
import { over, workspaceOf } from '../server/studio.ts'

/** Whichever of Hive, Pig, Hadoop and Spark this machine has, with Hadoop's jars of S3 (hadoop-aws). */
const has = (program: string) => {
  try {
    return execFileSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }) !== ''
  } catch {
    return false
  }
}
const missing = ['hive', 'pig', 'hadoop', 'spark-submit'].filter(program => !has(program))
if (missing.length > 0)
  console.warn(`Left out: ${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} not on the path.`)

const at = Date.UTC(2026, 1, 1)
const base = [
  {
    id: 'Default',
    scheduleType: 'ondemand',
    maximumRetries: '0',
    role: 'R',
    resourceRole: 'R',
    pipelineLogUri: 's3://logs/',
  },
  { id: 'Emr', type: 'EmrCluster', releaseLabel: 'emr-6.15.0' },
  { id: 'People', type: 'S3DataNode', directoryPath: 's3://tools/people', dataFormat: { ref: 'Csv' } },
  { id: 'Visits', type: 'S3DataNode', directoryPath: 's3://tools/visits/', dataFormat: { ref: 'Lines' } },
  { id: 'Csv', type: 'CSV', column: ['name STRING', 'age INT'] },
  {
    id: 'Lines',
    type: 'RegEx',
    inputRegEx: '^(\\S+) saw (\\d+)$',
    outputFormat: '%1$s saw %2$s',
    column: ['name STRING', 'seen INT'],
  },
  { id: 'Bars', type: 'Custom', columnSeparator: '|', column: ['name STRING', 'n INT'] },
]

let dataDir = ''
let local: Local
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'pipewright-tools-'))
  local = await openLocal({ dataDir, speed: 1 })
  await local.storage.put('s3://tools/people/a.csv', 'Ann,34\nBob,7\nCid,51\n')
  await local.storage.put('s3://tools/visits/a.txt', 'Ann saw 3\nCid saw 5\nnobody\n')
})
afterAll(async () => {
  await local.close()
  await rm(dataDir, { recursive: true, force: true, maxRetries: 3 })
})

/** Runs one activity; gives the text of its output folder `to`, and how its attempt failed. */
async function run(activity: Readonly<Record<string, unknown>>, to: string) {
  const output = { id: 'To', type: 'S3DataNode', directoryPath: `s3://tools/${to}`, dataFormat: { ref: 'Bars' } }
  const objects = [...base, output, { id: 'Act', runsOn: { ref: 'Emr' }, output: { ref: 'To' }, ...activity }]
  const workspace = workspaceOf(local)
  const { pipelineId } = await workspace.ImportPipeline({ name: to, text: JSON.stringify({ objects }) })
  await workspace.RunOnce({ pipelineId, at })
  const instance = (await over(workspace, pipelineId, at)).find(one => one.componentId === 'Act')
  const { attempts } = await workspace.ListAttempts({ pipelineId, instanceId: instance?.id ?? '' })
  const { diagnoses } = await workspace.Why({ pipelineId, instanceId: instance?.id ?? '' })
  let made = ''
  for await (const { uri } of local.storage.list(`s3://tools/${to}/`)) made += await new Response((await local.storage.get(uri)) ?? '').text()
  return { status: instance?.status, message: attempts.at(-1)?.errorMessage, cause: diagnoses[0]?.rule, made }
}

const both = { input: [{ ref: 'People' }, { ref: 'Visits' }] }

it.skipIf(!has('hive'))('Hive joins data nodes of two formats into a third, twice over', async () => {
  const hiveScript =
    'INSERT OVERWRITE TABLE ${output1} SELECT p.name, p.age + v.seen FROM ${input1} p JOIN ${input2} v ON p.name = v.name WHERE p.age > ${least};'
  const activity = { type: 'HiveActivity', ...both, hiveScript, scriptVariable: 'least=30' }
  for (const _ of ['first', 'again'])
    expect(await run(activity, 'hive')).toMatchObject({ status: 'FINISHED', made: 'Ann|37\nCid|56\n' })
})

it.skipIf(!has('hive'))('Hive says what is wrong with a query', async () => {
  expect(
    await run({ type: 'HiveActivity', ...both, hiveScript: 'SELECT nam FROM ${input1};' }, 'no-hive'),
  ).toMatchObject({
    status: 'FAILED',
    message: expect.stringMatching(/^FAILED: SemanticException .*'nam'/),
    cause: 'emr.hive-semantic',
  })
})

it.skipIf(!has('pig'))('Pig joins them too, and does not write where something is', async () => {
  const script =
    'j = JOIN ${input1} BY name, ${input2} BY name;\nf = FILTER j BY age > $least;\n${output1} = FOREACH f GENERATE staging_input1::name, age + seen;'
  const activity = { type: 'PigActivity', ...both, script, scriptVariable: 'least=30' }
  expect(await run(activity, 'pig')).toMatchObject({ status: 'FINISHED', made: 'Ann|37\nCid|56\n' })
  expect(await run(activity, 'pig')).toMatchObject({ status: 'FAILED', cause: 's3.output-overwrite' })
})

it.skipIf(!has('hadoop'))('Hadoop lists and copies what is in the store', async () => {
  const step = 'command-runner.jar,hadoop,fs,-cp,s3://tools/people/a.csv,s3n://tools/copied/a.csv'
  await local.storage.put('s3://tools/copied/b', '')
  expect(
    await run({ type: 'EmrActivity', preStepCommand: 'hadoop fs -ls s3://tools/people/', step }, 'copied'),
  ).toMatchObject({
    status: 'FINISHED',
    made: 'Ann,34\nBob,7\nCid,51\n',
  })
})

it.skipIf(!has('spark-submit'))('Spark reads and writes the store', async () => {
  await local.storage.put(
    's3://tools/code/job.py',
    `import sys
from pyspark.sql import SparkSession
rows = SparkSession.builder.getOrCreate().read.csv(sys.argv[1], schema='name string, age int')
rows.filter('age > 20').coalesce(1).write.mode('overwrite').csv(sys.argv[2], sep='|')
`,
  )
  const step = 'command-runner.jar,spark-submit,--master,yarn,s3://tools/code/job.py,${INPUT1},${OUTPUT1}'
  expect(await run({ type: 'EmrActivity', input: { ref: 'People' }, step }, 'spark')).toMatchObject({
    status: 'FINISHED',
    made: 'Ann|34\nCid|51\n',
  })
})
