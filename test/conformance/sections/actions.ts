import { alarm, machine, onDemand, onMachines, shell, to } from '../definitions.ts'
import { lasting } from '../plays.ts'
import type { Stage } from '../stage.ts'
import { is } from '../stage.ts'
import { section, story } from '../story.ts'

const subjects = (stage: Stage) => stage.alarms().map(one => one.subject)
const tell = alarm({ subject: 'told of #{node.name}', message: '#{node.@status} #{node.errorMessage}' })

export const actions = section('actions', [
  story('onSuccess fires at FINISHED', { from: '§5 onSuccess at FINISHED', alarms: true }, async stage => {
    await stage.running(onDemand({ First: shell({ onSuccess: to('Tell') }), Tell: alarm() }))
    is(stage.alarms(), [])
    await stage.works()
    is(subjects(stage), ['First'])
  }),

  story(
    'onFail fires once tries are exhausted',
    { from: '§5 onFail fires once tries are exhausted', clock: true, alarms: true },
    async stage => {
      await stage.running(
        onDemand(
          { First: shell({ onFail: to('Tell') }), Tell: alarm() },
          { maximumRetries: '1', retryDelay: '2 minutes' },
        ),
      )
      await stage.works('FAILED')
      is(subjects(stage), [])
      await stage.later('2 minutes')
      await stage.works('FAILED')
      is(subjects(stage), ['First'])
    },
  ),

  story('each in its case only', { from: '§5 onFail, onSuccess', alarms: true }, async stage => {
    await stage.running(
      onDemand({
        First: shell({ onFail: to('Bad'), onSuccess: to('Good') }),
        Bad: alarm({ subject: 'bad' }),
        Good: alarm({ subject: 'good' }),
      }),
    )
    await stage.works()
    is(subjects(stage), ['good'])
  }),

  story(
    'an alarm speaks of the object it is for',
    { from: '§5 SnsAlarm with node = the instance', alarms: true },
    async stage => {
      await stage.running(onDemand({ First: shell({ onFail: to('Tell') }), Tell: tell }, { maximumRetries: '0' }))
      await stage.works('FAILED', { errorMessage: 'Out of luck.' })
      is(
        stage.alarms().map(({ subject, message }) => [subject, message]),
        [['told of First', 'FAILED Out of luck.']],
      )
    },
  ),

  story('by its own id too', { from: '§1 @id: own id; §5 node = the instance', alarms: true }, async stage => {
    const pipeline = await stage.running(
      onDemand({ First: shell({ onSuccess: to('Tell') }), Tell: alarm({ subject: '#{node.@id} of #{node.id}' }) }),
    )
    await stage.works()
    is(subjects(stage), [`${pipeline.run('First')} of First`])
  }),

  story('several alarms all fire', { from: '§5 onFail', alarms: true }, async stage => {
    await stage.running(
      onDemand({
        First: shell({ onSuccess: [to('One'), to('Two')] }),
        One: alarm({ subject: 'one' }),
        Two: alarm({ subject: 'two' }),
      }),
    )
    await stage.works()
    is(subjects(stage).toSorted(), ['one', 'two'])
  }),

  story(
    'what fails with another fires onFail',
    { from: '§5 or on CASCADE_FAILED; §6', ours: 'cascadeIsNotRetried', alarms: true },
    async stage => {
      await stage.running(
        onDemand(
          { First: shell(), Second: shell({ dependsOn: to('First'), onFail: to('Tell') }), Tell: alarm() },
          { maximumRetries: '0', failureAndRerunMode: 'cascade' },
        ),
      )
      await stage.works('FAILED')
      is(subjects(stage), ['Second'])
    },
  ),

  story(
    'a resource that timed out fires onFail',
    {
      from: '§5 or on TIMEDOUT',
      clock: true,
      alarms: true,
      machines: lasting('First', 36_000_000),
    },
    async stage => {
      const pipeline = await stage.running(
        onMachines({
          Machine: machine({ terminateAfter: '1 hour', onFail: to('Tell') }),
          First: shell({ runsOn: to('Machine') }),
          Tell: alarm(),
        }),
      )
      await stage.later('2 hours')
      await pipeline.stands({ Machine: 'TIMEDOUT' })
      is(subjects(stage), ['Machine'])
    },
  ),

  story(
    'what a person canceled fires none',
    { from: '§5 CANCELED by user: no onFail [U]', ours: 'canceledIsQuiet', alarms: true },
    async stage => {
      const pipeline = await stage.running(onDemand({ First: shell({ onFail: to('Tell') }), Tell: alarm() }))
      await pipeline.set('TRY_CANCEL', pipeline.run('First'))
      await pipeline.stands({ First: 'CANCELED' })
      is(subjects(stage), [])
    },
  ),

  story(
    'onLateAction fires once, lateAfterTimeout after the scheduled start',
    { from: '§5 counted from the scheduled start, once per instance', clock: true, alarms: true },
    async stage => {
      await stage.running(
        stage.hourly(
          { First: shell({ lateAfterTimeout: '30 minutes', onLateAction: to('Tell') }), Tell: alarm() },
          {},
          { occurrences: '1' },
        ),
      )
      await stage.later('29 minutes')
      is(subjects(stage), [])
      await stage.later('1 minute')
      is(subjects(stage), ['First'])
      await stage.later('9 hours')
      is(subjects(stage), ['First'])
    },
  ),

  story(
    'late is what is not completed, even if it runs',
    { from: '§5 not completed; §16.2', ours: 'notCompleted', clock: true, alarms: true },
    async stage => {
      await stage.running(
        stage.hourly(
          { First: shell({ lateAfterTimeout: '30 minutes', onLateAction: to('Tell') }), Tell: alarm() },
          {},
          { occurrences: '1' },
        ),
      )
      const task = await stage.takes()
      await task.reports()
      for (let k = 0; k < 3; k += 1) {
        await stage.later('10 minutes')
        await task.reports()
      }
      is(subjects(stage), ['First'])
    },
  ),

  story('what is over in time is not late', { from: '§5 lateAfterTimeout', clock: true, alarms: true }, async stage => {
    await stage.running(
      stage.hourly(
        { First: shell({ lateAfterTimeout: '30 minutes', onLateAction: to('Tell') }), Tell: alarm() },
        {},
        { occurrences: '1' },
      ),
    )
    await stage.works()
    await stage.later('5 hours')
    is(subjects(stage), [])
  }),

  story('Terminate ends what is late', { from: '§5 Terminate → CANCELED', clock: true, alarms: true }, async stage => {
    const pipeline = await stage.running(
      stage.hourly(
        { First: shell({ lateAfterTimeout: '30 minutes', onLateAction: to('End') }), End: { type: 'Terminate' } },
        {},
        { occurrences: '1' },
      ),
    )
    await stage.later('31 minutes')
    await pipeline.stands({ First: 'CANCELED' })
  }),

  story('onLateAction needs lateAfterTimeout', { from: '§5 onLateAction requires lateAfterTimeout' }, async stage => {
    const pipeline = await stage.empty()
    const verdict = await pipeline.put(
      stage.hourly({ First: shell({ onLateAction: to('End') }), End: { type: 'Terminate' } }),
    )
    is(
      verdict.validationErrors.map(one => one.id),
      ['First'],
    )
  }),

  story(
    'a time series counts from the scheduled start, too',
    { from: '§5 lateAfterTimeout counted from the scheduled start', clock: true, alarms: true },
    async stage => {
      await stage.running(
        stage.hourly(
          { First: shell({ lateAfterTimeout: '90 minutes', onLateAction: to('Tell') }), Tell: alarm() },
          { scheduleType: 'timeseries' },
          { occurrences: '1' },
        ),
      )
      await stage.later('89 minutes')
      is(subjects(stage), [])
      await stage.later('1 minute')
      is(subjects(stage), ['First'])
    },
  ),

  story(
    'a rerun that fails again says so again',
    { from: '§5 onFail once tries are exhausted; RERUN starts a fresh budget', ours: 'freshBudget', alarms: true },
    async stage => {
      const pipeline = await stage.running(
        onDemand(
          { First: shell({ onFail: to('Tell') }), Tell: alarm(), Beside: shell({ workerGroup: 'beside' }) },
          { maximumRetries: '0' },
        ),
      )
      await stage.works('FAILED')
      await pipeline.set('RERUN', pipeline.run('First'))
      await stage.works('FAILED')
      is(subjects(stage), ['First', 'First'])
    },
  ),

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
    'what is canceled with its machine leaves the alarm to the machine',
    {
      from: '§5 onFail … CASCADE_FAILED/TIMEDOUT; CANCELED: no onFail [U]',
      ours: 'canceledIsQuiet',
      clock: true,
      alarms: true,
      machines: lasting('First', 36_000_000),
    },
    async stage => {
      await stage.running(
        onMachines(
          {
            Machine: machine({ terminateAfter: '1 hour', onFail: to('Alarm') }),
            First: shell({ runsOn: to('Machine'), onFail: to('Alarm') }),
            Second: shell({ dependsOn: to('First'), onFail: to('Alarm'), workerGroup: 'group' }),
            Alarm: alarm(),
          },
          { failureAndRerunMode: 'cascade' },
        ),
      )
      await stage.later('61 minutes')
      is(
        stage
          .alarms()
          .map(one => `${one.subject} ${one.message}`)
          .sort(),
        ['Machine TIMEDOUT', 'Second CASCADE_FAILED'],
      )
    },
  ),
])
