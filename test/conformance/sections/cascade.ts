import { cascading, chain, check, data, machine, onDemand, onMachines, shell, to } from '../definitions.ts'
import { failing } from '../plays.ts'
import { is } from '../stage.ts'
import { section, story } from '../story.ts'

export const cascade = section('cascade', [
  story('by default consumers wait for ever', { from: '§6 default none', clock: true }, async stage => {
    const pipeline = await stage.running(chain())
    await stage.works('FAILED')
    await stage.later('30 days')
    await pipeline.stands({
      First: 'FAILED',
      Data: 'WAITING_ON_DEPENDENCIES',
      Second: 'WAITING_ON_DEPENDENCIES',
      Third: 'WAITING_ON_DEPENDENCIES',
    })
    await pipeline.isIn('SCHEDULED')
  }),

  story('with cascade they fail too, one after the other', { from: '§6.2 recurse [D]' }, async stage => {
    const pipeline = await stage.running(chain(cascading))
    await stage.works('FAILED')
    await pipeline.stands({
      First: 'FAILED',
      Data: 'CASCADE_FAILED',
      Second: 'CASCADE_FAILED',
      Third: 'CASCADE_FAILED',
    })
  }),

  story('each names the one it failed on', { from: '§6.2 @cascadeFailedOn [D]' }, async stage => {
    const pipeline = await stage.running(chain(cascading))
    await stage.works('FAILED')
    for (const [id, cause] of [
      ['Data', 'First'],
      ['Second', 'Data'],
      ['Third', 'Second'],
    ] as const)
      is(await pipeline.fields(pipeline.run(id), '@cascadeFailedOn'), [pipeline.run(cause)])
  }),

  story('the word does not mind case', { from: '§6 cascade (CASCADE occurs) [C]' }, async stage => {
    const pipeline = await stage.running(chain({ failureAndRerunMode: 'CASCADE' }))
    await stage.works('FAILED')
    await pipeline.stands({ Third: 'CASCADE_FAILED' })
  }),

  story('it is read on the consumer', { from: '§6 cascade is read on the consumer [D]' }, async stage => {
    const pipeline = await stage.running(
      onDemand(
        {
          First: shell(cascading),
          Second: shell({ dependsOn: to('First') }),
          Third: shell({ dependsOn: to('First'), ...cascading }),
        },
        { maximumRetries: '0' },
      ),
    )
    await stage.works('FAILED')
    await pipeline.stands({ Second: 'WAITING_ON_DEPENDENCIES', Third: 'CASCADE_FAILED' })
  }),

  story(
    'a try that will be repeated cascades nothing',
    { from: '§6 ends FAILED with no rerun pending [D]', clock: true },
    async stage => {
      const pipeline = await stage.running(chain({ ...cascading, maximumRetries: '1', retryDelay: '2 minutes' }))
      await stage.works('FAILED')
      await pipeline.stands({ Second: 'WAITING_ON_DEPENDENCIES' })
      await stage.later('2 minutes')
      await stage.works('FAILED')
      await pipeline.stands({ Second: 'CASCADE_FAILED' })
    },
  ),

  story('a cancellation cascades as well', { from: '§6 ends CANCELED [D]' }, async stage => {
    const pipeline = await stage.running(chain(cascading))
    await pipeline.set('TRY_CANCEL', pipeline.run('First'))
    await pipeline.stands({ First: 'CANCELED', Second: 'CASCADE_FAILED', Third: 'CASCADE_FAILED' })
  }),

  story('preconditions of what failed are CANCELED', { from: '§6.2 its preconditions → CANCELED [D]' }, async stage => {
    const pipeline = await stage.running(
      onDemand(
        { First: shell(), Ready: check(), Second: shell({ dependsOn: to('First'), precondition: to('Ready') }) },
        { ...cascading, maximumRetries: '0' },
      ),
    )
    await stage.works('FAILED')
    await pipeline.stands({ Second: 'CASCADE_FAILED', [`@Ready_Second_${stage.at()}`]: 'CANCELED' })
  }),

  story('a precondition that fails takes its object down', { from: '§6.2 [D]' }, async stage => {
    const pipeline = await stage.running(
      onDemand(
        { Ready: check(), First: shell({ precondition: to('Ready') }), Second: shell({ dependsOn: to('First') }) },
        { ...cascading, maximumRetries: '0' },
      ),
    )
    await stage.works('FAILED')
    await pipeline.stands({
      [`@Ready_First_${stage.at()}`]: 'FAILED',
      First: 'CASCADE_FAILED',
      Second: 'CASCADE_FAILED',
    })
  }),

  story('what is over is left alone, and nothing goes upstream', { from: '§6.3 [D]' }, async stage => {
    const pipeline = await stage.running(chain(cascading))
    await stage.works()
    await stage.works('FAILED')
    await pipeline.stands({ First: 'FINISHED', Data: 'FINISHED', Second: 'FAILED', Third: 'CASCADE_FAILED' })
  }),

  story(
    'what already runs is left alone',
    { from: '§6.2 each consumer in WAITING_ON_DEPENDENCIES [D]' },
    async stage => {
      const pipeline = await stage.running(
        onDemand(
          { First: shell(), Second: shell(), Third: shell({ dependsOn: [to('First'), to('Second')] }) },
          { ...cascading, maximumRetries: '0' },
        ),
      )
      const [first, second] = [await stage.takes(), await stage.takes()]
      await second.reports()
      await first.ends('FAILED')
      await pipeline.stands({ First: 'FAILED', Second: 'RUNNING', Third: 'CASCADE_FAILED' })
      await second.ends()
      await pipeline.stands({ Second: 'FINISHED', Third: 'CASCADE_FAILED' })
    },
  ),

  story('the first failure decides on which it failed', { from: '§6.2 @cascadeFailedOn = X [D]' }, async stage => {
    const pipeline = await stage.running(
      onDemand(
        { First: shell(), Second: shell(), Third: shell({ dependsOn: [to('First'), to('Second')] }) },
        { ...cascading, maximumRetries: '0' },
      ),
    )
    await stage.works('FAILED')
    await stage.works('FAILED')
    is(await pipeline.fields(pipeline.run('Third'), '@cascadeFailedOn'), [pipeline.run('First')])
  }),

  story(
    'an activity that fails takes its output nodes along',
    { from: '§6 activity fails → its output nodes CASCADE_FAILED [D]' },
    async stage => {
      const pipeline = await stage.running(
        onDemand(
          { First: shell({ output: [to('One'), to('Two')] }), One: data(), Two: data() },
          { ...cascading, maximumRetries: '0' },
        ),
      )
      await stage.works('FAILED')
      await pipeline.stands({ One: 'CASCADE_FAILED', Two: 'CASCADE_FAILED' })
    },
  ),

  story(
    'a resource that fails cancels what runs on it, and their consumers fail',
    {
      from: '§6 resource fails → dependents CANCELED, consumers CASCADE_FAILED [D]',
      machines: failing('Machine'),
    },
    async stage => {
      const pipeline = await stage.running(
        onMachines(
          {
            Machine: machine(),
            Other: machine(),
            First: shell({ runsOn: to('Machine') }),
            Second: shell({ runsOn: to('Other'), dependsOn: to('First') }),
          },
          { ...cascading, maximumRetries: '0' },
        ),
      )
      await pipeline.stands({ Machine: 'FAILED', First: 'CANCELED', Second: 'CASCADE_FAILED' })
    },
  ),

  story(
    'a resource that nobody needs any more is FINISHED',
    { from: '§6 all dependents failed while the resource waits → FINISHED [D]' },
    async stage => {
      const pipeline = await stage.running(
        onDemand(
          { First: shell(), Machine: machine(), Second: shell({ dependsOn: to('First'), runsOn: to('Machine') }) },
          { ...cascading, maximumRetries: '0' },
        ),
      )
      await stage.works('FAILED')
      await pipeline.stands({ Second: 'CASCADE_FAILED', Machine: 'FINISHED' })
      is(await pipeline.field(pipeline.run('Machine'), '@attemptCount'), undefined)
    },
  ),

  story(
    'what failed with another is not tried again',
    { from: '§6 no retries [U]', ours: 'cascadeIsNotRetried', clock: true },
    async stage => {
      const pipeline = await stage.running(chain({ ...cascading, maximumRetries: '0' }))
      await stage.works('FAILED')
      await stage.later('5 hours')
      await pipeline.stands({ Second: 'CASCADE_FAILED' })
      is(await pipeline.field(pipeline.run('Second'), '@attemptCount'), undefined)
    },
  ),

  story(
    'runs of other intervals go their own way',
    { from: '§6; §1 instance = component × interval', clock: true },
    async stage => {
      const pipeline = await stage.running(
        stage.hourly(
          { First: shell(), Second: shell({ dependsOn: to('First') }) },
          { ...cascading, maximumRetries: '0' },
        ),
      )
      await stage.works('FAILED')
      await stage.later('1 hour')
      await stage.works()
      await pipeline.stands({ Second: 'CASCADE_FAILED' })
      await pipeline.stands({ Second: 'WAITING_FOR_RUNNER' }, '1 hour')
    },
  ),

  story(
    'of two preconditions one that fails cancels the other',
    { from: '§6.1 X’s preconditions → CANCELED [D]' },
    async stage => {
      const pipeline = await stage.running(
        onDemand(
          { One: check(), Two: check(), First: shell({ precondition: [to('One'), to('Two')] }) },
          { ...cascading, maximumRetries: '0' },
        ),
      )
      await stage.works('FAILED')
      await pipeline.stands({
        [`@One_First_${stage.at()}`]: 'FAILED',
        [`@Two_First_${stage.at()}`]: 'CANCELED',
        First: 'CASCADE_FAILED',
      })
    },
  ),

  story(
    'a paused consumer fails with its producer',
    { from: '§6.2; §7 PAUSE [U]', ours: 'pauseHolds' },
    async stage => {
      const pipeline = await stage.running(chain(cascading))
      await pipeline.set('PAUSE', 'Second')
      await stage.works('FAILED')
      await pipeline.stands({ Second: 'CASCADE_FAILED', Third: 'CASCADE_FAILED' })
    },
  ),
])
