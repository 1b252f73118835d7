import { location, machine, machineType, parameter, root, template, to } from './parts.ts'

const call = 'aws sagemaker --region #{myRegion}'
const job = "#{myJobName}-#{format(@scheduledStartTime, 'YYYY-MM-dd-HH-mm-ss')}"

export const sagemakerTraining = template({
  name: 'ml-sagemaker-training',
  group: 'Machine learning',
  title: 'Train with SageMaker and wait for it',
  about: 'Starts a training job of SageMaker, waits for its end and fails when it fails.',
  steps: ['Starts the training job.', 'Waits until it is over.', 'Prints its measures; fails if the job failed.'],
  objects: [
    root,
    machine({ terminateAfter: '1 day' }),
    {
      id: 'StartTraining',
      name: 'Start the training job',
      type: 'ShellCommandActivity',
      command: `${call} create-training-job --training-job-name "${job}" --role-arn #{myTrainingRole} --algorithm-specification TrainingImage=#{myImage},TrainingInputMode=File --input-data-config "ChannelName=train,DataSource={S3DataSource={S3DataType=S3Prefix,S3Uri=#{myDataFolder}}}" --output-data-config S3OutputPath=#{myModelFolder} --resource-config InstanceType=#{myTrainingMachine},InstanceCount=1,VolumeSizeInGB=50 --stopping-condition MaxRuntimeInSeconds=#{myMostSeconds}`,
      runsOn: to('Machine'),
    },
    {
      id: 'WaitForTraining',
      name: 'Wait for the training job',
      type: 'ShellCommandActivity',
      command: `${call} wait training-job-completed-or-stopped --training-job-name "${job}" && ${call} describe-training-job --training-job-name "${job}" --query "[TrainingJobStatus, FinalMetricDataList]" && test "$(${call} describe-training-job --training-job-name "${job}" --query TrainingJobStatus --output text)" = Completed`,
      dependsOn: to('StartTraining'),
      attemptTimeout: '12 hours',
      runsOn: to('Machine'),
    },
  ],
  parameters: [
    parameter('myJobName', 'Name of the training job', {
      watermark: 'fraud-model',
      helpText: 'The time of the run is put behind it, for names must differ.',
    }),
    parameter('myImage', 'Image of the algorithm', {
      watermark: '123456789012.dkr.ecr.us-east-1.amazonaws.com/train:latest',
    }),
    parameter('myTrainingRole', 'Role that SageMaker works with', {
      watermark: 'arn:aws:iam::123456789012:role/SageMakerTraining',
    }),
    location('myDataFolder', 'S3 folder with the training data', 's3://my-bucket/features/'),
    location('myModelFolder', 'S3 folder for the model', 's3://my-bucket/models/'),
    parameter('myTrainingMachine', 'Type of the training machine', { default: 'ml.m5.xlarge' }),
    parameter('myMostSeconds', 'Longest training, in seconds', { type: 'Integer', default: '14400' }),
    parameter('myRegion', 'Region of SageMaker', { default: 'us-east-1' }),
    machineType,
  ],
})
