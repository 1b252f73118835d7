import type { DiagnosisRule } from '../rule.ts'

export const definitionRules: readonly DiagnosisRule[] = [
  {
    id: 'db.redshift-keys',
    title: 'Redshift insert mode needs keys',
    of: ['RedshiftCopyActivity'],
    rank: 93,
    confidence: 'high',
    texts: [
      {
        in: ['stderr', 'errorMessage', 'activityLog', 'errorStackTrace', 'apiError'],
        like: /(insertMode|OVERWRITE_EXISTING|KEEP_EXISTING).{0,120}(primary ?key|distribution|sort ?key|key)|primaryKeys.*(required|missing)/i,
      },
    ],
    cause:
      'KEEP_EXISTING and OVERWRITE_EXISTING compare rows by the primary key, so the table or data node must name it.',
    remedies: [
      'Set primaryKeys on the data node, or define the key on the table.',
      'Use TRUNCATE or APPEND if no key is there.',
    ],
  },
  {
    id: 's3.staging-directory',
    title: 'Staging needs a directory',
    of: ['ShellCommandActivity', 'HiveActivity'],
    rank: 86,
    confidence: 'medium',
    texts: [
      {
        in: ['stderr', 'errorMessage', 'activityLog', 'errorStackTrace'],
        like: /(OUTPUT|INPUT)\d+_STAGING_DIR.{0,40}(not set|unbound|is empty|parameter null)|KeyError: '(OUTPUT|INPUT)\d+_STAGING_DIR|staging.*directoryPath/i,
      },
    ],
    cause: 'Staging only works with directoryPath on S3 data nodes; with filePath the staging variables stay empty.',
    remedies: ['Use directoryPath, and set stage to true.'],
  },
  {
    id: 'def.cycle',
    title: 'Dependency cycle',
    of: ['pipeline'],
    rank: 83,
    confidence: 'medium',
    texts: [
      { in: ['apiError', 'errorMessage'], like: /(cyclic|circular|cycle) (dependency|reference)?|dependency cycle/i },
    ],
    cause: 'Two objects wait for each other.',
    remedies: ['Remove one of the links marked on the canvas.'],
  },
  {
    id: 'def.schedule-missing',
    title: 'No schedule for an activity',
    of: ['pipeline', 'activity'],
    rank: 81,
    confidence: 'medium',
    texts: [
      {
        in: ['apiError', 'errorMessage'],
        like: /(must have|no|missing|without)( a| valid)? schedule|schedule.*(missing|not (set|found|defined))/i,
      },
    ],
    cause: 'On a scheduled pipeline every activity and resource needs a schedule of its own or from Default.',
    remedies: ['Set schedule on Default, or use the on-demand style.'],
  },
  {
    id: 'script.script-uri-and-command',
    title: 'scriptArgument or scriptUri used wrongly',
    of: ['ShellCommandActivity'],
    rank: 80,
    confidence: 'medium',
    texts: [
      {
        in: ['apiError', 'errorMessage'],
        like: /(scriptUri|script).*(command|both|either)|(command).*(scriptUri).*|scriptArgument.*(command|not allowed|without)/i,
      },
    ],
    cause: 'Give either command or scriptUri, and scriptArgument only with scriptUri.',
    remedies: ['Keep one of the two fields.'],
  },
  {
    id: 'emr.debugging-log-uri',
    title: 'Debugging needs a log location',
    of: ['EmrCluster'],
    rank: 80,
    confidence: 'high',
    texts: [
      {
        in: ['errorMessage', 'failureReason', 'errorStackTrace', 'activityLog', 'apiError'],
        like: /enableDebugging|debugging.*log ?uri|logUri.*(required|missing)/i,
      },
    ],
    cause: 'enableDebugging works only with emrLogUri.',
    remedies: ['Set emrLogUri, or clear enableDebugging.'],
  },
  {
    id: 'def.missing-ref',
    title: 'Reference to an object that does not exist',
    of: ['pipeline', '*'],
    rank: 80,
    confidence: 'high',
    texts: [
      {
        in: ['apiError', 'errorMessage'],
        like: /(could not|unable to|cannot) resolve(?! (host|[\w.]+ using imports))|(reference|refers).{0,60}(not (found|exist|defined)|unknown|missing)|object '?\w+'? (does not exist|not found)|unresolved reference|Invalid reference/i,
      },
    ],
    cause: 'A field with ref names an id that is not in the definition; ids are case sensitive.',
    remedies: ['Choose the object in the editor rather than typing.'],
  },
  {
    id: 'def.too-many-retries',
    title: 'Retry settings outside limits',
    of: ['*'],
    rank: 80,
    confidence: 'high',
    texts: [
      {
        in: ['apiError', 'errorMessage'],
        like: /maximumRetries.*(exceed|maximum|invalid|between)|retryDelay.*(minimum|at least|less)/i,
      },
    ],
    cause: 'At most 5 retries, and at least 2 minutes between them.',
    remedies: ['Correct maximumRetries and retryDelay.'],
  },
  {
    id: 'def.expression',
    title: 'Expression cannot be evaluated',
    of: ['*'],
    rank: 79,
    confidence: 'medium',
    texts: [
      {
        in: ['apiError', 'errorMessage', 'failureReason'],
        like: /(expression|#\{).{0,120}(error|cannot|could not|invalid|unable|unknown|not found)|(error|cannot|could not|invalid|unable).{0,80}(expression|#\{)/i,
      },
    ],
    cause: 'An expression names an unknown field or function, or braces do not match.',
    remedies: [
      'Use the expression builder, which shows the value before saving.',
      'Remember that runtime fields are empty before the run.',
    ],
  },
  {
    id: 'def.unknown-field',
    title: 'Field not known for this type',
    of: ['*'],
    rank: 78,
    confidence: 'medium',
    texts: [
      {
        in: ['apiError', 'errorMessage'],
        like: /(unknown|unrecognized|invalid) (field|property)(?! projection)|field .* (is not|isn't) (valid|allowed|supported)|does not (accept|support) field/i,
      },
    ],
    cause: 'Misspelled field, or a field of another type. Own fields begin with my.',
    remedies: ['Use the field list of the type.'],
  },
  {
    id: 'def.parameter-value',
    title: 'Parameter has no or a bad value',
    of: ['pipeline'],
    rank: 77,
    confidence: 'medium',
    texts: [
      {
        in: ['apiError', 'errorMessage'],
        like: /(parameter|myParam|'?my[A-Z]\w+'?)[^\n]{0,80}(missing|no value|not (set|provided|specified|found)|required|invalid|allowed values)/i,
      },
    ],
    cause: 'A parameter without default was not given, or its value does not fit its type.',
    remedies: ['Fill in the value on activation.'],
  },
  {
    id: 'ddb.exists-precondition',
    title: 'Wrong precondition for DynamoDB',
    of: ['precondition'],
    rank: 75,
    confidence: 'high',
    state: { objectType: 'Exists', onNodeType: 'DynamoDBDataNode' },
    cause: 'Exists works for S3 and databases, not for DynamoDB.',
    remedies: ['Use DynamoDBTableExists or DynamoDBDataExists.'],
  },
  {
    id: 'def.required-field',
    title: 'Required field is missing',
    of: ['*'],
    rank: 74,
    confidence: 'medium',
    texts: [
      {
        in: ['apiError', 'errorMessage'],
        like: /(missing|required|must (specify|provide|be set|define))[^\n]{0,80}(field|property|'\w+')|(field|property) '?\w+'? (is )?(required|missing)|insufficient fields/i,
      },
    ],
    cause: 'The object lacks a field that its type needs.',
    remedies: ['Fill in the field marked in the editor.'],
  },
  {
    id: 'ddb.ratio-percent',
    title: 'Throughput given as a whole number',
    of: ['DynamoDBDataNode', 'EmrActivity'],
    rank: 70,
    confidence: 'high',
    state: {
      fieldAbove: {
        fields: [
          'readThroughputPercent',
          'writeThroughputPercent',
          'myDDBReadThroughputRatio',
          'myDDBWriteThroughputRatio',
        ],
        value: 1.5,
      },
    },
    cause:
      'The value is a share (0.1 to 1.0 on the data node), not percent. In a comparable import tool a value such as 50 instead of 0.5 lost writes without any error.',
    remedies: ['Use 0.5 for half of the capacity.'],
  },
  {
    id: 'emr.step-comma',
    title: 'Step text was cut at a comma',
    of: ['EmrActivity'],
    rank: 58,
    confidence: 'medium',
    texts: [
      {
        in: ['emrStep', 'errorMessage', 'failureReason', 'errorStackTrace', 'stderr', 'activityLog', 'apiError'],
        like: /(unrecognized|unknown) (option|argument)|Invalid (jar|step)|No such (jar|file).{0,40}\.jar|step.*comma|Unexpected character .*step/i,
      },
    ],
    cause:
      'Parts of a step are separated by commas, so a comma inside an argument cuts it. It has to be escaped, with doubled backslashes in JSON, and one level of escaping is removed on the way.',
    remedies: ['Escape commas in arguments.', 'Use the argument list editor, which does it for you.'],
  },
]
