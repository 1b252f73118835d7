import { alarm, check, data, machine, onDemand, shell, to } from '../definitions.ts'
import type { Pipeline } from '../pipeline.ts'
import { is, refused, type Stage } from '../stage.ts'
import { type Facts, section, story } from '../story.ts'

/** One run of First, which has a field of every kind. */
const speaking = (stage: Stage): Promise<Pipeline> =>
  stage.running(
    onDemand(
      {
        First: shell({ input: to('Data'), myWord: 'hello', myList: ['a', 'b'], '*myPassword': 'secret' }),
        Data: data({ directoryPath: 's3://bucket/#{format(@scheduledStartTime,"YYYY")}/' }),
      },
      { maximumRetries: '0' },
    ),
  )

/** Expressions, each with what it prints on First. */
const prints = (title: string, from: string, pairs: Readonly<Record<string, string>>, more: Partial<Facts> = {}) =>
  story(title, { from, ...more }, async stage => {
    const pipeline = await speaking(stage)
    const printed: Record<string, string> = {}
    for (const expression of Object.keys(pairs)) printed[expression] = await pipeline.evaluates(expression)
    is(printed, pairs)
  })

/** What it prints in a run that started on 2026-03-01 at midnight, a Sunday. */
const thatMorning = { clock: true } as const

