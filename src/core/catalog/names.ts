/** Names of the types, by family: what references say when they mean any member of one. */

export const activityNames = [
  'CopyActivity',
  'EmrActivity',
  'HadoopActivity',
  'HiveActivity',
  'HiveCopyActivity',
  'PigActivity',
  'RedshiftCopyActivity',
  'ShellCommandActivity',
  'SqlActivity',
] as const

export const dataNodeNames = [
  'S3DataNode',
  'SqlDataNode',
  'RedshiftDataNode',
  'DynamoDBDataNode',
  'MySqlDataNode',
] as const

export const resourceNames = ['Ec2Resource', 'EmrCluster'] as const

export const preconditionNames = [
  'S3KeyExists',
  'S3PrefixNotEmpty',
  'DynamoDBDataExists',
  'DynamoDBTableExists',
  'Exists',
  'ShellCommandPrecondition',
] as const

export const databaseNames = ['RdsDatabase', 'RedshiftDatabase', 'JdbcDatabase'] as const

export const dataFormatNames = [
  'CSV',
  'TSV',
  'Custom',
  'RegEx',
  'DynamoDBDataFormat',
  'DynamoDBExportDataFormat',
] as const

export const actionNames = ['SnsAlarm', 'Terminate'] as const

/** Everything that gets instances and attempts. */
export const runnableNames = [...activityNames, ...dataNodeNames, ...resourceNames, ...preconditionNames] as const
