import { broken } from '../../engine/toy.ts'
import { beside, cascading, check, machine, onMachines, shell, to } from '../definitions.ts'
import { failing, lasting } from '../plays.ts'
import { is } from '../stage.ts'
import { section, story } from '../story.ts'

export const machinesTogether = section('machines and what runs on them', [
  story(
    'rerunning a machine that failed brings back all that fell with it',
    {
      from: '§6 rerunning a resource reruns what depends on it [D]',
      clock: true,
      machines: failing('Machine', 1),
    },
    async stage => {
      const pipeline = await stage.running(
        onMachines(
          {
            Machine: machine(),
            First: shell({ runsOn: to('Machine') }),
            Second: shell({ dependsOn: to('First'), workerGroup: 'group' }),
            ...beside,
          },
          { ...cascading, maximumRetries: '0' },
        ),
      )
      await stage.later('1 minute')
      await pipeline.stands({ Machine: 'FAILED', First: 'CANCELED', Second: 'CASCADE_FAILED' })
      await pipeline.set('RERUN', pipeline.run('Machine'))
      await stage.later('1 minute')
      await pipeline.stands({ Machine: 'FINISHED', First: 'FINISHED', Second: 'WAITING_FOR_RUNNER' })
      await stage.works()
    },
  ),

  story(
    'rerunning a task whose machine failed starts that machine',
    {
      from: '§6 reruns only the target (plus its resource) [D]',
      clock: true,
      machines: failing('Machine', 1),
    },
    async stage => {
      const pipeline = await stage.running(
        onMachines(
          {
            Machine: machine(),
            First: shell({ runsOn: to('Machine') }),
            Second: shell({ runsOn: to('Machine') }),
            ...beside,
          },
          { maximumRetries: '0' },
        ),
      )
      await stage.later('1 minute')
      await pipeline.stands({ Machine: 'FAILED', First: 'CANCELED', Second: 'CANCELED' })
      await pipeline.set('RERUN', pipeline.run('First'))
      await stage.later('1 minute')
      await pipeline.stands({ Machine: 'FINISHED', First: 'FINISHED', Second: 'CANCELED' })
    },
  ),

  story(
    'a victim on a machine gets it again when it is reset',
    { from: '§6 resets consumers that are CASCADE_FAILED [D]; §3', clock: true },
    async stage => {
      const pipeline = await stage.running(
        onMachines(
          {
            First: shell({ workerGroup: 'group' }),
            Machine: machine(),
            Second: shell({ runsOn: to('Machine'), dependsOn: to('First') }),
            ...beside,
          },
          { ...cascading, maximumRetries: '0' },
        ),
      )
      await stage.works('FAILED')
      await pipeline.stands({ Second: 'CASCADE_FAILED', Machine: 'FINISHED' })
      await pipeline.set('RERUN', pipeline.run('First'))
      await stage.works()
      await stage.later('1 minute')
      await pipeline.stands({ Second: 'FINISHED', Machine: 'FINISHED' })
      is(await pipeline.field(pipeline.run('Machine'), '@attemptCount'), '1')
    },
  ),

  story(
    'a deactivation that cancels nothing waits for a task whose machine is on its way',
    {
      from: '§7 cancelActive false waits for them',
      clock: true,
      machines: lasting('Machine', 300_000),
    },
    async stage => {
      const pipeline = await stage.running(onMachines({ Machine: machine(), First: shell({ runsOn: to('Machine') }) }))
      await pipeline.stands({ Machine: 'CREATING', First: 'WAITING_FOR_RUNNER' })
      await pipeline.deactivate(false)
      await stage.later('6 minutes')
      await pipeline.stands({ Machine: 'FINISHED', First: 'FINISHED' })
    },
  ),

  story(
    'terminateAfter leaves retries and requeueing aside',
    {
      from: '§3 actionOnResourceFailure, retryDelay are ignored [D]',
      clock: true,
      machines: lasting('First', 36_000_000),
    },
    async stage => {
      const pipeline = await stage.running(
        onMachines(
          {
            Machine: machine({ terminateAfter: '1 hour', actionOnResourceFailure: 'retryall', maximumRetries: '3' }),
            First: shell({ runsOn: to('Machine'), maximumRetries: '3', retryDelay: '2 minutes' }),
            Second: shell({ dependsOn: to('First'), workerGroup: 'group' }),
          },
          cascading,
        ),
      )
      await stage.later('61 minutes')
      await pipeline.stands({ Machine: 'TIMEDOUT', First: 'CANCELED', Second: 'CASCADE_FAILED' })
      await pipeline.isIn('FINISHED')
    },
  ),

  story(
    'a task that had not begun when its machine timed out is given up',
    {
      from: '§3 terminateAfter → TIMEDOUT [D]',
      clock: true,
      machines: lasting('Machine', 36_000_000),
    },
    async stage => {
      const pipeline = await stage.running(
        onMachines({ Machine: machine({ terminateAfter: '1 hour' }), First: shell({ runsOn: to('Machine') }) }),
      )
      await stage.later('61 minutes')
      await pipeline.stands({ Machine: 'TIMEDOUT', First: 'CANCELED' })
      await pipeline.isIn('FINISHED')
    },
  ),

  story(
    'between two tries of a task its machine stays',
    {
      from: '§3 retries of a task reuse the same resource [D]; terminateAfter',
      clock: true,
      machines: failing('First'),
    },
    async stage => {
      const pipeline = await stage.running(
        onMachines({
          Machine: machine({ terminateAfter: '15 minutes' }),
          First: shell({ runsOn: to('Machine'), retryDelay: '10 minutes' }),
        }),
      )
      await stage.later('12 minutes')
      await pipeline.stands({ Machine: 'RUNNING', First: 'WAITING_FOR_RUNNER' })
      await stage.later('4 minutes')
      await pipeline.stands({ Machine: 'TIMEDOUT', First: 'CANCELED' })
      is(await pipeline.field(pipeline.run('First'), '@attemptCount'), '2')
    },
  ),

  story(
    'a condition that runs on a machine needs that machine',
    {
      from: '§3 ShellCommandPrecondition runs on the referring object’s runner [D]',
      clock: true,
      machines: id => ({ status: 'FINISHED', after: id === 'Machine' || id === 'Ready' ? 300_000 : 0 }),
    },
    async stage => {
      const pipeline = await stage.running(
        onMachines({
          Machine: machine(),
          Ready: check(),
          First: shell({ runsOn: to('Machine'), precondition: to('Ready') }),
        }),
      )
      await pipeline.stands({
        Machine: 'CREATING',
        [`@Ready_First_${stage.at()}`]: 'WAITING_FOR_RUNNER',
        First: 'WAITING_ON_DEPENDENCIES',
      })
      await stage.later('6 minutes')
      await pipeline.stands({ Machine: 'RUNNING', [`@Ready_First_${stage.at()}`]: 'RUNNING' })
      await stage.later('6 minutes')
      await pipeline.stands({ Machine: 'FINISHED', First: 'FINISHED' })
    },
  ),

  story(
    'the last try of a machine bids no more',
    {
      from: '§3 useOnDemandOnLastAttempt drops the spot bid',
      clock: true,
      machines: failing('Machine', 2),
    },
    async stage => {
      const pipeline = await stage.running(
        onMachines({
          Machine: machine({ spotBidPrice: '0.05', useOnDemandOnLastAttempt: 'true', retryDelay: '2 minutes' }),
          First: shell({ runsOn: to('Machine') }),
        }),
      )
      await stage.later('5 minutes')
      const run = pipeline.run('Machine')
      is(await pipeline.field(`${run}_Attempt=1`, 'spotBidPrice'), '0.05')
      is(await pipeline.field(`${run}_Attempt=2`, 'spotBidPrice'), '0.05')
      is(await pipeline.field(`${run}_Attempt=3`, 'spotBidPrice'), undefined)
    },
  ),

  story(
    'a machine that is given up under retrynone has failed',
    {
      from: '§3 retrynone; §4 resource FAILED',
      clock: true,
      machines: failing('Machine'),
    },
    async stage => {
      const pipeline = await stage.running(
        onMachines(
          {
            Machine: machine({ actionOnResourceFailure: 'retrynone' }),
            First: shell({ runsOn: to('Machine') }),
            Second: shell({ dependsOn: to('First'), workerGroup: 'group' }),
          },
          cascading,
        ),
      )
      await stage.later('1 second')
      await pipeline.stands({ Machine: 'FAILED', First: 'CANCELED', Second: 'CASCADE_FAILED' })
      await pipeline.isIn('FINISHED')
      is(await pipeline.field('Machine', '@healthStatus'), 'ERROR')
    },
  ),

  story(
    'machines one at a time serve a backlog in its order, conditions too',
    {
      from: '§2 maxActiveInstances 1 forces chronological order [L]; §3',
      clock: true,
      machines: () => ({ status: 'FINISHED', after: 60_000 }),
    },
    async stage => {
      const { Default, ...rest } = stage.hourly(
        {
          Machine: machine({ maxActiveInstances: '1' }),
          Ready: check(),
          First: shell({ runsOn: to('Machine'), precondition: to('Ready') }),
        },
        {},
        { startDateTime: stage.at('-4 hours'), occurrences: '4' },
      )
      const { workerGroup: _, ...base } = Default ?? {}
      const pipeline = await stage.running({ Default: base, ...rest })
      await pipeline.stands({ Machine: 'CREATING', First: 'WAITING_ON_DEPENDENCIES' }, '-4 hours')
      await pipeline.stands({ [`@Ready_First_${stage.at('-3 hours')}`]: 'WAITING_FOR_RUNNER' })
      is(await pipeline.ids('INSTANCE', ['@componentParent', 'REF_EQ', 'Machine']), [
        pipeline.run('Machine', '-4 hours'),
      ])
      await stage.later('1 hour')
      for (const at of ['-4 hours', '-3 hours', '-2 hours', '-1 hour'])
        await pipeline.stands({ Machine: 'FINISHED', First: 'FINISHED' }, at)
      await pipeline.isIn('FINISHED')
    },
  ),

  story(
    'a task that was ended with its machine can be rerun on it',
    {
      from: '§6 RERUN … (plus its resource) [D]; terminateAfter',
      clock: true,
      machines: (id, attempt) => ({ status: 'FINISHED', after: id === 'First' && attempt === 1 ? 36_000_000 : 0 }),
    },
    async stage => {
      const pipeline = await stage.running(
        onMachines({
          Machine: machine({ terminateAfter: '1 hour' }),
          First: shell({ runsOn: to('Machine') }),
          ...beside,
        }),
      )
      await stage.later('61 minutes')
      await pipeline.stands({ Machine: 'TIMEDOUT', First: 'CANCELED' })
      await pipeline.set('RERUN', pipeline.run('First'))
      await stage.later('1 minute')
      await pipeline.stands({ Machine: 'FINISHED', First: 'FINISHED' })
    },
  ),

  story(
    'terminating after a failed task ends what runs beside it',
    {
      from: '§3 actionOnTaskFailure terminate; §6',
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
            Third: shell({ runsOn: to('Machine'), dependsOn: to('Second') }),
          },
          { ...cascading, maximumRetries: '0' },
        ),
      )
      await stage.later('1 minute')
      await pipeline.stands({ Machine: 'FINISHED', First: 'FAILED', Second: 'CANCELED', Third: 'CANCELED' })
      await pipeline.isIn('FINISHED')
    },
  ),
])
