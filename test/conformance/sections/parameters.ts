import { onDemand, shell } from '../definitions.ts'
import { is, refused } from '../stage.ts'
import { section, story } from '../story.ts'

const says = onDemand({ First: shell({ command: 'say #{myWord}' }) })

export const parameters = section('parameters', [
  story('a stored value is put in', { from: '§12 stored parameterValues' }, async stage => {
    await stage.running(says, { values: { myWord: 'stored' } })
    is((await stage.takes()).field('command'), 'say stored')
  }),

  story('else the default', { from: '§12 > default' }, async stage => {
    await stage.running(says, { parameters: { myWord: { type: 'String', default: 'usual' } } })
    is((await stage.takes()).field('command'), 'say usual')
  }),

  story('a stored value beats the default', { from: '§12 precedence' }, async stage => {
    await stage.running(says, { parameters: { myWord: { default: 'usual' } }, values: { myWord: 'stored' } })
    is((await stage.takes()).field('command'), 'say stored')
  }),

  story(
    'one given at activation beats both',
    { from: '§12 ActivatePipeline parameterValues > stored > default' },
    async stage => {
      const pipeline = await stage.given(says, {
        parameters: { myWord: { default: 'usual' } },
        values: { myWord: 'stored' },
      })
      await pipeline.activate({ parameterValues: [{ id: 'myWord', stringValue: 'given' }] })
      is((await stage.takes()).field('command'), 'say given')
    },
  ),

  story(
    'and stays in the active version',
    { from: '§12 persist in the active version [U]', ours: 'valuesPersist' },
    async stage => {
      const pipeline = await stage.given(says, { values: { myWord: 'stored', myOther: 'kept' } })
      await pipeline.activate({ parameterValues: [{ id: 'myWord', stringValue: 'given' }] })
      const { parameterValues } = await stage.service.GetPipelineDefinition({
        pipelineId: pipeline.id,
        version: 'active',
      })
      is(
        parameterValues.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
        [
          { id: 'myOther', stringValue: 'kept' },
          { id: 'myWord', stringValue: 'given' },
        ],
      )
    },
  ),

  story(
    'values need no parameter object',
    { from: '§12 values without a parameter object are legal', ours: 'valuesAlone' },
    async stage => {
      const pipeline = await stage.empty()
      is((await pipeline.put(says, { values: { myWord: 'x' } })).errored, false)
    },
  ),

  story('a name without any value is an error', { from: '§12 missing value' }, async stage => {
    const pipeline = await stage.empty()
    is((await pipeline.put(says, { parameters: { myWord: { type: 'String' } } })).errored, false)
    await refused(pipeline.activate())
    await pipeline.activate({ parameterValues: [{ id: 'myWord', stringValue: 'late' }] })
    is((await stage.takes()).field('command'), 'say late')
  }),

  story('a value must be among those allowed', { from: '§12 value outside allowedValues' }, async stage => {
    const pipeline = await stage.empty()
    const parameters = { myWord: { allowedValues: ['yes', 'no'] } }
    is((await pipeline.put(says, { parameters, values: { myWord: 'maybe' } })).errored, true)
    is((await pipeline.put(says, { parameters, values: { myWord: 'yes' } })).errored, false)
    await refused(pipeline.activate({ parameterValues: [{ id: 'myWord', stringValue: 'maybe' }] }))
  }),

  story('of its type', { from: '§12 wrong type' }, async stage => {
    const pipeline = await stage.empty()
    const judged = async (type: string, value: string) =>
      (await pipeline.put(says, { parameters: { myWord: { type } }, values: { myWord: value } })).errored
    is(await judged('Integer', '12'), false)
    is(await judged('Integer', '1.5'), true)
    is(await judged('Double', '1.5'), false)
    is(await judged('Double', 'much'), true)
    is(await judged('AWS::S3::ObjectKey', 's3://bucket/key'), false)
    is(await judged('AWS::S3::ObjectKey', '/tmp/key'), true)
    is(await judged('String', 'anything'), false)
  }),

  story('a type is one of four', { from: '§12 types' }, async stage => {
    const pipeline = await stage.empty()
    is((await pipeline.put(says, { parameters: { myWord: { type: 'Boolean', default: 'x' } } })).errored, true)
  }),

  story('ids begin with my', { from: '§12 id (my…)' }, async stage => {
    const pipeline = await stage.empty()
    is((await pipeline.put(onDemand(), { parameters: { word: { default: 'x' } } })).errored, true)
  }),

  story('or with a star before it', { from: '§12 optional * in front' }, async stage => {
    await stage.running(says, { parameters: { '*myWord': { default: 'secret' } } })
    is((await stage.takes()).field('command'), 'say secret')
  }),

  story('a list is put in as a list', { from: '§12 list values are repeated ids' }, async stage => {
    const pipeline = await stage.running(onDemand({ First: shell({ scriptArgument: '#{myWords}' }) }), {
      parameters: { myWords: { isArray: 'true' } },
      values: { myWords: ['a', 'b'] },
    })
    is(await pipeline.fields(`${pipeline.run('First')}_Attempt=1`, 'scriptArgument', true), ['a', 'b'])
  }),

  story('several values of what is no list are an error', { from: '§12 isArray' }, async stage => {
    const pipeline = await stage.empty()
    is(
      (await pipeline.put(says, { parameters: { myWord: { type: 'String' } }, values: { myWord: ['a', 'b'] } }))
        .errored,
      true,
    )
  }),

  story(
    'a field whose optional parameter has no value disappears',
    { from: '§12 optional [U]', ours: 'optionalVanishes' },
    async stage => {
      await stage.running(onDemand({ First: shell({ stdout: '#{myPlace}' }) }), {
        parameters: { myPlace: { optional: 'true' } },
      })
      is((await stage.takes()).field('stdout'), undefined)
    },
  ),

  story('numbers count as numbers', { from: '§12 Integer; §11 + adds numbers' }, async stage => {
    await stage.running(onDemand({ First: shell({ command: '#{myCount + 1}' }) }), {
      parameters: { myCount: { type: 'Integer' } },
      values: { myCount: '41' },
    })
    is((await stage.takes()).field('command'), '42')
  }),

  story('attributes of samples are taken', { from: '§12 watermark helpText helpLink max myComment' }, async stage => {
    const pipeline = await stage.empty()
    const verdict = await pipeline.put(says, {
      parameters: {
        myWord: {
          description: 'A word',
          watermark: 'word',
          helpText: 'x',
          helpLink: 'y',
          myComment: 'z',
          default: 'd',
        },
      },
    })
    is(verdict.validationErrors, [])
    const { parameterObjects } = await stage.service.GetPipelineDefinition({ pipelineId: pipeline.id })
    is(parameterObjects[0]?.attributes.length, 6)
  }),

  story('fifty parameters at most', { from: '§12 ≤ 50 parameters' }, async stage => {
    const pipeline = await stage.empty()
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, k) => [`myP${k}`, { default: 'x' }]))
    is((await pipeline.put(onDemand(), { parameters: many(50) })).errored, false)
    is((await pipeline.put(onDemand(), { parameters: many(51) })).errored, true)
  }),

  story(
    'a value given at activation is judged as one that is stored',
    { from: '§12 value outside allowedValues' },
    async stage => {
      const pipeline = await stage.given(onDemand({ First: shell({ command: '#{myWord}' }) }), {
        parameters: { myWord: { type: 'String', allowedValues: ['a', 'b'], default: 'a' } },
      })
      await refused(pipeline.activate({ parameterValues: [{ id: 'myWord', stringValue: 'c' }] }))
      await pipeline.isIn('PENDING')
      await pipeline.activate({ parameterValues: [{ id: 'myWord', stringValue: 'b' }] })
      is((await stage.takes()).field('command'), 'b')
    },
  ),

  story('a list given at activation is a list', { from: '§12 list values are repeated ids' }, async stage => {
    const pipeline = await stage.given(onDemand({ First: shell({ scriptArgument: '#{myWords}' }) }), {
      parameters: { myWords: { type: 'String', isArray: 'true', default: ['a', 'b'] } },
    })
    await pipeline.activate({
      parameterValues: [
        { id: 'myWords', stringValue: 'x' },
        { id: 'myWords', stringValue: 'y' },
      ],
    })
    is(await pipeline.fields(pipeline.run('First'), 'scriptArgument', true), ['x', 'y'])
  }),

  story(
    'going on after a deactivation keeps the values that were given',
    { from: '§12 persist in the active version [U]; §2 resumes', ours: 'valuesPersist', clock: true },
    async stage => {
      const pipeline = await stage.given(stage.hourly({ First: shell({ command: '#{myWord}' }) }), {
        parameters: { myWord: { type: 'String' } },
        values: { myWord: 'stored' },
      })
      await pipeline.activate({ parameterValues: [{ id: 'myWord', stringValue: 'given' }] })
      await stage.works()
      await pipeline.deactivate()
      await stage.later('61 minutes')
      await pipeline.activate()
      is((await stage.takes()).field('command'), 'given')
      await pipeline.deactivate()
      await stage.later('1 hour')
      await pipeline.activate({ parameterValues: [{ id: 'myWord', stringValue: 'other' }] })
      is(await pipeline.field(pipeline.run('First', '2 hours'), 'command', true), 'other')
    },
  ),

  story(
    'no value may move a start or a period after the first activation',
    { from: '§7 after first activation forbidden: changing a period, the start date [D]', clock: true },
    async stage => {
      const pipeline = await stage.given(
        stage.hourly({ First: shell() }, {}, { startDateTime: '#{myStart}', period: '#{myPeriod}' }),
        {
          parameters: { myStart: { type: 'String' }, myPeriod: { type: 'String', default: '1 hour' } },
          values: { myStart: stage.at() },
        },
      )
      await pipeline.activate()
      await stage.works()
      const value = (id: string, stringValue: string) => ({ parameterValues: [{ id, stringValue }] })
      await refused(
        pipeline.activate(value('myStart', stage.at('20 minutes'))),
        'InvalidRequestException',
        /startDateTime/,
      )
      await refused(pipeline.activate(value('myPeriod', '2 hours')), 'InvalidRequestException', /period/)
      await pipeline.activate(value('myPeriod', '60 minutes'))
      await stage.later('1 hour')
      await pipeline.stands({ First: 'WAITING_FOR_RUNNER' }, '1 hour')
    },
  ),
])
