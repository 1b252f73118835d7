import { byDay, files, location, machine, machineType, parameter, root, template, to } from './parts.ts'

export const retraining = template({
  name: 'ml-retraining',
  group: 'Machine learning',
  title: 'Retrain a model, and deploy it only if it is good',
  about: 'Builds features, trains, evaluates, and puts the model into place when it reaches a bar.',
  steps: [
    'Builds features from the raw data.',
    'Trains a model on a machine of its own.',
    'Evaluates it; the program writes the file PROMOTE only when the bar is reached.',
    'Deploys the model once that file is there; else gives up after a quarter of an hour.',
  ],
  objects: [
    { ...root, maximumRetries: '2' },
    files('Raw', 'Raw data', '#{myDataFolder}'),
    files('Features', 'Features', `${byDay('myWorkFolder')}/features/`),
    files('Model', 'Model', `${byDay('myWorkFolder')}/model/`),
    files('Report', 'Evaluation', `${byDay('myWorkFolder')}/evaluation/`),
    machine({ terminateAfter: '6 hours' }),
    {
      id: 'BuildFeatures',
      name: 'Build features',
      type: 'ShellCommandActivity',
      command:
        'aws s3 cp --recursive "#{myCodeFolder}" code/ && python3 code/features.py "$INPUT1_STAGING_DIR" "$OUTPUT1_STAGING_DIR"',
      stage: 'true',
      input: to('Raw'),
      output: to('Features'),
      runsOn: to('Machine'),
    },
    {
      id: 'TrainModel',
      name: 'Train the model',
      type: 'ShellCommandActivity',
      command:
        'aws s3 cp --recursive "#{myCodeFolder}" code/ && python3 code/train.py "$INPUT1_STAGING_DIR" "$OUTPUT1_STAGING_DIR" --epochs #{myEpochs} --learning-rate #{myLearningRate}',
      stage: 'true',
      input: to('Features'),
      output: to('Model'),
      runsOn: to('Machine'),
    },
    {
      id: 'EvaluateModel',
      name: 'Evaluate the model',
      type: 'ShellCommandActivity',
      command:
        'aws s3 cp --recursive "#{myCodeFolder}" code/ && python3 code/evaluate.py "$INPUT1_STAGING_DIR" "$OUTPUT1_STAGING_DIR" --bar #{myBar}',
      stage: 'true',
      input: to('Model'),
      output: to('Report'),
      runsOn: to('Machine'),
    },
    {
      id: 'IsGoodEnough',
      name: 'The model is good enough',
      type: 'S3KeyExists',
      role: '#{node.role}',
      s3Key: `${byDay('myWorkFolder')}/evaluation/PROMOTE`,
      preconditionTimeout: '15 minutes',
    },
    {
      id: 'DeployModel',
      name: 'Deploy the model',
      type: 'ShellCommandActivity',
      command: `aws s3 cp --recursive "${byDay('myWorkFolder')}/model/" "#{myModelFolder}"`,
      dependsOn: to('EvaluateModel'),
      precondition: to('IsGoodEnough'),
      runsOn: to('Machine'),
    },
  ],
  parameters: [
    location('myCodeFolder', 'S3 folder with the programs', 's3://my-bucket/code/', {
      helpText: 'Holds features.py, train.py and evaluate.py; each takes a folder to read and one to write.',
    }),
    location('myDataFolder', 'S3 folder with the raw data', 's3://my-bucket/raw/'),
    location('myWorkFolder', 'S3 folder for what the runs make', 's3://my-bucket/runs'),
    location('myModelFolder', 'S3 folder that serves the model', 's3://my-bucket/serving/model/'),
    parameter('myEpochs', 'Passes over the data', { type: 'Integer', default: '20' }),
    parameter('myLearningRate', 'Learning rate', { type: 'Double', default: '0.01' }),
    parameter('myBar', 'Measure the model must reach', {
      type: 'Double',
      default: '0.8',
      helpText: 'Handed to evaluate.py, which decides.',
    }),
    machineType,
  ],
})
