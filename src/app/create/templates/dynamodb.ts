import { byTime, cluster, clusterParameters, files, location, parameter, root, template, to } from './parts.ts'

const storageHandler =
  's3://dynamodb-dpl-#{myRegion}/emr-ddb-storage-handler/4.14.0/emr-dynamodb-tools-4.14.0-SNAPSHOT-jar-with-dependencies.jar'

const table = (id: string, region: string) => ({
  id: id,
  name: 'DynamoDB table',
  type: 'DynamoDBDataNode',
  tableName: '#{myTable}',
  region,
})

const where = [
  parameter('myTable', 'DynamoDB table', { watermark: 'orders' }),
  parameter('myRegion', 'Region of the table', { default: 'us-east-1' }),
]
const share = (id: string, kind: string) =>
  parameter(id, `Share of the ${kind} throughput to use`, {
    type: 'Double',
    default: '0.25',
    helpText: 'From 0.1 to 1.0; the rest stays for the applications that use the table.',
  })

const copies = { type: 'EmrActivity', runsOn: to('Cluster'), maximumRetries: '2', resizeClusterBeforeRunning: 'true' }

export const dynamodbExport = template({
  name: 'dynamodb-export',
  group: 'DynamoDB',
  title: 'Export a DynamoDB table to S3',
  about: 'Copies all items of a table to a folder named after the time of the run.',
  console: 'Export DynamoDB table to S3',
  steps: ['Starts a cluster in the region of the table.', 'Reads all items and writes them to S3.'],
  objects: [
    root,
    { ...table('Table', '#{myRegion}'), readThroughputPercent: '#{myReadRatio}' },
    files('Backup', 'Export in S3', byTime('myOutputFolder')),
    cluster({ region: '#{myRegion}' }),
    {
      id: 'Export',
      name: 'Export the table',
      ...copies,
      input: to('Table'),
      output: to('Backup'),
      step: `${storageHandler},org.apache.hadoop.dynamodb.tools.DynamoDBExport,#{output.directoryPath},#{input.tableName},#{input.readThroughputPercent}`,
    },
  ],
  parameters: [
    ...where,
    location('myOutputFolder', 'S3 folder for the export', 's3://my-bucket/exports'),
    share('myReadRatio', 'read'),
    ...clusterParameters,
  ],
})

export const dynamodbImport = template({
  name: 'dynamodb-import',
  group: 'DynamoDB',
  title: 'Import a DynamoDB export from S3',
  about: 'Writes the items of an earlier export into a table.',
  console: 'Import DynamoDB backup data from S3',
  steps: [
    'Waits until there are files in the folder.',
    'Starts a cluster in the region of the table.',
    'Writes the items; one with the same key is replaced.',
  ],
  objects: [
    root,
    {
      id: 'ThereIsABackup',
      name: 'There are files',
      type: 'S3PrefixNotEmpty',
      s3Prefix: '#{myInputFolder}',
      role: '#{node.role}',
      preconditionTimeout: '2 hours',
    },
    files('Backup', 'Export in S3', '#{myInputFolder}', { precondition: to('ThereIsABackup') }),
    { ...table('Table', '#{myRegion}'), writeThroughputPercent: '#{myWriteRatio}' },
    cluster({ region: '#{myRegion}' }),
    {
      id: 'Import',
      name: 'Import the items',
      ...copies,
      input: to('Backup'),
      output: to('Table'),
      step: `${storageHandler},org.apache.hadoop.dynamodb.tools.DynamoDBImport,#{input.directoryPath},#{output.tableName},#{output.writeThroughputPercent}`,
    },
  ],
  parameters: [
    ...where,
    location('myInputFolder', 'S3 folder with the export', 's3://my-bucket/exports/2026-01-05-02-00-00'),
    share('myWriteRatio', 'write'),
    ...clusterParameters,
  ],
})

export const dynamodbCopy = template({
  name: 'dynamodb-copy',
  group: 'DynamoDB',
  title: 'Copy a DynamoDB table to another region',
  about: 'Exports a table to S3 and imports it into a table elsewhere.',
  console: 'Cross-region DynamoDB copy (of early consoles)',
  steps: [
    'Reads all items of the table and writes them to S3.',
    'Starts a cluster in the other region and writes them into the table there.',
  ],
  objects: [
    root,
    { ...table('From', '#{myRegion}'), name: 'Table here', readThroughputPercent: '#{myReadRatio}' },
    {
      ...table('To', '#{myOtherRegion}'),
      name: 'Table there',
      tableName: '#{myOtherTable}',
      writeThroughputPercent: '#{myWriteRatio}',
    },
    files('Between', 'Items on their way', byTime('myStagingFolder')),
    cluster({ name: 'Cluster here', region: '#{myRegion}' }),
    { ...cluster({ name: 'Cluster there', region: '#{myOtherRegion}' }), id: 'OtherCluster' },
    {
      id: 'Export',
      name: 'Read the items',
      ...copies,
      input: to('From'),
      output: to('Between'),
      step: `${storageHandler},org.apache.hadoop.dynamodb.tools.DynamoDBExport,#{output.directoryPath},#{input.tableName},#{input.readThroughputPercent}`,
    },
    {
      id: 'Import',
      name: 'Write the items',
      ...copies,
      runsOn: to('OtherCluster'),
      input: to('Between'),
      output: to('To'),
      step: `${storageHandler.replace('myRegion', 'myOtherRegion')},org.apache.hadoop.dynamodb.tools.DynamoDBImport,#{input.directoryPath},#{output.tableName},#{output.writeThroughputPercent}`,
    },
  ],
  parameters: [
    ...where,
    parameter('myOtherTable', 'DynamoDB table there', { watermark: 'orders' }),
    parameter('myOtherRegion', 'Region there', { default: 'eu-west-1' }),
    location('myStagingFolder', 'S3 folder for what is on its way', 's3://my-bucket/staging'),
    share('myReadRatio', 'read'),
    share('myWriteRatio', 'write'),
    ...clusterParameters,
  ],
})
