import type { DiagnosisRule } from '../rule.ts'

/** Causes that show on a machine of one's own, where the embedded engine runs the commands. */
export const localRules: readonly DiagnosisRule[] = [
  {
    id: 'local.precondition-timeout',
    title: 'The precondition did not come true in time',
    of: ['precondition', 'activity', 'dataNode'],
    rank: 97,
    confidence: 'high',
    texts: [
      {
        in: ['errorId', 'errorMessage'],
        like: /precondition\s?timeout|precondition .*(did not|not) (come|become) true/i,
      },
    ],
    cause: 'The condition was asked again and again until preconditionTimeout and was never met.',
    remedies: [
      'Look at the step that should have made it true: did it finish, and did it write what is checked here?',
      'Compare the evaluated S3 address with what lies in the store: a date or a slash is the usual difference.',
      'If the data only came late, rerun this object.',
    ],
  },
  {
    id: 'local.python-diverged',
    title: 'The training diverged',
    of: ['activity'],
    rank: 97,
    confidence: 'high',
    texts: [
      {
        in: ['stderr', 'errorMessage'],
        // The exception's own line says more than the line that raised it.
        like: /^[ \t]*(?!\s|raise\b).*diverged|loss (is|became) (nan|inf)|not a finite number|OverflowError: math range error/im,
      },
    ],
    cause: 'The numbers of the model grew beyond bounds, mostly because the learning rate is too high.',
    remedies: ['Launch again with a smaller learning rate.', 'Scale the features, or clip the gradients.'],
  },
  {
    id: 'local.spark-s3',
    title: 'Spark on this machine cannot read S3',
    of: ['EmrActivity', 'HadoopActivity', 'HiveActivity', 'PigActivity'],
    rank: 96,
    confidence: 'high',
    texts: [
      {
        in: ['errorMessage', 'stderr', 'errorStackTrace'],
        like: /S3AFileSystem not found|No FileSystem for scheme "?s3[an]?"?/i,
      },
    ],
    cause: 'A cluster of EMR brings what reads s3:// addresses; the Spark or Hadoop of this machine does not have it.',
    remedies: [
      'Name it in spark-defaults.conf: spark.jars.packages org.apache.hadoop:hadoop-aws:VERSION, the version of the hadoop-client jars of your Spark.',
      'Or pass it for a run here alone: --packages org.apache.hadoop:hadoop-aws:VERSION in the step.',
      'Nothing is to be changed for the run on EMR.',
    ],
  },
  {
    id: 'local.rows-do-not-fit',
    title: 'Rows do not fit the table',
    of: ['CopyActivity', 'RedshiftCopyActivity', 'SqlActivity'],
    rank: 87,
    confidence: 'high',
    texts: [{ in: ['errorMessage'], like: /\bRow \d+ has \d+ values, but|\(SQLSTATE 2[23]\w{3}\b/ }],
    cause: 'A value is none of the type of its column, a row has more or fewer of them, or a key is there already.',
    remedies: [
      'Look at the rows that the message names: a separator, a quote or a shifted column is the usual reason.',
      'Name the columns in a data format where the file has others than the table.',
      'A copy that fails loads nothing of a file, so that it can run again once the file is mended.',
    ],
  },
  {
    id: 'local.exit-137',
    title: 'The command was killed',
    of: ['activity', 'precondition'],
    rank: 90,
    confidence: 'medium',
    texts: [{ in: ['errorMessage', 'errorId'], like: /exit(ed with)?( code)? 137|SIGKILL/i }],
    cause: 'Somebody or the kernel ended the process with signal 9, often because memory ran out.',
    remedies: ['Watch the memory of the command.', 'Work on smaller pieces of the data.'],
  },
  {
    id: 'local.attempt-timeout',
    title: 'The attempt took longer than attemptTimeout',
    of: ['activity', 'precondition'],
    rank: 92,
    confidence: 'high',
    texts: [{ in: ['errorId', 'errorMessage'], like: /attempt\s?timeout|attempt .*timed out/i }],
    cause: 'attemptTimeout passed before the work was done, so the attempt was ended.',
    remedies: ['Raise attemptTimeout.', 'Find out in the log what the time was spent on.'],
  },
]
