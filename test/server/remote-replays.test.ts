import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { PipelineService } from '../../src/api/operations.ts'
import type { WorkspaceService } from '../../src/api/workspace.ts'
import type { Definition } from '../../src/core/definition/model.ts'
import { replayOf } from '../../src/engine/replay.ts'
import { remoteAttemptWork } from '../../src/server/aws/attempt-work.ts'
import { remoteAttempts } from '../../src/server/aws/attempts.ts'
import { withConnection } from '../../src/server/connections.ts'
import { type Local, openLocal } from '../../src/server/local.ts'
import { type Standing, standGateway } from './gateway-harness.ts'
import { over, workspaceOf } from './studio.ts'

/**
 * Another Pipewright stands for the account: what it ran is what the account tells of, over the AWS SDK and with every
 * signature checked. A second face of it answers as AWS does where that differs (behaviour.md §2): secrets masked,
 * nothing inherited on what is no attempt, few objects a page.
 */

const at = Date.UTC(2026, 1, 1)
const attemptId = '@Work_2026-02-01T00:00:00_Attempt=1'
const text = JSON.stringify({
  objects: [
    {
      id: 'Default',
      scheduleType: 'ondemand',
      role: 'R',
      resourceRole: 'R',
      maximumRetries: '0',
      failureAndRerunMode: 'CASCADE',
      pipelineLogUri: "s3://logs/#{format(@scheduledStartTime, 'YYYY')}/",
    },
    { id: 'Box', type: 'Ec2Resource', instanceType: 'm5.large' },
    { id: 'Base', type: 'S3DataNode', directoryPath: "s3://far-in/#{format(@scheduledStartTime, 'YYYY-MM-dd')}/" },
    { id: 'In', parent: { ref: 'Base' }, dataFormat: { ref: 'Csv' } },
    { id: 'Csv', type: 'CSV', column: ['a STRING', 'b STRING'] },
    { id: 'Out', type: 'S3DataNode', directoryPath: "s3://far-out/#{format(@scheduledStartTime, 'YYYY-MM-dd')}/" },
    {
      id: 'Work',
      type: 'ShellCommandActivity',
      runsOn: { ref: 'Box' },
      stage: 'true',
      input: { ref: 'In' },
      output: { ref: 'Out' },
      scriptVariable: 'DAY=#{@scheduledStartTime}',
      scriptArgument: ['#{*myPassword}', 'plain \\#{braces}'],
      command:
        'cat $INPUT1_STAGING_DIR/*; echo "$DAY $1 $2 #{output.directoryPath}"; echo made > $OUTPUT1_STAGING_DIR/made; exit 3',
      dependsOn: { ref: 'First' },
    },
    { id: 'First', type: 'ShellCommandActivity', runsOn: { ref: 'Box' }, command: 'true' },
  ],
  parameters: [{ id: '*myPassword', type: 'String' }],
  values: { '*myPassword': 'tiger-secret' },
})

/** Answers of the service in the manner of AWS. */
const asAws = (service: PipelineService): PipelineService => ({
  ...service,
  async GetPipelineDefinition(input) {
    const answer = await service.GetPipelineDefinition(input)
    const parameterValues = answer.parameterValues.map(one =>
      one.id.startsWith('*') ? { ...one, stringValue: '********' } : one,
    )
    return { ...answer, parameterValues }
  },
  async DescribeObjects(input) {
    const from = Number(input.marker ?? 0)
    const page = input.objectIds.slice(from, from + 2)
    const answer = await service.DescribeObjects({ ...input, objectIds: page })
    const { pipelineObjects: own } = await service.GetPipelineDefinition({ pipelineId: input.pipelineId })
    const pipelineObjects = answer.pipelineObjects.map(one => {
      if (one.id.includes('_Attempt=')) return { ...one, fields: one.fields.map(hideSecret) }
      const written = own.find(object => object.id === one.id.replace(/^@(.*)_.*$/, '$1'))
      const inherits = (key: string) => !key.startsWith('@') && !written?.fields.some(field => field.key === key)
      return { ...one, fields: one.fields.filter(({ key }) => key === 'parent' || !inherits(key)) }
    })
    const more = from + 2 < input.objectIds.length
    return { pipelineObjects, hasMoreResults: more, ...(more && { marker: String(from + 2) }) }
  },
})
const hideSecret = <T extends { stringValue?: string | undefined }>(field: T): T =>
  field.stringValue?.includes('tiger-secret') ? { ...field, stringValue: '********' } : field

