import { alarm, beside, cascading, chain, check, onDemand, shell, to } from '../definitions.ts'
import { is } from '../stage.ts'
import { section, story } from '../story.ts'

export const interplay = section('one thing with another', [
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

  story(
    'a run under way keeps the retries it began with',
    { from: '§2 adopts the edited definition for new runs only [D]', clock: true },
    async stage => {
      const pipeline = await stage.running(stage.hourly(undefined, { maximumRetries: '0' }))
      await pipeline.put(stage.hourly(undefined, { maximumRetries: '2' }))
      await pipeline.activate()
      await stage.works('FAILED')
      await pipeline.stands({ First: 'FAILED' })
      await stage.later('1 hour')
      await stage.works('FAILED')
      await pipeline.stands({ First: 'WAITING_FOR_RUNNER' }, '1 hour')
    },
  ),

  story(
    'a condition that is asked again counts its questions',
    { from: '§5 currentRetryCount, lastRetryTime on the attempt', clock: true },
    async stage => {
      const pipeline = await stage.running(
        onDemand({ Ready: check({ retryDelay: '5 minutes' }), First: shell({ precondition: to('Ready') }) }),
      )
      const attempt = `@Ready_First_${stage.at()}_Attempt=1`
      await stage.works('FALSE')
      await stage.later('5 minutes')
      is(await stage.works('FALSE'), attempt)
      is(await pipeline.field(attempt, 'currentRetryCount'), '2')
      is(await pipeline.field(attempt, 'lastRetryTime'), stage.at('5 minutes'))
    },
  ),

  story(
    'a condition that is rerun brings back the object that failed with it, whatever both still wait for',
    { from: '§6 resets consumers that are CASCADE_FAILED, provided … no rerun pending [D]' },
    async stage => {
      const pipeline = await stage.running(
        onDemand(
          { First: shell(), Ready: check(), Second: shell({ dependsOn: to('First'), precondition: to('Ready') }) },
          cascading,
        ),
      )
      const ready = `@Ready_Second_${stage.at()}`
      await pipeline.set('TRY_CANCEL', ready)
      await pipeline.stands({ First: 'WAITING_FOR_RUNNER', [ready]: 'CANCELED', Second: 'CASCADE_FAILED' })
      await pipeline.set('RERUN', ready)
      await pipeline.stands({ [ready]: 'WAITING_ON_DEPENDENCIES', Second: 'WAITING_ON_DEPENDENCIES' })
      for (let k = 0; k < 3; k += 1) await stage.works()
      await pipeline.stands({ Second: 'FINISHED' })
    },
  ),
])
