/** The preconditions: what must hold before something starts. */

import { exactlyOne, period, s3, script, text, written } from './builders.ts'
import type { ObjectType, Slot } from './schema.ts'
import { alarms, objectState, parent, retries, roles, runState, servedNode } from './shared.ts'

const role = { ...roles.role, required: true }

const polling = written({
  currentRetryCount: text('How often it has asked in this try.'),
  lastRetryTime: text('When it asked last.'),
})

const precondition = (
  name: string,
  page: string,
  summary: string,
  evaluatedBy: 'service' | 'runner',
  own: Readonly<Record<string, Slot>>,
  oneOf: ObjectType['oneOf'] = [],
): ObjectType => ({
  name,
  family: 'precondition',
  summary,
  slots: {
    ...own,
    preconditionTimeout: period('How long to go on asking before it counts as failed.'),
    ...retries,
    ...alarms,
    parent,
    ...servedNode,
    ...(evaluatedBy === 'service' ? polling : {}),
    ...runState,
    ...objectState,
  },
  oneOf,
  page,
  evaluatedBy,
})

export const preconditions: readonly ObjectType[] = [
  precondition('S3KeyExists', 'dp-object-S3KeyExists.html', 'Waits until an S3 object is there.', 'service', {
    s3Key: s3('The object to wait for, such as s3://bucket/path/_SUCCESS.', { required: true, names: 'object' }),
    role,
  }),
  precondition(
    'S3PrefixNotEmpty',
    'dp-object-s3prefixnotempty.html',
    'Waits until something lies under an S3 prefix.',
    'service',
    { s3Prefix: s3('The prefix to look under, such as s3://bucket/path/.', { required: true, names: 'folder' }), role },
  ),
  precondition(
    'DynamoDBDataExists',
    'dp-dynamodbdataexists.html',
    'Waits until a DynamoDB table holds data.',
    'service',
    {
      tableName: text('The table to look into.', { required: true, account: 'dynamodbTable' }),
      role,
    },
  ),
  precondition(
    'DynamoDBTableExists',
    'dp-dynamodbtableexists.html',
    'Waits until a DynamoDB table is there.',
    'service',
    {
      tableName: text('The table to wait for.', { required: true, account: 'dynamodbTable' }),
      role,
    },
  ),
  precondition('Exists', 'dp-object-exists.html', 'Waits until the data node that uses it exists.', 'runner', {}),
  precondition(
    'ShellCommandPrecondition',
    'dp-object-shellcommandprecondition.html',
    'Waits until a command succeeds.',
    'runner',
    {
      command: script('The command that succeeds once the condition holds. Give this or a script in S3.'),
      scriptUri: s3('The script in S3 to fetch and run. Give this or a command.', { names: 'object' }),
      scriptArgument: text('An argument for the script; one entry each.', { many: true }),
      stdout: s3('Where to put what the command prints.'),
      stderr: s3('Where to put what the command prints as errors.'),
    },
    [exactlyOne('command', 'scriptUri')],
  ),
]
