import { data, machine, onDemand, shell, to } from '../definitions.ts'
import { is } from '../stage.ts'
import { section, story } from '../story.ts'

const cluster = { type: 'EmrCluster', terminateAfter: '2 hours' }

/** Where sources disagree; what is not told here is told with its own subject. */
export const contradictions = section('where the sources disagree', [
  story('Hive and Pig need a runner', { from: '§16.5 require a runner', ours: 'runnerForHive' }, async stage => {
    const pipeline = await stage.empty()
    const { Default, ...rest } = onDemand({ First: { type: 'HiveActivity', hiveScript: 'SELECT 1;' } })
    const { workerGroup: _, ...base } = Default ?? {}
    is((await pipeline.put({ Default: base, ...rest })).errored, true)
  }),

  story(
    'but neither input nor output',
    { from: '§16.5 samples omit input/output', ours: 'runnerForHive' },
    async stage => {
      const pipeline = await stage.empty()
      const objects = {
        First: { type: 'HiveActivity', hiveScript: 'SELECT 1;', runsOn: to('Cluster') },
        Cluster: cluster,
      }
      is((await pipeline.put(onDemand(objects))).validationErrors, [])
    },
  ),

  story(
    'a cluster without a resourceRole takes the default one, a machine must name it',
    { from: '§16.6', ours: 'clusterRole' },
    async stage => {
      const pipeline = await stage.empty()
      const on = (Host: Record<string, string>) => ({
        Default: { scheduleType: 'ondemand', role: 'role' },
        Host,
        First: shell({ runsOn: to('Host') }),
      })
      is((await pipeline.put(on(cluster))).errored, false)
      is((await pipeline.put(on({ type: 'Ec2Resource', terminateAfter: '2 hours' }))).errored, true)
    },
  ),

  story(
    'disks of a cluster are objects of their own',
    { from: '§16.7 implement the latter', ours: 'disks' },
    async stage => {
      const pipeline = await stage.empty()
      const verdict = await pipeline.put(
        onDemand({
          Cluster: {
            ...cluster,
            coreEbsConfiguration: to('Disks'),
            coreInstanceCount: '2',
            coreInstanceType: 'm5.xlarge',
          },
          Disks: { type: 'EbsConfiguration', ebsOptimized: 'true', ebsBlockDeviceConfig: to('Disk') },
          Disk: { type: 'EbsBlockDeviceConfig', volumesPerInstance: '2', volumeSpecification: to('Volume') },
          Volume: { type: 'VolumeSpecification', sizeInGB: '100', volumeType: 'gp2' },
          First: shell({ runsOn: to('Cluster') }),
        }),
      )
      is(verdict.validationErrors, [])
    },
  ),

  story('a database node may carry its own connection', { from: '§16.8', ours: 'loginOnNode' }, async stage => {
    const pipeline = await stage.empty()
    const verdict = await pipeline.put(
      onDemand({
        Table: {
          type: 'MySqlDataNode',
          table: 't',
          username: 'me',
          '*password': 'secret',
          connectionString: 'jdbc:mysql://host:3306/db',
          selectQuery: 'select * from t',
        },
        Copy: { type: 'CopyActivity', input: to('Table'), output: to('Data') },
        Data: data({ dataFormat: to('Format') }),
        Format: { type: 'CSV' },
      }),
    )
    is(verdict.validationErrors, [])
  }),

  story(
    'an object that something inherits from needs no type, one that would run does',
    { from: '§16.10', ours: 'typeless' },
    async stage => {
      const pipeline = await stage.empty()
      is(
        (
          await pipeline.put(
            onDemand({ Base: { command: 'true' }, First: { type: 'ShellCommandActivity', parent: to('Base') } }),
          )
        ).errored,
        false,
      )
      is((await pipeline.put(onDemand({ First: shell(), Second: { command: 'true' } }))).errored, true)
    },
  ),

  story(
    'Exists is nothing to ask of a table of DynamoDB, though a sample defines one',
    { from: '§16.11', ours: 'existsOnDynamo' },
    async stage => {
      const pipeline = await stage.empty()
      const verdict = await pipeline.put(
        onDemand({
          Table: { type: 'DynamoDBDataNode', tableName: 't' },
          There: { type: 'Exists' },
          First: { type: 'EmrActivity', step: 's3://b/j.jar', input: to('Table'), runsOn: to('Cluster') },
          Cluster: cluster,
        }),
      )
      is(verdict.validationErrors, [])
      const asked = await pipeline.put(
        onDemand({
          Table: { type: 'DynamoDBDataNode', tableName: 't', precondition: to('There') },
          There: { type: 'Exists' },
          First: shell({ input: to('Table') }),
        }),
      )
      is(
        asked.validationErrors.map(one => one.id),
        ['Table'],
      )
    },
  ),

  story(
    'a key that stands several times is a list',
    { from: '§16.12; §13 several values = repeated key', ours: 'repeatedKeys' },
    async stage => {
      const pipeline = await stage.given(
        onDemand({
          Cluster: cluster,
          First: { type: 'EmrActivity', step: ['s3://b/a.jar', 's3://b/b.jar'], runsOn: to('Cluster') },
        }),
      )
      is(await pipeline.fields('First', 'step'), ['s3://b/a.jar', 's3://b/b.jar'])
    },
  ),

  story(
    'the list of pipelines is called as the model calls it',
    { from: '§16.13', ours: 'pipelineIdList' },
    async ({ service, empty }) => {
      const { id } = await empty()
      is((await service.ListPipelines({})).pipelineIdList.map(one => one.id).includes(id), true)
    },
  ),

  story(
    '@firstActivationTime is when a pipeline was activated first, not when it was made',
    { from: '§16.15', ours: 'firstActivation', clock: true },
    async stage => {
      const pipeline = await stage.given(onDemand())
      await stage.later('1 hour')
      await pipeline.activate()
      is(await pipeline.own('@creationTime'), stage.at())
      is(await pipeline.own('@firstActivationTime'), stage.at('1 hour'))
    },
  ),

  story(
    'the pattern of the guide’s SqlActivity example prints what Joda-Time makes of it',
    { from: '§16.16; §11 traps', ours: 'patternsAsWritten', clock: true },
    async stage => {
      const pipeline = await stage.running(onDemand())
      is(await pipeline.evaluates('#{format(@scheduledStartTime,"YY-MM-DD HH:MM:SS")}'), '26-03-60 00:03:00')
      const verdict = await pipeline.put(
        onDemand({ First: shell({ command: '#{format(@scheduledStartTime,"YYYY"}' }) }),
      )
      is(verdict.errored, true)
    },
  ),

  story(
    'a component evaluates what it can, and is not refused for the rest',
    { from: '§16.18', ours: 'componentsEvaluate' },
    async stage => {
      const pipeline = await stage.given(
        onDemand({ First: shell({ myWord: 'a', command: '#{myWord} #{@scheduledStartTime}' }) }),
      )
      is(await pipeline.field('First', 'command', true), '#{myWord} #{@scheduledStartTime}')
      is(await pipeline.evaluates('#{myWord}', 'First'), 'a')
    },
  ),

  story(
    'a machine on which a task runs is the machine it names, whatever worker group it has',
    { from: '§8 internal worker group [U]', ours: 'ownRunner', clock: true },
    async stage => {
      const pipeline = await stage.running(onDemand({ Machine: machine(), First: shell({ runsOn: to('Machine') }) }))
      await stage.nothing()
      await stage.nothing(pipeline.run('Machine'))
      await stage.later('1 minute')
      await pipeline.stands({ First: 'FINISHED' })
    },
  ),

  story(
    'what stands behind a star comes back to its owner',
    { from: '§11 * = store and transmit encrypted; §7 GetPipelineDefinition', ours: 'starsOnTheWire' },
    async stage => {
      const pipeline = await stage.given(onDemand({ First: shell({ '*myPassword': 'secret' }) }))
      const { pipelineObjects } = await stage.service.GetPipelineDefinition({ pipelineId: pipeline.id })
      is(pipelineObjects.find(one => one.id === 'First')?.fields.at(-1), { key: '*myPassword', stringValue: 'secret' })
    },
  ),
])
