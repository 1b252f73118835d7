import { broken } from '../../engine/toy.ts'
import { check, data, machine, onDemand, onMachines, shell, to } from '../definitions.ts'
import { lasting } from '../plays.ts'
import { is } from '../stage.ts'
import { section, story } from '../story.ts'

const slow = { status: 'FINISHED', after: 300_000 } as const

export const states = section('states', [
  story('a new pipeline is PENDING, and so are its components', { from: '§4 pipeline PENDING' }, async stage => {
    const pipeline = await stage.given(onDemand())
    await pipeline.isIn('PENDING')
    await pipeline.stands({})
    is(await pipeline.field('First', '@status'), 'PENDING')
  }),

  story(
    'activation makes it SCHEDULED, and its components too',
    { from: '§2 sets the pipeline SCHEDULED, components SCHEDULED' },
    async stage => {
      const pipeline = await stage.running(stage.hourly())
      await pipeline.isIn('SCHEDULED')
      is(await pipeline.field('First', '@status'), 'SCHEDULED')
    },
  ),

  story('a pipeline without objects can be activated', { from: '§7 ActivatePipeline [M]' }, async stage => {
    const pipeline = await stage.empty()
    await pipeline.activate()
    await pipeline.isIn('SCHEDULED')
  }),

  story(
    'a bounded schedule that is over is FINISHED',
    { from: '§4 FINISHED [U]', ours: 'finishedPipelines', clock: true },
    async stage => {
      const pipeline = await stage.running(stage.hourly(undefined, {}, { occurrences: '2' }))
      await stage.works()
      await pipeline.isIn('SCHEDULED')
      await stage.later('1 hour')
      await stage.works()
      await pipeline.isIn('FINISHED')
    },
  ),

  story(
    'it is not while something is under way',
    { from: '§4 every instance terminal [U]', ours: 'finishedPipelines', clock: true },
    async stage => {
      const pipeline = await stage.running(stage.hourly(undefined, {}, { occurrences: '1' }))
      await stage.later('5 hours')
      await pipeline.isIn('SCHEDULED')
    },
  ),

  story(
    'a failure at the end finishes it as well',
    { from: '§4 every instance terminal [U]', ours: 'finishedPipelines' },
    async stage => {
      const pipeline = await stage.running(onDemand(undefined, { maximumRetries: '0' }))
      await stage.works('FAILED')
      await pipeline.isIn('FINISHED')
      is(await pipeline.own('@healthStatus'), 'ERROR')
    },
  ),

  story('an activity waits, is handed out, runs and is FINISHED', { from: '§4 instance' }, async stage => {
    const pipeline = await stage.running(onDemand({ Zero: shell(), First: shell({ dependsOn: to('Zero') }) }))
    await pipeline.stands({ First: 'WAITING_ON_DEPENDENCIES' })
    await stage.works()
    await pipeline.stands({ First: 'WAITING_FOR_RUNNER' })
    const task = await stage.takes()
    await pipeline.stands({ First: 'WAITING_FOR_RUNNER' })
    await task.reports()
    await pipeline.stands({ First: 'RUNNING' })
    await task.ends()
    await pipeline.stands({ First: 'FINISHED' })
  }),

  story('an attempt goes along with it', { from: '§4 attempt' }, async stage => {
    const pipeline = await stage.running(onDemand())
    const task = await stage.takes()
    await pipeline.stands({ [task.attemptId]: 'WAITING_FOR_RUNNER' })
    await task.reports()
    await pipeline.stands({ [task.attemptId]: 'RUNNING' })
    await task.ends()
    await pipeline.stands({ [task.attemptId]: 'FINISHED' })
  }),

  story(
    'between two tries an instance waits for its runner',
    { from: '§4 between retries [U]', ours: 'waitingBetweenTries' },
    async stage => {
      const pipeline = await stage.running(onDemand())
      const attempt = await stage.works('FAILED')
      await pipeline.stands({ First: 'WAITING_FOR_RUNNER', [attempt]: 'FAILED' })
      await stage.nothing()
    },
  ),

  story(
    'a resource is CREATING, RUNNING, FINISHED',
    { from: '§4 resource [C]', ours: 'creating', clock: true, machines: () => slow },
    async stage => {
      const pipeline = await stage.running(onMachines({ Machine: machine(), First: shell({ runsOn: to('Machine') }) }))
      await pipeline.stands({ Machine: 'CREATING' })
      await stage.later('6 minutes')
      await pipeline.stands({ Machine: 'RUNNING', First: 'RUNNING' })
      await stage.later('5 minutes')
      await pipeline.stands({ Machine: 'FINISHED', First: 'FINISHED' })
    },
  ),

  story(
    'a resource that never starts is FAILED',
    { from: '§4 resource FAILED', machines: () => broken },
    async stage => {
      const pipeline = await stage.running(
        onMachines({ Machine: machine({ maximumRetries: '0' }), First: shell({ runsOn: to('Machine') }) }),
      )
      await pipeline.stands({ Machine: 'FAILED' })
    },
  ),

  story(
    'a precondition goes the way of an activity',
    { from: '§4 instance (activity, node, precondition)' },
    async stage => {
      const pipeline = await stage.running(onDemand({ Ready: check(), First: shell({ precondition: to('Ready') }) }))
      const ready = `@Ready_First_${stage.at()}`
      await pipeline.stands({ [ready]: 'WAITING_FOR_RUNNER' })
      const task = await stage.takes()
      await task.reports()
      await pipeline.stands({ [ready]: 'RUNNING' })
      await task.ends()
      await pipeline.stands({ [ready]: 'FINISHED' })
    },
  ),

  story('a node goes from waiting to FINISHED', { from: '§4 instance (activity, node, precondition)' }, async stage => {
    const pipeline = await stage.running(onDemand({ First: shell({ output: to('Data') }), Data: data() }))
    await pipeline.stands({ Data: 'WAITING_ON_DEPENDENCIES' })
    await stage.works()
    await pipeline.stands({ Data: 'FINISHED' })
  }),

  story('CANCELLED in a question means CANCELED', { from: '§4 spellings [C]' }, async stage => {
    const pipeline = await stage.running(onDemand())
    await pipeline.set('TRY_CANCEL', pipeline.run('First'))
    for (const word of ['CANCELLED', 'CANCELED'])
      is(await pipeline.ids('INSTANCE', ['@status', 'EQ', word]), [pipeline.run('First')])
  }),

  story('a component is healthy after a FINISHED instance', { from: '§4 health [D]' }, async stage => {
    const pipeline = await stage.running(onDemand())
    await stage.works()
    is(await pipeline.field('First', '@healthStatus'), 'HEALTHY')
  }),

  story('and after one that somebody marked finished', { from: '§4 health MARK_FINISHED [D]' }, async stage => {
    const pipeline = await stage.running(
      onDemand({ First: shell(), Second: shell({ dependsOn: to('First') }) }, { maximumRetries: '0' }),
    )
    await stage.works('FAILED')
    is(await pipeline.field('First', '@healthStatus'), 'ERROR')
    await pipeline.set('MARK_FINISHED', pipeline.run('First'))
    is(await pipeline.field('First', '@healthStatus'), 'HEALTHY')
  }),

  story('it is in ERROR after a FAILED one', { from: '§4 ERROR after FAILED [D]' }, async stage => {
    const pipeline = await stage.running(onDemand(undefined, { maximumRetries: '0' }))
    await stage.works('FAILED')
    is(await pipeline.field('First', '@healthStatus'), 'ERROR')
    is(await pipeline.field('First', '@healthStatusFromInstanceId'), pipeline.run('First'))
  }),

  story('and after a CANCELED one', { from: '§4 ERROR after CANCELED [D]' }, async stage => {
    const pipeline = await stage.running(onDemand())
    await pipeline.set('TRY_CANCEL', pipeline.run('First'))
    is(await pipeline.field('First', '@healthStatus'), 'ERROR')
  }),

  story(
    'and after one that failed with another',
    { from: '§4 CASCADE_FAILED → ERROR [U]', ours: 'cascadeIsUnhealthy' },
    async stage => {
      const pipeline = await stage.running(
        onDemand(
          { First: shell(), Second: shell({ dependsOn: to('First') }) },
          { maximumRetries: '0', failureAndRerunMode: 'cascade' },
        ),
      )
      await stage.works('FAILED')
      is(await pipeline.field('Second', '@healthStatus'), 'ERROR')
    },
  ),

  story(
    'one component in ERROR puts the pipeline in ERROR',
    { from: '§4 pipeline ERROR if any component is [D]' },
    async stage => {
      const pipeline = await stage.running(onDemand({ First: shell(), Second: shell() }, { maximumRetries: '0' }))
      await stage.works('FAILED')
      await stage.works()
      is(await pipeline.own('@healthStatus'), 'ERROR')
    },
  ),

  story(
    'it is HEALTHY again when all that report are',
    { from: '§4 HEALTHY if all reporting ones are [D]', clock: true },
    async stage => {
      const pipeline = await stage.running(stage.hourly(undefined, { maximumRetries: '0' }))
      await stage.works('FAILED')
      is(await pipeline.own('@healthStatus'), 'ERROR')
      await stage.later('1 hour')
      await stage.works()
      is(await pipeline.own('@healthStatus'), 'HEALTHY')
    },
  ),

  story(
    'a failed condition and a machine that timed out are in ERROR',
    {
      from: '§4 ERROR after TIMEDOUT or a failed precondition [D]',
      clock: true,
      machines: lasting('Second', 7_200_000),
    },
    async stage => {
      const pipeline = await stage.running(
        onMachines(
          {
            Ready: check(),
            First: shell({ precondition: to('Ready'), workerGroup: 'group' }),
            Machine: machine({ terminateAfter: '1 hour' }),
            Second: shell({ runsOn: to('Machine') }),
            Beside: shell({ workerGroup: 'beside' }),
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

  story('an attempt that is over says when', { from: '§1 @finishedTime on i a', clock: true }, async stage => {
    const pipeline = await stage.running(onDemand())
    const task = await stage.takes()
    await task.reports()
    await stage.later('5 minutes')
    await task.ends()
    is(await pipeline.field(task.attemptId, '@finishedTime'), stage.at('5 minutes'))
    is(await pipeline.field(task.attemptId, '@actualEndTime'), stage.at('5 minutes'))
  }),
])
