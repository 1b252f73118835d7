import { createHash } from 'node:crypto'
import {
  DataPipelineClient,
  ListPipelinesCommand,
  PipelineNotFoundException,
  PollForTaskCommand,
} from '@aws-sdk/client-data-pipeline'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operationNames, type PipelineService } from '../../src/api/operations.ts'
import { toy } from '../engine/toy.ts'
import { clientConfig, failureOf, type Standing, standGateway } from './gateway-harness.ts'
import { type Answered, type Asked, ask, send, sign } from './gateway-signing.ts'

/** The endpoint byte by byte, over the embedded engine. What SDKs make of it is in clients.test.ts. */

let standing: Standing
let url: string
let pipelineId: string

beforeAll(async () => {
  standing = await standGateway((await toy()).engine.service)
  url = standing.gateway.url
  pipelineId = JSON.parse((await call('CreatePipeline', '{"name":"demo","uniqueId":"one"}')).body).pipelineId
})
afterAll(() => standing.stop())

function call(operation: string, body: string | Buffer, more: Asked = {}): Promise<Answered> {
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': `DataPipeline.${operation}`,
    ...more.headers,
  }
  return ask(url, standing.keys, { method: 'POST', service: 'datapipeline', body, ...more, headers })
}

const failure = async (operation: string, body: string | Buffer, more: Asked = {}) => {
  const { status, body: text } = await call(operation, body, more)
  const { __type, message } = JSON.parse(text)
  return { status, type: __type, message }
}

describe('an answer', () => {
  it('is JSON 1.1 with an id', async () => {
    const answer = await call('ListPipelines', '{}')
    expect(answer.status).toBe(200)
    expect(answer.headers['content-type']).toBe('application/x-amz-json-1.1')
    expect(answer.headers['x-amzn-requestid']).toMatch(/^[\da-f-]{36}$/)
    expect(JSON.parse(answer.body)).toEqual({
      pipelineIdList: [{ id: pipelineId, name: 'demo' }],
      hasMoreResults: false,
    })
  })

  it('of an operation without output has no bytes, and of one with nothing to say an empty object', async () => {
    const { pipelineId: brief } = JSON.parse((await call('CreatePipeline', '{"name":"brief","uniqueId":"two"}')).body)
    const tags = { pipelineId: brief, tags: [{ key: 'a', value: 'b' }] }
    expect(await call('AddTags', JSON.stringify(tags))).toMatchObject({ status: 200, body: '{}' })
    const gone = await call('DeletePipeline', JSON.stringify({ pipelineId: brief }))
    expect(gone).toMatchObject({ status: 200, body: '', headers: { 'content-length': '0' } })
  })

  it('comes under the older name of the target too, and for members that are null', async () => {
    const target = { headers: { 'x-amz-target': 'DataPipeline_20121129.ListPipelines' } }
    expect((await call('', '{"marker":null}', target)).status).toBe(200)
    expect((await call('ListPipelines', '')).status).toBe(200)
  })

  it('keeps every character of a text', async () => {
    const name = 'Ünïcode 日本語 🚀 "quoted" \\ </tag> \u2028'
    const made = JSON.parse((await call('CreatePipeline', JSON.stringify({ name, uniqueId: 'three' }))).body)
    const told = await call('DescribePipelines', JSON.stringify({ pipelineIds: [made.pipelineId] }))
    expect(JSON.parse(told.body).pipelineDescriptionList[0].name).toBe(name)
  })
})

