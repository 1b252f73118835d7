import { onDemand, shell, wireObjects } from '../definitions.ts'
import { holds, is, type Stage } from '../stage.ts'
import { section, story } from '../story.ts'

const call = async (stage: Stage, operation: string, input: unknown) => {
  const answer = await stage.send({ target: `DataPipeline.${operation}`, body: JSON.stringify(input) })
  return { ...answer, json: answer.body === '' ? undefined : (JSON.parse(answer.body) as Record<string, unknown>) }
}

/** Only over the wire: what no SDK sends, and what an SDK hides. */
export const wire = section('the wire', [
  story(
    'an answer is JSON 1.1 and has a request id',
    { from: '§14 Content-Type, x-amzn-RequestId', bare: true },
    async stage => {
      const answer = await call(stage, 'ListPipelines', {})
      is(answer.status, 200)
      is(answer.headers['content-type'], 'application/x-amz-json-1.1')
      holds(answer.headers['x-amzn-requestid'])
      is(answer.json, { pipelineIdList: [], hasMoreResults: false })
    },
  ),

  story('JSON 1.0 is taken too', { from: '§14 accept 1.0', bare: true }, async stage => {
    const answer = await stage.send({
      target: 'DataPipeline.ListPipelines',
      contentType: 'application/x-amz-json-1.0',
      body: '{}',
    })
    is(answer.status, 200)
  }),

  story('and the target of an old page', { from: '§14 DataPipeline_20121129.<Op>', bare: true }, async stage => {
    is((await stage.send({ target: 'DataPipeline_20121129.ListPipelines', body: '{}' })).status, 200)
  }),

  story(
    'operations that answer nothing have an empty body',
    { from: '§14 DeletePipeline, SetStatus: empty body', bare: true },
    async stage => {
      const pipeline = await stage.running(onDemand())
      const set = await call(stage, 'SetStatus', { pipelineId: pipeline.id, objectIds: ['First'], status: 'PAUSE' })
      is([set.status, set.body], [200, ''])
      const deleted = await call(stage, 'DeletePipeline', { pipelineId: pipeline.id })
      is([deleted.status, deleted.body], [200, ''])
    },
  ),

  story('others answer an empty object', { from: '§14 {}', bare: true }, async stage => {
    const pipeline = await stage.given(onDemand())
    is((await call(stage, 'ActivatePipeline', { pipelineId: pipeline.id })).body, '{}')
    is((await call(stage, 'AddTags', { pipelineId: pipeline.id, tags: [] })).body, '{}')
  }),

  story('a failure is status 400 with __type and message', { from: '§14 errors', bare: true }, async stage => {
    const answer = await call(stage, 'ActivatePipeline', { pipelineId: 'df-NEVERWAS' })
    is(answer.status, 400)
    is(answer.json?.__type, 'PipelineNotFoundException')
    holds(typeof answer.json?.message === 'string' && answer.json.message.length > 0)
  }),

  story(
    'a member that is missing is a validation error in AWS’s words',
    { from: '§14 ValidationException [T]', bare: true },
    async stage => {
      const answer = await call(stage, 'ActivatePipeline', {})
      is(answer.status, 400)
      is(answer.json, {
        __type: 'ValidationException',
        message:
          "1 validation error detected: Value null at 'pipelineId' failed to satisfy constraint: Member must not be null",
      })
    },
  ),

  story('ids of more than 1024 letters too', { from: '§14 id/string ≤1024', bare: true }, async stage => {
    is((await call(stage, 'ActivatePipeline', { pipelineId: 'x'.repeat(1025) })).json?.__type, 'ValidationException')
  }),

  story('and values of more than 10,240', { from: '§14 stringValue ≤10,240', bare: true }, async stage => {
    const pipeline = await stage.empty()
    const pipelineObjects = wireObjects(onDemand({ First: shell({ command: 'x'.repeat(10_241) }) }))
    is(
      (await call(stage, 'PutPipelineDefinition', { pipelineId: pipeline.id, pipelineObjects })).json?.__type,
      'ValidationException',
    )
  }),

  story('a status that is none too', { from: '§14 SetTaskStatus taskStatus', bare: true }, async stage => {
    is((await call(stage, 'SetTaskStatus', { taskId: 'x', taskStatus: 'DONE' })).json?.__type, 'ValidationException')
  }),

  story('members that are null count as absent', { from: '§14 (clients send them)', bare: true }, async stage => {
    is((await call(stage, 'ListPipelines', { marker: null })).status, 200)
  }),

  story(
    'members that nobody knows are ignored',
    { from: '§14 (forward compatibility of AWS JSON)', bare: true },
    async stage => {
      is((await call(stage, 'ListPipelines', { wish: 'x' })).status, 200)
    },
  ),

  story('what is no JSON is a SerializationException', { from: '§14 errors', bare: true }, async stage => {
    for (const body of ['{', '[]', '"x"', 'null', '{"marker":5}'])
      is(
        JSON.parse((await stage.send({ target: 'DataPipeline.ListPipelines', body })).body).__type,
        'SerializationException',
      )
  }),

  story(
    'an operation that is none is an UnknownOperationException',
    { from: '§14 X-Amz-Target', bare: true },
    async stage => {
      for (const target of ['DataPipeline.Fly', 'DataPipeline.constructor', 'DynamoDB_20120810.ListTables', ''])
        is(JSON.parse((await stage.send({ target, body: '{}' })).body).__type, 'UnknownOperationException')
    },
  ),

  story(
    'a start timestamp is Unix seconds',
    { from: '§14 Timestamps [V]; §2 startTimestamp', bare: true },
    async stage => {
      const pipeline = await stage.given(
        stage.hourly(undefined, {}, { startDateTime: stage.at('-9 hours'), occurrences: '20' }),
      )
      const startTimestamp = stage.start / 1000 - 7_200
      is((await call(stage, 'ActivatePipeline', { pipelineId: pipeline.id, startTimestamp })).status, 200)
      is((await pipeline.ids('INSTANCE'))[0], pipeline.run('First', '-2 hours'))
    },
  ),

  story(
    'a poll that finds nothing answers an empty object',
    { from: '§8.1 then an empty object', bare: true, clock: true },
    async stage => {
      const answer = call(stage, 'PollForTask', { workerGroup: 'group' })
      for (let k = 0; k < 5; k += 1) await new Promise(resolve => setTimeout(resolve, 20))
      await stage.later('91 seconds')
      is((await answer).body, '{}')
    },
  ),

  story(
    'the slots of an old page are fields',
    { from: '§13 an old page calls fields slots; accept on input', bare: true },
    async stage => {
      const pipeline = await stage.empty()
      const pipelineObjects = wireObjects(onDemand()).map(({ fields, ...object }) => ({ ...object, slots: fields }))
      const answer = await call(stage, 'PutPipelineDefinition', { pipelineId: pipeline.id, pipelineObjects })
      is(answer.json?.errored, false)
    },
  ),

  story(
    'more than 25 pipelines at once are refused',
    { from: '§14 DescribePipelines pipelineIds (≤25)', bare: true },
    async stage => {
      const pipelineIds = Array.from({ length: 26 }, () => 'df-X')
      is((await call(stage, 'DescribePipelines', { pipelineIds })).json?.__type, 'ValidationException')
    },
  ),

  story('field names of more than 256 letters too', { from: '§14 field key ≤256', bare: true }, async stage => {
    const pipeline = await stage.empty()
    const pipelineObjects = wireObjects(onDemand({ First: shell({ ['k'.repeat(257)]: 'x' }) }))
    is(
      (await call(stage, 'PutPipelineDefinition', { pipelineId: pipeline.id, pipelineObjects })).json?.__type,
      'ValidationException',
    )
  }),

  story(
    'lists of a clean verdict are there and empty',
    { from: '§14 lists may be empty or absent when clean', bare: true },
    async stage => {
      const pipeline = await stage.empty()
      const pipelineObjects = wireObjects(onDemand(undefined, { pipelineLogUri: 's3://bucket/logs/' }))
      is(
        (await call(stage, 'PutPipelineDefinition', { pipelineId: pipeline.id, pipelineObjects })).body,
        '{"errored":false,"validationErrors":[],"validationWarnings":[]}',
      )
    },
  ),
])
