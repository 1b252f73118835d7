/** What the others lean on: Default, schedules, databases, data formats, actions and settings. */

import { choice, dateTime, exactlyOne, flag, integer, period, ref, s3, text, written } from './builders.ts'
import type { Family, ObjectType, OneOf, Slot } from './schema.ts'
import {
  alarms,
  login,
  logs,
  objectState,
  parent,
  region,
  retries,
  roles,
  runner,
  schedule,
  servedNode,
  taskConfigs,
} from './shared.ts'

type Slots = Readonly<Record<string, Slot>>

const plain = (
  family: Family,
  name: string,
  summary: string,
  own: Slots,
  more: { readonly oneOf?: readonly OneOf[]; readonly state?: Slots } = {},
): ObjectType => ({
  name,
  family,
  summary,
  slots: { ...own, parent, ...more.state, ...objectState },
  oneOf: more.oneOf ?? [],
  page: `dp-object-${name.toLowerCase()}.html`,
})

const database = (name: string, summary: string, own: Slots, oneOf: readonly OneOf[] = []) =>
  plain(
    'database',
    name,
    summary,
    {
      ...own,
      username: { ...login.username, required: true },
      '*password': { ...login['*password'], required: true },
      databaseName: text('The database on the server.'),
      jdbcProperties: text('A property of the JDBC connection, as A=B; one entry each.', { many: true }),
    },
    { oneOf },
  )

const driver = s3('The JDBC driver in S3 to use.', { names: 'object' })

const dataFormat = (name: string, summary: string, own: Slots = {}) =>
  plain('dataFormat', name, summary, {
    column: text('A column: its name, then its type.', { many: true }),
    ...own,
  })

const action = (name: string, summary: string, own: Slots) => plain('action', name, summary, own, { state: servedNode })

const undocumented = ({ page: _, ...type }: ObjectType): ObjectType => type

const disks = ref('uses', 'EbsBlockDeviceConfig', 'A kind of disk and how many of it.', { many: true })

export const supporting: readonly ObjectType[] = [
  {
    name: 'Default',
    family: 'default',
    summary: 'What all other objects take over unless they say otherwise.',
    slots: {
      ...schedule,
      ...logs,
      ...roles,
      ...retries,
      ...alarms,
      ...runner,
      ...taskConfigs,
      region,
    },
    oneOf: [],
    page: 'dp-writing-pipeline-definition.html',
  },

  plain(
    'schedule',
    'Schedule',
    'When things run: a start, a period, and an end if there is one.',
    {
      period: period('How often, such as 1 day.', { required: true, minPeriod: '15 minutes', maxPeriod: '3 years' }),
      startDateTime: dateTime('The start of the first period, in UTC. Give this or startAt.'),
      startAt: choice(
        ['FIRST_ACTIVATION_DATE_TIME', 'ONDEMAND_ACTIVATION_TIME'],
        'Start when the pipeline is first activated, instead of at a fixed time.',
      ),
      endDateTime: dateTime('When it stops, in UTC. Give this, a number of runs, or neither.'),
      occurrences: integer('How many runs there will be. Give this, an end, or neither.', { min: 1 }),
      maxActiveInstances: schedule.maxActiveInstances,
    },
    {
      oneOf: [exactlyOne('startAt', 'startDateTime')],
      state: written({ '@firstActivationTime': dateTime('When the pipeline was first activated.') }),
    },
  ),

  database('RdsDatabase', 'A database in RDS.', {
    rdsInstanceId: text('The identifier of the RDS instance.', { required: true, account: 'rdsInstance' }),
    region,
    jdbcDriverJarUri: { ...driver, help: 'The JDBC driver in S3; needed for Oracle and SQL Server.' },
  }),
  database(
    'RedshiftDatabase',
    'A database in Redshift.',
    {
      clusterId: text('The identifier of the cluster. Give this or a connection string.', {
        account: 'redshiftCluster',
      }),
      connectionString: text(
        'The JDBC address of the cluster, for one of another account. Give this or an identifier.',
      ),
      region,
    },
    [exactlyOne('clusterId', 'connectionString')],
  ),
  database('JdbcDatabase', 'Any database that has a JDBC driver.', {
    connectionString: text('The JDBC address.', { required: true }),
    jdbcDriverClass: text('The class of the driver, such as org.postgresql.Driver.', { required: true }),
    jdbcDriverJarUri: driver,
  }),

  dataFormat('CSV', 'Values separated by commas.', {
    escapeChar: text('The character that takes the meaning from the next one.'),
  }),
  dataFormat('TSV', 'Values separated by tabs.', {
    columnSeparator: text('What stands between two columns.', { default: '\t' }),
    recordSeparator: text('What stands between two rows.', { default: '\n' }),
    escapeChar: text('The character that takes the meaning from the next one.'),
  }),
  dataFormat('Custom', 'Values separated by characters of your choice.', {
    columnSeparator: text('What stands between two columns.', { required: true }),
    recordSeparator: text('What stands between two rows: one character.', { maxLength: 1 }),
  }),
  dataFormat('RegEx', 'Rows taken apart by a regular expression.', {
    inputRegEx: text('The expression that takes an input row apart; a group a column.'),
    outputFormat: text('How output rows are put together, such as %1$s %2$s.'),
  }),
  dataFormat('DynamoDBDataFormat', 'A DynamoDB table as Hive sees it: a column for each attribute named.'),
  dataFormat('DynamoDBExportDataFormat', 'The format of exports from DynamoDB to S3 and back.'),

  action('SnsAlarm', 'Sends a message to an SNS topic.', {
    topicArn: text('The topic.', { required: true, account: 'snsTopic' }),
    subject: text('The subject line; may speak of the object as #{node.name}.', { required: true }),
    message: text('The message; may speak of the object as #{node.@scheduledStartTime}.', { required: true }),
    role: { ...roles.role, required: true },
  }),
  action('Terminate', 'Cancels what has not finished. Meant for onLateAction.', {}),

  plain('utility', 'ShellScriptConfig', 'A script to run on a cluster before or after an activity.', {
    scriptUri: s3('The script in S3.', { names: 'object' }),
    scriptArgument: text('An argument for the script; one entry each.', { many: true }),
  }),
  plain('utility', 'EmrConfiguration', 'Settings of one application on a cluster.', {
    classification: text('Which settings, such as spark-defaults.', { required: true }),
    property: ref('uses', 'Property', 'A setting: a key and a value.', { many: true }),
    configuration: ref('uses', 'EmrConfiguration', 'Settings inside of these.', { many: true }),
  }),
  plain('utility', 'Property', 'A key and its value.', {
    key: text('The key.', { required: true }),
    value: text('The value.', { required: true }),
  }),
  ...[
    plain('utility', 'EbsConfiguration', 'The disks of a group of nodes.', {
      ebsBlockDeviceConfig: disks,
      ebsOptimized: flag('Use machines with a path of their own to the disks.'),
    }),
    plain('utility', 'EbsBlockDeviceConfig', 'A kind of disk and how many of it each node gets.', {
      volumeSpecification: ref('uses', 'VolumeSpecification', 'Size and kind of the disks.'),
      volumesPerInstance: integer('How many such disks each node gets.', { min: 1 }),
    }),
    plain('utility', 'VolumeSpecification', 'Size and kind of a disk.', {
      volumeType: text('The kind of disk, such as gp2 or io1.'),
      sizeInGB: integer('How large, in GB.', { min: 1 }),
      iops: integer('Operations a second, for kinds that let one choose.', { min: 1 }),
    }),
  ].map(undocumented),
]
