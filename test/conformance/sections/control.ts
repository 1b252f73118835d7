import { check, machine, onDemand, onMachines, shell, to } from '../definitions.ts'
import { lasting } from '../plays.ts'
import { is, refused } from '../stage.ts'
import { section, story } from '../story.ts'

export const control = section('set status', [
  story(
    'PAUSE holds what waits, what runs finishes',
    { from: '§7 PAUSE [U]', ours: 'pauseHolds', clock: true },
    async stage => {
      const pipeline = await stage.running(stage.hourly())
      const task = await stage.takes()
      await task.reports()
      await pipeline.set('PAUSE', 'First')
      is(await pipeline.field('First', '@status'), 'PAUSED')
      await task.ends()
      await pipeline.stands({ First: 'FINISHED' })
      await stage.later('1 hour')
      await pipeline.stands({ First: 'PAUSED' }, '1 hour')
      await stage.nothing()
    },
  ),

  story('RESUME lets it go', { from: '§7 RESUME undoes [U]', ours: 'pauseHolds', clock: true }, async stage => {
    const pipeline = await stage.running(stage.hourly())
    await stage.works()
    await pipeline.set('PAUSE', 'First')
    await stage.later('1 hour')
    await pipeline.set('RESUME', 'First')
    is(await pipeline.field('First', '@status'), 'SCHEDULED')
    await pipeline.stands({ First: 'WAITING_FOR_RUNNER' }, '1 hour')
  }),

  story('it holds one component only', { from: '§7 PAUSE' }, async stage => {
    const pipeline = await stage.running(
      onDemand({ First: shell(), Second: shell(), Third: shell({ dependsOn: to('First') }) }),
    )
    await pipeline.set('PAUSE', 'Third')
    is(await pipeline.field('Second', '@status'), 'SCHEDULED')
    await pipeline.stands({ First: 'WAITING_FOR_RUNNER', Second: 'WAITING_FOR_RUNNER', Third: 'PAUSED' })
  }),

  story('a lower-case word will do', { from: '§7 a sample sends lower-case pause' }, async stage => {
    const pipeline = await stage.running(onDemand())
    await pipeline.set('pause', 'First')
    is(await pipeline.field('First', '@status'), 'PAUSED')
  }),

  story('several objects at once', { from: '§7 SetStatus [M]' }, async stage => {
    const pipeline = await stage.running(onDemand({ First: shell(), Second: shell() }))
    await pipeline.set('TRY_CANCEL', pipeline.run('First'), pipeline.run('Second'))
    await pipeline.stands({ First: 'CANCELED', Second: 'CANCELED' })
  }),

  story(
    'TRY_CANCEL ends what waits at once',
    { from: '§7 waiting → CANCELED at once [U]', ours: 'cancelAsks' },
    async stage => {
      const pipeline = await stage.running(onDemand({ First: shell(), Second: shell({ dependsOn: to('First') }) }))
      await pipeline.set('TRY_CANCEL', pipeline.run('First'))
      await pipeline.stands({ First: 'CANCELED', [`${pipeline.run('First')}_Attempt=1`]: 'CANCELED' })
      await stage.nothing()
    },
  ),

  story(
    'what runs is told with its next report',
    { from: '§7 next ReportTaskProgress answers canceled:true [U]', ours: 'cancelAsks' },
    async stage => {
      const pipeline = await stage.running(onDemand())
      const task = await stage.takes()
      await task.reports()
      await pipeline.set('TRY_CANCEL', pipeline.run('First'))
      is(await task.reports(), true)
      await pipeline.stands({ First: 'CANCELED', [task.attemptId]: 'CANCELED' })
    },
  ),

  story('and is not tried again', { from: '§7 no retry [U]', ours: 'cancelAsks', clock: true }, async stage => {
    const pipeline = await stage.running(onDemand({ First: shell(), Second: shell() }))
    await pipeline.set('TRY_CANCEL', pipeline.run('First'))
    await stage.later('1 hour')
    await pipeline.stands({ First: 'CANCELED' })
    is(await pipeline.field(pipeline.run('First'), '@attemptCount'), '1')
  }),

  story(
    'a task on a machine is stopped',
    {
      from: '§7 TRY_CANCEL running [U]',
      ours: 'cancelAsks',
      clock: true,
      machines: lasting('First', 7_200_000),
    },
    async stage => {
      const pipeline = await stage.running(onMachines({ Machine: machine(), First: shell({ runsOn: to('Machine') }) }))
      await pipeline.stands({ First: 'RUNNING' })
      await pipeline.set('TRY_CANCEL', pipeline.run('First'))
      await stage.later('1 minute')
      await pipeline.stands({ First: 'CANCELED', Machine: 'FINISHED' })
    },
  ),

  story(
    'MARK_FINISHED lets dependents go on',
    { from: '§7 MARK_FINISHED → FINISHED [U]', ours: 'markFinished' },
    async stage => {
      const pipeline = await stage.running(
        onDemand({ First: shell(), Second: shell({ dependsOn: to('First') }) }, { maximumRetries: '0' }),
      )
      await stage.works('FAILED')
      await pipeline.set('MARK_FINISHED', pipeline.run('First'))
      await pipeline.stands({ First: 'FINISHED', Second: 'WAITING_FOR_RUNNER' })
    },
  ),

  story('also what still waits', { from: '§7 MARK_FINISHED [U]', ours: 'markFinished' }, async stage => {
    const pipeline = await stage.running(
      onDemand({
        First: shell(),
        Second: shell({ dependsOn: to('First') }),
        Third: shell({ dependsOn: to('Second') }),
      }),
    )
    await pipeline.set('MARK_FINISHED', pipeline.run('Second'))
    await pipeline.stands({ First: 'WAITING_FOR_RUNNER', Second: 'FINISHED', Third: 'WAITING_FOR_RUNNER' })
  }),

  story(
    'verbs for components are refused on instances',
    { from: '§7 wrong verb for the sphere [U]', ours: 'wrongState' },
    async stage => {
      const pipeline = await stage.running(onDemand())
      for (const verb of ['PAUSE', 'RESUME']) await refused(pipeline.set(verb, pipeline.run('First')))
    },
  ),

  story(
    'and those for instances on components',
    { from: '§7 wrong verb for the sphere [U]', ours: 'wrongState' },
    async stage => {
      const pipeline = await stage.running(onDemand())
      for (const verb of ['TRY_CANCEL', 'RERUN', 'MARK_FINISHED']) await refused(pipeline.set(verb, 'First'))
    },
  ),

  story('spheres do not mix in one call', { from: '§7 never a mix of spheres [M]' }, async stage => {
    const pipeline = await stage.running(onDemand())
    await refused(pipeline.set('PAUSE', 'First', pipeline.run('First')))
    is(await pipeline.field('First', '@status'), 'SCHEDULED')
  }),

  story('words that are no verbs are refused', { from: '§7 SetStatus [M]' }, async stage => {
    const pipeline = await stage.running(onDemand())
    await refused(pipeline.set('FINISHED', pipeline.run('First')))
  }),

  story(
    'nothing can be set in a FINISHED pipeline',
    { from: '§7 on a FINISHED pipeline InvalidRequestException [M]' },
    async stage => {
      const pipeline = await stage.running(onDemand())
      await stage.works()
      await refused(pipeline.set('RERUN', pipeline.run('First')))
      await refused(pipeline.set('PAUSE', 'First'))
    },
  ),

  story('ids that nobody has are refused, and nothing is set', { from: '§7 SetStatus [M]' }, async stage => {
    const pipeline = await stage.running(onDemand())
    await refused(pipeline.set('TRY_CANCEL', pipeline.run('First'), pipeline.run('Nobody')))
    await pipeline.stands({ First: 'WAITING_FOR_RUNNER' })
  }),

  story('preconditions take the verbs of instances', { from: '§7 instances TRY_CANCEL; §4' }, async stage => {
    const pipeline = await stage.running(onDemand({ Ready: check(), First: shell({ precondition: to('Ready') }) }))
    await pipeline.set('MARK_FINISHED', `@Ready_First_${stage.at()}`)
    await pipeline.stands({ First: 'WAITING_FOR_RUNNER' })
  }),

  story(
    'MARK_FINISHED of the origin brings back what failed with it',
    { from: '§7 MARK_FINISHED, dependents go on [U]', ours: 'markFinished' },
    async stage => {
      const pipeline = await stage.running(
        onDemand(
          { First: shell(), Second: shell({ dependsOn: to('First') }), Beside: shell({ workerGroup: 'beside' }) },
          { maximumRetries: '0', failureAndRerunMode: 'cascade' },
        ),
      )
      await stage.works('FAILED')
      await pipeline.stands({ Second: 'CASCADE_FAILED' })
      await pipeline.set('MARK_FINISHED', pipeline.run('First'))
      await pipeline.stands({ Second: 'WAITING_FOR_RUNNER' })
    },
  ),

  story(
    'what is over cannot be canceled',
    { from: '§7 right verb in a non-matching state: ignored [U]', ours: 'wrongState' },
    async stage => {
      const pipeline = await stage.running(onDemand({ First: shell(), Second: shell() }))
      await stage.works()
      await pipeline.set('TRY_CANCEL', pipeline.run('First'))
      await pipeline.stands({ First: 'FINISHED' })
    },
  ),

  story(
    'what is not paused can be resumed, to no effect',
    { from: '§7 right verb in a non-matching state: ignored [U]', ours: 'wrongState' },
    async stage => {
      const pipeline = await stage.running(onDemand())
      await pipeline.set('RESUME', 'First')
      is(await pipeline.field('First', '@status'), 'SCHEDULED')
      await pipeline.stands({ First: 'WAITING_FOR_RUNNER' })
    },
  ),

  story(
    'a canceled resource takes its tasks along',
    {
      from: '§6 resource fails → dependents CANCELED [D]; §7 TRY_CANCEL',
      clock: true,
      machines: lasting('First', 7_200_000),
    },
    async stage => {
      const pipeline = await stage.running(onMachines({ Machine: machine(), First: shell({ runsOn: to('Machine') }) }))
      await pipeline.set('TRY_CANCEL', pipeline.run('Machine'))
      await stage.later('1 minute')
      await pipeline.stands({ Machine: 'CANCELED', First: 'CANCELED' })
    },
  ),
])
