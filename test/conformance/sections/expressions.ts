import { alarm, check, data, machine, onDemand, shell, speaking, to } from '../definitions.ts'
import { is, refused } from '../stage.ts'
import { section, story } from '../story.ts'

export const expressions = section('expressions', [
  story('the id of the pipeline', { from: '§11 #{@pipelineId}' }, async stage => {
    const pipeline = await stage.running(speaking)
    is(await pipeline.evaluates('#{@pipelineId}'), pipeline.id)
  }),

  story('an operator over a list maps over it', { from: '§11 lists map' }, async stage => {
    const pipeline = await stage.running(
      onDemand({ First: shell({ myList: ['a', 'b'], scriptArgument: "#{'this is ' + myList}" }) }),
    )
    is(await pipeline.fields(pipeline.run('First'), 'scriptArgument', true), ['this is a', 'this is b'])
  }),

  story(
    'text around a list makes one text for each',
    { from: '§11 one string per element [U]', ours: 'listInText' },
    async stage => {
      const pipeline = await stage.running(
        onDemand({ First: shell({ myList: ['a', 'b'], scriptArgument: 'x#{myList}y' }) }),
      )
      is(await pipeline.fields(pipeline.run('First'), 'scriptArgument', true), ['xay', 'xby'])
    },
  ),

  story(
    'two lists make every pair',
    { from: '§11 two lists → cartesian product [U]', ours: 'everyPair' },
    async stage => {
      const pipeline = await stage.running(
        onDemand({ First: shell({ myList: ['a', 'b'], myOther: ['1', '2'], scriptArgument: '#{myList}#{myOther}' }) }),
      )
      is(await pipeline.fields(pipeline.run('First'), 'scriptArgument', true), ['a1', 'a2', 'b1', 'b2'])
    },
  ),

  story(
    'a name that nothing has is refused',
    { from: '§11 InvalidRequestException [T]', ours: 'unknownName' },
    async stage => {
      const pipeline = await stage.running(speaking)
      for (const expression of ['#{nobodyKnows}', '#{noSuchFunction(1)}', '#{input.nothing}', '#{1 +}'])
        await refused(pipeline.evaluates(expression))
    },
  ),

  story('an object that does not exist too', { from: '§8.5 EvaluateExpression' }, async stage => {
    const pipeline = await stage.running(speaking)
    await refused(pipeline.evaluates('x', 'Nobody'))
  }),

  story(
    'nothing is evaluated in the stored definition',
    { from: '§11 nothing is evaluated in the stored definition [D]' },
    async stage => {
      const pipeline = await stage.given(onDemand({ First: shell({ command: 'echo #{1 + 1}' }) }))
      is(await pipeline.field('First', 'command'), 'echo #{1 + 1}')
    },
  ),

  story('instances show their fields either way', { from: '§14 DescribeObjects evaluateExpressions' }, async stage => {
    const pipeline = await stage.running(onDemand({ First: shell({ command: 'echo #{@scheduledStartTime}' }) }))
    is(await pipeline.field(pipeline.run('First'), 'command'), 'echo #{@scheduledStartTime}')
    is(await pipeline.field(pipeline.run('First'), 'command', true), `echo ${stage.at()}`)
  }),

  story(
    'components evaluate what needs no run',
    { from: '§11 on COMPONENTs definition fields evaluate [A]' },
    async stage => {
      const pipeline = await stage.given(
        onDemand({ First: shell({ myWord: 'hello', command: '#{myWord}', stdout: 's3://b/#{@scheduledStartTime}' }) }),
      )
      is(await pipeline.field('First', 'command', true), 'hello')
      is(await pipeline.field('First', 'stdout', true), 's3://b/#{@scheduledStartTime}')
    },
  ),

  story(
    'references, id, name and type are never evaluated',
    { from: '§11 except references and id, name, type, sphere [D]' },
    async stage => {
      const pipeline = await stage.running(onDemand({ First: shell({ name: 'is #{1 + 1}' }) }))
      is(await pipeline.evaluates('#{name}'), 'is #{1 + 1}')
    },
  ),

  story(
    'each run has its own times',
    { from: '§11 evaluated in the context of the instance [D]', clock: true },
    async stage => {
      await stage.running(stage.hourly({ First: shell({ command: "#{format(@scheduledStartTime,'HH')}" }) }))
      const hours: (string | undefined)[] = []
      for (let k = 0; k < 3; k += 1) {
        const task = await stage.takes()
        hours.push(task.field('command'))
        await task.ends()
        await stage.later('1 hour')
      }
      is(hours, ['00', '01', '02'])
    },
  ),

  story('a precondition speaks of its node', { from: '§11 node = the referring object [D]' }, async stage => {
    await stage.running(
      onDemand({
        First: shell({ output: to('Data'), precondition: to('Ready') }),
        Data: data(),
        Ready: check({ command: '#{node.name} #{node.output.directoryPath} #{node}' }),
      }),
    )
    is((await stage.takes()).field('command'), 'First s3://bucket/data/ First')
  }),

  story(
    'a precondition also speaks of outputs of its node whose place hangs on the run',
    { from: '§11 node.output.directoryPath is legal [D]' },
    async stage => {
      const pipeline = await stage.running(
        onDemand({
          First: shell({
            command: 'write #{output.directoryPath}',
            output: to('Data'),
            precondition: to('Ready'),
          }),
          Data: data({ directoryPath: 's3://bucket/#{@scheduledStartTime}/' }),
          Ready: check({ command: 'look at #{node.output.directoryPath}' }),
        }),
      )
      const start = await pipeline.field(pipeline.run('First'), '@scheduledStartTime')
      is((await stage.takes()).field('command'), `look at s3://bucket/${start}/`)
    },
  ),

  story(
    'an action too, and of how it went',
    { from: '§11 node only in actions and preconditions [D]', alarms: true },
    async stage => {
      await stage.running(
        onDemand({
          First: shell({ onSuccess: to('Tell'), output: to('Data') }),
          Data: data(),
          Tell: alarm({ subject: '#{node.output.directoryPath}', message: '#{node.@actualEndTime}' }),
        }),
      )
      await stage.works()
      is(
        stage.alarms().map(({ subject, message }) => [subject, message]),
        [['s3://bucket/data/', stage.at()]],
      )
    },
  ),

  story(
    'an action also tells of outputs whose place hangs on the run, though they are over',
    { from: '§11 node.output.directoryPath is legal [D]', alarms: true },
    async stage => {
      await stage.running(
        onDemand({
          First: shell({ onSuccess: to('Tell'), output: to('Data') }),
          Data: data({ directoryPath: 's3://bucket/#{@scheduledStartTime}/' }),
          Tell: alarm({ subject: '#{node.output.directoryPath}', message: '#{node.@scheduledStartTime}' }),
        }),
      )
      await stage.works()
      is(
        stage.alarms().map(({ subject, message }) => subject === `s3://bucket/${message}/`),
        [true],
      )
    },
  ),

  story(
    'nobody else has a node',
    { from: '§11 node only in actions and preconditions [D]', ours: 'unknownName' },
    async stage => {
      const pipeline = await stage.running(speaking)
      await refused(pipeline.evaluates('#{node.name}'))
    },
  ),

  story(
    'runtime fields are read over one reference, not two',
    { from: '§11 runtime fields are not transitive [D]', ours: 'unknownName' },
    async stage => {
      const pipeline = await stage.running(
        onDemand({ Data: data(), First: shell({ input: to('Data') }), Second: shell({ dependsOn: to('First') }) }),
      )
      is(await pipeline.evaluates('#{input.@scheduledStartTime}'), stage.at())
      await refused(pipeline.evaluates('#{dependsOn.input.@scheduledStartTime}', pipeline.run('Second')))
    },
  ),

  story(
    'what cannot be evaluated fails the attempt',
    { from: '§11 during a run → attempt FAILED [U]', ours: 'unknownName', clock: true },
    async stage => {
      const pipeline = await stage.running(
        onDemand(
          { Machine: machine(), First: shell({ runsOn: to('Machine'), command: '#{runsOn.errorMessage}' }) },
          { maximumRetries: '0' },
        ),
      )
      await stage.later('1 minute')
      await pipeline.stands({ First: 'FAILED' })
    },
  ),

  story(
    'and so it does when a worker would run it',
    { from: '§11 during a run → attempt FAILED [U]', ours: 'unknownName' },
    async stage => {
      const pipeline = await stage.running(
        onDemand(
          { Zero: shell(), First: shell({ dependsOn: to('Zero'), command: '#{dependsOn.errorMessage}' }) },
          { maximumRetries: '0' },
        ),
      )
      await stage.works()
      await stage.nothing()
      await pipeline.stands({ First: 'FAILED' })
    },
  ),

  story('what is broken already when it is saved is said then', { from: '§11 grammar; §14' }, async stage => {
    const pipeline = await stage.empty()
    const verdict = await pipeline.put(onDemand({ First: shell({ command: 'echo #{1 +}' }) }))
    is(
      verdict.validationErrors.map(one => one.id),
      ['First'],
    )
  }),

  story(
    'components know no runtime fields',
    { from: '§11 on COMPONENTs runtime fields do not [T]', ours: 'unknownName' },
    async stage => {
      const pipeline = await stage.given(onDemand())
      await refused(pipeline.evaluates('#{@scheduledStartTime}', 'First'))
      is(await pipeline.evaluates('#{command}', 'First'), 'true')
    },
  ),

  story(
    'there are no comparisons, and no expressions in expressions',
    { from: '§11 no booleans, comparisons; no #{} inside #{}', ours: 'unknownName' },
    async stage => {
      const pipeline = await stage.running(speaking)
      for (const expression of ['#{1 == 1}', '#{1 < 2}', '#{#{1}}']) await refused(pipeline.evaluates(expression))
    },
  ),

  story('a field that needs itself is refused', { from: '§11 evaluation', ours: 'unknownName' }, async stage => {
    const pipeline = await stage
      .running(onDemand({ First: shell({ myOne: '#{myTwo}', myTwo: '#{myOne}' }) }))
      .catch(() => undefined)
    if (pipeline) await refused(pipeline.evaluates('#{myOne}'))
  }),

  story(
    'an expression can be asked of a component, an instance and an attempt',
    { from: '§8.5 EvaluateExpression; §11', clock: true },
    async stage => {
      const pipeline = await stage.running(onDemand({ First: shell({ myWord: 'hello' }) }, { retryDelay: '2 minutes' }))
      const task = await stage.takes()
      await task.reports({ percentComplete: '50' })
      await task.ends('FAILED', { errorMessage: 'It broke.' })
      await stage.later('2 minutes')
      const again = await stage.takes()
      await again.reports()
      const run = pipeline.run('First')
      for (const id of ['First', run, `${run}_Attempt=1`, `${run}_Attempt=2`])
        is(await pipeline.evaluates('#{myWord}', id), 'hello')
      is(await pipeline.evaluates('#{@status}', run), 'RUNNING')
      is(await pipeline.evaluates('#{@status}', `${run}_Attempt=2`), 'RUNNING')
      is(await pipeline.evaluates('#{@status}', `${run}_Attempt=1`), 'FAILED')
      is(await pipeline.evaluates('#{errorMessage}', `${run}_Attempt=1`), 'It broke.')
      is(await pipeline.evaluates('#{@instanceParent}', `${run}_Attempt=1`), run)
      is(await pipeline.evaluates('#{percentComplete}', `${run}_Attempt=1`), '50')
      is(await pipeline.evaluates('#{@id}', run), run)
      is(await pipeline.evaluates('#{@id}', `${run}_Attempt=1`), `${run}_Attempt=1`)
    },
  ),

  story(
    'an attempt that is not there has no expressions and no fields',
    { from: '§14 DescribeObjects' },
    async stage => {
      const pipeline = await stage.running(onDemand())
      await refused(pipeline.evaluates('x', `${pipeline.run('First')}_Attempt=7`))
      await refused(pipeline.field(`${pipeline.run('First')}_Attempt=7`, '@status'))
    },
  ),

  story(
    'signs bind tightest, powers from the right, and nothing is divided by zero',
    { from: '§11 grammar: power = unary [ ^ power ]', clock: true },
    async stage => {
      const pipeline = await stage.running(onDemand())
      is(await pipeline.evaluates('#{-2 ^ 2} #{2 ^ 3 ^ 2} #{-7 / 2} #{10 - 2 - 3}'), '4.0 512.0 -3 5')
      await refused(pipeline.evaluates('#{7 / 0}'))
    },
  ),
])
