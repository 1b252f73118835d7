import { broken } from '../../engine/toy.ts'
import { machine, onDemand, onMachines, shell, to } from '../definitions.ts'
import { failing, lasting } from '../plays.ts'
import { is } from '../stage.ts'
import { section, story } from '../story.ts'

export const machines = section('machines', [
  story(
    'a resource starts in parallel with the wait of its task',
    {
      from: '§3 resource CREATING while the activity is WAITING_FOR_RUNNER [C]',
      ours: 'creating',
      clock: true,
      machines: lasting('Machine', 300_000),
    },
    async stage => {
      const pipeline = await stage.running(onMachines({ Machine: machine(), First: shell({ runsOn: to('Machine') }) }))
      await pipeline.stands({ Machine: 'CREATING', First: 'WAITING_FOR_RUNNER' })
      await stage.later('6 minutes')
      await pipeline.stands({ First: 'FINISHED' })
    },
  ),

  story(
    'a resource waits until somebody is ready for it',
    { from: '§3 starts when the first dependent is otherwise ready' },
    async stage => {
      const pipeline = await stage.running(
        onDemand({
          First: shell(),
          Machine: machine(),
          Second: shell({ runsOn: to('Machine'), dependsOn: to('First') }),
        }),
      )
      await pipeline.stands({ Machine: 'WAITING_ON_DEPENDENCIES' })
      await stage.works()
      is(await pipeline.field(pipeline.run('Machine'), '@attemptCount'), '1')
    },
  ),

  story(
    'and ends with the last that needs it',
    {
      from: '§3 after the last dependent is terminal → FINISHED',
      clock: true,
      machines: lasting('Second', 600_000),
    },
    async stage => {
      const pipeline = await stage.running(
        onMachines({
          Machine: machine(),
          First: shell({ runsOn: to('Machine') }),
          Second: shell({ runsOn: to('Machine') }),
        }),
      )
      await stage.later('1 minute')
      await pipeline.stands({ Machine: 'RUNNING', First: 'FINISHED', Second: 'RUNNING' })
      await stage.later('10 minutes')
      await pipeline.stands({ Machine: 'FINISHED', Second: 'FINISHED' })
    },
  ),

  story(
    'terminateAfter ends a resource: TIMEDOUT, and nothing is tried again',
    {
      from: '§3 terminateAfter → TIMEDOUT [D]',
      clock: true,
      machines: lasting('First', 7_200_000),
    },
    async stage => {
      const pipeline = await stage.running(
        onMachines(
          { Machine: machine({ terminateAfter: '1 hour' }), First: shell({ runsOn: to('Machine') }) },
          { retryDelay: '2 minutes' },
        ),
      )
      await stage.later('3 hours')
      await pipeline.stands({ Machine: 'TIMEDOUT', First: 'CANCELED' })
      is(await pipeline.field(pipeline.run('Machine'), '@attemptCount'), '1')
    },
  ),

  story(
    'a bare number in terminateAfter is hours',
    {
      from: '§16.4',
      ours: 'bareHours',
      clock: true,
      machines: lasting('First', 86_400_000),
    },
    async stage => {
      const pipeline = await stage.running(
        onMachines({
          Machine: { type: 'EmrCluster', terminateAfter: '2' },
          First: shell({ runsOn: to('Machine') }),
        }),
      )
      await stage.later('119 minutes')
      await pipeline.stands({ Machine: 'RUNNING' })
      await stage.later('2 minutes')
      await pipeline.stands({ Machine: 'TIMEDOUT' })
    },
  ),

  story(
    'initTimeout fails an attempt that does not start',
    {
      from: '§3 initTimeout (start)',
      clock: true,
      machines: lasting('Machine', 7_200_000),
    },
    async stage => {
      const pipeline = await stage.running(
        onMachines({
          Machine: machine({ initTimeout: '30 minutes', maximumRetries: '0' }),
          First: shell({ runsOn: to('Machine') }),
        }),
      )
      await stage.later('31 minutes')
      await pipeline.stands({ Machine: 'FAILED', First: 'CANCELED' })
    },
  ),

  story(
    'a resource that fails is tried again, and its tasks wait',
    {
      from: '§3 retryall [U]',
      ours: 'continueAndRetry',
      clock: true,
      machines: failing('Machine', 1),
    },
    async stage => {
      const pipeline = await stage.running(
        onMachines({ Machine: machine({ retryDelay: '2 minutes' }), First: shell({ runsOn: to('Machine') }) }),
      )
      await pipeline.stands({ Machine: 'CREATING', First: 'WAITING_FOR_RUNNER' })
      await stage.later('3 minutes')
      await pipeline.stands({ Machine: 'FINISHED', First: 'FINISHED' })
      is(await pipeline.field(pipeline.run('First'), '@attemptCount'), '1')
    },
  ),

  story(
    'under retrynone they are given up',
    {
      from: '§3 actionOnResourceFailure retrynone',
      clock: true,
      machines: failing('Machine'),
    },
    async stage => {
      const pipeline = await stage.running(
        onMachines({
          Machine: machine({ retryDelay: '2 minutes', actionOnResourceFailure: 'retrynone' }),
          First: shell({ runsOn: to('Machine') }),
        }),
      )
      await stage.later('1 second')
      await pipeline.stands({ First: 'CANCELED' })
    },
  ),

  story(
    'a task that fails leaves its resource up',
    {
      from: '§3 actionOnTaskFailure continue [U]',
      ours: 'continueAndRetry',
      clock: true,
      machines: id => (id === 'First' ? broken : { status: 'FINISHED', after: id === 'Second' ? 600_000 : 0 }),
    },
    async stage => {
      const pipeline = await stage.running(
        onMachines(
          { Machine: machine(), First: shell({ runsOn: to('Machine') }), Second: shell({ runsOn: to('Machine') }) },
          { maximumRetries: '0' },
        ),
      )
      await stage.later('1 minute')
      await pipeline.stands({ Machine: 'RUNNING', First: 'FAILED', Second: 'RUNNING' })
    },
  ),

  story(
    'unless it says terminate',
    {
      from: '§3 actionOnTaskFailure terminate',
      clock: true,
      machines: id => (id === 'First' ? broken : { status: 'FINISHED', after: id === 'Second' ? 600_000 : 0 }),
    },
    async stage => {
      const pipeline = await stage.running(
        onMachines(
          {
            Machine: machine({ actionOnTaskFailure: 'terminate' }),
            First: shell({ runsOn: to('Machine') }),
            Second: shell({ runsOn: to('Machine') }),
          },
          { maximumRetries: '0' },
        ),
      )
      await stage.later('1 minute')
      await pipeline.stands({ Machine: 'FINISHED', First: 'FAILED' })
    },
  ),

  story(
    'tries of a task use the same resource',
    {
      from: '§3 retries of a task reuse the same resource [D]',
      clock: true,
      machines: failing('First', 1),
    },
    async stage => {
      const pipeline = await stage.running(
        onMachines({ Machine: machine(), First: shell({ runsOn: to('Machine'), retryDelay: '2 minutes' }) }),
      )
      await pipeline.stands({ Machine: 'RUNNING' })
      await stage.later('3 minutes')
      await pipeline.stands({ Machine: 'FINISHED', First: 'FINISHED' })
      is(await pipeline.field(pipeline.run('First'), '@attemptCount'), '2')
      is(await pipeline.field(pipeline.run('Machine'), '@attemptCount'), '1')
    },
  ),

  story(
    'attemptTimeout holds on machines too',
    {
      from: '§5 attemptTimeout; §3',
      clock: true,
      machines: lasting('First', 7_200_000),
    },
    async stage => {
      const pipeline = await stage.running(
        onMachines(
          { Machine: machine(), First: shell({ runsOn: to('Machine'), attemptTimeout: '30 minutes' }) },
          { maximumRetries: '0' },
        ),
      )
      await stage.later('31 minutes')
      await pipeline.stands({ First: 'FAILED', Machine: 'FINISHED' })
    },
  ),

  story(
    'a machine may be paused, its tasks wait for it',
    { from: '§7 PAUSE [U]', ours: 'pauseHolds', clock: true },
    async stage => {
      const pipeline = await stage.given(onMachines({ Machine: machine(), First: shell({ runsOn: to('Machine') }) }))
      await pipeline.set('PAUSE', 'Machine')
      await pipeline.activate()
      await stage.later('1 hour')
      await pipeline.stands({ Machine: 'PAUSED', First: 'WAITING_FOR_RUNNER' })
      await pipeline.set('RESUME', 'Machine')
      await stage.later('1 minute')
      await pipeline.stands({ Machine: 'FINISHED', First: 'FINISHED' })
    },
  ),

  story(
    'a machine has an id and a status that expressions can tell',
    {
      from: '§1 @resourceId, @resourceStatus on resources',
      ours: 'standInMachine',
      clock: true,
      machines: lasting('First', 60_000),
    },
    async stage => {
      const pipeline = await stage.running(
        onMachines({
          Machine: machine(),
          First: shell({ runsOn: to('Machine'), command: '#{runsOn.@resourceId} #{runsOn.@resourceStatus}' }),
        }),
      )
      const run = pipeline.run('Machine')
      is(await pipeline.field(run, '@resourceStatus'), 'RUNNING')
      is(await pipeline.field(run, '@resourceId'), `local-Machine-1`)
      is(await pipeline.evaluates('#{runsOn.@resourceId} #{runsOn.@resourceStatus}'), 'local-Machine-1 RUNNING')
      await stage.later('2 minutes')
      await pipeline.stands({ First: 'FINISHED' })
      is(await pipeline.field(run, '@resourceStatus'), 'TERMINATED')
    },
  ),
])
