import { check, machine, onDemand, shell, to } from '../definitions.ts'
import type { Stage } from '../stage.ts'
import { is } from '../stage.ts'
import { section, story } from '../story.ts'

/** Three tasks in each hour, on a machine that is shared by them. */
const shared = (stage: Stage, occurrences = '2') => ({
  Default: { scheduleType: 'cron', schedule: to('Often'), role: 'role', resourceRole: 'role' },
  Hours: { type: 'Schedule', period: '1 hour', startDateTime: stage.at(), occurrences },
  Often: {
    type: 'Schedule',
    period: '20 minutes',
    startDateTime: stage.at(),
    occurrences: String(3 * Number(occurrences)),
  },
  Machine: machine({ schedule: to('Hours') }),
  First: shell({ runsOn: to('Machine') }),
})

export const resuming = section('going on after a deactivation', [
  story(
    'a machine that is made again waits for nothing that is over',
    { from: '§2 resumes [D M]; §3 after the last dependent in its interval is terminal', clock: true },
    async stage => {
      const pipeline = await stage.running(shared(stage, '1'))
      await stage.later('5 minutes')
      await pipeline.stands({ First: 'FINISHED', Machine: 'RUNNING' })
      await pipeline.deactivate()
      await stage.later('5 minutes')
      await pipeline.isIn('INACTIVE')
      await pipeline.activate()
      await stage.later('50 minutes')
      await pipeline.stands({ First: 'FINISHED' }, '40 minutes')
      await pipeline.stands({ Machine: 'FINISHED' })
      await pipeline.isIn('FINISHED')
    },
  ),

  story(
    'a start within the hour of a machine makes that machine',
    { from: '§2 startTimestamp; matching [U]', ours: 'matching', clock: true },
    async stage => {
      const pipeline = await stage.running(shared(stage))
      await stage.later('5 minutes')
      await pipeline.deactivate()
      await stage.later('90 minutes')
      await pipeline.activate({ startTimestamp: stage.start / 1000 + 4_800 })
      await stage.later('2 hours')
      await pipeline.stands({ First: 'SKIPPED' }, '60 minutes')
      await pipeline.stands({ First: 'FINISHED' }, '80 minutes')
      await pipeline.stands({ First: 'FINISHED' }, '100 minutes')
      await pipeline.stands({ Machine: 'FINISHED' }, '1 hour')
      await pipeline.isIn('FINISHED')
    },
  ),

  story(
    'at the first activation as well',
    { from: '§2 startTimestamp; matching [U]', ours: 'matching', clock: true },
    async stage => {
      const pipeline = await stage.given(shared(stage))
      await pipeline.activate({ startTimestamp: stage.start / 1000 + 1_200 })
      await stage.later('3 hours')
      await pipeline.stands({ First: 'FINISHED' }, '20 minutes')
      await pipeline.stands({ First: 'FINISHED' }, '100 minutes')
      await pipeline.isIn('FINISHED')
    },
  ),

  story(
    'objects that are new in the middle of an hour find their machine',
    { from: '§2 adopts the edited definition for new runs only [D]', clock: true },
    async stage => {
      const objects = shared(stage)
      const pipeline = await stage.running(objects)
      await stage.later('5 minutes')
      const more = { ...objects, Other: machine({ schedule: to('Hours') }), Second: shell({ runsOn: to('Other') }) }
      await pipeline.put(more)
      await pipeline.activate()
      await stage.later('3 hours')
      await pipeline.stands({ Second: 'FINISHED' }, '20 minutes')
      await pipeline.stands({ Second: 'FINISHED' }, '100 minutes')
      await pipeline.isIn('FINISHED')
    },
  ),

  story(
    'what a person canceled is not made again',
    { from: '§2 resumes; §7 TRY_CANCEL [U]', ours: 'canceledStays', clock: true },
    async stage => {
      const pipeline = await stage.running(
        stage.hourly(undefined, { reportProgressTimeout: '5 hours' }, { occurrences: '9' }),
      )
      const task = await stage.takes()
      await task.reports()
      await stage.later('1 hour')
      await pipeline.set('TRY_CANCEL', pipeline.run('First', '1 hour'))
      await pipeline.deactivate()
      await task.reports()
      await pipeline.isIn('INACTIVE')
      await pipeline.activate()
      await pipeline.stands({ First: 'WAITING_FOR_RUNNER' })
      await pipeline.stands({ First: 'CANCELED' }, '1 hour')
    },
  ),

  story(
    'a coarse consumer comes back and still waits for all finer producers',
    { from: '§2 mixed schedules; resumes [D M]', clock: true },
    async stage => {
      const pipeline = await stage.running({
        ...stage.hourly({
          First: shell(),
          Day: { type: 'Schedule', period: '3 hours', startDateTime: stage.at(), occurrences: '1' },
          Second: shell({ schedule: to('Day'), dependsOn: to('First') }),
        }),
      })
      await stage.works()
      await stage.later('1 hour')
      await pipeline.deactivate()
      await pipeline.isIn('INACTIVE')
      await stage.later('90 minutes')
      await pipeline.activate()
      await pipeline.stands({ Second: 'WAITING_ON_DEPENDENCIES', First: 'FINISHED' })
      await stage.works()
      await pipeline.stands({ Second: 'WAITING_ON_DEPENDENCIES' })
      await stage.works()
      await pipeline.stands({ Second: 'WAITING_FOR_RUNNER' })
      await stage.works()
      await pipeline.isIn('FINISHED')
    },
  ),

  story(
    'what waited for its next try is canceled and begins anew',
    { from: '§7 cancels running objects; §2 resumes', clock: true },
    async stage => {
      const pipeline = await stage.running(stage.hourly(undefined, {}, { occurrences: '1' }))
      await stage.works('FAILED')
      await pipeline.deactivate()
      await pipeline.isIn('INACTIVE')
      await pipeline.stands({ First: 'CANCELED' })
      await stage.later('30 minutes')
      await stage.nothing()
      await pipeline.activate()
      is(await stage.works(), `${pipeline.run('First')}_Attempt=2`)
      await pipeline.isIn('FINISHED')
    },
  ),

  story(
    'where it waits for what runs, tries go on',
    { from: '§7 cancelActive false waits for them', clock: true },
    async stage => {
      const pipeline = await stage.running(stage.hourly(undefined, {}, { occurrences: '1' }))
      const task = await stage.takes()
      await task.reports()
      await pipeline.deactivate(false)
      await task.ends('FAILED')
      await stage.later('10 minutes')
      await pipeline.isIn('DEACTIVATING')
      await stage.works()
      await pipeline.isIn('INACTIVE')
      await pipeline.stands({ First: 'FINISHED' })
    },
  ),

  story(
    'an on-demand run that was deactivated is over, an activation begins another',
    { from: '§7 dropped; §2 one full set per activation [D]', clock: true },
    async stage => {
      const pipeline = await stage.running(onDemand({ First: shell(), Second: shell({ dependsOn: to('First') }) }))
      await pipeline.deactivate()
      await pipeline.isIn('INACTIVE')
      await stage.later('1 minute')
      await pipeline.activate()
      await pipeline.stands({ First: 'CANCELED' })
      await pipeline.stands({ First: 'WAITING_FOR_RUNNER', Second: 'WAITING_ON_DEPENDENCIES' }, '1 minute')
      await stage.works()
      await stage.works()
      await pipeline.isIn('FINISHED')
    },
  ),

  story(
    'more occurrences revive a finished pipeline too',
    { from: '§2 revived by moving its end date [M]', ours: 'editFinished', clock: true },
    async stage => {
      const pipeline = await stage.running(stage.hourly(undefined, {}, { occurrences: '1' }))
      await stage.works()
      await pipeline.isIn('FINISHED')
      await stage.later('90 minutes')
      is(
        (
          await pipeline.put(
            stage.hourly(undefined, {}, { occurrences: '2', startDateTime: pipeline.run('First').slice(-19) }),
          )
        ).errored,
        false,
      )
      await pipeline.activate()
      await pipeline.isIn('SCHEDULED')
      await pipeline.stands({ First: 'WAITING_FOR_RUNNER' }, '1 hour')
      await stage.works()
      await pipeline.isIn('FINISHED')
    },
  ),

  story(
    'values of an activation are not those of the next',
    { from: '§12 persist in the active version [U]', ours: 'valuesPersist', clock: true },
    async stage => {
      const pipeline = await stage.given(onDemand({ First: shell({ command: '#{myWord}' }) }), {
        parameters: { myWord: { type: 'String', default: 'stored' } },
      })
      await pipeline.activate({ parameterValues: [{ id: 'myWord', stringValue: 'given' }] })
      const task = await stage.takes()
      is(task.field('command'), 'given')
      await task.ends()
      await stage.later('1 minute')
      await pipeline.activate()
      is((await stage.takes()).field('command'), 'stored')
    },
  ),

  story(
    'a deactivation that waits for what runs asks no more for whom it drops',
    { from: '§7 not-yet-started instances: dropped [U]', ours: 'droppedOnDeactivation', clock: true },
    async stage => {
      const pipeline = await stage.running(
        stage.hourly({ Ready: check(), First: shell({ precondition: to('Ready') }) }),
      )
      await stage.works('FALSE')
      await pipeline.deactivate(false)
      await pipeline.isIn('INACTIVE')
      await pipeline.activate()
      is(await stage.works(), `@Ready_First_${stage.at()}_Attempt=2`)
      await stage.works()
      await pipeline.stands({ First: 'FINISHED' })
    },
  ),

  story(
    'a machine whose tasks are skipped waits for them no more',
    {
      from: '§2 earlier pending intervals become SKIPPED [D M]; §6 all dependents … while the resource still waits → FINISHED',
      clock: true,
      machines: () => ({ status: 'FINISHED', after: 36_000_000 }),
    },
    async stage => {
      const { Default, ...rest } = stage.hourly(
        {
          Machine: machine({ terminateAfter: '20 hours' }),
          First: shell({ runsOn: to('Machine'), maxActiveInstances: '1' }),
        },
        {},
        { occurrences: '4' },
      )
      const { workerGroup: _, ...base } = Default ?? {}
      const pipeline = await stage.running({ Default: base, ...rest })
      await stage.later('150 minutes')
      await pipeline.stands({ Machine: 'WAITING_ON_DEPENDENCIES' }, '2 hours')
      await pipeline.activate({ startTimestamp: stage.start / 1000 + 10_800 })
      await pipeline.stands({ First: 'SKIPPED', Machine: 'FINISHED' }, '2 hours')
    },
  ),

  story(
    'a task that no worker has taken is not waited for',
    {
      from: '§7 false waits for running objects; not-yet-started instances dropped [U]',
      ours: 'droppedOnDeactivation',
    },
    async stage => {
      const pipeline = await stage.running(stage.hourly({ First: shell(), Second: shell() }))
      const task = await stage.takes()
      await task.reports()
      await pipeline.deactivate(false)
      await stage.nothing()
      await task.ends()
      await pipeline.isIn('INACTIVE')
      await pipeline.activate()
      await stage.works()
      await pipeline.stands({ First: 'FINISHED', Second: 'FINISHED' })
    },
  ),

  story(
    'nor for one whose interval was not over yet when it was passed over',
    { from: '§2 with startTimestamp, from there [D M]; timeseries due E_k', clock: true },
    async stage => {
      const { Default, ...rest } = stage.hourly(
        { Machine: machine(), First: shell({ runsOn: to('Machine') }) },
        { scheduleType: 'timeseries' },
        { occurrences: '2' },
      )
      const { workerGroup: _, ...base } = Default ?? {}
      const pipeline = await stage.running({ Default: base, ...rest })
      await stage.later('30 minutes')
      await pipeline.stands({ Machine: 'WAITING_ON_DEPENDENCIES' })
      await pipeline.activate({ startTimestamp: stage.start / 1000 + 1_800 })
      await pipeline.stands({ Machine: 'FINISHED' })
      await stage.later('2 hours')
      await pipeline.stands({ Machine: 'FINISHED', First: 'FINISHED' }, '1 hour')
      await pipeline.isIn('FINISHED')
    },
  ),
])
