import { machine, onDemand, onMachines, shell, to } from '../definitions.ts'
import { lasting } from '../plays.ts'
import { holds, is, refused } from '../stage.ts'
import { section, story } from '../story.ts'

export const lifetime = section('making, deactivating, deleting', [
  story('deactivation cancels what runs', { from: '§7 cancelActive true (default)' }, async stage => {
    const pipeline = await stage.running(onDemand())
    const task = await stage.takes()
    await task.reports()
    await pipeline.deactivate()
    await pipeline.isIn('DEACTIVATING')
    is(await task.reports(), true)
    await pipeline.isIn('INACTIVE')
    await pipeline.stands({ First: 'CANCELED' })
  }),

  story('or waits for it', { from: '§7 cancelActive false waits', clock: true }, async stage => {
    const pipeline = await stage.running(stage.hourly())
    const task = await stage.takes()
    await task.reports()
    await pipeline.deactivate(false)
    await stage.later('5 minutes')
    await pipeline.isIn('DEACTIVATING')
    await task.ends()
    await pipeline.isIn('INACTIVE')
    await pipeline.stands({ First: 'FINISHED' })
  }),

  story(
    'it leaves its time, and components INACTIVE',
    { from: '§7 @lastDeactivatedTime; §4 component INACTIVE', clock: true },
    async stage => {
      const pipeline = await stage.running(stage.hourly())
      await stage.works()
      await stage.later('10 minutes')
      await pipeline.deactivate()
      await pipeline.isIn('INACTIVE')
      is(await pipeline.own('@lastDeactivatedTime'), stage.at('10 minutes'))
      is(await pipeline.field('First', '@status'), 'INACTIVE')
    },
  ),

  story('while it is inactive nothing starts', { from: '§4 INACTIVE', clock: true }, async stage => {
    const pipeline = await stage.running(stage.hourly())
    await stage.works()
    await pipeline.deactivate()
    await stage.later('5 hours')
    is(await pipeline.ids('INSTANCE'), [pipeline.run('First')])
    await stage.nothing()
  }),

  story(
    'then it goes on after the last completed run',
    { from: '§2 resumes after the last completed execution [D M]', clock: true },
    async stage => {
      const pipeline = await stage.running(stage.hourly(undefined, {}, { occurrences: '9' }))
      await stage.works()
      await pipeline.deactivate()
      await stage.later('150 minutes')
      await pipeline.activate()
      is(
        await pipeline.ids('INSTANCE'),
        ['0 hours', '1 hour', '2 hours'].map(at => pipeline.run('First', at)),
      )
    },
  ),

  story(
    'or where it is told to, and skips what lies before',
    { from: '§2 startTimestamp, SKIPPED [D M]', clock: true },
    async stage => {
      const pipeline = await stage.running(stage.hourly(undefined, {}, { occurrences: '9' }))
      await stage.works()
      await pipeline.deactivate()
      await stage.later('150 minutes')
      await pipeline.activate({ startTimestamp: stage.start / 1000 + 7_200 })
      await pipeline.stands({ First: 'SKIPPED' }, '1 hour')
      await pipeline.stands({ First: 'WAITING_FOR_RUNNER' }, '2 hours')
    },
  ),

  story(
    'what had not begun is dropped, and made again',
    { from: '§7 dropped, re-created on resume [U]', ours: 'droppedOnDeactivation' },
    async stage => {
      const pipeline = await stage.running(stage.hourly({ First: shell(), Second: shell({ dependsOn: to('First') }) }))
      const task = await stage.takes()
      await task.reports()
      await pipeline.deactivate()
      await task.reports()
      await pipeline.isIn('INACTIVE')
      is(await pipeline.ids('INSTANCE'), [pipeline.run('First')])
      await pipeline.activate()
      is(await pipeline.ids('INSTANCE'), [pipeline.run('First'), pipeline.run('Second')])
      await pipeline.stands({ First: 'WAITING_FOR_RUNNER', Second: 'WAITING_ON_DEPENDENCIES' })
    },
  ),

  story('a pipeline that does not run cannot be deactivated', { from: '§4 SCHEDULED → DEACTIVATING' }, async stage => {
    const pipeline = await stage.given(onDemand())
    await refused(pipeline.deactivate())
  }),

  story(
    'deletion takes definition and history along',
    { from: '§7 erases definition and history', ours: 'deletedIds' },
    async stage => {
      const pipeline = await stage.running(onDemand())
      await stage.service.DeletePipeline({ pipelineId: pipeline.id })
      is((await stage.service.ListPipelines({})).pipelineIdList.map(one => one.id).includes(pipeline.id), false)
      await refused(stage.service.GetPipelineDefinition({ pipelineId: pipeline.id }), 'PipelineDeletedException')
    },
  ),

  story('in any state', { from: '§7 any state' }, async stage => {
    const [pending, finished, inactive] = [
      await stage.empty(),
      await stage.running(onDemand()),
      await stage.running(stage.hourly()),
    ]
    await stage.works()
    await stage.works()
    await inactive.deactivate()
    for (const { id } of [pending, finished, inactive]) await stage.service.DeletePipeline({ pipelineId: id })
    is((await stage.service.ListPipelines({})).pipelineIdList, [])
  }),

  story('and cancels what runs', { from: '§7 cancels running work' }, async stage => {
    const pipeline = await stage.running(onDemand({ First: shell(), Second: shell() }))
    const task = await stage.takes()
    await task.reports()
    await stage.service.DeletePipeline({ pipelineId: pipeline.id })
    await refused(task.reports(), 'TaskNotFoundException')
    await stage.nothing()
  }),

  story(
    'an id that never was is another failure than one that is gone',
    { from: '§7 later calls [U]', ours: 'deletedIds' },
    async stage => {
      const pipeline = await stage.empty()
      await stage.service.DeletePipeline({ pipelineId: pipeline.id })
      for (const [pipelineId, name] of [
        [pipeline.id, 'PipelineDeletedException'],
        ['df-NEVERWAS', 'PipelineNotFoundException'],
      ] as const) {
        await refused(stage.service.DescribePipelines({ pipelineIds: [pipelineId] }), name)
        await refused(stage.service.ActivatePipeline({ pipelineId }), name)
        await refused(stage.service.QueryObjects({ pipelineId, sphere: 'INSTANCE' }), name)
        await refused(stage.service.SetStatus({ pipelineId, objectIds: ['First'], status: 'PAUSE' }), name)
      }
    },
  ),

  story(
    'the same name and unique id is the same pipeline',
    { from: '§7 CreatePipeline is idempotent on (name, uniqueId) [M]' },
    async ({ service }) => {
      const { pipelineId } = await service.CreatePipeline({ name: 'a', uniqueId: 'u' })
      is(await service.CreatePipeline({ name: 'a', uniqueId: 'u' }), { pipelineId })
      holds((await service.CreatePipeline({ name: 'a', uniqueId: 'v' })).pipelineId !== pipelineId)
      holds((await service.CreatePipeline({ name: 'b', uniqueId: 'u' })).pipelineId !== pipelineId)
    },
  ),

  story(
    'once it is deleted the pair makes a new one',
    { from: '§7 CreatePipeline; DeletePipeline' },
    async ({ service }) => {
      const { pipelineId } = await service.CreatePipeline({ name: 'a', uniqueId: 'u' })
      await service.DeletePipeline({ pipelineId })
      holds((await service.CreatePipeline({ name: 'a', uniqueId: 'u' })).pipelineId !== pipelineId)
    },
  ),

  story(
    'tags come with the making, and are changed by key',
    { from: '§7 tags: unique keys, AddTags upserts' },
    async ({ service }) => {
      const { pipelineId } = await service.CreatePipeline({
        name: 'a',
        uniqueId: 'a',
        tags: [{ key: 'team', value: 'ml' }],
      })
      await service.AddTags({
        pipelineId,
        tags: [
          { key: 'team', value: 'data' },
          { key: 'env', value: '' },
        ],
      })
      const tags = async () =>
        (await service.DescribePipelines({ pipelineIds: [pipelineId] })).pipelineDescriptionList[0]?.tags
      is(await tags(), [
        { key: 'team', value: 'data' },
        { key: 'env', value: '' },
      ])
      await service.RemoveTags({ pipelineId, tagKeys: ['team', 'never-there'] })
      is(await tags(), [{ key: 'env', value: '' }])
    },
  ),

  story(
    'deactivation ends machines',
    {
      from: '§7 cancels running objects',
      clock: true,
      machines: lasting('First', 7_200_000),
    },
    async stage => {
      const pipeline = await stage.running(onMachines({ Machine: machine(), First: shell({ runsOn: to('Machine') }) }))
      await pipeline.deactivate()
      await stage.later('1 minute')
      await pipeline.isIn('INACTIVE')
      await pipeline.stands({ Machine: 'CANCELED', First: 'CANCELED' })
    },
  ),

  story(
    'where it waits for what runs, the rest is dropped',
    { from: '§7 not-yet-started instances: dropped [U]', ours: 'droppedOnDeactivation' },
    async stage => {
      const pipeline = await stage.running(onDemand({ First: shell(), Second: shell({ dependsOn: to('First') }) }))
      const task = await stage.takes()
      await task.reports()
      await pipeline.deactivate(false)
      await task.ends()
      await pipeline.isIn('INACTIVE')
      is(await pipeline.ids('INSTANCE'), [pipeline.run('First')])
      await stage.nothing()
    },
  ),

  story('a second deactivation changes nothing', { from: '§7 DeactivatePipeline' }, async stage => {
    const pipeline = await stage.running(stage.hourly())
    await stage.works()
    await pipeline.deactivate()
    await pipeline.deactivate()
    await pipeline.isIn('INACTIVE')
  }),

  story(
    'a pipeline that is being deactivated is not activated',
    { from: '§4 SCHEDULED ⇄ DEACTIVATING → INACTIVE' },
    async stage => {
      const pipeline = await stage.running(onDemand())
      await (await stage.takes()).reports()
      await pipeline.deactivate(false)
      await refused(pipeline.activate())
      await pipeline.isIn('DEACTIVATING')
    },
  ),

  story(
    'a paused component stays paused over a deactivation',
    { from: '§4 component PAUSED', clock: true },
    async stage => {
      const pipeline = await stage.running(stage.hourly())
      await stage.works()
      await pipeline.set('PAUSE', 'First')
      await pipeline.deactivate()
      await stage.later('61 minutes')
      await pipeline.activate()
      is(await pipeline.field('First', '@status'), 'PAUSED')
      await stage.nothing()
    },
  ),

  story(
    'a deactivation ends machines that are still starting',
    { from: '§7 cancels running objects', clock: true, machines: () => ({ status: 'FINISHED', after: 600_000 }) },
    async stage => {
      const pipeline = await stage.running(onMachines({ Machine: machine(), First: shell({ runsOn: to('Machine') }) }))
      await pipeline.stands({ Machine: 'CREATING' })
      await pipeline.deactivate()
      await stage.later('1 minute')
      await pipeline.isIn('INACTIVE')
      await pipeline.stands({ Machine: 'CANCELED', First: 'CANCELED' })
    },
  ),

  story(
    'after a deactivation everything comes back where it was',
    {
      from: '§2 resumes [D M]',
      clock: true,
      machines: (_, attempt) => ({ status: 'FINISHED', after: attempt === 1 ? 600_000 : 0 }),
    },
    async stage => {
      const pipeline = await stage.running({
        ...stage.hourly(
          { Machine: machine(), First: shell({ runsOn: to('Machine'), workerGroup: 'group' }) },
          {},
          { occurrences: '1' },
        ),
      })
      await pipeline.deactivate()
      await stage.later('1 minute')
      await pipeline.isIn('INACTIVE')
      await pipeline.activate()
      await stage.later('15 minutes')
      await pipeline.stands({ Machine: 'FINISHED', First: 'FINISHED' })
      await pipeline.isIn('FINISHED')
    },
  ),
])
