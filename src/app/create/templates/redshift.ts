import { allRows, changedColumn, mysqlDatabase, mysqlParameters, mysqlSource, rowsOfTheInterval } from './mysql.ts'
import { byDay, byTime, daily, files, location, machine, machineType, parameter, root, template, to } from './parts.ts'
import type { Json } from './template.ts'

const warehouse: readonly Json[] = [
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
]

const warehouseParameters = (insertMode: string): readonly Json[] => [
  parameter('myClusterId', 'Identifier of the Redshift cluster', { watermark: 'analytics' }),
  parameter('myRedshiftDatabase', 'Redshift database', { watermark: 'sales' }),
  parameter('myRedshiftUsername', 'Redshift user', { watermark: 'loader' }),
  parameter('*myRedshiftPassword', 'Redshift password', {
    helpText: 'Masked on every screen, and left out of exports.',
  }),
  parameter('myRedshiftTable', 'Redshift table', { watermark: 'orders' }),
  parameter('myInsertMode', 'What to do with rows that are there', {
    default: insertMode,
    allowedValues: ['TRUNCATE', 'OVERWRITE_EXISTING', 'KEEP_EXISTING', 'APPEND'],
    helpText: 'TRUNCATE empties the table first; the others differ in what becomes of rows with the same key.',
  }),
]

const fill = {
  id: 'Fill',
  name: 'Copy into Redshift',
  type: 'RedshiftCopyActivity',
  runsOn: to('Machine'),
  output: to('Target'),
  insertMode: '#{myInsertMode}',
}
const copyRows = {
  id: 'CopyRows',
  type: 'CopyActivity',
  input: to('Source'),
  output: to('Between'),
  runsOn: to('Machine'),
}
const staging = location('myStagingFolder', 'S3 folder for what is on its way', 's3://my-bucket/staging')

export const mysqlToRedshift = template({
  name: 'mysql-to-redshift',
  group: 'Redshift',
  title: 'Copy a MySQL table to Redshift, whole',
  about: 'Copies all rows of a table in RDS over S3 into a Redshift table.',
  console: 'Full copy of RDS MySQL table to Redshift',
  steps: ['Reads all rows of the MySQL table.', 'Writes them to S3.', 'Loads them into the Redshift table.'],
  objects: [
    root,
    mysqlDatabase,
    mysqlSource(allRows),
    files('Between', 'Rows on their way', byTime('myStagingFolder')),
    ...warehouse,
    machine(),
    { ...copyRows, name: 'Copy the rows' },
    { ...fill, input: to('Between') },
  ],
  parameters: [...mysqlParameters, ...warehouseParameters('TRUNCATE'), staging, machineType],
})

export const mysqlToRedshiftChanges = template({
  name: 'mysql-to-redshift-changes',
  group: 'Redshift',
  title: 'Copy a MySQL table to Redshift, what changed',
  about: 'Each period, copies the rows that were changed in it over S3 into a Redshift table.',
  console: 'Incremental copy of an RDS MySQL table to Redshift',
  steps: [
    'Reads the rows whose time of change lies in the period.',
    'Writes them to S3.',
    'Loads them into the Redshift table, in place of rows with the same key.',
  ],
  objects: [
    ...daily,
    mysqlDatabase,
    mysqlSource(rowsOfTheInterval),
    files('Between', 'Rows on their way', byDay('myStagingFolder')),
    ...warehouse,
    machine(),
    { ...copyRows, name: 'Copy changed rows' },
    { ...fill, input: to('Between') },
  ],
  parameters: [...mysqlParameters, changedColumn, ...warehouseParameters('OVERWRITE_EXISTING'), staging, machineType],
})

export const s3ToRedshift = template({
  name: 's3-to-redshift',
  group: 'Redshift',
  title: 'Load files from S3 into Redshift',
  about: 'Loads CSV or TSV files of a folder into a Redshift table.',
  console: 'Load data from S3 into Redshift',
  steps: ['Starts a machine.', 'Has Redshift copy the files of the folder into the table.'],
  objects: [
    root,
    files('Source', 'Files in S3', '#{myInputFolder}'),
    ...warehouse,
    machine(),
    { ...fill, input: to('Source'), commandOptions: '#{myCopyOptions}' },
  ],
  parameters: [
    location('myInputFolder', 'S3 folder with the files', 's3://my-bucket/clicks/'),
    ...warehouseParameters('TRUNCATE'),
    parameter('myCopyOptions', 'Options of the COPY statement', {
      isArray: 'true',
      default: ['CSV'],
      helpText: "Such as CSV, or DELIMITER '\\t' for files with tabs.",
    }),
    machineType,
  ],
})
