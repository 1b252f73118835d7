import { expect, it } from 'vitest'
import { shellActivity, shellPrecondition } from '../../src/engine/executors/shell.ts'
import { tryOut } from '../contracts/executor.ts'
import { object, openMachine, textAt, workOf } from '../contracts/machine.ts'

const machine = await openMachine()
const logs = 's3://logs/run'
const day = object('Day', 'S3DataNode', { directoryPath: 's3://data/day=2026-03-01/' })
const model = object('Model', 'S3DataNode', { directoryPath: 's3://models/churn/' })
const single = object('Single', 'S3DataNode', { filePath: 's3://data/one.csv' })

let count = 0
/** Gives the outcome of what may not even begin, and so may leave no output. */
const outcomeOf = async (values: Parameters<typeof object>[2], others: Parameters<typeof workOf>[1] = []) =>
  (await tryOut(machine, shellActivity, workOf(object(`Run${++count}`, 'ShellCommandActivity', values), others)))
    .outcome

/** Runs a command; gives its outcome and what it wrote. */
async function run(values: Parameters<typeof object>[2], others: Parameters<typeof workOf>[1] = []) {
  const work = workOf(object(`Run${++count}`, 'ShellCommandActivity', values), others)
  const { outcome, logLocation } = await tryOut(machine, shellActivity, work, logs)
  const read = async (name: string) =>
    (await machine.logs.read(work.pipelineId, work.attemptId, `${logLocation}${name}.gz`, 0, 1_000)).lines
  return {
    work,
    outcome,
    logLocation,
    out: await read('StdOutput'),
    err: await read('StdError'),
    activity: await read('Activity.log'),
  }
}

it('gives a command its arguments, variables and paths', async () => {
  const { out } = await run(
    {
      command: 'echo "$1|$2|$MODEL_TYPE|$INPUT1|$INPUT2|$OUTPUT1|${INPUT1_STAGING_DIR-none}"',
      scriptArgument: ['--epochs', 'two words'],
      scriptVariable: ['MODEL_TYPE=logistic=fast'],
      input: [{ ref: 'Day' }, { ref: 'Single' }],
      output: { ref: 'Model' },
    },
    [day, single, model],
  )
  expect(out).toEqual([
    '--epochs|two words|logistic=fast|s3://data/day=2026-03-01/|s3://data/one.csv|s3://models/churn/|none',
  ])
})

it('brings inputs and sends outputs where staging is asked for', async () => {
  await machine.storage.put('s3://data/day=2026-03-01/a.csv', '1\n')
  await machine.storage.put('s3://data/day=2026-03-01/sub/b.csv', '2\n')
  await machine.storage.put('s3://data/day=2026-03-011/other.csv', 'not of this day')
  await machine.storage.put('s3://data/one.csv', 'single\n')
  const { outcome, out, activity } = await run(
    {
      command: `cd "$INPUT1_STAGING_DIR" && find . -type f | sort && cat "$INPUT2_STAGING_DIR/one.csv"
        mkdir "$OUTPUT1_STAGING_DIR/deep" && cat a.csv sub/b.csv > "$OUTPUT1_STAGING_DIR/deep/sum.csv"`,
      stage: 'TRUE',
      input: [{ ref: 'Day' }, { ref: 'Single' }],
      output: { ref: 'Model' },
    },
    [day, single, model],
  )
  expect(outcome).toEqual({ status: 'FINISHED' })
  expect(out).toEqual(['./a.csv', './sub/b.csv', 'single'])
  expect(await textAt(machine, 's3://models/churn/deep/sum.csv')).toBe('1\n2\n')
  const said = activity.map(line => /\w+: (Begin|Completed) \w+/.exec(line)?.[0]).filter(Boolean)
  expect(said).toEqual([
    'S3Helper: Begin Downloading',
    'S3Helper: Completed Downloading',
    'S3Helper: Begin Downloading',
    'S3Helper: Completed Downloading',
    'S3Helper: Begin Uploading',
    'S3Helper: Completed Uploading',
  ])
})

