import { check, data, onDemand, shell, to } from '../definitions.ts'
import { holds, is, refused } from '../stage.ts'
import { section, story } from '../story.ts'

export const retries = section('retries and time-outs', [
  story('three tries by default', { from: '§5 default 2 retries [L, C]', clock: true }, async stage => {
    const pipeline = await stage.running(onDemand(undefined, { retryDelay: '2 minutes' }))
    for (let k = 1; k <= 3; k += 1) {
      is(await stage.works('FAILED'), `${pipeline.run('First')}_Attempt=${k}`)
      await stage.later('2 minutes')
    }
    await pipeline.stands({ First: 'FAILED' })
    is(await pipeline.field(pipeline.run('First'), '@triesLeft'), '0')
  }),

  story(
    'as many as maximumRetries says, and one',
    { from: '§5 tries = maximumRetries + 1', clock: true },
    async stage => {
      const pipeline = await stage.running(onDemand(undefined, { retryDelay: '2 minutes', maximumRetries: '1' }))
      await stage.works('FAILED')
      await stage.later('2 minutes')
      await stage.works('FAILED')
      await pipeline.stands({ First: 'FAILED' })
    },
  ),

  story('five retries at most', { from: '§5 maximum 5 [D]; §15' }, async stage => {
    const pipeline = await stage.empty()
    is((await pipeline.put(onDemand(undefined, { maximumRetries: '6' }))).errored, true)
    is((await pipeline.put(onDemand(undefined, { maximumRetries: '5' }))).errored, false)
  }),

  story(
    'ten minutes between tries by default',
    { from: '§5 retryDelay default 10 minutes [L]', clock: true },
    async stage => {
      await stage.running(onDemand())
      await stage.works('FAILED')
      await stage.later('9 minutes')
      await stage.nothing()
      await stage.later('1 minute')
      holds((await stage.takes()).attemptId.endsWith('_Attempt=2'))
    },
  ),

  story('or as long as retryDelay says', { from: '§5 retryDelay', clock: true }, async stage => {
    await stage.running(onDemand(undefined, { retryDelay: '30 minutes' }))
    await stage.works('FAILED')
    await stage.later('29 minutes')
    await stage.nothing()
    await stage.later('1 minute')
    await stage.takes()
  }),

  story(
    'a delay below two minutes is a warning, and is kept',
    { from: '§5 locally clamp only as a warning; §16.3', ours: 'shortDelays', clock: true },
    async stage => {
      const pipeline = await stage.empty()
      const verdict = await pipeline.put(onDemand(undefined, { retryDelay: '1 MINUTE' }))
      is(verdict.errored, false)
      holds(
        verdict.validationWarnings.some(one => JSON.stringify(one).includes('retryDelay')),
        JSON.stringify(verdict),
      )
      await pipeline.activate()
      await stage.works('FAILED')
      await stage.later('1 minute')
      holds((await stage.takes()).attemptId.endsWith('_Attempt=2'))
    },
  ),

  story('a success ends the trying', { from: '§5 tries', clock: true }, async stage => {
    const pipeline = await stage.running(onDemand(undefined, { retryDelay: '2 minutes' }))
    await stage.works('FAILED')
    await stage.later('2 minutes')
    await stage.works()
    await pipeline.stands({ First: 'FINISHED' })
    is(await pipeline.field(pipeline.run('First'), 'errorMessage'), undefined)
    is(await pipeline.field(`${pipeline.run('First')}_Attempt=1`, 'errorMessage'), 'It broke.')
  }),

  story(
    'attemptTimeout fails an attempt that takes too long',
    { from: '§5 attemptTimeout', clock: true },
    async stage => {
      const pipeline = await stage.running(
        onDemand(undefined, { attemptTimeout: '20 minutes', retryDelay: '2 minutes' }),
      )
      const task = await stage.takes()
      await task.reports()
      await stage.later('10 minutes')
      await task.reports()
      await stage.later('9 minutes')
      await pipeline.stands({ First: 'RUNNING' })
      await stage.later('1 minute')
      await pipeline.stands({ [task.attemptId]: 'FAILED', First: 'WAITING_FOR_RUNNER' })
      await refused(task.ends(), 'TaskNotFoundException')
      await stage.later('2 minutes')
      holds((await stage.takes()).attemptId.endsWith('_Attempt=2'))
    },
  ),

  story(
    'it counts from the start of the attempt, not from the wait',
    { from: '§5 attempt start + period', clock: true },
    async stage => {
      const pipeline = await stage.running(onDemand(undefined, { attemptTimeout: '20 minutes' }))
      await stage.later('5 hours')
      const task = await stage.takes()
      await task.reports()
      await stage.later('14 minutes')
      await pipeline.stands({ [task.attemptId]: 'RUNNING' })
    },
  ),

  story('without it an attempt may take for ever', { from: '§5 no default', clock: true }, async stage => {
    const pipeline = await stage.running(onDemand())
    const task = await stage.takes()
    for (let k = 0; k < 100; k += 1) {
      await task.reports()
      await stage.later('10 minutes')
    }
    await pipeline.stands({ First: 'RUNNING' })
  }),

  story(
    'fifteen silent minutes are a failure',
    { from: '§5 reportProgressTimeout default 15 minutes [M]', ours: 'silence', clock: true },
    async stage => {
      const pipeline = await stage.running(onDemand())
      const task = await stage.takes()
      await task.reports()
      await stage.later('14 minutes')
      await pipeline.stands({ First: 'RUNNING' })
      await stage.later('1 minute')
      await pipeline.stands({ [task.attemptId]: 'FAILED', First: 'WAITING_FOR_RUNNER' })
    },
  ),

  story('or as many as reportProgressTimeout says', { from: '§5 reportProgressTimeout', clock: true }, async stage => {
    const pipeline = await stage.running(onDemand(undefined, { reportProgressTimeout: '1 hour' }))
    const task = await stage.takes()
    await task.reports()
    await stage.later('59 minutes')
    await pipeline.stands({ First: 'RUNNING' })
    await stage.later('1 minute')
    await pipeline.stands({ [task.attemptId]: 'FAILED' })
  }),

  story(
    'each report starts the silence anew',
    { from: '§5 max gap between progress reports', clock: true },
    async stage => {
      const pipeline = await stage.running(onDemand())
      const task = await stage.takes()
      for (let k = 0; k < 5; k += 1) {
        is(await task.reports(), false)
        await stage.later('14 minutes')
      }
      await task.ends()
      await pipeline.stands({ First: 'FINISHED' })
    },
  ),

  story(
    'a precondition is asked again within its attempt',
    { from: '§5 retry inside the runner every retryDelay', clock: true },
    async stage => {
      const pipeline = await stage.running(
        onDemand({ Ready: check({ retryDelay: '5 minutes' }), First: shell({ precondition: to('Ready') }) }),
      )
      const attempt = await stage.works('FALSE')
      await stage.later('4 minutes')
      await stage.nothing()
      await stage.later('1 minute')
      is(await stage.works('FALSE'), attempt)
      is(await pipeline.field(attempt, 'currentRetryCount'), '2')
      is(await pipeline.field(attempt, 'lastRetryTime'), stage.at('5 minutes'))
      await pipeline.stands({ First: 'WAITING_ON_DEPENDENCIES' })
    },
  ),

  story(
    'every minute where nothing else is said, and for ever',
    { from: '§5 default timeout none, poll 1 minute [U]', ours: 'checksForEver', clock: true },
    async stage => {
      const pipeline = await stage.running(onDemand({ Ready: check(), First: shell({ precondition: to('Ready') }) }))
      for (let k = 0; k < 10; k += 1) {
        await stage.works('FALSE')
        await stage.nothing()
        await stage.later('1 minute')
      }
      await pipeline.stands({ [`@Ready_First_${stage.at()}`]: 'WAITING_FOR_RUNNER' })
    },
  ),

  story('preconditionTimeout gives up', { from: '§5 preconditionTimeout → FAILED', clock: true }, async stage => {
    const pipeline = await stage.running(
      onDemand({
        Ready: check({ preconditionTimeout: '10 minutes', retryDelay: '3 minutes', maximumRetries: '0' }),
        First: shell({ precondition: to('Ready') }),
      }),
    )
    await stage.works('FALSE')
    await stage.later('9 minutes')
    const ready = `@Ready_First_${stage.at()}`
    await stage.later('1 minute')
    await pipeline.stands({ [ready]: 'FAILED' })
  }),

  story(
    'a false precondition that turns true lets its object run',
    { from: '§5 until true', clock: true },
    async stage => {
      const pipeline = await stage.running(
        onDemand({ Ready: check({ retryDelay: '2 minutes' }), First: shell({ precondition: to('Ready') }) }),
      )
      await stage.works('FALSE')
      await stage.later('2 minutes')
      await stage.works()
      await pipeline.stands({ First: 'WAITING_FOR_RUNNER' })
    },
  ),

  story('tries are counted for each instance', { from: '§5 counted per instance', clock: true }, async stage => {
    const pipeline = await stage.running(stage.hourly(undefined, { retryDelay: '2 minutes', maximumRetries: '0' }))
    await stage.works('FAILED')
    await stage.later('1 hour')
    await pipeline.stands({ First: 'FAILED' })
    await pipeline.stands({ First: 'WAITING_FOR_RUNNER' }, '1 hour')
  }),

  story('a node’s retries are its own business', { from: '§4 data nodes', clock: true }, async stage => {
    const pipeline = await stage.running(
      onDemand({ Data: data({ maximumRetries: '0' }), First: shell({ input: to('Data') }) }),
    )
    await pipeline.stands({ Data: 'FINISHED' })
  }),

  story(
    'a precondition that breaks is tried again as anything else',
    { from: '§5 tries; preconditions', clock: true },
    async stage => {
      const pipeline = await stage.running(
        onDemand({
          Ready: check({ retryDelay: '5 minutes', maximumRetries: '1' }),
          First: shell({ precondition: to('Ready') }),
        }),
      )
      await stage.works('FAILED')
      await stage.later('5 minutes')
      is(await stage.works(), `@Ready_First_${stage.at()}_Attempt=2`)
      await pipeline.stands({ First: 'WAITING_FOR_RUNNER' })
    },
  ),

  story(
    'preconditionTimeout counts from the first question',
    { from: '§5 preconditionTimeout (from start)', clock: true },
    async stage => {
      const pipeline = await stage.running(
        onDemand({
          Ready: check({ preconditionTimeout: '10 minutes', maximumRetries: '0' }),
          First: shell({ precondition: to('Ready') }),
        }),
      )
      await stage.later('30 minutes')
      await pipeline.stands({ [`@Ready_First_${stage.at()}`]: 'WAITING_FOR_RUNNER' })
      await stage.works('FALSE')
      await stage.later('9 minutes')
      await pipeline.stands({ First: 'WAITING_ON_DEPENDENCIES' })
      await stage.later('1 minute')
      await pipeline.stands({ [`@Ready_First_${stage.at()}`]: 'FAILED' })
    },
  ),

  story(
    'what waits for its next try can be canceled',
    { from: '§7 TRY_CANCEL waiting [U]', ours: 'cancelAsks', clock: true },
    async stage => {
      const pipeline = await stage.running(onDemand({ First: shell(), Second: shell() }))
      await stage.works('FAILED')
      await pipeline.set('TRY_CANCEL', pipeline.run('First'))
      await pipeline.stands({ First: 'CANCELED' })
      await stage.works()
      await stage.later('1 hour')
      await stage.nothing()
    },
  ),
])
