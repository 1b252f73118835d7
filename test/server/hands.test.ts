import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { findProgram, openCommandEnvironment } from '../../src/server/command-environment.ts'
import { attemptFolder } from '../../src/server/logs/attempt-folder.ts'
import { object, openMachine, workOf } from '../contracts/machine.ts'

const machine = await openMachine()
const never = new AbortController().signal
let count = 0
const someWork = (values: Parameters<typeof object>[2] = {}) =>
  workOf(object(`Work${++count}`, 'ShellCommandActivity', { runsOn: { ref: 'Box' }, ...values }))
const command = (script: string) => ({ script, args: [], env: {} })

it('shows logs while they are written, and the same ones afterwards under pipelineLogUri', async () => {
  const work = someWork()
  const hands = await machine.hands.open(work, 's3://logs/mine/')
  await hands.command(command('echo one; echo two; echo oops >&2'), never)
  const before = await machine.logs.list(work.pipelineId, work.attemptId)
  expect(before.logs.map(({ name, live, lines }) => [name, live, lines])).toEqual([
    ['StdOutput.gz', true, 2],
    ['StdError.gz', true, 1],
    ['Activity.log.gz', true, 3],
  ])
  const { logLocation } = await hands.close({ status: 'FINISHED' })
  const id = work.object.id
  expect(logLocation).toBe(
    `s3://logs/mine/${work.pipelineId}/${id}/@${id}_2026-03-01T02:00:00/@${id}_2026-03-01T02:00:00_Attempt=1/`,
  )
  const after = await machine.logs.list(work.pipelineId, work.attemptId, logLocation)
  expect(after.logs.map(({ uri, live }) => [uri, live])).toEqual(before.logs.map(({ uri }) => [uri, false]))
  const uri = `${logLocation}StdOutput.gz`
  expect(await machine.logs.read(work.pipelineId, work.attemptId, uri, 0, 10)).toEqual({
    uri,
    from: 0,
    lines: ['one', 'two'],
    totalLines: 2,
    live: false,
  })
  expect(await machine.logs.search(work.pipelineId, work.attemptId, uri, { text: 'TWO' })).toEqual({
    lines: [1],
    total: 1,
  })
  expect(existsSync(attemptFolder(machine.dataDir, work.pipelineId, work.attemptId))).toBe(false)
})

it('keeps the logs of a pipeline that names no place for them', async () => {
  const work = someWork()
  const hands = await machine.hands.open(work, undefined)
  await hands.command(command('echo kept'), never)
  expect(await hands.close({ status: 'FINISHED' })).toEqual({})
  const { logs } = await machine.logs.list(work.pipelineId, work.attemptId)
  expect(logs.map(({ uri, live }) => [uri, live])).toEqual([
    ['local:StdOutput.gz', false],
    ['local:StdError.gz', false],
    ['local:Activity.log.gz', false],
  ])
  expect((await machine.logs.read(work.pipelineId, work.attemptId, 'local:StdOutput.gz', 0, 9)).lines).toEqual(['kept'])
  await expect(machine.logs.read(work.pipelineId, work.attemptId, 'local:../../settings.json', 0, 9)).rejects.toThrow(
    'There is no log',
  )
})

it('keeps a short log as it was written and packs a long one, whatever the command left beside them', async () => {
  const work = someWork()
  const hands = await machine.hands.open(work, undefined)
  await hands.command(
    command('echo short >&2; seq 100000; touch here ../there ../../there; mkdir -p "$TMPDIR/deep/down"'),
    never,
  )
  await hands.close({ status: 'FINISHED' })
  const folder = attemptFolder(machine.dataDir, work.pipelineId, work.attemptId)
  expect(readdirSync(folder).toSorted()).toEqual(['Activity.log.kept', 'StdError.kept', 'kept'])
  expect(execFileSync('gunzip', ['-c', join(folder, 'kept', 'StdOutput.gz')]).length).toBe(588_895)
  const { logs } = await machine.logs.list(work.pipelineId, work.attemptId)
  expect(logs.map(({ uri, lines }) => [uri, lines]).slice(0, 2)).toEqual([
    ['local:StdOutput.gz', 100_000],
    ['local:StdError.gz', 1],
  ])
})

