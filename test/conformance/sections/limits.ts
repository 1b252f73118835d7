import { machine, onDemand, shell, to } from '../definitions.ts'
import { holds, is, refused } from '../stage.ts'
import { section, story } from '../story.ts'

const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, k) => [`my_${k}`, 'x']))

export const limits = section('limits', [
  story('fifty fields in an object', { from: '§15 50 fields/object' }, async stage => {
    const pipeline = await stage.empty()
    is((await pipeline.put(onDemand({ First: shell(many(48)) }))).errored, false)
    const { validationErrors } = await pipeline.put(onDemand({ First: shell(many(49)) }))
    is(
      validationErrors.map(one => one.id),
      ['First'],
    )
    holds(String(validationErrors[0]?.errors?.[0]).startsWith('LIMIT_EXCEEDED: '))
  }),

  story(
    'every value of a list counts',
    { from: '§15 count per value or per key [U]', ours: 'countPerValue' },
    async stage => {
      const pipeline = await stage.empty()
      const list = Array.from({ length: 49 }, (_, k) => `${k}`)
      is((await pipeline.put(onDemand({ First: shell({ scriptArgument: list }) }))).errored, true)
    },
  ),

  story('256 bytes in an id', { from: '§15 256 bytes per field name or id' }, async stage => {
    const pipeline = await stage.empty()
    is((await pipeline.put(onDemand({ ['a'.repeat(256)]: shell() }))).errored, false)
    is((await pipeline.put(onDemand({ ['a'.repeat(257)]: shell() }))).errored, true)
  }),

  story('bytes, not letters', { from: '§15 256 bytes' }, async stage => {
    const pipeline = await stage.empty()
    is((await pipeline.put(onDemand({ ['é'.repeat(129)]: shell() }))).errored, true)
  }),

  story('10,240 bytes in a value', { from: '§15 10,240 bytes per field' }, async stage => {
    const pipeline = await stage.empty()
    is((await pipeline.put(onDemand({ First: shell({ command: 'x'.repeat(10_240) }) }))).errored, false)
    is((await pipeline.put(onDemand({ First: shell({ command: 'é'.repeat(5_121) }) }))).errored, true)
  }),

  story('15,360 bytes in an object', { from: '§15 15,360 bytes per object incl. names' }, async stage => {
    const pipeline = await stage.empty()
    const text = 'x'.repeat(7_000)
    is((await pipeline.put(onDemand({ First: shell({ command: text, myText: text }) }))).errored, false)
    is(
      (await pipeline.put(onDemand({ First: shell({ command: text, myText: text, myMore: 'x'.repeat(1_400) }) })))
        .errored,
      true,
    )
  }),

  story(
    'more than a hundred objects is worth a warning',
    { from: '§15 100 objects per pipeline (adjustable)', ours: 'manyObjects' },
    async stage => {
      const pipeline = await stage.empty()
      const count = (length: number) => Object.fromEntries(Array.from({ length }, (_, k) => [`T${k}`, shell()]))
      const verdict = await pipeline.put(onDemand(count(100)))
      is(verdict.errored, false)
      holds(JSON.stringify(verdict.validationWarnings).includes('LIMIT_EXCEEDED: '))
    },
  ),

  story(
    'more than the engine takes is refused outright',
    { from: '§7 rejected outright: too many objects [M]', ours: 'manyObjects', settings: { mostObjects: 3 } },
    async stage => {
      const pipeline = await stage.given(onDemand({ First: shell(), Second: shell() }))
      await refused(pipeline.put(onDemand({ First: shell(), Second: shell(), Third: shell() })))
      is(await pipeline.ids('COMPONENT'), ['Default', 'First', 'Second'])
    },
  ),

  story('ten tags on a pipeline', { from: '§15 10 tags' }, async stage => {
    const pipeline = await stage.empty()
    const tags = Array.from({ length: 10 }, (_, k) => ({ key: `k${k}`, value: 'v' }))
    await stage.service.AddTags({ pipelineId: pipeline.id, tags })
    await refused(stage.service.AddTags({ pipelineId: pipeline.id, tags: [{ key: 'k10', value: 'v' }] }))
    await stage.service.AddTags({ pipelineId: pipeline.id, tags: [{ key: 'k9', value: 'new' }] })
  }),

  story(
    'more than five active instances is worth a warning',
    { from: '§15 5 active instances per object (adjustable)' },
    async stage => {
      const pipeline = await stage.empty()
      const verdict = await pipeline.put(stage.hourly({ First: shell({ maxActiveInstances: '6' }) }))
      holds(
        JSON.stringify([verdict.validationErrors, verdict.validationWarnings]).includes('maxActiveInstances'),
        JSON.stringify(verdict),
      )
    },
  ),

  story('255 steps or commands', { from: '§15 255 steps or commands; §15 50 fields' }, async stage => {
    const pipeline = await stage.empty()
    const step = Array.from({ length: 256 }, (_, k) => `s3://bucket/step.jar,${k}`)
    const verdict = await pipeline.put(
      onDemand({
        Cluster: { type: 'EmrCluster', terminateAfter: '1 hour' },
        First: { type: 'EmrActivity', runsOn: to('Cluster'), step },
      }),
    )
    is(verdict.errored, true)
  }),

  story(
    'control characters are refused, line breaks and tabs are not',
    { from: '§14 control characters other than CR LF TAB are refused' },
    async stage => {
      const pipeline = await stage.empty()
      is((await pipeline.put(onDemand({ First: shell({ command: 'a\r\n\tb' }) }))).errored, false)
      is(
        (await pipeline.put(onDemand({ First: shell({ command: 'a\u0007b' }) })).catch(() => ({ errored: true })))
          .errored,
        true,
      )
    },
  ),

  story('a command may be long and of any letters', { from: '§14 stringValue ≤10,240' }, async stage => {
    const command = `echo '${'ü'.repeat(100)} 日本 🚀'`
    await stage.running(onDemand({ First: shell({ command }) }))
    is((await stage.takes()).field('command'), command)
  }),

  story('retries, delays and periods keep their bounds', { from: '§15 fixed' }, async stage => {
    const pipeline = await stage.empty()
    is((await pipeline.put(onDemand({ First: shell({ maximumRetries: '-1' }) }))).errored, true)
    is((await pipeline.put(onDemand({ First: shell({ maximumRetries: '1.5' }) }))).errored, true)
    is(
      (
        await pipeline.put(
          onDemand({ Machine: machine({ maximumRetries: '6' }), First: shell({ runsOn: to('Machine') }) }),
        )
      ).errored,
      true,
    )
  }),

  story('eleven tags are refused when a pipeline is made', { from: '§7 tags: ≤ 10' }, async ({ service }) => {
    const tags = Array.from({ length: 11 }, (_, k) => ({ key: `k${k}`, value: 'v' }))
    const error = await service.CreatePipeline({ name: 'a', uniqueId: 'u', tags }).catch(e => e)
    holds(error instanceof Error)
  }),

  story('more than 32 finer runs for one coarse are worth a warning', { from: '§15 32 roll-ups' }, async stage => {
    const pipeline = await stage.empty()
    const verdict = await pipeline.put(
      stage.hourly(
        {
          First: shell({ schedule: to('Often') }),
          Often: { type: 'Schedule', period: '15 minutes', startDateTime: stage.at() },
          Second: shell({ dependsOn: to('First') }),
        },
        {},
        { period: '1 day' },
      ),
    )
    holds(
      JSON.stringify(verdict.validationWarnings).includes('LIMIT_EXCEEDED') ||
        JSON.stringify(verdict.validationWarnings).includes('32'),
    )
    is(verdict.errored, false)
  }),
])
