import { alarm, chain, check, data, machine, onDemand, onMachines, shell, to } from '../definitions.ts'
import { holds, is, refused } from '../stage.ts'
import { section, story } from '../story.ts'

const cascading = { failureAndRerunMode: 'cascade' }
const beside = { Beside: shell({ workerGroup: 'beside' }) }
const broken = { status: 'FAILED', errorId: 'E', errorMessage: 'No.' } as const

export const combinations = section('one thing with another', [
  story(
    'what is marked finished needs its conditions no more',
    { from: '§7 MARK_FINISHED [U]', ours: 'markFinished' },
    async stage => {
      const pipeline = await stage.running(
        onDemand({
          Ready: check(),
          First: shell({ precondition: to('Ready') }),
          Second: shell({ dependsOn: to('First') }),
        }),
      )
      await pipeline.set('MARK_FINISHED', pipeline.run('First'))
      await pipeline.stands({
        [`@Ready_First_${stage.at()}`]: 'CANCELED',
        First: 'FINISHED',
        Second: 'WAITING_FOR_RUNNER',
      })
      await stage.works()
      await pipeline.isIn('FINISHED')
    },
  ),

  story(
    'what is rerun while its component is paused is held',
    { from: '§3 component not PAUSED; §7 RERUN [U]', ours: 'pauseHolds' },
    async stage => {
      const pipeline = await stage.running(onDemand({ First: shell(), ...beside }, { maximumRetries: '0' }))
      await stage.works('FAILED')
      await pipeline.set('PAUSE', 'First')
      await pipeline.set('RERUN', pipeline.run('First'))
      await pipeline.stands({ First: 'PAUSED' })
      await stage.nothing()
      await pipeline.set('RESUME', 'First')
      await stage.works()
      await pipeline.stands({ First: 'FINISHED' })
    },
  ),

  story(
    'what has begun goes on with its tries',
    { from: '§7 PAUSE: waiting instances held, running ones finish [U]', ours: 'pauseHolds', clock: true },
    async stage => {
      const pipeline = await stage.running(onDemand({ First: shell() }, { retryDelay: '2 minutes' }))
      await stage.works('FAILED')
      await pipeline.set('PAUSE', 'First')
      await pipeline.stands({ First: 'WAITING_FOR_RUNNER' })
      await stage.later('2 minutes')
      is(await stage.works(), `${pipeline.run('First')}_Attempt=2`)
      await pipeline.stands({ First: 'FINISHED' })
    },
  ),

  story(
    'a rerun after the time of being late is not late',
    { from: '§5 lateAfterTimeout, once per instance', alarms: true, clock: true, ours: 'rerunIsNotLate' },
    async stage => {
      const pipeline = await stage.running(
        stage.hourly({
          First: shell({ lateAfterTimeout: '30 minutes', onLateAction: [to('Late'), to('End')] }),
          Late: alarm(),
          End: { type: 'Terminate' },
        }),
      )
      await stage.works()
      await stage.later('2 hours')
      await pipeline.set('RERUN', pipeline.run('First'))
      await stage.later('1 second')
      await pipeline.stands({ First: 'WAITING_FOR_RUNNER' })
    },
  ),

  story(
    'a rerun before that time may still be late',
    { from: '§5 lateAfterTimeout, once per instance', alarms: true, clock: true },
    async stage => {
      const pipeline = await stage.running(
        stage.hourly({ First: shell({ lateAfterTimeout: '30 minutes', onLateAction: to('Late') }), Late: alarm() }),
      )
      await stage.works()
      await stage.later('10 minutes')
      await pipeline.set('RERUN', pipeline.run('First'))
      await stage.later('21 minutes')
      is(stage.alarms().length, 1)
    },
  ),

  story('reruns do not count on demand either', { from: '§2 reruns do not count [D]', clock: true }, async stage => {
    const pipeline = await stage.running(onDemand({ First: shell(), ...beside }, { maximumRetries: '0' }))
    await stage.works('FAILED')
    await pipeline.set('RERUN', pipeline.run('First'))
    await (await stage.takes('beside')).ends()
    await stage.later('1 minute')
    await pipeline.activate()
    await pipeline.stands({ First: 'WAITING_FOR_RUNNER' }, '1 minute')
  }),

  story(
    'five runs at once, and not a sixth',
    { from: '§2 concurrent executions, max 5 [D]', ours: 'tooManyRuns', clock: true },
    async stage => {
      const pipeline = await stage.given(onDemand(undefined, { maxActiveInstances: '5' }))
      for (let k = 0; k < 5; k += 1) await pipeline.activate()
      await refused(pipeline.activate(), 'InvalidRequestException', /5 of at most 5/)
      is((await pipeline.ids('INSTANCE')).length, 5)
    },
  ),

  story(
    'instances of one object keep five minutes apart where the service does so',
    { from: '§2 1 instance per object per 5 minutes [D]', settings: { instanceSpacing: () => 300_000 }, clock: true },
    async stage => {
      const pipeline = await stage.empty()
      await pipeline.put(stage.hourly(undefined, {}, { startDateTime: stage.at('-3 hours') }))
      await pipeline.activate()
      is((await pipeline.ids('INSTANCE')).length, 1)
      await stage.later('4 minutes')
      is((await pipeline.ids('INSTANCE')).length, 1)
      await stage.later('1 minute')
      is((await pipeline.ids('INSTANCE')).length, 2)
    },
  ),

  story(
    'a condition that several ask for is asked for each',
    { from: '§1 a component may be referenced by several nodes [U]', ours: 'checkIds' },
    async stage => {
      const pipeline = await stage.running(
        onDemand(
          {
            Ready: check({ workerGroup: 'group' }),
            First: shell({ precondition: to('Ready') }),
            Second: shell({ precondition: to('Ready') }),
          },
          { ...cascading, maximumRetries: '0' },
        ),
      )
      await stage.works('FAILED')
      await pipeline.stands({
        [`@Ready_First_${stage.at()}`]: 'FAILED',
        First: 'CASCADE_FAILED',
        Second: 'WAITING_ON_DEPENDENCIES',
      })
      await stage.works()
      await pipeline.stands({ Second: 'WAITING_FOR_RUNNER' })
    },
  ),

  story(
    'a node with a condition that several read is checked once',
    { from: '§3 data node as input', ours: 'checkIds' },
    async stage => {
      const pipeline = await stage.running(
        onDemand({
          Ready: check(),
          Data: data({ precondition: to('Ready'), workerGroup: 'group' }),
          First: shell({ input: to('Data') }),
          Second: shell({ input: to('Data') }),
        }),
      )
      is(await pipeline.ids('INSTANCE', ['@componentParent', 'REF_EQ', 'Ready']), [`@Ready_Data_${stage.at()}`])
      await pipeline.stands({ First: 'WAITING_ON_DEPENDENCIES', Second: 'WAITING_ON_DEPENDENCIES' })
      await stage.works()
      await pipeline.stands({ First: 'WAITING_FOR_RUNNER', Second: 'WAITING_FOR_RUNNER' })
    },
  ),

  story(
    'what was ended for being late takes its consumers along',
    { from: '§5 Terminate → CANCELED; §6 ends CANCELED [D]', clock: true },
    async stage => {
      const pipeline = await stage.running(
        stage.hourly(
          {
            First: shell({ lateAfterTimeout: '30 minutes', onLateAction: to('End') }),
            End: { type: 'Terminate' },
            Second: shell({ dependsOn: to('First') }),
          },
          cascading,
          { occurrences: '1' },
        ),
      )
      await stage.later('31 minutes')
      await pipeline.stands({ First: 'CANCELED', Second: 'CASCADE_FAILED' })
      await pipeline.isIn('FINISHED')
    },
  ),

  story(
    'what waits is late as well, and what is paused',
    { from: '§5 not completed', clock: true, alarms: true, ours: 'notCompleted' },
    async stage => {
      const pipeline = await stage.running(
        stage.hourly({
          First: shell(),
          Second: shell({ dependsOn: to('First'), lateAfterTimeout: '30 minutes', onLateAction: to('Late') }),
          Third: shell({ lateAfterTimeout: '30 minutes', onLateAction: to('Late'), dependsOn: to('First') }),
          Late: alarm(),
        }),
      )
      await pipeline.set('PAUSE', 'Third')
      await stage.later('31 minutes')
      is(
        stage
          .alarms()
          .map(one => one.message)
          .sort(),
        ['PAUSED', 'WAITING_ON_DEPENDENCIES'],
      )
    },
  ),

  story(
    'rerunning a machine that failed brings back all that fell with it',
    {
      from: '§6 rerunning a resource reruns what depends on it [D]',
      clock: true,
      machines: (id, attempt) => (id === 'Machine' && attempt === 1 ? broken : { status: 'FINISHED' }),
    },
    async stage => {
      const pipeline = await stage.running(
        onMachines(
          {
            Machine: machine(),
            First: shell({ runsOn: to('Machine') }),
            Second: shell({ dependsOn: to('First'), workerGroup: 'group' }),
            ...beside,
          },
          { ...cascading, maximumRetries: '0' },
        ),
      )
      await stage.later('1 minute')
      await pipeline.stands({ Machine: 'FAILED', First: 'CANCELED', Second: 'CASCADE_FAILED' })
      await pipeline.set('RERUN', pipeline.run('Machine'))
      await stage.later('1 minute')
      await pipeline.stands({ Machine: 'FINISHED', First: 'FINISHED', Second: 'WAITING_FOR_RUNNER' })
      await stage.works()
    },
  ),

  story(
    'rerunning a task whose machine failed starts that machine',
    {
      from: '§6 reruns only the target (plus its resource) [D]',
      clock: true,
      machines: (id, attempt) => (id === 'Machine' && attempt === 1 ? broken : { status: 'FINISHED' }),
    },
    async stage => {
      const pipeline = await stage.running(
        onMachines(
          {
            Machine: machine(),
            First: shell({ runsOn: to('Machine') }),
            Second: shell({ runsOn: to('Machine') }),
            ...beside,
          },
          { maximumRetries: '0' },
        ),
      )
      await stage.later('1 minute')
      await pipeline.stands({ Machine: 'FAILED', First: 'CANCELED', Second: 'CANCELED' })
      await pipeline.set('RERUN', pipeline.run('First'))
      await stage.later('1 minute')
      await pipeline.stands({ Machine: 'FINISHED', First: 'FINISHED', Second: 'CANCELED' })
    },
  ),

  story(
    'a victim on a machine gets it again when it is reset',
    { from: '§6 resets consumers that are CASCADE_FAILED [D]; §3', clock: true },
    async stage => {
      const pipeline = await stage.running(
        onMachines(
          {
            First: shell({ workerGroup: 'group' }),
            Machine: machine(),
            Second: shell({ runsOn: to('Machine'), dependsOn: to('First') }),
            ...beside,
          },
          { ...cascading, maximumRetries: '0' },
        ),
      )
      await stage.works('FAILED')
      await pipeline.stands({ Second: 'CASCADE_FAILED', Machine: 'FINISHED' })
      await pipeline.set('RERUN', pipeline.run('First'))
      await stage.works()
      await stage.later('1 minute')
      await pipeline.stands({ Second: 'FINISHED', Machine: 'FINISHED' })
      is(await pipeline.field(pipeline.run('Machine'), '@attemptCount'), '1')
    },
  ),

  story(
    'MARK_FINISHED of a victim lets what follows it go',
    { from: '§7 MARK_FINISHED → dependents go on [U]', ours: 'markFinished' },
    async stage => {
      const pipeline = await stage.running(chain(cascading, beside))
      await stage.works('FAILED')
      await pipeline.set('MARK_FINISHED', pipeline.run('Second'))
      await pipeline.stands({
        First: 'FAILED',
        Data: 'CASCADE_FAILED',
        Second: 'FINISHED',
        Third: 'WAITING_FOR_RUNNER',
      })
    },
  ),

  story(
    'a failed condition and a machine that timed out are in ERROR',
    {
      from: '§4 ERROR after TIMEDOUT or a failed precondition [D]',
      clock: true,
      machines: id => ({ status: 'FINISHED', after: id === 'Second' ? 7_200_000 : 0 }),
    },
    async stage => {
      const pipeline = await stage.running(
        onMachines(
          {
            Ready: check(),
            First: shell({ precondition: to('Ready'), workerGroup: 'group' }),
            Machine: machine({ terminateAfter: '1 hour' }),
            Second: shell({ runsOn: to('Machine') }),
            ...beside,
          },
          { maximumRetries: '0' },
        ),
      )
      await stage.works('FAILED')
      await stage.later('61 minutes')
      is(await pipeline.field('Ready', '@healthStatus'), 'ERROR')
      is(await pipeline.field('Machine', '@healthStatus'), 'ERROR')
      is(await pipeline.own('@healthStatus'), 'ERROR')
    },
  ),

  story('what was skipped says nothing of health', { from: '§4 health', clock: true }, async stage => {
    const pipeline = await stage.running(stage.hourly(undefined, {}, { occurrences: '9' }))
    await stage.works()
    await pipeline.deactivate()
    await stage.later('150 minutes')
    await pipeline.activate({ startTimestamp: stage.start / 1000 + 7_200 })
    is(await pipeline.field('First', '@healthStatus'), 'HEALTHY')
  }),

  story(
    'an expression can be asked of a component, an instance and an attempt',
    { from: '§8.5 EvaluateExpression; §11', clock: true },
    async stage => {
      const pipeline = await stage.running(onDemand({ First: shell({ myWord: 'hello' }) }, { retryDelay: '2 minutes' }))
      const task = await stage.takes()
      await task.reports({ percentComplete: '50' })
      await task.ends('FAILED', { errorMessage: 'It broke.' })
      await stage.later('2 minutes')
      const again = await stage.takes()
      await again.reports()
      const run = pipeline.run('First')
      for (const id of ['First', run, `${run}_Attempt=1`, `${run}_Attempt=2`])
        is(await pipeline.evaluates('#{myWord}', id), 'hello')
      is(await pipeline.evaluates('#{@status}', run), 'RUNNING')
      is(await pipeline.evaluates('#{@status}', `${run}_Attempt=2`), 'RUNNING')
      is(await pipeline.evaluates('#{@status}', `${run}_Attempt=1`), 'FAILED')
      is(await pipeline.evaluates('#{errorMessage}', `${run}_Attempt=1`), 'It broke.')
      is(await pipeline.evaluates('#{@instanceParent}', `${run}_Attempt=1`), run)
      is(await pipeline.evaluates('#{percentComplete}', `${run}_Attempt=1`), '50')
      is(await pipeline.evaluates('#{@id}', run), run)
      is(await pipeline.evaluates('#{@id}', `${run}_Attempt=1`), `${run}_Attempt=1`)
    },
  ),

  story(
    'an attempt that is not there has no expressions and no fields',
    { from: '§14 DescribeObjects' },
    async stage => {
      const pipeline = await stage.running(onDemand())
      await refused(pipeline.evaluates('x', `${pipeline.run('First')}_Attempt=7`))
      await refused(pipeline.field(`${pipeline.run('First')}_Attempt=7`, '@status'))
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

  story('eleven tags are refused when a pipeline is made', { from: '§7 tags: ≤ 10' }, async ({ service }) => {
    const tags = Array.from({ length: 11 }, (_, k) => ({ key: `k${k}`, value: 'v' }))
    const error = await service.CreatePipeline({ name: 'a', uniqueId: 'u', tags }).catch(e => e)
    holds(error instanceof Error)
  }),

  story(
    'terminateAfter leaves retries and requeueing aside',
    {
      from: '§3 actionOnResourceFailure, retryDelay are ignored [D]',
      clock: true,
      machines: id => ({ status: 'FINISHED', after: id === 'First' ? 36_000_000 : 0 }),
    },
    async stage => {
      const pipeline = await stage.running(
        onMachines(
          {
            Machine: machine({ terminateAfter: '1 hour', actionOnResourceFailure: 'retryall', maximumRetries: '3' }),
            First: shell({ runsOn: to('Machine'), maximumRetries: '3', retryDelay: '2 minutes' }),
            Second: shell({ dependsOn: to('First'), workerGroup: 'group' }),
          },
          cascading,
        ),
      )
      await stage.later('61 minutes')
      await pipeline.stands({ Machine: 'TIMEDOUT', First: 'CANCELED', Second: 'CASCADE_FAILED' })
      await pipeline.isIn('FINISHED')
    },
  ),

  story(
    'a task that had not begun when its machine timed out is given up',
    {
      from: '§3 terminateAfter → TIMEDOUT [D]',
      clock: true,
      machines: id => ({ status: 'FINISHED', after: id === 'Machine' ? 36_000_000 : 0 }),
    },
    async stage => {
      const pipeline = await stage.running(
        onMachines({ Machine: machine({ terminateAfter: '1 hour' }), First: shell({ runsOn: to('Machine') }) }),
      )
      await stage.later('61 minutes')
      await pipeline.stands({ Machine: 'TIMEDOUT', First: 'CANCELED' })
      await pipeline.isIn('FINISHED')
    },
  ),

  story(
    'between two tries of a task its machine stays',
    {
      from: '§3 retries of a task reuse the same resource [D]; terminateAfter',
      clock: true,
      machines: id => (id === 'First' ? broken : { status: 'FINISHED' }),
    },
    async stage => {
      const pipeline = await stage.running(
        onMachines({
          Machine: machine({ terminateAfter: '15 minutes' }),
          First: shell({ runsOn: to('Machine'), retryDelay: '10 minutes' }),
        }),
      )
      await stage.later('12 minutes')
      await pipeline.stands({ Machine: 'RUNNING', First: 'WAITING_FOR_RUNNER' })
      await stage.later('4 minutes')
      await pipeline.stands({ Machine: 'TIMEDOUT', First: 'CANCELED' })
      is(await pipeline.field(pipeline.run('First'), '@attemptCount'), '2')
    },
  ),

  story(
    'what was skipped can be rerun, conditions and all',
    { from: '§7 terminal instances only [U]', ours: 'rerunTerminal', clock: true },
    async stage => {
      const pipeline = await stage.running(
        stage.hourly({ Ready: check(), First: shell({ precondition: to('Ready') }) }, {}, { occurrences: '9' }),
      )
      await stage.works()
      await stage.works()
      await pipeline.deactivate()
      await stage.later('150 minutes')
      await pipeline.activate({ startTimestamp: stage.start / 1000 + 10_800 })
      await pipeline.stands({ First: 'SKIPPED' }, '1 hour')
      await pipeline.set('RERUN', pipeline.run('First', '1 hour'))
      await pipeline.stands({ First: 'WAITING_ON_DEPENDENCIES' }, '1 hour')
      is(await stage.works(), `@Ready_First_${stage.at('1 hour')}_Attempt=1`)
      is(await stage.works(), `${pipeline.run('First', '1 hour')}_Attempt=1`)
    },
  ),

  story('a deactivation that waits can still be told to cancel', { from: '§7 cancelActive' }, async stage => {
    const pipeline = await stage.running(onDemand())
    const task = await stage.takes()
    await task.reports()
    await pipeline.deactivate(false)
    is(await task.reports(), false)
    await pipeline.deactivate(true)
    is(await task.reports(), true)
    await pipeline.isIn('INACTIVE')
    await pipeline.stands({ First: 'CANCELED' })
  }),

  story(
    'what was put and not activated yet is PENDING, and can be paused',
    { from: '§4 component PENDING → SCHEDULED; PAUSED' },
    async stage => {
      const pipeline = await stage.running(stage.hourly())
      await pipeline.put(stage.hourly({ First: shell(), Second: shell() }))
      is(await pipeline.field('First', '@status'), 'SCHEDULED')
      is(await pipeline.field('Second', '@status'), 'PENDING')
      is(await pipeline.ids('COMPONENT', ['@status', 'EQ', 'PENDING']), ['Second'])
      await pipeline.set('PAUSE', 'Second')
      is(await pipeline.field('Second', '@status'), 'PAUSED')
    },
  ),

  story(
    'a value given at activation is judged as one that is stored',
    { from: '§12 value outside allowedValues' },
    async stage => {
      const pipeline = await stage.given(onDemand({ First: shell({ command: '#{myWord}' }) }), {
        parameters: { myWord: { type: 'String', allowedValues: ['a', 'b'], default: 'a' } },
      })
      await refused(pipeline.activate({ parameterValues: [{ id: 'myWord', stringValue: 'c' }] }))
      await pipeline.isIn('PENDING')
      await pipeline.activate({ parameterValues: [{ id: 'myWord', stringValue: 'b' }] })
      is((await stage.takes()).field('command'), 'b')
    },
  ),

  story('a list given at activation is a list', { from: '§12 list values are repeated ids' }, async stage => {
    const pipeline = await stage.given(onDemand({ First: shell({ scriptArgument: '#{myWords}' }) }), {
      parameters: { myWords: { type: 'String', isArray: 'true', default: ['a', 'b'] } },
    })
    await pipeline.activate({
      parameterValues: [
        { id: 'myWords', stringValue: 'x' },
        { id: 'myWords', stringValue: 'y' },
      ],
    })
    is(await pipeline.fields(pipeline.run('First'), 'scriptArgument', true), ['x', 'y'])
  }),

  story('a status that nothing has finds nothing', { from: '§14 EQ on @status' }, async stage => {
    const pipeline = await stage.running(onDemand())
    is(await pipeline.ids('INSTANCE', ['@status', 'EQ', 'NO_SUCH_STATUS']), [])
    is(await pipeline.ids('INSTANCE', ['@status', 'EQ', 'NO_SUCH_STATUS', 'WAITING_FOR_RUNNER']), [
      pipeline.run('First'),
    ])
    is(await pipeline.ids('INSTANCE', ['@status', 'EQ', 'WAITING_FOR_RUNNER'], ['@status', 'EQ', 'FINISHED']), [])
    is(await pipeline.ids('INSTANCE', ['@componentParent', 'EQ', 'First'], ['@componentParent', 'EQ', 'Second']), [])
  }),

  story(
    'attempts are found by their times and by their component',
    { from: '§14 EQ, GE on the four times' },
    async stage => {
      const pipeline = await stage.running(onDemand({ First: shell(), Second: shell() }))
      const [first, second] = ['First', 'Second'].map(id => `${pipeline.run(id)}_Attempt=1`)
      is(await pipeline.ids('ATTEMPT', ['@scheduledStartTime', 'EQ', stage.at()]), [first, second])
      is(await pipeline.ids('ATTEMPT', ['@componentParent', 'REF_EQ', 'Second']), [second])
      is(await pipeline.ids('ATTEMPT', ['@scheduledStartTime', 'GE', stage.at('1 second')]), [])
      is(await pipeline.ids('ATTEMPT', ['name', 'EQ', String(first)]), [first])
    },
  ),

  story(
    'components come by id',
    { from: '§14 page order [U]: scheduled start, then id', ours: 'order' },
    async stage => {
      const pipeline = await stage.given(onDemand({ Second: shell(), First: shell() }))
      is(await pipeline.ids('COMPONENT'), ['Default', 'First', 'Second'])
    },
  ),

  story('an attempt that is over says when', { from: '§1 @finishedTime on i a', clock: true }, async stage => {
    const pipeline = await stage.running(onDemand())
    const task = await stage.takes()
    await task.reports()
    await stage.later('5 minutes')
    await task.ends()
    is(await pipeline.field(task.attemptId, '@finishedTime'), stage.at('5 minutes'))
    is(await pipeline.field(task.attemptId, '@actualEndTime'), stage.at('5 minutes'))
  }),

  story(
    'an alarm names the instance and the component',
    { from: '§5 SnsAlarm with node = the instance; §1 @id', alarms: true },
    async stage => {
      const pipeline = await stage.running(
        onDemand({
          First: shell({ onSuccess: to('Alarm') }),
          Alarm: alarm({ subject: '#{node.@id}', message: '#{node} #{node.@componentParent} #{node.@headAttempt}' }),
        }),
      )
      await stage.works()
      const run = pipeline.run('First')
      is(stage.alarms(), [{ ...stage.alarms()[0], subject: run, message: `First First ${run}_Attempt=1` }])
    },
  ),

  story(
    'a condition that runs on a machine needs that machine',
    {
      from: '§3 ShellCommandPrecondition runs on the referring object’s runner [D]',
      clock: true,
      machines: id => ({ status: 'FINISHED', after: id === 'Machine' || id === 'Ready' ? 300_000 : 0 }),
    },
    async stage => {
      const pipeline = await stage.running(
        onMachines({
          Machine: machine(),
          Ready: check(),
          First: shell({ runsOn: to('Machine'), precondition: to('Ready') }),
        }),
      )
      await pipeline.stands({
        Machine: 'CREATING',
        [`@Ready_First_${stage.at()}`]: 'WAITING_FOR_RUNNER',
        First: 'WAITING_ON_DEPENDENCIES',
      })
      await stage.later('6 minutes')
      await pipeline.stands({ Machine: 'RUNNING', [`@Ready_First_${stage.at()}`]: 'RUNNING' })
      await stage.later('6 minutes')
      await pipeline.stands({ Machine: 'FINISHED', First: 'FINISHED' })
    },
  ),

  story(
    'the last try of a machine bids no more',
    {
      from: '§3 useOnDemandOnLastAttempt drops the spot bid',
      clock: true,
      machines: (id, attempt) => (id === 'Machine' && attempt < 3 ? broken : { status: 'FINISHED' }),
    },
    async stage => {
      const pipeline = await stage.running(
        onMachines({
          Machine: machine({ spotBidPrice: '0.05', useOnDemandOnLastAttempt: 'true', retryDelay: '2 minutes' }),
          First: shell({ runsOn: to('Machine') }),
        }),
      )
      await stage.later('5 minutes')
      const run = pipeline.run('Machine')
      is(await pipeline.field(`${run}_Attempt=1`, 'spotBidPrice'), '0.05')
      is(await pipeline.field(`${run}_Attempt=2`, 'spotBidPrice'), '0.05')
      is(await pipeline.field(`${run}_Attempt=3`, 'spotBidPrice'), undefined)
    },
  ),

  story(
    'a finer product that failed keeps or fells its coarse consumer',
    { from: '§6 cascade; §2 mixed schedules [D]', clock: true },
    async stage => {
      for (const [base, status] of [
        [{}, 'WAITING_ON_DEPENDENCIES'],
        [cascading, 'CASCADE_FAILED'],
      ] as const) {
        const pipeline = await stage.running(
          stage.hourly(
            {
              First: shell({ schedule: to('Often') }),
              Often: { type: 'Schedule', period: '30 minutes', startDateTime: stage.at(), occurrences: '2' },
              Second: shell({ dependsOn: to('First') }),
            },
            { ...base, maximumRetries: '0' },
            { occurrences: '1' },
          ),
        )
        await stage.works('FAILED')
        await pipeline.stands({ Second: status })
        await pipeline.set('RERUN', pipeline.run('First'))
        await pipeline.stands({ Second: 'WAITING_ON_DEPENDENCIES' })
        await stage.works()
        await stage.service.DeletePipeline({ pipelineId: pipeline.id })
      }
    },
  ),

  story(
    'an object without a name or an id is refused, and nothing is saved',
    { from: '§7 rejected outright: object without id or name [M]' },
    async stage => {
      const pipeline = await stage.given(onDemand())
      for (const [id, name] of [
        ['', 'First'],
        ['First', ''],
      ] as const) {
        const pipelineObjects = [{ id, name, fields: [{ key: 'type', stringValue: 'ShellCommandActivity' }] }]
        const answer = stage.service.PutPipelineDefinition({ pipelineId: pipeline.id, pipelineObjects })
        holds(
          await answer.then(
            () => false,
            () => true,
          ),
        )
      }
      is(
        (await stage.service.GetPipelineDefinition({ pipelineId: pipeline.id })).pipelineObjects.map(one => one.id),
        ['Default', 'First'],
      )
    },
  ),

  story('more than 32 finer runs for one coarse are worth a warning', { from: '§15 32 roll-ups' }, async stage => {
    const pipeline = await stage.empty()
    const verdict = await pipeline.put(
      stage.hourly(
        {
          First: shell({ schedule: to('Often') }),
          Often: { type: 'Schedule', period: '15 minutes', startDateTime: stage.at() },
          Second: shell({ dependsOn: to('First') }),
        },
        {},
        { period: '1 day' },
      ),
    )
    holds(
      JSON.stringify(verdict.validationWarnings).includes('LIMIT_EXCEEDED') ||
        JSON.stringify(verdict.validationWarnings).includes('32'),
    )
    is(verdict.errored, false)
  }),

  story(
    'lateAfterTimeout counts from the scheduled start while the past is made up for',
    { from: '§5 counted from the scheduled start', clock: true, alarms: true },
    async stage => {
      await stage.running(
        stage.hourly(
          {
            First: shell({ lateAfterTimeout: '30 minutes', onLateAction: to('Late') }),
            Late: alarm({ message: '#{node.@id}' }),
          },
          {},
          { startDateTime: stage.at('-3 hours') },
        ),
      )
      await stage.later('1 second')
      is(stage.alarms().length, 3)
    },
  ),
])
