import { byTime, cluster, clusterParameters, files, location, parameter, root, template, to } from './parts.ts'

export const batchPrediction = template({
  name: 'ml-batch-prediction',
  group: 'Machine learning',
  title: 'Score a batch with a finished model',
  about: 'Runs a Spark program that scores all rows of a folder with a model, once the data is there.',
  steps: [
    'Waits until the data is there.',
    'Starts a cluster with Spark.',
    'Scores the rows with the model.',
    'Writes the scores to a folder named after the time of the run.',
  ],
  objects: [
    root,
    {
      id: 'DataIsThere',
      name: 'The data is there',
      type: 'S3PrefixNotEmpty',
      role: '#{node.role}',
      s3Prefix: '#{myInputFolder}',
      preconditionTimeout: '2 hours',
    },
    files('Rows', 'Rows to score', '#{myInputFolder}', { precondition: to('DataIsThere') }),
    files('Scores', 'Scores', byTime('myOutputFolder')),
    cluster({ applications: 'spark' }),
    {
      id: 'Score',
      name: 'Score the rows',
      type: 'EmrActivity',
      input: to('Rows'),
      output: to('Scores'),
      runsOn: to('Cluster'),
      maximumRetries: '1',
      step: 'command-runner.jar,spark-submit,--deploy-mode,cluster,#{myProgram},--model,#{myModel},--input,#{input.directoryPath},--output,#{output.directoryPath},--threshold,#{myThreshold}',
    },
  ],
  parameters: [
    location('myProgram', 'Spark program in S3', 's3://my-bucket/code/score.py'),
    location('myModel', 'Model in S3', 's3://my-bucket/serving/model/'),
    location('myInputFolder', 'S3 folder with the rows', 's3://my-bucket/to-score/'),
    location('myOutputFolder', 'S3 folder for the scores', 's3://my-bucket/scores'),
    parameter('myThreshold', 'Score from which a row counts', { type: 'Double', default: '0.5' }),
    ...clusterParameters,
  ],
})
