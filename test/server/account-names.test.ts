import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { AccountKind } from '../../src/core/catalog/schema.ts'
import { faultFrom } from '../../src/server/aws/trouble.ts'
import { accountNames } from '../../src/server/connections.ts'
import { anyKeys, tables, topics } from '../account/resources.ts'
import { refusedKey, standAccount } from '../account/stand.ts'

let account: Awaited<ReturnType<typeof standAccount>>
let folder: string
const before = { ...process.env }

beforeAll(async () => {
  account = await standAccount()
  folder = await mkdtemp(join(tmpdir(), 'pipewright-account-'))
  const keys = (id: string) => `aws_access_key_id = ${id}\naws_secret_access_key = ${anyKeys.secretAccessKey}\n`
  const credentials = join(folder, 'credentials')
  await writeFile(credentials, `[analytics]\n${keys(anyKeys.accessKeyId)}[nobody]\n${keys(refusedKey)}`)
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name]
  process.env.AWS_CONFIG_FILE = join(folder, 'no-config')
  process.env.AWS_SHARED_CREDENTIALS_FILE = credentials
  process.env.AWS_ENDPOINT_URL = account.url
})
afterAll(async () => {
  process.env = before
  await account?.stop()
  await rm(folder, { recursive: true })
})

const analytics = { id: 'profile:analytics', region: 'eu-west-1' }
const namesOf = async (kind: AccountKind) => (await accountNames(analytics, kind)).names

it.each([
  ['dynamodbTable', 'dynamodb:ListTables', tables.map(name => ({ name }))],
  [
    'rdsInstance',
    'rds:DescribeDBInstances',
    [
      { name: 'ledger', about: 'mysql, db.t3.micro, available' },
      { name: 'orders', about: 'postgres, db.t3.micro, available' },
    ],
  ],
  [
    'redshiftCluster',
    'redshift:DescribeClusters',
    [{ name: 'warehouse', about: expect.stringMatching(/^ra3\.xlplus, sales, /) }],
  ],
  ['iamRole', 'iam:ListRoles', [{ name: 'DataPipelineDefaultResourceRole' }, { name: 'DataPipelineDefaultRole' }]],
  [
    'instanceProfile',
    'iam:ListInstanceProfiles',
    [{ name: 'DataPipelineDefaultResourceRole', about: 'with the role DataPipelineDefaultResourceRole' }],
  ],
  ['keyPair', 'ec2:DescribeKeyPairs', [{ name: 'operators' }]],
  [
    'securityGroupName',
    'ec2:DescribeSecurityGroups',
    [
      { name: 'default', about: expect.stringMatching(/^sg-\w+, default VPC security group$/) },
      { name: 'workers', about: expect.stringMatching(/^sg-\w+, Machines of pipelines$/) },
    ],
  ],
] as const)('%s: %s lists what the account has', async (kind, action, names) => {
  expect(await accountNames(analytics, kind)).toEqual({ action, names })
})

it('subnets and security groups are told by what people know them by', async () => {
  const subnets = await namesOf('subnet')
  expect(subnets).toHaveLength(3)
  for (const { name, about } of subnets)
    expect([name, about]).toEqual([
      expect.stringMatching(/^subnet-\w+$/),
      expect.stringMatching(/^172\.31\.\d+\.0\/20, eu-west-1[abc], vpc-\w+$/),
    ])
  const groups = await namesOf('securityGroupId')
  expect(groups.every(({ name }) => /^sg-\w+$/.test(name))).toBe(true)
  expect(groups.map(({ title }) => title)).toEqual(['default', 'workers'])
})

it('page after page is read until the last', async () => {
  const arns = (await namesOf('snsTopic')).map(({ name }) => name)
  expect(arns).toEqual(topics.map(topic => `arn:aws:sns:eu-west-1:123456789012:${topic}`))
})

it('a limit ends the listing and is named', async () => {
  const { names, mostListed } = await accountNames(analytics, 'snsTopic', undefined, 70)
  expect([names.length, mostListed]).toEqual([70, 70])
  expect(await accountNames(analytics, 'dynamodbTable', undefined, 3)).not.toHaveProperty('mostListed')
})

it.skipIf(process.env.PIPEWRIGHT_MOTO).each([
  ['rdsInstance', 'rds:DescribeDBInstances'],
  ['redshiftCluster', 'redshift:DescribeClusters'],
  ['snsTopic', 'sns:ListTopics'],
  ['iamRole', 'iam:ListRoles'],
  ['subnet', 'ec2:DescribeSubnets'],
] as const)('%s: who may not list is told that %s is wanting', async (kind, action) => {
  await expect(accountNames({ ...analytics, id: 'profile:nobody' }, kind)).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining(
      `Profile nobody in eu-west-1 may not call ${action.split(':')[1]}. Its user or role needs the action ${action}.`,
    ),
  })
})

it('an endpoint of one service alone wins over that of all', async () => {
  process.env.AWS_ENDPOINT_URL_DYNAMODB = 'http://127.0.0.1:9'
  await expect(namesOf('dynamodbTable')).rejects.toThrow(
    /Profile analytics in eu-west-1 could not be reached: check the region, the endpoint and the network/,
  )
  expect(await namesOf('keyPair')).toHaveLength(1)
  delete process.env.AWS_ENDPOINT_URL_DYNAMODB
})

it.each(['Throttling', 'ThrottlingException', 'RequestLimitExceeded'])('%s becomes a sentence', name => {
  const error = Object.assign(new Error('Rate exceeded'), { name })
  expect(faultFrom(error, 'ListTables', 'Profile analytics', 'dynamodb').message).toMatch(
    /^AWS is asked too often by this account just now \(ListTables\).* Wait a minute and try again\.$/,
  )
})
