/** Slot groups that many types have. */

import { choice, dateTime, flag, integer, period, ref, s3, secret, text, written } from './builders.ts'
import { regions } from './instance-types.ts'
import { actionNames, activityNames, dataNodeNames, preconditionNames, resourceNames, runnableNames } from './names.ts'

export const region = choice(regions, 'The AWS region, if it is not the one of the pipeline.')

/** How often and when. */
export const schedule = {
  schedule: ref('schedule', 'Schedule', 'When it runs. Usually set once on Default.'),
  scheduleType: choice(
    ['cron', 'timeseries', 'ondemand'],
    'Run at the start of each period (cron), at its end (timeseries), or only when somebody activates it (ondemand).',
  ),
  maxActiveInstances: integer('How many of its runs may be under way at once; 1 keeps them in order.', {
    min: 1,
    max: 5,
    limit: 'activeInstances',
  }),
}

export const logs = {
  pipelineLogUri: s3('The S3 folder for logs. Without it a failed run leaves nothing to read.', { names: 'folder' }),
}

/** Who does the work. */
export const runner = {
  runsOn: ref('on', resourceNames, 'The machine or cluster that the service starts for this work.'),
  workerGroup: text('The task runners of yours that fetch this work; not used when runsOn is set.'),
}

export const clusterRunner = {
  ...runner,
  runsOn: ref('on', 'EmrCluster', 'The EMR cluster that the service starts for this work.'),
}

/** What must have happened before. */
export const waiting = {
  dependsOn: ref('after', [...activityNames, ...dataNodeNames], 'What must finish before this starts.', { many: true }),
  precondition: ref('when', preconditionNames, 'Checks that must hold before this starts.', { many: true }),
}

/** How often it tries, and how long it waits. */
export const retries = {
  maximumRetries: integer('How many more tries after a failed one.', {
    default: '2',
    min: 0,
    max: 5,
    limit: 'retries',
  }),
  retryDelay: period('The wait between two tries.', {
    default: '10 minutes',
    minPeriod: '2 minutes',
    limit: 'retryDelayMinutes',
  }),
  attemptTimeout: period('How long one try may take before it is stopped and tried again.'),
  reportProgressTimeout: period('How long a worker may stay silent before its try counts as stalled.', {
    default: '15 minutes',
  }),
  failureAndRerunMode: choice(['none', 'cascade'], 'Whether a failure or a rerun spreads to what depends on it.', {
    default: 'none',
  }),
}

/** Whom to tell, and when. */
export const alarms = {
  onFail: ref('then', actionNames, 'What to do once all tries have failed.', { many: true }),
  onSuccess: ref('then', actionNames, 'What to do when it has succeeded.', { many: true }),
  lateAfterTimeout: period('How long after its scheduled start it counts as late. No effect on demand.', {
    minPeriod: '15 minutes',
  }),
  onLateAction: ref('then', actionNames, 'What to do when it is late. Needs lateAfterTimeout.', { many: true }),
}

/** Scripts around a job on a cluster. */
export const taskConfigs = {
  preActivityTaskConfig: ref('uses', 'ShellScriptConfig', 'A script to run on the cluster before the work.'),
  postActivityTaskConfig: ref('uses', 'ShellScriptConfig', 'A script to run on the cluster after the work.'),
}

/** Clusters that grow for one activity. */
export const resizing = {
  resizeClusterBeforeRunning: flag('Grow the cluster first so that it can use the throughput of the DynamoDB tables.'),
  resizeClusterMaxInstances: integer('The most instances such a resize may ask for.', { min: 1 }),
}

/** Who may do it: the service's role and the machines' own. */
export const roles = {
  role: text('The IAM role with which the service acts.', { account: 'iamRole' }),
  resourceRole: text('The IAM role that the machines themselves have.', { account: 'instanceProfile' }),
}

export const login = {
  username: text('The user to log in as.'),
  '*password': secret('The password. The star in front keeps it encrypted and masked.'),
}

export const parent = ref('inherits', '*', 'The object whose fields this one takes over. Without it, Default.')

/** What the service says of every object. */
export const objectState = written({
  '@sphere': text('Whether this is a component, an instance or an attempt.'),
  '@version': text('The version of the definition that it was made from.'),
  '@pipelineId': text('The pipeline that it belongs to.'),
  '@error': text('Why the service finds it ill-formed.'),
})

/** What the service says of everything that has instances. */
export const runState = written({
  '@status': text('How it stands.'),
  '@scheduledStartTime': dateTime('Where its interval starts.'),
  '@scheduledEndTime': dateTime('Where its interval ends.'),
  '@actualStartTime': dateTime('When the work began.'),
  '@actualEndTime': dateTime('When the work ended.'),
  '@waitingOn': { kind: 'ref', help: 'The instances that it still waits for.', to: runnableNames, many: true },
  '@activeInstances': { kind: 'ref', help: 'Its instances that are not over yet.', to: runnableNames, many: true },
  '@cascadeFailedOn': { kind: 'ref', help: 'The failed instances that took it down.', to: runnableNames, many: true },
  attemptStatus: text('What the worker said last.'),
  reportProgressTime: dateTime('When the worker reported last.'),
  hostname: text('The machine that did the work.'),
  errorId: text('The code of the error.'),
  errorMessage: text('What went wrong.'),
  errorStackTrace: text('Where in the code it went wrong.'),
  cancellationReason: text('Why it was cancelled.'),
  emrStepLog: text('Where the log of the EMR step lies.'),
  hadoopJobLog: text('Where the log of the Hadoop job lies.'),
})

/** What the service says of everything that has a schedule. */
export const scheduleState = written({
  '@finishedTime': dateTime('When it was over.'),
  '@healthStatus': text('HEALTHY or ERROR, by the last run that ended.'),
  '@healthStatusFromInstanceId': text('The instance that decided its health.'),
  '@healthStatusUpdatedTime': dateTime('When its health changed last.'),
  '@latestRunTime': dateTime('Its newest scheduled run.'),
  '@latestCompletedRunTime': dateTime('Its newest run that was completed.'),
  '@nextRunTime': dateTime('Its next scheduled run.'),
  '@lastDeactivatedTime': dateTime('When it was deactivated last.'),
})

/** The object that an action or a check serves. */
export const servedNode = written({
  node: { kind: 'ref', help: 'The object that it serves at this moment.', to: runnableNames },
})