export const expressions = section('expressions', [
  prints('plain text is itself', '§11 template', { 'no expression': 'no expression', '': '', 'a # b': 'a # b' }),

  prints('text around an expression stays', '§11 template', { 'x-#{1 + 1}-y': 'x-2-y', '#{1}#{2}': '12' }),

  prints('fields of the object by name', '§11 x field of the current effective object', {
    '#{command}': 'true',
    '#{myWord}': 'hello',
    '#{workerGroup}': 'group',
  }),

  prints('name and id', '§11 #{name}, #{id}', { '#{name}': 'First', '#{id}': 'First' }),

  prints('fields with a star, with or without it', '§11 *myPassword likewise', { '#{*myPassword}': 'secret' }),

  prints(
    'runtime fields',
    '§11 @x runtime field',
    {
      '#{@scheduledStartTime}': '2026-03-01T00:00:00',
      '#{@scheduledEndTime}': '2026-03-01T00:00:00',
      '#{@status}': 'WAITING_FOR_RUNNER',
    },
    thatMorning,
  ),

  story('the id of the pipeline', { from: '§11 #{@pipelineId}' }, async stage => {
    const pipeline = await speaking(stage)
    is(await pipeline.evaluates('#{@pipelineId}'), pipeline.id)
  }),

  prints('a dot follows a reference', '§11 a.b follows a reference field', {
    '#{input.directoryPath}': 's3://bucket/2026/',
    '#{parent.workerGroup}': 'group',
    '#{input.parent.workerGroup}': 'group',
  }),

  prints('a bare reference is the id', '§11 renders as the id [U]', { '#{input}': 'Data' }, { ours: 'bareReference' }),

  prints(
    'numbers add, words join',
    '§11 + adds numbers, else concatenates',
    {
      '#{1 + 2}': '3',
      "#{'1' + 'a'}": '1a',
      "#{'n' + 2}": 'n2',
      "#{myWord + ' world'}": 'hello world',
      "#{'at ' + @scheduledStartTime}": 'at 2026-03-01T00:00:00',
    },
    thatMorning,
  ),

  prints('whole numbers divide whole', '§11 int/int truncates', {
    '#{7 / 2}': '3',
    '#{1 / 2}': '0',
    '#{-7 / 2}': '-3',
  }),

  prints('powers are floats', '§11 ^ yields a float', { '#{2 ^ 2}': '4.0', '#{2 ^ 10}': '1024.0' }),

  prints('a half has its zero', '§11 print 0.5 [U]', { '#{1.0/2}': '0.5' }, { ours: 'halfPrinted' }),

  prints('products bind tighter than sums, brackets tightest', '§11 grammar', {
    '#{1 + 2 * 3}': '7',
    '#{(1 + 2) * 3}': '9',
    '#{10 - 2 - 3}': '5',
    '#{-2 + 5}': '3',
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
    { from: '§11 two lists → cartesian product [U]', ours: 'listInText' },
    async stage => {
      const pipeline = await stage.running(
        onDemand({ First: shell({ myList: ['a', 'b'], myOther: ['1', '2'], scriptArgument: '#{myList}#{myOther}' }) }),
      )
      is(await pipeline.fields(pipeline.run('First'), 'scriptArgument', true), ['a1', 'a2', 'b1', 'b2'])
    },
  ),

  prints(
    'a function may stand behind its first argument',
    '§11 method form equals function form [D]',
    {
      "#{@scheduledStartTime.format('YYYY-MM-dd')}": '2026-03-01',
      "#{format(@scheduledStartTime,'YYYY-MM-dd')}": '2026-03-01',
    },
    thatMorning,
  ),

  prints(
    'functions nest',
    '§11 functions nest',
    {
      "#{format(minusDays(@scheduledStartTime, 1), 'MM/dd')}": '02/28',
      '#{year(plusMonths(@scheduledStartTime, 10))}': '2027',
    },
    thatMorning,
  ),

  prints('parts of a time', '§11 year month day dayOfYear hour minute', {
    '#{year(makeDateTime(2011,5,24,17,10))}': '2011',
    '#{month(makeDateTime(2011,5,24,17,10))}': '5',
    '#{day(makeDateTime(2011,5,24,17,10))}': '24',
    '#{dayOfYear(makeDateTime(2011,5,24,17,10))}': '144',
    '#{hour(makeDateTime(2011,5,24,17,10))}': '17',
    '#{minute(makeDateTime(2011,5,24,17,10))}': '10',
  }),

  prints(
    'times print without a zone',
    '§11 DateTime prints; trailing z [U]',
    {
      '#{makeDate(2011,5,24)}': '2011-05-24T00:00:00',
      '#{makeDateTime(2011,5,24,14,21)}': '2011-05-24T14:21:00',
    },
    { ours: 'noSuffix' },
  ),

  prints('later and earlier', '§11 plus|minus…', {
    '#{plusMinutes(makeDate(2011,5,24), 1)}': '2011-05-24T00:01:00',
    '#{minusHours(makeDate(2011,5,24), 1)}': '2011-05-23T23:00:00',
    '#{plusWeeks(makeDate(2011,5,24), 1)}': '2011-05-31T00:00:00',
    '#{plusMonths(makeDate(2011,1,31), 1)}': '2011-02-28T00:00:00',
    '#{minusYears(makeDate(2012,2,29), 1)}': '2011-02-28T00:00:00',
  }),

  prints(
    'firstOfMonth and sunday keep the time of day',
    '§11 keep the time of day',
    {
      '#{firstOfMonth(makeDateTime(2011,5,24,17,10))}': '2011-05-01T17:10:00',
      '#{sunday(makeDateTime(2011,5,24,17,10))}': '2011-05-22T17:10:00',
      '#{sunday(@scheduledStartTime)}': '2026-03-01T00:00:00',
    },
    thatMorning,
  ),

  prints('midnight is that of the same day, yesterday a day before', '§11 midnight, yesterday', {
    '#{midnight(makeDateTime(2011,5,24,17,10))}': '2011-05-24T00:00:00',
    '#{yesterday(makeDateTime(2011,5,24,17,10))}': '2011-05-23T17:10:00',
  }),

  prints('a period may be added, a zone changed', '§11 seen but not tabled [D, L]', {
    '#{plusPeriod(makeDate(2011,5,24),"1 day")}': '2011-05-25T00:00:00',
    "#{inTimeZone(makeDateTime(2011,5,24,17,10), 'America/New_York')}": '2011-05-24T13:10:00',
  }),

  prints('patterns are those of Joda-Time', '§11 pattern letters', {
    "#{format(makeDateTime(2011,5,4,17,10), 'yyyy-MM-dd HH:mm:ss')}": '2011-05-04 17:10:00',
    "#{format(makeDateTime(2011,5,4,17,10), 'EEE, d MMM yy')}": 'Wed, 4 May 11',
    "#{format(makeDateTime(2011,5,4,17,10), 'MMMM EEEE')}": 'May Wednesday',
    "#{format(makeDateTime(2011,5,4,17,10), 'h:mm a')}": '5:10 PM',
  }),

  prints('with their traps', '§11 traps: YYYY, DD, hh', {
    "#{format(makeDateTime(2012,1,1,17,10), 'YYYY')}": '2012',
    "#{format(makeDateTime(2011,5,24,17,10), 'DD')}": '144',
    "#{format(makeDateTime(2011,5,24,17,10), 'hh')}": '05',
  }),

  prints('a backslash keeps a hash plain', '§11 \\#{ [U]', { '\\#{1}': '#{1}' }, { ours: 'escapedHash' }),

  story(
    'a name that nothing has is refused',
    { from: '§11 InvalidRequestException [T]', ours: 'unknownName' },
    async stage => {
      const pipeline = await speaking(stage)
      for (const expression of ['#{nobodyKnows}', '#{noSuchFunction(1)}', '#{input.nothing}', '#{1 +}'])
        await refused(pipeline.evaluates(expression))
    },
  ),

  story('an object that does not exist too', { from: '§8.5 EvaluateExpression' }, async stage => {
    const pipeline = await speaking(stage)
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
    'nobody else has a node',
    { from: '§11 node only in actions and preconditions [D]', ours: 'unknownName' },
    async stage => {
      const pipeline = await speaking(stage)
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
      const pipeline = await speaking(stage)
      for (const expression of ['#{1 == 1}', '#{1 < 2}', '#{#{1}}']) await refused(pipeline.evaluates(expression))
    },
  ),

  prints('both quotes make words, a backslash keeps one', '§11 string; backslash escapes', {
    '#{\'a\' + "b"}': 'ab',
    "#{'it\\'s'}": "it's",
  }),

  prints('the parent has an id', '§11 parent.@id', { '#{parent.@id}': 'Default' }),

  story('a field that needs itself is refused', { from: '§11 evaluation', ours: 'unknownName' }, async stage => {
    const pipeline = await stage
      .running(onDemand({ First: shell({ myOne: '#{myTwo}', myTwo: '#{myOne}' }) }))
      .catch(() => undefined)
    if (pipeline) await refused(pipeline.evaluates('#{myOne}'))
  }),
])
