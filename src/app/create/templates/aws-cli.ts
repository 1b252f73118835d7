import { machine, machineType, parameter, root, template, to } from './parts.ts'

export const awsCli = template({
  name: 'aws-cli',
  group: 'General',
  title: 'Run an AWS CLI command',
  about: 'Runs one command of the AWS CLI on a machine.',
  console: 'Run AWS CLI command',
  steps: ['Starts a machine that has the AWS CLI.', 'Runs the command with the rights of the resource role.'],
  objects: [
    root,
    machine({ terminateAfter: '1 hour' }),
    {
      id: 'Run',
      name: 'Run the AWS CLI',
      type: 'ShellCommandActivity',
      command: '#{myAwsCommand}',
      runsOn: to('Machine'),
    },
  ],
  parameters: [
    parameter('myAwsCommand', 'AWS CLI command', {
      default: 'aws s3 ls',
      watermark: 'aws s3 sync s3://my-bucket/from s3://my-bucket/to',
      helpText: 'The resource role must allow what the command does.',
    }),
    machineType,
  ],
})
