import { shell, to } from '../definitions.ts'
import { is, refused } from '../stage.ts'
import { section, story } from '../story.ts'

export const backfill = section('backfill and activation', [
  story('the past is made up for at once', { from: '§2 backfill [D]' }, async stage => {
    const pipeline = await stage.running(
      stage.hourly(undefined, {}, { startDateTime: stage.at('-3 hours'), occurrences: '3' }),
    )
    is(
      await pipeline.ids('INSTANCE'),
      ['-3 hours', '-2 hours', '-1 hours'].map(at => pipeline.run('First', at)),
    )
  }),

  story(
    'with five instances of an object at a time',
    { from: '§2 account default 5 active instances [D]', ours: 'fiveActive' },
    async stage => {
      const pipeline = await stage.running(
        stage.hourly(undefined, {}, { startDateTime: stage.at('-9 hours'), occurrences: '9' }),
      )
      is((await pipeline.ids('INSTANCE')).length, 5)
      await stage.works()
      is((await pipeline.ids('INSTANCE')).length, 6)
    },
  ),

  story('or as many as maxActiveInstances says', { from: '§2 maxActiveInstances' }, async stage => {
    const pipeline = await stage.running(
      stage.hourly(
        { First: shell({ maxActiveInstances: '2' }) },
        {},
        { startDateTime: stage.at('-9 hours'), occurrences: '9' },
      ),
    )
    is((await pipeline.ids('INSTANCE')).length, 2)
  }),

  story('one at a time keeps the order', { from: '§2 1 forces chronological order [L]' }, async stage => {
    const pipeline = await stage.running(
      stage.hourly(
        { First: shell({ maxActiveInstances: '1' }) },
        {},
        { startDateTime: stage.at('-3 hours'), occurrences: '3' },
      ),
    )
    for (const at of ['-3 hours', '-2 hours', '-1 hours']) {
      is(await stage.works(), `${pipeline.run('First', at)}_Attempt=1`)
    }
    await pipeline.isIn('FINISHED')
  }),

  story('reruns do not count', { from: '§2 reruns do not count [D]' }, async stage => {
    const pipeline = await stage.running(
      stage.hourly(
        { First: shell({ maxActiveInstances: '1', maximumRetries: '0' }) },
        {},
        { startDateTime: stage.at('-2 hours'), occurrences: '3' },
      ),
    )
    await stage.works('FAILED')
    await pipeline.set('RERUN', pipeline.run('First', '-2 hours'))
    await pipeline.stands({ First: 'WAITING_FOR_RUNNER' }, '-2 hours')
    await pipeline.stands({ First: 'WAITING_FOR_RUNNER' }, '-1 hours')
  }),

  story(
    'a start more than a day back is refused',
    { from: '§2 activation is blocked [D]', ours: 'oldStarts' },
    async stage => {
      const pipeline = await stage.given(stage.hourly(undefined, {}, { startDateTime: stage.at('-25 hours') }))
      await refused(pipeline.activate())
      await pipeline.isIn('PENDING')
    },
  ),

  story('a start within the last day is not', { from: '§2 one day in the past [D]' }, async stage => {
    const pipeline = await stage.running(stage.hourly(undefined, {}, { startDateTime: stage.at('-23 hours') }))
    await pipeline.isIn('SCHEDULED')
  }),

  story(
    'nor one that comes with a start timestamp',
    { from: '§2 not when startTimestamp is given [U]', ours: 'oldStarts' },
    async stage => {
      const pipeline = await stage.given(
        stage.hourly(undefined, {}, { startDateTime: stage.at('-48 hours'), occurrences: '60' }),
      )
      await pipeline.activate({ startTimestamp: (stage.start - 2 * 3_600_000) / 1000 })
      is(
        await pipeline.ids('INSTANCE'),
        ['-2 hours', '-1 hours', '0 hours'].map(at => pipeline.run('First', at)),
      )
    },
  ),

  story(
    'a server may allow it',
    { from: '§2 server switch [U]', ours: 'oldStarts', settings: { refuseOldStarts: false } },
    async stage => {
      const pipeline = await stage.running(stage.hourly(undefined, {}, { startDateTime: stage.at('-48 hours') }))
      is((await pipeline.ids('INSTANCE')).length, 3)
    },
  ),

  story(
    'a running pipeline adopts an edit for new runs only',
    { from: '§2 adopts the edited definition for new runs only [D]', clock: true },
    async stage => {
      const pipeline = await stage.running(stage.hourly({ First: shell({ command: 'old' }) }))
      await pipeline.put(stage.hourly({ First: shell({ command: 'new' }) }))
      await pipeline.activate()
      is(await pipeline.field(`${pipeline.run('First')}_Attempt=1`, 'command'), 'old')
      await stage.works()
      await stage.later('1 hour')
      is((await stage.takes()).field('command'), 'new')
    },
  ),

  story(
    'an edit that is not activated changes nothing',
    { from: '§2 freezes it as version active', clock: true },
    async stage => {
      const pipeline = await stage.running(stage.hourly({ First: shell({ command: 'old' }) }))
      await stage.works()
      await pipeline.put(stage.hourly({ First: shell({ command: 'new' }) }))
      await stage.later('1 hour')
      is((await stage.takes()).field('command'), 'old')
    },
  ),

  story(
    'a finished pipeline is revived by a later end',
    { from: '§2 revived by moving its end date [M]', ours: 'editFinished', clock: true },
    async stage => {
      const pipeline = await stage.running(stage.hourly(undefined, {}, { occurrences: '1' }))
      await stage.works()
      await pipeline.isIn('FINISHED')
      await stage.later('90 minutes')
      const verdict = await pipeline.put(stage.hourly(undefined, {}, { occurrences: '3' }))
      is(verdict.validationErrors, [])
      await pipeline.activate()
      await pipeline.isIn('SCHEDULED')
      await pipeline.stands({ First: 'WAITING_FOR_RUNNER' }, '1 hour')
    },
  ),

  story(
    'a later activation is not refused for its age',
    { from: '§2 first activation only', ours: 'oldStarts', clock: true },
    async stage => {
      const pipeline = await stage.running(stage.hourly(undefined, {}, { occurrences: '100' }))
      await stage.works()
      await pipeline.deactivate()
      await stage.later('3 days')
      await pipeline.activate()
      await pipeline.stands({ First: 'WAITING_FOR_RUNNER' }, '1 hour')
    },
  ),

  story(
    'an activation of what runs already doubles nothing',
    { from: '§2 re-activating a running pipeline [D]' },
    async stage => {
      const pipeline = await stage.running(stage.hourly())
      await pipeline.activate()
      is(await pipeline.ids('INSTANCE'), [pipeline.run('First')])
      is(await pipeline.ids('ATTEMPT'), [`${pipeline.run('First')}_Attempt=1`])
    },
  ),

  story(
    'values given with it are for new runs',
    { from: '§2 for new runs only [D]; §12', clock: true },
    async stage => {
      const pipeline = await stage.running(stage.hourly({ First: shell({ command: '#{myWord}' }) }), {
        values: { myWord: 'old' },
      })
      await pipeline.activate({ parameterValues: [{ id: 'myWord', stringValue: 'new' }] })
      const task = await stage.takes()
      is(task.field('command'), 'old')
      await task.ends()
      await stage.later('1 hour')
      is((await stage.takes()).field('command'), 'new')
    },
  ),

  story(
    'an object added to it runs from the next interval on',
    { from: '§2 adopts the edited definition for new runs only [D]', clock: true },
    async stage => {
      const pipeline = await stage.running(stage.hourly())
      await stage.later('90 minutes')
      await pipeline.put(stage.hourly({ First: shell(), Second: shell() }))
      await pipeline.activate()
      is(await pipeline.ids('INSTANCE', ['@componentParent', 'REF_EQ', 'Second']), [])
      await stage.later('30 minutes')
      is(await pipeline.ids('INSTANCE', ['@componentParent', 'REF_EQ', 'Second']), [pipeline.run('Second', '2 hours')])
    },
  ),

  story(
    'each run keeps the version that it was made from',
    { from: '§1 @version; §2 for new runs only [D]', clock: true },
    async stage => {
      const pipeline = await stage.running(stage.hourly())
      const version = await pipeline.field(pipeline.run('First'), '@version')
      await pipeline.put(stage.hourly({ First: shell({ command: 'new' }) }))
      await pipeline.activate()
      await stage.later('1 hour')
      is(await pipeline.field(pipeline.run('First'), '@version'), version)
      is((await pipeline.field(pipeline.run('First', '1 hour'), '@version')) === version, false)
    },
  ),

  story(
    'a start timestamp before the schedule changes nothing',
    { from: '§2 with startTimestamp, from there [M]' },
    async stage => {
      const pipeline = await stage.given(stage.hourly())
      await pipeline.activate({ startTimestamp: stage.start / 1000 - 86_400 })
      is(await pipeline.ids('INSTANCE'), [pipeline.run('First')])
    },
  ),

  story(
    'a cascade that would be backfilled is a warning',
    { from: '§2 saving a cascade pipeline that would backfill [D]' },
    async stage => {
      const pipeline = await stage.empty()
      const verdict = await pipeline.put(
        stage.hourly({ First: shell({ failureAndRerunMode: 'cascade' }) }, {}, { startDateTime: stage.at('-5 hours') }),
      )
      is(verdict.errored, false)
      is(
        /First has 'failureAndRerunMode' field set to 'cascade' and /.test(JSON.stringify(verdict.validationWarnings)),
        true,
      )
    },
  ),

  story(
    'a consumer waits for the producer of its own interval, made or not',
    { from: '§3 dependsOn; §2 maxActiveInstances' },
    async stage => {
      const pipeline = await stage.running(
        stage.hourly(
          {
            First: shell({ maxActiveInstances: '1' }),
            Second: shell({ dependsOn: to('First'), workerGroup: 'other' }),
          },
          {},
          { startDateTime: stage.at('-2 hours') },
        ),
      )
      await stage.works()
      await pipeline.stands({ Second: 'WAITING_FOR_RUNNER' }, '-2 hours')
      await pipeline.stands({ First: 'WAITING_FOR_RUNNER', Second: 'WAITING_ON_DEPENDENCIES' }, '-1 hours')
      await pipeline.stands({ Second: 'WAITING_ON_DEPENDENCIES' })
      await stage.works()
      await pipeline.stands({ Second: 'WAITING_FOR_RUNNER' }, '-1 hours')
      await pipeline.stands({ First: 'WAITING_FOR_RUNNER', Second: 'WAITING_ON_DEPENDENCIES' })
    },
  ),

  story(
    'a consumer does not wait for what was skipped',
    { from: '§2 earlier pending intervals become SKIPPED [D M]', ours: 'skippedIsMet', clock: true },
    async stage => {
      const pipeline = await stage.running(
        stage.hourly({ First: shell(), Second: shell({ dependsOn: to('First') }) }, {}, { occurrences: '9' }),
      )
      await stage.works()
      await stage.works()
      await pipeline.deactivate()
      await stage.later('150 minutes')
      await pipeline.activate({ startTimestamp: stage.start / 1000 + 7_200 })
      await pipeline.stands({ First: 'SKIPPED', Second: 'SKIPPED' }, '1 hour')
      await stage.works()
      await pipeline.stands({ First: 'FINISHED', Second: 'WAITING_FOR_RUNNER' }, '2 hours')
    },
  ),
])
