import { byDay, files, location, machine, machineType, parameter, root, template, to } from './parts.ts'

export const drift = template({
  name: 'ml-drift',
  group: 'Machine learning',
  title: 'Watch a model for drift, with an alarm',
  about: 'Compares what a model sees today with what it was trained on, and tells you when they part.',
  steps: [
    'Compares the rows of the day with those of the training.',
    'Writes a report to S3.',
    'Fails, and sends a message to an SNS topic, when the distance is too large.',
  ],
  objects: [
    root,
    files('Reference', 'Rows of the training', '#{myReferenceFolder}'),
    files('Today', 'Rows of the day', '#{myInputFolder}'),
    files('Report', 'Report', `${byDay('myReportFolder')}/`),
    machine(),
    {
      id: 'Drifted',
      name: 'The data has drifted',
      type: 'SnsAlarm',
      topicArn: '#{myTopic}',
      subject: 'The data of the model has drifted',
      message: 'Run #{node.@scheduledStartTime}: look at the report and the log of #{node.name}.',
      role: '#{node.role}',
    },
    {
      id: 'Compare',
      name: 'Compare the data',
      type: 'ShellCommandActivity',
      command:
        'aws s3 cp "#{myProgram}" drift.py && python3 drift.py "$INPUT1_STAGING_DIR" "$INPUT2_STAGING_DIR" "$OUTPUT1_STAGING_DIR" --most #{myMostDistance}',
      stage: 'true',
      input: [to('Reference'), to('Today')],
      output: to('Report'),
      onFail: to('Drifted'),
      runsOn: to('Machine'),
    },
  ],
  parameters: [
    location('myReferenceFolder', 'S3 folder with rows of the training', 's3://my-bucket/training/'),
    location('myInputFolder', 'S3 folder with rows of the day', 's3://my-bucket/scored/'),
    location('myReportFolder', 'S3 folder for the reports', 's3://my-bucket/drift'),
    location('myProgram', 'Program that compares', 's3://my-bucket/code/drift.py', {
      helpText: 'Takes two folders to compare and one for its report; ends with another code than 0 when they differ.',
    }),
    parameter('myMostDistance', 'Distance that still passes', { type: 'Double', default: '0.2' }),
    parameter('myTopic', 'SNS topic for the alarm', { watermark: 'arn:aws:sns:us-east-1:123456789012:alarms' }),
    machineType,
  ],
})
