import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { faultFrom } from '../../src/server/aws/trouble.ts'
import { listConnections, remoteDefinition, remotePipelines, withConnection } from '../../src/server/connections.ts'
import { type Toy, toy } from '../engine/toy.ts'
import { type Standing, standGateway } from './gateway-harness.ts'

/** Another Pipewright's gateway stands for AWS: a real endpoint that checks every signature. */

let play: Toy
let standing: Standing
let folder: string
const before = { ...process.env }

beforeAll(async () => {
  play = await toy()
  standing = await standGateway(play.engine.service)
  folder = await mkdtemp(join(tmpdir(), 'pipewright-profiles-'))
  const { accessKeyId, secretAccessKey } = standing.keys
  await writeFile(
    join(folder, 'config'),
    `[default]\nregion = us-east-1\n\n[profile analytics]\nregion=eu-west-1\nservices = here\n[services here]\ns3 =\n  endpoint_url = http://127.0.0.1:7/\ndata_pipeline =\n  endpoint_url = http://127.0.0.1:8/\n[profile stranger]\nregion = us-east-1\nendpoint_url = http://127.0.0.1:9/\n[profile signed-in]\nsso_session = corp\n[sso-session corp]\nsso_region = us-east-1\n`,
  )
  await writeFile(
    join(folder, 'credentials'),
    `[analytics]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n[stranger]\naws_access_key_id = AKIDSTRANGER\naws_secret_access_key = not-the-right-one\n`,
  )
  process.env.AWS_CONFIG_FILE = join(folder, 'config')
  process.env.AWS_SHARED_CREDENTIALS_FILE = join(folder, 'credentials')
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_PROFILE'])
    delete process.env[name]
})
afterAll(async () => {
  process.env = before
  await play.engine.stop()
  await standing.stop()
  await rm(folder, { recursive: true })
})

const choice = (id: string) => ({ id, region: 'us-east-1', endpoint: standing.gateway.url })

it('connections are the profiles of the two files, told without a key', async () => {
  const connections = await listConnections()
  expect(connections).toEqual([
    { id: 'profile:default', title: 'Profile default', about: 'no credentials of its own', region: 'us-east-1' },
    {
      id: 'profile:analytics',
      title: 'Profile analytics',
      about: 'keys in the credentials file',
      region: 'eu-west-1',
      endpoint: 'http://127.0.0.1:8/',
    },
    {
      id: 'profile:stranger',
      title: 'Profile stranger',
      about: 'keys in the credentials file',
      region: 'us-east-1',
      endpoint: 'http://127.0.0.1:9/',
    },
    { id: 'profile:signed-in', title: 'Profile signed-in', about: 'IAM Identity Center' },
  ])
  expect(JSON.stringify(connections)).not.toContain(standing.keys.accessKeyId)
})

it('keys in the environment are a connection of their own', async () => {
  const own = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_REGION: 'eu-central-1', HOME: folder }
  expect(await listConnections(own)).toEqual([
    { id: 'environment', title: 'Environment', about: 'keys in the environment of the server', region: 'eu-central-1' },
  ])
})

it('all pages of the list are read, and every pipeline comes with its description, tags and definition', async () => {
  const { service } = play.engine
  for (let n = 0; n < 60; n++)
    await service.CreatePipeline({
      name: `pipeline ${String(n).padStart(2, '0')}`,
      uniqueId: `unique-${n}`,
      ...(n === 7 && { description: 'The seventh', tags: [{ key: 'team', value: 'fraud' }] }),
    })
  await withConnection(choice('profile:analytics'), async remote => {
    const found = await remotePipelines(remote)
    expect(found).toHaveLength(60)
    expect(found[7]).toMatchObject({
      name: 'pipeline 07',
      description: 'The seventh',
      state: 'PENDING',
      tags: [{ key: 'team', value: 'fraud' }],
    })
    const pipelineId = found[7]?.id ?? ''
    const objects = [{ id: 'Default', name: 'Default', fields: [{ key: 'scheduleType', stringValue: 'ondemand' }] }]
    await service.PutPipelineDefinition({ pipelineId, pipelineObjects: objects })
    expect((await remoteDefinition(remote, pipelineId)).objects).toEqual(objects)
  })
})

it('keys that the other side does not know are refused with a sentence that names the connection', async () => {
  await expect(withConnection(choice('profile:stranger'), remote => remotePipelines(remote))).rejects.toMatchObject({
    name: 'UnrecognizedClientException',
    message: expect.stringMatching(/does not accept the credentials of Profile stranger in us-east-1/),
  })
})

it('an address where nobody answers is told as such', async () => {
  const nowhere = { ...choice('profile:analytics'), endpoint: 'http://127.0.0.1:9' }
  await expect(withConnection(nowhere, remote => remotePipelines(remote))).rejects.toThrow(/could not be reached/)
})

it('a profile without credentials says that none were found', async () => {
  await expect(withConnection(choice('profile:default'), remote => remotePipelines(remote))).rejects.toThrow(
    /No credentials were found for Profile default/,
  )
})

it('a connection that is not on this machine is refused with those that are', async () => {
  await expect(withConnection(choice('profile:other'), async () => 1)).rejects.toThrow(
    /no connection other on this machine; it has: Profile default, Profile analytics/,
  )
})

it.each([
  ['ThrottlingException', /asked too often/],
  ['AccessDeniedException', /needs the action datapipeline:ListPipelines/],
  ['ExpiredTokenException', /have expired\. Sign in again/],
])('%s of AWS becomes a sentence', (name, sentence) => {
  const error = Object.assign(new Error('Rate exceeded'), { name })
  expect(faultFrom(error, 'ListPipelines', 'Profile analytics in us-east-1').message).toMatch(sentence)
})
