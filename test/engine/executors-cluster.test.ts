import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import {
  emrActivity,
  hadoopActivity,
  hiveActivity,
  hiveCopyActivity,
  pigActivity,
} from '../../src/engine/executors/cluster.ts'
import type { Executor } from '../../src/engine/ports.ts'
import { tryOut } from '../contracts/executor.ts'
import { object, openMachine, textAt, workOf } from '../contracts/machine.ts'

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
    .catch(() => ({ lines: [] as string[] }))
  const log = await machine.logs.read(work.pipelineId, work.attemptId, `${logLocation}Activity.log.gz`, 0, 99)
  return { outcome, lines: out.lines, log: log.lines.join('\n'), attemptId: work.attemptId }
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

it('fails with the innermost cause of a trace, however far from its end that stands', async () => {
  const trace = [
    'py4j.protocol.Py4JJavaError: An error occurred while calling o31.text.',
    ': java.lang.RuntimeException: outer',
    '\tat org.apache.spark.Outer.run(Outer.scala:1)',
    'Caused by: java.lang.ClassNotFoundException: Class org.apache.hadoop.fs.s3a.S3AFileSystem not found',
    ...Array.from({ length: 200 }, (_, line) => `\tat org.apache.spark.sql.catalyst.Rule.apply(Rule.scala:${line})`),
    'INFO ShutdownHookManager: Shutdown hook called',
  ].join('\n')
  await machine.storage.put('s3://code/trace.sh', `cat >&2 <<'END'\n${trace}\nEND\nexit 1`)
  const { outcome } = await run(emrActivity, { step: 'script-runner.jar,s3://code/trace.sh' })
  expect(outcome).toMatchObject({
    status: 'FAILED',
    errorMessage: 'java.lang.ClassNotFoundException: Class org.apache.hadoop.fs.s3a.S3AFileSystem not found',
    errorStackTrace: expect.stringMatching(/Rule\.scala:199\)\n.*Shutdown hook called$/),
  })
})

it('does not blame a step for what one before it said', async () => {
  const { outcome } = await run(emrActivity, {
    preStepCommand: 'echo "java.lang.Error: a warning that did not matter" >&2',
    step: 'command-runner.jar,spark-submit,fail',
  })
  expect(outcome).toMatchObject({ status: 'FAILED', errorMessage: 'no luck' })
})

it('runs scripts of S3, and Hive with its script and variables', async () => {
  await machine.storage.put('s3://code/setup.sh', 'echo set up "$1"')
  const setup = await run(emrActivity, {
    step: 's3://eu-west-1.elasticmapreduce/libs/script-runner/script-runner.jar,s3://code/setup.sh,now',
  })
  expect([setup.outcome.status, setup.lines]).toEqual(['FINISHED', ['set up now']])
  const hive = await run(hiveActivity, { hiveScript: "select '$x' from t;", scriptVariable: ['day=2026-03-01'] })
  expect(hive.lines).toEqual([
    'hive',
    ...[
      'fs.s3.impl=org.apache.hadoop.fs.s3a.S3AFileSystem',
      'fs.s3n.impl=org.apache.hadoop.fs.s3a.S3AFileSystem',
      'fs.s3a.endpoint=',
      'fs.s3a.path.style.access=true',
    ].flatMap(setting => ['--hiveconf', setting]),
    ...['--hivevar', 'day=2026-03-01', '-f', 'script.hql'],
    "select '$x' from t;",
  ])
})

