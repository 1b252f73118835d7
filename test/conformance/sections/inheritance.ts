import { machine, onDemand, onMachines, shell, to } from '../definitions.ts'
import { holds, is } from '../stage.ts'
import { section, story } from '../story.ts'

/** What a worker is told of First. */
const told = async (stage: Parameters<Parameters<typeof story>[2]>[0], key: string) => (await stage.takes()).field(key)

export const inheritance = section('inheritance', [
  story('Default is everybody’s parent', { from: '§1 inheritance [D]' }, async stage => {
    await stage.running(onDemand({ First: shell() }, { stdout: 's3://bucket/1' }))
    is(await told(stage, 'stdout'), 's3://bucket/1')
  }),

  story('a parent of one’s own hands on its fields', { from: '§1 parent = one ref [D]' }, async stage => {
    await stage.running(
      onDemand({ Base: shell({ command: 'from base' }), First: { parent: to('Base'), workerGroup: 'mine' } }),
    )
    is((await stage.takes('mine')).field('command'), 'from base')
  }),

  story(
    'a chain of parents ends in Default',
    { from: '§1 chain allowed, Default tops explicit chains [D]' },
    async stage => {
      await stage.running(
        onDemand({
          Grandparent: { command: 'from above' },
          Parent: { parent: to('Grandparent'), stdout: 's3://bucket/1' },
          First: { type: 'ShellCommandActivity', parent: to('Parent') },
        }),
      )
      const task = await stage.takes()
      is(task.field('command'), 'from above')
      is(task.field('stdout'), 's3://bucket/1')
      is(task.field('workerGroup'), 'group')
    },
  ),

  story('pure parents and Default need no type', { from: '§1 Default and pure parents may lack type' }, async stage => {
    const pipeline = await stage.running(
      onDemand({ Base: { command: 'x' }, First: { type: 'ShellCommandActivity', parent: to('Base') } }),
    )
    is(await pipeline.ids('INSTANCE'), [pipeline.run('First')])
  }),

  story('Default may say that its type is Default', { from: '§1 type=Default [S]' }, async stage => {
    const pipeline = await stage.running(onDemand(undefined, { type: 'Default' }))
    is(await pipeline.ids('INSTANCE'), [pipeline.run('First')])
  }),

  story('the nearest value wins', { from: '§1 inheritance [D]' }, async stage => {
    await stage.running(onDemand({ First: shell({ stdout: 's3://bucket/2' }) }, { stdout: 's3://bucket/1' }))
    is(await told(stage, 'stdout'), 's3://bucket/2')
  }),

  story(
    'a list replaces the whole list above it',
    { from: '§1 replaces as a whole [U]', ours: 'wholeOverride' },
    async stage => {
      const pipeline = await stage.running(
        onDemand({ First: shell({ scriptArgument: ['c'] }) }, { scriptArgument: ['a', 'b'] }),
      )
      is(await pipeline.fields(`${pipeline.run('First')}_Attempt=1`, 'scriptArgument'), ['c'])
    },
  ),

  story('a list is inherited in its order', { from: '§1 inheritance [D]' }, async stage => {
    const pipeline = await stage.running(onDemand(undefined, { scriptArgument: ['b', 'a'] }))
    is(await pipeline.fields(`${pipeline.run('First')}_Attempt=1`, 'scriptArgument'), ['b', 'a'])
  }),

  story('the name is not inherited', { from: '§1 id, name never inherit [U]', ours: 'wholeOverride' }, async stage => {
    const pipeline = await stage.running(onDemand({ First: shell() }, { name: 'Above' }))
    is(await pipeline.evaluates('#{name}'), 'First')
  }),

  story(
    'a type is inherited by whoever has none',
    { from: '§1 type inherits only if the child has none [U]', ours: 'wholeOverride' },
    async stage => {
      const pipeline = await stage.running(onDemand({ Base: shell(), First: { parent: to('Base'), command: 'mine' } }))
      holds((await pipeline.ids('INSTANCE')).includes(pipeline.run('First')))
    },
  ),

  story(
    'inherited fields that the type forbids are dropped',
    { from: '§1 dropped silently [U]', ours: 'foreignFields' },
    async stage => {
      const pipeline = await stage.running(
        onMachines({ Machine: machine(), First: shell({ runsOn: to('Machine') }) }, { workerGroup: 'group' }),
      )
      is(await pipeline.field(pipeline.run('Machine'), 'workerGroup'), undefined)
    },
  ),

  story(
    'nor can they make it fail',
    { from: '§1 dropped silently [U]', ours: 'foreignFields', clock: true },
    async stage => {
      const pipeline = await stage.running(
        onMachines(
          { Machine: machine(), First: shell({ runsOn: to('Machine'), myWord: 'x' }) },
          { command: 'echo #{myWord}' },
        ),
      )
      await stage.later('1 minute')
      await pipeline.stands({ Machine: 'FINISHED', First: 'FINISHED' })
    },
  ),

  story(
    'a forbidden field on the object itself is an error',
    { from: '§1 an error on the object itself [U]', ours: 'foreignFields' },
    async stage => {
      const pipeline = await stage.empty()
      const verdict = await pipeline.put(
        onMachines({ Machine: machine({ workerGroup: 'group' }), First: shell({ runsOn: to('Machine') }) }),
      )
      holds(
        verdict.validationErrors.some(one => one.id === 'Machine'),
        JSON.stringify(verdict),
      )
    },
  ),

  story(
    'what is required may come from Default',
    { from: '§1 required is judged after inheritance [S]' },
    async stage => {
      const pipeline = await stage.empty()
      const verdict = await pipeline.put(onDemand({ First: { type: 'ShellCommandActivity' } }, { command: 'x' }))
      is(verdict.errored, false)
    },
  ),

  story('nobody is his own ancestor', { from: '§1 a parent cycle is an error' }, async stage => {
    const pipeline = await stage.empty()
    const verdict = await pipeline.put(
      onDemand({ First: shell({ parent: to('Second') }), Second: shell({ parent: to('First') }) }),
    )
    is(verdict.errored, true)
  }),

  story('a parent that does not exist is an error', { from: '§1 a missing target is an error' }, async stage => {
    const pipeline = await stage.empty()
    const verdict = await pipeline.put(onDemand({ First: shell({ parent: to('Nobody') }) }))
    is(
      verdict.validationErrors.map(one => one.id),
      ['First'],
    )
  }),

  story('fields of one’s own begin with my', { from: '§1 user-defined fields [D]' }, async stage => {
    const pipeline = await stage.empty()
    const verdict = await pipeline.put(onDemand({ First: shell({ myNote: 'kept', my_other: 'too' }) }))
    is(verdict.errored, false)
    is(
      verdict.validationWarnings
        .flatMap(one => one.warnings ?? [])
        .filter(text => /my/.test(String(text)) && /myNote|my_other/.test(String(text))),
      [],
    )
  }),

  story('references of one’s own must lead somewhere', { from: '§1 only refs are checked [D]' }, async stage => {
    const pipeline = await stage.empty()
    const verdict = await pipeline.put(onDemand({ First: shell({ myFriend: to('Nobody') }) }))
    is(
      verdict.validationErrors.map(one => one.id),
      ['First'],
    )
  }),

  story('another unknown field is a warning', { from: '§1 unknown field [U]', ours: 'unknownFields' }, async stage => {
    const pipeline = await stage.empty()
    const verdict = await pipeline.put(onDemand({ First: shell({ emrLogUri: 's3://bucket/logs/' }) }))
    is(verdict.errored, false)
    holds(verdict.validationWarnings.some(one => one.id === 'First'))
  }),

  story(
    'a field of the service’s own is an error',
    { from: '§1 names starting @ [U]', ours: 'unknownFields' },
    async stage => {
      const pipeline = await stage.empty()
      const verdict = await pipeline.put(onDemand({ First: shell({ '@status': 'FINISHED' }) }))
      is(
        verdict.validationErrors.map(one => one.id),
        ['First'],
      )
    },
  ),
])
