import { parameter, to } from './parts.ts'
import type { Json } from './template.ts'

/** A table of MySQL in RDS, with what is asked for it. */

export const mysqlDatabase: Json = {
  id: 'MySql',
  name: 'MySQL database',
  type: 'RdsDatabase',
  rdsInstanceId: '#{myRdsInstanceId}',
  username: '#{myRdsUsername}',
  '*password': '#{*myRdsPassword}',
}

export const mysqlParameters: readonly Json[] = [
  parameter('myRdsInstanceId', 'Identifier of the RDS MySQL instance', { watermark: 'orders-db' }),
  parameter('myRdsUsername', 'MySQL user', { watermark: 'pipeline' }),
  parameter('*myRdsPassword', 'MySQL password', { helpText: 'Masked on every screen, and left out of exports.' }),
  parameter('myRdsTable', 'MySQL table', { watermark: 'orders' }),
]

export const mysqlSource = (selectQuery: string): Json => ({
  id: 'Source',
  name: 'MySQL table',
  type: 'SqlDataNode',
  table: '#{myRdsTable}',
  database: to('MySql'),
  selectQuery,
})

export const allRows = 'select * from #{table}'
export const rowsOfTheInterval =
  "select * from #{table} where #{myRdsChangedColumn} >= '#{@scheduledStartTime.format('YYYY-MM-dd HH:mm:ss')}' and #{myRdsChangedColumn} < '#{@scheduledEndTime.format('YYYY-MM-dd HH:mm:ss')}'"

export const changedColumn = parameter('myRdsChangedColumn', 'Column that says when a row was last changed', {
  watermark: 'updated_at',
  helpText: 'Rows whose time lies in the interval of the run are copied.',
})
