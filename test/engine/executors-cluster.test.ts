import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { emrActivity, hadoopActivity, hiveActivity, pigActivity } from '../../src/engine/executors/cluster.ts'
import type { Executor } from '../../src/engine/ports.ts'
import { tryOut } from '../contracts/executor.ts'
import { object, openMachine, workOf } from '../contracts/machine.ts'

// Programs that say how they were called stand where Spark and Hive would be installed; Pig and Hadoop are missing.
const programs = join(mkdtempSync(join(tmpdir(), 'pipewright-cluster-')), 'bin')
mkdirSync(programs)
for (const name of ['spark-submit', 'hive'])
  writeFileSync(
    join(programs, name),
    `#!/bin/bash\nprintf '%s\\n' "${name}" "$@"\n[ "\${!#}" != fail ] || { echo "no luck" >&2; exit 4; }\n[ ! -f script.hql ] || cat script.hql\n`,
    { mode: 0o755 },
  )
process.env.PATH = `${programs}:${process.env.PATH}`
const machine = await openMachine()

let count = 0
async function run(
  executor: Executor,
  values: Parameters<typeof object>[2],
  others: Parameters<typeof workOf>[1] = [],
) {
  const work = workOf(object(`Step${++count}`, executor.types[0] ?? '', values), others)
  const { outcome, logLocation } = await tryOut(machine, executor, work)
  const out = await machine.logs
    .read(work.pipelineId, work.attemptId, `${logLocation}StdOutput.gz`, 0, 99)
    .catch(() => ({ lines: [] }))
  return { outcome, lines: out.lines }
}

const input = object('In', 'S3DataNode', { directoryPath: 's3://data/in/' })
const output = object('Out', 'S3DataNode', { filePath: 's3://data/out.csv' })

it('really runs Spark steps where Spark is installed, on this machine instead of YARN', async () => {
  await machine.storage.put('s3://code/job.py', 'print(1)')
  const { outcome, lines } = await run(
    emrActivity,
    {
      preStepCommand: 'echo before',
      step: 'command-runner.jar,spark-submit,--master,yarn,--deploy-mode=cluster,s3://code/job.py,--in,${INPUT1},--out,${output1},a\\\\,b,$HOME',
      input: { ref: 'In' },
      output: { ref: 'Out' },
    },
    [input, output],
  )
  expect(outcome).toEqual({ status: 'FINISHED' })
  const [first, ...rest] = lines
  expect(first).toBe('before')
  expect(rest.slice(0, 3)).toEqual(['spark-submit', '--master', 'local[*]'])
  expect(rest).toContain('spark.hadoop.fs.s3a.endpoint=')
  expect(rest.slice(-7)).toEqual([
    expect.stringMatching(/^\/.*\/job\.py$/),
    '--in',
    's3://data/in/',
    '--out',
    's3://data/out.csv',
    'a,b',
    '$HOME',
  ])
})

it('fails with what a step said', async () => {
  const { outcome } = await run(emrActivity, {
    step: ['command-runner.jar,spark-submit,fine', 'command-runner.jar,spark-submit,fail'],
  })
  expect(outcome).toMatchObject({
    status: 'FAILED',
    errorMessage: 'no luck',
    errorStackTrace: expect.stringContaining('exit code 4'),
  })
})

it('runs scripts of S3, and Hive with its script and variables', async () => {
  await machine.storage.put('s3://code/setup.sh', 'echo set up "$1"')
  const setup = await run(emrActivity, {
    step: 's3://eu-west-1.elasticmapreduce/libs/script-runner/script-runner.jar,s3://code/setup.sh,now',
  })
  expect([setup.outcome.status, setup.lines]).toEqual(['FINISHED', ['set up now']])
  const hive = await run(hiveActivity, { hiveScript: "select '$x' from t;", scriptVariable: ['day=2026-03-01'] })
  expect(hive.lines).toEqual(['hive', '--hivevar', 'day=2026-03-01', '-f', 'script.hql', "select '$x' from t;"])
})

it('rehearses what cannot run here, and says so', async () => {
  await machine.storage.put('s3://code/a.pig', 'a = load;')
  const pig = await run(pigActivity, { scriptUri: 's3://code/a.pig' })
  expect(pig.outcome).toMatchObject({
    status: 'FINISHED',
    rehearsed: expect.stringContaining("pig is not on this machine's path"),
  })
  const hadoop = await run(hadoopActivity, { jarUri: 's3://code/a.jar', argument: ['x'] })
  expect(hadoop.outcome).toMatchObject({
    status: 'FINISHED',
    rehearsed: expect.stringContaining('hadoop jar s3://code/a.jar x'),
  })
})