it('sends no outputs of a command that failed, and gives the tail of its stderr', async () => {
  const { outcome, err } = await run(
    {
      command: 'touch "$OUTPUT1_STAGING_DIR/half"; echo "ValueError: bad data" >&2; exit 7',
      stage: 'true',
      output: { ref: 'Half' },
    },
    [object('Half', 'S3DataNode', { directoryPath: 's3://models/half/' })],
  )
  expect(outcome).toEqual({
    status: 'FAILED',
    errorId: 'ActivityFailed:ExitCode7',
    errorMessage: 'ValueError: bad data',
    errorStackTrace: 'The command ended with exit code 7.',
  })
  expect(err).toEqual(['ValueError: bad data'])
  expect(await machine.storage.head('s3://models/half/half')).toBeUndefined()
})

it.each([
  ['no-such-program', 127, 'a command was not found'],
  ['kill -KILL $$', 137, 'as the system does when memory runs out'],
  ['exit 3', 3, 'It wrote nothing to StdError'],
  ['timeout 0.1 sleep 9', 124, 'the time it was given is over'],
  ['kill -ABRT $$', 134, 'SIGABRT (it gave up on an error of its own'],
  ['bash -c "kill -FPE \\$\\$"', 136, 'SIGFPE (it divided by zero'],
  ['ulimit -f 1; head -c 9999 /dev/zero > big', 153, 'SIGXFSZ (it wrote a file larger than its limit'],
  ['exit 253', 253, 'for the AWS CLI that is a missing setting'],
])('says what the exit code of "%s" means', async (command, exitCode, words) => {
  const { outcome } = await run({ command })
  expect(outcome).toMatchObject({ errorId: `ActivityFailed:ExitCode${exitCode}` })
  expect(JSON.stringify(outcome)).toContain(words)
})

it('wants folders for staged outputs', async () => {
  const work = workOf(
    object('Bad', 'ShellCommandActivity', { command: 'true', stage: 'true', output: { ref: 'Single' } }),
    [single],
  )
  const { outcome } = await tryOut(machine, shellActivity, work)
  expect(outcome).toMatchObject({
    status: 'FAILED',
    errorId: 'InvalidDefinition',
    errorMessage: expect.stringContaining('directoryPath'),
  })
})

it('runs a script of S3, and says when there is none', async () => {
  await machine.storage.put('s3://code/hello.sh', 'echo "from s3 $1"\n')
  expect((await run({ scriptUri: 's3://code/hello.sh', scriptArgument: 'now' })).out).toEqual(['from s3 now'])
  const work = workOf(object('Lost', 'ShellCommandActivity', { scriptUri: 's3://code/lost.sh' }))
  expect((await tryOut(machine, shellActivity, work)).outcome).toMatchObject({
    errorMessage: expect.stringContaining('no object at s3://code/lost.sh'),
  })
})

it('runs the tasks before and after', async () => {
  await machine.storage.put('s3://code/before.sh', 'echo before "$1"')
  await machine.storage.put('s3://code/after.sh', 'echo after')
  const { out } = await run(
    { command: 'echo during', preActivityTaskConfig: { ref: 'Before' }, postActivityTaskConfig: { ref: 'After' } },
    [
      object('Before', 'ShellScriptConfig', { scriptUri: 's3://code/before.sh', scriptArgument: 'all' }),
      object('After', 'ShellScriptConfig', { scriptUri: 's3://code/after.sh' }),
    ],
  )
  expect(out).toEqual(['before all', 'during', 'after'])
})

it('lets no key of a bucket out of the staging folder', async () => {
  await machine.storage.put('s3://evil/../../../../tmp/pipewright-escaped', 'x')
  const evil = object('Evil', 'S3DataNode', { directoryPath: 's3://evil/' })
  const work = workOf(
    object('Escape', 'ShellCommandActivity', { command: 'true', stage: 'true', input: { ref: 'Evil' } }),
    [evil],
  )
  expect((await tryOut(machine, shellActivity, work)).outcome).toMatchObject({
    errorMessage: expect.stringContaining('outside of the staging folder'),
  })
})