let folder = ''
let account: Local
let here: Local
let workspace: WorkspaceService
let masked: Standing
let pipelineId = ''
const before = { ...process.env }

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'remote-replays-'))
  account = await openLocal({ dataDir: join(folder, 'account'), speed: 1 })
  here = await openLocal({ dataDir: join(folder, 'here'), speed: 1 })
  workspace = workspaceOf(here)
  masked = await standGateway(asAws(account.engine.service))
  const keysOf = (name: string, { accessKeyId, secretAccessKey }: Local['keys']) =>
    `[${name}]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`
  process.env.AWS_CONFIG_FILE = join(folder, 'config')
  process.env.AWS_SHARED_CREDENTIALS_FILE = join(folder, 'credentials')
  await writeFile(join(folder, 'credentials'), keysOf('plain', account.keys) + keysOf('masked', masked.keys))
  const there = workspaceOf(account)
  pipelineId = (await there.ImportPipeline({ name: 'Far', text })).pipelineId
  await account.storage.put('s3://far-in/2026-02-01/data', 'far data\n')
  await there.RunOnce({ pipelineId, at })
  await over(there, pipelineId, at)
})
afterAll(async () => {
  await masked.stop()
  await here.close()
  await account.close()
  process.env = before
  await rm(folder, { recursive: true, force: true })
})

const plain = () => ({ id: 'profile:plain', region: 'us-east-1', endpoint: account.gateway })
const likeAws = () => ({ id: 'profile:masked', region: 'us-east-1', endpoint: masked.gateway.url })

/** Order of fields and objects says nothing; a repeated key keeps its order. */
const sorted = ({ objects, parameters, values }: Definition) => ({
  objects: objects
    .map(one => ({ ...one, fields: one.fields.toSorted((a, b) => a.key.localeCompare(b.key)) }))
    .toSorted((a, b) => a.id.localeCompare(b.id)),
  parameters,
  values,
})

it('an attempt read over the wire replays as one that ran here does', async () => {
  const own = replayOf(account.engine.attemptWork(pipelineId, attemptId), 's3://scratch/')
  const seen = await withConnection(plain(), remote => remoteAttemptWork(remote, pipelineId, attemptId))
  expect(seen.untold).toEqual([])
  const far = replayOf(seen.original, 's3://scratch/')
  expect(sorted(far.definition)).toEqual(sorted(own.definition))
  expect(far.notes).toEqual(own.notes)
})

it('what AWS masks and does not show is the same with a secret that is asked for', async () => {
  const own = replayOf(account.engine.attemptWork(pipelineId, attemptId), undefined)
  const seen = await withConnection(likeAws(), remote => remoteAttemptWork(remote, pipelineId, attemptId))
  expect(seen.untold).toEqual(['myPassword'])
  const far = replayOf(seen.original, undefined, { myPassword: 'tiger-secret' })
  expect(sorted(far.definition)).toEqual(sorted(own.definition))
})

it('the newest attempts of activities are listed with what became of them', async () => {
  const { attempts, total } = await workspace.ListRemoteAttempts({
    connection: likeAws(),
    pipelineId,
    statuses: ['FAILED', 'FINISHED'],
  })
  expect(total).toBe(2)
  expect(attempts.map(one => [one.componentId, one.status, one.number, one.hasCommand]).sort()).toEqual([
    ['First', 'FINISHED', 1, true],
    ['Work', 'FAILED', 1, true],
  ])
  const failed = { connection: likeAws(), pipelineId, statuses: ['FAILED' as const] }
  const { attempts: found } = await workspace.ListRemoteAttempts(failed)
  expect(found).toMatchObject([{ id: attemptId, type: 'ShellCommandActivity', scheduledStart: at }])
  expect(found[0]?.errorMessage).toMatch(/3/)
  expect((await workspace.ListRemoteAttempts({ ...failed, from: at + 1_000 })).attempts).toEqual([])
})

