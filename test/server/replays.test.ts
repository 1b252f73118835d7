import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { WorkspaceService } from '../../src/api/workspace.ts'
import { type Local, openLocal } from '../../src/server/local.ts'
import { over, workspaceOf } from './studio.ts'

const at = Date.UTC(2026, 1, 1)
/** Fails, after it has said what it was given: a secret, a text that looks like an expression, its input. */
const text = JSON.stringify({
  objects: [
    {
      id: 'Default',
      scheduleType: 'ondemand',
      role: 'R',
      resourceRole: 'R',
      maximumRetries: '0',
      failureAndRerunMode: 'CASCADE',
      pipelineLogUri: 's3://logs/',
    },
    { id: 'Box', type: 'Ec2Resource', instanceType: 'm5.large' },
    { id: 'In', type: 'S3DataNode', directoryPath: "s3://replay-in/#{format(@scheduledStartTime, 'YYYY-MM-dd')}/" },
    { id: 'Out', type: 'S3DataNode', directoryPath: "s3://replay-out/#{format(@scheduledStartTime, 'YYYY-MM-dd')}/" },
    {
      id: 'Work',
      name: 'Work hard',
      type: 'ShellCommandActivity',
      runsOn: { ref: 'Box' },
      stage: 'true',
      input: { ref: 'In' },
      output: { ref: 'Out' },
      scriptVariable: "GREETING=it's #{@scheduledStartTime}",
      scriptArgument: ['one word', '#{*myPassword}'],
      command:
        'cat $INPUT1_STAGING_DIR/*; echo "$GREETING"; echo "args $1 $2"; echo "to #{output.directoryPath} with \\#{braces}"; echo made > $OUTPUT1_STAGING_DIR/made; echo broken >&2; exit 3',
      dependsOn: { ref: 'First' },
      onFail: { ref: 'Tell' },
    },
    { id: 'First', type: 'ShellCommandActivity', runsOn: { ref: 'Box' }, command: 'true' },
    {
      id: 'Tell',
      type: 'SnsAlarm',
      role: 'R',
      topicArn: 'arn:aws:sns:us-east-1:123456789012:t',
      subject: 's',
      message: 'm',
    },
  ],
  parameters: [{ id: '*myPassword', type: 'String' }],
  values: { '*myPassword': 'tiger-secret' },
})

let dataDir = ''
let local: Local
let workspace: WorkspaceService
let pipelineId = ''
const attemptId = '@Work_2026-02-01T00:00:00_Attempt=1'

const stdoutOf = async (id: string, attempt: string) => {
  const { logs } = await workspace.ListLogs({ pipelineId: id, attemptId: attempt })
  const uri = logs.find(log => log.kind === 'stdout')?.uri ?? ''
  return (await workspace.ReadLog({ pipelineId: id, attemptId: attempt, uri, from: 0, count: 100 })).lines
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'replays-'))
  local = await openLocal({ dataDir, speed: 1 })
  workspace = workspaceOf(local)
  await local.storage.put('s3://replay-in/2026-02-01/data', 'the data\n')
  pipelineId = (await workspace.ImportPipeline({ name: 'Original', text })).pipelineId
  await workspace.RunOnce({ pipelineId, at })
  await over(workspace, pipelineId, at)
})
afterAll(async () => {
  await local.close()
  await rm(dataDir, { recursive: true, force: true })
})

const said = ['the data', "it's 2026-02-01T00:00:00", 'args one word tiger-secret']

