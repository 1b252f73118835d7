import { alarm, cluster, copy, type Examples, machine, ref, s3, shell, table } from './example.ts'

const folder = { directoryPath: 's3://bucket/data/' }
const hive = (fields: Readonly<Record<string, unknown>> = {}) => ({
  id: 'Hive',
  type: 'HiveActivity',
  hiveScript: 'SELECT 1',
  ...fields,
})
const hiveCopy = (fields: Readonly<Record<string, unknown>> = {}) => ({
  id: 'HiveCopy',
  type: 'HiveCopyActivity',
  ...fields,
})
const load = (fields: Readonly<Record<string, unknown>> = {}) => ({
  id: 'Load',
  type: 'RedshiftCopyActivity',
  insertMode: 'APPEND',
  ...fields,
})
const redshift = (fields: Readonly<Record<string, unknown>> = {}) => ({
  id: 'Target',
  type: 'RedshiftDataNode',
  tableName: 't',
  ...fields,
})

export const activityExamples: Examples = {
  'activity/argument-of-script': [
    [shell({ command: [], scriptUri: 's3://bucket/run.sh', scriptArgument: 'a' })],
    [shell({ scriptArgument: 'a' })],
  ],
  'activity/staged-output-file': [
    [shell({ stage: 'true', output: ref('D') }), s3('D', { filePath: 's3://bucket/out.csv' })],
    [shell({ stage: 'true', output: ref('D') }), s3('D', folder)],
  ],
  'activity/staged-elsewhere': [
    [shell({ stage: 'true', input: ref('Table') }), table()],
    [shell({ input: ref('Table') }), table()],
  ],
  'activity/unstaged': [
    [shell({ command: 'ls ${INPUT1_STAGING_DIR}', input: ref('D') }), s3('D', folder)],
    [shell({ command: 'ls ${INPUT1_STAGING_DIR}', stage: 'true', input: ref('D') }), s3('D', folder)],
  ],
  'activity/staging-number': [
    [shell({ command: 'ls $INPUT2_STAGING_DIR', stage: 'true', input: ref('D') }), s3('D', folder)],
    [shell({ command: 'ls $INPUT1_STAGING_DIR', stage: 'true', input: ref('D') }), s3('D', folder)],
  ],
  'activity/command-is-address': [
    [shell({ command: 's3://bucket/run.sh' })],
    [shell({ command: 'aws s3 ls s3://bucket' })],
  ],
  'activity/local-stdout': [
    [shell({ stdout: '/tmp/out', runsOn: ref('Machine') }), machine()],
    [shell({ stdout: '/tmp/out', workerGroup: 'w' })],
  ],
  'activity/no-data': [[hive({ stage: 'true' })], [hive({ stage: 'false' })]],
  'activity/old-hive': [
    [hive({ stage: 'true', runsOn: ref('Cluster') }), cluster({ amiVersion: '3.1.0' })],
    [hive({ stage: 'true', runsOn: ref('Cluster') }), cluster({ amiVersion: '3.9.0' })],
  ],
  'activity/resized-machines': [
    [hive({ resizeClusterBeforeRunning: 'true', input: ref('Table') }), table()],
    [hive({ resizeClusterBeforeRunning: 'false', input: ref('Table') }), table()],
  ],
  'activity/terminate-use': [
    [shell({ onFail: ref('Stop') }), { id: 'Stop', type: 'Terminate' }],
    [shell({ onLateAction: ref('Stop'), onFail: ref('Alarm') }), { id: 'Stop', type: 'Terminate' }, alarm()],
  ],
  'activity/endless-check': [
    [{ id: 'Check', type: 'S3KeyExists', s3Key: 's3://bucket/key' }],
    [{ id: 'Check', type: 'S3KeyExists', s3Key: 's3://bucket/key', preconditionTimeout: '1 hour' }],
  ],
}

export const copyExamples: Examples = {
  'activity/no-ends': [
    [copy({ input: ref('D') }), s3('D')],
    [copy({ input: ref('D'), output: ref('E') }), s3('D'), s3('E')],
  ],
  'activity/copy-format': [
    [copy({ input: ref('D') }), s3('D', { dataFormat: ref('F') }), { id: 'F', type: 'RegEx' }],
    [copy({ input: ref('D') }), s3('D', { dataFormat: ref('F') }), { id: 'F', type: 'TSV' }],
  ],
  'activity/hive-copy-pair': [
    [hiveCopy({ input: ref('D'), output: ref('E') }), s3('D'), s3('E')],
    [hiveCopy({ input: ref('D'), output: ref('Table') }), s3('D'), table()],
  ],
  'activity/hive-copy-format': [
    [
      hiveCopy({ input: ref('Table') }),
      table({ dataFormat: ref('F') }),
      { id: 'F', type: 'DynamoDBDataFormat' },
      { id: 'G', type: 'DynamoDBExportDataFormat' },
    ],
    [hiveCopy({ input: ref('Table') }), table({ dataFormat: ref('F') }), { id: 'F', type: 'DynamoDBExportDataFormat' }],
  ],
  'activity/filter-where': [[hiveCopy({ filterSql: 'WHERE a > 1' })], [hiveCopy({ filterSql: 'a > 1' })]],
  'activity/merge-keys': [
    [load({ insertMode: 'KEEP_EXISTING', output: ref('Target') }), redshift()],
    [load({ insertMode: 'KEEP_EXISTING', output: ref('Target') }), redshift({ primaryKeys: 'id' })],
  ],
  'activity/options-and-format': [
    [load({ commandOptions: 'GZIP', input: ref('D') }), s3('D', { dataFormat: ref('F') }), { id: 'F', type: 'CSV' }],
    [load({ commandOptions: 'GZIP', input: ref('D') }), s3('D')],
  ],
  'activity/manifest-unused': [
    [copy({ input: ref('D') }), s3('D', { manifestFilePath: 's3://bucket/m' })],
    [load({ input: ref('D') }), s3('D', { manifestFilePath: 's3://bucket/m' })],
  ],
  'activity/compression-unused': [
    [shell({ input: ref('D') }), s3('D', { compression: 'gzip' })],
    [copy({ input: ref('D') }), s3('D', { compression: 'gzip' })],
  ],
  'activity/same-place': [
    [shell({ input: ref('D'), output: ref('E') }), s3('D', folder), s3('E', folder)],
    [shell({ input: ref('D'), output: ref('E') }), s3('D', folder), s3('E', { directoryPath: 's3://bucket/out/' })],
  ],
  'activity/driver-missing': [
    [{ id: 'Db', type: 'JdbcDatabase', connectionString: 'jdbc:oracle:thin:@host:1521/db' }],
    [{ id: 'Db', type: 'JdbcDatabase', connectionString: 'jdbc:postgresql://host/db' }],
  ],
}
