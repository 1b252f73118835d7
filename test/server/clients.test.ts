import {
  ActivatePipelineCommand,
  AddTagsCommand,
  CreatePipelineCommand,
  DataPipelineClient,
  DeactivatePipelineCommand,
  DeletePipelineCommand,
  DescribeObjectsCommand,
  DescribePipelinesCommand,
  EvaluateExpressionCommand,
  GetPipelineDefinitionCommand,
  InvalidRequestException,
  ListPipelinesCommand,
  PipelineDeletedException,
  PipelineNotFoundException,
  type PipelineObject,
  PollForTaskCommand,
  PutPipelineDefinitionCommand,
  QueryObjectsCommand,
  RemoveTagsCommand,
  ReportTaskProgressCommand,
  ReportTaskRunnerHeartbeatCommand,
  SetStatusCommand,
  SetTaskStatusCommand,
  TaskNotFoundException,
  ValidatePipelineDefinitionCommand,
} from '@aws-sdk/client-data-pipeline'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { hours, type Toy, toy } from '../engine/toy.ts'
import { clientConfig, type Standing, standGateway } from './gateway-harness.ts'

/** All 19 operations with the JavaScript SDK, against the embedded engine on a clock that the tests move. */

let play: Toy
let standing: Standing
let client: DataPipelineClient

beforeAll(async () => {
  play = await toy()
  standing = await standGateway(play.engine.service)
  client = new DataPipelineClient({ ...clientConfig(standing.gateway, standing.keys), maxAttempts: 1 })
})
afterAll(async () => {
  client.destroy()
  expect(standing.complaints).toEqual([])
  await play.engine.stop()
  await standing.stop()
})

const text = (key: string, stringValue: string) => ({ key, stringValue })
const ref = (key: string, refValue: string) => ({ key, refValue })

const hourly: PipelineObject[] = [
  {
    id: 'Default',
    name: 'Default',
    fields: [ref('schedule', 'Hours'), text('failureAndRerunMode', 'CASCADE'), text('scheduleType', 'timeseries')],
  },
  {
    id: 'Hours',
    name: 'Hours',
    fields: [
      text('type', 'Schedule'),
      text('period', '1 hour'),
      text('startDateTime', '2026-03-01T00:00:00'),
      text('occurrences', '2'),
    ],
  },
  {
    id: 'Say',
    name: 'Say',
    fields: [
      text('type', 'ShellCommandActivity'),
      text('command', 'echo #{myWord} #{format(@scheduledStartTime, "YYYY-MM-dd")}'),
      text('workerGroup', 'test-workers'),
      text('scriptArgument', 'a'),
      text('scriptArgument', 'b'),
    ],
  },
]
const parameters = {
  parameterObjects: [{ id: 'myWord', attributes: [text('type', 'String')] }],
  parameterValues: [{ id: 'myWord', stringValue: 'hello' }],
}

async function create(name: string): Promise<string> {
  const { pipelineId = '' } = await client.send(new CreatePipelineCommand({ name, uniqueId: name }))
  return pipelineId
}

it('keeps a definition as it was put', async () => {
  const pipelineId = await create('kept')
  const put = await client.send(
    new PutPipelineDefinitionCommand({ pipelineId, pipelineObjects: hourly, ...parameters }),
  )
  expect(put.errored).toBe(false)
  const got = await client.send(new GetPipelineDefinitionCommand({ pipelineId, version: 'latest' }))
  expect(got).toMatchObject({ pipelineObjects: hourly, ...parameters })
})

it('says what is wrong with a definition without keeping it', async () => {
  const pipelineId = await create('judged')
  const [first, second, third] = hourly
  const broken = [first, second, { ...third, fields: third?.fields?.filter(({ key }) => key !== 'workerGroup') }]
  const verdict = await client.send(
    new ValidatePipelineDefinitionCommand({ pipelineId, pipelineObjects: broken as PipelineObject[], ...parameters }),
  )
  expect(verdict.errored).toBe(true)
  expect(verdict.validationErrors).toContainEqual({ id: 'Say', errors: [expect.stringMatching(/workerGroup|runsOn/)] })
  const { pipelineObjects } = await client.send(new GetPipelineDefinitionCommand({ pipelineId }))
  expect(pipelineObjects).toEqual([])
})