it('only the newest are described, and how many there are is said', async () => {
  await withConnection(plain(), async remote => {
    const asked = { pipelineId, statuses: ['FAILED', 'FINISHED'] }
    const { attempts, total } = await remoteAttempts(remote, asked, undefined, 1)
    expect([attempts.length, total]).toEqual([1, 2])
  })
})

it('a replay says where its fields are from and what does not come along, and asks for what AWS keeps', async () => {
  const asked = { connection: likeAws(), pipelineId, attemptId }
  const { objects, untold, notes } = await workspace.PreviewRemoteReplay(asked)
  expect(untold).toEqual(['myPassword'])
  expect(objects.map(one => one.id)).toEqual(expect.arrayContaining(['Work', 'In', 'Out', 'Box', 'Csv']))
  expect(JSON.stringify(objects)).toContain('s3://far-out/2026-02-01/')
  expect(JSON.stringify(objects)).not.toMatch(/tiger-secret|untold-/)
  expect(notes.join(' ')).toMatch(/fields come from Profile masked in us-east-1, as AWS evaluates them/)
  expect(notes.join(' ')).toMatch(/IAM role of its machine/)
  expect(notes).toContain('s3://far-in/2026-02-01/ is not in that store yet; copy it there first.')
  await expect(workspace.ReplayAttempt({ ...asked, outputs: 'same' })).rejects.toThrow(
    'The account does not tell *myPassword',
  )
})

it('it runs on this machine, in a pipeline of its own that tells of all that', async () => {
  await here.storage.put('s3://far-in/2026-02-01/data', 'near data\n')
  const replay = await workspace.ReplayAttempt({
    connection: likeAws(),
    pipelineId,
    attemptId,
    outputs: 'scratch',
    secrets: { myPassword: 'lion-secret' },
  })
  const rows = await over(workspace, replay.pipelineId, replay.scheduledStart)
  const attempt = rows.find(one => one.componentId === 'Work')?.headAttempt ?? ''
  const { logs } = await workspace.ListLogs({ pipelineId: replay.pipelineId, attemptId: attempt })
  const uri = logs.find(log => log.kind === 'stdout')?.uri ?? ''
  const { lines } = await workspace.ReadLog({
    pipelineId: replay.pipelineId,
    attemptId: attempt,
    uri,
    from: 0,
    count: 10,
  })
  expect(lines[0]).toBe('near data')
  expect(lines[1]).toMatch(
    /^2026-02-01T00:00:00 lion-secret plain #\{braces\} s3:\/\/pipewright-replays\/.*2026-02-01\/$/,
  )
  const { pipelines } = await workspace.ListPipelineSummaries({})
  const made = pipelines.find(one => one.id === replay.pipelineId)
  expect(made?.description).toMatch(/Profile masked in us-east-1/)
  expect(made?.description).toMatch(/The IAM role of its machine/)
  const { text: draft } = await workspace.GetDraft({ pipelineId: replay.pipelineId })
  expect(draft.match(/lion-secret/g)).toHaveLength(1)
})

it('its command is saved as a script that tells who ran it and masks what nobody may see', async () => {
  for (const connection of [plain(), likeAws()]) {
    const { name, text: script } = await workspace.ExportAttempt({ connection, pipelineId, attemptId })
    expect(name).toBe('Work-1.sh')
    expect(script).toMatch(/as AWS ran it \(Profile (plain|masked) in us-east-1\)/)
    expect(script).toMatch(/# - The IAM role of its machine/)
    expect(script).toContain("'********'")
    expect(script).not.toMatch(/tiger-secret|untold-/)
  }
})

it('says that the account has no such attempt', async () => {
  const asked = { connection: plain(), pipelineId, attemptId: '@Work_2026-02-01T00:00:00' }
  await expect(workspace.ExportAttempt(asked)).rejects.toThrow('There is no attempt @Work_2026-02-01T00:00:00')
})
