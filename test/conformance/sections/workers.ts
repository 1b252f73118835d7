import { check, data, machine, onDemand, shell, to } from '../definitions.ts'
import { holds, is, refused } from '../stage.ts'
import { section, story } from '../story.ts'

export const workers = section('task runners', [
  story('a task that waits is handed out at once', { from: '§8.1 returns at once if a task waits' }, async stage => {
    const pipeline = await stage.running(onDemand())
    const task = await stage.takes()
    is(task.pipelineId, pipeline.id)
    is(task.attemptId, `${pipeline.run('First')}_Attempt=1`)
    holds(task.taskId.length > 0 && task.taskId.length <= 2048)
  }),

  story('a task goes to one worker', { from: '§8.1 PollForTask' }, async stage => {
    await stage.running(onDemand())
    await stage.takes()
    await stage.nothing()
  }),

  story(
    'worker groups are exact, and mind case',
    { from: '§8.1 workerGroup exact and case-sensitive' },
    async stage => {
      await stage.running(onDemand({ First: shell({ workerGroup: 'Mine' }) }))
      for (const other of ['mine', 'Mine ', 'group']) await stage.nothing(other)
      await stage.takes('Mine')
    },
  ),

  story('each object may have its own group', { from: '§8 workerGroup' }, async stage => {
    const pipeline = await stage.running(onDemand({ First: shell(), Second: shell({ workerGroup: 'other' }) }))
    is((await stage.takes('other')).attemptId, `${pipeline.run('Second')}_Attempt=1`)
    is((await stage.takes()).attemptId, `${pipeline.run('First')}_Attempt=1`)
  }),

  story('a poll waits for a task that comes', { from: '§8.1 else holds up to 90 s', clock: true }, async stage => {
    const pipeline = await stage.given(onDemand())
    const { answer } = await stage.waits()
    await stage.later('1 minute')
    await pipeline.activate()
    is((await answer).taskObject?.attemptId, `${pipeline.run('First', '1 minute')}_Attempt=1`)
  }),

  story(
    'and goes home empty-handed after 90 seconds',
    { from: '§8.1 then an empty object', clock: true },
    async stage => {
      const { answer } = await stage.waits()
      await stage.later('90 seconds')
      is((await answer).taskObject, undefined)
    },
  ),

  story('two pollers get one task each', { from: '§8.1 PollForTask', clock: true }, async stage => {
    const pipeline = await stage.given(onDemand({ First: shell(), Second: shell() }))
    const [one, two] = [await stage.waits(), await stage.waits()]
    await pipeline.activate()
    const ids = [(await one.answer).taskObject?.attemptId, (await two.answer).taskObject?.attemptId]
    is(ids.toSorted(), [`${pipeline.run('First')}_Attempt=1`, `${pipeline.run('Second')}_Attempt=1`])
  }),

  story('a worker that has left is not handed anything', { from: '§8.1 PollForTask' }, async stage => {
    await stage.nothing()
    const pipeline = await stage.running(onDemand())
    is((await stage.takes()).attemptId, `${pipeline.run('First')}_Attempt=1`)
  }),

  story(
    'a task carries the whole attempt, evaluated',
    { from: '§8.1 objects{attemptId: full ATTEMPT object}' },
    async stage => {
      await stage.running(onDemand({ First: shell({ command: 'echo #{@scheduledStartTime}', name: 'Said' }) }))
      const task = await stage.takes()
      is(task.field('command'), `echo ${stage.at()}`)
      is(task.field('workerGroup'), 'group')
      is(task.field('type'), 'ShellCommandActivity')
      is(task.field('@sphere'), 'ATTEMPT')
    },
  ),

  story('its status is still WAITING_FOR_RUNNER', { from: '§8.1 status still WAITING_FOR_RUNNER [A]' }, async stage => {
    await stage.running(onDemand())
    is((await stage.takes()).field('@status'), 'WAITING_FOR_RUNNER')
  }),

  story(
    'with the objects it refers to',
    { from: '§8.1 also include referenced objects, evaluated [U]', ours: 'moreObjects' },
    async stage => {
      await stage.running(
        onDemand({
          Data: data({ directoryPath: 's3://bucket/#{@scheduledStartTime}/' }),
          First: shell({ input: to('Data') }),
        }),
      )
      const { objects } = await stage.takes()
      is(objects.Data?.fields.find(one => one.key === 'directoryPath')?.stringValue, `s3://bucket/${stage.at()}/`)
    },
  ),

  story('the first report makes it RUNNING', { from: '§8.2 acknowledges' }, async stage => {
    const pipeline = await stage.running(onDemand())
    const task = await stage.takes()
    is(await task.reports(), false)
    await pipeline.stands({ First: 'RUNNING', [task.attemptId]: 'RUNNING' })
  }),

  story(
    'a task that is not acknowledged in two minutes goes to another',
    { from: '§8.2 within 2 minutes, else handed out again', clock: true },
    async stage => {
      await stage.running(onDemand())
      const lost = await stage.takes()
      await stage.later('119 seconds')
      await stage.nothing()
      await stage.later('1 second')
      const again = await stage.takes()
      is(again.attemptId, lost.attemptId)
      holds(again.taskId !== lost.taskId)
    },
  ),

  story(
    'under a new name, the old one is void',
    { from: '§8.3 stale taskId → TaskNotFoundException', clock: true },
    async stage => {
      await stage.running(onDemand())
      const lost = await stage.takes()
      await stage.later('2 minutes')
      await refused(lost.reports(), 'TaskNotFoundException')
      await refused(lost.ends(), 'TaskNotFoundException')
      await (await stage.takes()).reports()
    },
  ),

  story('an end without a report counts', { from: '§8.3 SetTaskStatus' }, async stage => {
    const pipeline = await stage.running(onDemand())
    const task = await stage.takes()
    await task.ends()
    await pipeline.stands({ First: 'FINISHED' })
    holds(await pipeline.field(pipeline.run('First'), '@actualStartTime'))
  }),

  story('a failure lands on the attempt', { from: '§8.3 error fields land on the attempt' }, async stage => {
    const pipeline = await stage.running(onDemand())
    const attempt = await stage.works('FAILED', { errorId: 'Oops', errorMessage: 'Bad.', errorStackTrace: 'x\ny' })
    await pipeline.stands({ [attempt]: 'FAILED' })
    is(await pipeline.field(attempt, 'errorId'), 'Oops')
    is(await pipeline.field(attempt, 'errorMessage'), 'Bad.')
    is(await pipeline.field(attempt, 'errorStackTrace'), 'x\ny')
  }),

  story(
    'a task that is over is gone',
    { from: '§8.3 stale or unknown taskId → TaskNotFoundException' },
    async stage => {
      await stage.running(onDemand())
      const task = await stage.takes()
      await task.ends()
      await refused(task.ends(), 'TaskNotFoundException')
      await refused(task.reports(), 'TaskNotFoundException')
    },
  ),

  story('one that never was too', { from: '§8.3 unknown taskId' }, async ({ service }) => {
    await refused(service.ReportTaskProgress({ taskId: 'nonsense' }), 'TaskNotFoundException')
    await refused(service.SetTaskStatus({ taskId: 'nonsense', taskStatus: 'FINISHED' }), 'TaskNotFoundException')
  }),

  story('a cancellation needs no end from the worker', { from: '§8.2 no SetTaskStatus needed' }, async stage => {
    const pipeline = await stage.running(onDemand())
    const task = await stage.takes()
    await task.reports()
    await pipeline.set('TRY_CANCEL', pipeline.run('First'))
    is(await task.reports(), true)
    await pipeline.isIn('FINISHED')
  }),

  story('FALSE is for preconditions', { from: '§5 SetTaskStatus FALSE means evaluated to false [M]' }, async stage => {
    const pipeline = await stage.running(
      onDemand({ Ready: check(), First: shell({ precondition: to('Ready') }) }, { maximumRetries: '0' }),
    )
    await stage.works('FALSE')
    await pipeline.stands({ First: 'WAITING_ON_DEPENDENCIES', [`@Ready_First_${stage.at()}`]: 'RUNNING' })
  }),

  story('a heartbeat is answered with whether to end', { from: '§8.4 → terminate' }, async ({ service }) => {
    is(await service.ReportTaskRunnerHeartbeat({ taskrunnerId: 'runner-1', workerGroup: 'group' }), {
      terminate: false,
    })
    is(await service.ReportTaskRunnerHeartbeat({ taskrunnerId: 'runner-1' }), { terminate: false })
  }),

  story('what runs on a machine is not for workers', { from: '§8 runsOn beats workerGroup' }, async stage => {
    const pipeline = await stage.running(onDemand({ Machine: machine(), First: shell({ runsOn: to('Machine') }) }))
    await stage.nothing()
    holds((await pipeline.field(pipeline.run('First'), '@status')) !== 'WAITING_ON_DEPENDENCIES')
  }),

  story(
    'tasks come in the order in which they became ready',
    { from: '§8.1 PollForTask', clock: true },
    async stage => {
      const pipeline = await stage.running(
        stage.hourly({ Second: shell({ maximumRetries: '0' }) }, {}, { startDateTime: stage.at('-2 hours') }),
      )
      for (const at of ['-2 hours', '-1 hours', '0 hours'])
        is(await stage.works(), `${pipeline.run('Second', at)}_Attempt=1`)
    },
  ),

  story('lost workers use up the tries', { from: '§5 stalled → retried; §8.2', clock: true }, async stage => {
    const pipeline = await stage.running(onDemand(undefined, { maximumRetries: '1', retryDelay: '2 minutes' }))
    for (let k = 0; k < 2; k += 1) {
      await (await stage.takes()).reports()
      await stage.later('17 minutes')
    }
    await pipeline.stands({ First: 'FAILED' })
    holds(await pipeline.field(pipeline.run('First'), 'errorMessage'))
  }),

  story(
    'a task that nobody acknowledges uses up no try',
    { from: '§8.2 handed out again', clock: true },
    async stage => {
      const pipeline = await stage.running(onDemand(undefined, { maximumRetries: '0' }))
      for (let k = 0; k < 5; k += 1) {
        await stage.takes()
        await stage.later('2 minutes')
      }
      await stage.works()
      await pipeline.stands({ First: 'FINISHED' })
      is(await pipeline.field(pipeline.run('First'), '@attemptCount'), '1')
    },
  ),

  story(
    'a worker has expressions of its script evaluated for its attempt',
    { from: '§8.5 EvaluateExpression for scripts' },
    async stage => {
      const pipeline = await stage.running(onDemand({ First: shell({ myWord: 'hello' }) }))
      const task = await stage.takes()
      is(await pipeline.evaluates('#{myWord} at #{@scheduledStartTime}', task.attemptId), `hello at ${stage.at()}`)
    },
  ),

  story('what is canceled while it is handed out is told so', { from: '§8.2 canceled:true → stop' }, async stage => {
    const pipeline = await stage.running(onDemand())
    const task = await stage.takes()
    await pipeline.set('TRY_CANCEL', pipeline.run('First'))
    is(await task.reports(), true)
    await pipeline.stands({ First: 'CANCELED' })
  }),

  story(
    'an end that comes after the cancellation does not undo it',
    { from: '§7 TRY_CANCEL running [U]', ours: 'cancelAsks' },
    async stage => {
      const pipeline = await stage.running(onDemand())
      const task = await stage.takes()
      await task.reports()
      await pipeline.set('TRY_CANCEL', pipeline.run('First'))
      await task.ends()
      await pipeline.stands({ First: 'CANCELED' })
    },
  ),

  story(
    'the errors that the service keeps for itself are not taken from workers',
    { from: '§8.3 Service_… error ids are reserved', ours: 'reservedErrors' },
    async stage => {
      await stage.running(onDemand())
      const task = await stage.takes()
      await refused(task.ends('FAILED', { errorId: 'Service_Broken' }))
      await task.ends('FAILED', { errorId: 'Broken' })
    },
  ),
])
