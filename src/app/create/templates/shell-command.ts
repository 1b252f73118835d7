import { files, location, machine, machineType, parameter, root, template, to } from './parts.ts'

export const shellCommand = template({
  name: 'shell-command',
  group: 'General',
  title: 'Run a shell command',
  about: 'Runs a command on a machine, with files from S3 put beside it and results put back.',
  console: 'Getting Started using ShellCommandActivity',
  steps: [
    'Starts a machine.',
    'Copies the files of the input folder to it.',
    'Runs the command, which finds them in INPUT1_STAGING_DIR.',
    'Copies what the command wrote to OUTPUT1_STAGING_DIR to the output folder.',
  ],
  objects: [
    root,
    files('Input', 'Files in S3', '#{myInputFolder}'),
    files('Output', 'Results in S3', '#{myOutputFolder}'),
    machine(),
    {
      id: 'Run',
      name: 'Run the command',
      type: 'ShellCommandActivity',
      command: '#{myCommand}',
      stage: 'true',
      input: to('Input'),
      output: to('Output'),
      runsOn: to('Machine'),
    },
  ],
  parameters: [
    parameter('myCommand', 'Command to run', {
      default: 'grep -rc "GET" ${INPUT1_STAGING_DIR}/* > ${OUTPUT1_STAGING_DIR}/counts.txt',
      helpText: 'As one would type it in a shell of Linux. Its exit code decides: 0 is success.',
    }),
    location('myInputFolder', 'S3 folder with the input', 's3://my-bucket/input/'),
    location('myOutputFolder', 'S3 folder for the results', 's3://my-bucket/output/'),
    machineType,
  ],
})
