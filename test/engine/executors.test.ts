import { describe, expect, it } from 'vitest'
import { dynamoCheck, keyExists, nodeExists, prefixNotEmpty } from '../../src/engine/executors/checks.ts'
import {
  emrActivity,
  hadoopActivity,
  hiveActivity,
  hiveCopyActivity,
  pigActivity,
} from '../../src/engine/executors/cluster.ts'
import { copyActivity } from '../../src/engine/executors/copy.ts'
import { executors } from '../../src/engine/executors/index.ts'
import { machineStart } from '../../src/engine/executors/machines.ts'
import { redshiftCopyActivity } from '../../src/engine/executors/redshift-copy.ts'
import { shellActivity, shellPrecondition } from '../../src/engine/executors/shell.ts'
import { sqlActivity } from '../../src/engine/executors/sql.ts'
import { behavesLikeAnExecutor } from '../contracts/executor.ts'
import { object, openMachine, workOf } from '../contracts/machine.ts'

const machine = await openMachine()
const put = (uri: string, text: string) => () => machine.storage.put(uri, text)

const database = object('Warehouse', 'JdbcDatabase', { connectionString: 'jdbc:postgresql://db.example.com/shop' })
const source = object('Source', 'S3DataNode', { filePath: 's3://data/in.csv' })
const copied = object('Copied', 'S3DataNode', { filePath: 's3://data/out.csv' })
const table = object('Table', 'RedshiftDataNode', {
  tableName: 'facts',
  database: { ref: 'Warehouse' },
  createTableSql: 'create table facts (id int primary key, name text) distkey(id)',
})
const csv = object('Csv', 'CSV')
const emr = object('Step', 'EmrActivity', { step: 'command-runner.jar,no-such-program,--input,x' })

const cases = {
  'the shell executor': {
    executor: shellActivity,
    good: workOf(object('Say', 'ShellCommandActivity', { command: 'echo hello' })),
    endless: workOf(object('Sleep', 'ShellCommandActivity', { command: 'sleep 300' })),
  },
  'the shell check': {
    executor: shellPrecondition,
    good: workOf(object('Ready', 'ShellCommandPrecondition', { command: 'true' })),
    endless: workOf(object('Never', 'ShellCommandPrecondition', { command: 'sleep 300' })),
  },
  'the SQL executor': {
    executor: sqlActivity,
    good: workOf(object('Ask', 'SqlActivity', { script: 'select 1', database: { ref: 'Warehouse' } }), [database]),
    endless: workOf(
      object('Count', 'SqlActivity', {
        script: 'select count(*) from generate_series(1, 1000000000000)',
        database: { ref: 'Warehouse' },
      }),
      [database],
    ),
  },
  'the copy executor': {
    executor: copyActivity,
    good: workOf(object('Copy', 'CopyActivity', { input: { ref: 'Source' }, output: { ref: 'Copied' } }), [
      source,
      copied,
    ]),
    ready: put('s3://data/in.csv', 'id,name\n1,a\n'),
  },
  'the warehouse copy': {
    executor: redshiftCopyActivity,
    good: workOf(
      object('Load', 'RedshiftCopyActivity', {
        input: { ref: 'Lines' },
        output: { ref: 'Table' },
        insertMode: 'OVERWRITE_EXISTING',
      }),
      [
        object('Lines', 'S3DataNode', { filePath: 's3://data/lines.csv', dataFormat: { ref: 'Csv' } }),
        csv,
        table,
        database,
      ],
    ),
    ready: put('s3://data/lines.csv', '1,a\n2,b\n'),
  },
  'the object check': {
    executor: keyExists,
    good: workOf(object('Flag', 'S3KeyExists', { s3Key: 's3://data/flag' })),
    ready: put('s3://data/flag', ''),
  },
  'the prefix check': {
    executor: prefixNotEmpty,
    good: workOf(object('Any', 'S3PrefixNotEmpty', { s3Prefix: 's3://data/fl' })),
    ready: put('s3://data/flag', ''),
  },
  'the data node check': {
    executor: nodeExists,
    good: workOf(object('There', 'Exists', { node: { ref: 'Source' } }), [source]),
    ready: put('s3://data/in.csv', 'x'),
  },
  'the DynamoDB check': {
    executor: dynamoCheck,
    good: workOf(object('Dynamo', 'DynamoDBTableExists', { tableName: 't' })),
  },
  'the machine': { executor: machineStart, good: workOf(object('Box', 'Ec2Resource', { instanceType: 'm5.large' })) },
  'the EMR executor': { executor: emrActivity, good: workOf(emr), endless: workOf(emr) },
  'the Hadoop executor': {
    executor: hadoopActivity,
    good: workOf(object('Jar', 'HadoopActivity', { jarUri: 's3://code/a.jar' })),
  },
  'the Hive executor': {
    executor: hiveActivity,
    good: workOf(object('Hive', 'HiveActivity', { hiveScript: 'select 1;' })),
  },
  'the Pig executor': { executor: pigActivity, good: workOf(object('Pig', 'PigActivity', { script: 'a = load;' })) },
  'the Hive copy': {
    executor: hiveCopyActivity,
    good: workOf(object('HiveCopy', 'HiveCopyActivity', { input: { ref: 'Dynamo' }, output: { ref: 'Export' } }), [
      object('Dynamo', 'DynamoDBDataNode', { tableName: 't', dataFormat: { ref: 'Items' } }),
      object('Export', 'S3DataNode', { directoryPath: 's3://data/export/', dataFormat: { ref: 'Items' } }),
      object('Items', 'DynamoDBExportDataFormat'),
    ]),
  },
} as const

for (const [name, one] of Object.entries(cases))
  describe.concurrent(name, () => behavesLikeAnExecutor(name, machine, one))

it('judges every executor there is', () => {
  const judged = new Set(Object.values(cases).map(({ executor }) => executor.name))
  expect(executors.map(({ name }) => name).filter(name => !judged.has(name))).toEqual([])
})

it('gives every type to one executor', () => {
  const types = executors.flatMap(({ types }) => types)
  expect(new Set(types).size).toBe(types.length)
})
