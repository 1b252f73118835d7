import type { DiagnosisRule } from '../rule.ts'

export const dataRules: readonly DiagnosisRule[] = [
  {
    id: 's3.output-overwrite',
    title: 'Output directory already exists',
    of: ['EmrActivity', 'HadoopActivity', 'HiveActivity', 'PigActivity'],
    rank: 94,
    confidence: 'high',
    texts: [
      {
        in: ['emrStep', 'errorMessage', 'failureReason', 'errorStackTrace', 'stderr', 'activityLog'],
        like: /FileAlreadyExistsException|Output directory .* already exists/i,
      },
    ],
    cause:
      'Hadoop refuses to write into an existing directory. A rerun or a second attempt of the same interval meets its own old output.',
    remedies: ['Put the scheduled time in the output path.', 'Remove the directory in preStepCommand before the step.'],
  },
  {
    id: 's3.no-such-bucket',
    title: 'S3 bucket is missing or elsewhere',
    of: ['*'],
    rank: 92,
    confidence: 'high',
    texts: [
      {
        in: ['stderr', 'errorMessage', 'activityLog', 'errorStackTrace', 'emrStep', 'apiError'],
        like: /NoSuchBucket|specified bucket does not exist/i,
      },
    ],
    cause: 'Bucket name misspelled, deleted, or belongs to another account.',
    remedies: ['Correct the name in the data node or pipelineLogUri.'],
  },
  {
    id: 's3.no-such-key',
    title: 'S3 object is missing',
    of: ['*'],
    rank: 90,
    confidence: 'high',
    texts: [
      {
        in: ['stderr', 'errorMessage', 'activityLog', 'errorStackTrace', 'emrStep'],
        like: /NoSuchKey|The specified key does not exist|Key .* does not exist|HeadObject operation: Not Found|(Input path does not exist|No such file or directory): '?s3[an]?:|Status Code: 404,? (AWS Service|Service): Amazon S3/i,
      },
    ],
    cause:
      'The key does not exist at that time: wrong date in the expression, trailing slash, upper and lower case, or a script that was not uploaded.',
    remedies: [
      'Compare the evaluated path with the bucket listing.',
      'Add an S3KeyExists or S3PrefixNotEmpty precondition.',
      'Check that directoryPath or filePath fits the data node.',
    ],
  },
  {
    id: 's3.wrong-region',
    title: 'Bucket is in another region',
    of: ['*'],
    rank: 90,
    confidence: 'high',
    texts: [
      {
        in: ['stderr', 'errorMessage', 'activityLog', 'errorStackTrace', 'emrStep'],
        like: /PermanentRedirect|must be addressed using the specified endpoint|AuthorizationHeaderMalformed|the region .* is wrong|301 Moved/i,
      },
    ],
    cause: 'The call went to the wrong regional endpoint. For Redshift COPY the bucket region must be named.',
    remedies: [
      'Set region on the data node or add the REGION option.',
      'Use a bucket in the region of the machine: no transfer cost.',
    ],
  },
  {
    id: 's3.access-denied',
    title: 'S3 refuses access',
    of: ['*'],
    rank: 88,
    confidence: 'high',
    texts: [
      {
        in: ['stderr', 'errorMessage', 'activityLog', 'errorStackTrace', 'emrStep', 'apiError'],
        like: /(Amazon ?S3|s3[:.]|PutObject|GetObject|ListObjects|HeadObject|HeadBucket).{0,160}(AccessDenied|Access Denied|403 Forbidden|\(403\))|(AccessDenied|Access Denied|403).{0,160}(Amazon ?S3|PutObject|GetObject|ListObjects|HeadObject|s3:)/i,
      },
    ],
    cause: 'The resource role has no right on this bucket or prefix, or a bucket policy denies it.',
    remedies: [
      'Grant s3:GetObject, s3:PutObject and s3:ListBucket on bucket and prefix.',
      'For another account, check owner, bucket policy and object ownership.',
      'Check a policy that asks for encryption headers.',
    ],
  },
  {
    id: 'copy.compressed-input',
    title: 'Compressed input is not announced',
    of: ['CopyActivity'],
    rank: 84,
    confidence: 'medium',
    texts: [
      {
        in: ['stderr', 'errorMessage', 'activityLog', 'errorStackTrace'],
        like: /(not in gzip format|invalid (header|magic)|MalformedInput|unmappable character|Invalid UTF-?8|unexpected (byte|character) 0x1f)/i,
      },
    ],
    cause: 'The data node does not say that the file is compressed, or says it wrongly.',
    remedies: ['Set compression on the data node to gzip or none.'],
  },
  {
    id: 'copy.multipart',
    title: 'Multipart input is not accepted',
    of: ['CopyActivity'],
    rank: 82,
    confidence: 'medium',
    texts: [
      {
        in: ['stderr', 'errorMessage', 'activityLog', 'errorStackTrace'],
        like: /multi-?part.*(not supported|fail)|(ETag|checksum|MD5).*(mismatch|does not match)/i,
      },
    ],
    cause: 'Copying does not accept files uploaded in several parts.',
    remedies: ['Upload in one part, or use a shell activity with the command line tool.'],
  },
  {
    id: 's3.log-uri-denied',
    title: 'Logs cannot be written',
    of: ['pipeline', 'resource'],
    rank: 60,
    confidence: 'medium',
    texts: [
      {
        in: ['taskRunnerLog', 'activityLog'],
        like: /(upload|publish|put)\w* .{0,60}logs?.{0,120}(denied|403|NoSuchBucket|failed)|failed to (upload|publish) .{0,30}log/i,
      },
    ],
    either: true,
    state: { logsMissing: true },
    cause: 'pipelineLogUri points to a bucket the resource role may not write, so the run leaves no logs.',
    remedies: [
      'Grant s3:PutObject on the log prefix to the resource role.',
      'Set pipelineLogUri on Default; without it there are no logs in S3.',
    ],
  },
  {
    id: 'copy.format',
    title: 'Column count or format does not fit',
    of: ['CopyActivity', 'HiveActivity', 'PigActivity'],
    rank: 60,
    confidence: 'medium',
    texts: [
      {
        in: ['stderr', 'errorMessage', 'activityLog', 'errorStackTrace'],
        like: /(expected|found) \d+ (columns|fields)|column count (does ?n.t|mismatch)|number of columns|Error parsing (row|line|record)|could not parse (row|record|value)|unterminated quoted|quot(e|ing)/i,
      },
    ],
    cause: 'Copying knows plain CSV and TSV without quoting, one line per record, with the same columns on both sides.',
    remedies: [
      'Describe the columns in a data format.',
      'For quoted or multi-line text use a shell or EMR step.',
      'Save with Unix line ends.',
    ],
  },
  {
    id: 'copy.null-marker',
    title: 'Null marker arrives as text',
    of: ['CopyActivity', 'RedshiftCopyActivity'],
    rank: 57,
    confidence: 'medium',
    texts: [
      {
        in: ['stderr', 'errorMessage', 'activityLog', 'errorStackTrace'],
        like: /\\N|invalid input syntax.*"?\\N|NULL value (in column|not allowed)|null value in column/i,
      },
    ],
    cause: 'Nulls are written as a backslash N; the reader must be told.',
    remedies: ["Add NULL AS '\\\\N' to the load options, or choose the TSV format."],
  },
  {
    id: 'emr.old-ami-csv',
    title: 'Old EMR image damages large CSV files',
    of: ['EmrCluster'],
    rank: 50,
    confidence: 'high',
    state: { fieldBelow: { field: 'amiVersion', version: '3.9' } },
    cause: 'Images before 3.9 can produce wrong data from large CSV input.',
    remedies: ['Use a current releaseLabel.'],
  },
]
