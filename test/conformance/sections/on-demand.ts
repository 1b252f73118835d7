import { onDemand, shell, to } from '../definitions.ts'
import { holds, is, refused } from '../stage.ts'
import { section, story } from '../story.ts'

export const onDemandRuns = section('on demand', [
  story('each activation makes one full set', { from: '§2 on-demand [D]', clock: true }, async stage => {
    const pipeline = await stage.running(onDemand({ First: shell(), Second: shell() }))
    await stage.works()
    await stage.works()
    await stage.later('10 minutes')
    await pipeline.activate()
    is(
      await pipeline.ids('INSTANCE'),
      ['0 hours', '10 minutes'].flatMap(at => [pipeline.run('First', at), pipeline.run('Second', at)]),
    )
  }),

  story('a run begins and ends at its activation', { from: '§2 ondemand [U]', ours: 'onDemandSpan' }, async stage => {
    const pipeline = await stage.running(onDemand())
    is(await pipeline.field(pipeline.run('First'), '@scheduledStartTime'), stage.at())
    is(await pipeline.field(pipeline.run('First'), '@scheduledEndTime'), stage.at())
  }),

  story(
    'one run at a time unless more are allowed',
    { from: '§2 concurrent executions, default 1 [D]', ours: 'tooManyRuns' },
    async stage => {
      const pipeline = await stage.running(onDemand())
      await refused(pipeline.activate())
      is((await pipeline.ids('INSTANCE')).length, 1)
    },
  ),

  story(
    'maxActiveInstances on Default allows more',
    { from: '§2 Default.maxActiveInstances = concurrent executions [D]', ours: 'tooManyRuns', clock: true },
    async stage => {
      const pipeline = await stage.running(onDemand(undefined, { maxActiveInstances: '2' }))
      await stage.later('1 minute')
      await pipeline.activate()
      is((await pipeline.ids('INSTANCE')).length, 2)
      await stage.later('1 minute')
      await refused(pipeline.activate())
    },
  ),

  story('five at most', { from: '§2 max 5 [D]' }, async stage => {
    const pipeline = await stage.empty()
    is((await pipeline.put(onDemand(undefined, { maxActiveInstances: '6' }))).errored, true)
    is((await pipeline.put(onDemand(undefined, { maxActiveInstances: '5' }))).errored, false)
  }),

  story('a run that is over makes room', { from: '§2 concurrent executions [D]', clock: true }, async stage => {
    const pipeline = await stage.running(onDemand())
    await stage.works()
    await stage.later('1 minute')
    await pipeline.activate()
    await pipeline.stands({ First: 'WAITING_FOR_RUNNER' }, '1 minute')
  }),

  story('the word stands on Default only', { from: '§2 scheduleType=ondemand only on Default [D]' }, async stage => {
    const pipeline = await stage.empty()
    const verdict = await pipeline.put(stage.hourly({ First: shell(), Second: shell({ scheduleType: 'ondemand' }) }))
    is(
      verdict.validationErrors.map(one => one.id),
      ['Second'],
    )
  }),

  story('and excludes every other', { from: '§2 no other scheduleType anywhere [D]' }, async stage => {
    const pipeline = await stage.empty()
    const verdict = await pipeline.put(onDemand({ First: shell({ scheduleType: 'cron' }) }))
    is(
      verdict.validationErrors.map(one => one.id),
      ['First'],
    )
  }),

  story('the word does not mind case', { from: '§2 ONDEMAND occurs' }, async stage => {
    const pipeline = await stage.running(onDemand(undefined, { scheduleType: 'ONDEMAND' }))
    is(await pipeline.ids('INSTANCE'), [pipeline.run('First')])
  }),

  story(
    'the Schedule object of an old page is accepted and ignored',
    { from: '§2 ONDEMAND_PERIOD; §16.9', ours: 'onDemandSchedule' },
    async stage => {
      const pipeline = await stage.running(
        onDemand(
          {
            First: shell(),
            Now: { type: 'Schedule', period: 'ONDEMAND_PERIOD', startAt: 'ONDEMAND_ACTIVATION_TIME' },
          },
          { schedule: to('Now') },
        ),
      )
      is(await pipeline.ids('INSTANCE'), [pipeline.run('First')])
    },
  ),

  story('nothing is late', { from: '§2 lateAfterTimeout does nothing [D]', clock: true, alarms: true }, async stage => {
    const pipeline = await stage.running(
      onDemand({
        First: shell({ lateAfterTimeout: '15 minutes', onLateAction: to('End') }),
        End: { type: 'Terminate' },
      }),
    )
    await stage.later('5 hours')
    await pipeline.stands({ First: 'WAITING_FOR_RUNNER' })
    is(stage.alarms(), [])
  }),

  story(
    'everything in a run goes together',
    { from: '§2 one full set per activation [D]', clock: true },
    async stage => {
      const pipeline = await stage.running(
        onDemand({ First: shell(), Second: shell({ dependsOn: to('First') }) }, { maxActiveInstances: '2' }),
      )
      await stage.later('1 minute')
      await pipeline.activate()
      is(await pipeline.fields(pipeline.run('Second', '1 minute'), '@waitingOn'), [pipeline.run('First', '1 minute')])
      await stage.works()
      await pipeline.stands({ Second: 'WAITING_FOR_RUNNER' })
      await pipeline.stands({ Second: 'WAITING_ON_DEPENDENCIES' }, '1 minute')
    },
  ),

  story(
    'between runs the pipeline is FINISHED',
    { from: '§4 an on-demand pipeline likewise [U]', ours: 'finishedPipelines', clock: true },
    async stage => {
      const pipeline = await stage.running(onDemand())
      await pipeline.isIn('SCHEDULED')
      await stage.works()
      await pipeline.isIn('FINISHED')
      await stage.later('1 minute')
      await pipeline.activate()
      await pipeline.isIn('SCHEDULED')
    },
  ),

  story(
    'an edited definition is adopted with the next activation',
    { from: '§2 activation freezes it as version active [D]', clock: true },
    async stage => {
      const pipeline = await stage.running(onDemand({ First: shell({ command: 'old' }) }))
      is((await stage.takes()).field('command'), 'old')
      await pipeline.set('TRY_CANCEL', pipeline.run('First'))
      await stage.later('20 minutes')
      await pipeline.put(onDemand({ First: shell({ command: 'new' }) }))
      await pipeline.activate()
      const task = await stage.takes()
      holds(task.attemptId.startsWith(pipeline.run('First', '20 minutes')))
      is(task.field('command'), 'new')
    },
  ),

  story(
    'two activations in one second are two runs',
    { from: '§1 ids; §2 one full set per activation [D]', clock: true },
    async stage => {
      const pipeline = await stage.running(onDemand(undefined, { maxActiveInstances: '2' }))
      await pipeline.activate()
      is((await pipeline.ids('INSTANCE')).length, 2)
      await pipeline.set('TRY_CANCEL', pipeline.run('First'))
      await pipeline.isIn('SCHEDULED')
    },
  ),

  story(
    'a paused component waits in a new run too',
    { from: '§7 PAUSE [U]', ours: 'pauseHolds', clock: true },
    async stage => {
      const pipeline = await stage.running(onDemand(undefined, { maxActiveInstances: '2' }))
      await pipeline.set('PAUSE', 'First')
      await stage.later('1 minute')
      await pipeline.activate()
      await pipeline.stands({ First: 'PAUSED' }, '1 minute')
      await pipeline.set('RESUME', 'First')
      await pipeline.stands({ First: 'WAITING_FOR_RUNNER' }, '1 minute')
    },
  ),

  story('reruns do not count on demand either', { from: '§2 reruns do not count [D]', clock: true }, async stage => {
    const pipeline = await stage.running(
      onDemand({ First: shell(), Beside: shell({ workerGroup: 'beside' }) }, { maximumRetries: '0' }),
    )
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
    'two runs on demand do not mind each other',
    { from: '§2 one full set of instances per activation [D]', clock: true },
    async stage => {
      const pipeline = await stage.running(
        onDemand(
          { First: shell(), Second: shell({ dependsOn: to('First') }) },
          { maxActiveInstances: '2', maximumRetries: '0', failureAndRerunMode: 'cascade' },
        ),
      )
      await stage.later('1 minute')
      await pipeline.activate()
      await stage.works('FAILED')
      await pipeline.stands({ First: 'FAILED', Second: 'CASCADE_FAILED' })
      await stage.works()
      await pipeline.stands({ First: 'FINISHED', Second: 'WAITING_FOR_RUNNER' }, '1 minute')
    },
  ),
])
