import { data, onDemand, shell, to, wireObjects } from '../definitions.ts'
import { holds, is, refused } from '../stage.ts'
import { section, story } from '../story.ts'

export const definitions = section('definitions', [
  story(
    'a definition comes back as it was put',
    { from: '§7 GetPipelineDefinition, inheritance is not applied' },
    async stage => {
      const pipelineObjects = wireObjects(onDemand({ First: shell({ scriptArgument: ['b', 'a', 'b'] }) }))
      const pipeline = await stage.empty()
      await stage.service.PutPipelineDefinition({ pipelineId: pipeline.id, pipelineObjects })
      is((await stage.service.GetPipelineDefinition({ pipelineId: pipeline.id })).pipelineObjects, pipelineObjects)
    },
  ),

  story('without the service’s own fields', { from: '§7 @ fields are not returned' }, async stage => {
    const pipeline = await stage.running(onDemand())
    const { pipelineObjects } = await stage.service.GetPipelineDefinition({ pipelineId: pipeline.id })
    is(
      pipelineObjects.flatMap(one => one.fields).filter(one => one.key.startsWith('@')),
      [],
    )
    is(
      pipelineObjects.find(one => one.id === 'First')?.fields.some(one => one.key === 'parent'),
      false,
    )
  }),

  story('a put replaces the whole definition', { from: '§7 PutPipelineDefinition replaces' }, async stage => {
    const pipeline = await stage.given(onDemand({ First: shell(), Second: shell() }))
    await pipeline.put(onDemand({ Third: shell() }))
    is(await pipeline.ids('COMPONENT'), ['Default', 'Third'])
  }),

  story(
    'latest is the one put last, active the one activated last',
    { from: '§7 version latest or active' },
    async stage => {
      const pipeline = await stage.running(onDemand({ First: shell({ command: 'old' }) }))
      await pipeline.put(onDemand({ First: shell({ command: 'new' }) }))
      const command = async (version?: string) => {
        const got = await stage.service.GetPipelineDefinition({ pipelineId: pipeline.id, ...(version && { version }) })
        return got.pipelineObjects.find(one => one.id === 'First')?.fields.find(one => one.key === 'command')
          ?.stringValue
      }
      is([await command('active'), await command('latest'), await command()], ['old', 'new', 'new'])
    },
  ),

  story('a version of another name is refused', { from: '§7 version' }, async stage => {
    const pipeline = await stage.given(onDemand())
    await refused(stage.service.GetPipelineDefinition({ pipelineId: pipeline.id, version: 'yesterday' }))
  }),

  story(
    'nothing is active before the first activation',
    { from: '§2 activation freezes it as version active' },
    async stage => {
      const pipeline = await stage.given(onDemand())
      await refused(stage.service.GetPipelineDefinition({ pipelineId: pipeline.id, version: 'active' }))
    },
  ),

  story('a definition with errors is saved and says so', { from: '§7 saved with errored:true [M]' }, async stage => {
    const pipeline = await stage.empty()
    const verdict = await pipeline.put(onDemand({ First: { type: 'ShellCommandActivity' } }))
    is(verdict.errored, true)
    is(await pipeline.ids('COMPONENT'), ['Default', 'First'])
  }),

  story('and blocks the activation', { from: '§7 blocks activation [M]' }, async stage => {
    const pipeline = await stage.empty()
    await pipeline.put(onDemand({ First: { type: 'ShellCommandActivity' } }))
    await refused(pipeline.activate())
    await pipeline.isIn('PENDING')
  }),

  story('until it is put right', { from: '§7 blocks activation [M]' }, async stage => {
    const pipeline = await stage.empty()
    await pipeline.put(onDemand({ First: { type: 'ShellCommandActivity' } }))
    is((await pipeline.put(onDemand())).errored, false)
    await pipeline.activate()
    await pipeline.isIn('SCHEDULED')
  }),

  story('a broken edit does not stop what runs', { from: '§2 active version; §7', clock: true }, async stage => {
    const pipeline = await stage.running(stage.hourly())
    is((await pipeline.put(stage.hourly({ First: { type: 'ShellCommandActivity' } }))).errored, true)
    await stage.later('1 hour')
    await pipeline.stands({ First: 'WAITING_FOR_RUNNER' }, '1 hour')
  }),

  story(
    'an empty value is refused outright, and nothing is saved',
    { from: '§7 rejected outright: empty string or ref value [M]' },
    async stage => {
      const pipeline = await stage.given(onDemand())
      await refused(pipeline.put(onDemand({ First: shell({ stdout: '' }) })))
      is(await pipeline.field('First', 'stdout'), undefined)
    },
  ),

  story('an empty attribute of a parameter too', { from: '§7 empty attribute values [T]' }, async stage => {
    const pipeline = await stage.empty()
    await refused(pipeline.put(onDemand(), { parameters: { myName: { description: '' } } }))
    is(await pipeline.ids('COMPONENT'), [])
  }),

  story('a type that nobody knows is an error', { from: '§14 UNKNOWN_TYPE [U]', ours: 'codes' }, async stage => {
    const pipeline = await stage.empty()
    const { validationErrors } = await pipeline.put(onDemand({ First: { type: 'Wishful' } }))
    is(
      validationErrors.map(one => one.id),
      ['First'],
    )
    holds(String(validationErrors[0]?.errors?.[0]).startsWith("UNKNOWN_TYPE: 'type' "))
  }),

  story(
    'a required field that is missing is an error',
    { from: '§14 MISSING_FIELD [U]', ours: 'codes' },
    async stage => {
      const pipeline = await stage.empty()
      const { validationErrors } = await pipeline.put(
        onDemand({ Ready: { type: 'S3KeyExists' }, First: shell({ precondition: to('Ready') }) }),
      )
      is(
        validationErrors.map(one => one.id),
        ['Ready'],
      )
      holds(String(validationErrors[0]?.errors?.[0]).startsWith('MISSING_FIELD: '), JSON.stringify(validationErrors))
    },
  ),

  story('a reference into the void is an error', { from: '§14 INVALID_REFERENCE [U]', ours: 'codes' }, async stage => {
    const pipeline = await stage.empty()
    const { validationErrors } = await pipeline.put(onDemand({ First: shell({ dependsOn: to('Nobody') }) }))
    holds(
      String(validationErrors[0]?.errors?.[0]).startsWith("INVALID_REFERENCE: 'dependsOn' "),
      JSON.stringify(validationErrors),
    )
  }),

  story('two objects of one id are an error', { from: '§14 DUPLICATE_ID [U]', ours: 'codes' }, async stage => {
    const pipeline = await stage.empty()
    const [base, first] = wireObjects(onDemand())
    holds(base && first)
    const { validationErrors } = await stage.service.PutPipelineDefinition({
      pipelineId: pipeline.id,
      pipelineObjects: [base, first, first],
    })
    holds(JSON.stringify(validationErrors).includes('DUPLICATE_ID: '), JSON.stringify(validationErrors))
  }),

  story(
    'a value of the wrong form is INVALID_FIELD_VALUE with the field in quotes',
    { from: '§14 CODE: ‘field’ sentence [A]' },
    async stage => {
      const pipeline = await stage.empty()
      const { validationErrors } = await pipeline.put(onDemand({ First: shell({ attemptTimeout: 'long' }) }))
      holds(
        String(validationErrors[0]?.errors?.[0]).startsWith("INVALID_FIELD_VALUE: 'attemptTimeout' "),
        JSON.stringify(validationErrors),
      )
    },
  ),

  story('an activity needs a runner', { from: '§16.5 require a runner' }, async stage => {
    const pipeline = await stage.empty()
    const verdict = await pipeline.put({ Default: { scheduleType: 'ondemand' }, First: shell() })
    is(
      verdict.validationErrors.map(one => one.id),
      ['First'],
    )
  }),

  story(
    'validation judges the same and keeps nothing',
    { from: '§14 ValidatePipelineDefinition same as Put' },
    async stage => {
      const pipeline = await stage.empty()
      const pipelineObjects = wireObjects(onDemand({ First: { type: 'ShellCommandActivity' } }))
      const judged = await stage.service.ValidatePipelineDefinition({ pipelineId: pipeline.id, pipelineObjects })
      is(await pipeline.ids('COMPONENT'), [])
      is(await stage.service.PutPipelineDefinition({ pipelineId: pipeline.id, pipelineObjects }), judged)
    },
  ),

  story('a clean definition has nothing but warnings', { from: '§14 validation result' }, async stage => {
    const pipeline = await stage.empty()
    const verdict = await pipeline.put(onDemand(undefined, { pipelineLogUri: 's3://bucket/logs/' }))
    is(verdict, { errored: false, validationErrors: [], validationWarnings: [] })
  }),

  story(
    'a definition may be edited after the first activation',
    { from: '§2 adopts the edited definition [D]' },
    async stage => {
      const pipeline = await stage.running(stage.hourly())
      is((await pipeline.put(stage.hourly({ First: shell({ command: 'other' }), Second: shell() }))).errored, false)
    },
  ),

  story('but no object may go', { from: '§7 forbidden: removing objects [D]' }, async stage => {
    const pipeline = await stage.running(stage.hourly({ First: shell(), Second: shell() }))
    const verdict = await pipeline.put(stage.hourly({ First: shell() }))
    is(
      verdict.validationErrors.map(one => one.id),
      ['Second'],
    )
  }),

  story('nor a period change', { from: '§7 forbidden: changing a period [D]' }, async stage => {
    const pipeline = await stage.running(stage.hourly())
    const verdict = await pipeline.put(stage.hourly(undefined, {}, { period: '2 hours' }))
    is(
      verdict.validationErrors.map(one => one.id),
      ['Hours'],
    )
  }),

  story('nor a start', { from: '§7 forbidden: changing the start date [D]' }, async stage => {
    const pipeline = await stage.running(stage.hourly())
    const verdict = await pipeline.put(stage.hourly(undefined, {}, { startDateTime: stage.at('1 hour') }))
    is(
      verdict.validationErrors.map(one => one.id),
      ['Hours'],
    )
  }),

  story(
    'nor a reference, come, gone or turned',
    { from: '§7 forbidden: adding, removing, changing reference fields [D]' },
    async stage => {
      const pipeline = await stage.running(
        stage.hourly({ First: shell(), Second: shell(), Third: shell({ dependsOn: to('First') }) }),
      )
      for (const [Second, Third] of [
        [shell({ dependsOn: to('First') }), shell({ dependsOn: to('First') })],
        [shell(), shell()],
        [shell(), shell({ dependsOn: to('Second') })],
      ] as const) {
        const verdict = await pipeline.put(stage.hourly({ First: shell(), Second, Third }))
        is(verdict.errored, true)
      }
    },
  ),

  story(
    'nor may a new object write to an old one',
    { from: '§7 forbidden: an existing object as output of a new one [D]' },
    async stage => {
      const pipeline = await stage.running(stage.hourly({ First: shell({ input: to('Data') }), Data: data() }))
      const verdict = await pipeline.put(
        stage.hourly({ First: shell({ input: to('Data') }), Data: data(), Second: shell({ output: to('Data') }) }),
      )
      is(
        verdict.validationErrors.map(one => one.id),
        ['Second'],
      )
    },
  ),

  story('an end may move', { from: '§2 moving its end date [M]' }, async stage => {
    const pipeline = await stage.running(stage.hourly())
    is((await pipeline.put(stage.hourly(undefined, {}, { occurrences: '9' }))).errored, false)
  }),

  story('before the first activation everything may change', { from: '§7 after first activation' }, async stage => {
    const pipeline = await stage.given(stage.hourly({ First: shell(), Second: shell({ dependsOn: to('First') }) }))
    is((await pipeline.put(stage.hourly({ Third: shell() }, {}, { period: '2 hours' }))).errored, false)
  }),

  story(
    'an object without a name or an id is refused, and nothing is saved',
    { from: '§7 rejected outright: object without id or name [M]' },
    async stage => {
      const pipeline = await stage.given(onDemand())
      for (const [id, name] of [
        ['', 'First'],
        ['First', ''],
      ] as const) {
        const pipelineObjects = [{ id, name, fields: [{ key: 'type', stringValue: 'ShellCommandActivity' }] }]
        const answer = stage.service.PutPipelineDefinition({ pipelineId: pipeline.id, pipelineObjects })
        holds(
          await answer.then(
            () => false,
            () => true,
          ),
        )
      }
      is(
        (await stage.service.GetPipelineDefinition({ pipelineId: pipeline.id })).pipelineObjects.map(one => one.id),
        ['Default', 'First'],
      )
    },
  ),
])
