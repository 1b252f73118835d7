import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text as textOf } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { settled } from '../../src/core/runs/instance.ts'
import { type Local, openLocal } from '../../src/server/local.ts'
import { createWorkspace } from '../../src/server/workspace.ts'

/** An endpoint that speaks the part of SNS that alarms need, and remembers what was said. */
const published: { form: URLSearchParams; authorization: string }[] = []
let answer = {
  status: 200,
  body: '<PublishResponse><PublishResult><MessageId>m-1</MessageId></PublishResult></PublishResponse>',
}
let sns: Server
let endpoint = ''
let dataDir = ''
let local: Local

const definition = JSON.stringify({
  objects: [
    { id: 'Default', scheduleType: 'ondemand', role: 'R', resourceRole: 'R', maximumRetries: '0' },
    { id: 'Box', type: 'Ec2Resource' },
    {
      id: 'Break',
      type: 'ShellCommandActivity',
      runsOn: { ref: 'Box' },
      command: 'echo $AWS_ENDPOINT_URL_SNS >&2; exit 1',
      onFail: { ref: 'Tell' },
    },
    {
      id: 'Tell',
      type: 'SnsAlarm',
      role: 'R',
      topicArn: 'arn:aws:sns:eu-west-1:123456789012:night',
      subject: 'Broken:\n#{node.name}',
      message: 'See #{node.@scheduledStartTime}',
    },
  ],
})

async function breakOnce() {
  const workspace = createWorkspace({ ...local, examples: '', environment: {} as never })
  const { pipelineId } = await workspace.ImportPipeline({ name: 'Alarming', text: definition })
  const { scheduledStart } = await workspace.RunOnce({ pipelineId })
  for (;;) {
    const { notices } = await workspace.ListNotices({ pipelineId })
    const { instances } = await workspace.ListInstances({ pipelineId, scheduledStart })
    if (notices.some(one => one.kind === 'alarm') && instances.every(one => settled(one.status)))
      return { notices, instances }
    await new Promise(wake => setTimeout(wake, 50))
  }
}

beforeAll(async () => {
  sns = createServer(async (request, response) => {
    published.push({
      form: new URLSearchParams(await textOf(request)),
      authorization: request.headers.authorization ?? '',
    })
    response.writeHead(answer.status, { 'content-type': 'text/xml' }).end(answer.body)
  })
  await new Promise<void>(done => sns.listen(0, '127.0.0.1', done))
  endpoint = `http://127.0.0.1:${(sns.address() as AddressInfo).port}`
  dataDir = await mkdtemp(join(tmpdir(), 'alarms-'))
  local = await openLocal({ dataDir, speed: 1 })
})
afterAll(async () => {
  await local.close()
  sns.close()
  await rm(dataDir, { recursive: true, force: true })
})

it('an alarm is kept here alone while no endpoint is set', async () => {
  const { notices } = await breakOnce()
  expect(notices.map(one => [one.kind, one.sentTo])).toEqual([['alarm', undefined]])
  expect(published).toEqual([])
})

it('with an endpoint it is published there too, signed, and the centre says where it went', async () => {
  await local.settings.save({ ...local.settings.now(), snsEndpoint: endpoint })
  const { notices, instances } = await breakOnce()
  expect(notices.map(one => one.sentTo)).toEqual([`arn:aws:sns:eu-west-1:123456789012:night at ${endpoint}`])
  expect(Object.fromEntries(published[0]?.form ?? [])).toMatchObject({
    Action: 'Publish',
    TopicArn: 'arn:aws:sns:eu-west-1:123456789012:night',
    Subject: 'Broken: Break',
    Message: expect.stringMatching(/^See \d{4}-/),
  })
  expect(published[0]?.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=.*\/eu-west-1\/sns\/aws4_request/)
  // Commands reach the same endpoint.
  expect(instances.find(one => one.componentId === 'Break')?.errorMessage).toBe(endpoint)
})

it('what could not be sent is in the centre all the same, with the reason', async () => {
  answer = {
    status: 404,
    body: '<ErrorResponse><Error><Code>NotFound</Code><Message>Topic does not exist</Message></Error></ErrorResponse>',
  }
  const { notices } = await breakOnce()
  expect(notices.find(one => one.kind === 'alarm')).toMatchObject({ subject: expect.stringContaining('Broken') })
  expect(notices.find(one => one.kind === 'alarm')?.sentTo).toBeUndefined()
  expect(notices.find(one => one.kind === 'engine')?.message).toContain('Topic does not exist')
})
