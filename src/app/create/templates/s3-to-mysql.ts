import { mysqlDatabase, mysqlParameters } from './mysql.ts'
import { location, machine, machineType, parameter, root, template, to } from './parts.ts'

export const s3ToMysql = template({
  name: 's3-to-mysql',
  group: 'RDS and S3',
  title: 'Load a file from S3 into MySQL',
  about: 'Reads a CSV file and inserts its rows into a table in RDS.',
  console: 'Load S3 data into RDS MySQL table',
  steps: ['Starts a machine.', 'Reads the file row by row.', 'Runs the statement once for each row.'],
  objects: [
    root,
    { id: 'Source', name: 'File in S3', type: 'S3DataNode', filePath: '#{myInputFile}' },
    mysqlDatabase,
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
  parameters: [
    location('myInputFile', 'CSV file in S3', 's3://my-bucket/orders.csv'),
    ...mysqlParameters,
    parameter('myInsertQuery', 'Statement that inserts a row', {
      watermark: 'insert into orders (id, total) values (?, ?)',
      helpText: 'One question mark for each column of the file, in its order.',
    }),
    machineType,
  ],
})