it('tags, lists and describes', async () => {
  const pipelineId = await create('tagged')
  await client.send(
    new AddTagsCommand({
      pipelineId,
      tags: [
        { key: 'env', value: 'test' },
        { key: 'team', value: '' },
      ],
    }),
  )
  await client.send(new RemoveTagsCommand({ pipelineId, tagKeys: ['team'] }))
  const { pipelineDescriptionList = [] } = await client.send(
    new DescribePipelinesCommand({ pipelineIds: [pipelineId] }),
  )
  expect(pipelineDescriptionList).toHaveLength(1)
  expect(pipelineDescriptionList[0]).toMatchObject({
    pipelineId,
    name: 'tagged',
    tags: [{ key: 'env', value: 'test' }],
  })
  expect(pipelineDescriptionList[0]?.fields).toContainEqual(text('@pipelineState', 'PENDING'))
  const { pipelineIdList, hasMoreResults } = await client.send(new ListPipelinesCommand({}))
  expect(pipelineIdList).toContainEqual({ id: pipelineId, name: 'tagged' })
  expect(hasMoreResults).toBe(false)
})

it('runs a schedule with a worker that polls, reports, and finishes', async () => {
  const pipelineId = await create('worked')
  await client.send(new PutPipelineDefinitionCommand({ pipelineId, pipelineObjects: hourly, ...parameters }))
  const parameterValues = [{ id: 'myWord', stringValue: 'goodbye' }]
  await client.send(
    new ActivatePipelineCommand({ pipelineId, parameterValues, startTimestamp: new Date(play.clock.now()) }),
  )
  await play.pass(hours(1) + 60_000)

  const worker = { workerGroup: 'test-workers', hostname: 'here' }
  const heartbeat = { taskrunnerId: 'runner-1', ...worker }
  expect(await client.send(new ReportTaskRunnerHeartbeatCommand(heartbeat))).toMatchObject({ terminate: false })
  const { taskObject } = await client.send(new PollForTaskCommand(worker))
  const { taskId = '', objects = {}, attemptId = '' } = taskObject ?? {}
  const said = Object.values(objects).find(object => object.fields?.some(({ key }) => key === 'command'))
  expect(said?.fields).toContainEqual(text('command', 'echo goodbye 2026-03-01'))
  expect(attemptId).toMatch(/^@Say_2026-03-01T00:00:00_Attempt=1$/)
  expect(await client.send(new ReportTaskProgressCommand({ taskId }))).toMatchObject({ canceled: false })
  await client.send(new SetTaskStatusCommand({ taskId, taskStatus: 'FINISHED' }))

  const selectors = [{ fieldName: '@status', operator: { type: 'EQ' as const, values: ['FINISHED'] } }]
  const { ids = [] } = await client.send(
    new QueryObjectsCommand({ pipelineId, sphere: 'INSTANCE', query: { selectors } }),
  )
  expect(ids).toEqual(['@Say_2026-03-01T00:00:00'])
  const { pipelineObjects = [] } = await client.send(new DescribeObjectsCommand({ pipelineId, objectIds: ids }))
  expect(pipelineObjects[0]?.fields).toEqual(
    expect.arrayContaining([text('@status', 'FINISHED'), ref('@componentParent', 'Say'), text('@sphere', 'INSTANCE')]),
  )
  const expression = { pipelineId, objectId: ids[0] ?? '', expression: '#{format(@scheduledStartTime, "MM/dd")}' }
  expect(await client.send(new EvaluateExpressionCommand(expression))).toMatchObject({ evaluatedExpression: '03/01' })
})