it('goes on with the logs of an attempt that was stopped and is taken up again', async () => {
  const work = someWork()
  const first = await machine.hands.open(work, undefined)
  await first.command(command('echo before'), never)
  await first.close({ status: 'CANCELED' })
  const second = await machine.hands.open(work, undefined)
  await second.command(command('echo after'), never)
  const { logs } = await machine.logs.list(work.pipelineId, work.attemptId)
  expect(logs.map(({ uri, live }) => [uri, live])[0]).toEqual(['local:StdOutput.gz', true])
  await second.close({ status: 'FINISHED' })
  const read = async (name: string) =>
    (await machine.logs.read(work.pipelineId, work.attemptId, `local:${name}.gz`, 0, 99)).lines
  expect(await read('StdOutput')).toEqual(['before', 'after'])
  expect((await read('Activity.log')).join('\n')).toContain('the attempt is started again')
})

it('writes an activity log in the shape of the task runner', async () => {
  const work = someWork()
  const hands = await machine.hands.open(work, 's3://logs')
  hands.log('WARN', 'first line\nsecond line')
  const { logLocation } = await hands.close({ status: 'FAILED', errorId: 'x', errorMessage: 'it broke' })
  const { lines } = await machine.logs.read(work.pipelineId, work.attemptId, `${logLocation}Activity.log.gz`, 0, 99)
  const shape = /^(\d{2} \w{3} \d{4} [\d:,]+) \[(\w+)\] \((.+?)\) (\S+) ([\w.]+): (.*)$/
  const read = lines
    .map(line => shape.exec(line))
    .map(match => match && [match[2], match[5]?.split('.').at(-1), match[6]])
  expect(read).toEqual([
    ['INFO', 'TaskPoller', `Executing: ShellCommandActivity ${work.attemptId}`],
    ['WARN', 'ShellCommandActivity', 'first line'],
    null,
    ['ERROR', 'LogMessageUtil', 'Returning tail errorMsg: it broke'],
    ['INFO', 'HeartBeatService', 'Finished'],
    ['INFO', 'TaskPoller', 'Work ShellCommandActivity took 0:00 to complete, status FAILED'],
  ])
  expect(lines[0]).toContain(`(TaskRunnerService-resource:${work.pipelineId}_Box-0)`)
})

it('begins an attempt anew after a crash, with what it wrote before still in the log', async () => {
  const work = someWork()
  const first = await machine.hands.open(work, 's3://logs')
  await first.command(command('echo before; echo left > leftover'), never)
  const second = await machine.hands.open(work, 's3://logs')
  expect(readdirSync(second.workDir)).toEqual([])
  await second.command(command('echo after'), never)
  const { logLocation } = await second.close({ status: 'FINISHED' })
  const read = async (name: string) =>
    (await machine.logs.read(work.pipelineId, work.attemptId, `${logLocation}${name}.gz`, 0, 99)).lines
  expect(await read('StdOutput')).toEqual(['before', 'after'])
  expect((await read('Activity.log')).join('\n')).toContain('the attempt is started again')
  expect(await second.close({ status: 'FINISHED' })).toEqual({ logLocation })
})

it('leaves the logs where they are, readable, when the store refuses them', async () => {
  const work = someWork()
  const hands = await machine.hands.open(work, 'not-an-address')
  await hands.command(command('echo still here'), never)
  expect(await hands.close({ status: 'FINISHED' })).toEqual({})
  const { logs } = await machine.logs.list(work.pipelineId, work.attemptId)
  const [out] = logs
  expect(out).toMatchObject({ kind: 'stdout', live: false })
  expect((await machine.logs.read(work.pipelineId, work.attemptId, out?.uri ?? '', 0, 9)).lines).toEqual(['still here'])
})

