/**
 * Jobs that people most often begin with, as the AWS console offered them: definitions to fill in. Each runs on demand
 * once its parameters have values; a schedule can be given in the designer.
 */

export interface Template {
  readonly name: string
  readonly title: string
  readonly about: string
  readonly group: 'General' | 'DynamoDB' | 'RDS and S3' | 'Redshift'
  readonly text: string
}

type Json = Readonly<Record<string, unknown>>

const to = (ref: string) => ({ ref })

const root = {
  id: 'Default',
  name: 'Default',
  scheduleType: 'ondemand',
  failureAndRerunMode: 'CASCADE',
  role: 'DataPipelineDefaultRole',
  resourceRole: 'DataPipelineDefaultResourceRole',
  pipelineLogUri: '#{myLogUri}',
}

const machine = (more: Json = {}) => ({
  id: 'Machine',
  name: 'Machine',
  type: 'Ec2Resource',
  instanceType: 'm5.large',
  terminateAfter: '2 hours',
  ...more,
})

const parameter = (id: string, description: string, more: Json = {}) => ({ id, type: 'String', description, ...more })
const folder = (id: string, description: string, example: string) =>
  parameter(id, description, { type: 'AWS::S3::ObjectKey', watermark: example })

const logs = folder('myLogUri', 'S3 folder for logs', 's3://my-bucket/logs/')

const mysql = {
  objects: [
    {
      id: 'MySql',
      name: 'MySQL database',
      type: 'RdsDatabase',
      rdsInstanceId: '#{myRdsInstanceId}',
      username: '#{myRdsUsername}',
      '*password': '#{*myRdsPassword}',
    },
  ],
  parameters: [
    parameter('myRdsInstanceId', 'Identifier of the RDS MySQL instance'),
    parameter('myRdsUsername', 'MySQL user'),
    parameter('*myRdsPassword', 'MySQL password'),
    parameter('myRdsTable', 'MySQL table'),
  ],
}

const redshift = {
  objects: [
    {
      id: 'Warehouse',
      name: 'Redshift',
      type: 'RedshiftDatabase',
      clusterId: '#{myClusterId}',
      databaseName: '#{myRedshiftDatabase}',
      username: '#{myRedshiftUsername}',
      '*password': '#{*myRedshiftPassword}',
    },
    {
      id: 'Target',
      name: 'Redshift table',
      type: 'RedshiftDataNode',
      tableName: '#{myRedshiftTable}',
      database: to('Warehouse'),
    },
  ],
  parameters: [
    parameter('myClusterId', 'Identifier of the Redshift cluster'),
    parameter('myRedshiftDatabase', 'Redshift database'),
    parameter('myRedshiftUsername', 'Redshift user'),
    parameter('*myRedshiftPassword', 'Redshift password'),
    parameter('myRedshiftTable', 'Redshift table'),
    parameter('myInsertMode', 'What to do with rows that are there', {
      default: 'TRUNCATE',
      allowedValues: ['TRUNCATE', 'OVERWRITE_EXISTING', 'KEEP_EXISTING', 'APPEND'],
    }),
  ],
}

const sourceTable = (selectQuery: string) => ({
  id: 'Source',
  name: 'MySQL table',
  type: 'SqlDataNode',
  table: '#{myRdsTable}',
  database: to('MySql'),
  selectQuery,
})

const whole = 'select * from #{table}'
const sinceLast =
  "select * from #{table} where #{myRdsChangedColumn} >= '#{@scheduledStartTime.format('YYYY-MM-dd HH:mm:ss')}' and #{myRdsChangedColumn} < '#{@scheduledEndTime.format('YYYY-MM-dd HH:mm:ss')}'"
const changed = parameter('myRdsChangedColumn', 'Column that says when a row was last changed')

const daily = {
  id: 'EveryDay',
  name: 'Every day',
  type: 'Schedule',
  period: '1 day',
  startAt: 'FIRST_ACTIVATION_DATE_TIME',
}
const scheduled = { ...root, scheduleType: 'timeseries', schedule: to('EveryDay') }