describe('a request', () => {
  it('for an operation that does not exist is told so', async () => {
    for (const target of [
      'DataPipeline.Nope',
      'DynamoDB_20120810.ListTables',
      'DataPipeline.toString',
      'ListPipelines',
      '',
    ])
      expect(await failure('', '{}', { headers: { 'x-amz-target': target } })).toMatchObject({
        status: 400,
        type: 'UnknownOperationException',
      })
  })

  it('that is no JSON object is not understood', async () => {
    for (const body of ['{', '[]', '"text"', 'null', 'a=b', Buffer.from([0x7b, 0xff, 0x7d])])
      expect(await failure('ListPipelines', body)).toMatchObject({ status: 400, type: 'SerializationException' })
  })

  it('that comes as a form is not understood', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/json'])
      expect(await failure('ListPipelines', '{}', { headers: { 'content-type': type } })).toMatchObject({
        type: 'SerializationException',
      })
  })

  it('with a value of the wrong kind names its place', async () => {
    expect(await failure('DescribePipelines', '{"pipelineIds":"df-1"}')).toMatchObject({
      type: 'SerializationException',
      message: 'pipelineIds: a value of the kind string is not expected here.',
    })
    const objects = {
      pipelineId,
      pipelineObjects: [{ id: 'Default', name: 'Default', fields: [{ key: 'a', stringValue: 5 }] }],
    }
    expect(await failure('PutPipelineDefinition', JSON.stringify(objects))).toMatchObject({
      type: 'SerializationException',
      message: expect.stringContaining('pipelineObjects.1.member.fields.1.member.stringValue'),
    })
  })

  it('outside the model is refused in the words that clients know', async () => {
    expect(await failure('CreatePipeline', '{"name":"x"}')).toEqual({
      status: 400,
      type: 'ValidationException',
      message:
        "1 validation error detected: Value null at 'uniqueId' failed to satisfy constraint: Member must not be null",
    })
    expect(await failure('CreatePipeline', '{"name":"","uniqueId":"u"}')).toMatchObject({
      message:
        "1 validation error detected: Value '' at 'name' failed to satisfy constraint: Member must have length greater than or equal to 1",
    })
    const long = JSON.stringify({ name: 'n'.repeat(1025), uniqueId: 'u' })
    expect((await failure('CreatePipeline', long)).message).toMatch(
      /Member must have length less than or equal to 1024$/,
    )
    expect((await failure('SetTaskStatus', '{"taskId":"t","taskStatus":"DONE"}')).message).toMatch(
      /Value 'DONE' at 'taskStatus' failed to satisfy constraint: Member must satisfy enum value set: \[FINISHED, FAILED, FALSE\]$/,
    )
    expect((await failure('CreatePipeline', '{}')).message).toMatch(/^2 validation errors detected: /)
  })

  it('for what is not there gets the exception of the service', async () => {
    expect(await failure('GetPipelineDefinition', '{"pipelineId":"df-NONE"}')).toMatchObject({
      status: 400,
      type: 'PipelineNotFoundException',
    })
  })

  it('of more than 20 MiB is refused', async () => {
    const answer = await call('ListPipelines', Buffer.alloc(20 * 2 ** 20 + 1, ' '))
    expect([answer.status, JSON.parse(answer.body).__type]).toEqual([413, 'RequestEntityTooLargeException'])
  })

  it('never brings the endpoint down, whatever JSON it holds', async () => {
    const operation = fc.constantFrom(...operationNames.filter(name => name !== 'PollForTask'))
    await fc.assert(
      fc.asyncProperty(operation, fc.json({ maxDepth: 3 }), async (name, body) => {
        const { status, body: text } = await call(name, body)
        expect([200, 400]).toContain(status)
        if (status === 400)
          expect(JSON.parse(text)).toEqual({ __type: expect.any(String), message: expect.any(String) })
      }),
      { numRuns: 60 },
    )
    expect(standing.complaints).toEqual([])
  })
})

