import { allRows, changedColumn, mysqlDatabase, mysqlParameters, mysqlSource, rowsOfTheInterval } from './mysql.ts'
import { byDay, byTime, daily, files, location, machine, machineType, root, template, to } from './parts.ts'

const copyRows = {
  id: 'CopyRows',
  type: 'CopyActivity',
  input: to('Source'),
  output: to('Copy'),
  runsOn: to('Machine'),
}
const folder = location('myOutputFolder', 'S3 folder for the copies', 's3://my-bucket/orders')

export const mysqlToS3 = template({
  name: 'mysql-to-s3',
  group: 'RDS and S3',
  title: 'Copy a MySQL table to S3, whole',
  about: 'Writes all rows of a table in RDS to a CSV file.',
  console: 'Full copy of RDS MySQL table to S3',
  steps: ['Starts a machine.', 'Reads all rows and writes them to a folder named after the time of the run.'],
  objects: [
    root,
    mysqlDatabase,
    mysqlSource(allRows),
    files('Copy', 'CSV in S3', byTime('myOutputFolder')),
    machine(),
    { ...copyRows, name: 'Copy the rows' },
  ],
  parameters: [...mysqlParameters, folder, machineType],
})

export const mysqlToS3Changes = template({
  name: 'mysql-to-s3-changes',
  group: 'RDS and S3',
  title: 'Copy a MySQL table to S3, what changed',
  about: 'Each period, writes the rows that were changed in it to a CSV file.',
  console: 'Incremental copy of RDS MySQL table to S3',
  steps: [
    'Starts a machine at the end of each period.',
    'Reads the rows whose time of change lies in that period.',
    'Writes them to a folder named after the day.',
  ],
  objects: [
    ...daily,
    mysqlDatabase,
    mysqlSource(rowsOfTheInterval),
    files('Copy', 'CSV in S3', byDay('myOutputFolder')),
    machine(),
    { ...copyRows, name: 'Copy changed rows' },
  ],
  parameters: [...mysqlParameters, changedColumn, folder, machineType],
})
