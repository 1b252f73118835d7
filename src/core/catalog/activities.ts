/** The activities: work to be done. */

import { atLeastOne, choice, exactlyOne, flag, ref, s3, script, text } from './builders.ts'
import { dataNodeNames } from './names.ts'
import type { ObjectType, OneOf, Slot } from './schema.ts'
import {
  alarms,
  clusterRunner,
  logs,
  objectState,
  parent,
  resizing,
  retries,
  runner,
  runState,
  schedule,
  scheduleState,
  taskConfigs,
  waiting,
} from './shared.ts'

const reads = (to: readonly string[], many = false) => ref('in', to, 'What it reads.', many ? { many } : {})
const writes = (to: readonly string[], many = false) => ref('out', to, 'What it writes.', many ? { many } : {})

const staging = flag('Copy S3 inputs onto the machine before the work, and outputs back to S3 after it.')

const activity = (
  name: string,
  summary: string,
  own: Readonly<Record<string, Slot>>,
  more: { readonly slots?: Readonly<Record<string, Slot>>; readonly oneOf?: readonly OneOf[] } = {},
): ObjectType => ({
  name,
  family: 'activity',
  summary,
  slots: {
    ...own,
    ...waiting,
    ...schedule,
    ...retries,
    ...alarms,
    ...more.slots,
    ...logs,
    parent,
    ...runState,
    ...scheduleState,
    ...objectState,
  },
  oneOf: [...(more.oneOf ?? []), atLeastOne('runsOn', 'workerGroup')],
  page: `dp-object-${name.toLowerCase()}.html`,
})

const copyEnds = ['S3DataNode', 'SqlDataNode', 'MySqlDataNode']