const files = (id: string, path: string) => ({ id, name: 'Files in S3', type: 'S3DataNode', directoryPath: path })

const fill = {
  id: 'Fill',
  name: 'Copy into Redshift',
  type: 'RedshiftCopyActivity',
  runsOn: to('Machine'),
  output: to('Target'),
  insertMode: '#{myInsertMode}',
}

const dynamo = [
  parameter('myTable', 'DynamoDB table'),
  parameter('myRegion', 'Region of the table', { default: 'us-east-1' }),
]

const cluster = {
  id: 'Cluster',
  name: 'EMR cluster',
  type: 'EmrCluster',
  releaseLabel: 'emr-5.36.0',
  masterInstanceType: 'm5.xlarge',
  coreInstanceType: 'm5.xlarge',
  coreInstanceCount: '1',
  terminateAfter: '6 hours',
}

const storageHandler =
  's3://dynamodb-dpl-#{myRegion}/emr-ddb-storage-handler/4.14.0/emr-dynamodb-tools-4.14.0-SNAPSHOT-jar-with-dependencies.jar'

const template = (
  name: string,
  group: Template['group'],
  title: string,
  about: string,
  objects: readonly Json[],
  parameters: readonly Json[],
): Template => ({
  name,
  group,
  title,
  about,
  text: `${JSON.stringify({ objects, parameters: [...parameters, logs], values: {} }, undefined, 2)}\n`,
})

