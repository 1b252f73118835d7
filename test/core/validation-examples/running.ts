import { alarm, Default, daily, type Examples, machine, ref, s3, shell } from './example.ts'

const scheduled = (fields: Readonly<Record<string, unknown>> = {}) =>
  Default({ schedule: ref('Daily'), scheduleType: 'cron', ...fields })
const onDemand = (fields: Readonly<Record<string, unknown>> = {}) => Default({ scheduleType: 'ondemand', ...fields })

export const schedulingExamples: Examples = {
  'schedule/missing': [
    [shell(), daily()],
    [scheduled(), shell(), machine(), daily()],
  ],
  'schedule/end-and-occurrences': [
    [daily({ endDateTime: '2031-01-01T00:00:00', occurrences: '3' })],
    [daily({ occurrences: '3' })],
  ],
  'schedule/end-before-start': [
    [daily({ endDateTime: '2029-01-01T00:00:00' })],
    [daily({ endDateTime: '2031-01-01T00:00:00' })],
  ],
  'schedule/shorter-than-period': [
    [daily({ endDateTime: '2030-01-01T12:00:00' })],
    [daily({ endDateTime: '2030-01-02T00:00:00' })],
  ],
  'schedule/short-period': [[daily({ period: '10 minutes' })], [daily({ period: '15 Minutes' })]],
  'schedule/long-period': [[daily({ period: '4 years' })], [daily({ period: '3 years' })]],
  'schedule/start-not-literal': [
    [daily({ startDateTime: '#{makeDate(2030,1,1)}' })],
    [daily({ startDateTime: '#{myStart}' })],
  ],
  'schedule/start-at-activation': [
    [{ id: 'Daily', type: 'Schedule', period: '1 day', startAt: 'FIRST_ACTIVATION_DATE_TIME' }],
    [daily()],
  ],
  'schedule/type-unsaid': [
    [Default({ schedule: ref('Daily') }), daily()],
    [scheduled(), daily()],
  ],
  'schedule/end-of-period': [
    [scheduled({ scheduleType: 'timeseries' }), daily()],
    [scheduled(), daily()],
  ],
  'schedule/mixed-types': [
    [shell({ scheduleType: 'cron', runsOn: ref('Machine') }), machine({ scheduleType: 'timeseries' })],
    [scheduled(), shell({ runsOn: ref('Machine') }), machine()],
  ],
  'schedule/fixed-output': [
    [scheduled(), daily(), shell({ output: ref('D') }), s3('D', { directoryPath: 's3://bucket/out' })],
    [
      scheduled(),
      daily({ occurrences: '1' }),
      shell({ output: ref('D') }),
      s3('D', { directoryPath: 's3://bucket/out' }),
    ],
  ],
  'schedule/many-runs': [
    [daily({ period: '15 minutes', endDateTime: '2031-01-01T00:00:00' })],
    [daily({ endDateTime: '2031-01-01T00:00:00' })],
  ],
  'schedule/month-end': [
    [daily({ period: '1 month', startDateTime: '2030-01-31T00:00:00' })],
    [daily({ period: '1 month', startDateTime: '2030-01-28T00:00:00' })],
  ],
  'schedule/roll-ups': [
    [
      shell({ schedule: ref('Daily'), dependsOn: ref('B') }),
      daily({ period: '2 months' }),
      shell({ id: 'B', schedule: ref('Often') }),
      daily({ id: 'Often' }),
    ],
    [
      shell({ schedule: ref('Daily'), dependsOn: ref('B') }),
      daily({ period: '1 month' }),
      shell({ id: 'B', schedule: ref('Often') }),
      daily({ id: 'Often' }),
    ],
  ],
  'schedule/cascade-backfill': [
    [scheduled({ failureAndRerunMode: 'CASCADE' }), daily()],
    [scheduled({ failureAndRerunMode: 'none' }), daily()],
  ],
  'schedule/on-demand-elsewhere': [[shell({ scheduleType: 'ondemand' })], [onDemand(), shell()]],
  'schedule/on-demand-mixed': [
    [onDemand(), shell({ scheduleType: 'cron' })],
    [onDemand(), shell()],
  ],
  'schedule/on-demand-schedule': [
    [onDemand(), shell({ schedule: ref('Daily') }), daily()],
    [
      onDemand(),
      shell({ schedule: ref('Now') }),
      { id: 'Now', type: 'Schedule', period: 'ONDEMAND_PERIOD', startAt: 'ONDEMAND_ACTIVATION_TIME' },
    ],
  ],
  'schedule/on-demand-runs': [[onDemand({ maxActiveInstances: '6' })], [onDemand({ maxActiveInstances: '5' })]],
  'schedule/late-on-demand': [[onDemand({ lateAfterTimeout: '1 hour' })], [scheduled({ lateAfterTimeout: '1 hour' })]],
}

export const runningExamples: Examples = {
  'log/no-place': [
    [Default(), shell()],
    [Default({ pipelineLogUri: 's3://bucket/logs' }), shell()],
  ],
  'log/among-data': [
    [Default({ pipelineLogUri: 's3://bucket/data/logs' }), s3('D', { directoryPath: 's3://bucket/data/' })],
    [Default({ pipelineLogUri: 's3://bucket/logs' }), s3('D', { directoryPath: 's3://bucket/data/' })],
  ],
  'retry/nobody-told': [
    [Default(), shell(), alarm({ topicArn: 'a' })],
    [Default({ onFail: ref('Alarm') }), shell(), alarm()],
  ],
  'retry/no-cascade': [
    [Default(), shell({ dependsOn: ref('B') }), shell({ id: 'B' })],
    [Default({ failureAndRerunMode: 'cascade' }), shell({ dependsOn: ref('B') }), shell({ id: 'B' })],
  ],
  'retry/longer-than-period': [
    [scheduled(), daily({ period: '1 hour' }), shell({ attemptTimeout: '30 minutes' })],
    [scheduled(), daily({ period: '1 hour' }), shell({ attemptTimeout: '30 minutes', maximumRetries: '1' })],
  ],
  'retry/late-before-start': [
    [shell({ attemptTimeout: '2 hours', lateAfterTimeout: '1 hour', onLateAction: ref('Alarm') }), alarm()],
    [shell({ attemptTimeout: '1 hour', lateAfterTimeout: '2 hours', onLateAction: ref('Alarm') }), alarm()],
  ],
  'retry/many-retries': [
    [shell({ maximumRetries: '5', retryDelay: '2 minutes' })],
    [shell({ maximumRetries: '5', retryDelay: '10 minutes' })],
  ],
  'schedule/late-without-timeout': [
    [shell({ onLateAction: ref('Alarm') }), alarm()],
    [Default({ lateAfterTimeout: '1 hour' }), shell({ onLateAction: ref('Alarm') }), alarm()],
  ],
  'schedule/late-without-action': [
    [shell({ lateAfterTimeout: '1 hour' })],
    [shell({ lateAfterTimeout: '1 hour', onLateAction: ref('Alarm') }), alarm()],
  ],
}
