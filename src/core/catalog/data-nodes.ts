/** The data nodes: where data lies. */

import { choice, double, exactlyOne, ref, s3, script, text } from './builders.ts'
import { databaseNames, dataFormatNames, preconditionNames } from './names.ts'
import type { ObjectType, Slot } from './schema.ts'
import {
  alarms,
  login,
  logs,
  objectState,
  parent,
  region,
  retries,
  runner,
  runState,
  schedule,
  scheduleState,
  waiting,
} from './shared.ts'

const dataNode = (
  name: string,
  summary: string,
  own: Readonly<Record<string, Slot>>,
  more: Partial<ObjectType> & { readonly waits?: Readonly<Record<string, Slot>> } = {},
): ObjectType => {
  const { waits, ...facts } = more
  return {
    name,
    family: 'dataNode',
    summary,
    slots: {
      ...own,
      ...waiting,
      ...waits,
      ...schedule,
      ...retries,
      ...alarms,
      ...runner,
      ...logs,
      parent,
      ...runState,
      ...scheduleState,
      ...objectState,
    },
    oneOf: [],
    page: `dp-object-${name.toLowerCase()}.html`,
    ...facts,
  }
}

const sqlTable = {
  table: text('The table.', { required: true }),
  database: ref('uses', databaseNames, 'The database that holds the table.'),
  selectQuery: script('The SELECT that reads the rows, when this is an input.'),
  insertQuery: script('The INSERT that writes a row, when this is an output.'),
  schemaName: text('The schema of the table.'),
  createTableSql: script('The CREATE TABLE to run when the table is missing.'),
  connectionString: text('The JDBC address, if no database object is given.'),
  ...login,
}

export const dataNodes: readonly ObjectType[] = [
  dataNode(
    'S3DataNode',
    'A file or a folder in S3.',
    {
      directoryPath: s3('The folder, such as s3://bucket/path. Give this or a file.', { names: 'folder' }),
      filePath: s3('The file, such as s3://bucket/path/file.csv. Give this or a folder.', { names: 'object' }),
      dataFormat: ref('uses', dataFormatNames, 'How the data in it is written.'),
      compression: choice(['none', 'gzip'], 'Whether the data is gzipped. Only for copies and Redshift.'),
      s3EncryptionType: choice(['SERVER_SIDE_ENCRYPTION', 'NONE'], 'How S3 encrypts what is written.', {
        default: 'SERVER_SIDE_ENCRYPTION',
      }),
      manifestFilePath: s3('The manifest that lists the files to load. Only for RedshiftCopyActivity.', {
        names: 'object',
      }),
    },
    { oneOf: [exactlyOne('filePath', 'directoryPath')] },
  ),
  dataNode('SqlDataNode', 'A table in a SQL database, with the queries that read and write it.', sqlTable),
  dataNode('RedshiftDataNode', 'A table in Redshift.', {
    tableName: text('The table.', { required: true }),
    database: ref('uses', 'RedshiftDatabase', 'The Redshift database that holds the table.', { required: true }),
    schemaName: text('The schema of the table.', { default: 'PUBLIC' }),
    createTableSql: script('The CREATE TABLE to run when the table is missing.'),
    primaryKeys: text('A column of the key by which rows are merged, if the table declares none.', { many: true }),
  }),
  dataNode(
    'DynamoDBDataNode',
    'A DynamoDB table.',
    {
      tableName: text('The table.', { required: true, account: 'dynamodbTable' }),
      region,
      dataFormat: ref(
        'uses',
        ['DynamoDBDataFormat', 'DynamoDBExportDataFormat'],
        'Which attributes Hive sees as columns.',
      ),
      readThroughputPercent: double('The share of the read capacity to use, from 0.1 to 1.', { min: 0.1, max: 1 }),
      writeThroughputPercent: double('The share of the write capacity to use, from 0.1 to 1.', { min: 0.1, max: 1 }),
    },
    {
      waits: {
        precondition: ref(
          'when',
          preconditionNames.filter(name => name !== 'Exists'),
          'Checks that must hold before this starts; Exists cannot look into DynamoDB.',
          { many: true },
        ),
      },
    },
  ),
  dataNode('MySqlDataNode', 'A table in MySQL. SqlDataNode does the same for every database.', sqlTable, {
    deprecated: 'SqlDataNode',
  }),
]