export const activities: readonly ObjectType[] = [
  activity(
    'ShellCommandActivity',
    'Runs a shell command or a script.',
    {
      command: script('The command to run. Give this or a script in S3.'),
      scriptUri: s3('The script in S3 to fetch and run. Give this or a command.', { names: 'object' }),
      scriptArgument: text('An argument for the command; one entry each.', { many: true }),
      stage: flag(
        'Copy S3 inputs to the folders INPUT1_STAGING_DIR … before the run, and OUTPUT1_STAGING_DIR … to S3 after it.',
      ),
      input: reads(dataNodeNames, true),
      output: writes(dataNodeNames, true),
      ...runner,
      stdout: s3('Where to put what the command prints; under pipelineLogUri if left out.'),
      stderr: s3('Where to put what the command prints as errors; under pipelineLogUri if left out.'),
    },
    { oneOf: [exactlyOne('command', 'scriptUri')] },
  ),
  activity('CopyActivity', 'Copies rows between S3 and SQL tables.', {
    input: reads(copyEnds),
    output: writes(copyEnds),
    ...runner,
  }),
  activity(
    'SqlActivity',
    'Runs SQL on a database.',
    {
      database: ref('uses', ['RdsDatabase', 'RedshiftDatabase', 'JdbcDatabase'], 'Where the SQL runs.', {
        required: true,
      }),
      script: script('The SQL to run. Give this or a script in S3.'),
      scriptUri: s3('The SQL script in S3. Give this or the SQL itself.', { names: 'object' }),
      scriptArgument: text('A value for each ? in the script, in their order.', { many: true }),
      input: reads(dataNodeNames),
      output: writes(dataNodeNames),
      ...runner,
      queue: text('The Redshift query group that sets its priority.'),
    },
    { oneOf: [exactlyOne('script', 'scriptUri')] },
  ),
  activity('RedshiftCopyActivity', 'Loads rows into a Redshift table, or unloads one to S3.', {
    input: reads(['S3DataNode', 'DynamoDBDataNode', 'RedshiftDataNode']),
    output: writes(['RedshiftDataNode', 'S3DataNode']),
    insertMode: choice(
      ['KEEP_EXISTING', 'OVERWRITE_EXISTING', 'TRUNCATE', 'APPEND'],
      'What happens to rows that are there already: keep, overwrite by key, empty the table first, or just add.',
      { required: true },
    ),
    transformSql: script('A SELECT over the table staging whose result is loaded instead of the raw rows.'),
    commandOptions: text('An option handed on to COPY or UNLOAD, such as DELIMITER; not used with a data format.', {
      many: true,
    }),
    ...runner,
    queue: text('The Redshift query group that sets its priority.'),
  }),
  activity(
    'EmrActivity',
    'Runs steps on an EMR cluster: Spark, Hadoop, Hive or anything packed as a step.',
    {
      step: text('A step: the jar, then its arguments, all joined by commas. A comma inside one is written \\\\,.', {
        many: true,
        limit: 'commands',
      }),
      preStepCommand: script('A shell command on the master node before the first step.', {
        many: true,
        limit: 'commands',
      }),
      postStepCommand: script('A shell command on the master node after the last step.', {
        many: true,
        limit: 'commands',
      }),
      input: reads(dataNodeNames, true),
      output: writes(dataNodeNames, true),
      ...clusterRunner,
    },
    { slots: resizing },
  ),
  activity(
    'HadoopActivity',
    'Runs a MapReduce program on a cluster, your own included.',
    {
      jarUri: s3('The jar with the program, in S3 or on the cluster.', { required: true, names: 'object' }),
      mainClass: text('The class to start, if the jar does not say.'),
      argument: text('An argument for the program; one entry each.', { many: true }),
      input: reads(dataNodeNames, true),
      output: writes(dataNodeNames, true),
      ...clusterRunner,
      hadoopQueue: text('The queue of the Hadoop scheduler to use.'),
    },
    { slots: taskConfigs },
  ),
  activity(
    'HiveActivity',
    'Runs a Hive query over its inputs and outputs.',
    {
      hiveScript: script(
        'The query. When staged, its tables are the variables input1, output1 …. Give this or a script in S3.',
      ),
      scriptUri: s3('The query as a script in S3. Give this or the query itself.', { names: 'object' }),
      scriptVariable: text('A variable for the script, as NAME=VALUE; one entry each.', { many: true }),
      stage: staging,
      input: reads(dataNodeNames, true),
      output: writes(dataNodeNames, true),
      ...clusterRunner,
      hadoopQueue: text('The queue of the Hadoop scheduler to use.'),
    },
    { slots: { ...taskConfigs, ...resizing }, oneOf: [exactlyOne('hiveScript', 'scriptUri')] },
  ),
  activity(
    'HiveCopyActivity',
    'Copies between DynamoDB tables and S3 by Hive, with a filter if wanted.',
    {
      input: reads(['DynamoDBDataNode', 'S3DataNode']),
      output: writes(['DynamoDBDataNode', 'S3DataNode']),
      filterSql: script('The conditions that rows must meet, without WHERE in front.'),
      ...clusterRunner,
      generatedScriptsPath: s3('Where to keep the Hive script made for the copy.', { names: 'folder' }),
    },
    { slots: { ...taskConfigs, ...resizing } },
  ),
  activity(
    'PigActivity',
    'Runs a Pig script over its inputs and outputs.',
    {
      script: script(
        'The Pig script. When staged, its data are the variables input1, output1 …. Give this or a script in S3.',
      ),
      scriptUri: s3('The Pig script in S3. Give this or the script itself.', { names: 'object' }),
      scriptVariable: text('A variable for the script, as NAME=VALUE; one entry each.', { many: true }),
      stage: staging,
      input: reads(dataNodeNames, true),
      output: writes(dataNodeNames, true),
      ...clusterRunner,
      generatedScriptsPath: s3('Where to keep the scripts made for staging.', { names: 'folder' }),
    },
    { slots: { ...taskConfigs, ...resizing }, oneOf: [exactlyOne('script', 'scriptUri')] },
  ),
]