it('gives the end of stderr without half a character', async () => {
  const hands = await machine.hands.open(someWork(), undefined)
  await hands.command(command('printf "%s" "aaé€😀" >&2'), never)
  expect(await hands.stderrTail(100)).toBe('aaé€😀')
  expect(['😀', '€😀']).toContain(await hands.stderrTail(6))
  await hands.close({ status: 'FINISHED' })
})

it('ends, at the start of a server, what the one before it left running', async () => {
  const work = someWork()
  const other = someWork()
  const [hands, kept] = [await machine.hands.open(work, undefined), await machine.hands.open(other, undefined)]
  const abort = new AbortController()
  const orphan = hands.command(command('sleep 300'), never)
  const bystander = kept.command(command('sleep 300'), abort.signal)
  await new Promise(done => setTimeout(done, 300))
  await machine.hands.sweep([work.attemptId])
  expect(await orphan).toMatchObject({ signal: 'SIGTERM' })
  abort.abort()
  expect((await bystander).exitCode).not.toBe(0)
  await hands.close({ status: 'CANCELED' })
  await kept.close({ status: 'CANCELED' })
})

it('hands on alarms with where they come from', async () => {
  const work = someWork()
  const hands = await machine.hands.open(work, undefined)
  await hands.notify({ kind: 'alarm', subject: 's', message: 'm', topicArn: 'arn:aws:sns:us-east-1:1:t' })
  expect(machine.notices).toEqual([
    {
      kind: 'alarm',
      subject: 's',
      message: 'm',
      topicArn: 'arn:aws:sns:us-east-1:1:t',
      pipelineId: work.pipelineId,
      instanceId: work.instanceId,
    },
  ])
  await hands.close({ status: 'FINISHED' })
})

it('tells why an attempt was told to stop', async () => {
  const work = someWork()
  const hands = await machine.hands.open(work, undefined)
  const { logLocation } = await hands.close({ status: 'CANCELED', reason: 'Somebody canceled it.' })
  const { logs } = await machine.logs.list(work.pipelineId, work.attemptId, logLocation)
  const { lines } = await machine.logs.read(work.pipelineId, work.attemptId, logs.at(-1)?.uri ?? '', 0, 10)
  expect(lines.join('\n')).toMatch(/The attempt is canceled: Somebody canceled it\.[\s\S]*status CANCELED$/)
})

it('hides secrets from the activity log', async () => {
  const database = object('Db', 'JdbcDatabase', { '*password': 'hunter22', username: 'me' })
  const work = workOf(object('Quiet', 'SqlActivity', { database: { ref: 'Db' } }), [database])
  const hands = await machine.hands.open(work, 's3://logs')
  hands.log('INFO', `connect me/hunter22; copy t from 's3://b' credentials 'aws_access_key_id=AKIA;x=y' csv`)
  const { logLocation } = await hands.close({ status: 'FINISHED' })
  const { lines } = await machine.logs.read(work.pipelineId, work.attemptId, `${logLocation}Activity.log.gz`, 1, 1)
  expect(lines[0]).toMatch(/connect me\/\*\*\*; copy t from 's3:\/\/b' credentials '\*\*\*' csv$/)
})

const secrets = {
  PATH: process.env.PATH,
  HOME: '/home/me',
  LC_ALL: 'de_DE.UTF-8',
  AWS_ACCESS_KEY_ID: 'AKIAREAL',
  AWS_SECRET_ACCESS_KEY: 'real',
  AWS_PROFILE: 'production',
  GITHUB_TOKEN: 'ghp_x',
  NODE_OPTIONS: '--inspect',
}

