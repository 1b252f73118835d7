import { byDay, files, location, machine, machineType, parameter, root, template, to } from './parts.ts'

export const featureStore = template({
  name: 'ml-feature-store',
  group: 'Machine learning',
  title: 'Keep a feature store up to date',
  about: 'Computes features from new events, checks them, and puts them where models look for them.',
  steps: [
    'Computes the features of the new events.',
    'Checks them; the check fails when too many are missing.',
    'Publishes the day, and a copy as the latest.',
  ],
  objects: [
    { ...root, maximumRetries: '2' },
    files('Events', 'Events', '#{myEventsFolder}'),
    files('Features', 'Features of the day', `${byDay('myStoreFolder')}/`),
    machine({ terminateAfter: '4 hours' }),
    {
      id: 'ComputeFeatures',
      name: 'Compute the features',
      type: 'ShellCommandActivity',
      command:
        'aws s3 cp "#{myProgram}" program.py && python3 program.py "$INPUT1_STAGING_DIR" "$OUTPUT1_STAGING_DIR" --window #{myWindow}',
      stage: 'true',
      input: to('Events'),
      output: to('Features'),
      runsOn: to('Machine'),
    },
    {
      id: 'CheckFeatures',
      name: 'Check the features',
      type: 'ShellCommandActivity',
      command:
        'aws s3 cp "#{myCheck}" check.py && python3 check.py "$INPUT1_STAGING_DIR" --most-missing #{myMostMissing}',
      stage: 'true',
      input: to('Features'),
      runsOn: to('Machine'),
    },
    {
      id: 'Publish',
      name: 'Publish as the latest',
      type: 'ShellCommandActivity',
      command: `aws s3 sync --delete "${byDay('myStoreFolder')}/" "#{myStoreFolder}/latest/"`,
      dependsOn: to('CheckFeatures'),
      runsOn: to('Machine'),
    },
  ],
  parameters: [
    location('myEventsFolder', 'S3 folder with the events', 's3://my-bucket/events/'),
    location('myStoreFolder', 'S3 folder of the feature store', 's3://my-bucket/features', {
      helpText: 'Each day gets a folder in it, and the newest is copied to latest.',
    }),
    location('myProgram', 'Program that computes features', 's3://my-bucket/code/features.py'),
    location('myCheck', 'Program that checks them', 's3://my-bucket/code/check.py'),
    parameter('myWindow', 'Days of events a feature looks back', { type: 'Integer', default: '30' }),
    parameter('myMostMissing', 'Share of missing values that still passes', { type: 'Double', default: '0.05' }),
    machineType,
  ],
})