it('knows the names that EMR has for Hive, Pig and streaming', async () => {
  const hive = await run(emrActivity, {
    step: 'command-runner.jar,hive-script,--run-hive-script,--args,-f,s3://code/q.hql,-d,DAY=2026-03-01',
  })
  expect(hive.lines.slice(-5)).toEqual([
    'fs.s3a.path.style.access=true',
    '-f',
    's3://code/q.hql',
    '-d',
    'DAY=2026-03-01',
  ])
  const library = 's3://us-east-1.elasticmapreduce/libs'
  const pig = await run(emrActivity, {
    step: `${library}/script-runner/script-runner.jar,${library}/pig/pig-script,--run-pig-script,--args,-f,s3://code/q.pig`,
  })
  expect(pig.outcome).toMatchObject({ rehearsed: expect.stringContaining('-x local -f s3://code/q.pig') })
  const streaming = '-mapper,s3n://code/map.py,-reducer,aggregate'
  for (const step of [
    `command-runner.jar,hadoop-streaming,${streaming}`,
    `/home/hadoop/contrib/streaming/hadoop-streaming.jar,${streaming}`,
  ])
    expect((await run(emrActivity, { step })).outcome).toMatchObject({
      rehearsed: expect.stringContaining('hadoop jar $HADOOP_STREAMING_JAR -mapper s3n://code/map.py -reducer'),
    })
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

const people = ['name STRING', 'age INT']
const csv = object('Csv', 'CSV', { column: people, escapeChar: '\\' })
const logs = object('Logs', 'RegEx', { column: people, inputRegEx: '^(\\\\S+)\\t(\\d+)$', outputFormat: '%1$s %2$s' })
const own = object('Own', 'Custom', { column: people, columnSeparator: '\u0001' })
const folder = (id: string, format: string) =>
  object(id, 'S3DataNode', { directoryPath: `s3://data/${id}`, dataFormat: { ref: format } })

it('gives Hive a table over each data node of which its script speaks', async () => {
  const values = {
    input: [{ ref: 'Lines' }, { ref: 'Unused' }],
    output: { ref: 'Pairs' },
    hiveScript: 'insert overwrite table ${output1} select * from ${INPUT1};',
  }
  const nodes = [
    folder('Lines', 'Logs'),
    object('Unused', 'S3DataNode', { filePath: 's3://x/y' }),
    folder('Pairs', 'Own'),
  ]
  const staged = await run(hiveActivity, values, [...nodes, logs, own])
  expect(staged.outcome).toEqual({ status: 'FINISHED' })
  const script = [
    'CREATE TEMPORARY EXTERNAL TABLE staging_input1 (`name` STRING, `age` INT)',
    "ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.RegexSerDe'",
    `WITH SERDEPROPERTIES ("input.regex" = '^(\\\\S+)\\\\t(\\\\d+)$')`,
    "LOCATION 's3://data/Lines/';",
    '',
    'CREATE TEMPORARY EXTERNAL TABLE staging_output1 (`name` STRING, `age` INT)',
    "ROW FORMAT DELIMITED FIELDS TERMINATED BY '\\001' LINES TERMINATED BY '\\n'",
    "LOCATION 's3://data/Pairs/';",
    '',
    'insert overwrite table staging_output1 select * from staging_input1;',
  ]
  expect(staged.lines.slice(staged.lines.indexOf('script.hql') + 1)).toEqual(script)
  expect(staged.log).toContain(script[1])
  const plain = await run(hiveActivity, { ...values, stage: 'false' }, [...nodes, logs, own])
  expect(plain.lines.at(-1)).toBe(values.hiveScript)
})

it('has Hive put lines together out of texts, since what it has for that knows no other columns', async () => {
  const values = { output: { ref: 'Lines' }, hiveScript: 'insert overwrite table ${output1} select * from t;' }
  const { lines } = await run(hiveActivity, values, [folder('Lines', 'Logs'), logs])
  expect(lines.slice(lines.indexOf('script.hql') + 1).slice(0, 4)).toEqual([
    'CREATE TEMPORARY EXTERNAL TABLE staging_output1 (`name` STRING, `age` STRING)',
    "ROW FORMAT SERDE 'org.apache.hadoop.hive.contrib.serde2.RegexSerDe'",
    `WITH SERDEPROPERTIES ("input.regex" = '^(\\\\S+)\\\\t(\\\\d+)$', "output.format.string" = '%1$s %2$s')`,
    "LOCATION 's3://data/Lines/';",
  ])
})

it('says what Hive needs to see a data node as a table', async () => {
  const values = { input: { ref: 'Lines' }, hiveScript: 'select * from ${input1};' }
  const lines = (more: Parameters<typeof object>[2]) => object('Lines', 'S3DataNode', more)
  const file = lines({ filePath: 's3://data/x', dataFormat: { ref: 'Csv' } })
  expect((await run(hiveActivity, values, [file, csv])).outcome).toMatchObject({
    errorMessage: 'Lines is staged as a table of Hive and needs a directoryPath instead of a filePath.',
  })
  expect((await run(hiveActivity, values, [lines({ directoryPath: 's3://data/x/' })])).outcome).toMatchObject({
    errorMessage: 'Lines is staged as a table of Hive and needs a dataFormat with columns.',
  })
})

it('rehearses scripts over a table of a database, and says before Hive runs that it cannot have that', async () => {
  const table = object('Orders', 'MySqlDataNode', { table: 'orders', database: { ref: 'Db' } })
  const values = { input: { ref: 'Orders' }, output: { ref: 'Pairs' } }
  const others = [table, folder('Pairs', 'Csv'), csv]
  const pig = await run(pigActivity, { ...values, script: '${output1} = FILTER ${input1} BY age > 3;' }, others)
  expect(pig.outcome).toMatchObject({ status: 'FINISHED', rehearsed: expect.stringContaining('pig is not on') })
  expect(pig.log).toContain('-- staging_input1 is to be Orders, which is not in S3')
  const hive = await run(hiveActivity, { ...values, hiveScript: 'select * from ${input1};' }, others)
  expect(hive.outcome).toMatchObject({
    status: 'FAILED',
    errorMessage:
      'Orders is a table of a database, which hive cannot stage on this machine. Copy it to S3, or from there, with a CopyActivity.',
  })
})

it('loads and stores around a script of Pig, and keeps what it made where the author wants it', async () => {
  await machine.storage.put('s3://code/group.pig', '${output1} = FILTER ${input1} BY age > $least;')
  const { outcome, log, attemptId } = await run(
    pigActivity,
    {
      scriptUri: 's3://code/group.pig',
      scriptVariable: 'least=3',
      generatedScriptsPath: 's3://made/pig',
      input: { ref: 'Persons' },
      output: { ref: 'Pairs' },
    },
    [folder('Persons', 'Csv'), folder('Pairs', 'Tabs'), csv, object('Tabs', 'TSV')],
  )
  expect(outcome).toMatchObject({
    status: 'FINISHED',
    rehearsed: expect.stringContaining('-param least=3 -f script.pig'),
  })
  const script = `staging_input1 = LOAD 's3://data/Persons/' USING PigStorage(',') AS (name: chararray, age: int);
staging_output1 = FILTER staging_input1 BY age > $least;
STORE staging_output1 INTO 's3://data/Pairs/' USING PigStorage('\\t');`
  expect(log).toContain('STORE staging_output1 INTO')
  expect(await textAt(machine, `s3://made/pig/${attemptId}.txt`)).toBe(script)
})

it('shows the script of a Hive copy, which it only rehearses', async () => {
  const { outcome, log } = await run(
    hiveCopyActivity,
    { input: { ref: 'Orders' }, output: { ref: 'Export' }, filterSql: 'total > 10' },
    [
      object('Orders', 'DynamoDBDataNode', { tableName: 'orders', dataFormat: { ref: 'Items' } }),
      object('Items', 'DynamoDBDataFormat', { column: ['id STRING', 'total BIGINT'] }),
      folder('Export', 'Exported'),
      object('Exported', 'DynamoDBExportDataFormat', { column: ['id STRING', 'total BIGINT'] }),
    ],
  )
  expect(outcome).toMatchObject({ status: 'FINISHED', rehearsed: expect.stringContaining('nothing was copied') })
  expect(log).toContain(`"dynamodb.table.name" = 'orders', "dynamodb.column.mapping" = 'id:id,total:total'`)
  expect(log).toContain("ROW FORMAT SERDE 'org.apache.hadoop.hive.dynamodb.DynamoDBExportSerDe'")
  expect(log).toContain('INSERT OVERWRITE TABLE staging_output1 SELECT * FROM staging_input1 WHERE total > 10;')
})

it('runs the shell scripts before and after the work of a cluster', async () => {
  await machine.storage.put('s3://code/around.sh', 'echo around "$1"')
  const config = (id: string) =>
    object(id, 'ShellScriptConfig', { scriptUri: 's3://code/around.sh', scriptArgument: id })
  const { lines } = await run(
    hiveActivity,
    { hiveScript: 'select 1;', preActivityTaskConfig: { ref: 'Before' }, postActivityTaskConfig: { ref: 'After' } },
    [config('Before'), config('After')],
  )
  expect([lines[0], lines[1], lines.at(-1)]).toEqual(['around Before', 'hive', 'around After'])
})
