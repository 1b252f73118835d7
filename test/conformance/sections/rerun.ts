import { beside, cascading, chain, check, data, machine, onDemand, onMachines, shell, to } from '../definitions.ts'
import { failing } from '../plays.ts'
import { is } from '../stage.ts'
import { section, story } from '../story.ts'

export const rerun = section('rerun', [
  story(
    'it starts over with the next attempt',
    { from: '§7 RERUN → new head attempt [U]', ours: 'freshBudget' },
    async stage => {
      const pipeline = await stage.running(onDemand({ First: shell(), ...beside }, { maximumRetries: '0' }))
      await stage.works('FAILED')
      await pipeline.set('RERUN', pipeline.run('First'))
      is(await stage.works(), `${pipeline.run('First')}_Attempt=2`)
      await pipeline.stands({ First: 'FINISHED' })
    },
  ),

  story(
    'with a fresh budget of tries',
    { from: '§5 RERUN starts a fresh budget [U]', ours: 'freshBudget', clock: true },
    async stage => {
      const pipeline = await stage.running(
        onDemand({ First: shell(), ...beside }, { maximumRetries: '1', retryDelay: '2 minutes' }),
      )
      await stage.works('FAILED')
      await stage.later('2 minutes')
      await stage.works('FAILED')
      await pipeline.stands({ First: 'FAILED' })
      await pipeline.set('RERUN', pipeline.run('First'))
      await stage.works('FAILED')
      await stage.later('2 minutes')
      is(await stage.works(), `${pipeline.run('First')}_Attempt=4`)
    },
  ),

  story('what is FINISHED can be rerun', { from: '§7 FINISHED included [U]', ours: 'rerunTerminal' }, async stage => {
    const pipeline = await stage.running(onDemand({ First: shell(), ...beside }))
    await stage.works()
    await pipeline.set('RERUN', pipeline.run('First'))
    await pipeline.stands({ First: 'WAITING_FOR_RUNNER' })
  }),

  story('what is CANCELED too', { from: '§7 terminal instances only [U]', ours: 'rerunTerminal' }, async stage => {
    const pipeline = await stage.running(onDemand({ First: shell(), ...beside }))
    await pipeline.set('TRY_CANCEL', pipeline.run('First'))
    await pipeline.set('RERUN', pipeline.run('First'))
    is(await stage.works(), `${pipeline.run('First')}_Attempt=2`)
  }),

  story(
    'what is not over is left as it is',
    { from: '§7 right verb in a non-matching state: ignored [U]', ours: 'wrongState' },
    async stage => {
      const pipeline = await stage.running(onDemand())
      const task = await stage.takes()
      await task.reports()
      await pipeline.set('RERUN', pipeline.run('First'))
      await pipeline.stands({ First: 'RUNNING' })
      await task.ends()
      await pipeline.stands({ First: 'FINISHED' })
    },
  ),

  story(
    'without cascade only the target runs again',
    { from: '§6 RERUN without cascade reruns only the target [D]' },
    async stage => {
      const pipeline = await stage.running(chain({}, beside))
      for (let k = 0; k < 3; k += 1) await stage.works()
      await pipeline.set('RERUN', pipeline.run('First'))
      await pipeline.stands({ First: 'WAITING_FOR_RUNNER', Data: 'FINISHED', Second: 'FINISHED', Third: 'FINISHED' })
    },
  ),

  story('and consumers that waited go on when it succeeds', { from: '§6 RERUN; §3' }, async stage => {
    const pipeline = await stage.running(chain())
    await stage.works('FAILED')
    await pipeline.set('RERUN', pipeline.run('First'))
    await stage.works()
    await pipeline.stands({ First: 'FINISHED', Data: 'FINISHED', Second: 'WAITING_FOR_RUNNER' })
  }),

  story(
    'with cascade those that failed with it are reset',
    { from: '§6 resets consumers that are CASCADE_FAILED [D]' },
    async stage => {
      const pipeline = await stage.running(chain(cascading, beside))
      await stage.works('FAILED')
      await pipeline.stands({ Third: 'CASCADE_FAILED' })
      await pipeline.set('RERUN', pipeline.run('First'))
      await pipeline.stands({
        First: 'WAITING_FOR_RUNNER',
        Data: 'WAITING_ON_DEPENDENCIES',
        Second: 'WAITING_ON_DEPENDENCIES',
        Third: 'WAITING_ON_DEPENDENCIES',
      })
      is(await pipeline.field(pipeline.run('Third'), '@cascadeFailedOn'), undefined)
      for (let k = 0; k < 3; k += 1) await stage.works()
      await pipeline.stands({ Third: 'FINISHED' })
    },
  ),

  story('those that had FINISHED stay', { from: '§6 consumers that are CASCADE_FAILED [D]' }, async stage => {
    const pipeline = await stage.running(chain(cascading, beside))
    for (let k = 0; k < 3; k += 1) await stage.works()
    await pipeline.set('RERUN', pipeline.run('First'))
    await pipeline.stands({ First: 'WAITING_FOR_RUNNER', Second: 'FINISHED', Third: 'FINISHED' })
  }),

  story(
    'rerunning a victim while the origin stands failed drops it back',
    { from: '§6 drops it back to CASCADE_FAILED [D]' },
    async stage => {
      const pipeline = await stage.running(chain(cascading, beside))
      await stage.works('FAILED')
      await pipeline.set('RERUN', pipeline.run('Second'))
      await pipeline.stands({ Second: 'CASCADE_FAILED', Third: 'CASCADE_FAILED' })
    },
  ),

  story('a rerun that fails again cascades again', { from: '§6 when X ends FAILED [D]' }, async stage => {
    const pipeline = await stage.running(chain(cascading, beside))
    await stage.works('FAILED')
    await pipeline.set('RERUN', pipeline.run('First'))
    await stage.works('FAILED')
    await pipeline.stands({ First: 'FAILED', Second: 'CASCADE_FAILED', Third: 'CASCADE_FAILED' })
  }),

  story(
    'consumers with another failed dependency are not reset',
    { from: '§6 none is FAILED/CASCADE_FAILED/CANCELED [D]' },
    async stage => {
      const pipeline = await stage.running(
        onDemand(
          { First: shell(), Second: shell(), Third: shell({ dependsOn: [to('First'), to('Second')] }), ...beside },
          { ...cascading, maximumRetries: '0' },
        ),
      )
      await stage.works('FAILED')
      await stage.works('FAILED')
      await pipeline.set('RERUN', pipeline.run('First'))
      await pipeline.stands({ First: 'WAITING_FOR_RUNNER', Second: 'FAILED', Third: 'CASCADE_FAILED' })
    },
  ),

  story('preconditions are asked again', { from: '§6 RERUN reruns the target [D]' }, async stage => {
    const pipeline = await stage.running(
      onDemand(
        { Ready: check(), First: shell({ precondition: to('Ready') }), ...beside },
        { ...cascading, maximumRetries: '0' },
      ),
    )
    const ready = `@Ready_First_${stage.at()}`
    await stage.works('FAILED')
    await pipeline.stands({ [ready]: 'FAILED', First: 'CASCADE_FAILED' })
    await pipeline.set('RERUN', pipeline.run('First'))
    is(await stage.works(), `${ready}_Attempt=2`)
    await pipeline.stands({ First: 'WAITING_FOR_RUNNER' })
  }),

  story(
    'its resource starts again',
    {
      from: '§6 reruns only the target (plus its resource) [D]',
      clock: true,
      machines: failing('First', 1),
    },
    async stage => {
      const pipeline = await stage.running(
        onMachines({ Machine: machine(), First: shell({ runsOn: to('Machine') }), ...beside }, { maximumRetries: '0' }),
      )
      await stage.later('1 minute')
      await pipeline.stands({ Machine: 'FINISHED', First: 'FAILED' })
      await pipeline.set('RERUN', pipeline.run('First'))
      await stage.later('1 minute')
      await pipeline.stands({ Machine: 'FINISHED', First: 'FINISHED' })
      is(await pipeline.field(pipeline.run('Machine'), '@attemptCount'), '2')
    },
  ),

  story(
    'rerunning a resource reruns what depends on it',
    { from: '§6 rerunning a resource [D]', clock: true },
    async stage => {
      const pipeline = await stage.running(
        onMachines({ Machine: machine(), First: shell({ runsOn: to('Machine') }), ...beside }),
      )
      await stage.later('1 minute')
      await pipeline.set('RERUN', pipeline.run('Machine'))
      await stage.later('1 minute')
      await pipeline.stands({ Machine: 'FINISHED', First: 'FINISHED' })
      is(await pipeline.field(pipeline.run('First'), '@attemptCount'), '2')
    },
  ),

  story(
    'old attempts stay as they were',
    { from: '§5 attempt numbers go on [U]', ours: 'freshBudget' },
    async stage => {
      const pipeline = await stage.running(onDemand({ First: shell(), ...beside }, { maximumRetries: '0' }))
      const old = await stage.works('FAILED')
      await pipeline.set('RERUN', pipeline.run('First'))
      const now = await stage.works()
      await pipeline.stands({ [old]: 'FAILED', [now]: 'FINISHED' })
      is(await pipeline.field(old, 'errorMessage'), 'It broke.')
    },
  ),

  story('what has gone on already is left alone', { from: '§6 RERUN reruns the target [D]' }, async stage => {
    const pipeline = await stage.running(
      onDemand({ First: shell(), Second: shell({ dependsOn: to('First') }), ...beside }),
    )
    await stage.works()
    await pipeline.stands({ Second: 'WAITING_FOR_RUNNER' })
    await pipeline.set('RERUN', pipeline.run('First'))
    await pipeline.stands({ First: 'WAITING_FOR_RUNNER', Second: 'WAITING_FOR_RUNNER' })
  }),

  story(
    'a success makes the component healthy again',
    { from: '§4 HEALTHY after an instance FINISHED [D]' },
    async stage => {
      const pipeline = await stage.running(onDemand({ First: shell(), ...beside }, { maximumRetries: '0' }))
      await stage.works('FAILED')
      await pipeline.set('RERUN', pipeline.run('First'))
      await stage.works()
      is(await pipeline.field('First', '@healthStatus'), 'HEALTHY')
      is(await pipeline.own('@healthStatus'), 'HEALTHY')
    },
  ),

  story(
    'what waits again waits for its dependencies once more',
    { from: '§7 RERUN → WAITING_ON_DEPENDENCIES [U]', ours: 'rerunTerminal' },
    async stage => {
      const pipeline = await stage.running(
        onDemand({ First: shell(), Second: shell({ dependsOn: to('First') }), ...beside }),
      )
      await stage.works()
      await stage.works()
      await pipeline.set('RERUN', pipeline.run('First'))
      await pipeline.set('RERUN', pipeline.run('Second'))
      await pipeline.stands({ First: 'WAITING_FOR_RUNNER', Second: 'WAITING_ON_DEPENDENCIES' })
      await stage.works()
      await pipeline.stands({ Second: 'WAITING_FOR_RUNNER' })
    },
  ),

  story('a node can be checked again', { from: '§6 RERUN; §3 data node as input' }, async stage => {
    const pipeline = await stage.running(onDemand({ Data: data(), First: shell({ input: to('Data') }), ...beside }))
    await pipeline.set('RERUN', pipeline.run('Data'))
    await pipeline.stands({ Data: 'FINISHED', First: 'WAITING_FOR_RUNNER' })
  }),

  story(
    'a target that itself waits for a rerun resets nobody',
    { from: '§6 provided its dependencies have no rerun pending [D]' },
    async stage => {
      const pipeline = await stage.running(
        onDemand(
          {
            First: shell(),
            Second: shell({ dependsOn: to('First') }),
            Third: shell({ dependsOn: to('Second') }),
            ...beside,
          },
          { ...cascading, maximumRetries: '0' },
        ),
      )
      await stage.works()
      await stage.works('FAILED')
      await pipeline.stands({ Third: 'CASCADE_FAILED' })
      await pipeline.set('RERUN', pipeline.run('First'))
      await pipeline.set('RERUN', pipeline.run('Second'))
      await pipeline.stands({ Second: 'WAITING_ON_DEPENDENCIES', Third: 'CASCADE_FAILED' })
    },
  ),
])
