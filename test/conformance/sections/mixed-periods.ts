import { data, machine, shell, to } from '../definitions.ts'
import { is } from '../stage.ts'
import { section, story } from '../story.ts'

export const mixedPeriods = section('mixed periods', [
  story('every object may have a schedule of its own', { from: '§2 mixed schedules [D]', clock: true }, async stage => {
    const pipeline = await stage.running(
      stage.hourly({
        Often: { type: 'Schedule', period: '20 minutes', startDateTime: stage.at(), occurrences: '9' },
        First: shell(),
        Second: shell({ schedule: to('Often') }),
      }),
    )
    await stage.later('40 minutes')
    is(await pipeline.ids('INSTANCE', ['@componentParent', 'REF_EQ', 'First']), [pipeline.run('First')])
    is(
      await pipeline.ids('INSTANCE', ['@componentParent', 'REF_EQ', 'Second']),
      ['0 hours', '20 minutes', '40 minutes'].map(at => pipeline.run('Second', at)),
    )
  }),

  story(
    'three short tasks share the resource of an hour',
    { from: '§2 an activity of 20 minutes on a resource of 1 hour [D]', clock: true },
    async stage => {
      const { Default, ...rest } = stage.hourly({
        Often: { type: 'Schedule', period: '20 minutes', startDateTime: stage.at(), occurrences: '3' },
        Machine: machine(),
        Second: shell({ schedule: to('Often'), runsOn: to('Machine') }),
      })
      const { workerGroup: _, ...base } = Default ?? {}
      const pipeline = await stage.running({ Default: base, ...rest })
      await pipeline.stands({ Second: 'FINISHED', Machine: 'RUNNING' })
      await stage.later('30 minutes')
      await pipeline.stands({ Machine: 'RUNNING' })
      await stage.later('20 minutes')
      await pipeline.stands({ Machine: 'FINISHED' })
      for (const at of ['0 hours', '20 minutes', '40 minutes'])
        is(await pipeline.fields(pipeline.run('Second', at), 'runsOn'), [pipeline.run('Machine')])
      is(await pipeline.field(pipeline.run('Machine'), '@attemptCount'), '1')
    },
  ),

  story(
    'a coarse consumer waits for all finer producers in its interval',
    { from: '§2 a weekly job waits for the last daily copy', clock: true },
    async stage => {
      const pipeline = await stage.running(
        stage.hourly(
          {
            Often: { type: 'Schedule', period: '20 minutes', startDateTime: stage.at(), occurrences: '3' },
            First: shell({ schedule: to('Often') }),
            Second: shell({ dependsOn: to('First') }),
          },
          { scheduleType: 'timeseries' },
          { occurrences: '1' },
        ),
      )
      await stage.later('20 minutes')
      await stage.works()
      await stage.later('20 minutes')
      await stage.works()
      await stage.later('20 minutes')
      await pipeline.stands({ Second: 'WAITING_ON_DEPENDENCIES' })
      is(await pipeline.fields(pipeline.run('Second'), '@waitingOn'), [pipeline.run('First', '40 minutes')])
      await stage.works()
      await pipeline.stands({ Second: 'WAITING_FOR_RUNNER' })
    },
  ),

  story(
    'finer producers are those that start in the consumer’s interval',
    { from: '§2 matching [U]', ours: 'matching', clock: true },
    async stage => {
      const pipeline = await stage.running(
        stage.hourly(
          {
            Often: { type: 'Schedule', period: '20 minutes', startDateTime: stage.at('-20 minutes'), occurrences: '9' },
            First: shell({ schedule: to('Often') }),
            Second: shell({ dependsOn: to('First') }),
          },
          { scheduleType: 'timeseries' },
          { occurrences: '1' },
        ),
      )
      await stage.later('1 hour')
      is(
        await pipeline.fields(pipeline.run('Second'), 'dependsOn'),
        ['0 hours', '20 minutes', '40 minutes'].map(at => pipeline.run('First', at)),
      )
    },
  ),

  story(
    'a coarser producer is the one whose interval contains the start',
    { from: '§2 matching [U]', ours: 'matching', clock: true },
    async stage => {
      const pipeline = await stage.running(
        stage.hourly({
          Daily: { type: 'Schedule', period: '1 day', startDateTime: stage.at(), occurrences: '1' },
          Data: data({ schedule: to('Daily') }),
          First: shell({ input: to('Data') }),
        }),
      )
      await stage.later('2 hours')
      for (const at of ['0 hours', '1 hour', '2 hours'])
        is(await pipeline.fields(pipeline.run('First', at), 'input'), [pipeline.run('Data')])
    },
  ),

  story(
    'what depends on a finer failure waits with it',
    { from: '§2 mixed schedules; §6 default none [D]', clock: true },
    async stage => {
      const pipeline = await stage.running(
        stage.hourly(
          {
            Often: { type: 'Schedule', period: '30 minutes', startDateTime: stage.at(), occurrences: '2' },
            First: shell({ schedule: to('Often'), maximumRetries: '0' }),
            Second: shell({ dependsOn: to('First') }),
          },
          {},
          { occurrences: '1' },
        ),
      )
      await stage.works('FAILED')
      await stage.later('30 minutes')
      await stage.works()
      await stage.later('5 hours')
      await pipeline.stands({ Second: 'WAITING_ON_DEPENDENCIES' })
      is(await pipeline.fields(pipeline.run('Second'), '@waitingOn'), [pipeline.run('First')])
    },
  ),
])
