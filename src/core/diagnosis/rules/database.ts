import type { DiagnosisRule } from '../rule.ts'

export const databaseRules: readonly DiagnosisRule[] = [
  {
    id: 'ddb.on-demand-table',
    title: 'DynamoDB throughput computes to zero',
    of: ['DynamoDBDataNode', 'EmrActivity', 'HiveActivity'],
    rank: 96,
    confidence: 'high',
    texts: [
      {
        in: ['emrStep', 'errorMessage', 'failureReason', 'errorStackTrace', 'stderr', 'activityLog'],
        like: /(Read|Write) throughput should not be less than 1|throughput percent: 0/i,
      },
    ],
    cause: 'The table is on demand, so its provisioned capacity reads as zero and the percentage of it is zero.',
    remedies: [
      'Use a newer release with an on-demand default, or set the throughput as a number.',
      'Or copy with the table export to S3.',
    ],
  },
  {
    id: 'db.redshift-load',
    title: 'Redshift COPY rejected rows',
    of: ['RedshiftCopyActivity', 'SqlActivity', 'ShellCommandActivity'],
    rank: 94,
    confidence: 'high',
    texts: [
      {
        in: ['stderr', 'errorMessage', 'activityLog', 'errorStackTrace'],
        like: /stl_load_errors|Load into table '?\w+'? failed|Delimiter not found|Invalid (digit|timestamp|date|operation).*COPY|Extra column\(s\) found|Missing newline/i,
      },
    ],
    cause: 'The file and the table do not fit: delimiter, number of columns, date format, length or nulls.',
    remedies: [
      'Query stl_load_errors for file, line and column.',
      'Add conversion options to commandOptions, or set the data format.',
    ],
  },
  {
    id: 'db.driver',
    title: 'Database driver missing',
    of: ['SqlActivity', 'CopyActivity'],
    rank: 93,
    confidence: 'high',
    texts: [
      {
        in: ['stderr', 'errorMessage', 'activityLog', 'errorStackTrace'],
        like: /No suitable driver|ClassNotFoundException: (com\.mysql|org\.postgresql|oracle|com\.microsoft|com\.amazon\.redshift)|Could not load JDBC driver|jdbcDriverJarUri/i,
      },
    ],
    cause: 'For Oracle and SQL Server, and for newer server versions, you give the driver yourself.',
    remedies: ['Set jdbcDriverJarUri to the driver jar in S3.', 'Check jdbcDriverClass.'],
  },
  {
    id: 'ddb.throughput',
    title: 'DynamoDB throttles',
    of: ['DynamoDBDataNode', 'HiveActivity', 'HiveCopyActivity', 'EmrActivity', 'EmrCluster', 'CopyActivity'],
    rank: 93,
    confidence: 'high',
    texts: [
      {
        in: ['emrStep', 'errorMessage', 'failureReason', 'errorStackTrace', 'stderr', 'activityLog'],
        like: /ProvisionedThroughputExceeded|The level of configured provisioned throughput/i,
      },
    ],
    cause: 'The job uses more capacity than the table has.',
    remedies: [
      'Lower readThroughputPercent or writeThroughputPercent.',
      'Raise the table capacity for the time of the job, or use fewer nodes.',
    ],
  },
  {
    id: 'db.auth',
    title: 'Database rejects user or password',
    of: ['SqlActivity', 'CopyActivity', 'RedshiftCopyActivity', 'ShellCommandActivity'],
    rank: 92,
    confidence: 'high',
    texts: [
      {
        in: ['stderr', 'errorMessage', 'activityLog', 'errorStackTrace'],
        like: /password authentication failed|Access denied for user|Login failed for user|ORA-01017|invalid username\/password|no pg_hba\.conf entry/i,
      },
    ],
    cause: 'Wrong user, password or host rule.',
    remedies: [
      'Check user name and *password in the database object.',
      'Remember that a password field must begin with a star.',
    ],
  },
  {
    id: 'db.aurora',
    title: 'Database not found as RDS instance',
    of: ['SqlActivity', 'CopyActivity'],
    rank: 90,
    confidence: 'medium',
    texts: [
      {
        in: ['stderr', 'errorMessage', 'activityLog', 'errorStackTrace', 'apiError'],
        like: /DBInstanceNotFound|rdsInstanceId.*(not|invalid)|unsupported engine.*aurora/i,
      },
    ],
    cause: 'RdsDatabase knows single instances only, not Aurora clusters, and looks in its own region.',
    remedies: ['Use JdbcDatabase with the cluster endpoint.', 'Set region on the database object.'],
  },
  {
    id: 'ddb.table-missing',
    title: 'DynamoDB table not found',
    of: ['DynamoDBDataNode', 'precondition', 'EmrActivity'],
    rank: 87,
    confidence: 'medium',
    texts: [
      {
        in: ['emrStep', 'errorMessage', 'failureReason', 'errorStackTrace', 'stderr', 'activityLog', 'apiError'],
        like: /ResourceNotFoundException|Requested resource not found|Table .* (not found|does not exist)/i,
      },
    ],
    cause: 'Wrong table name or wrong region.',
    remedies: ['Set region on the data node to the region of the table.', 'Check the table name after evaluation.'],
  },
  {
    id: 'db.sql-syntax',
    title: 'Database rejects the SQL',
    of: ['SqlActivity', 'CopyActivity', 'RedshiftCopyActivity'],
    rank: 86,
    confidence: 'high',
    texts: [
      {
        in: ['stderr', 'errorMessage', 'activityLog', 'errorStackTrace'],
        like: /You have an error in your SQL syntax|(PSQLException: )?ERROR: (syntax error|relation .* does not exist|column .* does not exist)|ORA-00(9\d\d|942)|Invalid object name|Invalid operation: (syntax error|relation)|\(SQLSTATE 42(?!501)/i,
      },
    ],
    cause: 'Wrong statement, missing table or column, or an expression that left a gap.',
    remedies: ['Read the statement after expression evaluation.', 'Try it in a client with the same user.'],
  },
  {
    id: 'db.lock-timeout',
    title: 'Database lock or query timeout',
    of: ['SqlActivity', 'CopyActivity', 'RedshiftCopyActivity'],
    rank: 85,
    confidence: 'medium',
    texts: [
      {
        in: ['stderr', 'errorMessage', 'activityLog', 'errorStackTrace'],
        like: /Lock wait timeout|deadlock (detected|found)|canceling statement due to (statement timeout|user request|conflict)|Query (\(\d+\) )?cancelled|Serializable isolation violation/i,
      },
    ],
    cause: 'Another session holds the table, or the query ran over the server limit.',
    remedies: [
      'Serialize writers with dependsOn or maxActiveInstances 1.',
      'Read from a replica, or in smaller parts.',
    ],
  },
]
