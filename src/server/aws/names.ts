/** The names that an account has of each kind, and the calls that list them. */

import type { AccountName } from '../../api/connections.ts'
import type { AccountKind } from '../../core/catalog/schema.ts'
import type { credentialsOf } from './client.ts'

export interface Listing {
  /** The prefix that IAM gives the service. */
  readonly service: string
  readonly operation: string
  /** What each page of the answers names. The client is loaded when it is asked for, and ends with the last page. */
  pages(settings: Settings): AsyncGenerator<readonly AccountName[]>
}

/** What every client is made with; its address is that of AWS, or what `AWS_ENDPOINT_URL…` of the server names. */
export type Settings = ReturnType<typeof credentialsOf> & { readonly maxAttempts: number }

export const listings: Readonly<Record<AccountKind, Listing>> = {
  dynamodbTable: {
    service: 'dynamodb',
    operation: 'ListTables',
    async *pages(settings) {
      const { DynamoDBClient, paginateListTables } = await import('@aws-sdk/client-dynamodb')
      const client = new DynamoDBClient(settings)
      yield* read(client, paginateListTables({ client }, {}), ({ TableNames = [] }) =>
        TableNames.map(name => ({ name })),
      )
    },
  },
  rdsInstance: {
    service: 'rds',
    operation: 'DescribeDBInstances',
    async *pages(settings) {
      const { RDSClient, paginateDescribeDBInstances } = await import('@aws-sdk/client-rds')
      const client = new RDSClient(settings)
      yield* read(client, paginateDescribeDBInstances({ client }, {}), ({ DBInstances = [] }) =>
        DBInstances.map(one => named(one.DBInstanceIdentifier, one.Engine, one.DBInstanceClass, one.DBInstanceStatus)),
      )
    },
  },
  redshiftCluster: {
    service: 'redshift',
    operation: 'DescribeClusters',
    async *pages(settings) {
      const { RedshiftClient, paginateDescribeClusters } = await import('@aws-sdk/client-redshift')
      const client = new RedshiftClient(settings)
      yield* read(client, paginateDescribeClusters({ client }, {}), ({ Clusters = [] }) =>
        Clusters.map(one => named(one.ClusterIdentifier, one.NodeType, one.DBName, one.ClusterStatus)),
      )
    },
  },
  snsTopic: {
    service: 'sns',
    operation: 'ListTopics',
    async *pages(settings) {
      const { SNSClient, paginateListTopics } = await import('@aws-sdk/client-sns')
      const client = new SNSClient(settings)
      yield* read(client, paginateListTopics({ client }, {}), ({ Topics = [] }) =>
        Topics.map(one => named(one.TopicArn)),
      )
    },
  },
  iamRole: {
    service: 'iam',
    operation: 'ListRoles',
    async *pages(settings) {
      const { IAMClient, paginateListRoles } = await import('@aws-sdk/client-iam')
      const client = new IAMClient(settings)
      yield* read(client, paginateListRoles({ client }, {}), ({ Roles = [] }) =>
        Roles.map(one => named(one.RoleName, one.Description)),
      )
    },
  },
  instanceProfile: {
    service: 'iam',
    operation: 'ListInstanceProfiles',
    async *pages(settings) {
      const { IAMClient, paginateListInstanceProfiles } = await import('@aws-sdk/client-iam')
      const client = new IAMClient(settings)
      yield* read(client, paginateListInstanceProfiles({ client }, {}), ({ InstanceProfiles = [] }) =>
        InstanceProfiles.map(one => {
          const roles = one.Roles?.map(role => role.RoleName).join(', ')
          return named(one.InstanceProfileName, roles ? `with the role ${roles}` : 'without a role')
        }),
      )
    },
  },
  keyPair: {
    service: 'ec2',
    operation: 'DescribeKeyPairs',
    async *pages(settings) {
      const { DescribeKeyPairsCommand, EC2Client } = await import('@aws-sdk/client-ec2')
      const client = new EC2Client(settings)
      // The service answers this one whole.
      const whole = async function* () {
        yield await client.send(new DescribeKeyPairsCommand({}))
      }
      yield* read(client, whole(), ({ KeyPairs = [] }) => KeyPairs.map(one => named(one.KeyName, one.KeyType)))
    },
  },
  subnet: {
    service: 'ec2',
    operation: 'DescribeSubnets',
    async *pages(settings) {
      const { EC2Client, paginateDescribeSubnets } = await import('@aws-sdk/client-ec2')
      const client = new EC2Client(settings)
      yield* read(client, paginateDescribeSubnets({ client }, {}), ({ Subnets = [] }) =>
        Subnets.map(one => named(one.SubnetId, tagged(one.Tags), one.CidrBlock, one.AvailabilityZone, one.VpcId)),
      )
    },
  },
  securityGroupId: {
    service: 'ec2',
    operation: 'DescribeSecurityGroups',
    async *pages(settings) {
      yield* securityGroups(settings, one => named(one.GroupId, one.GroupName, one.Description, one.VpcId))
    },
  },
  securityGroupName: {
    service: 'ec2',
    operation: 'DescribeSecurityGroups',
    async *pages(settings) {
      yield* securityGroups(settings, one => named(one.GroupName, one.GroupId, one.Description))
    },
  },
}

interface SecurityGroup {
  readonly GroupId?: string | undefined
  readonly GroupName?: string | undefined
  readonly Description?: string | undefined
  readonly VpcId?: string | undefined
}

async function* securityGroups(settings: Settings, name: (one: SecurityGroup) => AccountName) {
  const { EC2Client, paginateDescribeSecurityGroups } = await import('@aws-sdk/client-ec2')
  const client = new EC2Client(settings)
  const pages = paginateDescribeSecurityGroups({ client }, {})
  yield* read(client, pages, ({ SecurityGroups = [] }) => SecurityGroups.map(name))
}

/** Page after page until the last, or until nobody asks for more; the client ends either way. */
async function* read<Page>(
  client: { destroy(): void },
  pages: AsyncIterable<Page>,
  names: (page: Page) => readonly AccountName[],
): AsyncGenerator<readonly AccountName[]> {
  try {
    for await (const page of pages) yield names(page).filter(({ name }) => name !== '')
  } finally {
    client.destroy()
  }
}

const named = (name: string | undefined, ...about: readonly (string | undefined)[]): AccountName => {
  const told = about.filter(Boolean).join(', ')
  return { name: name ?? '', ...(told && { about: told }) }
}

const tagged = (tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] = []) =>
  tags.find(({ Key }) => Key === 'Name')?.Value
