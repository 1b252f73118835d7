import { data, machine, onMachines, shell, to } from '../definitions.ts'
import { holds, is } from '../stage.ts'
import { section, story } from '../story.ts'

const errors = (verdict: { validationErrors: readonly { id?: string | undefined }[] }) =>
  verdict.validationErrors.map(one => one.id)

export const schedules = section('schedules', [
  story('cron runs an interval when it begins', { from: '§2 cron due S_k [C A]', clock: true }, async stage => {
    const pipeline = await stage.running(stage.hourly())
    is(await pipeline.ids('INSTANCE'), [pipeline.run('First')])
    await stage.later('59 minutes')
    is((await pipeline.ids('INSTANCE')).length, 1)
    await stage.later('1 minute')
    is(await pipeline.ids('INSTANCE'), [pipeline.run('First'), pipeline.run('First', '1 hour')])
  }),

  story('an interval is from its start to the next', { from: '§2 S_k / E_k [C A]' }, async stage => {
    const pipeline = await stage.running(stage.hourly())
    is(await pipeline.field(pipeline.run('First'), '@scheduledStartTime'), stage.at())
    is(await pipeline.field(pipeline.run('First'), '@scheduledEndTime'), stage.at('1 hour'))
  }),

  story(
    'a time series runs an interval when it is over',
    { from: '§2 timeseries due E_k', clock: true },
    async stage => {
      const pipeline = await stage.running(stage.hourly(undefined, { scheduleType: 'timeseries' }))
      await stage.later('59 minutes')
      await stage.nothing()
      await stage.later('1 minute')
      const task = await stage.takes()
      is(task.attemptId, `${pipeline.run('First')}_Attempt=1`)
      is(await pipeline.field(pipeline.run('First'), '@scheduledStartTime'), stage.at())
      is(await pipeline.field(pipeline.run('First'), '@scheduledEndTime'), stage.at('1 hour'))
    },
  ),

  story('the word does not mind case', { from: '§2 values are case-insensitive' }, async stage => {
    const pipeline = await stage.running(stage.hourly(undefined, { scheduleType: 'CRON' }))
    await pipeline.stands({ First: 'WAITING_FOR_RUNNER' })
  }),

  story(
    'the word may be the value of a parameter',
    { from: '§2 cron due S_k [C A]; §12 parameters are put in before anything else' },
    async stage => {
      const { Default, ...rest } = stage.hourly()
      const pipeline = await stage.running(
        { Default: { ...Default, scheduleType: '#{myScheduleType}' }, ...rest },
        { parameters: { myScheduleType: { type: 'String' } }, values: { myScheduleType: 'cron' } },
      )
      await pipeline.stands({ First: 'WAITING_FOR_RUNNER' })
    },
  ),

  story(
    'without the word it is a time series',
    { from: '§2 default when omitted [U]', ours: 'defaultType', clock: true },
    async stage => {
      const { Default, ...rest } = stage.hourly()
      const { scheduleType: _, ...base } = Default ?? {}
      const pipeline = await stage.running({ Default: base, ...rest })
      await stage.nothing()
      await stage.later('1 hour')
      await pipeline.stands({ First: 'WAITING_FOR_RUNNER' })
    },
  ),

  story(
    'resources come into being at the beginning, whatever the type',
    { from: '§2 resources at S_k [D]', clock: true },
    async stage => {
      const { Default, Hours } = stage.hourly(undefined, { scheduleType: 'timeseries' })
      const { workerGroup: _, ...base } = Default ?? {}
      const pipeline = await stage.running({
        Default: base,
        Hours: Hours ?? {},
        Machine: machine(),
        First: shell({ runsOn: to('Machine') }),
      })
      is(await pipeline.ids('INSTANCE'), [pipeline.run('Machine')])
      await pipeline.stands({ Machine: 'WAITING_ON_DEPENDENCIES' })
      await stage.later('59 minutes')
      await pipeline.stands({ Machine: 'WAITING_ON_DEPENDENCIES' })
      await stage.later('61 seconds')
      await pipeline.stands({ First: 'FINISHED' })
    },
  ),

  story('occurrences say how many', { from: '§2 occurrences n: k < n', clock: true }, async stage => {
    const pipeline = await stage.running(stage.hourly(undefined, {}, { occurrences: '2' }))
    await stage.later('5 hours')
    is(await pipeline.ids('INSTANCE'), [pipeline.run('First'), pipeline.run('First', '1 hour')])
  }),

  story('an end that fits closes the schedule', { from: '§2 endDateTime', clock: true }, async stage => {
    const { Hours, ...rest } = stage.hourly()
    const { occurrences: _, ...open } = Hours ?? {}
    const pipeline = await stage.running({ ...rest, Hours: { ...open, endDateTime: stage.at('2 hours') } })
    await stage.later('5 hours')
    is((await pipeline.ids('INSTANCE')).length, 2)
  }),

  story(
    'cron keeps the interval that an end cuts',
    { from: '§2 unaligned Z [U]', ours: 'unalignedEnd', clock: true },
    async stage => {
      const { Hours, ...rest } = stage.hourly()
      const { occurrences: _, ...open } = Hours ?? {}
      const pipeline = await stage.running({ ...rest, Hours: { ...open, endDateTime: stage.at('90 minutes') } })
      await stage.later('5 hours')
      is((await pipeline.ids('INSTANCE')).length, 2)
    },
  ),

  story(
    'a time series leaves it out',
    { from: '§2 unaligned Z [U]', ours: 'unalignedEnd', clock: true },
    async stage => {
      const { Hours, ...rest } = stage.hourly(undefined, { scheduleType: 'timeseries' })
      const { occurrences: _, ...open } = Hours ?? {}
      const pipeline = await stage.running({ ...rest, Hours: { ...open, endDateTime: stage.at('90 minutes') } })
      await stage.later('5 hours')
      is((await pipeline.ids('INSTANCE')).length, 1)
    },
  ),

  story('without end or occurrences it goes on', { from: '§2 neither: endless', clock: true }, async stage => {
    const { Hours, ...rest } = stage.hourly(undefined, { maxActiveInstances: '5' })
    const { occurrences: _, ...open } = Hours ?? {}
    const pipeline = await stage.running({ ...rest, Hours: open })
    for (let k = 0; k < 30; k += 1) {
      await stage.works()
      await stage.later('1 hour')
    }
    is((await pipeline.ids('INSTANCE')).length, 31)
    await pipeline.isIn('SCHEDULED')
  }),

  story('an end and occurrences exclude each other', { from: '§2 not together with occurrences' }, async stage => {
    const pipeline = await stage.empty()
    is(errors(await pipeline.put(stage.hourly(undefined, {}, { endDateTime: stage.at('5 hours') }))), ['Hours'])
  }),

  story('an end comes after the start', { from: '§2 Z must be later than the start' }, async stage => {
    const { Hours, ...rest } = stage.hourly()
    const { occurrences: _, ...open } = Hours ?? {}
    const pipeline = await stage.empty()
    is(errors(await pipeline.put({ ...rest, Hours: { ...open, endDateTime: stage.at() } })), ['Hours'])
  }),

  story('a period may be written in many ways', { from: '§2 period grammar', clock: true }, async stage => {
    for (const period of ['60 minutes', '1 HOUR', '1 Hours', '60 Minutes']) {
      const pipeline = await stage.given(stage.hourly(undefined, {}, { period }))
      is(await pipeline.field('Hours', 'period'), period)
    }
  }),

  story('what is no period is an error', { from: '§2 N unit' }, async stage => {
    const pipeline = await stage.empty()
    for (const period of ['often', '0 hours', '1.5 hours', '-1 day', '1 fortnight'])
      is(errors(await pipeline.put(stage.hourly(undefined, {}, { period }))), ['Hours'])
  }),

  story('the shortest period is 15 minutes', { from: '§2 15 minutes to 3 years; §15 interval' }, async stage => {
    const pipeline = await stage.empty()
    is(errors(await pipeline.put(stage.hourly(undefined, {}, { period: '14 minutes' }))), ['Hours'])
    is(errors(await pipeline.put(stage.hourly(undefined, {}, { period: '15 minutes' }))), [])
  }),

  story('the longest period is 3 years', { from: '§2 15 minutes to 3 years' }, async stage => {
    const pipeline = await stage.empty()
    is(errors(await pipeline.put(stage.hourly(undefined, {}, { period: '4 years' }))), ['Hours'])
    is(errors(await pipeline.put(stage.hourly(undefined, {}, { period: '3 years' }))), [])
  }),

  story(
    'other periods may be shorter',
    { from: '§2 other Period slots share the grammar, not the minimum' },
    async stage => {
      const pipeline = await stage.empty()
      is(
        errors(
          await pipeline.put(
            onMachines({ Machine: machine({ terminateAfter: '10 minutes' }), First: shell({ runsOn: to('Machine') }) }),
          ),
        ),
        [],
      )
    },
  ),

  story(
    'months are counted from the start and never drift',
    { from: '§2 added from A by calendar', clock: true, settings: { refuseOldStarts: false } },
    async stage => {
      const pipeline = await stage.running(
        stage.hourly(
          { Data: data() },
          {},
          { period: '1 month', startDateTime: '2025-10-31T10:00:00', occurrences: '5' },
        ),
      )
      await stage.later('1 hour')
      is(await pipeline.ids('INSTANCE'), [
        '@Data_2025-10-31T10:00:00',
        '@Data_2025-11-30T10:00:00',
        '@Data_2025-12-31T10:00:00',
        '@Data_2026-01-31T10:00:00',
        '@Data_2026-02-28T10:00:00',
      ])
    },
  ),

  story(
    'a schedule may begin with the first activation',
    { from: '§2 startAt=FIRST_ACTIVATION_DATE_TIME', clock: true },
    async stage => {
      const { Hours, ...rest } = stage.hourly()
      const { startDateTime: _, ...open } = Hours ?? {}
      await stage.later('75 seconds')
      const pipeline = await stage.running({ ...rest, Hours: { ...open, startAt: 'FIRST_ACTIVATION_DATE_TIME' } })
      is(await pipeline.ids('INSTANCE'), [pipeline.run('First', '75 seconds')])
      is(await pipeline.field('Hours', '@firstActivationTime'), stage.at('75 seconds'))
    },
  ),

  story(
    'and keeps that moment for ever',
    { from: '§2 kept for ever as @firstActivationTime', clock: true },
    async stage => {
      const { Hours, ...rest } = stage.hourly()
      const { startDateTime: _, ...open } = Hours ?? {}
      const pipeline = await stage.running({ ...rest, Hours: { ...open, startAt: 'FIRST_ACTIVATION_DATE_TIME' } })
      await stage.works()
      await pipeline.deactivate()
      await stage.later('70 minutes')
      await pipeline.activate()
      is(await pipeline.ids('INSTANCE'), [pipeline.run('First'), pipeline.run('First', '1 hour')])
      is(await pipeline.field('Hours', '@firstActivationTime'), stage.at())
    },
  ),

  story('exactly one of the two starts', { from: '§2 exactly one of the two' }, async stage => {
    const pipeline = await stage.empty()
    is(errors(await pipeline.put(stage.hourly(undefined, {}, { startAt: 'FIRST_ACTIVATION_DATE_TIME' }))), ['Hours'])
    const { Hours, ...rest } = stage.hourly()
    const { startDateTime: _, ...open } = Hours ?? {}
    is(errors(await pipeline.put({ ...rest, Hours: open })), ['Hours'])
  }),

  story('a start is written out', { from: '§2 must be a literal datetime [A]' }, async stage => {
    const pipeline = await stage.empty()
    const verdict = await pipeline.put(stage.hourly(undefined, {}, { startDateTime: '#{makeDate(2026,3,1)}' }))
    is(errors(verdict), ['Hours'])
    holds(
      /^INVALID_FIELD_VALUE: 'startDateTime' /.test(String(verdict.validationErrors[0]?.errors?.[0])),
      JSON.stringify(verdict),
    )
  }),

  story(
    'a bare function is no start either',
    { from: '§2 makeDate(2011,5,24) [U]', ours: 'literalStart' },
    async stage => {
      const pipeline = await stage.empty()
      is(errors(await pipeline.put(stage.hourly(undefined, {}, { startDateTime: 'makeDate(2026,3,1)' }))), ['Hours'])
    },
  ),

  story('a schedule takes parameters', { from: '§2 schedule fields accept #{myParam} [C]' }, async stage => {
    const pipeline = await stage.running(
      stage.hourly(undefined, {}, { startDateTime: '#{myStart}', period: '#{myPeriod}' }),
      { values: { myStart: stage.at(), myPeriod: '2 hours' } },
    )
    is(await pipeline.field(pipeline.run('First'), '@scheduledEndTime'), stage.at('2 hours'))
  }),

  story('what runs has a schedule', { from: '§1 required is judged after inheritance; rules' }, async stage => {
    const pipeline = await stage.empty()
    is((await pipeline.put({ Default: { scheduleType: 'cron', workerGroup: 'group' }, First: shell() })).errored, true)
  }),

  story(
    'a span shorter than a period is a warning',
    { from: '§2 a span shorter than one period [U]', ours: 'shortSpan' },
    async stage => {
      const { Hours, ...rest } = stage.hourly()
      const { occurrences: _, ...open } = Hours ?? {}
      const pipeline = await stage.empty()
      const verdict = await pipeline.put({ ...rest, Hours: { ...open, endDateTime: stage.at('30 minutes') } })
      is(verdict.errored, false)
      holds(
        verdict.validationWarnings.some(one => one.id === 'Hours'),
        JSON.stringify(verdict),
      )
    },
  ),

  story('objects may start at different times', { from: '§2 mixed schedules; anchor', clock: true }, async stage => {
    const pipeline = await stage.running(
      stage.hourly({
        Later: { type: 'Schedule', period: '1 hour', startDateTime: stage.at('30 minutes'), occurrences: '1' },
        First: shell(),
        Second: shell({ schedule: to('Later') }),
      }),
    )
    await stage.later('30 minutes')
    is(await pipeline.ids('INSTANCE'), [pipeline.run('First'), pipeline.run('Second', '30 minutes')])
  }),
])
