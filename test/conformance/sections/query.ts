import { onDemand, shell, to } from '../definitions.ts'
import type { Pipeline } from '../pipeline.ts'
import { is, refused, type Stage } from '../stage.ts'
import { section, story } from '../story.ts'

/** Three hours of First: FINISHED, FAILED, waiting. */
async function three(stage: Stage): Promise<Pipeline> {
  const pipeline = await stage.running(
    stage.hourly(undefined, { maximumRetries: '0' }, { startDateTime: stage.at('-2 hours') }),
  )
  await stage.works()
  await stage.works('FAILED')
  return pipeline
}

export const query = section('query', [
  story('objects come by scheduled start, then id', { from: '§14 page order [U]', ours: 'order' }, async stage => {
    const pipeline = await stage.running(
      stage.hourly({ B: shell(), A: shell() }, {}, { startDateTime: stage.at('-1 hours') }),
    )
    is(
      await pipeline.ids('INSTANCE'),
      ['-1 hours', '0 hours'].flatMap(at => [pipeline.run('A', at), pipeline.run('B', at)]),
    )
  }),

  story('a sphere in any case', { from: '§14 sphere COMPONENT/INSTANCE/ATTEMPT' }, async stage => {
    const pipeline = await stage.running(onDemand())
    is(await pipeline.ids('instance'), await pipeline.ids('INSTANCE'))
    await refused(pipeline.ids('PLANET'))
  }),

  story('EQ on status', { from: '§14 EQ on @status' }, async stage => {
    const pipeline = await three(stage)
    is(await pipeline.ids('INSTANCE', ['@status', 'EQ', 'FINISHED']), [pipeline.run('First', '-2 hours')])
    is(await pipeline.ids('INSTANCE', ['@status', 'EQ', 'RUNNING']), [])
  }),

  story('several values mean any of them', { from: '§14 several EQ values mean OR [C]' }, async stage => {
    const pipeline = await three(stage)
    is(await pipeline.ids('INSTANCE', ['@status', 'EQ', 'FINISHED', 'FAILED']), [
      pipeline.run('First', '-2 hours'),
      pipeline.run('First', '-1 hours'),
    ])
  }),

  story('all selectors must match', { from: '§14 all must match' }, async stage => {
    const pipeline = await three(stage)
    const failed = ['@status', 'EQ', 'FAILED'] as const
    is(await pipeline.ids('INSTANCE', failed, ['@scheduledStartTime', 'LE', stage.at('-1 hours')]), [
      pipeline.run('First', '-1 hours'),
    ])
    is(await pipeline.ids('INSTANCE', failed, ['@scheduledStartTime', 'LE', stage.at('-2 hours')]), [])
  }),

  story('LE and GE on times, both inclusive', { from: '§14 LE, GE on the four times' }, async stage => {
    const pipeline = await three(stage)
    is(await pipeline.ids('INSTANCE', ['@scheduledStartTime', 'GE', stage.at('-1 hours')]), [
      pipeline.run('First', '-1 hours'),
      pipeline.run('First'),
    ])
    is(await pipeline.ids('INSTANCE', ['@scheduledEndTime', 'LE', stage.at('-1 hours')]), [
      pipeline.run('First', '-2 hours'),
    ])
  }),

  story('BETWEEN includes both ends', { from: '§14 BETWEEN inclusive [U]', ours: 'between' }, async stage => {
    const pipeline = await three(stage)
    const between = (from: string, till: string) =>
      pipeline.ids('INSTANCE', ['@scheduledStartTime', 'BETWEEN', stage.at(from), stage.at(till)])
    is((await between('-2 hours', '-1 hours')).length, 2)
    is((await between('-119 minutes', '-1 minute')).length, 1)
  }),

  story('it takes two values', { from: '§14 BETWEEN (two values)' }, async stage => {
    const pipeline = await three(stage)
    await refused(pipeline.ids('INSTANCE', ['@scheduledStartTime', 'BETWEEN', stage.at()]))
  }),

  story('times only', { from: '§14 LE, GE, BETWEEN on the four times only' }, async stage => {
    const pipeline = await three(stage)
    for (const operator of ['LE', 'GE'] as const)
      await refused(pipeline.ids('INSTANCE', ['@status', operator, 'FAILED']))
    await refused(pipeline.ids('INSTANCE', ['name', 'BETWEEN', 'a', 'b']))
  }),

  story(
    'a field that is not set fails its selector',
    { from: '§14 an unset field fails its selector' },
    async stage => {
      const pipeline = await three(stage)
      is(await pipeline.ids('INSTANCE', ['@actualStartTime', 'GE', '2000-01-01T00:00:00']), [
        pipeline.run('First', '-2 hours'),
        pipeline.run('First', '-1 hours'),
      ])
    },
  ),

  story('REF_EQ finds references, not texts', { from: '§14 REF_EQ (refs only)' }, async stage => {
    const pipeline = await three(stage)
    is((await pipeline.ids('INSTANCE', ['@componentParent', 'REF_EQ', 'First'])).length, 3)
    is(await pipeline.ids('INSTANCE', ['@status', 'REF_EQ', 'FAILED']), [])
  }),

  story('attempts by their instance', { from: '§14 @instanceParent' }, async stage => {
    const pipeline = await three(stage)
    const first = pipeline.run('First', '-2 hours')
    is(await pipeline.ids('ATTEMPT', ['@instanceParent', 'REF_EQ', first]), [`${first}_Attempt=1`])
    is((await pipeline.ids('ATTEMPT', ['@status', 'EQ', 'FAILED'])).length, 1)
  }),

  story('components by name and parent', { from: '§14 name, parent' }, async stage => {
    const pipeline = await stage.given(
      onDemand({ First: shell({ name: 'The first' }), Second: shell({ parent: to('First') }) }),
    )
    is(await pipeline.ids('COMPONENT', ['name', 'EQ', 'The first']), ['First'])
    is(await pipeline.ids('COMPONENT', ['parent', 'REF_EQ', 'First']), ['Second'])
    is(await pipeline.ids('COMPONENT', ['parent', 'REF_EQ', 'Default']), ['First'])
  }),

  story('other fields cannot be asked for', { from: '§14 EQ and REF_EQ on …' }, async stage => {
    const pipeline = await three(stage)
    await refused(pipeline.ids('INSTANCE', ['command', 'EQ', 'true']))
  }),

  story('ten selectors at most', { from: '§14 ≤10 selectors' }, async stage => {
    const pipeline = await three(stage)
    const many = (count: number) => Array.from({ length: count }, () => ['@status', 'EQ', 'FAILED'] as const)
    is((await pipeline.ids('INSTANCE', ...many(10))).length, 1)
    await refused(pipeline.ids('INSTANCE', ...many(11)))
  }),

  story('pages follow each other without gap or repetition', { from: '§14 marker, hasMoreResults' }, async stage => {
    const pipeline = await three(stage)
    const seen: string[] = []
    let marker: string | undefined
    for (let page = 0; page < 3; page += 1) {
      const answer = await stage.service.QueryObjects({
        pipelineId: pipeline.id,
        sphere: 'INSTANCE',
        limit: 1,
        ...(marker && { marker }),
      })
      is(answer.hasMoreResults, page < 2)
      seen.push(...answer.ids)
      marker = answer.marker
    }
    is(marker, undefined)
    is(seen, await pipeline.ids('INSTANCE'))
  }),

  story('a hundred ids on a page at most', { from: '§14 limit(100)' }, async stage => {
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, k) => [`T${1000 + k}`, shell()]))
    const pipeline = await stage.running(onDemand(many))
    const answer = await stage.service.QueryObjects({ pipelineId: pipeline.id, sphere: 'INSTANCE', limit: 500 })
    is([answer.ids.length, answer.hasMoreResults], [100, true])
  }),

  story('a marker that nobody gave is refused', { from: '§14 marker' }, async stage => {
    const pipeline = await three(stage)
    await refused(stage.service.QueryObjects({ pipelineId: pipeline.id, sphere: 'INSTANCE', marker: 'nonsense' }))
    await refused(stage.service.ListPipelines({ marker: 'nonsense' }))
  }),

  story(
    'pipelines are listed by age, fifty on a page',
    { from: '§14 ListPipelines page 50, creation order [U]', ours: 'listPages' },
    async stage => {
      const ids: string[] = []
      for (let k = 0; k < 52; k += 1) ids.push((await stage.empty(`p${k}`)).id)
      const first = await stage.service.ListPipelines({})
      const rest = await stage.service.ListPipelines({ marker: first.marker })
      is([first.pipelineIdList.length, first.hasMoreResults, rest.hasMoreResults], [50, true, false])
      is(
        [...first.pipelineIdList, ...rest.pipelineIdList],
        ids.map((id, k) => ({ id, name: `p${k}` })),
      )
    },
  ),

  story('several objects are described in the order asked for', { from: '§14 DescribeObjects' }, async stage => {
    const pipeline = await three(stage)
    const objectIds = [pipeline.run('First'), 'First', pipeline.run('First', '-1 hours')]
    const { pipelineObjects, hasMoreResults } = await stage.service.DescribeObjects({
      pipelineId: pipeline.id,
      objectIds,
    })
    is(
      pipelineObjects.map(one => one.id),
      objectIds,
    )
    is(hasMoreResults, false)
  }),

  story('as many as the CLI asks for', { from: '§14 accept 100 ids though the model says 25 [C]' }, async stage => {
    const pipeline = await stage.running(onDemand())
    const { pipelineObjects } = await stage.service.DescribeObjects({
      pipelineId: pipeline.id,
      objectIds: Array.from({ length: 100 }, () => 'First'),
    })
    is(pipelineObjects.length, 100)
  }),

  story('several pipelines are described at once', { from: '§14 DescribePipelines' }, async stage => {
    const [one, two] = [await stage.empty(), await stage.empty()]
    const { pipelineDescriptionList } = await stage.service.DescribePipelines({ pipelineIds: [two.id, one.id] })
    is(
      pipelineDescriptionList.map(description => description.pipelineId),
      [two.id, one.id],
    )
  }),

  story('a status that nothing has finds nothing', { from: '§14 EQ on @status' }, async stage => {
    const pipeline = await stage.running(onDemand())
    is(await pipeline.ids('INSTANCE', ['@status', 'EQ', 'NO_SUCH_STATUS']), [])
    is(await pipeline.ids('INSTANCE', ['@status', 'EQ', 'NO_SUCH_STATUS', 'WAITING_FOR_RUNNER']), [
      pipeline.run('First'),
    ])
    is(await pipeline.ids('INSTANCE', ['@status', 'EQ', 'WAITING_FOR_RUNNER'], ['@status', 'EQ', 'FINISHED']), [])
    is(await pipeline.ids('INSTANCE', ['@componentParent', 'EQ', 'First'], ['@componentParent', 'EQ', 'Second']), [])
  }),

  story(
    'attempts are found by their times and by their component',
    { from: '§14 EQ, GE on the four times' },
    async stage => {
      const pipeline = await stage.running(onDemand({ First: shell(), Second: shell() }))
      const [first, second] = ['First', 'Second'].map(id => `${pipeline.run(id)}_Attempt=1`)
      is(await pipeline.ids('ATTEMPT', ['@scheduledStartTime', 'EQ', stage.at()]), [first, second])
      is(await pipeline.ids('ATTEMPT', ['@componentParent', 'REF_EQ', 'Second']), [second])
      is(await pipeline.ids('ATTEMPT', ['@scheduledStartTime', 'GE', stage.at('1 second')]), [])
      is(await pipeline.ids('ATTEMPT', ['name', 'EQ', String(first)]), [first])
    },
  ),

  story(
    'components come by id',
    { from: '§14 page order [U]: scheduled start, then id', ours: 'order' },
    async stage => {
      const pipeline = await stage.given(onDemand({ Second: shell(), First: shell() }))
      is(await pipeline.ids('COMPONENT'), ['Default', 'First', 'Second'])
    },
  ),
])