it('takes an exit code other than 0 for not true yet', async () => {
  const check = workOf(object('Check', 'ShellCommandPrecondition', { command: 'echo "endpoint is busy" >&2; exit 1' }))
  expect((await tryOut(machine, shellPrecondition, check)).outcome).toEqual({
    status: 'FALSE',
    errorMessage: 'endpoint is busy',
  })
})

it('copies output to where stdout and stderr want it', async () => {
  await run({ command: 'echo out; echo err >&2', stdout: 's3://data/out/', stderr: 's3://data/err.txt' })
  expect(await textAt(machine, 's3://data/out/StdOutput')).toBe('out\n')
  expect(await textAt(machine, 's3://data/err.txt')).toBe('err\n')
})

it('runs a script of S3 by the program that its first line names, to the byte', async () => {
  const script = async (name: string, body: string | Uint8Array) => {
    await machine.storage.put(`s3://code/${name}`, body)
    return run({ scriptUri: `s3://code/${name}`, scriptArgument: ['one', 'two words'] })
  }
  const python = '#!/usr/bin/env python3\nimport sys\nprint(sys.argv[1:], len(sys.argv[2]))\n'
  expect((await script('report.py', python)).out).toEqual(["['one', 'two words'] 9"])
  expect((await script('strict.sh', '#!/bin/bash -e\nfalse\necho never\n')).out).toEqual([])
  expect((await script('plain', 'echo "$2" ${BASH_VERSION:+by bash}\n')).out).toEqual(['two words by bash'])
  expect((await script('latin', Buffer.from('printf "\xe9" | wc -c\n', 'latin1'))).out).toEqual(['1'])
  await machine.storage.put('s3://code/windows.sh', '#!/bin/bash\r\necho never\r\n')
  expect(await outcomeOf({ scriptUri: 's3://code/windows.sh' })).toMatchObject({
    errorMessage:
      's3://code/windows.sh has line ends of Windows, so its first line names no program. Save it with those of Unix.',
  })
})

it('sends what lies behind links too, and says what it cannot send', async () => {
  const { outcome, activity } = await run(
    {
      command: `mkdir far && echo 1 > far/near.csv && cd "$OUTPUT1_STAGING_DIR"
        ln -s "$OLDPWD/far" linked; ln -s . round; ln -s /nowhere broken; mkfifo pipe`,
      stage: 'true',
      output: { ref: 'Linked' },
    },
    [object('Linked', 'S3DataNode', { directoryPath: 's3://models/linked/' })],
  )
  expect(outcome).toEqual({ status: 'FINISHED' })
  expect(await textAt(machine, 's3://models/linked/linked/near.csv')).toBe('1\n')
  const left = activity.flatMap(line => /S3Helper: (\w+) was not uploaded/.exec(line)?.[1] ?? [])
  expect(left.sort()).toEqual(['broken', 'pipe', 'round'])
})

it('says in a sentence which names cannot be staged', async () => {
  const odd = await run(
    { command: `touch "$OUTPUT1_STAGING_DIR/$(printf 'b\\xff')"`, stage: 'true', output: { ref: 'Model' } },
    [model],
  )
  expect(odd.outcome).toMatchObject({ errorMessage: expect.stringContaining('is not UTF-8, so it cannot be a key') })
  await machine.storage.put('s3://clash/in/x', '1')
  await machine.storage.put('s3://clash/in/x/y', '2')
  const clash = object('Clash', 'S3DataNode', { directoryPath: 's3://clash/in' })
  const both = await outcomeOf({ command: 'true', stage: 'true', input: { ref: 'Clash' } }, [clash])
  expect(both).toMatchObject({ errorMessage: expect.stringContaining('a file cannot be a folder too') })
})