export const templates: readonly Template[] = [
  template(
    'shell-command',
    'General',
    'Run a shell command',
    'Runs a command on a machine, with files from S3 put beside it and results put back.',
    [
      root,
      files('Input', '#{myInputFolder}'),
      { ...files('Output', '#{myOutputFolder}'), name: 'Results in S3' },
      machine(),
      {
        id: 'Run',
        name: 'Run the command',
        type: 'ShellCommandActivity',
        command: '#{myCommand}',
        stage: 'true',
        input: to('Input'),
        output: to('Output'),
        runsOn: to('Machine'),
      },
    ],
    [
      parameter('myCommand', 'Command to run', {
        default: 'grep -rc "GET" ${INPUT1_STAGING_DIR}/* > ${OUTPUT1_STAGING_DIR}/counts.txt',
      }),
      folder('myInputFolder', 'S3 folder with the input', 's3://my-bucket/input/'),
      folder('myOutputFolder', 'S3 folder for the results', 's3://my-bucket/output/'),
    ],
  ),
  template(
    'aws-cli',
    'General',
    'Run an AWS CLI command',
    'Runs one command of the AWS CLI on a machine.',
    [
      root,
      machine(),
      {
        id: 'Run',
        name: 'Run the AWS CLI',
        type: 'ShellCommandActivity',
        command: '#{myAwsCommand}',
        runsOn: to('Machine'),
      },
    ],
    [parameter('myAwsCommand', 'AWS CLI command', { default: 'aws s3 ls' })],
  ),
  template(
    'emr-step',
    'General',
    'Run a job on EMR',
    'Starts a cluster, runs steps on it, and ends it.',
    [
      root,
      { ...cluster, releaseLabel: '#{myReleaseLabel}', coreInstanceCount: '#{myCoreInstances}' },
      { id: 'Job', name: 'Steps', type: 'EmrActivity', step: '#{mySteps}', runsOn: to('Cluster') },
    ],
    [
      parameter('mySteps', 'Steps to run', {
        isArray: 'true',
        watermark: 's3://my-bucket/job.jar,argument1,argument2',
      }),
      parameter('myReleaseLabel', 'EMR release', { default: 'emr-5.36.0' }),
      parameter('myCoreInstances', 'Number of core machines', { type: 'Integer', default: '1' }),
    ],
  ),
  template(
    'dynamodb-export',
    'DynamoDB',
    'Export a DynamoDB table to S3',
    'Copies all items of a table to a folder named after the time of the run.',
    [
      root,
      {
        id: 'Table',
        name: 'DynamoDB table',
        type: 'DynamoDBDataNode',
        tableName: '#{myTable}',
        region: '#{myRegion}',
        readThroughputPercent: '#{myReadRatio}',
      },
      files('Backup', "#{myOutputFolder}/#{format(@scheduledStartTime, 'YYYY-MM-dd-HH-mm-ss')}"),
      { ...cluster, region: '#{myRegion}' },
      {
        id: 'Export',
        name: 'Export the table',
        type: 'EmrActivity',
        input: to('Table'),
        output: to('Backup'),
        runsOn: to('Cluster'),
        maximumRetries: '2',
        resizeClusterBeforeRunning: 'true',
        step: `${storageHandler},org.apache.hadoop.dynamodb.tools.DynamoDBExport,#{output.directoryPath},#{input.tableName},#{input.readThroughputPercent}`,
      },
    ],
    [
      ...dynamo,
      folder('myOutputFolder', 'S3 folder for the export', 's3://my-bucket/exports'),
      parameter('myReadRatio', 'Share of the read throughput to use', { type: 'Double', default: '0.25' }),
    ],
  ),
  template(
    'dynamodb-import',
    'DynamoDB',
    'Import a DynamoDB export from S3',
    'Writes the items of an earlier export into a table.',
    [
      root,
      files('Backup', '#{myInputFolder}'),
      {
        id: 'Table',
        name: 'DynamoDB table',
        type: 'DynamoDBDataNode',
        tableName: '#{myTable}',
        region: '#{myRegion}',
        writeThroughputPercent: '#{myWriteRatio}',
      },
      { ...cluster, region: '#{myRegion}' },
      {
        id: 'Import',
        name: 'Import the items',
        type: 'EmrActivity',
        input: to('Backup'),
        output: to('Table'),
        runsOn: to('Cluster'),
        maximumRetries: '2',
        resizeClusterBeforeRunning: 'true',
        step: `${storageHandler},org.apache.hadoop.dynamodb.tools.DynamoDBImport,#{input.directoryPath},#{output.tableName},#{output.writeThroughputPercent}`,
      },
    ],
    [
      ...dynamo,
      folder('myInputFolder', 'S3 folder with the export', 's3://my-bucket/exports/2026-01-05-02-00-00'),
      parameter('myWriteRatio', 'Share of the write throughput to use', { type: 'Double', default: '0.25' }),
    ],
  ),
  template(
    'mysql-to-s3',
    'RDS and S3',
    'Copy a MySQL table to S3, whole',
    'Writes all rows of a table in RDS to a CSV file.',
    [
      root,
      ...mysql.objects,
      sourceTable(whole),
      files('Copy', "#{myOutputFolder}/#{format(@scheduledStartTime, 'YYYY-MM-dd-HH-mm-ss')}"),
      machine(),
      {
        id: 'CopyRows',
        name: 'Copy the rows',
        type: 'CopyActivity',
        input: to('Source'),
        output: to('Copy'),
        runsOn: to('Machine'),
      },
    ],
    [...mysql.parameters, folder('myOutputFolder', 'S3 folder for the copy', 's3://my-bucket/orders')],
  ),
  template(
    'mysql-to-s3-changes',
    'RDS and S3',
    'Copy a MySQL table to S3, what changed',
    'Every day, writes the rows that were changed that day to a CSV file.',
    [
      scheduled,
      daily,
      ...mysql.objects,
      sourceTable(sinceLast),
      files('Copy', "#{myOutputFolder}/#{format(@scheduledStartTime, 'YYYY-MM-dd')}"),
      machine(),
      {
        id: 'CopyRows',
        name: 'Copy changed rows',
        type: 'CopyActivity',
        input: to('Source'),
        output: to('Copy'),
        runsOn: to('Machine'),
      },
    ],
    [...mysql.parameters, changed, folder('myOutputFolder', 'S3 folder for the copies', 's3://my-bucket/orders')],
  ),
  template(
    's3-to-mysql',
    'RDS and S3',
    'Load a file from S3 into MySQL',
    'Reads a CSV file and inserts its rows into a table in RDS.',
    [
      root,
      { id: 'Source', name: 'File in S3', type: 'S3DataNode', filePath: '#{myInputFile}' },
      ...mysql.objects,
      {
        id: 'Target',
        name: 'MySQL table',
        type: 'SqlDataNode',
        table: '#{myRdsTable}',
        database: to('MySql'),
        insertQuery: '#{myInsertQuery}',
      },
      machine(),
      {
        id: 'LoadRows',
        name: 'Load the rows',
        type: 'CopyActivity',
        input: to('Source'),
        output: to('Target'),
        runsOn: to('Machine'),
      },
    ],
    [
      ...mysql.parameters,
      folder('myInputFile', 'CSV file in S3', 's3://my-bucket/orders.csv'),
      parameter('myInsertQuery', 'Statement that inserts a row', {
        watermark: 'insert into orders (id, total) values (?, ?)',
      }),
    ],
  ),
  template(
    'mysql-to-redshift',
    'Redshift',
    'Copy a MySQL table to Redshift, whole',
    'Copies all rows of a table in RDS over S3 into a Redshift table.',
    [
      root,
      ...mysql.objects,
      sourceTable(whole),
      files('Between', "#{myStagingFolder}/#{format(@scheduledStartTime, 'YYYY-MM-dd-HH-mm-ss')}"),
      ...redshift.objects,
      machine(),
      {
        id: 'CopyRows',
        name: 'Copy the rows',
        type: 'CopyActivity',
        input: to('Source'),
        output: to('Between'),
        runsOn: to('Machine'),
      },
      { ...fill, input: to('Between') },
    ],
    [
      ...mysql.parameters,
      ...redshift.parameters,
      folder('myStagingFolder', 'S3 folder for what is on its way', 's3://my-bucket/staging'),
    ],
  ),
  template(
    'mysql-to-redshift-changes',
    'Redshift',
    'Copy a MySQL table to Redshift, what changed',
    'Every day, copies the rows that were changed that day over S3 into a Redshift table.',
    [
      scheduled,
      daily,
      ...mysql.objects,
      sourceTable(sinceLast),
      files('Between', "#{myStagingFolder}/#{format(@scheduledStartTime, 'YYYY-MM-dd')}"),
      ...redshift.objects,
      machine(),
      {
        id: 'CopyRows',
        name: 'Copy changed rows',
        type: 'CopyActivity',
        input: to('Source'),
        output: to('Between'),
        runsOn: to('Machine'),
      },
      { ...fill, input: to('Between') },
    ],
    [
      ...mysql.parameters,
      changed,
      ...redshift.parameters.map(one => (one.id === 'myInsertMode' ? { ...one, default: 'OVERWRITE_EXISTING' } : one)),
      folder('myStagingFolder', 'S3 folder for what is on its way', 's3://my-bucket/staging'),
    ],
  ),
  template(
    's3-to-redshift',
    'Redshift',
    'Load files from S3 into Redshift',
    'Loads CSV or TSV files of a folder into a Redshift table.',
    [
      root,
      files('Source', '#{myInputFolder}'),
      ...redshift.objects,
      machine(),
      { ...fill, input: to('Source'), commandOptions: '#{myCopyOptions}' },
    ],
    [
      ...redshift.parameters,
      folder('myInputFolder', 'S3 folder with the files', 's3://my-bucket/clicks/'),
      parameter('myCopyOptions', 'Options of the COPY statement', {
        isArray: 'true',
        default: ['CSV'],
        optional: 'true',
      }),
    ],
  ),
]