it('fails a task, reruns it by the word the CLI sends, and takes the second try', async () => {
  const pipelineId = await create('rerun')
  const once = hourly.map(object =>
    object.id === 'Say' ? { ...object, fields: [...(object.fields ?? []), text('maximumRetries', '0')] } : object,
  )
  await client.send(new PutPipelineDefinitionCommand({ pipelineId, pipelineObjects: once, ...parameters }))
  await client.send(new ActivatePipelineCommand({ pipelineId }))
  await play.pass(60_000)
  const statusOf = async () => {
    const { pipelineObjects = [] } = await client.send(
      new DescribeObjectsCommand({ pipelineId, objectIds: ['@Say_2026-03-01T00:00:00'] }),
    )
    return pipelineObjects[0]?.fields?.find(({ key }) => key === '@status')?.stringValue
  }
  /** Works off what the group has until a task of this pipeline comes. */
  const take = async () => {
    for (;;) {
      const { taskObject } = await client.send(new PollForTaskCommand({ workerGroup: 'test-workers' }))
      if (taskObject?.pipelineId === pipelineId) return taskObject.taskId ?? ''
      await client.send(new SetTaskStatusCommand({ taskId: taskObject?.taskId ?? '', taskStatus: 'FINISHED' }))
    }
  }
  const failed = { taskStatus: 'FAILED' as const, errorId: 'ScriptFailed', errorMessage: 'It said no.' }
  await client.send(new SetTaskStatusCommand({ taskId: await take(), ...failed }))
  expect(await statusOf()).toBe('FAILED')
  await client.send(new SetStatusCommand({ pipelineId, objectIds: ['@Say_2026-03-01T00:00:00'], status: 'rerun' }))
  await client.send(new SetTaskStatusCommand({ taskId: await take(), taskStatus: 'FINISHED' }))
  expect(await statusOf()).toBe('FINISHED')
})

it('stops and deletes', async () => {
  const pipelineId = await create('brief')
  await client.send(new PutPipelineDefinitionCommand({ pipelineId, pipelineObjects: hourly, ...parameters }))
  await client.send(new ActivatePipelineCommand({ pipelineId }))
  await client.send(new DeactivatePipelineCommand({ pipelineId, cancelActive: true }))
  expect((await client.send(new DeletePipelineCommand({ pipelineId }))).$metadata.httpStatusCode).toBe(200)
  const call = client.send(new GetPipelineDefinitionCommand({ pipelineId }))
  const error = await call.catch(thrown => thrown)
  expect([PipelineDeletedException, PipelineNotFoundException].some(kind => error instanceof kind)).toBe(true)
})

it('lists a hundred pipelines in pages of fifty', async () => {
  await Promise.all(Array.from({ length: 95 }, (_, i) => create(`many-${i}`)))
  const seen: (string | undefined)[] = []
  let marker: string | undefined
  do {
    const page = await client.send(new ListPipelinesCommand({ marker }))
    expect(page.pipelineIdList?.length).toBeLessThanOrEqual(50)
    seen.push(...(page.pipelineIdList ?? []).map(({ id }) => id))
    marker = page.hasMoreResults ? page.marker : undefined
  } while (marker)
  expect(new Set(seen).size).toBe(seen.length)
  expect(seen.length).toBeGreaterThanOrEqual(95)
})

it('throws the exceptions of the model', async () => {
  const nothing = { pipelineId: 'df-NOTHERE' }
  await expect(client.send(new GetPipelineDefinitionCommand(nothing))).rejects.toBeInstanceOf(PipelineNotFoundException)
  await expect(client.send(new ActivatePipelineCommand(nothing))).rejects.toBeInstanceOf(PipelineNotFoundException)
  const task = { taskId: 'nonesuch', taskStatus: 'FINISHED' as const }
  await expect(client.send(new SetTaskStatusCommand(task))).rejects.toBeInstanceOf(TaskNotFoundException)
  const pipelineId = await create('refused')
  const wrong = client.send(new QueryObjectsCommand({ pipelineId, sphere: 'ELSEWHERE' }))
  await expect(wrong).rejects.toBeInstanceOf(InvalidRequestException)
})
