import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { emrActivity, hadoopActivity, pigActivity } from '../../src/engine/executors/cluster.ts'
import { rootCauseIn } from '../../src/engine/executors/root-cause.ts'
import type { Executor } from '../../src/engine/ports.ts'
import { tryOut } from '../contracts/executor.ts'
import { object, openMachine, workOf } from '../contracts/machine.ts'

// A Hadoop that tells how it was called and configured, laid out as its distribution is.
const home = mkdtempSync(join(tmpdir(), 'pipewright-hadoop-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))
const conf = join(home, 'etc', 'hadoop')
const tools = join(home, 'share', 'hadoop', 'tools', 'lib')
for (const folder of [conf, tools, join(home, 'bin')]) mkdirSync(folder, { recursive: true })
writeFileSync(join(tools, 'hadoop-streaming-3.3.6.jar'), '')
writeFileSync(join(conf, 'hadoop-env.sh'), 'export OF_THE_MACHINE=yes\n')
writeFileSync(
  join(home, 'bin', 'hadoop'),
  `#!/bin/bash
if [ "$1" = classpath ]; then echo "${conf}:${home}/share/hadoop/common/*"; exit; fi
. "$HADOOP_CONF_DIR/hadoop-env.sh"
echo "$OF_THE_MACHINE $HADOOP_OPTIONAL_TOOLS"
printf '%s\\n' "$@"
for one; do [ ! -x "$one" ] || [ ! -f "$one" ] || "$one"; done
cat "$HADOOP_CONF_DIR/core-site.xml"
`,
  { mode: 0o755 },
)
writeFileSync(join(home, 'bin', 'pig'), `#!/bin/bash\nprintf '%s\\n' "$@"\n`, { mode: 0o755 })
process.env.PATH = `${join(home, 'bin')}:${process.env.PATH}`
const machine = await openMachine()

let count = 0
async function run(executor: Executor, values: Parameters<typeof object>[2]) {
  const work = workOf(object(`Step${++count}`, executor.types[0] ?? '', values), [])
  const { outcome, logLocation } = await tryOut(machine, executor, work)
  expect(outcome).toEqual({ status: 'FINISHED' })
  return (await machine.logs.read(work.pipelineId, work.attemptId, `${logLocation}StdOutput.gz`, 0, 99)).lines
}

const ours = [
  '<property><name>fs.s3.impl</name><value>org.apache.hadoop.fs.s3a.S3AFileSystem</value></property>',
  '<property><name>fs.s3n.impl</name><value>org.apache.hadoop.fs.s3a.S3AFileSystem</value></property>',
  '<property><name>fs.s3a.endpoint</name><value></value></property>',
  '<property><name>fs.s3a.path.style.access</name><value>true</value></property>',
  '</configuration>',
]

it('shows a jar of Hadoop the store behind the configuration of the machine', async () => {
  await machine.storage.put('s3://code/count.jar', 'a jar')
  writeFileSync(join(conf, 'core-site.xml'), '<configuration><property>own</property></configuration>\n')
  const lines = await run(hadoopActivity, {
    jarUri: 's3://code/count.jar',
    mainClass: 'Count',
    argument: ['s3n://in', 'a b'],
  })
  expect(lines).toEqual([
    'yes hadoop-aws',
    'jar',
    expect.stringMatching(/\/count\.jar$/),
    'Count',
    's3n://in',
    'a b',
    '<configuration><property>own</property>',
    ...ours,
  ])
})

it('shows it to commands beside the steps too, on a machine that configured nothing', async () => {
  rmSync(join(conf, 'core-site.xml'), { force: true })
  const lines = await run(emrActivity, { preStepCommand: 'hadoop fs -ls s3://in' })
  expect(lines).toEqual(['yes hadoop-aws', 'fs', '-ls', 's3://in', '<configuration>', ...ours])
})

it("finds this machine's jar of streaming, and fetches mappers so that they can run", async () => {
  await machine.storage.put("s3://code/it's-map.sh", '#!/bin/sh\necho mapping')
  const lines = await run(emrActivity, {
    step: "command-runner.jar,hadoop-streaming,-mapper,s3://code/it's-map.sh,-input,s3://in",
  })
  expect(lines.slice(1, 7)).toEqual([
    'jar',
    expect.stringMatching(/hadoop-streaming-3\.3\.6\.jar$/),
    '-mapper',
    expect.stringMatching(/\/it's-map\.sh$/),
    '-input',
    's3://in',
  ])
  expect(lines).toContain('mapping')
})

it('gives Pig the settings of the store before all else', async () => {
  const lines = await run(pigActivity, { script: 'a = LOAD $in;', scriptVariable: 'in=x' })
  expect(lines).toEqual([
    '-Dfs.s3.impl=org.apache.hadoop.fs.s3a.S3AFileSystem',
    '-Dfs.s3n.impl=org.apache.hadoop.fs.s3a.S3AFileSystem',
    '-Dfs.s3a.endpoint=',
    '-Dfs.s3a.path.style.access=true',
    ...['-x', 'local', '-param', 'in=x', '-f', 'script.pig'],
  ])
})

it('hands over a script as it is, however long', async () => {
  const script = `a = LOAD '$in'; -- "$HOME" \\ END\nEND\n${'-- as long as it gets\n'.repeat(10_000)}STORE a INTO 'x';`
  writeFileSync(join(home, 'bin', 'pig'), '#!/bin/bash\ncksum <script.pig\n', { mode: 0o755 })
  const lines = await run(pigActivity, { script })
  expect(lines).toEqual([execFileSync('cksum', { input: `${script}\n`, encoding: 'utf8' }).trim()])
})

it.each([
  [
    'Hive of a query it cannot read',
    "SLF4J: Class path contains multiple SLF4J bindings.\nTime taken: 6.14 seconds\nFAILED: ParseException line 1:1 cannot recognize input near 'selec' '*' 'from'",
    "FAILED: ParseException line 1:1 cannot recognize input near 'selec' '*' 'from'",
  ],
  [
    'Hive of a table that is missing, by beeline',
    "Error: Error while compiling statement: FAILED: SemanticException [Error 10001]: Line 1:14 Table not found 'nope' (state=42S02,code=10001)",
    "FAILED: SemanticException [Error 10001]: Line 1:14 Table not found 'nope' (state=42S02,code=10001)",
  ],
  [
    'Hive of a task, where nothing else says why',
    'Total jobs = 2\nFAILED: Execution Error, return code 1 from org.apache.hadoop.hive.ql.exec.mr.MapredLocalTask\nlast words',
    'FAILED: Execution Error, return code 1 from org.apache.hadoop.hive.ql.exec.mr.MapredLocalTask',
  ],
  [
    'Pig of a column that is missing',
    '2026-11-26 11:49:10,941 [main] ERROR org.apache.pig.tools.grunt.Grunt - ERROR 1025: <file s.pig, line 1, column 93> Invalid field projection.\nDetails at logfile: pig_1.log\n2026-11-26 11:49:11,000 [main] INFO  org.apache.pig.Main - Pig script completed in 1 second',
    'ERROR 1025: <file s.pig, line 1, column 93> Invalid field projection.',
  ],
  [
    'Pig of an output that is there already, over two lines',
    "2026-11-26 11:49:31,489 [main] ERROR org.apache.pig.tools.grunt.Grunt - ERROR 6000: Output Location Validation Failed for: 's3://a/b More info to follow:\nOutput directory s3://a/b already exists\nDetails at logfile: pig_2.log",
    "ERROR 6000: Output Location Validation Failed for: 's3://a/b More info to follow: Output directory s3://a/b already exists",
  ],
  [
    'Hadoop, which logs it as an error',
    '2026-11-26 11:54:51,480 ERROR streaming.StreamJob: Error Launching job : Input path does not exist: s3://a/b\nStreaming Command Failed!\n2026-11-26 11:54:51,483 INFO impl.MetricsSystemImpl: stopped.',
    'Error Launching job : Input path does not exist: s3://a/b',
  ],
  ['no program of the Java machine', 'make: *** [all] Error 2\nFAILED: 3 tests', undefined],
])('tells what was the matter with %s', (_, log, cause) => {
  expect(rootCauseIn(log)).toBe(cause)
})
