import type { DiagnosisRule } from '../rule.ts'

export const emrRules: readonly DiagnosisRule[] = [
  {
    id: 'emr.bootstrap',
    title: 'Bootstrap action failed',
    of: ['EmrCluster'],
    rank: 95,
    confidence: 'high',
    texts: [
      {
        in: [
          'emrStep',
          'errorMessage',
          'failureReason',
          'errorStackTrace',
          'stderr',
          'activityLog',
          'emrStateChangeReason',
        ],
        like: /bootstrap action (?<n>\d+) (returned a non-zero return code|failed)|BOOTSTRAP_FAILURE|On (the master|\d+ slave|\d+ core) instance.*bootstrap/i,
      },
    ],
    cause: 'A bootstrap script returned an error on a node, so the whole cluster ended.',
    remedies: [
      'Open the log of that bootstrap action in the node folder of the cluster log.',
      'Check that the script exists in S3 and that nodes may reach the internet for installs.',
    ],
  },
  {
    id: 'emr.yarn-memory',
    title: 'YARN stopped a container for memory',
    of: ['EmrActivity', 'HadoopActivity', 'HiveActivity', 'PigActivity'],
    rank: 93,
    confidence: 'high',
    texts: [
      {
        in: ['emrStep', 'errorMessage', 'failureReason', 'errorStackTrace', 'stderr', 'activityLog'],
        like: /Container killed by YARN for exceeding memory limits|running beyond (physical|virtual) memory limits|ExecutorLostFailure|Container .* exited with a non-zero exit code 137/i,
      },
    ],
    cause: 'A task needed more memory than its container had.',
    remedies: [
      'Raise the executor memory and overhead, or use fewer cores for each executor.',
      'Choose a memory type for core nodes.',
    ],
  },
  {
    id: 'emr.hive-semantic',
    title: 'Hive rejects the query',
    of: ['HiveActivity', 'HiveCopyActivity', 'EmrActivity'],
    rank: 90,
    confidence: 'high',
    texts: [
      {
        in: ['emrStep', 'errorMessage', 'failureReason', 'errorStackTrace', 'stderr', 'activityLog'],
        like: /FAILED: (SemanticException|ParseException)|ParseException line \d+|SemanticException|Table not found|Invalid table alias or column/i,
      },
    ],
    cause: 'Query error: missing table or column, wrong syntax, or a staged table variable without value.',
    remedies: ['Check that stage is true when you use ${input1}.', 'Run the query in Hive on a small cluster.'],
  },
  {
    id: 'emr.class-missing',
    title: 'Class or jar missing',
    of: ['EmrActivity', 'HadoopActivity', 'HiveActivity'],
    rank: 89,
    confidence: 'high',
    texts: [
      {
        in: ['emrStep', 'errorMessage', 'failureReason', 'errorStackTrace', 'stderr', 'activityLog'],
        like: /ClassNotFoundException|NoClassDefFoundError|Could not find or load main class|NoSuchMethodError|Error opening job jar/i,
      },
    ],
    cause:
      'The jar is not where the step expects it, its main class is wrong, or libraries clash with those of the release.',
    remedies: [
      'Check the jar path and main class in the step.',
      'Build one jar with its libraries, or set the release to the one it was built for.',
    ],
  },
  {
    id: 'emr.instance-failure',
    title: 'A cluster node failed',
    of: ['EmrCluster'],
    rank: 83,
    confidence: 'medium',
    texts: [
      {
        in: [
          'emrStep',
          'errorMessage',
          'failureReason',
          'errorStackTrace',
          'stderr',
          'activityLog',
          'emrStateChangeReason',
        ],
        like: /INSTANCE_FAILURE|master (node|instance) (failed|was terminated)|(core|all slaves|slaves) .{0,40}terminated|nodes? (are|is) unhealthy|unhealthy node|Server\.InternalError|EC2 failure/i,
      },
    ],
    cause: 'A node became unhealthy, mostly because its disk was full, memory ran out or hardware failed.',
    remedies: [
      'Look at the instance state log in the node folder: disk, memory and processes every 15 minutes.',
      'Rerun. If it comes again, use a larger disk or type.',
    ],
  },
  {
    id: 'emr.user-terminated',
    title: 'Cluster was ended by somebody or something',
    of: ['EmrCluster', 'EmrActivity'],
    rank: 82,
    confidence: 'medium',
    texts: [
      {
        in: [
          'emrStep',
          'errorMessage',
          'failureReason',
          'errorStackTrace',
          'stderr',
          'activityLog',
          'emrStateChangeReason',
        ],
        like: /USER_REQUEST|Terminated by user request|cluster .*terminated (by|due to) .*user|Client\.UserInitiatedShutdown|Client\.InstanceInitiatedShutdown/i,
      },
    ],
    cause:
      'The message is also used when the service itself ends the cluster, for example by terminateAfter, a failed task or an idle rule.',
    remedies: [
      'Compare the end time with terminateAfter and with the failed task.',
      'Look in CloudTrail for TerminateJobFlows at that time.',
    ],
  },
  {
    id: 'emr.validation',
    title: 'EMR refused the cluster settings',
    of: ['EmrCluster'],
    rank: 80,
    confidence: 'medium',
    texts: [
      {
        in: [
          'emrStep',
          'errorMessage',
          'failureReason',
          'errorStackTrace',
          'stderr',
          'activityLog',
          'emrStateChangeReason',
          'apiError',
        ],
        like: /VALIDATION_ERROR|AmazonElasticMapReduce[^\n]{0,80}ValidationException|ValidationException.{0,80}(release|ami|application)|(releaseLabel|amiVersion|supportedProducts|applications?).{0,60}(not supported|invalid|not valid|required)/i,
      },
    ],
    cause: 'The release, application, count or type combination is not valid.',
    remedies: [
      'Use releaseLabel with applications, or amiVersion with supportedProducts, not both.',
      'Check the release against the instance type.',
    ],
  },
  {
    id: 'emr.pig-error',
    title: 'Pig script failed',
    of: ['PigActivity'],
    rank: 82,
    confidence: 'medium',
    texts: [
      {
        in: ['emrStep', 'errorMessage', 'failureReason', 'errorStackTrace', 'stderr', 'activityLog'],
        like: /ERROR \d{4}: |org\.apache\.pig|Failed to (parse|create|open)/i,
      },
    ],
    cause: 'Pig gives a number and a text. 1000 numbers are script errors, 2000 and more come from running.',
    remedies: ['Search the number in the Pig manual.', 'Check that the staged tables have a data format.'],
  },
  {
    id: 'emr.hive-task',
    title: 'Hive query failed while running',
    of: ['HiveActivity', 'HiveCopyActivity'],
    rank: 66,
    confidence: 'medium',
    texts: [
      {
        in: ['emrStep', 'errorMessage', 'failureReason', 'errorStackTrace', 'stderr', 'activityLog'],
        like: /return code \d+ from org\.apache\.hadoop\.hive\.ql\.exec|Execution Error, return code|Job Submission failed/i,
      },
    ],
    cause: 'The job under the query failed. The cause is in the container logs.',
    remedies: [
      'Open hadoopJobLog or the containers folder.',
      'Check table format, number of columns and data types of staged data.',
    ],
  },
  {
    id: 'emr.resize-cost',
    title: 'Cluster was enlarged and changed type',
    of: ['EmrCluster', 'EmrActivity'],
    rank: 40,
    confidence: 'medium',
    state: { fieldEquals: { resizeClusterBeforeRunning: 'true' } },
    cause:
      'resizeClusterBeforeRunning grows the cluster for DynamoDB work and uses m3.xlarge nodes, which raises cost.',
    remedies: ['Switch it off when cost matters more than speed.'],
  },
  {
    id: 'emr.step-failed',
    title: 'An EMR step failed',
    of: ['EmrActivity', 'HiveActivity', 'PigActivity', 'HadoopActivity', 'HiveCopyActivity', 'EmrCluster'],
    rank: 35,
    confidence: 'medium',
    texts: [
      {
        in: [
          'emrStep',
          'errorMessage',
          'failureReason',
          'errorStackTrace',
          'stderr',
          'activityLog',
          'emrStateChangeReason',
        ],
        like: /STEP_FAILURE|Shut down as step failed|Step failed|step .{0,80}(failed|FAILED) /i,
      },
    ],
    cause:
      'The step returned an error. The cause is in its own stderr, or in the container logs for Spark and MapReduce.',
    remedies: [
      'Open the step log by the link in emrStepLog.',
      'For Spark in cluster mode open the driver container log.',
    ],
  },
]