it('a failed attempt is run again by itself with its evaluated fields, and its own run stays as it was', async () => {
  const before = await workspace.ListInstances({ pipelineId })
  const replay = await workspace.ReplayAttempt({ pipelineId, attemptId, outputs: 'same' })
  expect(replay.pipelineId).not.toBe(pipelineId)
  const rows = await over(workspace, replay.pipelineId, replay.scheduledStart)
  expect(rows.map(one => [one.componentId, one.status]).sort()).toEqual([
    ['Box', 'FINISHED'],
    ['In', 'FINISHED'],
    ['Out', 'CASCADE_FAILED'],
    ['Work', 'FAILED'],
  ])
  const attempt = rows.find(one => one.componentId === 'Work')?.headAttempt ?? ''
  expect(await stdoutOf(replay.pipelineId, attempt)).toEqual([...said, 'to s3://replay-out/2026-02-01/ with #{braces}'])
  expect(await stdoutOf(pipelineId, attemptId)).toEqual(await stdoutOf(replay.pipelineId, attempt))
  expect(await workspace.ListInstances({ pipelineId })).toEqual(before)
  expect((await workspace.ListNotices({ pipelineId: replay.pipelineId })).notices).toEqual([])
  expect(replay.notes.join(' ')).toContain('Preconditions, order, schedule, alarms')
  const { pipelines } = await workspace.ListPipelineSummaries({})
  expect(pipelines.find(one => one.id === replay.pipelineId)).toMatchObject({
    name: 'Replay of Work, Original',
    tags: [{ key: 'replay-of', value: `${pipelineId}/${attemptId}` }],
  })
})

it('what a replay writes can go to a place of its own, and its secrets stay secrets', async () => {
  const replay = await workspace.ReplayAttempt({ pipelineId, attemptId, outputs: 'scratch' })
  const rows = await over(workspace, replay.pipelineId, replay.scheduledStart)
  const attempt = rows.find(one => one.componentId === 'Work')?.headAttempt ?? ''
  const lines = await stdoutOf(replay.pipelineId, attempt)
  expect(lines.slice(0, 3)).toEqual(said)
  expect(lines[3]).toMatch(/^to s3:\/\/pipewright-replays\/Work-[0-9a-f]{8}\/Out\/2026-02-01\/ with #\{braces\}$/)
  const { text: draft } = await workspace.GetDraft({ pipelineId: replay.pipelineId })
  expect(draft.match(/tiger-secret/g)).toHaveLength(1)
  expect(draft).toContain('#{*myPassword}')
})

it('a failed shell attempt is saved as a script that does the same elsewhere, without its secrets', async () => {
  const { name, text: script } = await workspace.ExportAttempt({ pipelineId, attemptId })
  expect(name).toBe('Work-1.sh')
  expect(script).not.toContain('tiger-secret')
  expect(script).toContain('# - Secrets: 1 place is masked')
  expect(script).toMatch(/# \[ \$code -eq 0 \] && aws s3 cp --recursive "\$OUTPUT1_STAGING_DIR\/" 's3:\/\/replay-out/)
  const file = join(dataDir, name)
  await writeFile(file, script)
  // The small aws of the data directory stands for the AWS CLI, where the machine has none.
  const env = {
    PATH: `${process.env.PATH}:${join(dataDir, 'bin')}`,
    AWS_ENDPOINT_URL: local.gateway,
    AWS_ACCESS_KEY_ID: local.keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: local.keys.secretAccessKey,
    AWS_REGION: local.home.region(),
  }
  const done = await promisify(execFile)('bash', [file], { env }).catch(
    (error: { code: number; stdout: string; stderr: string }) => error,
  )
  expect('code' in done && done.code).toBe(3)
  const alone = await promisify(execFile)('/bin/bash', [file], { env: { PATH: '/nowhere' } }).catch(error => error)
  expect([alone.code, alone.stderr]).toEqual([127, expect.stringContaining('there is no aws on the path')])
  const lines = done.stdout.split('\n')
  expect(lines).toEqual(
    expect.arrayContaining([
      'the data',
      "it's 2026-02-01T00:00:00",
      'args one word ********',
      'The command ended with 3.',
    ]),
  )
  expect(done.stderr).toContain('broken')
})

it('says what cannot be taken out of its run', async () => {
  const box = '@Box_2026-02-01T00:00:00_Attempt=1'
  await expect(workspace.ReplayAttempt({ pipelineId, attemptId: box, outputs: 'same' })).rejects.toThrow(
    'Box is no activity',
  )
  await expect(workspace.ExportAttempt({ pipelineId, attemptId: box })).rejects.toThrow('has no command')
  await expect(
    workspace.ExportAttempt({ pipelineId, attemptId: '@Nobody_2026-02-01T00:00:00_Attempt=1' }),
  ).rejects.toThrow('There is no attempt')
})
