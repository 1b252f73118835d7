/** What the account of the tests has, made through the same clients that list it. */

import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { CreateKeyPairCommand, CreateSecurityGroupCommand, EC2Client } from '@aws-sdk/client-ec2'
import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
  IAMClient,
} from '@aws-sdk/client-iam'
import { CreateDBInstanceCommand, RDSClient } from '@aws-sdk/client-rds'
import { CreateClusterCommand, RedshiftClient } from '@aws-sdk/client-redshift'
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns'

/** More topics than one page of the service holds, so that listing has to go on. */
export const topics = ['alarms', ...Array.from({ length: 119 }, (_, n) => `reports-${String(n + 1).padStart(3, '0')}`)]
export const tables = ['customers', 'events', 'features']
const machines = 'DataPipelineDefaultResourceRole'

const region = 'eu-west-1'
/** Any pair does: what stands for AWS here checks none. */
export const anyKeys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' }

/** Makes everything at an address that stands for AWS. */
export async function fillAccount(endpoint: string): Promise<void> {
  const settings = { endpoint, region, credentials: anyKeys }
  await Promise.all([
    fillDynamo(settings),
    fillSns(settings),
    fillIam(settings),
    fillDatabases(settings),
    fillEc2(settings),
  ])
}

type Settings = { readonly endpoint: string; readonly region: string; readonly credentials: typeof anyKeys }

async function fillDynamo(settings: Settings): Promise<void> {
  const client = new DynamoDBClient(settings)
  for (const TableName of tables)
    await client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      }),
    )
  client.destroy()
}

async function fillSns(settings: Settings): Promise<void> {
  const client = new SNSClient(settings)
  for (const Name of topics) await client.send(new CreateTopicCommand({ Name }))
  client.destroy()
}

async function fillIam(settings: Settings): Promise<void> {
  const client = new IAMClient(settings)
  const trust = (Service: string) =>
    JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }] })
  await client.send(
    new CreateRoleCommand({
      RoleName: 'DataPipelineDefaultRole',
      AssumeRolePolicyDocument: trust('datapipeline.amazonaws.com'),
    }),
  )
  await client.send(new CreateRoleCommand({ RoleName: machines, AssumeRolePolicyDocument: trust('ec2.amazonaws.com') }))
  await client.send(new CreateInstanceProfileCommand({ InstanceProfileName: machines }))
  await client.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: machines, RoleName: machines }))
  client.destroy()
}

async function fillDatabases(settings: Settings): Promise<void> {
  const login = { MasterUsername: 'admin', MasterUserPassword: 'not-a-secret-1' }
  const rds = new RDSClient(settings)
  for (const [DBInstanceIdentifier, Engine] of [
    ['ledger', 'mysql'],
    ['orders', 'postgres'],
  ] as const)
    await rds.send(
      new CreateDBInstanceCommand({
        DBInstanceIdentifier,
        Engine,
        DBInstanceClass: 'db.t3.micro',
        AllocatedStorage: 20,
        ...login,
      }),
    )
  rds.destroy()
  const redshift = new RedshiftClient(settings)
  await redshift.send(
    new CreateClusterCommand({ ClusterIdentifier: 'warehouse', NodeType: 'ra3.xlplus', DBName: 'sales', ...login }),
  )
  redshift.destroy()
}

async function fillEc2(settings: Settings): Promise<void> {
  const client = new EC2Client(settings)
  await client.send(new CreateKeyPairCommand({ KeyName: 'operators' }))
  await client.send(new CreateSecurityGroupCommand({ GroupName: 'workers', Description: 'Machines of pipelines' }))
  client.destroy()
}