describe('a signature', () => {
  const body = '{}'
  const asked: Asked = {
    method: 'POST',
    service: 'datapipeline',
    body,
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'DataPipeline.ListPipelines' },
  }
  const typeOf = (answer: Answered) => [answer.status, JSON.parse(answer.body).__type]
  const changed = (change: (headers: Record<string, string>) => Record<string, string>, sent = body) =>
    send(url, { ...asked, headers: change(sign(url, standing.keys, asked).headers), body: sent }).then(typeOf)

  it('must be there, whole and right', async () => {
    expect(typeOf(await send(url, asked))).toEqual([400, 'MissingAuthenticationTokenException'])
    const cut = (text: string) => text.replace(/, Signature.*/, '')
    expect(await changed(h => ({ ...h, authorization: cut(h.authorization ?? '') }))).toEqual([
      400,
      'IncompleteSignatureException',
    ])
    expect(await changed(h => h, '{"marker":"x"}')).toEqual([400, 'InvalidSignatureException'])
    const other = { 'x-amz-target': 'DataPipeline.DeletePipeline' }
    expect(await changed(h => ({ ...h, ...other }))).toEqual([400, 'InvalidSignatureException'])
  })

  it('must be of our key, and of now', async () => {
    const stranger = { ...standing.keys, accessKeyId: 'AKIDSTRANGER' }
    expect(typeOf(await ask(url, stranger, asked))).toEqual([400, 'UnrecognizedClientException'])
    const late = await ask(url, standing.keys, { ...asked, at: new Date(Date.now() - 16 * 60_000) })
    expect(typeOf(late)).toEqual([400, 'InvalidSignatureException'])
    expect(JSON.parse(late.body).message).toMatch(/^Signature expired/)
  })

  it('for one service is worth nothing at another', async () => {
    const hash = { 'x-amz-content-sha256': createHash('sha256').update(body).digest('hex') }
    const { headers } = sign(url, standing.keys, { ...asked, headers: { ...asked.headers, ...hash } })
    const authorization = headers.authorization?.replace('/datapipeline/', '/s3/')
    expect((await send(url, { ...asked, headers: { ...headers, authorization: authorization ?? '' } })).status).toBe(
      403,
    )
  })
})

it('throws typed exceptions in the SDK', async () => {
  const client = new DataPipelineClient({ ...clientConfig(standing.gateway, standing.keys), maxAttempts: 1 })
  const { DescribeObjectsCommand } = await import('@aws-sdk/client-data-pipeline')
  const ask = client.send(new DescribeObjectsCommand({ pipelineId: 'df-NONE', objectIds: ['x'] }))
  await expect(ask).rejects.toBeInstanceOf(PipelineNotFoundException)
  client.destroy()
})

it('lets go of a worker that hangs up while it waits for a task', async () => {
  const client = new DataPipelineClient({ ...clientConfig(standing.gateway, standing.keys), maxAttempts: 1 })
  const hangUp = new AbortController()
  const poll = failureOf(client.send(new PollForTaskCommand({ workerGroup: 'nobody' }), { abortSignal: hangUp.signal }))
  await client.send(new ListPipelinesCommand({}))
  hangUp.abort()
  expect((await poll).name).toBe('AbortError')
  client.destroy()
})

/** A service whose machine fails it. */
const broken = {
  ListPipelines: async () => Promise.reject(new Error('the disk is on fire')),
} as unknown as PipelineService

it('tells a failure of ours as one, keeps the reason to itself, and writes it to the log', async () => {
  const other = await standGateway(broken)
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'DataPipeline.ListPipelines' }
  const answer = await ask(other.gateway.url, other.keys, {
    method: 'POST',
    service: 'datapipeline',
    body: '{}',
    headers,
  })
  expect([answer.status, JSON.parse(answer.body).__type]).toEqual([500, 'InternalServiceError'])
  expect(answer.body).not.toContain('fire')
  expect(other.complaints).toEqual([expect.stringContaining('the disk is on fire')])
  await other.stop()
})

it('says that the disk is full, to clients of Data Pipeline and of S3', async () => {
  const full = Object.assign(new Error('database or disk is full'), { errcode: 13 })
  const other = await standGateway({ ListPipelines: async () => Promise.reject(full) } as unknown as PipelineService)
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'DataPipeline.ListPipelines' }
  const listed = await ask(other.gateway.url, other.keys, {
    method: 'POST',
    service: 'datapipeline',
    body: '{}',
    headers,
  })
  expect([listed.status, JSON.parse(listed.body).message]).toEqual([500, expect.stringContaining('is full')])
  const noSpace = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
  other.storage.buckets.create = async () => Promise.reject(noSpace)
  const made = await ask(other.gateway.url, other.keys, {
    method: 'PUT',
    service: 's3',
    path: '/bucket',
    body: '',
    headers: { 'content-length': '0' },
  })
  expect([made.status, made.body]).toEqual([500, expect.stringContaining('is full')])
  await other.stop()
})
