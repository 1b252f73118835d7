import { check, data, onDemand, shell, to } from '../definitions.ts'
import { holds, is } from '../stage.ts'
import { section, story } from '../story.ts'

export const dependencies = section('dependencies', [
  story(
    'objects run side by side where nothing orders them',
    { from: '§3 no implicit order by position [D]' },
    async stage => {
      const pipeline = await stage.running(onDemand({ First: shell(), Second: shell(), Third: shell() }))
      await pipeline.stands({ First: 'WAITING_FOR_RUNNER', Second: 'WAITING_FOR_RUNNER', Third: 'WAITING_FOR_RUNNER' })
    },
  ),

  story('dependsOn waits for FINISHED', { from: '§3 every dependsOn target instance FINISHED' }, async stage => {
    const pipeline = await stage.running(onDemand({ First: shell(), Second: shell({ dependsOn: to('First') }) }))
    await pipeline.stands({ First: 'WAITING_FOR_RUNNER', Second: 'WAITING_ON_DEPENDENCIES' })
    const task = await stage.takes()
    await task.reports()
    await pipeline.stands({ Second: 'WAITING_ON_DEPENDENCIES' })
    await task.ends()
    await pipeline.stands({ First: 'FINISHED', Second: 'WAITING_FOR_RUNNER' })
  }),

  story('all of several', { from: '§3 every dependsOn target' }, async stage => {
    const pipeline = await stage.running(
      onDemand({ First: shell(), Second: shell(), Third: shell({ dependsOn: [to('First'), to('Second')] }) }),
    )
    await stage.works()
    await pipeline.stands({ Third: 'WAITING_ON_DEPENDENCIES' })
    await stage.works()
    await pipeline.stands({ Third: 'WAITING_FOR_RUNNER' })
  }),

  story('an instance waits until it is due', { from: '§3 due time reached', clock: true }, async stage => {
    const pipeline = await stage.running(stage.hourly(undefined, {}, { startDateTime: stage.at('30 minutes') }))
    await stage.nothing()
    await stage.later('30 minutes')
    await pipeline.stands({ First: 'WAITING_FOR_RUNNER' }, '30 minutes')
  }),

  story(
    'once it can run it waits for its runner with attempt 1',
    { from: '§3 becomes WAITING_FOR_RUNNER with attempt 1 created [C]' },
    async stage => {
      const pipeline = await stage.running(onDemand())
      is(await pipeline.field(pipeline.run('First'), '@headAttempt'), `${pipeline.run('First')}_Attempt=1`)
      is(await pipeline.field(`${pipeline.run('First')}_Attempt=1`, '@status'), 'WAITING_FOR_RUNNER')
    },
  ),

  story('an input node without conditions is FINISHED at once', { from: '§3 immediately if none' }, async stage => {
    const pipeline = await stage.running(onDemand({ Data: data(), First: shell({ input: to('Data') }) }))
    await pipeline.stands({ Data: 'FINISHED', First: 'WAITING_FOR_RUNNER' })
  }),

  story('an output node waits for its producer', { from: '§3 as output: waits for its producer' }, async stage => {
    const pipeline = await stage.running(onDemand({ Data: data(), First: shell({ output: to('Data') }) }))
    await pipeline.stands({ Data: 'WAITING_ON_DEPENDENCIES' })
    is(await pipeline.fields(pipeline.run('Data'), '@waitingOn'), [pipeline.run('First')])
    await stage.works()
    await pipeline.stands({ Data: 'FINISHED' })
  }),

  story(
    'a node between two chains them',
    { from: '§3 a node that is A’s output and B’s input chains A→B' },
    async stage => {
      const pipeline = await stage.running(
        onDemand({ First: shell({ output: to('Data') }), Data: data(), Second: shell({ input: to('Data') }) }),
      )
      await pipeline.stands({ Second: 'WAITING_ON_DEPENDENCIES' })
      await stage.works()
      await pipeline.stands({ Data: 'FINISHED', Second: 'WAITING_FOR_RUNNER' })
    },
  ),

  story(
    'a node’s own conditions come after its producer',
    { from: '§3 producer FINISHED → its preconditions → FINISHED' },
    async stage => {
      const pipeline = await stage.running(
        onDemand({
          First: shell({ output: to('Data') }),
          Ready: check(),
          Data: data({ precondition: to('Ready'), workerGroup: 'group' }),
          Second: shell({ input: to('Data') }),
        }),
      )
      const ready = `@Ready_Data_${stage.at()}`
      await pipeline.stands({ [ready]: 'WAITING_ON_DEPENDENCIES' })
      await stage.works()
      await pipeline.stands({ Data: 'WAITING_ON_DEPENDENCIES', [ready]: 'WAITING_FOR_RUNNER' })
    },
  ),

  story('preconditions of an activity come first', { from: '§3 own preconditions met' }, async stage => {
    const pipeline = await stage.running(onDemand({ Ready: check(), First: shell({ precondition: to('Ready') }) }))
    await pipeline.stands({ First: 'WAITING_ON_DEPENDENCIES' })
    is(await stage.works(), `@Ready_First_${stage.at()}_Attempt=1`)
    await pipeline.stands({ First: 'WAITING_FOR_RUNNER' })
  }),

  story(
    'they run for the referring object, on its runner',
    { from: '§3 on the referring object’s runner, whose workerGroup they take [D]' },
    async stage => {
      await stage.running(
        onDemand({
          Ready: check({ command: 'test #{node.command}' }),
          First: shell({ command: 'make', precondition: to('Ready'), workerGroup: 'mine' }),
        }),
      )
      await stage.nothing('group')
      is((await stage.takes('mine')).field('command'), 'test make')
    },
  ),

  story(
    'the service asks S3 by itself',
    { from: '§3 DynamoDB*/S3* ones are evaluated by the service [D]', clock: true },
    async stage => {
      const pipeline = await stage.running(
        onDemand({
          There: { type: 'S3KeyExists', s3Key: 's3://bucket/key' },
          First: shell({ precondition: to('There') }),
        }),
      )
      await stage.later('1 second')
      await pipeline.stands({ [`@There_First_${stage.at()}`]: 'FINISHED', First: 'WAITING_FOR_RUNNER' })
    },
  ),

  story('a paused component does not start', { from: '§3 component not PAUSED' }, async stage => {
    const pipeline = await stage.running(onDemand({ First: shell(), Second: shell({ dependsOn: to('First') }) }))
    await pipeline.set('PAUSE', 'Second')
    await stage.works()
    await pipeline.stands({ Second: 'PAUSED' })
  }),

  story('circles are an error', { from: '§3 cycles [U]', ours: 'noCycles' }, async stage => {
    const pipeline = await stage.empty()
    for (const objects of [
      { First: shell({ dependsOn: to('Second') }), Second: shell({ dependsOn: to('First') }) },
      {
        First: shell({ output: to('Data'), dependsOn: to('Second') }),
        Data: data(),
        Second: shell({ input: to('Data') }),
      },
    ]) {
      const { errored, validationErrors } = await pipeline.put(onDemand(objects))
      is(errored, true)
      holds(JSON.stringify(validationErrors).includes('CYCLE: '), JSON.stringify(validationErrors))
    }
  }),

  story(
    'a node that several write waits for all of them',
    { from: '§3 as output: waits for its producer' },
    async stage => {
      const pipeline = await stage.running(
        onDemand({ First: shell({ output: to('Data') }), Second: shell({ output: to('Data') }), Data: data() }),
      )
      await stage.works()
      await pipeline.stands({ Data: 'WAITING_ON_DEPENDENCIES' })
      await stage.works()
      await pipeline.stands({ Data: 'FINISHED' })
    },
  ),

  story('a node may be depended on', { from: '§3 dependsOn: activities and data nodes in practice' }, async stage => {
    const pipeline = await stage.running(
      onDemand({ First: shell({ output: to('Data') }), Data: data(), Second: shell({ dependsOn: to('Data') }) }),
    )
    is(await pipeline.fields(pipeline.run('Second'), '@waitingOn'), [pipeline.run('Data')])
    await stage.works()
    await pipeline.stands({ Second: 'WAITING_FOR_RUNNER' })
  }),

  story('several preconditions must all be met', { from: '§3 own preconditions met' }, async stage => {
    const pipeline = await stage.running(
      onDemand({ One: check(), Two: check(), First: shell({ precondition: [to('One'), to('Two')] }) }),
    )
    await stage.works()
    await pipeline.stands({ First: 'WAITING_ON_DEPENDENCIES' })
    await stage.works()
    await pipeline.stands({ First: 'WAITING_FOR_RUNNER' })
  }),

  story(
    'they are not asked before it is due',
    { from: '§3 preconditions have no schedule of their own; §2 timeseries', clock: true },
    async stage => {
      await stage.running(
        stage.hourly({ Ready: check(), First: shell({ precondition: to('Ready') }) }, { scheduleType: 'timeseries' }),
      )
      await stage.later('59 minutes')
      await stage.nothing()
      await stage.later('1 minute')
      is((await stage.takes()).attemptId, `@Ready_First_${stage.at()}_Attempt=1`)
    },
  ),

  story(
    'Exists is asked on the runner',
    { from: '§3 Exists runs on the referring object’s runner [D]' },
    async stage => {
      await stage.running(
        onDemand({
          There: { type: 'Exists' },
          Data: data({ precondition: to('There'), workerGroup: 'mine' }),
          First: shell({ input: to('Data') }),
        }),
      )
      is((await stage.takes('mine')).attemptId, `@There_Data_${stage.at()}_Attempt=1`)
    },
  ),

  story(
    'a condition that several ask for is asked for each',
    { from: '§1 a component may be referenced by several nodes [U]', ours: 'checkIds' },
    async stage => {
      const pipeline = await stage.running(
        onDemand(
          {
            Ready: check({ workerGroup: 'group' }),
            First: shell({ precondition: to('Ready') }),
            Second: shell({ precondition: to('Ready') }),
          },
          { failureAndRerunMode: 'cascade', maximumRetries: '0' },
        ),
      )
      await stage.works('FAILED')
      await pipeline.stands({
        [`@Ready_First_${stage.at()}`]: 'FAILED',
        First: 'CASCADE_FAILED',
        Second: 'WAITING_ON_DEPENDENCIES',
      })
      await stage.works()
      await pipeline.stands({ Second: 'WAITING_FOR_RUNNER' })
    },
  ),

  story(
    'a node with a condition that several read is checked once',
    { from: '§3 data node as input', ours: 'checkIds' },
    async stage => {
      const pipeline = await stage.running(
        onDemand({
          Ready: check(),
          Data: data({ precondition: to('Ready'), workerGroup: 'group' }),
          First: shell({ input: to('Data') }),
          Second: shell({ input: to('Data') }),
        }),
      )
      is(await pipeline.ids('INSTANCE', ['@componentParent', 'REF_EQ', 'Ready']), [`@Ready_Data_${stage.at()}`])
      await pipeline.stands({ First: 'WAITING_ON_DEPENDENCIES', Second: 'WAITING_ON_DEPENDENCIES' })
      await stage.works()
      await pipeline.stands({ First: 'WAITING_FOR_RUNNER', Second: 'WAITING_FOR_RUNNER' })
    },
  ),
])