it('gives a command nothing of the server environment but what is on the list', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'pipewright-env-'))
  const given = { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566', AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'key' }
  const variables = await openCommandEnvironment(dataDir, () => given, secrets).variables()
  expect(variables).toMatchObject({
    ...given,
    HOME: '/home/me',
    LC_ALL: 'de_DE.UTF-8',
    AWS_EC2_METADATA_DISABLED: 'true',
  })
  for (const name of ['AWS_PROFILE', 'GITHUB_TOKEN', 'NODE_OPTIONS']) expect(variables).not.toHaveProperty(name)
  expect(readFileSync(variables.AWS_SHARED_CREDENTIALS_FILE ?? '', 'utf8')).toBe('')
})

it('puts a small aws on the path, and python for python3, where the machine has none', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'pipewright-env-'))
  const bare = join(dataDir, 'machine')
  mkdirSync(bare)
  writeFileSync(join(bare, 'python3'), '#!/bin/sh\n', { mode: 0o755 })
  const environment = openCommandEnvironment(dataDir, () => ({}), { PATH: bare })
  expect(await environment.has('aws')).toBe(true)
  expect(await environment.has('python')).toBe(true)
  expect(await environment.has('spark-submit')).toBe(false)
  const { PATH = '' } = await environment.variables()
  expect(findProgram('aws', PATH)).toBe(join(dataDir, 'bin', 'aws'))
  writeFileSync(join(bare, 'aws'), '#!/bin/sh\n', { mode: 0o755 })
  expect(findProgram('aws', PATH)).toBe(join(bare, 'aws'))
})

it('tells an AWS CLI that does not read AWS_ENDPOINT_URL by its option where the services are', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'pipewright-env-'))
  const says = (version: string) =>
    `#!/bin/sh\n[ "$1" = --version ] && echo 'aws-cli/${version} Python/3.11' && exit\nprintf '%s ' "$@"\n`
  const aws = async (version: string, folder: string) => {
    const home = join(dataDir, folder)
    mkdirSync(join(home, 'machine'), { recursive: true })
    writeFileSync(join(home, 'machine', 'aws'), says(version), { mode: 0o755 })
    const given = { AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:2' }
    const from = { PATH: `${join(home, 'machine')}:/usr/bin:/bin` }
    const env = await openCommandEnvironment(home, () => given, from).variables()
    return (...words: string[]) => execFileSync('aws', words, { env, encoding: 'utf8' }).trim()
  }
  const old = await aws('2.9.19', 'old')
  expect(old('s3', 'ls')).toBe('--endpoint-url http://127.0.0.1:2 s3 ls')
  expect(old('datapipeline', 'list-pipelines')).toBe('--endpoint-url http://127.0.0.1:1 datapipeline list-pipelines')
  expect(old('--region', 'x; true', 's3', 'ls')).toBe('--endpoint-url http://127.0.0.1:1 --region x; true s3 ls')
  expect((await aws('1.28.85', 'older'))('s3', 'ls')).toContain('--endpoint-url')
  for (const version of ['2.13.0', '1.29.0', '3.0.1'])
    expect((await aws(version, `new-${version}`))('s3', 'ls')).toBe('s3 ls')
})

it('gives every command an empty folder of its own, whatever the ones before it left in theirs', async () => {
  const leavings = [
    ':',
    'touch left',
    'touch "$TMPDIR/left"',
    'chmod 777 .',
    'cd ..; rm -r work',
    'cd ..; touch left',
    ':',
  ]
  const before = someWork()
  const running = await machine.hands.open(before, undefined)
  const seen = []
  for (const leave of leavings) {
    const hands = await machine.hands.open(someWork(), undefined)
    await hands.command(command('stat -c %a . "$TMPDIR"; ls -A . "$TMPDIR"; ls ..; cat "$0" | wc -l'), never)
    seen.push(readFileSync(join(hands.workDir, '../../StdOutput'), 'utf8').replaceAll(join(hands.workDir, '..'), ''))
    await hands.command(command(leave), never)
    await hands.close({ status: 'FINISHED' })
  }
  expect(new Set(seen)).toEqual(new Set(['700\n700\n.:\n\n/tmp:\nscript.sh\ntmp\nwork\n0\n']))
  await running.close({ status: 'CANCELED' })
})
