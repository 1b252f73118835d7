import { check, data, machine, onDemand, onMachines, shell, to } from '../definitions.ts'
import { holds, is } from '../stage.ts'
import { section, story } from '../story.ts'

export const fields = section('fields', [
  story('a pipeline shows its state, ids, owner and moment of creation', { from: '§1 PIPELINE [A C]' }, async stage => {
    const pipeline = await stage.empty('demo')
    is(await pipeline.own('@pipelineState'), 'PENDING')
    is(await pipeline.own('name'), 'demo')
    is(await pipeline.own('uniqueId'), 'demo')
    is(await pipeline.own('@id'), pipeline.id)
    is(await pipeline.own('@sphere'), 'PIPELINE')
    is(await pipeline.own('@creationTime'), stage.at())
    for (const key of ['@userId', '@accountId', 'pipelineCreator']) holds(await pipeline.own(key), key)
  }),

  story(
    'a fresh pipeline has no description and no version',
    { from: '§1 unset ones are left out [C]' },
    async stage => {
      const pipeline = await stage.empty()
      is(await pipeline.own('description'), undefined)
      is(await pipeline.own('@version'), undefined)
      is(await pipeline.own('@healthStatus'), undefined)
    },
  ),

  story(
    'a description shows as a field and beside the fields',
    { from: '§14 DescribePipelines [M]' },
    async ({ service }) => {
      const { pipelineId } = await service.CreatePipeline({ name: 'a', uniqueId: 'a', description: 'For tests.' })
      const { pipelineDescriptionList } = await service.DescribePipelines({ pipelineIds: [pipelineId] })
      is(pipelineDescriptionList[0]?.description, 'For tests.')
      holds(
        pipelineDescriptionList[0]?.fields.some(one => one.key === 'description' && one.stringValue === 'For tests.'),
      )
    },
  ),

  story('saving a definition gives a version', { from: '§1 @version [A]' }, async stage => {
    const pipeline = await stage.given(onDemand())
    holds(await pipeline.own('@version'))
    is(await pipeline.field('First', '@version'), await pipeline.own('@version'))
  }),

  story(
    'runs leave their newest and next time on the pipeline',
    { from: '§1 @latestRunTime [T]', clock: true },
    async stage => {
      const pipeline = await stage.running(stage.hourly())
      await stage.later('61 minutes')
      is(await pipeline.own('@latestRunTime'), stage.at('1 hour'))
      is(await pipeline.own('@nextRunTime'), stage.at('2 hours'))
    },
  ),

  story('a pipeline that is over says when', { from: '§1 @finishedTime [T]', clock: true }, async stage => {
    const pipeline = await stage.running(onDemand())
    await stage.later('5 minutes')
    await stage.works()
    is(await pipeline.own('@finishedTime'), stage.at('5 minutes'))
  }),

  story('a component shows its own fields and what the service adds', { from: '§1 COMPONENT [A]' }, async stage => {
    const pipeline = await stage.given(onDemand())
    is(await pipeline.field('First', 'command'), 'true')
    is(await pipeline.field('First', '@sphere'), 'COMPONENT')
    is(await pipeline.field('First', '@status'), 'PENDING')
    is(await pipeline.field('First', '@pipelineId'), pipeline.id)
  }),

  story(
    'a component shows Default as its parent though nobody wrote it',
    { from: '§1 parent made explicit [A]' },
    async stage => {
      const pipeline = await stage.given(onDemand())
      const { pipelineObjects } = await stage.service.DescribeObjects({ pipelineId: pipeline.id, objectIds: ['First'] })
      const parents = pipelineObjects[0]?.fields.filter(one => one.key === 'parent')
      is(
        parents?.map(one => one.refValue),
        ['Default'],
      )
    },
  ),

  story(
    'a component does not show what it inherits',
    { from: '§1 inherited fields are not merged in [A]' },
    async stage => {
      const pipeline = await stage.given(onDemand())
      is(await pipeline.field('First', 'workerGroup'), undefined)
      is(await pipeline.field('First', 'scheduleType'), undefined)
    },
  ),

  story('a component says why it is ill-formed', { from: '§1 @error' }, async stage => {
    const pipeline = await stage.empty()
    await pipeline.put(onDemand({ First: shell(), Broken: { type: 'ShellCommandActivity' } }))
    holds((await pipeline.field('Broken', '@error'))?.includes('command'))
    is(await pipeline.field('First', '@error'), undefined)
  }),

  story('a component names its instances under way', { from: '§1 @activeInstances' }, async stage => {
    const pipeline = await stage.running(onDemand())
    is(await pipeline.fields('First', '@activeInstances'), [pipeline.run('First')])
    await stage.works()
    is(await pipeline.fields('First', '@activeInstances'), [])
  }),

  story(
    'a component keeps the times of its newest, newest completed and next run',
    { from: '§1 @latestCompletedRunTime', clock: true },
    async stage => {
      const pipeline = await stage.running(stage.hourly())
      await stage.works()
      await stage.later('1 hour')
      is(await pipeline.field('First', '@latestRunTime'), stage.at('1 hour'))
      is(await pipeline.field('First', '@latestCompletedRunTime'), stage.at())
      is(await pipeline.field('First', '@nextRunTime'), stage.at('2 hours'))
    },
  ),

  story(
    'an instance names its component twice',
    { from: '§1 INSTANCE @componentParent and parent [C]' },
    async stage => {
      const pipeline = await stage.running(onDemand())
      is(await pipeline.fields(pipeline.run('First'), '@componentParent'), ['First'])
      is(await pipeline.fields(pipeline.run('First'), 'parent'), ['First'])
    },
  ),

  story('references of an instance lead to instances', { from: '§1 references are rewritten [C]' }, async stage => {
    const pipeline = await stage.running(onDemand({ First: shell(), Second: shell({ dependsOn: to('First') }) }))
    is(await pipeline.fields(pipeline.run('Second'), 'dependsOn'), [pipeline.run('First')])
  }),

  story('an input node shows who reads it', { from: '§1 edges are mirrored [C]' }, async stage => {
    const pipeline = await stage.running(onDemand({ Data: data(), First: shell({ input: to('Data') }) }))
    is(await pipeline.fields(pipeline.run('Data'), 'output'), [pipeline.run('First')])
    is(await pipeline.fields(pipeline.run('First'), 'input'), [pipeline.run('Data')])
  }),

  story('a resource shows what it serves', { from: '§1 a resource carries input [C]' }, async stage => {
    const pipeline = await stage.running(onMachines({ Machine: machine(), First: shell({ runsOn: to('Machine') }) }))
    is(await pipeline.fields(pipeline.run('Machine'), 'input'), [pipeline.run('First')])
    is(await pipeline.fields(pipeline.run('First'), 'runsOn'), [pipeline.run('Machine')])
  }),

  story(
    'a data node that needed no work has no attempt',
    { from: '§1 data nodes show no attempt fields [C]' },
    async stage => {
      const pipeline = await stage.running(onDemand({ Data: data(), First: shell({ input: to('Data') }) }))
      await pipeline.stands({ Data: 'FINISHED' })
      const keys = await pipeline.keys(pipeline.run('Data'))
      for (const key of ['@headAttempt', '@attemptCount', '@triesLeft']) holds(!keys.includes(key), key)
      is(await pipeline.ids('ATTEMPT', ['@instanceParent', 'EQ', pipeline.run('Data')]), [])
    },
  ),

  story(
    'an instance counts its attempts and the tries left',
    { from: '§1 @triesLeft [C]', clock: true },
    async stage => {
      const pipeline = await stage.running(onDemand(undefined, { retryDelay: '2 minutes' }))
      const first = pipeline.run('First')
      is(await pipeline.field(first, '@attemptCount'), '1')
      is(await pipeline.field(first, '@triesLeft'), '2')
      await stage.works('FAILED')
      await stage.later('2 minutes')
      is(await pipeline.field(first, '@headAttempt'), `${first}_Attempt=2`)
      is(await pipeline.field(first, '@attemptCount'), '2')
      is(await pipeline.field(first, '@triesLeft'), '1')
    },
  ),

  story('an instance says what it waits for, and no more once it does not', { from: '§1 @waitingOn' }, async stage => {
    const pipeline = await stage.running(onDemand({ First: shell(), Second: shell({ dependsOn: to('First') }) }))
    is(await pipeline.fields(pipeline.run('Second'), '@waitingOn'), [pipeline.run('First')])
    await stage.works()
    is(await pipeline.fields(pipeline.run('Second'), '@waitingOn'), [])
  }),

  story('an instance keeps when it ran', { from: '§1 @actualStartTime', clock: true }, async stage => {
    const pipeline = await stage.running(onDemand())
    await stage.later('1 minute')
    const task = await stage.takes()
    await task.reports()
    await stage.later('5 minutes')
    await task.ends()
    is(await pipeline.field(pipeline.run('First'), '@actualStartTime'), stage.at('1 minute'))
    is(await pipeline.field(pipeline.run('First'), '@actualEndTime'), stage.at('6 minutes'))
    is(await pipeline.field(pipeline.run('First'), '@finishedTime'), stage.at('6 minutes'))
  }),

  story('an attempt shows every effective field', { from: '§1 ATTEMPT [A]' }, async stage => {
    const pipeline = await stage.running(stage.hourly())
    const attempt = `${pipeline.run('First')}_Attempt=1`
    is(await pipeline.field(attempt, 'workerGroup'), 'group')
    is(await pipeline.field(attempt, 'command'), 'true')
    is(await pipeline.field(attempt, '@instanceParent'), pipeline.run('First'))
    is(await pipeline.field(attempt, '@activeInstances'), pipeline.run('First'))
  }),

  story(
    'the schedule of an attempt is still the component',
    { from: '§1 schedule still a component ref [A]' },
    async stage => {
      const pipeline = await stage.running(stage.hourly())
      is(await pipeline.fields(`${pipeline.run('First')}_Attempt=1`, 'schedule'), ['Hours'])
    },
  ),

  story('an attempt keeps what its worker reported', { from: '§1 ReportTaskProgress' }, async stage => {
    const pipeline = await stage.running(onDemand())
    const task = await stage.takes()
    await task.reports({ percentComplete: '10' })
    await task.reports({ percentComplete: '50', note: 'half' })
    is(await pipeline.fields(task.attemptId, 'percentComplete'), ['50'])
    is(await pipeline.field(task.attemptId, 'note'), 'half')
  }),

  story(
    'an attempt names the host of its worker and its last report',
    { from: '§1 hostname, reportProgressTime', clock: true },
    async stage => {
      const pipeline = await stage.running(onDemand())
      const task = await stage.takes()
      await stage.later('1 minute')
      await task.reports()
      is(await pipeline.field(task.attemptId, 'hostname'), 'worker-1')
      is(await pipeline.field(task.attemptId, 'reportProgressTime'), stage.at('1 minute'))
      is(await pipeline.field(task.attemptId, 'attemptStatus'), 'RUNNING')
    },
  ),

  story(
    'the outcome of a failure is on instance and attempt',
    { from: '§1 errorId, errorMessage, errorStackTrace' },
    async stage => {
      const pipeline = await stage.running(onDemand(undefined, { maximumRetries: '0' }))
      const attempt = await stage.works('FAILED', { errorId: 'Disk', errorMessage: 'Full.', errorStackTrace: 'at 1' })
      for (const id of [attempt, pipeline.run('First')]) {
        is(await pipeline.field(id, 'errorId'), 'Disk')
        is(await pipeline.field(id, 'errorMessage'), 'Full.')
        is(await pipeline.field(id, 'errorStackTrace'), 'at 1')
      }
    },
  ),

  story('a canceled instance says why', { from: '§1 cancellationReason' }, async stage => {
    const pipeline = await stage.running(onDemand())
    await pipeline.set('TRY_CANCEL', pipeline.run('First'))
    holds(await pipeline.field(pipeline.run('First'), 'cancellationReason'))
  }),

  story(
    'a failed resource says why',
    {
      from: '§1 @failureReason',
      machines: () => ({ status: 'FAILED', errorId: 'NoCapacity', errorMessage: 'None left.' }),
    },
    async stage => {
      const pipeline = await stage.running(
        onMachines({ Machine: machine({ maximumRetries: '0' }), First: shell({ runsOn: to('Machine') }) }),
      )
      await pipeline.stands({ Machine: 'FAILED' })
      is(await pipeline.field(pipeline.run('Machine'), '@failureReason'), 'None left.')
    },
  ),

  story('a precondition names the object it is asked for', { from: '§1 node r' }, async stage => {
    const pipeline = await stage.running(onDemand({ Ready: check(), First: shell({ precondition: to('Ready') }) }))
    is(await pipeline.fields(`@Ready_First_${stage.at()}`, 'node'), [pipeline.run('First')])
  }),

  story('times carry no zone', { from: '§1 DateTime values are strings without zone suffix' }, async stage => {
    const pipeline = await stage.running(onDemand())
    is(await pipeline.field(pipeline.run('First'), '@scheduledStartTime'), stage.at())
    holds(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test((await pipeline.own('@creationTime')) ?? ''))
  }),

  story(
    'health appears with the first completion',
    { from: '§4 health, nothing before the first completion [D]' },
    async stage => {
      const pipeline = await stage.running(onDemand())
      is(await pipeline.own('@healthStatus'), undefined)
      is(await pipeline.field('First', '@healthStatus'), undefined)
      await stage.works()
      is(await pipeline.own('@healthStatus'), 'HEALTHY')
      is(await pipeline.field('First', '@healthStatus'), 'HEALTHY')
      is(await pipeline.field('First', '@healthStatusFromInstanceId'), pipeline.run('First'))
      holds(((await pipeline.field('First', '@healthStatusUpdatedTime')) ?? '') >= stage.at())
    },
  ),
])
