import { alarm, check, data, machine, onDemand, onMachines, shell, to } from '../definitions.ts'
import { holds, is } from '../stage.ts'
import { section, story } from '../story.ts'

export const ids = section('ids and spheres', [
  story('a pipeline is df- and twenty capitals and digits', { from: '§1 ids [C]' }, async ({ empty }) => {
    const pipeline = await empty()
    holds(/^df-[A-Z0-9]{20}$/.test(pipeline.id), pipeline.id)
  }),

  story('an instance is its component and its scheduled start', { from: '§1 ids [D C A]' }, async stage => {
    const pipeline = await stage.running(onDemand())
    is(await pipeline.ids('INSTANCE'), [`@First_${stage.at()}`])
  }),

  story('seconds of an activation are kept and never rounded', { from: '§1 ids [D C A]', clock: true }, async stage => {
    await stage.later('73 seconds')
    const pipeline = await stage.running(onDemand())
    is(await pipeline.ids('INSTANCE'), ['@First_2026-03-01T00:01:13'])
  }),

  story('attempts are numbered from 1 behind the id of the instance', { from: '§1 ids [D C A]' }, async stage => {
    const pipeline = await stage.running(onDemand())
    is(await pipeline.ids('ATTEMPT'), [`@First_${stage.at()}_Attempt=1`])
  }),

  story('a second try is attempt 2 of the same instance', { from: '§1 ids [D C A]', clock: true }, async stage => {
    const pipeline = await stage.running(onDemand(undefined, { retryDelay: '2 minutes' }))
    await stage.works('FAILED')
    await stage.later('2 minutes')
    is(await pipeline.ids('ATTEMPT'), [`@First_${stage.at()}_Attempt=1`, `@First_${stage.at()}_Attempt=2`])
    is(await pipeline.ids('INSTANCE'), [`@First_${stage.at()}`])
  }),

  story('instances and attempts are called by their ids', { from: '§1 name equals id [C]' }, async stage => {
    const pipeline = await stage.running(onDemand({ First: shell({ name: 'A nice name' }) }))
    const { pipelineObjects } = await stage.service.DescribeObjects({
      pipelineId: pipeline.id,
      objectIds: [pipeline.run('First'), `${pipeline.run('First')}_Attempt=1`, 'First'],
    })
    is(
      pipelineObjects.map(one => one.name),
      [pipeline.run('First'), `${pipeline.run('First')}_Attempt=1`, 'A nice name'],
    )
  }),

  story(
    'a precondition has an instance for each object that it is asked for',
    { from: '§1 ids [U]', ours: 'checkIds' },
    async stage => {
      const pipeline = await stage.running(
        onDemand({
          Ready: check(),
          First: shell({ precondition: to('Ready') }),
          Second: shell({ precondition: to('Ready') }),
        }),
      )
      is(await pipeline.ids('INSTANCE', ['@componentParent', 'REF_EQ', 'Ready']), [
        `@Ready_First_${stage.at()}`,
        `@Ready_Second_${stage.at()}`,
      ])
    },
  ),

  story('activities, data nodes and resources get instances', { from: '§1 runnable [D]' }, async stage => {
    const pipeline = await stage.running(
      onMachines({ Machine: machine(), Data: data(), First: shell({ runsOn: to('Machine'), input: to('Data') }) }),
    )
    is(
      await pipeline.ids('INSTANCE'),
      ['Data', 'First', 'Machine'].map(id => pipeline.run(id)),
    )
  }),

  story('schedules, formats and databases get none', { from: '§1 runnable [D]' }, async stage => {
    const pipeline = await stage.running(
      stage.hourly({
        Format: { type: 'CSV' },
        Data: data({ dataFormat: to('Format') }),
        First: shell({ input: to('Data') }),
      }),
    )
    is(await pipeline.ids('INSTANCE'), [pipeline.run('Data'), pipeline.run('First')])
  }),

  story('actions get none', { from: '§1 runnable [U]', ours: 'actionsHaveNoInstances', alarms: true }, async stage => {
    const pipeline = await stage.running(onDemand({ First: shell({ onSuccess: to('Tell') }), Tell: alarm() }))
    await stage.works()
    is(
      stage.alarms().map(one => one.subject),
      ['First'],
    )
    is(await pipeline.ids('INSTANCE'), [pipeline.run('First')])
  }),

  story('objects of the definition are components before anything runs', { from: '§1 spheres [D]' }, async stage => {
    const pipeline = await stage.given(onDemand())
    is(await pipeline.ids('COMPONENT'), ['Default', 'First'])
    is(await pipeline.ids('INSTANCE'), [])
    is(await pipeline.ids('ATTEMPT'), [])
  }),

  story('the activation makes instances, the first try makes an attempt', { from: '§1 spheres [D]' }, async stage => {
    const pipeline = await stage.running(onDemand({ First: shell(), Second: shell({ dependsOn: to('First') }) }))
    is(await pipeline.ids('INSTANCE'), [pipeline.run('First'), pipeline.run('Second')])
    is(await pipeline.ids('ATTEMPT'), [`${pipeline.run('First')}_Attempt=1`])
  }),
])
